//! What the request says about findings: somebody has looked at the place, in this export.
//! One mechanism for every rule whose row names a table of answers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::facts::{Facts, Finding};
use crate::diagnostics::{Origin, Place, Pointer};
use crate::model::{ClientId, Instant, SectionKind};
use crate::request::{self, is_same};

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
    fn hint(&self, at: &Pointer, facts: &Facts<'_>, is_of_profile: bool) -> String {
        let profile = if is_of_profile { facts.profile_line() } else { String::new() };
        format!(
            "if {}, add at the end of the request:\n[[{}]]\n{}at = \"{at}\"\nexport = \"{}\"",
            self.when,
            self.table.key(),
            profile,
            facts.extract.exported_at.0.to_rfc3339()
        )
    }
}

/// The answers of a request, and which of them answered something.
pub(super) struct Answers<'a> {
    /// Looked at in each profile.
    each: &'a [Facts<'a>],
    used: BTreeSet<(Table, usize)>,
}

impl<'a> Answers<'a> {
    pub(super) fn of(each: &'a [Facts<'a>]) -> Self {
        Self { each, used: BTreeSet::new() }
    }

    fn entries(&self, table: Table) -> &'a [request::Answer] {
        table.entries(&self.each[0])
    }

    /// The profiles that an entry may mean.
    fn meant(&self, client: Option<&ClientId>) -> impl Iterator<Item = &'a Facts<'a>> {
        self.each.iter().filter(move |facts| {
            let ids = facts.extract.ids();
            client.is_none_or(|it| ids.iter().any(|id| is_same(it, id)))
        })
    }

    /// True where an entry is of an export that is printed.
    fn is_current(&self, it: &request::Answer) -> bool {
        self.meant(it.client_id.as_ref()).any(|facts| is_current(facts, it.export))
    }

    /// True where a finding is answered for this export.
    pub(super) fn takes(&mut self, answer: &Answer, finding: &Finding) -> bool {
        let Some((profile, at)) = place_of(finding) else { return false };
        let entries = self.entries(answer.table).iter().enumerate();
        let right = entries.filter(|(_, it)| {
            // What is in the request is in no profile.
            let mut meant = self.meant(it.client_id.as_ref());
            let is_meant = meant.any(|facts| {
                profile.is_none_or(|nth| nth == facts.nth) && is_current(facts, it.export)
            });
            is_meant && answers(it.at.as_str(), at)
        });
        let right: Vec<_> = right.map(|(i, _)| (answer.table, i)).collect();
        let is_answered = !right.is_empty();
        self.used.extend(right);
        is_answered
    }

    /// How a finding can be answered.
    pub(super) fn hint(&self, answer: &Answer, finding: &Finding) -> Option<String> {
        let (nth, at) = place_of(finding)?;
        Some(answer.hint(at, &self.each[nth.unwrap_or(0)], nth.is_some()))
    }

    /// The entries of a table that answer nothing: one may be meant for another place.
    fn unused(&self, table: Table, message: &str) -> Vec<Finding> {
        let entries = self.entries(table).iter().enumerate();
        let unused = entries
            .filter(|(i, it)| self.is_current(it) && !self.used.contains(&(table, *i)));
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
    let of_table = |table: Table| {
        let entries = answers.entries(table).iter().enumerate();
        entries
            .map(move |(i, it)| (table.key(), i, it.client_id.as_ref(), Some(it.export)))
    };
    let held = answers.each[0].request.withhold.iter().enumerate();
    let held = held.map(|(i, it)| ("withhold", i, it.client_id.as_ref(), it.export));
    let all = Table::ALL.into_iter().flat_map(of_table).chain(held);
    let finding = |(key, i, client, export): (&str, usize, _, Option<Instant>)| {
        let export = export?;
        if answers.meant(client).any(|it| is_current(it, export)) {
            return None;
        }
        let at = Pointer::root().key(key).index(i).key("export");
        let exported = answers
            .meant(client)
            .map(|it| Place::extract("/exported_at").of_profile(it.nth));
        Some(Finding::new(
            "this was written for another export than this one",
            std::iter::once(Place::request(at)).chain(exported),
        ))
    };
    all.filter_map(finding).collect()
}

fn is_current(facts: &Facts<'_>, export: Instant) -> bool {
    export.0 == facts.extract.exported_at.0
}

/// Where a finding is, and in which profile.
fn place_of(finding: &Finding) -> Option<(Option<usize>, &Pointer)> {
    match finding.places.first() {
        Some(Place::Value { origin: Origin::Extract(nth), pointer, .. }) => {
            Some((Some(*nth), pointer))
        }
        Some(Place::Value { pointer, .. }) => Some((None, pointer)),
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
