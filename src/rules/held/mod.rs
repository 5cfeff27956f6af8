//! What the rows that are held back for safety tell, and what of it another text gives away.

mod called;
mod days;
mod numbers;
mod parts;
mod people;
mod streets;
mod words;

pub(super) use called::Called;
pub(super) use streets::{Streets, without_addresses};
pub(super) use words::{Word, words};

use std::collections::HashSet;

use super::names::{Certainty, Names, readings};
use super::phrases::{Phrases, Prose, is_many, phrase, streets as street_lines};
use super::sections::Field;
use crate::model::{ClientText, ContactKind, Day, SectionKind};
use crate::source::{Leaf, Written};
use days::Days;
use numbers::Numbers;
use people::{People, spoken_of};
use streets::has_line;
use words::Class;

/// What something tells of a withheld row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum What {
    Agency,
    Project,
    Day,
    Address,
    Number,
    Person,
    #[default]
    Words,
}

/// What a text gives away: how certainly, what, and the entry that holds it back.
pub(super) type Told = (Certainty, What, usize);

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

impl What {
    fn of(key: &str) -> Self {
        match key {
            "agency" => Self::Agency,
            "project_name" => Self::Project,
            _ => Self::Words,
        }
    }
}

/// A text with where it stands, as it is known again.
pub(super) type Known = (SectionKind, String, String);

impl Field<'_> {
    /// A text of this field, to be known again.
    pub(super) fn of(&self, text: &str) -> Known {
        (self.kind, self.key.to_owned(), text.to_owned())
    }

    /// True where the words of this field may name an agency, a project or a place.
    fn is_telling(&self) -> bool {
        // What kind of help or of questions it was comes from a list too.
        !self.is_kind() && !self.is_id() && !LISTED.contains(&self.key)
    }

    /// True for what a service or an assessment is called.
    fn is_kind(&self) -> bool {
        self.key == "name"
            && matches!(self.kind, SectionKind::Services | SectionKind::Assessments)
    }

    fn is_id(&self) -> bool {
        self.key.ends_with("_id")
    }

    fn is_name(&self) -> bool {
        What::of(self.key) != What::Words
    }

    /// True where something is called so, by a file or a heading.
    fn is_title(&self) -> bool {
        ["name", "title"].contains(&self.key)
    }

    /// True where something happened to the client on the days of the row.
    fn is_event(&self) -> bool {
        use SectionKind::{Alerts, Assessments, Enrollments, Locations, Services};
        [Alerts, Assessments, Enrollments, Locations, Services].contains(&self.kind)
    }

    /// What to look for of this field in other texts: the whole of it, where it is more than
    /// a word such as "yes", and the line of a street.
    fn phrases(&self, text: &str) -> Vec<String> {
        if !self.is_telling() {
            return Vec::new();
        }
        let whole = phrase(text);
        let words: Vec<&str> = whole.split_whitespace().collect();
        let mut phrases = street_lines(&words);
        let is_long = words.len() > 1 || whole.trim().len() >= TELLING;
        if is_long || (self.is_name() && !words.is_empty()) {
            phrases.push(whole);
        }
        phrases
    }
}

/// What the rows that are held back for safety say; each with the entry that holds it back.
#[derive(Default)]
pub(super) struct Held {
    phrases: Phrases<(What, usize)>,
    prose: Prose<usize>,
    days: Days<usize>,
    /// What services and assessments are called.
    kinds: Phrases<(What, usize)>,
    called: Called<(What, usize)>,
    streets: Streets<usize>,
    numbers: Numbers<usize>,
    /// People to ask for, and people of whom somebody wrote.
    contacts: People,
    spoken_of: People,
    /// The texts that were added, each as what kind of contact: a record repeats itself.
    texts: HashSet<(Known, Option<ContactKind>)>,
}

impl Held {
    /// The client's own name tells of nobody else.
    pub(super) fn own(&mut self, name: &ClientText) {
        self.called.own(name.as_str());
    }

    /// Adds a value of a row; `contact` is what kind of contact the row is.
    pub(super) fn add(
        &mut self,
        entry: usize,
        field: &Field<'_>,
        contact: Option<ContactKind>,
        leaf: Leaf<'_>,
    ) {
        match leaf {
            Leaf::Day(day) => self.days.add(day, field.is_event(), entry),
            Leaf::Text(text, _)
                if self.texts.insert((field.of(text.as_str()), contact)) =>
            {
                self.add_text(entry, field, contact, text.as_str());
            }
            Leaf::Client(_) | Leaf::Text(..) => {}
        }
    }

    fn add_text(
        &mut self,
        entry: usize,
        field: &Field<'_>,
        contact: Option<ContactKind>,
        text: &str,
    ) {
        for day in super::written_days::days_in(text) {
            self.days.add(day, field.is_event(), entry);
        }
        let what = What::of(field.key);
        for it in field.phrases(text) {
            self.phrases.add(it, (what, entry));
        }
        if field.is_id() {
            return;
        }
        let these = words(text);
        let is_address = is_address(field, contact);
        // What stands behind a street is the city's.
        if !(is_address && has_line(&these, true)) {
            self.prose.add(phrase(text), entry);
        }
        if LISTED.contains(&field.key) {
            return;
        }
        if field.is_name() {
            for it in parts::parts_of(text) {
                self.phrases.add(phrase(&it), (what, entry));
            }
            self.called.add_name(text, (what, entry));
            return;
        }
        self.numbers.add(text, entry);
        self.streets.add(&these, is_address, entry);
        if field.is_kind() && is_telling_kind(&these) {
            self.kinds.add(phrase(text), (What::Words, entry));
        }
        if contact == Some(ContactKind::Person) && field.key == "value" {
            self.contacts.add(people::person(text), entry);
        }
        for it in spoken_of(&these) {
            self.spoken_of.add(it, entry);
        }
        let rest = without_addresses(&these, is_address);
        self.called.add_prose(&rest, field.is_title(), (What::Words, entry));
    }

    /// Ends what is added: people are told from the client by name.
    pub(super) fn know(&mut self, own: impl Fn() -> Names) {
        self.contacts.know(own());
        self.spoken_of.know(own());
    }

    /// What a day gives away.
    pub(super) fn told_by_day(&self, day: Day) -> Option<Told> {
        self.days.get(day).map(|entry| (Certainty::Sure, What::Day, entry))
    }

    /// What a released text tells of it: its names and places, its days; or a name or a place
    /// that stands in its own words.
    pub(super) fn told_by(
        &self,
        field: &Field<'_>,
        contact: Option<ContactKind>,
        (text, written): (&str, Written),
    ) -> Option<Told> {
        let others = readings(text);
        let all = others.iter().map(String::as_str).chain([text]);
        all.filter_map(|it| self.told_by_one(field, contact, (it, written)))
            .max_by_key(|it| it.0)
    }

    /// The same of a text as it is read in one way.
    fn told_by_one(
        &self,
        field: &Field<'_>,
        contact: Option<ContactKind>,
        (text, written): (&str, Written),
    ) -> Option<Told> {
        let own = || {
            let phrases = field.phrases(text);
            let mut many = phrases
                .iter()
                .filter(|it| is_many(it) && (field.is_name() || is_own(it)));
            let held = |it: &String| {
                // Few words without a name or a number may stand in any text.
                let has_rare = || words(it).iter().any(Word::is_rare);
                let is_long =
                    (field.is_name() && has_rare()) || it.split_whitespace().count() > 3;
                let has_number = it.split_whitespace().any(is_number);
                let is_sure = is_long || has_number || !it.is_ascii();
                let sure = if is_sure { Certainty::Sure } else { Certainty::Doubtful };
                Some((sure, What::of(field.key), self.prose.holding(it)?))
            };
            many.find_map(held)
        };
        let folded = phrase(text);
        let whole = self.phrases.found_in(&folded);
        let whole = whole.map(|(what, entry)| (Certainty::Sure, what, entry));
        let all = self.by_parts(field, contact, (text, written)).into_iter();
        let all = whole.into_iter().chain(own()).chain(all);
        let mut told: Option<Told> = None;
        for it in all {
            if told.is_none_or(|told| told.0 < it.0) {
                told = Some(it);
            }
        }
        told
    }

    /// What the parts of a text tell, each by itself.
    fn by_parts(
        &self,
        field: &Field<'_>,
        contact: Option<ContactKind>,
        (text, written): (&str, Written),
    ) -> Vec<Told> {
        let of = |what| move |(sure, entry): (Certainty, usize)| (sure, what, entry);
        let day = self.days.found_in(text).map(of(What::Day));
        if field.is_id() || written == Written::OwnName {
            return day.into_iter().collect();
        }
        let these = words(text);
        let is_address = is_address(field, contact);
        let rest = without_addresses(&these, is_address);
        let called = self.called.found_in(&rest, is_address);
        let called = called.map(|(sure, (what, entry))| (sure, what, entry));
        let kinds = self.kinds.found_in(&phrase(text)).filter(|_| !field.is_kind());
        let person = |people: &People, most| {
            people.found_in(text, written, most).map(of(What::Person))
        };
        let all = [
            day,
            called,
            self.streets.found_in(&these).map(of(What::Address)),
            self.numbers.found_in(text).map(of(What::Number)),
            person(&self.contacts, Certainty::Sure),
            person(&self.spoken_of, Certainty::Doubtful),
            kinds.map(|(what, entry)| (Certainty::Doubtful, what, entry)),
        ];
        // What comes from a list says the same in many rows.
        let is_listed = LISTED.contains(&field.key) || field.is_kind();
        let is_told = |it: &Told| it.0 == Certainty::Sure || !is_listed;
        all.into_iter().flatten().filter(is_told).collect()
    }
}

/// True for a phrase that says something where it stands in another text: not every word of it
/// is of every day or the kind of a place, and it may be a name.
fn is_own(phrase: &str) -> bool {
    if !phrase.is_ascii() {
        return phrase.trim().chars().count() >= OWN;
    }
    let is_plain = |it: &Word| match it.class {
        Class::Common | Class::Kind => true,
        Class::Number => !is_number(&it.folded),
        Class::Rare | Class::Street => false,
    };
    let these = words(phrase);
    // One word of its own among few may stand in any text.
    let is_many = these.len() > 3 || these.iter().any(|it| is_number(&it.folded));
    let is_name = is_many || called::pairs(&these).next().is_some();
    is_name && !these.iter().all(is_plain)
}

/// True for a number of digits enough to say something.
fn is_number(word: &str) -> bool {
    word.len() >= OWN - 1 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Characters from which a part of a text without blanks is more than one word, and digits from
/// which a number says something.
const OWN: usize = 4;

/// True for a field in which an address stands, and nothing else.
fn is_address(field: &Field<'_>, contact: Option<ContactKind>) -> bool {
    field.key == "address"
        || (contact == Some(ContactKind::Address) && field.key == "value")
}

/// True for a name of a service or an assessment that says more than many do.
fn is_telling_kind(these: &[Word]) -> bool {
    let is_plain = these.iter().all(|it| it.class == Class::Common);
    these.len() > 1 && !is_plain && (these.len() > 2 || these.iter().any(Word::is_rare))
}
