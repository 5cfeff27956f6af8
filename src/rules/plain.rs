//! A text with one kind of each sign, as numbers and days are looked for in it.

use unicode_normalization::UnicodeNormalization;

/// A text with one kind of digit, of hyphen and of blank (Unicode NFKC), without what is not
/// seen.
pub(super) fn plain(text: &str) -> String {
    // Most of what is written: nothing else changes in it.
    if text.is_ascii() {
        return text.replace(|c: char| c.is_whitespace(), " ");
    }
    let sign = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => digit(c).unwrap_or(c),
    };
    let seen = |c: &char| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    text.nfkc().filter(seen).map(sign).collect()
}

/// The zeros of the decimal digits of Unicode (general category Nd) that NFKC leaves as they
/// are; the nine others follow each.
const ZEROS: [u32; 36] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0,
    0xAA50, 0xABF0, 0x104A0,
];

/// A digit of any script as one of ours.
fn digit(c: char) -> Option<char> {
    let value = |zero: &u32| u32::from(c).checked_sub(*zero).filter(|it| *it < 10);
    ZEROS.iter().find_map(value).and_then(|it| char::from_digit(it, 10))
}

/// The digits of a text, one after the other.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::{digits, plain};

    #[test]
    fn digits_of_every_script_are_ours() {
        assert_eq!(digits(&plain("\u{6F1}\u{662}\u{969}\u{FF14}")), "1234");
        assert_eq!(plain("5\u{AD}55\u{2011}\u{202A}0100\u{202C}"), "555-0100");
    }
}
