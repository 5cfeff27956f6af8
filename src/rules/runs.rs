//! Where numbers stand in a text.

/// Runs of digits and of the signs that stand between them in numbers and dates.
pub(super) fn number_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit() && !"-./() +".contains(c))
        .map(|it| it.trim_matches(|c: char| !c.is_ascii_digit() && c != '+'))
        .filter(|it| it.bytes().any(|b| b.is_ascii_digit()))
}
