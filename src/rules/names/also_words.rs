//! Words of every day that are also names: the list, with its reason, is data.

use std::sync::LazyLock;

use foldhash::HashSet;

const LIST: &str = include_str!("../../../data/rules/also-words.txt");

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| listed().collect());

/// Words of two letters that begin a sentence as words, not as names.
const SHORT: [&str; 58] = [
    "ad", "ai", "al", "am", "an", "as", "at", "be", "by", "co", "da", "de", "di", "do",
    "el", "en", "es", "go", "ha", "he", "hi", "id", "if", "in", "is", "it", "ja", "ji",
    "la", "le", "lo", "ma", "me", "mi", "my", "no", "oh", "ok", "on", "or", "pa", "pm",
    "re", "se", "si", "so", "su", "ta", "te", "to", "tu", "un", "up", "us", "va", "vi",
    "we", "ya",
];

/// True for a folded word of every day that is a name too.
pub(super) fn is_also_word(folded: &str) -> bool {
    WORDS.contains(folded) || SHORT.contains(&folded)
}

fn listed() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|it| !it.starts_with('#')).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::letters::{folded, is_caseless, n_letters};
    use super::{SHORT, WORDS, is_also_word, listed};

    #[test]
    fn each_word_of_the_list_is_there_once_as_it_is_compared() {
        for word in listed() {
            assert_eq!(folded(word), word);
            let is_short = n_letters(word) < 3 && !is_caseless(word);
            assert!(!is_short || SHORT.contains(&word) || word == "fe", "{word}");
        }
        assert_eq!(listed().count(), WORDS.len(), "a word is there twice");
        for word in ["may", "will", "mark", "rose", "grace", "hope", "the", "luz", "so"] {
            assert!(is_also_word(word), "{word}");
        }
        for word in ["juan", "maria", "quiroga", "li"] {
            assert!(!is_also_word(word), "{word}");
        }
    }
}
