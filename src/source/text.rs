//! Words and days as they stand in files, checked on the way in.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, FixedOffset};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::read::{Read, Reader};
use super::signs::{with_line_ends, with_symbols};
use super::tree::{Node, Value};
use crate::diagnostics::{Diagnostic, Severity, is_forbidden};

/// The longest text that is read, in characters: the size of an HMIS text box
/// (`data/policy/client-record-requests.md`, 11.5: Clarity's field type Textbox).
pub const MAX_TEXT: usize = 65_535;

/// The longest run without a blank that is set, in characters: half a page of nonsense.
const MAX_WORD: usize = 2_000;

/// A text about a client. It may be printed on a page and nowhere else: it has no
/// `Display`, and its `Debug` tells only its length.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ClientText(String);

impl ClientText {
    /// The text, for a page.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where nothing is written but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for ClientText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientText({} characters)", self.0.chars().count())
    }
}

impl Read for ClientText {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        checked(node, reader).map(Self)
    }
}

impl JsonSchema for ClientText {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": MAX_TEXT })
    }
}

/// A text of the help desk or of the site: an agency, a note, an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlainText(String);

impl PlainText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Read for PlainText {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        checked(node, reader).map(Self)
    }
}

impl JsonSchema for PlainText {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        ClientText::json_schema(generator)
    }
}

fn checked(node: &Node, reader: &mut Reader) -> Option<String> {
    let Value::Text(text) = &node.value else {
        return reader.wrong_type("a string", node);
    };
    let n = text.chars().count();
    if n > MAX_TEXT {
        return reader.refuse(
            Diagnostic::error(
                "text-too-long",
                format!("this text has {n} characters, more than {MAX_TEXT}"),
            )
            .hint("no HMIS field holds so much; export the record again"),
        );
    }
    let longest = text.split(char::is_whitespace).map(|it| it.chars().count()).max();
    if let Some(n) = longest.filter(|n| *n > MAX_WORD) {
        return reader.refuse(
            Diagnostic::error(
                "text-too-long",
                format!("this text has {n} characters in a row without a blank"),
            )
            .hint(format!(
                "at most {MAX_WORD} can be set; is it a file in a text field?"
            )),
        );
    }
    let text = with_line_ends(text);
    let mut note = |slug, said| {
        let note = Diagnostic::new(Severity::Note, slug, said);
        reader.report.push(note.at(reader.here()));
    };
    let text = without_number_marks(&text).map_or(text, |it| {
        note("marks-left-out", "marks of direction around a number are left out");
        it
    });
    let text = with_symbols(&text).map_or(text, |it| {
        note("symbols-read", "signs of a symbol font are read as what they mean in Word");
        it
    });
    if let Some((i, c)) = text.chars().enumerate().find(|(_, c)| is_forbidden(*c)) {
        return reader.refuse(
            Diagnostic::error(
                "control-character",
                format!(
                    "character {} of this text is U+{:04X}, a control character",
                    i + 1,
                    u32::from(c)
                ),
            )
            .hint("remove it in HMIS or in the extract; it could hide or reorder words"),
        );
    }
    Some(text)
}

/// A text without the pairs of marks that telephones put around a number; none where there
/// is no such pair. A number is read from left to right with them and without.
fn without_number_marks(text: &str) -> Option<String> {
    let is_number = |it: &str| {
        let is_part =
            |c: char| c.is_numeric() || c.is_whitespace() || "+-().,#*/".contains(c);
        it.chars().all(is_part) && it.chars().any(char::is_numeric)
    };
    let closing = |c: char| match c {
        '\u{202A}' | '\u{202B}' | '\u{202D}' => Some('\u{202C}'),
        '\u{2066}'..='\u{2068}' => Some('\u{2069}'),
        _ => None,
    };
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| closing(*c).is_some())
    {
        let inside = &rest[at + open.len_utf8()..];
        let close = closing(open)?;
        let end = inside.find(close).filter(|end| is_number(&inside[..*end]));
        kept.push_str(&rest[..at]);
        let Some(end) = end else {
            kept.push(open);
            rest = inside;
            continue;
        };
        kept.push_str(&inside[..end]);
        rest = &inside[end + close.len_utf8()..];
    }
    kept.push_str(rest);
    (kept.len() < text.len()).then_some(kept)
}

/// A moment with its offset, written as in RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant(pub DateTime<FixedOffset>);

impl Read for Instant {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a date and time", node);
        };
        match DateTime::parse_from_rfc3339(text) {
            Ok(at) => Some(Self(at)),
            Err(_) => reader.refuse(
                Diagnostic::error("not-a-date", "this is not a moment in time")
                    .hint("write it as YYYY-MM-DDThh:mm:ss-08:00"),
            ),
        }
    }
}

impl JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::without_number_marks;

    #[test]
    fn marks_around_a_number_are_left_out_and_no_others() {
        let of = |text: &str| without_number_marks(text);
        assert_eq!(
            of("at \u{202A}(714) 555-0100\u{202C}.").as_deref(),
            Some("at (714) 555-0100.")
        );
        assert_eq!(of("\u{2068}5550100\u{2069}").as_deref(), Some("5550100"));
        assert_eq!(of("\u{202A}abc\u{202C}"), None);
        assert_eq!(of("\u{202E}5550100\u{202C}"), None);
        assert_eq!(of("\u{202A}5550100"), None);
    }
}
