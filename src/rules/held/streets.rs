//! Houses of streets, however they are written: the number before the street or behind it, the
//! street in full or cut short, with and without what side it is on.

use std::collections::BTreeMap;

use super::words::{Class, List, Word};
use crate::rules::names::Certainty;
use crate::rules::ordinals::ordinal;

/// Houses that are looked for.
pub(crate) struct Streets<T> {
    /// By the name of the street, without its kind and its side.
    houses: BTreeMap<String, Vec<(House, T)>>,
    boxes: BTreeMap<String, T>,
}

impl<T> Default for Streets<T> {
    fn default() -> Self {
        Self { houses: BTreeMap::new(), boxes: BTreeMap::new() }
    }
}

/// A house, without the name of its street.
struct House {
    number: String,
    side: Option<char>,
}

/// A line of a text that names a house.
struct Line {
    name: String,
    house: House,
    /// The words that it is made of.
    from: usize,
    to: usize,
}

/// The most words of a street's name.
const LONGEST: usize = 4;

/// The fewest letters of a name that stands without the kind of street.
const BARE: usize = 5;

impl<T: Copy> Streets<T> {
    /// Adds the houses of a text; in a field for an address, a street needs no kind.
    pub(crate) fn add(&mut self, words: &[Word], is_address: bool, value: T) {
        for it in lines(words, is_address) {
            self.houses.entry(it.name).or_default().push((it.house, value));
        }
        for it in boxes(words) {
            self.boxes.entry(it.to_owned()).or_insert(value);
        }
    }

    /// A house that is named in a text, and how certainly: a street without a number is
    /// doubtful.
    pub(crate) fn found_in(&self, words: &[Word]) -> Option<(Certainty, T)> {
        if let Some(value) = boxes(words).find_map(|it| self.boxes.get(it)) {
            return Some((Certainty::Sure, *value));
        }
        if self.houses.is_empty() {
            return None;
        }
        let spans = (0..words.len()).flat_map(|from| {
            (from + 1..=words.len().min(from + LONGEST)).map(move |to| (from, to))
        });
        let spans = spans.filter(|(from, _)| self.may_begin(&words[*from].folded));
        let found = spans.filter_map(|(from, to)| self.found_at(words, from, to));
        found.max_by_key(|it| it.0)
    }

    /// False for a word with which the name of no street here begins: nearly all of a text.
    fn may_begin(&self, word: &str) -> bool {
        let is_one = |it: &String| {
            // "Fifth" is 5; "secretlane" is Secret.
            let is_number = it.starts_with(|c: char| c.is_ascii_digit());
            is_number || it.starts_with(word) || word.starts_with(it)
        };
        self.houses.keys().any(is_one)
    }

    fn found_at(&self, words: &[Word], from: usize, to: usize) -> Option<(Certainty, T)> {
        let (name, is_typed) = street(words, from, to)?;
        let houses = self.houses.get(&name)?;
        let is_number = name.starts_with(|c: char| c.is_ascii_digit());
        if !is_typed && (is_number || name.len() < BARE) {
            return None;
        }
        let near = near(words, from, to);
        for (number, side) in &near {
            let same = houses.iter().find(|(it, _)| it.number == *number);
            if let Some((house, value)) = same {
                // The same number on the other side of the city.
                let is_other = house.side.zip(*side).is_some_and(|(a, b)| a != b);
                let sure = if is_other { Certainty::Doubtful } else { Certainty::Sure };
                return Some((sure, *value));
            }
        }
        let is_alone = near.is_empty() && is_typed && !is_number;
        is_alone.then(|| (Certainty::Doubtful, houses[0].1))
    }
}

/// The name of a street that some words are, and true where its kind is said.
fn street(words: &[Word], from: usize, to: usize) -> Option<(String, bool)> {
    let these = &words[from..to];
    let is_kind =
        |at: usize| words.get(at).is_some_and(|it| List::Streets.has(&it.folded));
    if these.iter().any(|it| List::Units.has(&it.folded)) {
        return None;
    }
    if let [one] = these
        && let Some(name) = without_kind(&one.folded)
    {
        return Some((name, true));
    }
    let name = name_of(these);
    Some((name, is_kind(to) || (from > 0 && is_kind(from - 1))))
}

/// "secretlane" without its kind.
fn without_kind(word: &str) -> Option<String> {
    let kinds = List::Streets.words().iter().filter(|it| it.len() > 3);
    let mut names = kinds.filter_map(|it| word.strip_suffix(it.as_str()));
    names.find(|it| it.len() >= 3).map(str::to_owned)
}

/// The words of a street's name as one; "fifth" and "twenty-second" in figures.
fn name_of(words: &[Word]) -> String {
    let of = |it: &str| ordinal(it).map(|it| it.to_string());
    let whole: String = words.iter().map(|it| it.folded.as_str()).collect();
    of(&whole).unwrap_or_else(|| {
        let word = |it: &Word| of(&it.folded).unwrap_or_else(|| it.folded.clone());
        words.iter().map(word).collect()
    })
}

/// The numbers beside a street's name, with the side of the city.
fn near(words: &[Word], from: usize, to: usize) -> Vec<(&str, Option<char>)> {
    let side = |it: &Word| {
        let is_side = List::Sides.has(&it.folded);
        it.folded.chars().next().filter(|_| is_side)
    };
    let number = |it: &&Word| it.class == Class::Number && it.folded.len() <= 6;
    let mut found = Vec::new();
    let mut before = words[..from].iter().rev().peekable();
    let is_kind = |it: &&Word| List::Streets.has(&it.folded);
    before.next_if(|it| is_kind(it));
    let mut on = before.peek().and_then(|it| side(it));
    if on.is_some() {
        before.next();
    }
    // "77A" and "77-A".
    let is_letter = |it: &&Word| it.folded.len() == 1 && it.class != Class::Number;
    before.next_if(|it| is_letter(it) && !it.gap.contains(' '));
    let mut after = words[to..].iter().peekable();
    after.next_if(|it| is_kind(it));
    if let Some(behind) = after.peek().and_then(|it| side(it)) {
        on = on.or(Some(behind));
        after.next();
    }
    found.extend(before.next().filter(number).map(|it| (it.folded.as_str(), on)));
    // Behind a comma it is the number of a place.
    let behind = after.next().filter(number).filter(|it| it.folded.len() < 5);
    found.extend(behind.map(|it| (it.folded.as_str(), on)));
    found
}

/// The numbers of boxes at a post office.
fn boxes(words: &[Word]) -> impl Iterator<Item = &str> {
    let pairs = words.windows(2);
    let boxes = pairs.filter(|it| {
        ["box", "pobox", "apartado"].contains(&it[0].folded.as_str())
            && it[1].class == Class::Number
    });
    boxes.map(|it| it[1].folded.as_str())
}

/// The houses that a text names, each a number with a street behind it or before.
fn lines(words: &[Word], is_address: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, it) in words.iter().enumerate() {
        if it.class == Class::Number && it.folded.len() <= 6 {
            lines.extend(line_from(words, at, is_address && at == 0));
        }
        if FIRST.contains(&it.folded.as_str()) {
            lines.extend(line_behind(words, at));
        }
    }
    lines
}

/// Kinds of streets that stand before the name, with the number of the house behind it.
const FIRST: [&str; 6] = ["calle", "avenida", "av", "camino", "paseo", "via"];

/// The line that begins with the kind of street at `kind`: "Calle Luz 7".
fn line_behind(words: &[Word], kind: usize) -> Option<Line> {
    let from = kind + 1;
    let n = words[from..].iter().take(LONGEST).take_while(|it| it.class != Class::Number);
    let to = from + n.count();
    let number = words.get(to).filter(|it| it.class == Class::Number && to > from)?;
    let name = name_of(&words[from..to]);
    let house = House { number: number.folded.clone(), side: None };
    Some(Line { name, house, from: kind, to: to + 1 })
}

/// The line that begins with the number of a house.
fn line_from(words: &[Word], number: usize, is_address: bool) -> Option<Line> {
    let has =
        |at: usize, list: List| words.get(at).is_some_and(|it| list.has(&it.folded));
    let mut at = number + 1;
    let is_letter = |it: &Word| it.folded.len() == 1 && !it.gap.contains(' ');
    at += usize::from(words.get(at).is_some_and(is_letter));
    let mut side = None;
    let is_side = |at: usize| has(at, List::Sides) && !has(at + 1, List::Streets);
    if is_side(at) {
        side = words[at].folded.chars().next();
        at += 1;
    }
    // "Calle Luz": the kind stands first.
    let is_first = has(at, List::Streets);
    at += usize::from(is_first);
    let from = at;
    let mut is_typed = is_first;
    while let Some(word) = words.get(at).filter(|_| at - from <= LONGEST) {
        let is_end = at > from && (word.gap.contains([',', '\n']) || word.is_start());
        if is_end || List::Units.has(&word.folded) {
            break;
        }
        if at > from && List::Streets.has(&word.folded) {
            is_typed = true;
            break;
        }
        if (word.class == Class::Number && at > from) || at - from == LONGEST {
            break;
        }
        at += 1;
    }
    let glued = words.get(from).and_then(|it| without_kind(&it.folded));
    if let Some(name) = glued {
        let house = House { number: words[number].folded.clone(), side };
        return Some(Line { name, house, from: number, to: from + 1 });
    }
    let is_street = is_typed || is_address;
    let name = name_of(&words[from..at]);
    // "1214 B Street", and not "at 5 a court".
    let is_letter_street = is_typed && words.get(from).is_some_and(|it| it.is_capital);
    let is_number = name.starts_with(|c: char| c.is_ascii_digit());
    let is_word = name.len() > 1 || is_number || is_letter_street;
    if !is_word || !is_street {
        return None;
    }
    let to = at + usize::from(has(at, List::Streets));
    if has(to, List::Sides) && side.is_none() {
        side = words[to].folded.chars().next();
    }
    let house = House { number: words[number].folded.clone(), side };
    Some(Line { name, house, from: number, to })
}

/// True where a text names a house.
pub(super) fn has_line(words: &[Word], is_address: bool) -> bool {
    !lines(words, is_address).is_empty()
}

/// A text without its addresses: a city and a street are shared by many.
pub(crate) fn without_addresses(words: &[Word], is_address: bool) -> Vec<Word> {
    let lines = lines(words, is_address);
    if let Some(first) = lines.first().filter(|_| is_address) {
        return words[..first.from].to_vec();
    }
    let is_in = |at: usize| lines.iter().any(|it| (it.from..it.to).contains(&at));
    let all = words.iter().enumerate();
    all.filter(|(at, _)| !is_in(*at)).map(|(_, it)| it.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::Streets;
    use crate::rules::names::Certainty;

    fn found(held: &str, text: &str) -> Certainty {
        let mut streets = Streets::default();
        streets.add(&words(held), true, ());
        streets.found_in(&words(text)).map_or(Certainty::None, |it| it.0)
    }

    #[test]
    fn a_house_is_one_however_its_street_is_written() {
        let lane = "77 Secret Lane, Unit 4, Hidden Hills, CA 91302";
        for (held, text) in [
            (lane, "77 N Secret Lane"),
            (lane, "77A Secret Lane"),
            (lane, "77-A Secret Ln."),
            (lane, "77secretlane.pdf"),
            (lane, "Secret Ln 77"),
            (lane, "lease_77_SECRET_LN"),
            (lane, "Unit 4, 77 Secret"),
            ("1200 W 5th Street", "1200 w fifth st"),
            ("1200 W 5th Street", "1200 5th st"),
            ("318 East Twenty-Second Street", "318 E 22nd St"),
            ("P.O. Box 881", "PO Box 881"),
            ("P.O. Box 881", "at Box 881"),
            ("77 Secret", "77 secret st"),
            ("Calle Secreta 77", "Calle Secreta 77"),
        ] {
            assert_eq!(found(held, text), Certainty::Sure, "{held}: {text}");
        }
        for (held, text) in [(lane, "in Secret Lane"), ("9 N Elm St", "9 S Elm St")] {
            assert_eq!(found(held, text), Certainty::Doubtful, "{held}: {text}");
        }
        for text in [
            "78 Secret Lane",
            "a secret",
            "77 dollars",
            "12 Elm St, Hidden Hills, CA 91302",
            "Unit 4",
            "177 Secret Lane",
        ] {
            assert_eq!(found(lane, text), Certainty::None, "{text}");
        }
    }
}
