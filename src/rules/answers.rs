//! What the request says about findings: somebody has looked at the place, in this export.
//! One mechanism for every rule whose row names a table of answers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::{Instant, SectionKind};
use crate::request;

/// How a finding of a rule is answered.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The table of the request.
    pub table: Table,
    /// When it may be written, after "if".
    pub when: String,
}

/// A table of answers in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// The place may stay as it is.
    Reviewed,
    /// The place names nobody who is protected.
    NotThePerson,
}

impl Table {
    const ALL: [Self; 2] = [Self::Reviewed, Self::NotThePerson];

    /// Its key in a request.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reviewed => "reviewed",
            Self::NotThePerson => "not_the_person",
        }
    }

    fn entries<'a>(self, facts: &Facts<'a>) -> &'a [request::Answer] {
        match self {
            Self::Reviewed => &facts.request.reviewed,
            Self::NotThePerson => &facts.request.not_the_person,
        }
    }
}

impl Answer {
    /// What to write for a place, ready to be copied.
    fn hint(&self, at: &Pointer, export: Instant) -> String {
        format!(
            "if {}, add at the end of the request:\n[[{}]]\nat = \"{at}\"\nexport = \"{}\"",
            self.when,
            self.table.key(),
            export.0.to_rfc3339()
        )
    }
}

/// The answers of a request, and which of them answered something.
pub(super) struct Answers<'a> {
    facts: &'a Facts<'a>,
    used: BTreeSet<(Table, usize)>,
}

impl<'a> Answers<'a> {
    pub(super) fn of(facts: &'a Facts<'a>) -> Self {
        Self { facts, used: BTreeSet::new() }
    }

    /// True where a finding is answered for this export.
    pub(super) fn takes(&mut self, answer: &Answer, finding: &Finding) -> bool {
        let Some(at) = place_of(finding) else { return false };
        let entries = answer.table.entries(self.facts).iter().enumerate();
        let right = entries.filter(|(_, it)| {
            is_current(self.facts, it.export) && answers(it.at.as_str(), at)
        });
        let right: Vec<_> = right.map(|(i, _)| (answer.table, i)).collect();
        let is_answered = !right.is_empty();
        self.used.extend(right);
        is_answered
    }

    /// How a finding can be answered.
    pub(super) fn hint(&self, answer: &Answer, finding: &Finding) -> Option<String> {
        let export = self.facts.extract.exported_at;
        place_of(finding).map(|at| answer.hint(at, export))
    }

    /// The entries of a table that answer nothing: one may be meant for another place.
    fn unused(&self, table: Table, message: &str) -> Vec<Finding> {
        let entries = table.entries(self.facts).iter().enumerate();
        let unused = entries.filter(|(i, it)| {
            is_current(self.facts, it.export) && !self.used.contains(&(table, *i))
        });
        let place = |i: usize| Pointer::root().key(table.key()).index(i).key("at");
        unused.map(|(i, _)| Finding::new(message, [Place::request(place(i))])).collect()
    }
}

/// What was reviewed had to be.
pub(super) fn nothing_reviewed(answers: &Answers<'_>) -> Vec<Finding> {
    answers
        .unused(Table::Reviewed, "nothing was found at this place that is to be reviewed")
}

/// Who is said not to be named seemed to be.
pub(super) fn nobody_named(answers: &Answers<'_>) -> Vec<Finding> {
    answers.unused(Table::NotThePerson, "nobody seems to be named at this place")
}

/// What a person looked at is what is printed.
pub(super) fn answer_out_of_date(answers: &Answers<'_>) -> Vec<Finding> {
    let facts = answers.facts;
    let of_table = |table: Table| {
        let entries = table.entries(facts).iter().enumerate();
        entries.map(move |(i, it)| (table.key(), i, Some(it.export)))
    };
    let held = facts.request.withhold.iter().enumerate();
    let held = held.map(|(i, it)| ("withhold", i, it.export));
    let all = Table::ALL.into_iter().flat_map(of_table).chain(held);
    let old = all.filter(|(.., export)| export.is_some_and(|it| !is_current(facts, it)));
    let finding = |(key, i, _): (&str, usize, _)| {
        let at = Pointer::root().key(key).index(i).key("export");
        Finding::new(
            "this was written for another export than this one",
            [Place::request(at), Place::extract("/exported_at")],
        )
    };
    old.map(finding).collect()
}

fn is_current(facts: &Facts<'_>, export: Instant) -> bool {
    export.0 == facts.extract.exported_at.0
}

fn place_of(finding: &Finding) -> Option<&Pointer> {
    match finding.places.first() {
        Some(Place::Value { pointer, .. }) => Some(pointer),
        _ => None,
    }
}

/// True where an answered place is the value, or the row or the answer that it stands in; a
/// whole list is too much to have been looked at.
fn answers(answered: &str, at: &Pointer) -> bool {
    let Some(rest) = at.as_str().strip_prefix(answered) else { return false };
    let is_list = answered.matches('/').count() < 2
        && answered.strip_prefix('/') != Some(SectionKind::Profile.key());
    !answered.is_empty() && (rest.is_empty() || (rest.starts_with('/') && !is_list))
}

#[cfg(test)]
mod tests {
    use super::answers;
    use crate::diagnostics::Pointer;

    #[test]
    fn a_value_is_answered_by_itself_and_by_its_row() {
        let at = Pointer::from("/assessments/1/answers/0/value");
        for reviewed in [
            "/assessments/1/answers/0/value",
            "/assessments/1/answers/0",
            "/assessments/1",
        ] {
            assert!(answers(reviewed, &at), "{reviewed}");
        }
        for reviewed in ["/assessments", "/", "", "/assessments/1/answers/0/val", "1"] {
            assert!(!answers(reviewed, &at), "{reviewed}");
        }
        assert!(answers("/profile", &Pointer::from("/profile/custom_fields/0/value")));
        assert!(!answers(
            "/contact_information/1",
            &"/contact_information/10/note".into()
        ));
    }
}
