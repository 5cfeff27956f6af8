//! What is held back for somebody's safety is told by no other row: neither its agency, nor
//! its project, nor its place, nor its days. The record is gone over value by value, so that
//! a section or a field added later counts too; where one value tells nothing, a person looks
//! at it and says so under [[reviewed]].

use std::collections::HashMap;

use super::facts::{Facts, Finding};
use super::held::{Held, Told, What};
use super::names::Certainty;
use super::profiles;
use super::sections::{Fate, Field, each, fates};
use crate::diagnostics::{Place, Pointer};
use crate::model::{ContactKind, SectionKind};
use crate::request::Reason;
use crate::source::Leaf;

/// Where the client was told to be in danger, something is held back for it.
pub(super) fn danger_told(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    if request.requester.danger_told != Some(true) || is_held_for_safety(facts) {
        return Vec::new();
    }
    vec![Finding::new(
        "something in the record could put the client in danger, and nothing is held back for it",
        [Place::request("/requester/danger_told")],
    )]
}

/// True where something is held back for somebody's safety.
fn is_held_for_safety(facts: &Facts<'_>) -> bool {
    let mut entries = facts.request.withhold.iter();
    entries.any(|it| it.reason == Reason::EndangersLifeOrSafety)
}

/// Every value that is released and tells of what is held back for safety is looked at.
pub(super) fn withheld_may_show(facts: &Facts<'_>) -> Vec<Finding> {
    findings(facts, Certainty::Sure)
}

/// So is one that may tell of it: a month, an abbreviation, a word that a name shares.
pub(super) fn withheld_perhaps_shown(facts: &Facts<'_>) -> Vec<Finding> {
    findings(facts, Certainty::Doubtful)
}

fn findings(facts: &Facts<'_>, certainty: Certainty) -> Vec<Finding> {
    let shown = shown(facts).into_iter().filter(|it| it.told.0 == certainty);
    let finding = |Shown { at, told: (certainty, what, entry) }| {
        let held = Pointer::from("/withhold").index(entry);
        let (begin, rest) = said(certainty, what);
        let message = format!("this {begin} {rest} of something held back for safety");
        let message = if what == What::Words {
            format!("this {begin} something held back for safety")
        } else {
            message
        };
        Finding::new(message, [Place::extract(at), Place::request(held)])
    };
    shown.map(finding).collect()
}

/// What is said of a text, in words that do not repeat it.
fn said(certainty: Certainty, what: What) -> (&'static str, &'static str) {
    let is_sure = certainty == Certainty::Sure;
    let begin = match what {
        What::Words if is_sure => "repeats",
        What::Words => "may repeat",
        What::Day if is_sure => "is",
        What::Day => "may be",
        _ if is_sure => "names",
        _ => "may name",
    };
    let rest = match what {
        What::Agency => "the agency",
        What::Project => "the project",
        What::Day => "a date",
        What::Address => "the address",
        What::Number => "a phone number or an address of mail or the web",
        What::Person => "a person",
        What::Words => "",
    };
    (begin, rest)
}

/// A value that is released, and what of a withheld row it tells.
struct Shown {
    at: Pointer,
    told: Told,
}

/// Every released value that tells something of a row held back for safety.
fn shown(facts: &Facts<'_>) -> Vec<Shown> {
    if !is_held_for_safety(facts) {
        return Vec::new();
    }
    let held = held(facts);
    let fates = fates(facts);
    let mut shown = Vec::new();
    // A record repeats itself: what was asked once is known.
    let mut known = HashMap::new();
    each(facts, &fates, &mut |fate, field, leaf| {
        if fate != Fate::Released {
            return;
        }
        let contact = contact_of(facts, field);
        let told = match leaf {
            Leaf::Client(_) => None,
            Leaf::Day(day) => held.told_by_day(day),
            Leaf::Text(text, written) => {
                *known.entry((field.of(text.as_str()), contact)).or_insert_with(|| {
                    held.told_by(field, contact, (text.as_str(), written))
                })
            }
        };
        shown.extend(told.map(|told| Shown { at: field.at.clone(), told }));
    });
    shown
}

/// What the rows that are held back for safety tell. What one profile holds back, another tells
/// no more than the profile itself.
fn held(facts: &Facts<'_>) -> Held {
    let mut held = Held::default();
    for profile in facts.profiles.iter().filter_map(|it| it.profile.supplied()) {
        let names = [
            &profile.first_name,
            &profile.middle_name,
            &profile.last_name,
            &profile.alias,
        ];
        names.into_iter().flatten().for_each(|it| held.own(it));
    }
    for profile in facts.each() {
        each(&profile, &fates(&profile), &mut |fate, field, leaf| {
            if let Fate::HeldForSafety(entry) = fate {
                held.add(entry, field, contact_of(&profile, field), leaf);
            }
        });
    }
    held.know(|| profiles::own(facts));
    held
}

/// What kind of contact a row is.
fn contact_of(facts: &Facts<'_>, field: &Field<'_>) -> Option<ContactKind> {
    if field.kind != SectionKind::ContactInformation {
        return None;
    }
    let rows = facts.extract.contact_information.supplied()?;
    rows.get(field.row).map(|it| it.kind)
}
