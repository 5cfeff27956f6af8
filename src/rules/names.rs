//! What a person is called, found in what was written.

use std::collections::BTreeSet;

use super::shapes::plain;
use crate::model::{Profile, fold, is_filling};

/// The words of all names of a profile.
pub(super) fn names(profile: &Profile) -> BTreeSet<String> {
    [&profile.first_name, &profile.middle_name, &profile.last_name, &profile.alias]
        .into_iter()
        .flatten()
        .filter(|it| !is_filling(it.as_str()))
        .flat_map(|it| name_words(it.as_str()))
        .collect()
}

/// The words of a name, as short as Li and Wu.
pub(super) fn name_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|it| it.chars().count() >= 2).map(str::to_owned).collect()
}

/// Letters from which a word is taken for a name however it is written. Shorter ones are
/// names only with a capital: may, will, mark.
const PLAIN_NAME: usize = 5;

/// True where a text holds one of some folded names.
pub(super) fn names_in(text: &str, names: &BTreeSet<String>) -> bool {
    // Letters and their marks put together first: a mark alone would part a word.
    plain(text).split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).any(
        |word| {
            let is_capital = word.chars().next().is_some_and(char::is_uppercase);
            (is_capital || word.chars().count() >= PLAIN_NAME)
                && names.contains(&fold(word))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn short_names_need_a_capital() {
        let names = ["may", "li", "maria"].map(str::to_owned).into();
        for text in ["May called", "ask Li", "for maria", "MARÍA", "Mari\u{301}a"] {
            assert!(names_in(text, &names), "{text}");
        }
        for text in ["she may want it", "li", "mariachi"] {
            assert!(!names_in(text, &names), "{text}");
        }
    }
}
