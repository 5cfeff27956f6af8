//! Keys of Clarity's JSON that were not used: what the system gave and no record shows is told,
//! by names that are plain; a key that is not may be data.

use std::collections::BTreeSet;

use serde_json::Value;

use super::clarity_value::At;

/// Keys of an input that were not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// The flag that names the input.
    pub input: String,
    /// The plain ones, at most ten.
    pub keys: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// The most keys that are named.
const MAX_KEYS: usize = 10;

/// Fields of a client, at the top or among the values of a screen.
const CLIENT: [&str; 25] = [
    "unique_identifier",
    "personal_id",
    "screenValues",
    "ssn1",
    "ssn2",
    "ssn3",
    "ssn_quality",
    "first_name",
    "name_middle",
    "last_name",
    "name_suffix",
    "alias",
    "name_quality",
    "birth_date",
    "dob_quality",
    "sex",
    "gender",
    "gender_identity_text",
    "race_ethnicity",
    "additional_race_ethnicity_detail",
    "veteran",
    "private",
    // What the system counts for itself.
    "id",
    "age",
    "added_date",
];

/// Fields of an enrollment, at the top or among its pairs.
const STAY: [&str; 14] = [
    "personalId",
    "enrollmentId",
    "entryDate",
    "exitDate",
    "moveInDate",
    "relationshipToHoH",
    "destination",
    "deleted",
    "data",
    "project",
    "enrollmentHouseholdMembers",
    "id",
    "householdId",
    "cocCode",
];

/// Fields of a file.
const FILE: [&str; 11] = [
    "id",
    "client",
    "deleted",
    "fileName",
    "otherName",
    "name",
    "category",
    "file",
    "agency",
    "private",
    // Whether it is of a program: a list shows no file itself.
    "is_program_file",
];

/// The keys of a client that no field of a record has.
pub(super) fn unused_of_client(client: &At<'_>) -> Option<Unused> {
    let nested = client.get("/screenValues");
    let all = [Some(client.value), nested.as_ref().map(|it| it.value)];
    unused("--client", all.into_iter().flatten().flat_map(keys), &CLIENT)
}

/// Those of enrollments, with the names of their pairs.
pub(super) fn unused_of_stay(items: &[At<'_>]) -> Option<Unused> {
    let pairs = items.iter().filter_map(|it| it.value.get("data")?.as_array()).flatten();
    let said = pairs.filter(|it| it.get("value").is_some_and(is_said));
    let named = said.filter_map(|it| it.get("field")?.as_str());
    let own = items.iter().flat_map(|it| keys(it.value));
    unused("--enrollments", own.chain(named), &STAY)
}

/// Those of files.
pub(super) fn unused_of_file(items: &[At<'_>]) -> Option<Unused> {
    unused("--files", items.iter().flat_map(|it| keys(it.value)), &FILE)
}

/// The keys of an object that say something.
fn keys(value: &Value) -> impl Iterator<Item = &str> {
    let all = value.as_object().into_iter().flatten();
    all.filter(|it| is_said(it.1)).map(|it| it.0.as_str())
}

fn is_said(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(parts) => !parts.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn unused<'a>(
    input: &str,
    keys: impl Iterator<Item = &'a str>,
    used: &[&str],
) -> Option<Unused> {
    let unused: BTreeSet<&str> = keys.filter(|it| !used.contains(it)).collect();
    let plain = unused.iter().filter(|it| is_plain(it)).take(MAX_KEYS);
    let keys: Vec<String> = plain.map(|it| (*it).to_owned()).collect();
    let more = unused.len() - keys.len();
    (!unused.is_empty()).then(|| Unused { input: input.to_owned(), keys, more })
}

/// True for what programs call a field: small letters first, no digits but one at the end.
fn is_plain(key: &str) -> bool {
    let stem = key.strip_suffix(|it: char| it.is_ascii_digit()).unwrap_or(key);
    key.len() <= 40
        && stem.starts_with(|it: char| it.is_ascii_lowercase())
        && stem.bytes().all(|it| it.is_ascii_alphabetic() || it == b'_')
}
