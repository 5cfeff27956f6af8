//! Words of names and places, so folded that one text can be looked for in another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::names::folded;
use super::shapes::spaced;

/// Phrases to look for in texts, by their words: a text is asked once, however many they are.
#[derive(Default)]
pub(super) struct Phrases<T> {
    whole: HashMap<String, T>,
    /// How many words they have.
    counts: BTreeSet<usize>,
    /// Those that are not written in Latin letters.
    others: Vec<(String, T)>,
    /// Long ones without their blanks: a name may be run together, or taken apart.
    tight: BTreeMap<String, T>,
}

/// Letters from which a name without its blanks is no other word by chance.
const TIGHT: usize = 8;

impl<T: Copy> Phrases<T> {
    pub(super) fn add(&mut self, phrase: String, value: T) {
        let stemmed = stemmed(&phrase);
        if phrase.is_ascii() {
            self.counts.insert(stemmed.split_whitespace().count());
            let tight = phrase.replace(' ', "");
            if tight.len() >= TIGHT {
                self.tight.entry(tight).or_insert(value);
            }
        } else {
            self.others.push((phrase, value));
        }
        self.whole.entry(stemmed).or_insert(value);
    }

    /// The value of a phrase that a folded text holds.
    pub(super) fn found_in(&self, text: &str) -> Option<T> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let stemmed = stemmed(text);
        let stems: Vec<&str> = stemmed.split_whitespace().collect();
        let mut runs = self.counts.iter().rev().flat_map(|n| stems.windows(*n));
        let found = runs.find_map(|it| self.whole.get(&padded(it)));
        let mut others = self.others.iter();
        let found = found.or_else(|| self.run_together(&words));
        found.or_else(|| others.find(|(it, _)| holds(text, it)).map(|it| &it.1)).copied()
    }

    /// The value of a phrase that is written as other words than its own: as one, within one,
    /// as in an address of the web, or as one more.
    fn run_together(&self, words: &[&str]) -> Option<&T> {
        if self.tight.is_empty() {
            return None;
        }
        let longest = self.counts.last().map_or(0, |it| it + 1);
        let mut runs = (1..=longest).flat_map(|n| words.windows(n));
        let found = runs.find_map(|it| self.tight.get(&it.concat()));
        let mut long = words.iter().filter(|it| it.len() > TIGHT);
        found.or_else(|| {
            long.find_map(|word| {
                let mut phrases = self.tight.iter();
                phrases.find(|(it, _)| word.contains(it.as_str())).map(|it| it.1)
            })
        })
    }
}

/// Folded texts in which phrases are looked for.
#[derive(Default)]
pub(super) struct Prose<T> {
    texts: Vec<(String, T)>,
    known: HashMap<String, Vec<usize>>,
}

impl<T: Copy> Prose<T> {
    pub(super) fn add(&mut self, text: String, value: T) {
        let words: BTreeSet<&str> = text.split_whitespace().collect();
        for it in words {
            self.known.entry(it.to_owned()).or_default().push(self.texts.len());
        }
        self.texts.push((text, value));
    }

    /// The value of a text that holds a folded phrase: those that have its rarest word
    /// are read through.
    pub(super) fn holding(&self, phrase: &str) -> Option<T> {
        let is_it = |(text, _): &&(String, T)| holds(text, phrase);
        if !phrase.is_ascii() {
            return self.texts.iter().find(is_it).map(|it| it.1);
        }
        let having = |word: &str| self.known.get(word).map_or(&[][..], Vec::as_slice);
        let rarest = phrase.split_whitespace().map(having).min_by_key(|it| it.len())?;
        rarest.iter().map(|i| &self.texts[*i]).find(is_it).map(|it| it.1)
    }
}

/// True for more than one word: one word of a released text is found in prose by chance.
pub(super) fn is_many(phrase: &str) -> bool {
    !phrase.is_ascii() || phrase.split_whitespace().nth(1).is_some()
}

/// True where a folded text holds a phrase. What is not written in Latin letters may stand
/// within a word or without blanks.
fn holds(text: &str, phrase: &str) -> bool {
    if phrase.is_ascii() {
        return text.contains(phrase);
    }
    let tight = |it: &str| it.replace(' ', "");
    text.contains(phrase.trim()) || tight(text).contains(&tight(phrase))
}

/// The words of an address as the Postal Service cuts them short (USPS Publication 28,
/// Appendix C), so that "Avenue" and "Ave." are the same.
const CUT_SHORT: [(&str, &str); 18] = [
    ("apartment", "apt"),
    ("av", "ave"),
    ("avenue", "ave"),
    ("boulevard", "blvd"),
    ("circle", "cir"),
    ("court", "ct"),
    ("drive", "dr"),
    ("east", "e"),
    ("highway", "hwy"),
    ("lane", "ln"),
    ("north", "n"),
    ("parkway", "pkwy"),
    ("place", "pl"),
    ("road", "rd"),
    ("south", "s"),
    ("square", "sq"),
    ("street", "st"),
    ("west", "w"),
];

/// A text folded to words between single blanks, with one at each end.
pub(super) fn phrase(text: &str) -> String {
    let spaced = spaced(&folded(text));
    let words = spaced.split_whitespace().filter(|it| !["and", "the"].contains(it));
    let short = |it| CUT_SHORT.iter().find(|(long, _)| *long == it).map_or(it, |it| it.1);
    padded(&words.map(short).collect::<Vec<_>>())
}

/// Letters from which an "s" at the end is the sign of a plural.
const PLURAL: usize = 6;

/// A folded text without what makes a plural or a possessive of its words.
pub(super) fn stemmed(phrase: &str) -> String {
    let is_letters = |it: &str| it.bytes().all(|b| b.is_ascii_alphabetic());
    let mut words: Vec<&str> = Vec::new();
    for word in phrase.split_whitespace() {
        // Behind a number it is a point of the compass.
        if word == "s" && words.last().is_some_and(|it| is_letters(it)) {
            continue;
        }
        let is_plural = word.len() >= PLURAL && is_letters(word) && !word.ends_with("ss");
        let stem = word.strip_suffix('s').filter(|_| is_plural);
        words.push(stem.unwrap_or(word));
    }
    padded(&words)
}

/// The lines of streets among some words: a number and two words of letters.
pub(super) fn streets(words: &[&str]) -> Vec<String> {
    let is_letters = |it: &str| it.chars().all(char::is_alphabetic);
    let is_street = |it: &&[&str]| {
        it[0].starts_with(|c: char| c.is_ascii_digit())
            && it[1..].iter().all(|it| is_letters(it))
    };
    words.windows(3).filter(is_street).map(padded).collect()
}

fn padded(words: &[&str]) -> String {
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::{holds, phrase};

    #[test]
    fn a_place_is_known_however_it_is_written() {
        for (text, place) in [
            ("Seen at ST. MARY\u{2019}S house", "St. Mary's House"),
            ("410 Example Ave., Unit 3", "410 example avenue"),
            ("Food & Shelter, office", "The Food and Shelter"),
            ("Cầu Cảng Sum Vầy", "Cau Cang Sum Vay"),
            ("住在花园收容所", "花园收容所"),
            ("하버 브리지에서", "하버브리지"),
        ] {
            assert!(holds(&phrase(text), &phrase(place)), "{text}");
        }
        for (text, place) in [("Casablanca", "Casa"), ("14 Example Ave", "4 Example Ave")]
        {
            assert!(!holds(&phrase(text), &phrase(place)), "{text}");
        }
    }
}
