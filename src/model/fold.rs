//! Words compared as a person would: without case, accents and separators.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in lower case and without accents (Unicode NFKD, marks dropped; đ as d).
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The words of a folded text that are long enough to tell something: three signs or more.
pub fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{fold, words_of};

    #[test]
    fn accents_case_and_separators_do_not_tell_words_apart() {
        assert_eq!(fold("Nguyễn ĐÀO"), "nguyen dao");
        let words: Vec<_> = words_of("Maria-Elena O'Neil, 1980").collect();
        assert_eq!(words, ["maria", "elena", "neil", "1980"]);
    }
}
