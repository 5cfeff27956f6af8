//! What no export holds, from elsewhere: an extract of each client, or a list of them, with
//! sections, the names of the household, and whether the record is private.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::diagnostics::{Place, Pointer, Problem};
use crate::model::SectionKind;
use crate::source::{JsonFault, read_json};

/// The flag that names the file.
const FLAG: &str = "--with";

/// What comes from elsewhere, by HMIS identifier.
#[derive(Debug, Default)]
pub struct Merge(HashMap<String, Beside>);

/// What comes from elsewhere of one client.
#[derive(Debug)]
struct Beside {
    /// Sections and the names of the household, by their keys.
    parts: Map<String, Value>,
    private: Option<bool>,
}

/// What comes from elsewhere under the identifiers of one client.
#[derive(Default)]
pub(super) struct Together<'a> {
    /// Sections and the names of the household; none where there is nothing.
    pub parts: Option<Cow<'a, Map<String, Value>>>,
    pub private: Option<bool>,
    /// Under how many identifiers there is anything.
    pub n: usize,
}

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
    Another,
    Private,
    Twice,
    Further,
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
                "an extract contains more of a profile than `private`, or enrollments: they \
                 come from the export"
                    .into()
            }
            Wrong::Another => "a profile is about another client than its extract".into(),
            Wrong::Private => "`private` must be true or false".into(),
            Wrong::Twice => "two extracts are about the same client".into(),
            Wrong::Further => {
                "`further_ids` is not read here: `--ids` says which identifiers are one \
                 client's"
                    .into()
            }
            Wrong::NotASection => {
                "an extract has a key that is neither a section nor `household_names`".into()
            },
        }
    }

    fn place(&self) -> Option<Place> {
        let (file, row) = (FLAG.to_owned(), self.line);
        Some(Place::Input { file, row, part: self.at.as_str().to_owned() })
    }

    fn hint(&self) -> Option<&'static str> {
        Some(match self.wrong {
            Wrong::DoubledKey => "keep one of them; which is right cannot be guessed",
            Wrong::Further => {
                "remove `further_ids`; with a HUD CSV, give each identifier a row in the file of \
                 `--ids`"
            }
            _ => "write one extract or a list of them, each with its `client_id`",
        })
    }
}

impl Merge {
    /// The sections of a client.
    pub(super) fn of(&self, id: &str) -> Option<&Map<String, Value>> {
        self.0.get(id).map(|it| &it.parts)
    }

    /// Whether the record of a client is private, where that is said.
    pub(super) fn private(&self, id: &str) -> Option<bool> {
        self.0.get(id).and_then(|it| it.private)
    }

    /// What comes from elsewhere under any identifier of one client: rows of both, each once.
    /// Record and section are as private, and as little known, as one of them says.
    pub(super) fn of_all(&self, ids: &[String]) -> Together<'_> {
        let mut all = Together::default();
        for beside in ids.iter().filter_map(|it| self.0.get(it)) {
            all.n += 1;
            all.private = all.private.max(beside.private);
            match &mut all.parts {
                None => all.parts = Some(Cow::Borrowed(&beside.parts)),
                Some(parts) => {
                    beside
                        .parts
                        .iter()
                        .for_each(|(key, it)| join(parts.to_mut(), key, it));
                }
            }
        }
        all
    }

    /// True where a row under an identifier of a client says that it is about somebody else.
    pub(super) fn has_rows_of_others(&self, ids: &[String]) -> bool {
        let is_own = |row: &Value| match row.get("client_id") {
            Some(Value::String(of)) => ids.contains(of),
            _ => true,
        };
        let parts =
            ids.iter().filter_map(|it| self.0.get(it)).flat_map(|it| it.parts.values());
        let mut rows = parts.filter_map(Value::as_array).flatten();
        !rows.all(is_own)
    }

    /// Of how many clients there are sections.
    pub(super) fn n_clients(&self) -> usize {
        self.0.len()
    }

    /// Reads an extract, or a list of them, without profiles and enrollments.
    pub fn parse(text: &str) -> Result<Self, MergeError> {
        let mut merge = Self::default();
        merge.add(text)?;
        Ok(merge)
    }

    /// Reads another of them. No two may be about one client.
    pub fn add(&mut self, text: &str) -> Result<(), MergeError> {
        let root = Pointer::root();
        let value = read_json(text.as_bytes()).map_err(|fault| match fault {
            JsonFault::Malformed => MergeError::new(Wrong::NotJson, &root),
            JsonFault::Twice { line, at } => {
                let line = u64::try_from(line).ok();
                MergeError { line, ..MergeError::new(Wrong::DoubledKey, &at) }
            }
        })?;
        let merge = &mut self.0;
        match value {
            Value::Array(parts) => {
                for (i, part) in parts.into_iter().enumerate() {
                    add(merge, part, &root.index(i))?;
                }
            }
            one => add(merge, one, &root)?,
        }
        Ok(())
    }
}

/// True where a file that is to be merged is an extract, a list of them, or broken JSON; false
/// where it is a table. A row of a table names its client otherwise than an extract.
pub fn may_be_extracts(bytes: &[u8]) -> bool {
    const FIRST: usize = 64 * 1024;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match bytes {
        [b'{', ..] => true,
        [b'[', rest @ ..] => {
            let first = &rest[..rest.len().min(FIRST)];
            let key = b"\"client_id\"";
            !first.trim_ascii_start().starts_with(b"{")
                || first.windows(key.len()).any(|it| it == key)
        }
        _ => false,
    }
}

/// Adds to a section what is told of it under another identifier.
fn join(parts: &mut Map<String, Value>, key: &str, more: &Value) {
    match (parts.get_mut(key), more) {
        (Some(Value::Array(rows)), Value::Array(more)) => {
            for row in more {
                if !rows.contains(row) {
                    rows.push(row.clone());
                }
            }
        }
        // A section that could not be exported whole is none that is known.
        (Some(Value::Object(_)), Value::Array(_)) => {}
        _ => drop(parts.insert(key.to_owned(), more.clone())),
    }
}

/// Adds the sections of one extract.
fn add(
    merge: &mut HashMap<String, Beside>,
    part: Value,
    at: &Pointer,
) -> Result<(), MergeError> {
    let wrong = |wrong, at: &Pointer| Err(MergeError::new(wrong, at));
    let Value::Object(mut part) = part else { return wrong(Wrong::NotAnExtract, at) };
    let Some(Value::String(id)) = part.remove("client_id") else {
        return wrong(Wrong::NoClient, at);
    };
    let enrollments = SectionKind::Enrollments.key();
    if part.contains_key(enrollments) {
        return wrong(Wrong::Own, &at.key(enrollments));
    }
    let profile = SectionKind::Profile.key();
    let private = match part.remove(profile) {
        Some(it) => private_of(&it, &id, &at.key(profile))?,
        None => None,
    };
    part.retain(|key, _| !HEAD.contains(&key.as_str()));
    if part.contains_key(FURTHER) {
        return wrong(Wrong::Further, &at.key(FURTHER));
    }
    // What is no key of ours may be data, and is not shown.
    let is_known = |key: &String| {
        key == HOUSEHOLD || SectionKind::ALL.iter().any(|it| it.key() == key)
    };
    if !part.keys().all(is_known) {
        return wrong(Wrong::NotASection, at);
    }
    if merge.insert(id, Beside { parts: part, private }).is_some() {
        return wrong(Wrong::Twice, at);
    }
    Ok(())
}

/// What an extract says of itself.
const HEAD: [&str; 4] = ["format", "standard", "exported_at", "source"];

/// Other identifiers of the client, which an export or its mapping says.
const FURTHER: &str = "further_ids";

/// The names of the household, which are no section.
const HOUSEHOLD: &str = "household_names";

/// What a profile says of the record's being private; it may say nothing else.
fn private_of(
    profile: &Value,
    id: &str,
    at: &Pointer,
) -> Result<Option<bool>, MergeError> {
    let wrong = |wrong, at: &Pointer| Err(MergeError::new(wrong, at));
    let Value::Object(fields) = profile else { return wrong(Wrong::Own, at) };
    let known = ["client_id", "private"];
    if !fields.keys().all(|it| known.contains(&it.as_str())) {
        return wrong(Wrong::Own, at);
    }
    if fields.get("client_id").is_some_and(|it| it.as_str() != Some(id)) {
        return wrong(Wrong::Another, &at.key("client_id"));
    }
    match fields.get("private") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(it)) => Ok(Some(*it)),
        Some(_) => wrong(Wrong::Private, &at.key("private")),
    }
}
