//! Nobody's name where it does not belong: in a record that tells of somebody else, or in
//! the name of a document that is to be deleted.

use super::facts::{Facts, Finding};
use super::names::Names;
use crate::diagnostics::{Place, Pointer};
use crate::model::SectionKind;
use crate::source::Texts;

/// No text that is to be printed names somebody else of the household, unless the request
/// holds its row or its section back.
pub(super) fn household_member_named(facts: &Facts<'_>) -> Vec<Finding> {
    let own = Names::of_client(facts.extract.profile.supplied());
    let others = Names::of_others(&facts.extract.household_names, &own);
    if others.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    printed(facts, &mut |at, text| {
        if others.are_in(text) {
            findings.push(Finding::new(
                "this text names another person of the household",
                [Place::extract(at.as_str())],
            ));
        }
    });
    findings
}

/// A document that is to be deleted is named in a ticket: so its name should not be the
/// client's.
pub(super) fn client_named_in_document(facts: &Facts<'_>) -> Vec<Finding> {
    let own = Names::of_client(facts.extract.profile.supplied());
    let at = Pointer::root().key(SectionKind::Documents.key());
    let rows = facts.extract.documents.supplied().into_iter().flatten().enumerate();
    rows.filter(|(_, it)| it.name.as_ref().is_some_and(|it| own.are_in(it.as_str())))
        .map(|(i, _)| {
            Finding::new(
                "the name of this document holds a name of the client",
                [Place::extract(at.index(i).key("name"))],
            )
        })
        .collect()
}

/// Fields in which somebody wrote freely; the others hold names of agencies, of projects, of
/// categories and of codes, where a family's name is chance.
const PROSE: [&str; 8] = [
    "name",
    "note",
    "location",
    "value",
    "additional_race_ethnicity",
    "title",
    "text",
    "address",
];

/// Every freely written text of the extract that the request does not hold back.
fn printed(facts: &Facts<'_>, visit: &mut dyn FnMut(&Pointer, &str)) {
    facts.extract.texts(&Pointer::root(), &mut |at, text| {
        let steps: Vec<String> = at.steps().collect();
        let (Some(section), Some(last)) = (steps.first(), steps.last()) else { return };
        let kind = SectionKind::ALL.iter().find(|it| section == it.key());
        let is_prose = PROSE.contains(&last.as_str());
        if let Some(kind) = kind.filter(|_| is_prose)
            && !super::sections::is_held_back(facts, *kind, &steps)
        {
            visit(at, text.as_str());
        }
    });
}
