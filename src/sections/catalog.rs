//! The words of one language: `templates/i18n/<language>.toml`, a flat table.
//!
//! Rust fills the sentences that hold numbers, days or names; templates read the rest of
//! the same file. A catalog that lacks a key of the English one cannot be made, so looking
//! a word up cannot fail.

use std::collections::BTreeMap;
use std::fmt;

/// The catalog that says which keys there are.
const REFERENCE: &str = include_str!("../../templates/i18n/en.toml");

/// The words of one language.
#[derive(Debug)]
pub struct Catalog(BTreeMap<String, String>);

/// Why a catalog cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum CatalogError {
    /// It is not a flat table of strings.
    Malformed,
    /// These keys of the English catalog are missing.
    Missing(Vec<String>),
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("not a flat table of `key = \"text\"`"),
            Self::Missing(keys) => write!(f, "no words for `{}`", keys.join("`, `")),
        }
    }
}

impl Catalog {
    /// Reads a catalog and compares its keys with the English one.
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        let table = flat(text)?;
        if text == REFERENCE {
            return Ok(Self(table));
        }
        let reference = flat(REFERENCE)?;
        let missing: Vec<_> =
            reference.into_keys().filter(|key| !table.contains_key(key)).collect();
        if missing.is_empty() {
            Ok(Self(table))
        } else {
            Err(CatalogError::Missing(missing))
        }
    }

    /// The words of a key.
    pub fn get(&self, key: &str) -> &str {
        debug_assert!(self.0.contains_key(key), "no words for `{key}`");
        self.0.get(key).map_or("", String::as_str)
    }

    /// The words of a key with its `{placeholders}` filled in one pass, so that a filled
    /// value is never itself taken for a placeholder.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            let value = values.iter().find(|(it, _)| *it == name);
            debug_assert!(value.is_some(), "`{key}` asks for `{name}`");
            out.push_str(value.map_or("", |(_, it)| it));
            rest = tail;
        }
        out + rest
    }

    /// "1 program", "12 programs": the keys `<key>-one` and `<key>-other`.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = if n == 1 { "one" } else { "other" };
        self.fill(&format!("{key}-{form}"), &[("n", &n.to_string())])
    }
}

fn flat(text: &str) -> Result<BTreeMap<String, String>, CatalogError> {
    toml::from_str(text).map_err(|_| CatalogError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::{Catalog, CatalogError, REFERENCE};

    #[test]
    fn a_filled_value_is_not_a_placeholder() {
        let catalog = Catalog::parse(REFERENCE).expect("the English catalog");
        let text = catalog.fill("code-unknown", &[("code", "{n}")]);
        assert_eq!(text, "code {n} (not in the HUD list)");
    }

    #[test]
    fn a_missing_translation_is_an_error() {
        let (first, rest) = REFERENCE.split_once("\ncover-title").expect("a first key");
        let rest = rest.split_once('\n').expect("a line").1;
        let result = Catalog::parse(&format!("{first}\n{rest}"));
        assert_eq!(result.err(), Some(CatalogError::Missing(vec!["cover-title".into()])));
    }
}
