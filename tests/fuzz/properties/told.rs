//! What is told of a text: every problem, and nothing of what the text says.

use std::collections::BTreeSet;

use client_record_request::diagnostics::{Report, Sources, emit};

/// Words of our own that look like somebody's data.
const OURS: &[&str] = &["FY2024", "FY2026"];

/// Telling works for every place that was found, says something of every report that has
/// something to say, and repeats no word of the text that could be data.
pub fn told(report: &Report, text: &str, sources: &dyn Sources) {
    let told = emit(report, sources);
    assert_eq!(told.is_empty(), report.items().is_empty());
    let said: BTreeSet<&str> = words(&told).collect();
    for word in words(text).filter(|it| is_telling(it) && !sources.is_key(it)) {
        assert!(!said.contains(word), "{word:?} of the text is told:\n{told}");
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|it| !it.is_empty())
}

/// Letters and digits together, and too long to be there by chance.
fn is_telling(word: &str) -> bool {
    word.chars().count() >= 6
        && word.chars().any(char::is_numeric)
        && word.chars().any(char::is_alphabetic)
        && !OURS.contains(&word)
}
