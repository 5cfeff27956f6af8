//! Letters of any script, as names are compared by them: where words end, what is one letter
//! written in several ways, and which scripts have no capitals or no blanks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What every character that stands inside a word becomes before the word is taken apart.
const INNER: char = '\'';

/// Apostrophes, hyphens and characters that are not seen at all: O'Brien is OBrien to many.
fn is_inner(c: char) -> bool {
    is_unseen(c)
        || matches!(
            c,
            INNER | '`' | '´' | '-' | '\u{2BB}' | '\u{2BC}' | '\u{55A}' | '\u{5F3}'
        )
        || matches!(c, '\u{2010}' | '\u{2011}' | '\u{2018}' | '\u{2019}' | '\u{2032}')
}

/// Soft hyphens and characters of no width: where a line may break, or which way it runs.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// A letter, or a mark on one: in many scripts vowels are marks.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

/// Letters of scripts that put no blank between words (Thai, Lao, Myanmar, Khmer, kana, Han),
/// and of Hangul, where particles hang on to a name. Blocks of Unicode 17.
fn is_run(c: char) -> bool {
    let in_block = matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}'
        | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{318F}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    in_block && is_letter(c)
}

/// A character of Han or Hangul that is a syllable by itself.
fn is_syllable(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The words of a text, as they are written, in the scripts that part them. What stands
/// inside a word parts it and does not: both are given.
pub(super) fn words(text: &str) -> Vec<String> {
    let marked = text.chars().map(|c| if is_inner(c) { INNER } else { c });
    let text: String = marked.nfkc().collect();
    let is_part = |c: char| c == INNER || (is_letter(c) && !is_run(c));
    let mut words = Vec::new();
    for chunk in text.split(|c| !is_part(c)) {
        let parts: Vec<_> = chunk.split(INNER).filter(|it| !it.is_empty()).collect();
        words.extend(parts.iter().map(|it| (*it).to_owned()));
        if parts.len() > 1 {
            words.push(parts.concat());
        }
    }
    words
}

/// Letters before a capital inside a word that may be a name by themselves. Fewer are a part
/// of one: McDonald, DeShawn.
const HUMP: usize = 3;

/// A word, and those that capitals alone part in it: TomasQuiroga.
pub(super) fn humps(word: &str) -> Vec<&str> {
    let mut humps = vec![word];
    let (mut start, mut n, mut was_small) = (0, 0, false);
    for (at, c) in word.char_indices() {
        if was_small && c.is_uppercase() && n >= HUMP {
            humps.push(&word[start..at]);
            (start, n) = (at, 0);
        }
        n += 1;
        was_small = c.is_lowercase();
    }
    if start > 0 {
        humps.push(&word[start..]);
    }
    humps
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

/// A text that can be searched for what [`runs`] gives: line ends part nothing, and what may
/// stand between two parts of a name is one blank.
pub(super) fn run_text(text: &str) -> String {
    let mut joined = String::new();
    for c in folded(text).chars() {
        match c {
            '\n' => {}
            _ if is_unseen(c) => {}
            _ if is_joint(c) && joined.ends_with(' ') => {}
            _ if is_joint(c) => joined.push(' '),
            _ => joined.push(c),
        }
    }
    joined
}

/// What may stand between two parts of a name; Katakana and Chinese write dots in names from
/// elsewhere.
fn is_joint(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | '-' | '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{30FB}')
}

/// The parts of a name in scripts without blanks between words, folded.
pub(super) fn runs(name: &str) -> Vec<String> {
    let text = run_text(name);
    let parts = text.split(|c| !is_run(c)).filter(|it| !it.is_empty());
    parts.map(str::to_owned).collect()
}

/// The letters of a word or run, without marks on them.
pub(super) fn n_letters(word: &str) -> usize {
    word.chars().filter(|c| !is_combining_mark(*c)).count()
}

/// The given name in a run that holds the family's too: the last two of three or four
/// syllables, as in Chinese and Korean.
pub(super) fn given(run: &str) -> Option<String> {
    let chars: Vec<char> = run.chars().collect();
    let is_whole = matches!(chars.len(), 3 | 4) && chars.iter().all(|c| is_syllable(*c));
    is_whole.then(|| chars[chars.len() - 2..].iter().collect())
}

/// A text by its letters alone: in small ones, each in one form, without accents and points
/// (Unicode NFKD). Vowel signs that are marks stay: without them every Thai word is another.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let bare = text.nfkd().filter(|c| !is_accent(*c));
    for c in bare.flat_map(char::to_lowercase) {
        match c {
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
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
            _ => folded.push(c),
        }
    }
    // Syllables of Hangul are put together again: half of one is another.
    folded.nfc().collect()
}

/// Marks that change no name, the variants of a Han character, and the stroke that lengthens an Arabic word.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6ED}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{E0100}'..='\u{E01EF}')
}

/// Words of one letter that Arabic (and, of, for, in, like) and Hebrew (and, the, in, to,
/// from, as) write on to the next word, and the Arabic article.
const ATTACHED: [&str; 13] =
    ["ال", "و", "ف", "ل", "ب", "ك", "ו", "ה", "ב", "ל", "מ", "כ", "ש"];

/// Most of them that are written on to one word.
const MOST_ATTACHED: usize = 3;

/// A folded word, and what it is without those written on to it.
pub(super) fn detached(word: &str) -> Vec<String> {
    let bare = std::iter::successors(Some(word), |it| stripped(it));
    let mut words: Vec<String> =
        bare.take(1 + MOST_ATTACHED).map(str::to_owned).collect();
    // "For" and the article are written as one: the article's first letter is lost.
    if let Some(rest) = word.strip_prefix("لل") {
        words.push(format!("ال{rest}"));
    }
    words
}

/// A word without the first of those; what is left is no single letter.
fn stripped(word: &str) -> Option<&str> {
    let rest = ATTACHED.iter().find_map(|before| word.strip_prefix(before))?;
    (n_letters(rest) >= 2).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{detached, folded, given, humps, run_text, runs, words};

    #[test]
    fn words_are_given_with_and_without_what_stands_in_them() {
        assert_eq!(
            words("O’Brien, Jean-Luc"),
            ["O", "Brien", "OBrien", "Jean", "Luc", "JeanLuc"]
        );
        assert_eq!(words("客户Juan2来了_ok"), ["Juan", "ok"]);
        assert_eq!(humps("TomasQuirogaID"), ["TomasQuirogaID", "Tomas", "Quiroga", "ID"]);
        assert_eq!(humps("McDonald"), ["McDonald"]);
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
    }

    #[test]
    fn runs_are_parted_by_what_parts_names_and_not_by_lines() {
        assert_eq!(run_text("王\u{200B}小\n明， 李·四"), "王小明 李 四");
        assert_eq!(run_text("葛\u{E0100}城"), "葛城");
        assert_eq!(runs("王 小明 (Wang)"), ["王", "小明"]);
        assert_eq!(given("王小明").as_deref(), Some("小明"));
        assert_eq!(given("김민수").as_deref(), Some("민수"));
        assert_eq!((given("小明"), given("สมชา")), (None, None));
    }

    #[test]
    fn words_that_are_written_on_to_a_name_come_off() {
        assert!(detached("ومحمد").contains(&"محمد".to_owned()));
        assert!(detached("للحسن").contains(&"الحسن".to_owned()));
        assert_eq!(detached("juan"), ["juan"]);
    }
}
