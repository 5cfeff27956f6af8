//! What a batch counts, and what it tells at its end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cli::batch_common::Closed;
use crate::cli::outcome::{Done, counted};
use crate::cli::there::{self, There};
use crate::diagnostics::{Failure, Outcome, Report};

/// What became of a request.
pub(super) enum BatchItem {
    /// It was built now, and its longest document has so many pages.
    Built(Done, usize),
    /// It was built by an earlier run; what its comparison leaves to be told.
    Skipped(Done, There),
    /// It is passed over.
    Closed(Done, Closed),
}

impl BatchItem {
    /// What there is to report.
    pub(super) fn done(self) -> Done {
        match self {
            Self::Built(done, _) | Self::Skipped(done, _) | Self::Closed(done, _) => done,
        }
    }
}

/// What became of the requests of a run.
#[derive(Default)]
pub(super) struct Counts {
    built: usize,
    there: usize,
    closed: BTreeMap<Closed, usize>,
    refused: usize,
    failed: usize,
    worst: Outcome,
    /// Tickets whose records have changed since, with the days of both exports.
    changed: Vec<(String, String)>,
    /// Tickets whose packages cannot be compared.
    unknown: Vec<String>,
}

impl Counts {
    /// Counts one request.
    pub(super) fn add(&mut self, item: &Result<BatchItem, Failure>) {
        let outcome = match item {
            Ok(BatchItem::Built(done, _)) => {
                self.built += 1;
                done.outcome
            }
            Ok(BatchItem::Skipped(done, there)) => {
                self.there += 1;
                self.note(done, there);
                done.outcome
            }
            Ok(BatchItem::Closed(done, closed)) => {
                *self.closed.entry(*closed).or_default() += 1;
                done.outcome
            }
            Err(Failure { outcome: Outcome::Refused, .. }) => {
                self.refused += 1;
                Outcome::Refused
            }
            Err(failure) => {
                self.failed += 1;
                failure.outcome
            }
        };
        if outcome.code() > self.worst.code() {
            self.worst = outcome;
        }
    }

    fn note(&mut self, done: &Done, there: &There) {
        let ticket = done.result.as_ref().and_then(|it| it["ticket"].as_str());
        let ticket = ticket.unwrap_or_default().to_owned();
        match there {
            There::Same => {}
            There::ExtractChanged(days) => self.changed.push((ticket, days.clone())),
            There::Unknown => self.unknown.push(ticket),
        }
    }

    /// How many were built now.
    pub(super) fn n_built(&self) -> usize {
        self.built
    }

    /// One warning a run for all that has changed, and one for all that cannot be compared.
    pub(super) fn told(&mut self) -> Report {
        let mut report = Report::default();
        self.changed.sort();
        self.unknown.sort();
        if !self.changed.is_empty() {
            report.push(there::extract_changed(&self.changed));
        }
        if !self.unknown.is_empty() {
            report.push(there::not_comparable(&self.unknown));
        }
        report
    }

    /// The end of a run over so many requests.
    pub(super) fn done(&self, n: usize, seconds: f64) -> Done {
        let mut result = serde_json::json!({
            "requests": n,
            "built": self.built,
            "there": self.there,
            "refused": self.refused,
            "failed": self.failed,
        });
        for it in Closed::ALL {
            result[it.key()] = self.n_of(*it).into();
        }
        Done {
            outcome: self.worst,
            summary: self.summary(n, seconds),
            result: Some(result),
            ..Done::default()
        }
    }

    /// How many requests came to their end.
    pub(super) fn n_ended(&self) -> usize {
        let closed: usize = self.closed.values().sum();
        self.built + self.there + closed + self.refused + self.failed
    }

    /// The same, where somebody stopped it: what was built is whole, and the rest is still to do.
    pub(super) fn interrupted(&self, mut done: Done) -> Done {
        let n = self.built;
        let end = format!("interrupted: {n} built; run the same line again to go on\n");
        done.summary.push_str(&end);
        if let Some(result) = &mut done.result {
            result["interrupted"] = true.into();
        }
        done.is_interrupted = true;
        done
    }

    fn n_of(&self, closed: Closed) -> usize {
        self.closed.get(&closed).copied().unwrap_or(0)
    }

    fn summary(&self, n: usize, seconds: f64) -> String {
        let mut lines =
            vec![("built", self.built), ("skipped (already built)", self.there)];
        // Few desks send anything by encrypted e-mail.
        let is_told =
            |it: &&Closed| **it != Closed::EncryptedEmail || self.n_of(**it) > 0;
        let closed = Closed::ALL.iter().filter(is_told);
        lines.extend(closed.map(|it| (it.word(), self.n_of(*it))));
        lines.extend([("refused", self.refused), ("failed", self.failed)]);
        let lines = lines.iter().map(|(word, n)| {
            let width = 28_usize.saturating_sub(word.len());
            format!("{word} {n:>width$}\n")
        });
        let rate = f64::from(u32::try_from(self.built).unwrap_or(u32::MAX)) / seconds;
        let mut end = format!("{} in {seconds:.1} s", counted(n, "request"));
        if self.built > 0 {
            write!(end, ", {rate:.1} packages per second").expect(INFALLIBLE);
        }
        end.push('\n');
        lines.chain([end]).collect()
    }
}

const INFALLIBLE: &str = "writing to a string cannot fail";
