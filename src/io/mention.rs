//! Does a file that cannot be judged mention a client? Its bytes are read as UTF-8, and as
//! UTF-16 and UTF-32 of both orders, with JSON's escapes resolved and as they stand, in any ASCII case.

use std::io::{self, Read};

/// An identifier of fewer characters is found only where it stands by itself: it would be a
/// part of any number.
const MIN_LENGTH: usize = 6;

/// Bytes that are looked at at once, and those that are looked at again with what follows: an
/// identifier of 64 characters, each escaped, in UTF-32.
const CHUNK: usize = 8 * 1024 * 1024;
const OVERLAP: usize = 64 * 6 * 4 + 8;

/// All that bytes can say in ASCII, whatever their encoding is: in small letters, a space for
/// every other character.
#[derive(Debug)]
pub(super) struct Plain(String);

impl Plain {
    /// What these bytes can say.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut text = Vec::with_capacity(bytes.len() + 1);
        add(&mut text, bytes.iter().map(|it| u16::from(*it)));
        // Only such a text has a zero in every other byte. Where it begins is not known: a file
        // may be cut short in front, too.
        if bytes.contains(&0) {
            for from in [0, 1] {
                let pairs = bytes.get(from..).unwrap_or_default().chunks_exact(2);
                add(
                    &mut text,
                    pairs.clone().map(|it| u16::from_le_bytes([it[0], it[1]])),
                );
                add(&mut text, pairs.map(|it| u16::from_be_bytes([it[0], it[1]])));
            }
        }
        // The same of UTF-32, where three of four are zero.
        if bytes.windows(3).any(|it| it == [0; 3]) {
            for from in 0..4 {
                let fours = bytes.get(from..).unwrap_or_default().chunks_exact(4);
                let unit = |it: u32| u16::try_from(it).unwrap_or_default();
                add(
                    &mut text,
                    fours.map(|it| {
                        let four = [it[0], it[1], it[2], it[3]];
                        let little = u32::from_le_bytes(four);
                        unit(little.min(u32::from_be_bytes(four)))
                    }),
                );
            }
        }
        Self(String::from_utf8(text).unwrap_or_default())
    }

    /// True where they say this word, which is in small letters.
    pub(super) fn says(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// True where they mention this client.
    pub(super) fn mentions(&self, id: &str) -> bool {
        let id = id.to_ascii_lowercase();
        let is_apart = |at: usize| {
            let is_part = |it: char| it.is_ascii_alphanumeric();
            !self.0[..at].ends_with(is_part)
                && !self.0[at + id.len()..].starts_with(is_part)
        };
        if id.len() >= MIN_LENGTH {
            self.0.contains(&id)
        } else {
            self.0.match_indices(&id).any(|(at, _)| is_apart(at))
        }
    }
}

/// True where what is read mentions a client.
pub(super) fn any_mentions(mut from: impl Read, id: &str) -> io::Result<bool> {
    let mut bytes = Vec::new();
    loop {
        let n = from.by_ref().take(CHUNK as u64).read_to_end(&mut bytes)?;
        if n == 0 {
            return Ok(false);
        }
        if Plain::of(&bytes).mentions(id) {
            return Ok(true);
        }
        bytes.drain(..bytes.len().saturating_sub(OVERLAP));
    }
}

/// Adds a text of these units as it stands and, where it has any escape, with those resolved.
fn add(text: &mut Vec<u8>, units: impl Iterator<Item = u16> + Clone) {
    let mut has_escapes = false;
    text.extend(units.clone().map(|it| {
        has_escapes |= it == u16::from(b'\\');
        ascii(it)
    }));
    text.push(b' ');
    if has_escapes {
        let mut rest = units;
        while let Some(unit) = rest.next() {
            let unit = if unit == u16::from(b'\\') { escaped(&mut rest) } else { unit };
            text.push(ascii(unit));
        }
        text.push(b' ');
    }
}

/// The character that follows a backslash, where it is one of JSON's escapes.
fn escaped(rest: &mut (impl Iterator<Item = u16> + Clone)) -> u16 {
    let mut ahead = rest.clone();
    let kind = ahead.next().and_then(|it| u8::try_from(it).ok()).unwrap_or_default();
    let found = match kind {
        b'u' => {
            let digit =
                |it: Option<u16>| char::from(u8::try_from(it?).ok()?).to_digit(16);
            (0..4).try_fold(0, |sum, _| Some(sum * 16 + digit(ahead.next())?))
        }
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(0),
        _ => None,
    };
    let Some(found) = found else { return 0 };
    *rest = ahead;
    u16::try_from(found).unwrap_or_default()
}

fn ascii(unit: u16) -> u8 {
    u8::try_from(unit)
        .ok()
        .filter(u8::is_ascii)
        .map_or(b' ', |it| it.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Plain, any_mentions};

    const ID: &str = "69E44770D";

    fn utf32(text: &str, bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|it| bytes(u32::from(it))).collect()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_client_is_found_however_they_are_written() {
        let texts = [
            "{\"client_id\":\"69E44770D\"",
            "69e44770d",
            r#"{"client_id":"\u0036\u0039E\u00344770\u0044""#,
            r#""69\u004544770\u0064"#,
            r"a\n69E44770D",
            r"\\69E44770D",
            r"C:\69E44770D",
            "ñ69E44770D名",
        ];
        for text in texts {
            for bytes in [
                text.as_bytes().to_vec(),
                utf16(text, u16::to_le_bytes),
                utf16(text, u16::to_be_bytes),
                [b"\xFF\xFE", &utf16(text, u16::to_le_bytes)[..]].concat(),
                [b"x", &utf16(text, u16::to_be_bytes)[..]].concat(),
                utf32(text, u32::to_le_bytes),
                [b"xyz", &utf32(text, u32::to_be_bytes)[..]].concat(),
                [text.as_bytes(), &b"\xC3\xFF"[..]].concat(),
            ] {
                assert!(Plain::of(&bytes).mentions(ID), "{text} {bytes:?}");
            }
        }
        for text in ["69E44770", "69E447-70D", r"69\u00E44770D", r"69\uE44770D", ""] {
            assert!(!Plain::of(text.as_bytes()).mentions(ID), "{text}");
        }
    }

    #[test]
    fn a_short_identifier_stands_by_itself() {
        for text in ["\"P1\"", "x/p1.json", r#"\"P1\""#, r"\tP1\t", r"\u0050\u0031", "P1"]
        {
            assert!(Plain::of(text.as_bytes()).mentions("P1"), "{text}");
        }
        for text in ["P10", "XP1", "P 1"] {
            assert!(!Plain::of(text.as_bytes()).mentions("P1"), "{text}");
        }
    }

    #[test]
    fn a_client_is_found_wherever_a_long_file_is_parted() {
        for shift in [0, 1, 4, 8, 9, 20, 600] {
            let mut bytes = vec![b'.'; CHUNK + 100];
            bytes.splice(CHUNK - shift.., ID.bytes());
            assert!(any_mentions(&bytes[..], ID).expect("bytes"), "{shift}");
        }
        assert!(!any_mentions(&vec![b'6'; CHUNK * 2][..], ID).expect("bytes"));
    }
}
