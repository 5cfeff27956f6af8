//! The states of a section that a page tells apart.

use serde::{Deserialize, Serialize};

use crate::model::SectionKind;
use crate::plan::{ProfileRecord, State};

/// The states a page tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Something is on record.
    Present,
    /// Nothing is on record.
    Empty,
    /// The export did not hold the section.
    NotSupplied,
    /// The section could not be exported.
    Unavailable,
    /// The request does not ask for it.
    NotAsked,
    /// All of it is held back.
    Withheld,
}

/// What is counted for the receipt and the cover: how many rows each section shows.
pub fn counts(profile: &ProfileRecord) -> Vec<(SectionKind, Shown, usize)> {
    let row = |(kind, state)| {
        let (shown, n) = shown(state);
        (kind, shown, n)
    };
    profile.sizes().into_iter().map(row).collect()
}

/// The state of a section with so many rows.
pub(super) fn shown(rows: State<usize>) -> (Shown, usize) {
    match rows {
        State::Present(0) => (Shown::Empty, 0),
        State::Present(n) => (Shown::Present, n),
        State::NotSupplied => (Shown::NotSupplied, 0),
        State::Unavailable => (Shown::Unavailable, 0),
        State::NotAsked => (Shown::NotAsked, 0),
        State::Withheld => (Shown::Withheld, 0),
    }
}

/// True for a section that has a page of the record. What was not asked for has none. Contact
/// Information and what the newer policy offers are no part of the older dashboard: where the
/// export does not know them, nothing is missing.
pub fn has_page(kind: SectionKind, shown: Shown) -> bool {
    match shown {
        Shown::NotAsked => false,
        Shown::NotSupplied => {
            kind != SectionKind::ContactInformation && !kind.is_offered()
        }
        Shown::Present | Shown::Empty | Shown::Unavailable | Shown::Withheld => true,
    }
}
