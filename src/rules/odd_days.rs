//! Days of a record that can hardly be: still to come when it was exported, outside their stay,
//! or of a longer life than anybody's. They are printed as recorded; the help desk is told, so
//! that the agency can be.

use super::contradictions::enrollments;
use super::dates::exported_on;
use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::{Day, SectionKind};

/// What is recorded of a stay, of a document or of a contact had happened when the record was exported.
pub(super) fn day_after_export(facts: &Facts<'_>) -> Vec<Finding> {
    let exported = exported_on(facts);
    let is_late = |day: Option<Day>| day.is_some_and(|it| it > exported);
    let of_stay = enrollments(facts).flat_map(|(at, it)| {
        [
            ("entry_date", it.entry_date, "this enrollment begins"),
            ("move_in_date", it.move_in_date, "the client moves in"),
            ("exit_date", it.exit_date, "this enrollment ends"),
        ]
        .map(|(key, day, what)| (at.key(key), is_late(day).then_some(what)))
    });
    let list = |kind: SectionKind| Pointer::root().key(kind.key());
    let documents = facts.extract.documents.supplied().into_iter().flatten();
    let documents = documents.enumerate().map(|(i, it)| {
        let at = list(SectionKind::Documents).index(i).key("added_on");
        (at, is_late(it.added_on).then_some("this document was added"))
    });
    let contacts = facts.extract.contact_information.supplied().into_iter().flatten();
    let contacts = contacts.enumerate().map(|(i, it)| {
        let at = list(SectionKind::ContactInformation).index(i).key("updated_on");
        (at, is_late(it.updated_on).then_some("this was last changed"))
    });
    of_stay
        .chain(documents)
        .chain(contacts)
        .filter_map(|(at, what)| {
            let message = format!("{} after the day of the export", what?);
            Some(Finding::new(message, [Place::extract(at)]))
        })
        .collect()
}

/// Who moves into housing through a program is in it.
pub(super) fn move_in_outside_stay(facts: &Facts<'_>) -> Vec<Finding> {
    enrollments(facts)
        .filter_map(|(at, it)| {
            let day = it.move_in_date?;
            let (other, message) = if it.entry_date.is_some_and(|entry| day < entry) {
                ("entry_date", "the client moved in before this enrollment begins")
            } else if it.exit_date.is_some_and(|exit| day > exit) {
                ("exit_date", "the client moved in after this enrollment ended")
            } else {
                return None;
            };
            let places = [at.key("move_in_date"), at.key(other)].map(Place::extract);
            Some(Finding::new(message, places))
        })
        .collect()
}

/// Nobody is older than people become.
pub(super) fn age_over_maximum(facts: &Facts<'_>) -> Vec<Finding> {
    let dob = facts.extract.profile.supplied().and_then(|it| it.dob);
    let age = dob.and_then(|it| facts.at.years_since(it));
    let oldest = facts.parameters.oldest_years;
    if age.is_none_or(|it| it <= oldest) {
        return Vec::new();
    }
    vec![Finding::new(
        format!("the client would be older than {oldest} years"),
        [Place::extract("/profile/dob")],
    )]
}
