//! Paths in texts of ours: where a word stands in one, and whose folders it names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The endings of extracts.
const EXTRACTS: [&str; 2] = [".json", ".sealed"];

/// What stands around a path in a text of ours; a folder may have blanks in its name.
const AROUND: [char; 3] = ['`', '"', '\n'];

const SLASHES: [char; 2] = ['/', '\\'];

/// The word that begins at a place of a text.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let is_end = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    &rest[..rest.find(is_end).unwrap_or(rest.len())]
}

/// A word without case and accents.
pub(super) fn folded(word: &str) -> String {
    let bare = word.nfkd().filter(|c| !is_combining_mark(*c));
    bare.flat_map(char::to_lowercase).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// True where a place of a text lies in a path.
pub(super) fn is_in_a_path(text: &str, at: usize) -> bool {
    let (before, after) = around(text, at);
    let ends = [".json", ".toml", ".sealed", ".pdf", ".zip", ".csv"];
    let has_ending = || ends.iter().any(|it| after.contains(it));
    before.contains(SLASHES) || after.contains(SLASHES) || has_ending()
}

/// True where a place of a text lies in the name of a folder that an extract is in: the one next
/// to it, or any below a folder that is called by words of ours.
pub(super) fn is_folder_of_an_extract(
    text: &str,
    at: usize,
    is_ours: &dyn Fn(&str) -> bool,
) -> bool {
    let (before, after) = around(text, at);
    let ends = EXTRACTS.iter().filter_map(|it| {
        let end = after.find(it)? + it.len();
        (!after[end..].starts_with(char::is_alphanumeric)).then_some(end)
    });
    let Some(end) = ends.min() else { return false };
    let n_below = after[..end].matches(SLASHES).count();
    let mut above: Vec<&str> = before.split(SLASHES).collect();
    above.pop();
    let is_called_by_ours = |it: &&str| {
        let words = it.split(|c: char| !c.is_alphanumeric());
        let mut words = words.filter(|it| !it.is_empty()).peekable();
        words.peek().is_some() && words.all(is_ours)
    };
    match n_below {
        0 => false,
        1 => true,
        _ => above.iter().any(is_called_by_ours),
    }
}

/// The parts of a path before and from a place on. Where a path is neither quoted nor alone in
/// its line a blank ends it, or a sentence before it would be its first folder.
fn around(text: &str, at: usize) -> (&str, &str) {
    let start = text[..at].rfind(AROUND).map_or(0, |it| it + 1);
    let end = text[at..].find(AROUND).map_or(text.len(), |it| at + it);
    let (before, after) = (&text[start..at], &text[at..end]);
    let line = text[..start].rsplit('\n').next().unwrap_or_default();
    let is_quoted = ['`', '"'].iter().any(|it| line.matches(*it).count() % 2 == 1);
    if is_quoted {
        return (before, after);
    }
    let alone =
        ["--> ", "at "].iter().find_map(|it| before.trim_start().strip_prefix(it));
    if let Some(before) = alone.filter(|_| line.is_empty()) {
        return (before, after);
    }
    let start = before.rfind(' ').map_or(0, |it| it + 1);
    (&before[start..], &after[..after.find(' ').unwrap_or(after.len())])
}
