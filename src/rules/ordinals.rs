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

/// The number of each ordinal in English words, folded and without blanks, below a hundred.
pub(super) static ORDINALS: LazyLock<BTreeMap<String, u8>> = LazyLock::new(|| {
    let ones = || (1..).zip(&ONES[1..]);
    let below = |(ten, (stem, whole)): (u8, (&str, &str))| {
        let more = ones().take(9).map(move |(n, one)| (format!("{stem}{one}"), ten + n));
        std::iter::once((whole.to_owned(), ten)).chain(more).collect::<Vec<_>>()
    };
    let tens = (20..).step_by(10).zip(TENS).flat_map(below);
    ones().map(|(n, it)| ((*it).to_owned(), n)).chain(tens).collect()
});

/// The number of an ordinal in English words, folded and without blanks.
pub(super) fn ordinal(word: &str) -> Option<u8> {
    ORDINALS.get(word).copied()
}

/// The numbers of the days in English and in Spanish words, folded and run together.
const NUMBERS: [&str; 31] = [
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

/// The day that each of those words may be.
pub(super) static DAYS: LazyLock<BTreeMap<String, u8>> = LazyLock::new(|| {
    let words = |(n, words): (u8, &'static str)| {
        words.split(' ').map(move |it| (it.to_owned(), n))
    };
    (1..).zip(NUMBERS).flat_map(words).collect()
});

#[cfg(test)]
mod tests {
    use super::{DAYS, ORDINALS, ordinal};

    #[test]
    fn a_day_in_words_is_a_number() {
        for (word, n) in
            [("one", 1), ("doce", 12), ("thirtyone", 31), ("treintayuno", 31)]
        {
            assert_eq!(DAYS.get(word), Some(&n), "{word}");
        }
        for word in ["", " ", "hundred", "one uno", "on"] {
            assert_eq!(DAYS.get(word), None, "{word}");
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
        assert_eq!(ORDINALS.len(), 99);
    }
}
