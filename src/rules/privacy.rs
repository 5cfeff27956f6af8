//! Nobody's name where it does not belong: in a record that tells of somebody else, or in
//! the name of a document that is to be deleted.

use std::collections::HashMap;

use super::facts::{Facts, Finding};
use super::names::Certainty;
use super::profiles;
use super::sections::{Fate, Field, each, fates};
use crate::diagnostics::{Place, Pointer};
use crate::model::SectionKind;
use crate::request::Reason;
use crate::source::{Leaf, Written};

/// No text that is to be printed names somebody else of the household, unless the request
/// holds its row or its section back.
pub(super) fn household_member_named(facts: &Facts<'_>) -> Vec<Finding> {
    let message = "this text names another person of the household";
    findings(facts, Certainty::Sure, message)
}

/// A text may name somebody else of the household: the name is a word too, or a street's,
/// or the client's own.
pub(super) fn household_member_perhaps_named(facts: &Facts<'_>) -> Vec<Finding> {
    let message = "this text may name another person of the household";
    findings(facts, Certainty::Doubtful, message)
}

fn findings(facts: &Facts<'_>, certainty: Certainty, message: &str) -> Vec<Finding> {
    let others = profiles::others(facts);
    let mut findings = Vec::new();
    if others.is_empty() {
        return findings;
    }
    // A record repeats itself: what was asked once is known.
    let mut known: HashMap<(String, Written), Certainty> = HashMap::new();
    each(facts, &fates(facts), &mut |fate, field, leaf| {
        let Leaf::Text(text, written) = leaf else { return };
        if fate != Fate::Released {
            return;
        }
        let key = (text.as_str().to_owned(), written);
        let found =
            *known.entry(key).or_insert_with(|| others.found_in(text.as_str(), written));
        if found == certainty {
            let at = Place::extract(field.at.as_str());
            findings.push(Finding::new(message, [at]).hint(held_back(facts, field)));
        }
    });
    findings
}

/// How the row of a value is held back, ready to be copied.
fn held_back(facts: &Facts<'_>, field: &Field<'_>) -> String {
    let export = facts.extract.exported_at.0.to_rfc3339();
    let section = field.kind.token();
    let rows = match field.kind {
        SectionKind::Profile => String::new(),
        _ => format!("rows = [{}]\nexport = \"{export}\"\n", field.row),
    };
    format!(
        "to hold the row back, add at the end of the request:\n[[withhold]]\n\
         {}section = \"{section}\"\n{rows}reason = \"{}\"",
        facts.profile_line(),
        Reason::AboutAnotherPerson.token()
    )
}

/// A text that is printed has lost no character on its way.
pub(super) fn lost_character(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    each(facts, &fates(facts), &mut |fate, field, leaf| {
        if let (Fate::Released, Leaf::Text(text, _)) = (fate, leaf)
            && text.as_str().contains(char::REPLACEMENT_CHARACTER)
        {
            findings.push(Finding::new(
                "this text has U+FFFD where another character was lost",
                [Place::extract(field.at.as_str())],
            ));
        }
    });
    findings
}

/// A document that is to be deleted is named in a ticket: so its name should not be the
/// client's.
pub(super) fn client_named_in_document(facts: &Facts<'_>) -> Vec<Finding> {
    let own = profiles::own(facts);
    let at = Pointer::root().key(SectionKind::Documents.key());
    let rows = facts.extract.documents.supplied().into_iter().flatten().enumerate();
    rows.filter(|(_, it)| {
        it.name.as_ref().is_some_and(|it| {
            own.found_in(it.as_str(), Written::Title) != Certainty::None
        })
    })
    .map(|(i, _)| {
        Finding::new(
            "the name of this document holds a name of the client",
            [Place::extract(at.index(i).key("name"))],
        )
    })
    .collect()
}
