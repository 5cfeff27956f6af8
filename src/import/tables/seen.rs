//! What was said already: two downloads of one tile say the same.

use std::collections::HashSet;

use serde::Serialize;

/// Rows that were said, as they would be written.
#[derive(Debug, Default)]
pub(super) struct Seen(HashSet<String>);

impl Seen {
    /// True where nothing before it said the same.
    pub(super) fn is_new(&mut self, row: &impl Serialize) -> bool {
        self.0.insert(serde_json::to_string(row).expect("texts and numbers only"))
    }
}
