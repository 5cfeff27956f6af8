//! What stands around a word and says whether it names a person: a title, a street, a date,
//! the beginning of a sentence. The words are data.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::atoms::{Atom, INNER};
use super::letters::{folded, is_caseless, is_vietnamese};

/// The words that stand around names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    titles: String,
    kin: String,
    asking: String,
    after: String,
    public: String,
    before: String,
    cities: String,
    called: String,
    lands: String,
    r#where: String,
    months: String,
    weekdays: String,
    dating: String,
    particles: String,
    honorifics: String,
    papers: String,
    not_kin: String,
    korean: String,
    longer: String,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/rules/around-names.toml"))
        .expect("a test reads the built-in list")
});

/// A list as a set.
macro_rules! words {
    ($($name:ident = $list:ident),*) => {$(
        static $name: LazyLock<BTreeSet<&'static str>> =
            LazyLock::new(|| LISTS.$list.split_whitespace().collect());
    )*};
}
words!(
    TITLES = titles,
    KIN = kin,
    ASKING = asking,
    AFTER = after,
    PUBLIC = public,
    BEFORE = before,
    LANDS = lands,
    WHERE = r#where,
    MONTHS = months,
    WEEKDAYS = weekdays,
    DATING = dating,
    PARTICLES = particles,
    KOREAN = korean,
    NOT_KIN = not_kin
);

/// True for a word that says who a person is to somebody.
pub(crate) fn is_kin(folded: &str) -> bool {
    KIN.contains(folded) && !NOT_KIN.contains(folded)
}

static CITIES: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let both = [&LISTS.cities, &LISTS.called].into_iter();
    let cities = both.flat_map(|it| it.split(['|', '\n']));
    let cities = cities.filter(|it| !it.trim().is_empty());
    cities.map(|it| it.split_whitespace().collect()).collect()
});

/// The words that any of them has, folded: most words are in none.
static CITY_WORDS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| CITIES.iter().flatten().map(|it| folded(it)).collect());

/// True for pieces that are what something is called. Marks count where it has some; and a capital
/// within it alone is a name's: "ngày Mai" is of Mai, "ngày mai" is tomorrow.
fn is_called(these: &[Atom], words: &[&str]) -> bool {
    let is_one = |(it, word): (&Atom, &&str)| {
        if word.is_ascii() {
            it.folded() == *word
        } else {
            it.text.to_lowercase() == **word
        }
    };
    let is_marked = words.iter().any(|it| !it.is_ascii());
    let has_name =
        these[1..].iter().any(Atom::is_capital) && !these.iter().all(Atom::is_capital);
    these.iter().zip(words).all(is_one) && !(is_marked && has_name)
}

/// True for what stands in a name and is no part of it: "Jr", "de la".
pub(super) fn is_particle(folded: &str) -> bool {
    PARTICLES.contains(folded)
}

/// What is said of a person by the family's name.
pub(super) fn honorifics() -> impl Iterator<Item = &'static str> {
    LISTS.honorifics.split_whitespace()
}

/// What papers, and the files of them, are called by, run together with names.
pub(super) fn papers() -> impl Iterator<Item = &'static str> {
    LISTS.papers.split_whitespace()
}

/// Words in which a name stands by chance: in scripts without blanks it is found inside them.
pub(super) fn longer() -> impl Iterator<Item = &'static str> {
    LISTS.longer.split_whitespace()
}

/// True for what Korean writes on to a name.
pub(super) fn is_korean_ending(text: &str) -> bool {
    KOREAN.contains(text)
}

/// The pieces of a text, and which of them are looked at.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) atoms: &'a [Atom],
    pub(super) from: usize,
    /// The one behind the last.
    pub(super) to: usize,
    /// What stands behind the last piece of all.
    pub(super) tail: &'a str,
}

impl Around<'_> {
    fn word_before(&self) -> Option<&str> {
        let before = self.atoms[..self.from].last()?;
        let here = &self.atoms[self.from];
        let is_near = !here.gap.contains(['\n', '!', '?', ';']) && here.gap.len() <= 4;
        is_near.then(|| before.folded())
    }

    fn is_before(&self, list: &BTreeSet<&str>) -> bool {
        self.word_before().is_some_and(|it| list.contains(it))
    }

    /// A title stands before it.
    pub(super) fn has_title(&self) -> bool {
        self.is_before(&TITLES)
    }

    /// Something stands before it that is said before names.
    pub(super) fn is_spoken_of(&self) -> bool {
        let is_fetched = || {
            let before = &self.atoms[..self.from];
            matches!(before, [.., verb, up] if up.folded() == "up" && verb.folded().starts_with("pick"))
        };
        [&TITLES, &KIN, &ASKING].iter().any(|it| self.is_before(it)) || is_fetched()
    }

    /// Who a person is to somebody stands before it, or behind it as in "Ana (daughter)".
    pub(super) fn is_kin(&self) -> bool {
        let after = self.atoms.get(self.to);
        let after = after.filter(|it| [" (", ", "].contains(&it.gap.as_str()));
        self.word_before().into_iter().chain(after.map(Atom::folded)).any(is_kin)
    }

    fn has_number_before(&self) -> bool {
        let gap = &self.atoms[self.from].gap;
        let number = gap.trim_start_matches(|c: char| !c.is_numeric());
        let rest = number.trim_start_matches(char::is_numeric);
        let is_parted = !rest.is_empty() && rest.chars().all(char::is_whitespace);
        rest.len() < number.len() && is_parted
    }

    fn has_number_after(&self) -> bool {
        let gap = self.atoms.get(self.to).map_or(self.tail, |it| it.gap.as_str());
        gap.trim_start_matches([' ', '.', ',', '\'']).starts_with(char::is_numeric)
    }

    /// A place is called so: a street, a house, a church.
    pub(super) fn is_place(&self) -> bool {
        // "Colette's Children's Home": what a place is of has a capital too.
        let rest = &self.atoms[self.to..];
        let is_end = |it: &&Atom| it.gap.starts_with(INNER) && it.folded() == "s";
        let is_owned = rest.first().is_some_and(|it| is_end(&it));
        let rest: Vec<&Atom> = rest.iter().take(6).filter(|it| !is_end(it)).collect();
        let follows = |n: usize| {
            rest.get(..n).is_some_and(|it| {
                let is_one = it.iter().all(|it| it.gap.len() <= 2 && !it.is_start());
                let is_capital =
                    (n == 1 && !is_owned) || it.iter().all(|it| it.is_capital());
                is_one && is_capital && AFTER.contains(it[n - 1].folded())
            })
        };
        // Which side of the city, where and what: "Calle Luz", "St. James".
        self.is_before(&BEFORE) || (1..=3).any(follows) || self.is_of_a_place()
    }

    /// A street, a park or a school is called so, by a whole name: "Benito Juarez Park".
    pub(super) fn is_public_place(&self) -> bool {
        let after = self.atoms.get(self.to);
        after.is_some_and(|it| {
            it.gap == " " && it.is_capital() && PUBLIC.contains(it.folded())
        })
    }

    /// A place is called after it: "House of Hope", "Casa de Luz". In small letters it is
    /// somebody's house.
    fn is_of_a_place(&self) -> bool {
        let [.., place, link] = &self.atoms[..self.from] else { return false };
        let here = &self.atoms[self.from];
        let is_near = [link, here].iter().all(|it| it.gap == " ");
        let is_kind = AFTER.contains(place.folded()) || BEFORE.contains(place.folded());
        let is_link = ["of", "for", "de"].contains(&link.folded());
        is_near && is_link && is_kind && place.is_capital() && here.is_capital()
    }

    /// The name is what places are called, behind another word with a capital: a park.
    pub(super) fn is_kind_of_place(&self) -> bool {
        let here = &self.atoms[self.from];
        let before = self.atoms[..self.from].last();
        AFTER.contains(here.folded())
            && here.gap == " "
            && before.is_some_and(Atom::is_capital)
            && !self.is_spoken_of()
    }

    /// The number of a house, and a word with a capital.
    pub(super) fn is_address(&self) -> bool {
        self.has_number_before() && self.atoms[self.from].is_capital()
    }

    /// It is a city or something else that everybody calls so, or a part of it.
    pub(super) fn is_in_a_city(&self) -> bool {
        if !CITY_WORDS.contains(self.atoms[self.from].folded()) {
            return false;
        }
        CITIES.iter().any(|city| {
            (0..city.len()).any(|i| {
                let start = self.from.checked_sub(i);
                let these = start.and_then(|it| self.atoms.get(it..it + city.len()));
                i + self.to - self.from <= city.len()
                    && these.is_some_and(|these| is_called(these, city))
            })
        })
    }

    /// A land or a city that is a given name, where something happens there.
    pub(super) fn is_land(&self) -> bool {
        let here = &self.atoms[self.from];
        let before = self.atoms[..self.from].last();
        let is_behind = here.gap == ", " && before.is_some_and(Atom::is_capital);
        LANDS.contains(here.folded())
            && (self.is_before(&WHERE)
                || is_behind
                || self.atoms.get(self.to).is_some_and(|it| it.gap == ", "))
    }

    /// A month with a day or a year, or after what is said before months; a day of the week with
    /// another or an hour.
    pub(super) fn is_date(&self) -> bool {
        let here = self.atoms[self.from].folded();
        let is_dated = || {
            self.has_number_before() || self.has_number_after() || self.is_before(&DATING)
        };
        MONTHS.contains(here) && is_dated()
            || WEEKDAYS.contains(here) && (is_dated() || self.is_beside_a_weekday())
    }

    /// "Mon-Thu", "Sun and Mon".
    fn is_beside_a_weekday(&self) -> bool {
        let near = self.from.saturating_sub(2)..self.atoms.len().min(self.to + 2);
        let mut near = near.filter(|at| !(self.from..self.to).contains(at));
        near.any(|at| WEEKDAYS.contains(self.atoms[at].folded()))
    }

    /// A sentence begins with it; a title before it is no sentence.
    pub(super) fn is_start(&self) -> bool {
        let here = &self.atoms[self.from];
        let is_short = |it: &Atom| it.text.chars().count() == 1;
        match self.atoms[..self.from].last() {
            None => true,
            Some(before) if here.gap.starts_with('.') => {
                !is_short(before) && !TITLES.contains(before.folded()) && here.is_start()
            }
            Some(_) => here.is_start(),
        }
    }

    /// It is written as an abbreviation is: "NGO".
    pub(super) fn is_abbreviation(&self) -> bool {
        let text = &self.atoms[self.from].text;
        text.len() <= 4 && text.len() > 1 && text.bytes().all(|b| b.is_ascii_uppercase())
    }

    /// A word of Vietnamese, not a name: those have capitals; and the first word of a sentence
    /// has one too.
    pub(super) fn is_vietnamese_word(&self) -> bool {
        let here = &self.atoms[self.from];
        let is_begun = || {
            self.is_start() && self.atoms.get(self.to).is_some_and(|it| !it.is_capital())
        };
        (!here.is_capital() || is_begun())
            && self.atoms.iter().any(|it| is_vietnamese(&it.text))
    }

    /// Everything is written with capitals, so that one says nothing.
    pub(super) fn is_all_capital(&self) -> bool {
        let others = self.atoms[..self.from].iter().chain(&self.atoms[self.to..]);
        let others: Vec<&Atom> = others
            .filter(|it| it.text.chars().count() >= 4 && it.folded() != "with")
            .collect();
        let is_loud = |it: &Atom| {
            it.text.chars().count() > 1 && !it.text.chars().any(char::is_lowercase)
        };
        let here = &self.atoms[self.from..self.to];
        (others.len() >= 2 && others.iter().all(|it| it.is_capital()))
            || (here.iter().all(is_loud) && !here.iter().any(|it| is_caseless(&it.text)))
    }
}
