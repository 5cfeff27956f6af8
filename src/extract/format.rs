//! The name of the format of extracts.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostics::{Diagnostic, Pointer};
use crate::source::{Node, Read, Reader, Texts, Value, VisitLeaf};

/// The name of the format, `client-record-extract/1`.
#[derive(Debug, Clone, Copy)]
pub struct Format;

/// What an extract calls its format.
pub const FORMAT: &str = "client-record-extract/1";

impl Read for Format {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text == FORMAT => Some(Self),
            Value::Text(_) => reader.refuse(
                Diagnostic::error(
                    "unknown-format",
                    "this format of extract is not known",
                )
                .hint(format!("this program reads `{FORMAT}`; update one of the two")),
            ),
            _ => reader.wrong_type("a string", node),
        }
    }
}

impl Texts for Format {
    fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
}

impl JsonSchema for Format {
    fn schema_name() -> Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": FORMAT })
    }
}
