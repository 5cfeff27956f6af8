//! How many tickets stand where, and how many were answered in time: what a report by the
//! quarter needs.

use std::collections::BTreeMap;

use super::status::{Deadline, Row, Stage};

/// How many tickets stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// All of them.
    pub n: usize,
    /// By where they stand; none without a ticket.
    pub by_stage: BTreeMap<Stage, usize>,
    /// How many with a deadline were answered, by a copy or a letter.
    pub n_answered: usize,
    /// How many of those by their deadline.
    pub n_in_time: usize,
}

impl Totals {
    /// Counts rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let mut totals = Self::default();
        for row in rows {
            totals.n += 1;
            *totals.by_stage.entry(row.stage).or_default() += 1;
            let is_answered = row.answered_on.is_some() && !row.stage.is_open();
            if is_answered && matches!(row.deadline, Deadline::By(_)) {
                totals.n_answered += 1;
                totals.n_in_time += usize::from(row.n_days_late == 0);
            }
        }
        totals
    }

    /// How many stand at a stage.
    pub fn at(&self, stage: Stage) -> usize {
        self.by_stage.get(&stage).copied().unwrap_or(0)
    }
}
