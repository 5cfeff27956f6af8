//! What a record says against itself. Such things are printed as recorded, never mended;
//! the help desk is told, so that the agency can be.

use std::collections::BTreeSet;

use chrono::Months;

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::{Enrollment, Profile, SectionKind};

/// HUD list 1.8: "Yes".
const VETERAN: i64 = 1;

/// The enrollments with their places.
pub(super) fn enrollments<'a>(
    facts: &Facts<'a>,
) -> impl Iterator<Item = (Pointer, &'a Enrollment)> {
    let at = Pointer::root().key(SectionKind::Enrollments.key());
    let rows = facts.extract.enrollments.supplied().into_iter().flatten();
    rows.enumerate().map(move |(i, it)| (at.index(i), it))
}

/// Nobody leaves before they came.
pub(super) fn exit_before_entry(facts: &Facts<'_>) -> Vec<Finding> {
    enrollments(facts)
        .filter(|(_, it)| it.entry_date.zip(it.exit_date).is_some_and(|(a, b)| b < a))
        .map(|(at, _)| {
            Finding::new(
                "this enrollment ends before it begins",
                [Place::extract(at.key("exit_date"))],
            )
        })
        .collect()
}

/// No release ends before it starts.
pub(super) fn release_ends_before_start(facts: &Facts<'_>) -> Vec<Finding> {
    let at = Pointer::root().key(SectionKind::ReleaseOfInformation.key());
    let rows = facts.extract.release_of_information.supplied().into_iter().flatten();
    rows.enumerate()
        .filter(|(_, it)| it.start_date.zip(it.end_date).is_some_and(|(a, b)| b < a))
        .map(|(i, _)| {
            Finding::new(
                "this release ends before it starts",
                [Place::extract(at.index(i).key("end_date"))],
            )
        })
        .collect()
}

/// Nobody is born after the day of the build.
pub(super) fn born_in_the_future(facts: &Facts<'_>) -> Vec<Finding> {
    let dob = facts.extract.profile.supplied().and_then(|it| it.dob);
    if dob.is_none_or(|it| it <= facts.at) {
        return Vec::new();
    }
    vec![Finding::new(
        "the date of birth is in the future",
        [Place::extract("/profile/dob")],
    )]
}

/// Service in the armed forces is recorded of veterans only.
pub(super) fn veteran_block_of_a_non_veteran(facts: &Facts<'_>) -> Vec<Finding> {
    match facts.extract.profile.supplied() {
        Some(it) if has_served(it) && it.veteran_status != Some(VETERAN) => {
            vec![Finding::new(
                "military service is recorded, but not that the client is a veteran",
                [
                    Place::extract("/profile/veteran"),
                    Place::extract("/profile/veteran_status"),
                ],
            )]
        }
        _ => Vec::new(),
    }
}

fn has_served(profile: &Profile) -> bool {
    profile.veteran.as_ref().is_some_and(|it| !it.is_empty())
}

/// An enrollment is listed once, and is of one profile.
pub(super) fn duplicate_enrollments(facts: &Facts<'_>) -> Vec<Finding> {
    let each = facts.each();
    let earlier: BTreeSet<&str> = each[..facts.nth]
        .iter()
        .flat_map(enrollments)
        .map(|it| it.1.enrollment_id.as_str())
        .collect();
    let mut seen = BTreeSet::new();
    let found = enrollments(facts).filter_map(|(at, it)| {
        let id = it.enrollment_id.as_str();
        let message = if !seen.insert(id) {
            "an enrollment of the same id stands further up"
        } else if earlier.contains(id) {
            "an enrollment of the same id stands in another profile"
        } else {
            return None;
        };
        Some(Finding::new(message, [Place::extract(at.key("enrollment_id"))]))
    });
    found.collect()
}

/// An enrollment of many years without an end was probably forgotten.
pub(super) fn open_for_many_years(facts: &Facts<'_>) -> Vec<Finding> {
    let forgotten = facts.parameters.forgotten_after_years;
    let years = Months::new(12 * forgotten);
    let is_old = |it: &Enrollment| {
        let day = it.entry_date.and_then(|it| it.checked_add_months(years));
        it.is_open(facts.at) && day.is_some_and(|day| day < facts.at)
    };
    enrollments(facts)
        .filter(|(_, it)| is_old(it))
        .map(|(at, _)| {
            Finding::new(
                format!("this enrollment is open for more than {forgotten} years"),
                [Place::extract(at.key("entry_date"))],
            )
        })
        .collect()
}
