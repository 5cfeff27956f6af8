//! Names of places and of people, by their rare words: in any order, with another word for the
//! kind of the place, without the form of the company, by their initials, run together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::parts::{
    LINKS, SHORT, bracketed, initials, is_abbreviation, parts, without_company,
};
use super::words::{Class, List, Word, words};
use crate::rules::names::Certainty;

/// Names that are looked for.
pub(crate) struct Called<T> {
    /// Two words side by side, in the order of the alphabet.
    pairs: HashMap<(String, String), (Certainty, T)>,
    /// The same pairs as one word, in either order.
    tight: BTreeMap<String, (Certainty, T)>,
    /// The one rare word of a name.
    rare: BTreeMap<String, (Certainty, T)>,
    /// Abbreviations; sure where the name says that it is one.
    short: HashMap<String, (Certainty, T)>,
    /// What the client is called tells of nobody else.
    own: BTreeSet<String>,
}

impl<T> Default for Called<T> {
    fn default() -> Self {
        Self {
            pairs: HashMap::new(),
            tight: BTreeMap::new(),
            rare: BTreeMap::new(),
            short: HashMap::new(),
            own: BTreeSet::new(),
        }
    }
}

/// Letters from which a name without its blanks is no other word by chance.
const TIGHT: usize = 8;

/// Letters from which a rare word alone is asked about.
const TELLING: usize = 5;

impl<T: Copy> Called<T> {
    /// The client's own name is not looked for.
    pub(crate) fn own(&mut self, name: &str) {
        self.own.extend(words(name).into_iter().map(|it| it.stem));
    }

    /// Adds the name of an agency or a project: certain where it is repeated.
    pub(crate) fn add_name(&mut self, name: &str, value: T) {
        let (outer, inner) = bracketed(name);
        for it in inner.iter().filter(|it| is_abbreviation(it)) {
            self.short.entry(it.to_lowercase()).or_insert((Certainty::Sure, value));
        }
        for part in parts(&outer) {
            let these = without_company(words(part));
            self.add_pairs(&these, value, &|_, _| Certainty::Sure);
            let is_own = |it: &&Word| it.is_rare() || it.class == Class::Street;
            let rare: BTreeSet<&str> =
                these.iter().filter(is_own).map(|it| &*it.stem).collect();
            if let [one] = rare.into_iter().collect::<Vec<_>>()[..]
                && one.len() >= TELLING - 1
            {
                self.rare.entry(one.to_owned()).or_insert((Certainty::Sure, value));
            }
            let initials = initials(&these);
            if initials.len() >= SHORT && !List::Common.has(&initials) {
                self.short.entry(initials).or_insert((Certainty::Doubtful, value));
            }
        }
    }

    /// Adds what somebody wrote: names in it are told by their capitals. What is called by a
    /// list is never certain.
    pub(super) fn add_prose(&mut self, these: &[Word], is_called: bool, value: T) {
        let is_mixed = is_mixed(these);
        let is_name =
            |a: &Word, b: &Word| is_mixed && !is_called && a.is_capital && b.is_capital;
        // Of what seems to be a person, the name of the family alone is worth a look.
        for it in these.windows(2) {
            let [a, b] = it else { continue };
            let is_person = is_name(a, b) && a.is_rare() && b.is_rare();
            let is_inside = !a.gap.is_empty() && b.gap == " ";
            let is_long = b.stem.len() > TELLING && !self.own.contains(&b.stem);
            if is_person && is_inside && is_long {
                let it = self.rare.entry(b.stem.clone());
                it.or_insert((Certainty::Doubtful, value));
            }
        }
        self.add_pairs(these, value, &|a, b| {
            if is_name(a, b) {
                Certainty::Sure
            } else if is_long(a, b) || (a.is_capital && b.is_capital) {
                Certainty::Doubtful
            } else {
                Certainty::None
            }
        });
    }

    fn add_pairs(
        &mut self,
        these: &[Word],
        value: T,
        certainty: &dyn Fn(&Word, &Word) -> Certainty,
    ) {
        for (a, b) in pairs(these) {
            let sure = certainty(a, b);
            if sure == Certainty::None
                || [a, b].iter().all(|it| !it.is_rare() || self.own.contains(&it.stem))
            {
                continue;
            }
            keep_surer(self.pairs.entry(key(a, b)).or_insert((sure, value)), sure, value);
            let tight = [
                a.stem.clone() + &b.stem,
                b.stem.clone() + &a.stem,
                a.folded.clone() + &b.stem,
                b.folded.clone() + &a.stem,
            ];
            for tight in tight {
                if tight.len() >= TIGHT {
                    let it = self.tight.entry(tight).or_insert((sure, value));
                    keep_surer(it, sure, value);
                }
            }
        }
    }

    /// What a text tells of the names, and how certainly. `is_address` holds of a field in which
    /// the name of a city stands.
    pub(crate) fn found_in(
        &self,
        these: &[Word],
        is_address: bool,
    ) -> Option<(Certainty, T)> {
        let is_mixed = is_mixed(these);
        let pair = pairs(these).filter_map(|(a, b)| {
            let (sure, value) = *self.pairs.get(&key(a, b))?;
            // The first word of a text has its capital for that.
            let is_inside = !a.is_start() && !a.gap.is_empty();
            let is_name = is_mixed && a.is_capital && b.is_capital && is_inside;
            Some((if is_name { Certainty::Sure } else { sure }, value))
        });
        let words = these.iter().enumerate();
        let single = words.filter_map(|(at, it)| self.single(these, at, it, is_address));
        let all = pair.chain(single).chain(self.joined(these)).chain(self.dotted(these));
        all.max_by_key(|it| it.0)
    }

    /// What one word tells: with the kind of a place beside it, run together with others, as an
    /// abbreviation, or alone.
    fn single(
        &self,
        these: &[Word],
        at: usize,
        word: &Word,
        is_address: bool,
    ) -> Option<(Certainty, T)> {
        if let Some((sure, value)) = self.short.get(&word.folded) {
            let is_short = word.is_upper || *sure == Certainty::Sure;
            if is_short && (word.is_upper || word.folded.len() > SHORT) {
                return Some((*sure, *value));
            }
            // "kla.org", and not "art class": three small letters are a word too.
            let next = these.get(at + 1).map_or(" ", |it| &it.gap);
            if is_short && !next.contains(' ') {
                return Some((Certainty::Doubtful, *value));
            }
        }
        if let Some((sure, value)) = self.rare.get(&word.stem) {
            let is_link = |it: &&Word| LINKS.contains(&it.folded.as_str());
            let before = these[..at].iter().rev().find(|it| !is_link(it));
            let before = before.filter(|_| !word.is_start());
            let after = these[at + 1..].iter().find(|it| !is_link(it));
            let after = after.filter(|it| !it.is_start());
            let is_place = before.into_iter().chain(after).any(Word::is_kind);
            return if is_place && word.stem.len() >= TELLING {
                Some((*sure, *value))
            } else {
                let is_title = word.is_capital || !these.iter().any(is_sentence);
                let is_asked =
                    is_place || (is_title && word.stem.len() > TELLING && !is_address);
                is_asked.then_some((Certainty::Doubtful, *value))
            };
        }
        self.run_together(&word.folded)
    }

    /// A word in which a pair stands, or the rare word of a name with words for kinds.
    fn run_together(&self, word: &str) -> Option<(Certainty, T)> {
        let starts = word.char_indices().map(|(at, _)| &word[at..]);
        starts.filter(|it| it.len() >= TELLING).find_map(|rest| {
            let begins = |it: &String| rest.starts_with(it.as_str());
            let pair = beginnings(&self.tight, rest).find(|(it, _)| begins(it));
            let rare = || {
                let mut names = beginnings(&self.rare, rest).filter(|(it, _)| begins(it));
                let at = word.len() - rest.len();
                let is_it = |it: &String| {
                    let behind = &rest[it.len()..];
                    it.len() >= TELLING
                        && word.len() > it.len() + 1
                        && is_made_of_kinds(&word[..at], &["the", "my", "at"])
                        && is_made_of_kinds(behind, &["the", "my", "at", "s"])
                };
                names.find(|(it, _)| is_it(it)).map(|it| *it.1)
            };
            pair.map(|it| *it.1).or_else(rare)
        })
    }

    /// An abbreviation with points: "B.F.S.".
    fn dotted(&self, these: &[Word]) -> Option<(Certainty, T)> {
        let runs = (SHORT..=6).flat_map(|n| these.windows(n));
        let is_letter = |it: &Word| it.folded.len() == 1 && it.is_capital;
        let mut runs = runs.filter(|it| it.iter().all(is_letter));
        runs.find_map(|it| {
            let short: String = it.iter().map(|it| it.folded.as_str()).collect();
            self.short.get(&short).copied()
        })
    }

    /// A rare word or a pair that is written as more words than it has.
    fn joined(&self, these: &[Word]) -> Option<(Certainty, T)> {
        let runs = (2..=4).flat_map(|n| these.windows(n));
        let mut runs = runs.filter(|it| {
            let is_one = !it[1..].iter().any(Word::is_start);
            is_one && it.iter().all(|it| it.folded.len() > 1)
        });
        runs.find_map(|it| {
            let (first, last) = (it.first()?, it.last()?);
            let mut one: String = it.iter().map(|it| it.folded.as_str()).collect();
            one.truncate(one.len() - last.folded.len());
            one.push_str(&last.stem);
            if let Some(found) = self.tight.get(&one) {
                return Some(*found);
            }
            let (_, value) = self.rare.get(&one).filter(|_| one.len() > TELLING)?;
            let is_one = it.len() == 2 && first.is_capital;
            is_one.then_some((Certainty::Doubtful, *value))
        })
    }
}

/// The entries that may begin a text: those with its first letters.
fn beginnings<'a, T>(
    map: &'a BTreeMap<String, T>,
    text: &str,
) -> impl Iterator<Item = (&'a String, &'a T)> {
    let n = text.char_indices().nth(TELLING - 1).map_or(text.len(), |(at, _)| at);
    let first = text[..n].to_owned();
    map.range(first.clone()..).take_while(move |it| it.0.starts_with(&first))
}

fn keep_surer<T: Copy>(kept: &mut (Certainty, T), sure: Certainty, value: T) {
    if sure > kept.0 {
        *kept = (sure, value);
    }
}

fn key(a: &Word, b: &Word) -> (String, String) {
    let (a, b) = (a.stem.clone(), b.stem.clone());
    if a < b { (a, b) } else { (b, a) }
}

/// Pairs of words side by side that may tell a name: one of them is rare, none is of every day.
pub(super) fn pairs(these: &[Word]) -> impl Iterator<Item = (&Word, &Word)> {
    let words: Vec<&Word> =
        these.iter().filter(|it| !LINKS.contains(&it.folded.as_str())).collect();
    let pairs: Vec<_> = words.windows(2).map(|it| (it[0], it[1])).collect();
    pairs.into_iter().filter(|(a, b)| {
        let is_telling =
            |it: &Word| matches!(it.class, Class::Rare | Class::Kind | Class::Street);
        let is_one = is_telling(a) && is_telling(b) && !b.is_start();
        is_one && (a.is_rare() || b.is_rare()) && a.class != Class::Street
    })
}

/// Two words that say something even in small letters.
fn is_long(a: &Word, b: &Word) -> bool {
    [a, b].iter().all(|it| it.stem.len() >= TELLING - 1 || !it.is_rare())
}

/// True for a word of a sentence: in small letters, and of every day.
fn is_sentence(word: &Word) -> bool {
    !word.is_capital && LINKS.contains(&word.folded.as_str())
        || ["a", "is", "was", "her", "his", "she", "he", "to", "in", "on", "an"]
            .contains(&word.folded.as_str())
}

/// True where capitals say something: not every word has one.
fn is_mixed(these: &[Word]) -> bool {
    these.iter().any(|it| !it.is_capital && it.folded.len() > 3 && it.gap != ".")
}

/// True for words of kinds without blanks, and others that stand beside a name.
fn is_made_of_kinds(text: &str, others: &[&str]) -> bool {
    let kinds = List::Kinds.words().iter().map(String::as_str);
    let mut parts = kinds.filter(|it| it.len() >= SHORT).chain(others.iter().copied());
    let rest = |it| text.strip_prefix(it);
    text.is_empty()
        || parts.any(|it| rest(it).is_some_and(|it| is_made_of_kinds(it, others)))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::Called;
    use crate::rules::names::Certainty;

    fn found(name: &str, text: &str) -> Certainty {
        let mut names = Called::default();
        names.add_name(name, ());
        names.found_in(&words(text), false).map_or(Certainty::None, |it| it.0)
    }

    #[test]
    fn a_name_is_known_by_its_rare_words() {
        let bluebird = "Bluebird Family Shelter - ES - ESG";
        for (name, text) in [
            (bluebird, "Bluebird Shelter"),
            (bluebird, "bluebird house rules"),
            (bluebird, "Family Shelter Bluebird"),
            (bluebird, "intake@bluebirdshelter.org"),
            ("Laura's House", "Laura House"),
            ("Laura's House", "www.laurashouse.org"),
            ("Casa Alameda", "Alameda, Casa"),
            ("Human Options, Inc.", "humanoptions.org"),
            ("Women's Transitional Living Center (WTLC)", "wtlc.org"),
        ] {
            assert_eq!(found(name, text), Certainty::Sure, "{name}: {text}");
        }
        for (name, text) in [
            (bluebird, "BFS intake"),
            (bluebird, "at the Bluebird"),
            (bluebird, "Blue-Bird rules"),
            ("Casa Alameda", "Casa Blanca in Alameda"),
        ] {
            assert_eq!(found(name, text), Certainty::Doubtful, "{name}: {text}");
        }
        for (name, text) in [
            (bluebird, "a bluebird sang"),
            (bluebird, "Family Shelter"),
            (bluebird, "bfs"),
            ("Lantern Row Services", "Lantern Services"),
            ("Orange County Shelter", "Orange County Shelter"),
        ] {
            assert_eq!(found(name, text), Certainty::None, "{name}: {text}");
        }
    }
}
