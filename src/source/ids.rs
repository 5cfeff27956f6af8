//! Names of things: the client's HMIS identifier, the ticket, and who works at the desk.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::read::{Read, Reader};
use super::tree::{Node, Value};
use crate::diagnostics::{Diagnostic, masked_id};

/// An HMIS identifier of a client: Clarity's Unique Identifier (nine hexadecimal
/// characters) or a HUD PersonalID (up to 32). Shown by its last two characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(String);

impl ClientId {
    /// The identifier of this text, where it can be one; then it can name a file too.
    pub fn new(text: &str) -> Option<Self> {
        is_name(text, 64).then(|| Self(text.to_owned()))
    }

    /// The identifier, for a page or a search.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientId({})", masked_id(&self.0))
    }
}

impl Read for ClientId {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a string", node);
        };
        Self::new(text.trim()).or_else(|| {
            let kept: String = text.chars().filter(|it| !is_blank(*it)).collect();
            // Of a name, taking the spaces out would make no identifier.
            let is_pasted =
                kept.bytes().any(|b| b.is_ascii_digit()) && Self::new(&kept).is_some();
            reader.refuse(if is_pasted {
                Diagnostic::error(
                    "not-an-id",
                    "this HMIS ID has a space or an invisible character in it",
                )
                .hint("delete it and type the ID again; pasting often brings one along")
            } else {
                Diagnostic::error("not-an-id", "this is not an HMIS identifier")
                    .hint("write the HMIS ID only: letters, digits and `-`, at most 64")
            })
        })
    }
}

impl JsonSchema for ClientId {
    fn schema_name() -> Cow<'static, str> {
        "ClientId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9-]{1,64}$" })
    }
}

/// The help-desk ticket; it names every output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(String);

impl Ticket {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ticket of this name, where it can name a folder on every system.
    pub fn new(text: &str) -> Option<Self> {
        // Windows gives these names to devices, whatever the extension.
        let device = ["con", "prn", "aux", "nul"].contains(&&*text.to_lowercase())
            || (text.len() == 4
                && text.get(..3).is_some_and(|it| {
                    ["com", "lpt"].iter().any(|device| it.eq_ignore_ascii_case(device))
                }));
        (is_name(text, 64) && !text.starts_with('-') && !device)
            .then(|| Self(text.to_owned()))
    }
}

impl Read for Ticket {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a string", node);
        };
        Self::new(text).or_else(|| {
            reader.refuse(
                Diagnostic::error("not-a-ticket", "this cannot name a ticket")
                    .hint("write letters, digits and `-`, at most 64, as in `2026-0142`"),
            )
        })
    }
}

impl JsonSchema for Ticket {
    fn schema_name() -> Cow<'static, str> {
        "Ticket".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9-]{0,63}$" })
    }
}

/// Somebody who works at the help desk or an agency, by login or initials. No free text: the
/// ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StaffName(String);

impl StaffName {
    /// What such a name is, for hints.
    pub const FORM: &'static str =
        "write a login or initials: letters, digits and `-._@`, at most 64";

    /// What stands in the ledger where the system knows nobody.
    const UNKNOWN: &'static str = "unknown";

    /// The name of this text, where it can be one.
    pub fn new(text: &str) -> Option<Self> {
        let is_sign = |b: u8| b.is_ascii_alphanumeric() || b"-._@".contains(&b);
        let is_name = (1..=64).contains(&text.len()) && text.bytes().all(is_sign);
        is_name.then(|| Self(text.to_owned()))
    }

    /// The name that the system knows somebody by; what a name cannot hold becomes `-`.
    pub fn of_login(text: &str) -> Self {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || "-._@".contains(c) { c } else { '-' }
        };
        let name: String = text.chars().map(plain).take(64).collect();
        Self(if name.is_empty() { Self::UNKNOWN.into() } else { name })
    }

    /// True where the system knows nobody.
    pub fn is_unknown(&self) -> bool {
        self.0 == Self::UNKNOWN
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Read for StaffName {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a string", node);
        };
        Self::new(text).or_else(|| {
            reader.refuse(
                Diagnostic::error(
                    "not-a-staff-name",
                    "this cannot name somebody on the staff",
                )
                .hint(Self::FORM),
            )
        })
    }
}

impl JsonSchema for StaffName {
    fn schema_name() -> Cow<'static, str> {
        "StaffName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9._@-]{1,64}$" })
    }
}

/// True for what pasting brings along and nobody sees.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn is_name(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::Ticket;

    #[test]
    fn a_ticket_names_a_folder_everywhere() {
        for good in ["2026-0142", "A", "com10"] {
            assert!(Ticket::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "-x",
            "a/b",
            "..",
            "a b",
            "ñ",
            "NUL",
            "com1",
            "LPT9",
            "aeΘ",
            "aΘ1",
            &"9".repeat(65),
        ] {
            assert!(Ticket::new(bad).is_none(), "{bad}");
        }
    }
}
