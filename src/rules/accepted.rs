//! Warnings that a person accepts by name, under `[[accepted]]`: those of rules that look at no
//! value of the extract, and all that come from elsewhere, as from a folder or a key that is not
//! known.

use std::collections::BTreeSet;

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer, Report, Severity};
use crate::model::Day;
use crate::request::{self, Request};

/// The entries of a request, and which of them answered something.
#[derive(Debug, Default)]
pub struct Accepted {
    /// Each rule with true where its entry is of a day that can be.
    entries: Vec<(String, bool)>,
    used: BTreeSet<usize>,
    at: Day,
}

impl Accepted {
    /// What a request accepts, on the day of the build.
    pub fn of(request: &Request, at: Day) -> Self {
        let entry = |it: &request::Accepted| {
            (it.rule.as_str().to_owned(), is_in_time(it, request, at))
        };
        let entries = request.accepted.iter().map(entry).collect();
        Self { entries, used: BTreeSet::new(), at }
    }

    /// Takes away the warnings that are accepted, and says once of the others of each name how
    /// they can be.
    pub fn answer(&mut self, report: &mut Report) {
        let items = std::mem::take(report).into_items().into_iter();
        let mut told = BTreeSet::new();
        report.extend(items.filter_map(|it| {
            if it.severity != Severity::Warning {
                return Some(it);
            }
            if self.takes(it.slug) {
                return None;
            }
            if !told.insert(it.slug) {
                return Some(it);
            }
            let hint = self.hint(it.slug, "it can stay as it is");
            Some(it.hint(hint))
        }));
    }

    /// True where a finding of this name is accepted.
    pub(super) fn takes(&mut self, slug: &str) -> bool {
        let right = self.entries.iter().enumerate();
        let right = right.filter(|(_, (rule, in_time))| rule == slug && *in_time);
        let right: Vec<usize> = right.map(|(i, _)| i).collect();
        let is_taken = !right.is_empty();
        self.used.extend(right);
        is_taken
    }

    /// What to write to accept a finding, ready to be copied.
    pub(super) fn hint(&self, slug: &str, when: &str) -> String {
        format!(
            "if {when}, add at the end of the request, with your initials:\n[[accepted]]\n\
             rule = \"{slug}\"\non = {}\nby = \"…\"",
            self.at
        )
    }

    /// The entries that answer nothing: one may be meant for another warning.
    pub(super) fn unused(&self) -> Vec<Finding> {
        let unused = self.entries.iter().enumerate();
        // What is of a wrong day is another rule's finding.
        let unused =
            unused.filter(|(i, (_, in_time))| *in_time && !self.used.contains(i));
        let finding = |(i, _): (usize, _)| {
            Finding::new(
                "no warning of this name is given that can be accepted",
                [Place::request(place(i, "rule"))],
            )
        };
        unused.map(finding).collect()
    }
}

fn is_in_time(it: &request::Accepted, request: &Request, at: Day) -> bool {
    (request.requested_on..=at).contains(&it.on)
}

/// What is accepted was accepted for this request: since the client asked, until today.
pub(super) fn accepted_on_another_day(facts: &Facts<'_>) -> Vec<Finding> {
    let entries = facts.request.accepted.iter().enumerate();
    let other = entries.filter(|(_, it)| !is_in_time(it, facts.request, facts.at));
    let finding = |(i, _): (usize, _)| {
        Finding::new(
            "the day of this answer is not between the request and this build",
            [Place::request(place(i, "on")), Place::request("/requested_on")],
        )
    };
    other.map(finding).collect()
}

fn place(i: usize, key: &str) -> Pointer {
    Pointer::root().key("accepted").index(i).key(key)
}
