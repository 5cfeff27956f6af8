//! What is not in the extract at all: unknown is not "none". That an export never has a part is
//! said in the request or in the site file.

use super::facts::{Facts, Finding};
use super::names::is_unknown;
use super::sections::{Fate, Supply, each, fates, is_wanted, supply};
use crate::diagnostics::{Origin, Place, Pointer, counted};
use crate::model::{Enrollment, SectionKind, is_digest};
use crate::request::Part;
use crate::source::Leaf;

/// HUD list 3.15.1: child, spouse, other relation or none of the head of the household.
const OTHER_HEAD: [i64; 4] = [2, 3, 4, 5];

/// What the request and the site say that the export does not have.
fn listed(facts: &Facts<'_>) -> Vec<Part> {
    let asked = facts.request.release.iter().flat_map(|it| &it.not_in_export);
    asked.chain(&facts.site.defaults.not_in_export).copied().collect()
}

/// A section that is released is in the extract, or it is known that the export has none.
pub(super) fn section_not_supplied(facts: &Facts<'_>) -> Vec<Finding> {
    let listed = listed(facts);
    let is_missing = |kind: &SectionKind| {
        supply(facts, *kind) == Supply::Not
            && is_wanted(facts, *kind)
            && !listed.iter().any(|it| it.section() == Some(*kind))
    };
    let missing = SectionKind::ALL.iter().copied().filter(is_missing);
    let missing: Vec<&str> = missing.map(SectionKind::token).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let named: Vec<String> = missing.iter().map(|it| format!("`{it}`")).collect();
    let message = format!(
        "{} that the request asks for {} not in the extract: {}",
        counted(missing.len(), "section"),
        if missing.len() == 1 { "is" } else { "are" },
        named.join(", ")
    );
    let at = Place::extract(Pointer::root());
    vec![Finding::new(message, [at]).hint(to_write(facts, &missing))]
}

/// Where something is released that somebody wrote freely, it is known who else is in the
/// household, or that the export does not say.
pub(super) fn household_not_known(facts: &Facts<'_>) -> Vec<Finding> {
    let Some((message, places)) = unknown_household(facts) else { return Vec::new() };
    if listed(facts).contains(&Part::Household) || !has_free_text(facts) {
        return Vec::new();
    }
    let household = Part::Household.token();
    vec![Finding::new(message, places).hint(to_write(facts, &[household]))]
}

/// What is not known of who else is in the household.
fn unknown_household(facts: &Facts<'_>) -> Option<(&'static str, Vec<Place>)> {
    let at = Pointer::root().key("household_names");
    let Some(names) = &facts.extract.household_names else {
        let message = "free text is released, and the extract does not say who else is in \
                       the household";
        return Some((message, vec![Place::extract(at)]));
    };
    if names.is_empty() {
        let message = "free text is released, and the extract lists nobody else, although \
                       the client was in the household of somebody else";
        return Some((message, vec![Place::extract(at), headed_by_another(facts)?]));
    }
    let unknown = names.iter().enumerate().filter(|(_, it)| is_unknown(it.as_str()));
    let places: Vec<_> = unknown.map(|(i, _)| Place::extract(at.index(i))).collect();
    let message = "free text is released, and the name of somebody of the household is not \
                   known";
    (!places.is_empty()).then_some((message, places))
}

/// A stay in which somebody else is the head of the household.
fn headed_by_another(facts: &Facts<'_>) -> Option<Place> {
    let is_other = |it: &Enrollment| {
        it.relationship_to_hoh.is_some_and(|it| OTHER_HEAD.contains(&it))
    };
    let mut stays = facts.extract.enrollments.supplied().into_iter().flatten();
    let at = Pointer::root().key(SectionKind::Enrollments.key());
    let at = at.index(stays.position(is_other)?);
    Some(Place::extract(at.key("relationship_to_hoh")))
}

/// No name stands for the client or for somebody of the household by its digest: it would be
/// searched for, and nobody found.
pub(super) fn names_hashed(facts: &Facts<'_>) -> Vec<Finding> {
    let profile = facts.extract.profile.supplied();
    let own = profile.into_iter().flat_map(|it| {
        [
            ("first_name", &it.first_name),
            ("middle_name", &it.middle_name),
            ("last_name", &it.last_name),
            ("alias", &it.alias),
        ]
    });
    let own = own.filter(|(_, it)| it.as_ref().is_some_and(|it| is_digest(it.as_str())));
    let own = own.map(|(key, _)| Pointer::from("/profile").key(key));
    let others = facts.extract.others().iter().enumerate();
    let others = others.filter(|(_, it)| is_digest(it.as_str()));
    let others = others.map(|(i, _)| Pointer::from("/household_names").index(i));
    let places: Vec<_> = own.chain(others).map(Place::extract).collect();
    if places.is_empty() {
        return Vec::new();
    }
    vec![Finding::new("the extract has a digest where a name belongs", places)]
}

/// True where something is released that somebody wrote freely.
fn has_free_text(facts: &Facts<'_>) -> bool {
    let mut has = false;
    each(facts, &fates(facts), &mut |fate, _, leaf| {
        if let (Fate::Released, Leaf::Text(text, written)) = (fate, leaf) {
            has |= written.is_free() && !text.is_blank();
        }
    });
    has
}

/// What to write where the export does not have these parts, ready to be copied.
fn to_write(facts: &Facts<'_>, missing: &[&str]) -> String {
    let own = facts.request.release.iter().flat_map(|it| &it.not_in_export);
    let all = own.map(|it| it.token()).chain(missing.iter().copied());
    let all: Vec<String> = all.map(|it| format!("\"{it}\"")).collect();
    format!(
        "if the export does not have it, write under [release] in the request, or under \
         [defaults] in the site file where it never does:\nnot_in_export = [{}]",
        all.join(", ")
    )
}

/// What is said not to be in the export is not.
pub(super) fn supplied_after_all(facts: &Facts<'_>) -> Vec<Finding> {
    let own = facts.request.release.iter().flat_map(|it| &it.not_in_export);
    let sites = &facts.site.defaults.not_in_export;
    let own = own.enumerate().map(|(i, it)| (Origin::Request, "/release", i, *it));
    let sites = sites.iter().enumerate();
    let all = own.chain(sites.map(|(i, it)| (Origin::Site, "/defaults", i, *it)));
    let untrue = all.filter(|(.., part)| is_supplied(facts, *part));
    let finding = |(origin, table, i, _): (_, &str, usize, _)| {
        let at = Pointer::from(table).key("not_in_export").index(i);
        Finding::new("this is in the extract", [Place::value(origin, at)])
    };
    untrue.map(finding).collect()
}

fn is_supplied(facts: &Facts<'_>, part: Part) -> bool {
    match part.section() {
        Some(kind) => supply(facts, kind) == Supply::Supplied,
        None => unknown_household(facts).is_none(),
    }
}
