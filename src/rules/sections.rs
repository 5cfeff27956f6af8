//! What is released and what is held back.

use std::collections::BTreeMap;

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::extract::Section;
use crate::model::{ClientText, SectionKind};
use crate::request::{Reason, Withhold};
use crate::source::{Leaf, Texts};

/// A section that could not be exported is left out by the request, not by accident.
pub(super) fn section_unavailable(facts: &Facts<'_>) -> Vec<Finding> {
    SectionKind::ALL
        .iter()
        .filter(|kind| {
            supply(facts, **kind) == Supply::Unavailable && is_wanted(facts, **kind)
        })
        .map(|kind| {
            Finding::new(
                "this section could not be exported, and the request asks for it",
                [Place::extract(Pointer::root().key(kind.key()))],
            )
        })
        .collect()
}

/// How a section came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Supply {
    /// The extract does not mention it.
    Not,
    /// It could not be exported.
    Unavailable,
    /// It is there, perhaps empty.
    Supplied,
}

/// How a section of the extract came.
pub(super) fn supply(facts: &Facts<'_>, kind: SectionKind) -> Supply {
    fn of<T>(section: &Section<T>) -> Supply {
        match section {
            Section::NotSupplied => Supply::Not,
            Section::Unavailable => Supply::Unavailable,
            Section::Supplied(_) => Supply::Supplied,
        }
    }
    let extract = facts.extract;
    match kind {
        SectionKind::Profile => of(&extract.profile),
        SectionKind::ReleaseOfInformation => of(&extract.release_of_information),
        SectionKind::Enrollments => of(&extract.enrollments),
        SectionKind::Documents => of(&extract.documents),
        SectionKind::ContactInformation => of(&extract.contact_information),
        SectionKind::Assessments => of(&extract.assessments),
        SectionKind::Services => of(&extract.services),
        SectionKind::Alerts => of(&extract.alerts),
        SectionKind::Locations => of(&extract.locations),
    }
}

/// True where the request asks for the section and does not hold all of it back.
pub(super) fn is_wanted(facts: &Facts<'_>, kind: SectionKind) -> bool {
    let asked = facts.request.release.as_ref().and_then(|it| it.sections.as_ref());
    let asked = asked.unwrap_or(&facts.site.defaults.sections);
    let held = facts.withhold().any(|(_, it)| it.section == kind && it.is_whole());
    asked.contains(&kind) && !held
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is printed.
    Released,
    /// It is held back because it could put somebody in danger, by this entry of the request.
    HeldForSafety(usize),
    /// It is held back for another reason, was not asked for, or takes no part in HMIS.
    LeftOut,
}

/// What becomes of every row, by the key of its section.
pub(super) fn fates(
    facts: &Facts<'_>,
) -> BTreeMap<&'static str, (SectionKind, Vec<Fate>)> {
    let of = |kind: &SectionKind| (kind.key(), (*kind, fates_of(facts, *kind)));
    SectionKind::ALL.iter().map(of).collect()
}

fn fates_of(facts: &Facts<'_>, kind: SectionKind) -> Vec<Fate> {
    let held: Vec<_> = facts.withhold().filter(|(_, it)| it.section == kind).collect();
    let is_wanted = is_wanted(facts, kind);
    let is_left_out = |row: usize| {
        let rows = facts.extract.enrollments.supplied();
        kind == SectionKind::Enrollments
            && rows.is_some_and(|it| it[row].participating == Some(false))
    };
    let fate = |(row, id): (usize, &str)| {
        let names = |it: &Withhold| it.is_whole() || it.holds(row, Some(id));
        let is_danger = |it: &Withhold| it.reason == Reason::EndangersLifeOrSafety;
        let mut held = held.iter().filter(|(_, it)| names(it)).peekable();
        let is_held = held.peek().is_some();
        match held.find(|(_, it)| is_danger(it)) {
            Some((entry, _)) => Fate::HeldForSafety(*entry),
            None if is_held || !is_wanted || is_left_out(row) => Fate::LeftOut,
            None => Fate::Released,
        }
    };
    row_ids(facts, kind).into_iter().enumerate().map(fate).collect()
}

/// Where a value stands.
pub(super) struct Field<'a> {
    pub(super) kind: SectionKind,
    pub(super) key: &'a str,
    pub(super) at: &'a Pointer,
    /// Its row; the profile is one.
    pub(super) row: usize,
}

/// Visits every value of every row, with what becomes of the row.
pub(super) fn each(
    facts: &Facts<'_>,
    fates: &BTreeMap<&str, (SectionKind, Vec<Fate>)>,
    visit: &mut dyn FnMut(Fate, &Field<'_>, Leaf<'_>),
) {
    facts.extract.leaves(&Pointer::root(), &mut |at, leaf| {
        let steps: Vec<String> = at.steps().collect();
        // What stands in a list of words has the list's key.
        let is_key = |it: &&String| !it.bytes().all(|b| b.is_ascii_digit());
        let key = steps.iter().rev().find(is_key);
        let (Some(section), Some(key)) = (steps.first(), key) else { return };
        let Some((kind, rows)) = fates.get(section.as_str()) else { return };
        // The profile is one row, whose second step is a key.
        let row = steps.get(1).and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
        if let Some(fate) = rows.get(row) {
            visit(*fate, &Field { kind: *kind, key, at, row }, leaf);
        }
    });
}

/// Every id that is to be held back is found, so that no misspelt one is printed.
pub(super) fn nothing_to_withhold(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, it) in facts.withhold() {
        let ids = row_ids(facts, it.section);
        for (j, id) in it.ids.iter().enumerate() {
            if id.as_str().is_empty() || !ids.contains(&id.as_str()) {
                let at = Pointer::from("/withhold").index(i).key("ids").index(j);
                findings.push(Finding::new(
                    format!("no row of `{}` has this id", it.section.token()),
                    [Place::request(at.as_str())],
                ));
            }
        }
        // The profile is no list of rows.
        let n = if it.section == SectionKind::Profile { 0 } else { ids.len() };
        for (j, row) in it.rows.iter().enumerate() {
            if usize::try_from(*row).is_ok_and(|row| row < n) {
                continue;
            }
            let at = Pointer::from("/withhold").index(i).key("rows").index(j);
            findings.push(Finding::new(
                format!("`{}` has no row of this number", it.section.token()),
                [Place::request(at.as_str())],
            ));
        }
    }
    findings
}

/// The ids by which the rows of a section can be named in a request, one a row; a row that
/// has none, "", is held back with its whole section only.
fn row_ids<'a>(facts: &Facts<'a>, kind: SectionKind) -> Vec<&'a str> {
    let extract = facts.extract;
    macro_rules! ids {
        ($section:ident, $id:expr) => {
            extract.$section.supplied().into_iter().flatten().map($id).collect()
        };
    }
    let text = |it: &'a Option<ClientText>| it.as_ref().map_or("", ClientText::as_str);
    match kind {
        SectionKind::Enrollments => ids!(enrollments, |it| it.enrollment_id.as_str()),
        SectionKind::Documents => ids!(documents, |it| it.document_id.as_str()),
        SectionKind::Assessments => ids!(assessments, |it| text(&it.assessment_id)),
        SectionKind::Services => ids!(services, |it| text(&it.service_id)),
        SectionKind::Alerts => ids!(alerts, |it| text(&it.alert_id)),
        SectionKind::Locations => ids!(locations, |it| text(&it.location_id)),
        // These rows have no ids; the profile is one row.
        SectionKind::Profile => {
            extract.profile.supplied().map(|_| "").into_iter().collect()
        }
        SectionKind::ReleaseOfInformation => ids!(release_of_information, |_| ""),
        SectionKind::ContactInformation => ids!(contact_information, |_| ""),
    }
}
