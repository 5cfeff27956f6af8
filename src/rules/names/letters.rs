//! Letters of any script, as names are compared by them: what is one letter written in
//! several ways, what stands inside a word, and which scripts have no capitals or no blanks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Apostrophes, hyphens and characters that are not seen at all: O'Brien is OBrien to many.
pub(super) fn is_inner(c: char) -> bool {
    is_unseen(c)
        || matches!(c, '\'' | '`' | '´' | '-' | '\u{2010}' | '\u{2011}' | '\u{2018}'..='\u{201B}')
        || matches!(c, '\u{2B9}'..='\u{2C8}' | '\u{2032}' | '\u{2035}' | '\u{A78B}' | '\u{A78C}')
        || matches!(c, '\u{1FBD}' | '\u{1FBF}' | '\u{1FEF}' | '\u{1FFD}' | '\u{1FFE}')
        // Armenian, Hebrew, Mongolian.
        || matches!(c, '\u{55A}' | '\u{58A}' | '\u{5BE}' | '\u{5F3}' | '\u{1806}')
}

/// Characters that are not seen (default ignorable, DerivedCoreProperties of Unicode): soft
/// hyphens, marks of no width, and those that tell which way a line runs.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A letter, or a mark on one: in many scripts vowels are marks.
pub(super) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    (c.is_alphabetic() || is_combining_mark(c)) && !is_unseen(c)
}

/// Letters of scripts that put no blank between words (Thai, Lao, Myanmar, Khmer, kana, Han),
/// and of Hangul, where particles hang on to a name. Blocks of Unicode 17.
pub(super) fn is_run(c: char) -> bool {
    let in_block = matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}'
        | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{318F}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    in_block && is_letter(c)
}

/// A syllable of Hangul.
pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// A character of Han or Hangul that is a syllable by itself.
pub(super) fn is_syllable(c: char) -> bool {
    is_hangul(c)
        || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// True where a word has its capital, or is of a script that has none.
pub(super) fn is_capital(word: &str) -> bool {
    // Georgian has capitals, and does not begin a name with one.
    let is_georgian = |c: char| matches!(c, '\u{10D0}'..='\u{10FF}');
    let first = word.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| !c.is_lowercase() || is_georgian(c))
}

/// True for a word of a script that has no capitals.
pub(super) fn is_caseless(word: &str) -> bool {
    word.chars().all(|c| !c.is_lowercase() && !c.is_uppercase())
}

/// True for a word with a letter that Vietnamese alone has: `ơ`, `ư`, `đ`, and those with a tone on
/// a marked vowel (Unicode, Latin Extended Additional, 1EA0 to 1EF9).
pub(super) fn is_vietnamese(word: &str) -> bool {
    let is_own = |c: char| {
        matches!(c, 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'đ' | 'Đ' | '\u{1EA0}'..='\u{1EF9}')
    };
    word.chars().any(is_own)
}

/// The letters of a word or run, without marks on them.
pub(super) fn n_letters(word: &str) -> usize {
    // Most words are of plain letters, which bear no marks.
    if word.is_ascii() {
        return word.len();
    }
    word.chars().filter(|c| !is_combining_mark(*c)).count()
}

/// A text by its letters alone: in small ones, each in one form, without accents and points
/// (Unicode NFKD). Vowel signs that are marks stay: without them every Thai word is another.
pub(crate) fn folded(text: &str) -> String {
    // Of plain letters, most of what is written, nothing else changes.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let bare = text.nfkd().filter(|c| !is_accent(*c) && !is_unseen(*c));
    for c in bare.flat_map(char::to_lowercase) {
        match c {
            'đ' | 'ð' | 'ɗ' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ŧ' => folded.push('t'),
            'ɓ' => folded.push('b'),
            'ƙ' => folded.push('k'),
            'ŋ' => folded.push('n'),
            'ə' | 'ǝ' | 'ɛ' => folded.push('e'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ς' => folded.push('σ'),
            // Alef wasla; yeh and kaf as Persian and Urdu write them; the forms of heh.
            '\u{671}' => folded.push('\u{627}'),
            '\u{649}' | '\u{6CC}' | '\u{6D2}' => folded.push('\u{64A}'),
            '\u{6A9}' => folded.push('\u{643}'),
            '\u{629}' | '\u{6BE}' | '\u{6C1}' | '\u{6D5}' => folded.push('\u{647}'),
            // Katakana as hiragana, 96 characters before.
            '\u{30A1}'..='\u{30F6}' => {
                folded.extend(char::from_u32(u32::from(c) - 0x60));
            }
            _ => folded.push(simplified(c)),
        }
    }
    // Syllables of Hangul are put together again: half of one is another.
    folded.nfc().collect()
}

/// Marks that change no name, and the stroke that lengthens an Arabic word.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6ED}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// A text whose vowels with two dots and rings are written as two letters, where it has some:
/// Müller is Mueller to many.
pub(super) fn in_two_letters(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let is_one = |c: char| "äöüåøÄÖÜÅØ".contains(c);
    let text: String = text.nfc().collect();
    let two = |c: char| match c {
        'ä' | 'Ä' => "ae".to_owned(),
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe".to_owned(),
        'ü' | 'Ü' => "ue".to_owned(),
        'å' | 'Å' => "aa".to_owned(),
        c => c.to_string(),
    };
    text.contains(is_one).then(|| folded(&text.chars().map(two).collect::<String>()))
}

/// Letters of Cyrillic and Greek that look like one of the Latin alphabet, and that one.
const LOOK_ALIKE: [(&str, &str); 2] = [
    ("аеорсухіјѕһкмтвнАЕОРСУХІЈЅҺКМТВН", "aeopcyxijshkmtbhAEOPCYXIJSHKMTBH"),
    ("αονρτυικεΑΟΝΡΤΥΙΚΕΒΗΜΖΧ", "aovptuikeAONPTYIKEBHMZX"),
];

/// A word of Latin letters in which one that looks alike was written, with its own letters.
pub(crate) fn in_one_script(text: &str) -> Cow<'_, str> {
    let is_other = |c: char| matches!(c, '\u{370}'..='\u{4FF}');
    let is_latin = |c: char| c.is_alphabetic() && c < '\u{250}';
    if !text.contains(is_other) || !text.contains(is_latin) {
        return text.into();
    }
    let pairs = LOOK_ALIKE.iter().flat_map(|(a, b)| a.chars().zip(b.chars()));
    let latin = |c: char| pairs.clone().find(|it| it.0 == c).map_or(c, |it| it.1);
    text.chars().map(latin).collect()
}

const HAN_FORMS: &str = include_str!("../../../data/rules/han-forms.txt");

/// A Han character as Chinese writes it in simplified form, where it is common in names.
fn simplified(c: char) -> char {
    static FORMS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
        let lines = HAN_FORMS.lines().filter(|it| !it.starts_with('#'));
        let mut forms = BTreeMap::new();
        for it in lines.flat_map(str::split_whitespace) {
            let to = it.chars().next_back().unwrap_or_default();
            forms.extend(it.chars().filter(|c| *c != to).map(|c| (c, to)));
        }
        forms
    });
    if c < '\u{3400}' { c } else { FORMS.get(&c).copied().unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::{LOOK_ALIKE, folded, in_one_script, in_two_letters};

    #[test]
    fn a_letter_that_looks_like_another_is_the_one_of_its_word() {
        assert_eq!(in_one_script("D\u{430}shiell"), "Dashiell");
        assert_eq!(in_one_script("\u{41C}aria"), "Maria");
        assert_eq!(in_one_script("Иван"), "Иван");
        assert_eq!(in_one_script("José"), "José");
        for (a, b) in LOOK_ALIKE {
            assert_eq!(a.chars().count(), b.chars().count(), "{a}");
        }
    }

    #[test]
    fn letters_are_of_one_form() {
        assert_eq!(
            folded("Łukasz STRAUẞ Işıl Søren Nguyễn"),
            "lukasz strauss isil soren nguyen"
        );
        assert_eq!(folded("ΓΙΏΡΓΟΣ"), folded("Γιώργος"));
        assert_eq!(folded("サクラ ガ"), "さくら が");
        assert_eq!(folded("مُحَمَّد علی"), "محمد علي");
        assert_eq!(folded("김민수 विष्णु นัด"), "김민수 विष्णु นัด");
        assert_eq!(folded("陳國華"), folded("陈国华"));
        assert_eq!(folded("葛\u{E0100}城"), "葛城");
        assert_eq!(in_two_letters("Mu\u{308}ller").as_deref(), Some("mueller"));
        assert_eq!(in_two_letters("Muller"), None);
    }
}
