//! Why a supplied passphrase is refused, and what to do; and of which characters it may be.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

/// Why a supplied passphrase is refused. None of them says what it is or where it is weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseError {
    /// Too easy to guess.
    Weak,
    /// The one that the guides print.
    Example,
    /// A sentence that everybody knows.
    Famous,
    /// More than 64 characters.
    TooLong,
    /// What some editors put before a text.
    ByteOrderMark,
    /// A character that nobody sees.
    Invisible,
    /// A tab, or a space of another kind.
    OddSpace,
    /// Two spaces that look like one.
    DoubleSpace,
    /// A character that not every keyboard has.
    NotAscii,
    /// It contains a word of the record.
    HoldsRecordWord,
}

impl PassphraseError {
    /// The stable name of the problem.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Weak => "weak-passphrase",
            Self::Example => "example-passphrase",
            Self::Famous => "famous-passphrase",
            Self::TooLong => "passphrase-too-long",
            Self::ByteOrderMark => "passphrase-byte-order-mark",
            Self::Invisible => "passphrase-invisible",
            Self::OddSpace => "passphrase-odd-space",
            Self::DoubleSpace => "passphrase-double-space",
            Self::NotAscii => "passphrase-not-ascii",
            Self::HoldsRecordWord => "passphrase-holds-record",
        }
    }

    /// What to do.
    pub fn hint(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "save the file as plain text, UTF-8 without that mark",
            Self::Invisible => "type the passphrase by hand instead of pasting it",
            Self::OddSpace | Self::DoubleSpace => {
                "put one plain space, or a hyphen, between two words"
            }
            _ => "use six unrelated words, or leave the flag out to get a new passphrase",
        }
    }
}

impl fmt::Display for PassphraseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Weak => "the passphrase is too easy to guess",
            Self::Example => "the passphrase is the example that the guides print",
            Self::Famous => "the passphrase is a sentence that everybody knows",
            Self::TooLong => "the passphrase is longer than 64 characters",
            Self::ByteOrderMark => "a byte order mark stands before the passphrase",
            Self::Invisible => "the passphrase contains a character that nobody sees",
            Self::OddSpace => {
                "the passphrase contains a tab or a space that is not a plain one"
            }
            Self::DoubleSpace => "the passphrase contains two spaces in a row",
            Self::NotAscii => {
                "the passphrase contains a character that not every keyboard has"
            }
            Self::HoldsRecordWord => "the passphrase contains a word of the record",
        })
    }
}

/// Takes the characters that can be seen and that every keyboard has: whoever reads the
/// passphrase from a paper, or hears it, can then type it.
pub(super) fn check_characters(text: &str) -> Result<(), PassphraseError> {
    if text.starts_with('\u{FEFF}') {
        return Err(PassphraseError::ByteOrderMark);
    }
    if text.chars().any(is_invisible) || has_lone_mark(text) {
        return Err(PassphraseError::Invisible);
    }
    if text.chars().any(is_odd_space) {
        return Err(PassphraseError::OddSpace);
    }
    if text.contains("  ") {
        return Err(PassphraseError::DoubleSpace);
    }
    if !text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        return Err(PassphraseError::NotAscii);
    }
    Ok(())
}

/// Controls, and what is not drawn where it is not supported (Unicode 16,
/// Default_Ignorable_Code_Point): soft hyphens, characters without width, marks of direction,
/// fillers, selectors of a variant, tags.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// White space but the plain space, and the one pattern of Braille that has no dots.
fn is_odd_space(c: char) -> bool {
    c != ' ' && (c.is_whitespace() || c == '\u{2800}')
}

/// A mark without the letter that it belongs on shows as anything or nothing.
fn has_lone_mark(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let is_lone = is_combining_mark(c)
            && !before.is_alphanumeric()
            && !is_combining_mark(before);
        before = c;
        is_lone
    })
}

#[cfg(test)]
mod tests {
    use super::{PassphraseError, check_characters};

    #[track_caller]
    fn check(text: &str, expected: Option<PassphraseError>) {
        assert_eq!(check_characters(text).err(), expected, "{text:?}");
    }

    #[test]
    fn the_cause_is_named() {
        check("abacus zoom", None);
        check("\u{FEFF}abacus zoom", Some(PassphraseError::ByteOrderMark));
        for c in
            ['\u{200B}', '\u{AD}', '\u{202E}', '\u{FE0F}', '\u{FEFF}', '\u{0}', '\u{1B}']
        {
            check(&format!("abacus{c}zoom"), Some(PassphraseError::Invisible));
        }
        check("\u{301}abacus", Some(PassphraseError::Invisible));
        check("abacus-\u{301}\u{302}zoom", Some(PassphraseError::Invisible));
        for c in
            ['\t', '\u{A0}', '\u{2003}', '\u{3000}', '\u{2028}', '\u{2800}', '\u{85}']
        {
            check(&format!("abacus{c}zoom"), Some(PassphraseError::OddSpace));
        }
        check("abacus  zoom", Some(PassphraseError::DoubleSpace));
        check("abacus-zo\u{308}om", Some(PassphraseError::NotAscii));
        check("abacus-zoöm", Some(PassphraseError::NotAscii));
    }
}
