//! What languages write on to a name: words of one letter before it, cases behind it.

use super::letters::n_letters;

/// Words of one letter that Arabic (and, of, for, in, like), Hebrew (and, the, in, to, from,
/// as) and Amharic (of, to, in, from) write on to the next word, and the Arabic article.
const ATTACHED: [&str; 17] = [
    "ال", "و", "ف", "ل", "ب", "ك", "ו", "ה", "ב", "ל", "מ", "כ", "ש", "የ", "ለ", "በ", "ከ",
];

/// Most of them that are written on to one word.
const MOST_ATTACHED: usize = 3;

/// Letters of a name from which an ending is taken off it.
const STEM: usize = 3;

/// The cases of a name in Slavic languages that are written in Cyrillic, folded.
const CYRILLIC: [&str; 27] = [
    "а", "у", "ом", "ем", "е", "ы", "и", "ои", "ою", "еи", "ею", "ю", "я", "ь", "ові",
    "еві", "ого", "ому", "ым", "им", "ую", "ая", "ых", "о", "і", "єю", "єм",
];

/// What Marathi and Nepali (to, by, of, in, from), and Amharic (whom, and), write on to the
/// end of a name, folded.
const ATTACHED_BEHIND: [&str; 12] =
    ["ला", "ने", "चा", "ची", "चे", "त", "को", "ले", "लाई", "ን", "ም", "ና"];

/// Last letters that other cases take the place of.
const CYRILLIC_LAST: [char; 5] = ['а', 'я', 'и', 'ь', 'о'];

/// A folded word, and what it may be without what is written on to it.
pub(super) fn bare(word: &str, is_capital: bool) -> Vec<String> {
    // The Garcias; a genitive without its apostrophe.
    let plural = word.strip_suffix('s').filter(|it| is_capital && n_letters(it) > STEM);
    if word.is_ascii() {
        return [word].into_iter().chain(plural).map(str::to_owned).collect();
    }
    let bare = std::iter::successors(Some(word), |it| stripped(it));
    let mut words: Vec<String> =
        bare.take(1 + MOST_ATTACHED).map(str::to_owned).collect();
    // "For" and the article are written as one: the article's first letter is lost.
    if let Some(rest) = word.strip_prefix("لل") {
        words.push(format!("ال{rest}"));
    }
    // The accusative of Arabic: its two strokes are gone, the letter that bears them is not.
    if let Some(rest) = word.strip_suffix('ا').filter(|it| n_letters(it) >= STEM) {
        words.push(rest.to_owned());
    }
    words.extend(plural.map(str::to_owned));
    words
}

/// A word without the first of those; what is left is no single letter.
fn stripped(word: &str) -> Option<&str> {
    let rest = ATTACHED.iter().find_map(|before| word.strip_prefix(before))?;
    (n_letters(rest) >= 2).then_some(rest)
}

/// True where a word is a name with the ending of a case, in scripts whose languages write
/// one on to names.
pub(super) fn is_case_of(word: &str, name: &str) -> bool {
    let Some(first) = name.chars().next() else { return false };
    match first {
        '\u{370}'..='\u{3FF}' => {
            let stem = name.strip_suffix('σ').unwrap_or(name);
            let rest = word.strip_prefix(stem).filter(|_| n_letters(stem) >= STEM);
            rest.is_some_and(|it| ["", "υ", "ν", "σ", "ι"].contains(&it))
        }
        '\u{400}'..='\u{52F}' => {
            let stem = name.strip_suffix(CYRILLIC_LAST).unwrap_or(name);
            let rest = word.strip_prefix(stem).filter(|_| n_letters(stem) >= STEM);
            rest.is_some_and(|it| CYRILLIC.contains(&it))
        }
        // Armenian; Bengali; Gujarati; Tamil, Telugu, Kannada, Malayalam, Sinhala; Georgian.
        '\u{530}'..='\u{58F}'
        | '\u{980}'..='\u{9FF}'
        | '\u{A80}'..='\u{AFF}'
        | '\u{B80}'..='\u{DFF}'
        | '\u{10A0}'..='\u{10FF}' => n_letters(name) >= STEM && word.starts_with(name),
        // Of Marathi and Nepali; Hindi writes its own apart. Of Amharic.
        '\u{900}'..='\u{97F}' | '\u{1200}'..='\u{137F}' => {
            let rest = word.strip_prefix(name).filter(|_| n_letters(name) >= 2);
            rest.is_some_and(|it| ATTACHED_BEHIND.contains(&it))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, is_case_of};

    #[test]
    fn words_that_are_written_on_to_a_name_come_off() {
        assert!(bare("ومحمد", true).contains(&"محمد".to_owned()));
        assert!(bare("للحسن", true).contains(&"الحسن".to_owned()));
        assert!(bare("محمدا", true).contains(&"محمد".to_owned()));
        assert_eq!(bare("quirogas", true), ["quirogas", "quiroga"]);
        assert_eq!(bare("juan", false), ["juan"]);
    }

    #[test]
    fn a_name_has_cases() {
        for (word, name) in [
            ("ивана", "иван"),
            ("марии", "мария"),
            ("ольгои", "ольга"),
            ("γιωργο", "γιωργοσ"),
            ("ნინოს", "ნინო"),
            ("ተስፋዬን", "ተስፋዬ"),
        ] {
            assert!(is_case_of(word, name), "{word}");
        }
        for (word, name) in [("маріяна", "марія"), ("иванова", "иван"), ("juana", "juan")]
        {
            assert!(!is_case_of(word, name), "{word}");
        }
    }
}
