//! Days of an export that are not known, because they are blank where one should be or stand for
//! "not known": they are read as not written down, and reported by file, column and row.

use std::collections::BTreeMap;

use super::bad_row::TableFile;
use super::table::Row;
use crate::diagnostics::Place;

/// Rows of one column that are named one by one; more are counted.
const MAX_NAMED: usize = 3;

/// The days of an import that mean "not known", by file and column.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct UnknownDays(BTreeMap<(&'static str, &'static str), Rows>);

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Rows {
    n: usize,
    first: Vec<u64>,
}

impl UnknownDays {
    /// Notes those of a row that is kept.
    pub(super) fn note(&mut self, row: &Row<'_>) {
        for column in row.unknown_days() {
            let rows = self.0.entry((row.file().name(), column)).or_default();
            rows.n += 1;
            if rows.first.len() < MAX_NAMED {
                rows.first.push(row.line());
            }
        }
    }

    /// Takes over those of another client.
    pub(super) fn add(&mut self, other: &Self) {
        for (column, rows) in &other.0 {
            let own = self.0.entry(*column).or_default();
            own.n += rows.n;
            own.first.extend(&rows.first);
            own.first.sort_unstable();
            own.first.truncate(MAX_NAMED);
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.values().map(|it| it.n).sum()
    }

    /// Each column with the number of such days in it, and the places of the first.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, usize, Vec<Place>)> {
        self.0.iter().map(|((file, column), rows)| {
            let file = TableFile::Export(file);
            let places = rows.first.iter().map(|it| file.row(*it, Some(column)));
            (*column, rows.n, places.collect())
        })
    }
}
