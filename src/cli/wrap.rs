//! Words wrapped at blanks, as wide as the terminal is.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Lines are not made longer than this, however wide the terminal is: they would be hard to
/// read.
const WIDEST: u16 = 100;

/// Below this nothing is gained by wrapping.
const NARROWEST: u16 = 30;

/// A line of a message in as many lines as it takes. What follows the first is indented: below a
/// label, behind it. Excerpts of a file keep their columns, which carets point at.
pub(super) fn wrapped(line: &str, width: Option<u16>) -> Vec<String> {
    let Some(width) = width.filter(|it| *it >= NARROWEST) else {
        return vec![line.to_owned()];
    };
    if is_excerpt(line) {
        return vec![line.to_owned()];
    }
    let indent = " ".repeat(indent_of(line));
    let options = options(usize::from(width.min(WIDEST))).subsequent_indent(&indent);
    textwrap::wrap(line, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// The lines of a text, each of at most so many columns; a longer word is a line of its own.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = textwrap::wrap(&text, options(width));
    lines.into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// Words stay whole, and break at blanks alone.
fn options<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// A line of a file that a message points into: ` 12 | …`, or the carets below it.
fn is_excerpt(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
    rest.starts_with('|') || rest.starts_with("-->")
}

/// Where the words of a line begin: behind `hint: `, behind the number of a step, or behind
/// blanks.
fn indent_of(line: &str) -> usize {
    let text = line.trim_start();
    let blanks = line.len() - text.len();
    // A step of several.
    let number = text.split_once(". ").map(|it| it.0).unwrap_or_default();
    if !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()) {
        return blanks + number.len() + 2;
    }
    let label = line.split_once(": ").map(|it| it.0);
    match label.filter(|it| it.chars().all(|c| c.is_ascii_lowercase())) {
        Some(label) => label.len() + 2,
        None => blanks + 2,
    }
}

#[cfg(test)]
mod tests {
    use super::{lines, wrapped};

    #[test]
    fn a_text_is_broken_between_words() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("one two three", 6), ["one", "two", "three"]);
        assert_eq!(lines("one twenty-three", 4), ["one", "twenty-three"]);
        assert_eq!(lines("é é é", 3), ["é é", "é"]);
    }

    #[test]
    fn words_are_wrapped_below_their_label() {
        let line = "hint: run `crr explain` for a list of all rules, and look there";
        assert_eq!(
            wrapped(line, Some(40)),
            ["hint: run `crr explain` for a list of", "      all rules, and look there"]
        );
        assert_eq!(wrapped(line, None), [line]);
        assert_eq!(wrapped("  2. call the agency", Some(30)), ["  2. call the agency"]);
        assert_eq!(
            wrapped("  2. call the agency with it, today", Some(30)),
            ["  2. call the agency with it,", "     today"]
        );
        let rows = "  profile: 1 row; contact information: 4 rows; documents: 8 rows";
        assert_eq!(
            wrapped(rows, Some(44)),
            ["  profile: 1 row; contact information: 4", "    rows; documents: 8 rows"]
        );
    }

    #[test]
    fn no_word_is_broken_and_no_excerpt_is_moved() {
        let path = format!("error: `{}` was not found [not-found]", "a/".repeat(40));
        let lines = wrapped(&path, Some(60));
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert_eq!(lines[1].trim(), format!("`{}`", "a/".repeat(40)));
        let excerpt = format!("  12 | client_id = {}", "x ".repeat(60));
        assert_eq!(wrapped(&excerpt, Some(60)), [excerpt]);
        let place = format!("  --> {}request.toml:12:3", "folder/".repeat(20));
        assert_eq!(wrapped(&place, Some(60)), [place]);
    }
}
