//! Words of every day that are also names: the list, with its reason, is data.

use std::collections::BTreeSet;
use std::sync::LazyLock;

const LIST: &str = include_str!("../../data/rules/also-words.txt");

static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| listed().collect());

/// True for a folded word that is taken for a name only with a capital.
pub(super) fn is_also_word(folded: &str) -> bool {
    WORDS.contains(folded)
}

fn listed() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|it| !it.starts_with('#')).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::letters::{folded, n_letters};
    use super::super::names::PLAIN_NAME;
    use super::{WORDS, is_also_word, listed};

    #[test]
    fn the_list_is_short_and_each_word_is_there_once_as_it_is_compared() {
        for word in listed() {
            assert_eq!(folded(word), word);
            assert!(n_letters(word) >= PLAIN_NAME, "{word} needs a capital anyway");
        }
        assert_eq!(listed().count(), WORDS.len(), "a word is there twice");
        assert!((200..350).contains(&WORDS.len()), "{} words", WORDS.len());
        for word in ["may", "will", "mark", "rose", "grace", "hope", "the", "luz"] {
            assert!(is_also_word(word), "{word}");
        }
        assert!(!is_also_word("juan"));
    }
}
