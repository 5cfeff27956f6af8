//! What is written where a name is not known: nobody can be found by it.

use super::letters::folded;
use crate::model::{is_digest, is_filling};

/// Words of which no name is made, folded: that nobody knows it, that nobody is to, and what
/// somebody is called who has none yet.
const WORDS: &str = "unknown unkown anonymous anon refused declined client consent name names first last \
    none null nil na n a no not known given provided collected reported available applicable \
    unnamed nameless withheld redacted confidential private hidden masked removed deleted \
    blank empty tbd tba data member household person other adult minor individual somebody \
    someone baby babygirl babyboy boy girl infant newborn unborn child kid \
    desconocido desconocida anonimo anonima ninguno ninguna nadie bebe";

/// The same, of which the words alone may be names.
const WHOLES: [&str; 22] = [
    "jane doe",
    "john doe",
    "sin nombre",
    "khong ro",
    "khong biet",
    "an danh",
    "未知",
    "不详",
    "不明",
    "匿名",
    "无名",
    "未詳",
    "無名",
    "不詳",
    "익명",
    "미상",
    "무명",
    "불명",
    "مجهول",
    "نامعلوم",
    "ناشناس",
    "неизвестно",
];

/// True for what is no name: signs, a single letter, characters that were lost, a digest, a
/// word that says so.
pub(crate) fn is_unknown(text: &str) -> bool {
    let folded = folded(text);
    let words = || {
        let words = folded.split(|c: char| !c.is_alphabetic());
        words.filter(|it| !it.is_empty())
    };
    let is_word = |it: &str| {
        WORDS.split_whitespace().any(|word| word == it) || it.chars().all(|c| c == 'x')
    };
    text.contains(char::REPLACEMENT_CHARACTER)
        || is_digest(text)
        || is_filling(text)
        || WHOLES.iter().any(|it| super::folded(it) == folded.trim())
        || words().all(is_word)
        || folded.chars().filter(|it| it.is_alphabetic()).count() < 2 && folded.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::is_unknown;

    #[test]
    fn what_nobody_can_be_found_by_is_not_known() {
        for text in [
            "",
            " ",
            "?",
            "***",
            "--",
            "Unknown",
            "UNKNOWN UNKNOWN",
            "Anonymous",
            "Client refused",
            "[generated]",
            "N/A",
            "Not known",
            "XxxX Xxxx",
            "Baby Girl",
            "Jane Doe",
            "J.",
            "123",
            "Jos\u{FFFD} Qu\u{FFFD}roga",
            "Desconocida",
            "Không rõ",
            "不詳",
            "익명",
            "Name withheld",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ] {
            assert!(is_unknown(text), "{text}");
        }
        for text in [
            "José Quiroga",
            "Baby Quiroga",
            "Li",
            "王",
            "An Vo",
            "Unknown Quiroga",
            "Nina Doe-Ruiz",
            "王小明",
            "محمد",
            "Xi Xu",
            "Child, Julia",
        ] {
            assert!(!is_unknown(text), "{text}");
        }
    }
}
