//! The words of one language: the flat tables of `templates/i18n/<language>/`.
//!
//! Rust fills the sentences that hold numbers, days or names; templates read the rest from
//! `/words.json`. A catalog that lacks a key of the English one, or a word of HUD's lists,
//! cannot be made, so looking a word up cannot fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::gloss::GLOSSED;
use super::locale::Locale;
use crate::model::{Day, Hud, Standard};
use crate::request::Language;

/// The files of a catalog: the words of the pages, of the guides, and of what carries the
/// record; for every language but English also HUD's words, by our English ones for them.
pub const PARTS: [&str; 3] = ["pages.toml", "opening.toml", "delivery.toml"];
/// HUD's words of a language that is not English.
pub const HUD_PART: &str = "hud.toml";

/// The catalog that says which keys there are.
const REFERENCE: [&str; 3] = [
    include_str!("../../templates/i18n/en/pages.toml"),
    include_str!("../../templates/i18n/en/opening.toml"),
    include_str!("../../templates/i18n/en/delivery.toml"),
];

type Table = BTreeMap<String, String>;

/// The words of one language.
pub struct Catalog {
    words: Table,
    hud: Table,
    locale: Locale,
    is_rtl: bool,
}

/// A text between these two has its own direction, that of its first letter.
const FIRST_STRONG_ISOLATE: &str = "\u{2068}";
const POP_ISOLATE: &str = "\u{2069}";

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalog({} words)", self.words.len() + self.hud.len())
    }
}

/// Why a catalog cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum CatalogError {
    /// It is not a flat table of strings.
    Malformed,
    /// These keys are missing.
    Missing(Vec<String>),
    /// These keys are none of ours.
    Unknown(Vec<String>),
    /// The text of this key has other `{placeholders}` than the English one.
    Placeholders(String),
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("not a flat table of `key = \"text\"`"),
            Self::Missing(keys) => write!(f, "no words for {}", some(keys)),
            Self::Unknown(keys) => write!(f, "nobody asks for {}", some(keys)),
            Self::Placeholders(key) => {
                write!(f, "`{key}` has other {{placeholders}} than in English")
            }
        }
    }
}

/// The first few of some keys, and how many more there are.
fn some(keys: &[String]) -> String {
    const MOST: usize = 5;
    let shown: Vec<_> = keys.iter().take(MOST).map(|it| format!("`{it}`")).collect();
    let shown = shown.join(", ");
    match keys.len().saturating_sub(MOST) {
        0 => shown,
        n => format!("{shown} and {n} more"),
    }
}

impl Catalog {
    /// Reads the parts of a language's catalog and compares them with the English one.
    pub fn parse(language: Language, parts: &[&str]) -> Result<Self, CatalogError> {
        let mut tables =
            parts.iter().map(|it| flat(it)).collect::<Result<Vec<_>, _>>()?;
        let hud = match language {
            Language::En => Table::new(),
            _ => tables.pop().unwrap_or_default(),
        };
        let words = tables.into_iter().flatten().collect();
        let is_rtl = matches!(language, Language::Ar | Language::Fa);
        let catalog = Self { words, hud, locale: Locale::of(language), is_rtl };
        let is_built_in = parts == REFERENCE;
        if !is_built_in {
            catalog.compare()?;
            if language != Language::En {
                same_keys(&catalog.hud, hud_words())?;
            }
        }
        Ok(catalog)
    }

    /// The catalog of what only staff read, in English; what is missing shows when it is
    /// asked for.
    pub fn staff(text: &str) -> Result<Self, CatalogError> {
        let (hud, locale) = (Table::new(), Locale::of(Language::En));
        Ok(Self { words: flat(text)?, hud, locale, is_rtl: false })
    }

    /// Keys, plural forms and placeholders against the English catalog.
    fn compare(&self) -> Result<(), CatalogError> {
        let mut reference = Table::new();
        for text in REFERENCE {
            reference.append(&mut flat(text)?);
        }
        let counted: BTreeSet<String> = reference
            .keys()
            .filter_map(|it| it.strip_suffix("-one"))
            .filter(|it| reference.contains_key(&format!("{it}-other")))
            .map(str::to_owned)
            .collect();
        let forms: Vec<_> = self.locale.plurals().collect();
        let mut wanted = BTreeSet::new();
        for (key, english) in &reference {
            let base = key.strip_suffix("-one").or_else(|| key.strip_suffix("-other"));
            match base.filter(|it| counted.contains(*it)) {
                Some(base) => {
                    wanted.extend(forms.iter().map(|it| format!("{base}-{it}")));
                }
                None => {
                    wanted.insert(key.clone());
                    let own = self.words.get(key).map(|it| placeholders(it));
                    if own.is_some_and(|it| it != placeholders(english)) {
                        return Err(CatalogError::Placeholders(key.clone()));
                    }
                }
            }
        }
        for base in counted {
            let english = placeholders(&reference[&format!("{base}-other")]);
            for form in &forms {
                let key = format!("{base}-{form}");
                let own = self.words.get(&key).map(|it| placeholders(it));
                // "One program", "two programs" may do without the figure.
                let without = |it: BTreeSet<&str>| !it.is_subset(&english);
                if own.is_some_and(without) {
                    return Err(CatalogError::Placeholders(key));
                }
            }
        }
        same_keys(&self.words, wanted)
    }

    /// All words, by their keys: `/words.json`.
    pub fn words(&self) -> &BTreeMap<String, String> {
        &self.words
    }

    /// HUD's words of the language, by our English ones.
    pub fn hud_words(&self) -> &BTreeMap<String, String> {
        &self.hud
    }

    /// True for a language that is written from right to left.
    pub fn is_rtl(&self) -> bool {
        self.is_rtl
    }

    /// The words of a key.
    pub fn get(&self, key: &str) -> &str {
        debug_assert!(self.words.contains_key(key), "no words for `{key}`");
        self.words.get(key).map_or("", String::as_str)
    }

    /// The words of a key with its `{placeholders}` filled in one pass, so that a filled
    /// value is never itself taken for a placeholder. Between words that run from right to
    /// left a value keeps its own direction (Unicode UAX 9, isolates).
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            let value = values.iter().find(|(it, _)| *it == name);
            debug_assert!(value.is_some(), "`{key}` asks for `{name}`");
            let value = value.map_or("", |(_, it)| it);
            if self.is_rtl {
                out.extend([FIRST_STRONG_ISOLATE, value, POP_ISOLATE]);
            } else {
                out.push_str(value);
            }
            rest = tail;
        }
        out + rest
    }

    /// "1 program", "12 programs": the key with the plural form that the count takes.
    pub fn count(&self, key: &str, n: usize) -> String {
        let key = format!("{key}-{}", self.locale.plural(n));
        self.fill(&key, &[("n", &self.number(n))])
    }

    /// A count in the digits of the language.
    pub fn number(&self, n: usize) -> String {
        self.locale.number(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// A year in the digits of the language.
    pub fn year(&self, year: i32) -> String {
        self.locale.number(year.into())
    }

    /// "November 18, 2026".
    pub fn day(&self, day: Day) -> String {
        self.locale.long_day(day)
    }

    /// "Nov 18, 2026": for tables.
    pub fn short_day(&self, day: Day) -> String {
        self.locale.short_day(day)
    }

    /// HUD's word in the language, from our English one for it.
    pub fn hud<'a>(&'a self, plain: &'a str) -> &'a str {
        self.hud.get(plain).map_or(plain, String::as_str)
    }
}

fn flat(text: &str) -> Result<Table, CatalogError> {
    toml::from_str(text).map_err(|_| CatalogError::Malformed)
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|it| it.0).collect()
}

/// Our English words for HUD's codes, of all standards, and words that agencies record from
/// lists.
fn hud_words() -> BTreeSet<String> {
    let lists = Standard::ALL.iter().map(|it| Hud::of(*it));
    let glossed = GLOSSED.into_iter().map(str::to_owned);
    lists.flat_map(|it| it.all_plain()).chain(glossed).collect()
}

fn same_keys(table: &Table, wanted: BTreeSet<String>) -> Result<(), CatalogError> {
    let unknown: Vec<_> =
        table.keys().filter(|it| !wanted.contains(*it)).cloned().collect();
    let missing: Vec<_> =
        wanted.into_iter().filter(|it| !table.contains_key(it)).collect();
    if !missing.is_empty() {
        return Err(CatalogError::Missing(missing));
    }
    if !unknown.is_empty() {
        return Err(CatalogError::Unknown(unknown));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Catalog, CatalogError, REFERENCE};
    use crate::model::Day;
    use crate::request::Language;

    fn english(pages: &str) -> Result<Catalog, CatalogError> {
        Catalog::parse(Language::En, &[pages, REFERENCE[1], REFERENCE[2]])
    }

    #[test]
    fn a_filled_value_is_not_a_placeholder() {
        let text = REFERENCE[0].replace("Page {page} of {pages}", "{page} {pages}");
        let catalog = english(&text).expect("a catalog");
        let values = [("page", "{pages}"), ("pages", "7")];
        assert_eq!(catalog.fill("page-of", &values), "{pages} 7");
    }

    #[test]
    fn a_catalog_that_does_not_fit_is_not_made() {
        let edit = |from, to| {
            assert_eq!(REFERENCE[0].matches(from).count(), 1, "{from}");
            english(&REFERENCE[0].replace(from, to)).err()
        };
        assert_eq!(
            edit("cover-title ", "cover-tilte "),
            Some(CatalogError::Missing(vec!["cover-title".into()]))
        );
        assert_eq!(
            edit("# Cover.", "extra-key = \"\""),
            Some(CatalogError::Unknown(vec!["extra-key".into()]))
        );
        assert_eq!(
            edit("Page {page} of {pages}", "Page {page}"),
            Some(CatalogError::Placeholders("page-of".into()))
        );
        assert_eq!(
            edit("\"{n} program\"", "\"{m} program\""),
            Some(CatalogError::Placeholders("n-programs-one".into()))
        );
        assert_eq!(edit("# Cover.", "a = 1"), Some(CatalogError::Malformed));
        // "One program" may do without the figure.
        assert_eq!(edit("\"{n} program\"", "\"one program\""), None);
    }

    #[test]
    fn english_days_and_counts() {
        let catalog = Catalog::parse(Language::En, &REFERENCE).expect("a catalog");
        let day: Day = "2026-11-08".parse().expect("a day");
        assert_eq!(catalog.day(day), "November 8, 2026");
        assert_eq!(catalog.short_day(day), "Nov 8, 2026");
        assert_eq!(catalog.count("n-programs", 1), "1 program");
        assert_eq!(catalog.count("n-programs", 0), "0 programs");
        assert_eq!(catalog.count("n-programs", 2000), "2000 programs");
    }
}
