//! Passphrases that a guesser tries first, however long they are: the example that our own
//! guides print, and sentences that everybody knows.

use std::sync::LazyLock;

use crate::model::fold;
use crate::sections::EXAMPLE;

const LIST: &str = include_str!("../../data/rules/famous-sentences.txt");

static SENTENCES: LazyLock<Vec<String>> = LazyLock::new(|| listed().map(core).collect());

/// Letters from which a part of a sentence is taken for it.
const MIN_PART: usize = 12;

/// What everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// The example of the guides.
    Example,
    /// A sentence, or a part of one.
    Sentence,
}

/// What of this everybody knows. Case, marks and spaces do not count, nor do digits at either
/// end.
pub(super) fn known_to_all(text: &str) -> Option<Known> {
    let core = core(text);
    if core == self::core(EXAMPLE) {
        return Some(Known::Example);
    }
    let is_known = |it: &String| {
        it == &core || (core.len() >= MIN_PART && it.contains(core.as_str()))
    };
    SENTENCES.iter().any(is_known).then_some(Known::Sentence)
}

fn listed() -> impl Iterator<Item = &'static str> {
    LIST.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'))
}

/// The letters and digits of a text in lower case, without digits at the ends.
fn core(text: &str) -> String {
    let plain: String = fold(text).chars().filter(|it| it.is_alphanumeric()).collect();
    plain.trim_matches(|it: char| it.is_ascii_digit()).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Known, MIN_PART, SENTENCES, known_to_all, listed};

    #[test]
    fn the_list_is_short_and_each_sentence_is_there_once() {
        let different: BTreeSet<_> = SENTENCES.iter().collect();
        assert_eq!(different.len(), listed().count());
        assert!((45..=80).contains(&different.len()), "{}", different.len());
        assert!(SENTENCES.iter().all(|it| it.len() >= MIN_PART));
    }

    #[test]
    fn sentences_and_the_example_are_known_however_they_are_written() {
        for text in [
            "To be, or not to be, that is the question",
            "tobeornottobethatisthequestion1!",
            "42 THE QUICK brown fox jumps-over-the-lazy-dog",
            "that is the question",
        ] {
            assert_eq!(known_to_all(text), Some(Known::Sentence), "{text}");
        }
        for text in [
            "cactus-ladder-mellow-orbit-pebble-violin",
            "Cactus Ladder Mellow Orbit Pebble Violin 1!",
        ] {
            assert_eq!(known_to_all(text), Some(Known::Example), "{text}");
        }
        for text in [
            "cactus-ladder-mellow-orbit-pebble-vodka",
            "to be or not to be a question",
            "abacus-zoom-crouton-dagger-ember-fabric",
            "",
        ] {
            assert_eq!(known_to_all(text), None, "{text}");
        }
    }
}
