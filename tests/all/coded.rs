//! Every coded field of the format is checked against HUD's lists: the schema says which fields
//! there are, and no list here has to be kept up but that of the numbers that are no codes.

use serde_json::{Value, json};

use super::support::Case;

/// Numbers that are years, not codes; and the codes of who paid, which no page shows: a rule
/// looks for those that it knows.
const NOT_LISTED: [&str; 3] = [
    "/profile/veteran/year_entered_service",
    "/profile/veteran/year_separated",
    "/enrollments/0/funders/0",
];

/// Lists of texts that are free.
const FREE: [&str; 2] = ["/household_names/0", "/further_ids/0"];

/// The places of all numbers and of all texts in lists, from a schema.
fn places(
    schema: &Value,
    node: &Value,
    at: &str,
    numbers: &mut Vec<String>,
    words: &mut Vec<String>,
) {
    if let Some(name) = node["$ref"].as_str() {
        let target = schema.pointer(name.trim_start_matches('#')).expect("a definition");
        return places(schema, target, at, numbers, words);
    }
    let is = |kind: &str| match &node["type"] {
        Value::Array(kinds) => kinds.iter().any(|it| it == kind),
        one => one == kind,
    };
    if is("integer") {
        numbers.push(at.to_owned());
    }
    if is("string") && at.ends_with("/0") {
        words.push(at.to_owned());
    }
    for one in node["anyOf"].as_array().into_iter().flatten() {
        places(schema, one, at, numbers, words);
    }
    if let Some(items) = node.get("items") {
        places(schema, items, &format!("{at}/0"), numbers, words);
    }
    for (key, field) in node["properties"].as_object().into_iter().flatten() {
        places(schema, field, &format!("{at}/{key}"), numbers, words);
    }
}

/// Puts a value where a pointer leads, below what is there.
fn put(extract: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    if key == "0" {
        return put(extract, parent, json!([value]));
    }
    let parent = extract.pointer_mut(parent);
    parent.unwrap_or_else(|| panic!("the sample has no place for {pointer}"))[key] =
        value;
}

#[test]
fn every_coded_field_is_checked_against_its_list() {
    let case = Case::of("veteran");
    let schema: Value =
        serde_json::from_str(&case.crr(["schema", "extract"]).stdout).expect("a schema");
    let (mut numbers, mut words) = (Vec::new(), Vec::new());
    places(&schema, &schema, "", &mut numbers, &mut words);
    numbers.retain(|it| !NOT_LISTED.contains(&it.as_str()));
    words.retain(|it| !FREE.contains(&it.as_str()));
    assert!(numbers.len() >= 12 && words.len() >= 3, "{numbers:?} {words:?}");
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    for at in &numbers {
        put(&mut extract, at, json!(7777));
    }
    for at in &words {
        put(&mut extract, at, json!("Kanarivogel"));
    }
    case.write("extract.json", extract.to_string());
    let ran = case.check(&["--json"]);
    let told: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let found: Vec<_> = told["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|it| it["slug"] == "unknown-code")
        .map(|it| it["places"][0]["pointer"].as_str().expect("a pointer"))
        .collect();
    for at in numbers.iter().chain(&words) {
        assert!(
            found.contains(&at.as_str()),
            "an unknown code at {at} goes unnoticed: add the field to src/model/coded.rs"
        );
    }
}
