//! At a glance: the few numbers that say most about a record.

use serde::Serialize;

use super::block::Block;
use super::roi;
use super::shown::Shown;
use super::words::Words;

/// A number, what it counts, and a line about it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tile {
    /// What is counted.
    pub label: String,
    /// The number, or a word.
    pub value: String,
    /// A line about it.
    pub note: Option<String>,
}

/// One tile for each section that is shown.
pub(super) fn tiles(words: &Words<'_>, releases: &Block<roi::RoiView>) -> Vec<Tile> {
    let catalog = words.catalog;
    let mut tiles = Vec::new();
    if let Some(rows) = words.profile.enrollments.present() {
        let n_open = rows.iter().filter(|it| it.is_open(words.handover.at)).count();
        let n = catalog.number(rows.len());
        tiles.push(Tile {
            label: words.get("glance-open"),
            value: catalog.number(n_open),
            note: Some(catalog.fill("glance-open-of", &[("n", &n)])),
        });
    }
    if matches!(releases.state, Shown::Present | Shown::Empty) {
        let value = match &releases.body {
            Some(it) => words.get(&format!("roi-status-{}", it.status.key())),
            None => words.get("roi-status-none"),
        };
        tiles.push(Tile { label: words.get("glance-sharing"), value, note: None });
    }
    if let Some(rows) = words.profile.documents.present() {
        let newest = rows.iter().filter_map(|it| it.added_on).max();
        let note = newest.map(|day| {
            catalog.fill("glance-documents-newest", &[("day", &words.short_day(day))])
        });
        let value = catalog.number(rows.len());
        tiles.push(Tile { label: words.get("glance-documents"), value, note });
    }
    tiles
}
