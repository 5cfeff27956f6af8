//! Words and days as they stand in files, checked on the way in.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostics::{Diagnostic, Pointer, is_forbidden};
use crate::source::{Leaf, Node, Read, Reader, Texts, Value, VisitLeaf};

/// The longest text that is read, in characters: the size of an HMIS text box
/// (`domain.md` Part C §7, Clarity field type Textbox).
pub const MAX_TEXT: usize = 65_535;

/// The longest run without a blank that is set, in characters: half a page of nonsense.
const MAX_WORD: usize = 2_000;

/// A civil day, written `YYYY-MM-DD`.
pub type Day = NaiveDate;

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

impl Texts for ClientText {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        visit(at, Leaf::Text(self));
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

impl Texts for PlainText {
    fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
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
    let text = text.replace("\r\n", "\n");
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

/// Years that a day of a living person's record can have.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

impl Read for NaiveDate {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a date", node);
        };
        // chrono alone would take `2026-1-2`, signs and blanks; HUD's form is exactly this.
        let is_form = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        match text.parse::<Self>() {
            Ok(day) if is_form && YEARS.contains(&day.year()) => Some(day),
            _ => reader.refuse(
                Diagnostic::error("not-a-date", "this is not a day of the calendar")
                    .hint("write the day as YYYY-MM-DD, between the years 1900 and 2100"),
            ),
        }
    }
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

impl Texts for Instant {
    fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
}

impl JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}
