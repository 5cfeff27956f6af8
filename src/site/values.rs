//! Values that only a site file holds.

use std::borrow::Cow;

use chrono_tz::Tz;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostics::{Diagnostic, Pointer};
use crate::model::PlainText;
use crate::source::{Node, Read, Reader, Texts, Value, VisitLeaf};

/// A time zone by its IANA name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub Tz);

impl Read for Zone {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a string", node);
        };
        match text.parse() {
            Ok(zone) => Some(Self(zone)),
            Err(_) => reader.refuse(
                Diagnostic::error("unknown-time-zone", "this is not an IANA time zone")
                    .hint("write a name such as `America/Los_Angeles`"),
            ),
        }
    }
}

impl Texts for Zone {
    fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
}

impl JsonSchema for Zone {
    fn schema_name() -> Cow<'static, str> {
        "Zone".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// An address that a reader can follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url(String);

impl Url {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as it is printed: without the scheme and a last slash.
    pub fn shown(&self) -> &str {
        let text = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        text.trim_end_matches('/')
    }
}

impl Read for Url {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = PlainText::read(node, reader)?;
        let text = text.as_str();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        // A QR code of error correction M holds 213 bytes in version 10 (ISO/IEC 18004).
        let plain = text.len() <= 200 && text.bytes().all(|b| b.is_ascii_graphic());
        match rest {
            Some(rest) if plain && rest.contains('.') => Some(Self(text.to_owned())),
            _ => reader.refuse(
                Diagnostic::error("not-a-url", "this is not a web address")
                    .hint("write it in full, as in `https://example.org/page`"),
            ),
        }
    }
}

impl Texts for Url {
    fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
}

impl JsonSchema for Url {
    fn schema_name() -> Cow<'static, str> {
        "Url".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^https?://[!-~]+$", "maxLength": 200 })
    }
}
