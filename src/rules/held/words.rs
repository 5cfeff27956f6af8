//! The words of a text, each with what it says of a name: its own, the kind of a place, or a
//! word of every day. The lists are data.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::rules::names::{folded, in_one_script};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    kinds: String,
    common: String,
    streets: String,
    sides: String,
    units: String,
    companies: String,
    mail: String,
    persons: String,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/rules/held-words.toml"))
        .expect("a test reads the built-in list")
});

/// The words of a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum List {
    Kinds,
    Common,
    Streets,
    Sides,
    Units,
    Companies,
    Mail,
    Persons,
}

static SETS: LazyLock<[BTreeSet<String>; 8]> = LazyLock::new(|| {
    let of = |list: &str| list.split_whitespace().map(str::to_owned).collect();
    let stems = |list: &str| list.split_whitespace().map(stem).collect();
    [
        stems(&LISTS.kinds),
        stems(&LISTS.common),
        of(&LISTS.streets),
        of(&LISTS.sides),
        of(&LISTS.units),
        of(&LISTS.companies),
        of(&LISTS.mail),
        of(&LISTS.persons),
    ]
});

impl List {
    pub(crate) fn words(self) -> &'static BTreeSet<String> {
        &SETS[self as usize]
    }

    pub(super) fn has(self, word: &str) -> bool {
        self.words().contains(word)
    }
}

/// What a word says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It tells a name from others.
    Rare,
    /// It says what kind of place it is.
    Kind,
    /// It is what streets are called.
    Street,
    /// It says nothing.
    Common,
    Number,
}

/// A word of a text.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// In small letters, without accents.
    pub folded: String,
    /// The same in the singular.
    pub stem: String,
    pub class: Class,
    /// It begins with a capital.
    pub is_capital: bool,
    /// It has capitals alone.
    pub is_upper: bool,
    /// What stands between it and the word before.
    pub gap: String,
}

/// Letters from which a word may be a name's own.
const RARE: usize = 3;

impl Word {
    fn new(text: &str, gap: &str) -> Self {
        let folded = folded(&in_one_script(text));
        let stem = stem(&folded);
        let class = if folded.starts_with(|c: char| c.is_ascii_digit()) {
            Class::Number
        } else if List::Kinds.has(&stem) {
            Class::Kind
        } else if List::Streets.has(&folded) {
            Class::Street
        } else if List::Common.has(&stem) || folded.chars().count() < RARE {
            Class::Common
        } else {
            Class::Rare
        };
        let is_upper = |c: char| c.is_uppercase();
        Self {
            class,
            is_capital: text.starts_with(is_upper),
            is_upper: text.chars().count() > 1 && text.chars().all(is_upper),
            gap: gap.to_owned(),
            folded,
            stem,
        }
    }

    pub(crate) fn is_rare(&self) -> bool {
        self.class == Class::Rare
    }

    pub(super) fn is_kind(&self) -> bool {
        self.class == Class::Kind
    }

    /// True where a sentence, or a part of one, ends before the word.
    pub(crate) fn is_start(&self) -> bool {
        self.gap.contains(['!', '?', ';', ':', '\n', '|', '•']) || self.gap.contains(". ")
    }
}

/// Letters from which an "s" at the end is the sign of a plural or a possessive.
const PLURAL: usize = 4;

/// A folded word in the singular.
pub(super) fn stem(folded: &str) -> String {
    if let Some(it) = folded.strip_suffix("ies").filter(|it| it.len() >= RARE) {
        return format!("{it}y");
    }
    let is_plural =
        folded.len() >= PLURAL && folded.is_ascii() && !folded.ends_with("ss");
    let one = folded.strip_suffix('s').filter(|_| is_plural);
    one.unwrap_or(folded).to_owned()
}

/// The words of a text: apart at blanks and signs, where digits begin, and where a capital
/// alone parts them. An apostrophe parts none.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let chars: Vec<char> = text.nfkc().collect();
    let mut words: Vec<Word> = Vec::new();
    let (mut gap, mut word) = (String::new(), String::new());
    for at in 0..=chars.len() {
        let c = chars.get(at).copied().unwrap_or(' ');
        let is_word = c.is_alphanumeric() || is_mark(c);
        if is_word && (word.is_empty() || !is_border(&chars, at)) {
            word.push(c);
            continue;
        }
        let is_apostrophe = matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`');
        let goes_on = chars.get(at + 1).is_some_and(|c| c.is_alphabetic());
        if is_apostrophe && !word.is_empty() && goes_on {
            continue;
        }
        if !word.is_empty() {
            push(&mut words, &word, &gap);
            word.clear();
            gap.clear();
        }
        if is_word { word.push(c) } else { gap.push(c) }
    }
    words
}

/// Puts a word behind the others; the ending of an ordinal is no word of its own.
fn push(words: &mut Vec<Word>, word: &str, gap: &str) {
    let is_ordinal = ["st", "nd", "rd", "th"].contains(&&*word.to_lowercase());
    let is_number = |it: &Word| it.class == Class::Number;
    if !(is_ordinal && gap.is_empty() && words.last().is_some_and(is_number)) {
        words.push(Word::new(word, gap));
    }
}

/// Marks on letters, and characters that are not seen.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// True where a word ends before a character that could belong to it.
fn is_border(chars: &[char], at: usize) -> bool {
    let is = |at: usize, test: fn(char) -> bool| chars.get(at).copied().is_some_and(test);
    let before = at.saturating_sub(1);
    if is(at, char::is_numeric) != is(before, char::is_numeric) {
        return !is_mark(chars[at]);
    }
    is(at, char::is_uppercase)
        && (is(before, char::is_lowercase)
            || (is(before, char::is_uppercase) && is(at + 1, char::is_lowercase)))
}

#[cfg(test)]
mod tests {
    use super::{Class, List, words};

    #[test]
    fn a_text_is_parted_at_every_border_of_a_word() {
        let texts = |text: &str| -> Vec<String> {
            words(text).into_iter().map(|it| it.folded).collect()
        };
        assert_eq!(texts("Women's HOUSE_2"), ["womens", "house", "2"]);
        assert_eq!(texts("BluebirdFamilyShelter"), ["bluebird", "family", "shelter"]);
        assert_eq!(texts("77secretlane, 5th St"), ["77", "secretlane", "5", "st"]);
        assert_eq!(texts("IMG20230508"), ["img", "20230508"]);
        assert_eq!(texts("Cầu 'Vầy'"), ["cau", "vay"]);
    }

    #[test]
    fn a_word_is_rare_where_no_list_has_it() {
        let classes: Vec<Class> =
            words("Kingfisher Families 12 letters").iter().map(|it| it.class).collect();
        assert_eq!(classes, [Class::Rare, Class::Kind, Class::Number, Class::Common]);
        assert!(List::Units.has("apt") && List::Mail.has("gmail"));
        assert_eq!(words("Laura's")[0].stem, "laura");
    }
}
