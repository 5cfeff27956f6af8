//! HUD's code lists, in words. The lists are data: `data/hud/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::source::tokens;

tokens! {
    /// The edition of HUD's data standards an extract declares.
    pub enum Standard slug "unknown-standard" {
        /// In force from October 2023.
        Fy2024 = "FY2024",
        /// In force from October 2025.
        Fy2026 = "FY2026",
    }
}

/// The code lists of one standard.
#[derive(Debug, Deserialize)]
pub struct Hud {
    #[serde(flatten)]
    lists: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry {
    List { codes: BTreeMap<String, Words> },
    Text(#[allow(dead_code)] String),
}

#[derive(Debug, Deserialize)]
struct Words {
    hud: String,
    plain: String,
    #[serde(default)]
    kind: Kind,
}

/// What a project does, as far as a timeline can show it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Deserialize,
    serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A place to stay for now.
    Shelter,
    /// Help to get or keep a home.
    Housing,
    /// Staff who come to the client.
    Outreach,
    /// Coordinated entry.
    Access,
    /// Help without a place to stay.
    Services,
    /// Anything else.
    #[default]
    Other,
}

impl Hud {
    /// The lists of a standard, from the tables built into the program.
    pub fn of(standard: Standard) -> &'static Self {
        static FY2024: LazyLock<Hud> =
            LazyLock::new(|| Hud::parse(include_str!("../../data/hud/fy2024.toml")));
        static FY2026: LazyLock<Hud> =
            LazyLock::new(|| Hud::parse(include_str!("../../data/hud/fy2026.toml")));
        match standard {
            Standard::Fy2024 => &FY2024,
            Standard::Fy2026 => &FY2026,
        }
    }

    fn parse(text: &str) -> Self {
        toml::from_str(text).expect("a test reads every built-in table")
    }

    /// The plain words for a code or token; `None` where the list does not hold it.
    pub fn plain(&self, list: &str, code: &str) -> Option<&str> {
        self.words(list, code).map(|it| it.plain.as_str())
    }

    /// HUD's own texts of a list, each with its code or token.
    pub fn answers(&self, list: &str) -> impl Iterator<Item = (&str, &str)> {
        let codes = match self.lists.get(list) {
            Some(Entry::List { codes }) => Some(codes),
            Some(Entry::Text(_)) | None => None,
        };
        codes.into_iter().flatten().map(|(code, it)| (code.as_str(), it.hud.as_str()))
    }

    /// Every plain text of every list.
    pub fn all_plain(&self) -> Vec<String> {
        let lists = self.lists.values().filter_map(|it| match it {
            Entry::List { codes } => Some(codes.values()),
            Entry::Text(_) => None,
        });
        lists.flatten().map(|it| it.plain.clone()).collect()
    }

    /// What kind of project a project type is.
    pub fn kind(&self, project_type: Option<i64>) -> Kind {
        project_type
            .and_then(|code| self.words("project_type", &code.to_string()))
            .map_or(Kind::Other, |it| it.kind)
    }

    fn words(&self, list: &str, code: &str) -> Option<&Words> {
        match self.lists.get(list)? {
            Entry::List { codes } => codes.get(code),
            Entry::Text(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Hud, Standard};

    #[test]
    fn the_reasons_for_no_answer_are_told_apart() {
        for standard in Standard::ALL {
            let hud = Hud::of(*standard);
            assert_eq!(hud.plain("veteran_status", "8"), Some("You did not know"));
            assert_eq!(hud.plain("veteran_status", "9"), Some("You chose not to say"));
            assert_eq!(hud.plain("veteran_status", "99"), Some("Not collected"));
            assert_eq!(hud.plain("veteran_status", "77"), None);
        }
    }
}
