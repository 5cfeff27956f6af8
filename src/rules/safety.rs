//! What is held back for somebody's safety is told by no other row: neither its agency, nor
//! its project, nor its place, nor its days. The record is gone over value by value, so that
//! a section or a field added later counts too; where one value tells nothing, a person looks
//! at it and says so under [[reviewed]].

use std::collections::{BTreeMap, HashMap, HashSet};

use super::facts::{Facts, Finding};
use super::phrases::{Phrases, Prose, is_many, phrase, streets};
use super::sections::{Fate, Field, each, fates};
use super::written_days::days_in;
use crate::diagnostics::{Place, Pointer};
use crate::model::{Day, SectionKind};
use crate::request::Reason;
use crate::source::Leaf;

/// Every value that is released and tells of what is held back for safety is looked at.
pub(super) fn withheld_may_show(facts: &Facts<'_>) -> Vec<Finding> {
    let held = |it: &Shown| Pointer::from("/withhold").index(it.entry);
    let finding = |it: Shown| {
        let held = Place::request(held(&it));
        Finding::new(it.what.message(), [Place::extract(it.at), held])
    };
    shown(facts).into_iter().map(finding).collect()
}

/// A value that is released, and what of a withheld row it tells.
struct Shown {
    at: Pointer,
    what: What,
    /// The entry of the request that holds the row back.
    entry: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum What {
    Agency,
    Project,
    Day,
    #[default]
    Words,
}

impl What {
    fn of(key: &str) -> Self {
        match key {
            "agency" => Self::Agency,
            "project_name" => Self::Project,
            _ => Self::Words,
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Agency => "this names the agency of something held back for safety",
            Self::Project => "this names the project of something held back for safety",
            Self::Day => "this is a date of something held back for safety",
            Self::Words => "this repeats something held back for safety",
        }
    }
}

/// Every released value that tells something of a row held back for safety.
fn shown(facts: &Facts<'_>) -> Vec<Shown> {
    let mut entries = facts.request.withhold.iter();
    if !entries.any(|it| it.reason == Reason::EndangersLifeOrSafety) {
        return Vec::new();
    }
    let mut held = Held::default();
    // What one profile holds back, another tells no more than the profile itself.
    for profile in facts.each() {
        each(&profile, &fates(&profile), &mut |fate, field, leaf| {
            if let Fate::HeldForSafety(entry) = fate {
                held.add(entry, field, leaf);
            }
        });
    }
    let fates = fates(facts);
    let mut shown = Vec::new();
    // A record repeats itself: what was asked once is known.
    let mut known = HashMap::new();
    each(facts, &fates, &mut |fate, field, leaf| {
        if fate != Fate::Released {
            return;
        }
        let found = match leaf {
            Leaf::Client(_) => None,
            Leaf::Day(day) => held.days.get(&day).map(|entry| (What::Day, *entry)),
            Leaf::Text(text, _) => *known
                .entry(field.of(text.as_str()))
                .or_insert_with(|| held.told_by(field, text.as_str())),
        };
        if let Some((what, entry)) = found {
            shown.push(Shown { at: field.at.clone(), what, entry });
        }
    });
    shown
}

/// Fields whose words come from a list or ask a question, so that they say the same in many
/// rows; and the client's own names, which tell of no place.
const LISTED: [&str; 13] = [
    "category",
    "documentation",
    "kind",
    "label",
    "race_ethnicity",
    "gender",
    "theaters",
    "first_name",
    "middle_name",
    "last_name",
    "name_suffix",
    "alias",
    "ssn",
];

/// Bytes from which one word of a free text tells something: longer than "yes" and "none".
const TELLING: usize = 5;

impl Field<'_> {
    /// A text of this field, to be known again.
    fn of(&self, text: &str) -> (SectionKind, String, String) {
        (self.kind, self.key.to_owned(), text.to_owned())
    }

    /// True where the words of this field may name an agency, a project or a place.
    fn is_telling(&self) -> bool {
        // What kind of help or of questions it was comes from a list too.
        let is_kind = self.key == "name"
            && matches!(self.kind, SectionKind::Services | SectionKind::Assessments);
        !is_kind && !self.key.ends_with("_id") && !LISTED.contains(&self.key)
    }

    fn is_name(&self) -> bool {
        What::of(self.key) != What::Words
    }

    /// What to look for of this field in other texts: the whole of it, where it is more than
    /// a word such as "yes", and the line of a street.
    fn phrases(&self, text: &str) -> Vec<String> {
        if !self.is_telling() {
            return Vec::new();
        }
        let whole = phrase(text);
        let words: Vec<&str> = whole.split_whitespace().collect();
        let mut phrases = streets(&words);
        let is_long = words.len() > 1 || whole.trim().len() >= TELLING;
        if is_long || (self.is_name() && !words.is_empty()) {
            phrases.push(whole);
        }
        phrases
    }
}

/// What the rows that are held back for safety say; each with the entry that holds it back.
#[derive(Default)]
struct Held {
    phrases: Phrases<(What, usize)>,
    prose: Prose<usize>,
    days: BTreeMap<Day, usize>,
    /// The texts that were added: a record repeats itself.
    texts: HashSet<(SectionKind, String, String)>,
}

impl Held {
    fn add(&mut self, entry: usize, field: &Field<'_>, leaf: Leaf<'_>) {
        match leaf {
            Leaf::Day(day) => {
                self.days.entry(day).or_insert(entry);
            }
            Leaf::Text(text, _) if self.texts.insert(field.of(text.as_str())) => {
                let text = text.as_str();
                for day in days_in(text) {
                    self.days.entry(day).or_insert(entry);
                }
                for it in field.phrases(text) {
                    self.phrases.add(it, (What::of(field.key), entry));
                }
                if !field.key.ends_with("_id") {
                    self.prose.add(phrase(text), entry);
                }
            }
            Leaf::Client(_) | Leaf::Text(..) => {}
        }
    }

    /// What a released text tells of it: its names and places, its days; or a name or a place
    /// that stands in its own words.
    fn told_by(&self, field: &Field<'_>, text: &str) -> Option<(What, usize)> {
        let day = || {
            let mut days = days_in(text).into_iter();
            days.find_map(|it| self.days.get(&it)).map(|entry| (What::Day, *entry))
        };
        let own = || {
            let phrases = field.phrases(text);
            let mut many = phrases.iter().filter(|it| is_many(it));
            let entry = many.find_map(|it| self.prose.holding(it))?;
            Some((What::of(field.key), entry))
        };
        self.phrases.found_in(&phrase(text)).or_else(day).or_else(own)
    }
}
