//! Sections from elsewhere, which no export holds: an extract of each client, or a list of them.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::diagnostics::{Place, Pointer, Problem};
use crate::model::SectionKind;
use crate::source::{JsonFault, read_json};

/// The flag that names the file.
const FLAG: &str = "--with";

/// Sections from elsewhere, by HMIS identifier and key.
#[derive(Debug, Default)]
pub struct Merge(HashMap<String, Map<String, Value>>);

/// Why sections cannot be merged, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeError {
    wrong: Wrong,
    /// The line, where the text itself is at fault.
    line: Option<u64>,
    at: Pointer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    NotJson,
    DoubledKey,
    NotAnExtract,
    NoClient,
    Own,
    Twice,
    NotASection,
}

impl MergeError {
    fn new(wrong: Wrong, at: &Pointer) -> Self {
        Self { wrong, line: None, at: at.clone() }
    }
}

impl Problem for MergeError {
    fn slug(&self) -> &'static str {
        if self.wrong == Wrong::DoubledKey { "duplicate-key" } else { "merge-unreadable" }
    }

    fn message(&self) -> String {
        match self.wrong {
            Wrong::NotJson => "this is not JSON".into(),
            Wrong::DoubledKey => "the same key stands twice".into(),
            Wrong::NotAnExtract => "this is not an extract".into(),
            Wrong::NoClient => "an extract has no `client_id`".into(),
            Wrong::Own => {
                "an extract contains a profile or enrollments, which come from the export"
                    .into()
            }
            Wrong::Twice => "two extracts are about the same client".into(),
            Wrong::NotASection => "an extract has a key that is not a section".into(),
        }
    }

    fn place(&self) -> Option<Place> {
        let (file, row) = (FLAG.to_owned(), self.line);
        Some(Place::Input { file, row, part: self.at.as_str().to_owned() })
    }

    fn hint(&self) -> Option<&'static str> {
        Some(match self.wrong {
            Wrong::DoubledKey => "keep one of them; which is right cannot be guessed",
            _ => "write one extract or a list of them, each with its `client_id`",
        })
    }
}

impl Merge {
    /// The sections of a client.
    pub(super) fn of(&self, id: &str) -> Option<&Map<String, Value>> {
        self.0.get(id)
    }

    /// Of how many clients there are sections.
    pub(super) fn n_clients(&self) -> usize {
        self.0.len()
    }

    /// Reads an extract, or a list of them, without profiles and enrollments.
    pub fn parse(text: &str) -> Result<Self, MergeError> {
        let root = Pointer::root();
        let value = read_json(text.as_bytes()).map_err(|fault| match fault {
            JsonFault::Malformed => MergeError::new(Wrong::NotJson, &root),
            JsonFault::Twice { line, at } => {
                let line = u64::try_from(line).ok();
                MergeError { line, ..MergeError::new(Wrong::DoubledKey, &at) }
            }
        })?;
        let mut merge = HashMap::new();
        match value {
            Value::Array(parts) => {
                for (i, part) in parts.into_iter().enumerate() {
                    add(&mut merge, part, &root.index(i))?;
                }
            }
            one => add(&mut merge, one, &root)?,
        }
        Ok(Self(merge))
    }
}

/// Adds the sections of one extract.
fn add(
    merge: &mut HashMap<String, Map<String, Value>>,
    part: Value,
    at: &Pointer,
) -> Result<(), MergeError> {
    let wrong = |wrong, at: &Pointer| Err(MergeError::new(wrong, at));
    let Value::Object(mut part) = part else { return wrong(Wrong::NotAnExtract, at) };
    let Some(Value::String(id)) = part.remove("client_id") else {
        return wrong(Wrong::NoClient, at);
    };
    if let Some(own) = OWN.iter().find(|it| part.contains_key(it.key())) {
        return wrong(Wrong::Own, &at.key(own.key()));
    }
    part.retain(|key, _| !HEAD.contains(&key.as_str()));
    // What is no key of ours may be data, and is not shown.
    let is_section = |key: &String| SectionKind::ALL.iter().any(|it| it.key() == key);
    if !part.keys().all(is_section) {
        return wrong(Wrong::NotASection, at);
    }
    if merge.insert(id, part).is_some() {
        return wrong(Wrong::Twice, at);
    }
    Ok(())
}

/// What an extract says of itself.
const HEAD: [&str; 4] = ["format", "standard", "exported_at", "source"];

/// The sections that an export holds.
const OWN: [SectionKind; 2] = [SectionKind::Profile, SectionKind::Enrollments];
