//! A section as a page shows it, in one of the states that a page tells apart.

use serde::Serialize;

use super::catalog::Catalog;
use super::shown::{Shown, shown};
use super::words::{Words, title_key};
use crate::model::SectionKind;
use crate::plan::{Rows, State};
use crate::request::Language;

/// A section as a page shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Block<T> {
    /// Whose it is, where there are several profiles.
    pub profile: Option<String>,
    /// What the section is called in English, for staff; none where that is the language.
    pub english: Option<String>,
    /// Which of the states the page tells apart.
    pub state: Shown,
    /// What is on record.
    pub body: Option<T>,
    /// Words for an empty state.
    pub empty: Option<String>,
    /// Words about what was held back from this section.
    pub withheld: Vec<String>,
    /// How to have it changed.
    pub revision: String,
    /// True where a text is so long that a row may have to go over a page.
    pub has_long_texts: bool,
}

impl<T> Block<T> {
    /// True for a section that is in the copy, though nothing may be on record: it can be
    /// changed.
    pub fn is_in_it(&self) -> bool {
        matches!(self.state, Shown::Present | Shown::Empty)
    }
}

/// Shows a section, or says in words why it is empty.
pub(super) fn block<T: Rows, V>(
    words: &Words<'_>,
    english: &Catalog,
    kind: SectionKind,
    state: &State<T>,
    show: impl Fn(&Words<'_>, &T) -> V,
) -> Block<V> {
    let (shown, _) = shown(state.as_ref().map(Rows::n_rows));
    let present = shown == Shown::Present;
    let english = english.get(&title_key(kind));
    Block {
        profile: words.label.map(str::to_owned),
        english: (words.handover.language != Language::En).then(|| english.to_owned()),
        state: shown,
        body: state.present().filter(|_| present).map(|it| show(words, it)),
        empty: (!present).then(|| words.empty(kind, shown)),
        withheld: words.withheld(kind),
        revision: words.revision(kind),
        has_long_texts: words.long.contains(kind.key()),
    }
}
