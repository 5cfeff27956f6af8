//! Which warnings everybody may know of who comes by a package: its receipt is not locked.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::sections::{Fate, fates};
use crate::diagnostics::{Diagnostic, Origin, Place, Report};

/// Rules whose name alone tells how old somebody is, or that something is held back.
const TELLING: &[&str] = &[
    "parent-of-an-adult",
    "age-not-known",
    "minor-asking-alone",
    "child-asking-alone",
    "contact-for-a-minor",
    "contact-age-not-known",
    "youth-program-not-known",
    "born-in-the-future",
    "age-over-maximum",
    "nothing-to-withhold",
    "withheld-may-show",
    "withheld-perhaps-shown",
    "nothing-reviewed",
];

/// The names of rules that had something to say of what is released. One that spoke of a row
/// which is held back or was not asked for would tell that there is such a row.
pub fn known_warnings(report: &Report, facts: &Facts<'_>) -> BTreeSet<&'static str> {
    let fates: Vec<_> = facts.each().iter().map(fates).collect();
    let is_released = |place: &Place| {
        let Place::Value { origin: Origin::Extract(nth), pointer, .. } = place else {
            return true;
        };
        let mut steps = pointer.steps();
        let section = steps.next().unwrap_or_default();
        let Some((_, rows)) = fates[*nth].get(section.as_str()) else { return true };
        // The profile is one row, whose second step is a key; so is a section as a whole.
        let row = steps.next().and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
        rows.get(row) == Some(&Fate::Released)
    };
    let is_known = |it: &&Diagnostic| {
        !TELLING.contains(&it.slug) && it.places.iter().all(is_released)
    };
    report.items().iter().filter(is_known).map(|it| it.slug).collect()
}

#[cfg(test)]
mod tests {
    use super::TELLING;

    #[test]
    fn the_telling_rules_are_rules() {
        let slugs: Vec<_> = super::super::slugs().collect();
        assert!(TELLING.iter().all(|it| slugs.contains(it)));
    }
}
