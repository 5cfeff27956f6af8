//! Ordinals in words: "fifth", "twenty-first" run together.

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

#[cfg(test)]
mod tests {
    use super::ordinal;

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
