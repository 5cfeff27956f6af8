//! Days of a month in words: "fifth", "twenty-first" run together; and "twelve", "doce".

use std::collections::BTreeMap;
use std::sync::LazyLock;

const ONES: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

const TENS: [(&str, &str); 8] = [
    ("twenty", "twentieth"),
    ("thirty", "thirtieth"),
    ("forty", "fortieth"),
    ("fifty", "fiftieth"),
    ("sixty", "sixtieth"),
    ("seventy", "seventieth"),
    ("eighty", "eightieth"),
    ("ninety", "ninetieth"),
];

/// The number of an ordinal in English words, folded and without blanks.
pub(super) fn ordinal(word: &str) -> Option<u8> {
    // All end so, and few other words do.
    if !["st", "nd", "rd", "th"].iter().any(|it| word.ends_with(it)) {
        return None;
    }
    let one = |it: &str| -> Option<u8> {
        let at = ONES.iter().position(|one| !it.is_empty() && *one == it)?;
        u8::try_from(at).ok()
    };
    if let Some(n) = one(word) {
        return Some(n);
    }
    (2_u8..).zip(TENS).find_map(|(ten, (stem, whole))| {
        if word == whole {
            return Some(ten * 10);
        }
        let rest = one(word.strip_prefix(stem)?)?;
        (rest < 10).then_some(ten * 10 + rest)
    })
}

/// The numbers of the days in English and in Spanish words, folded and run together.
const DAYS: [&str; 31] = [
    "one uno primero",
    "two dos",
    "three tres",
    "four cuatro",
    "five cinco",
    "six seis",
    "seven siete",
    "eight ocho",
    "nine nueve",
    "ten diez",
    "eleven once",
    "twelve doce",
    "thirteen trece",
    "fourteen catorce",
    "fifteen quince",
    "sixteen dieciseis",
    "seventeen diecisiete",
    "eighteen dieciocho",
    "nineteen diecinueve",
    "twenty veinte",
    "twentyone veintiuno",
    "twentytwo veintidos",
    "twentythree veintitres",
    "twentyfour veinticuatro",
    "twentyfive veinticinco",
    "twentysix veintiseis",
    "twentyseven veintisiete",
    "twentyeight veintiocho",
    "twentynine veintinueve",
    "thirty treinta",
    "thirtyone treintayuno",
];

/// The day of each word.
static BY_WORD: LazyLock<BTreeMap<&'static str, u8>> = LazyLock::new(|| {
    let words = |(n, words): (u8, &'static str)| words.split(' ').map(move |it| (it, n));
    (1..).zip(DAYS).flat_map(words).collect()
});

/// The day that a number in words may be.
pub(super) fn day_in_words(word: &str) -> Option<u8> {
    BY_WORD.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::{day_in_words, ordinal};

    #[test]
    fn a_day_in_words_is_a_number() {
        for (word, n) in
            [("one", 1), ("doce", 12), ("thirtyone", 31), ("treintayuno", 31)]
        {
            assert_eq!(day_in_words(word), Some(n), "{word}");
        }
        for word in ["", " ", "hundred", "one uno", "on"] {
            assert_eq!(day_in_words(word), None, "{word}");
        }
    }

    #[test]
    fn an_ordinal_in_words_is_a_number() {
        for (word, n) in
            [("first", 1), ("twelfth", 12), ("twentieth", 20), ("thirtyfirst", 31)]
        {
            assert_eq!(ordinal(word), Some(n), "{word}");
        }
        for word in ["", "one", "twenty", "twentyten", "firsts", "secondary"] {
            assert_eq!(ordinal(word), None, "{word}");
        }
    }
}
