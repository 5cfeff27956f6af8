//! What is recorded is shown: every value of every field of every section stands on a page,
//! whatever its neighbors say. A few say nothing to a reader; each is named here, with why.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::support::{Case, has, skip, tool};

/// Keys whose values are not printed as they stand.
const NOT_PRINTED: [&str; 15] = [
    // Of the file, and whose it is; the cover has the identifier.
    "client_id",
    "exported_at",
    "format",
    "source",
    "standard",
    "household_names",
    // Numbers of rows, for the machine.
    "alert_id",
    "assessment_id",
    "document_id",
    "enrollment_id",
    "location_id",
    "service_id",
    // Who paid for the program: it says nothing about the client.
    "funders",
    // Switches: they decide how, or whether, a record or a row is released.
    "participating",
    "private",
];

/// Yes and no, and words of ours: printed in words.
const IN_WORDS: [&str; 3] = ["kind", "permission", "program_eligibility"];

/// Every field of every section, each with a value of its own. Codes are in no list, so that
/// the page shows the number.
fn full() -> Value {
    let id = json!("69E44770D");
    json!({
        "format": "client-record-extract/1", "standard": "FY2026", "client_id": id,
        "exported_at": "2026-11-18T14:05:00-08:00", "source": "Clarity", "household_names": [],
        "further_ids": ["7B1C"],
        "profile": {
            "client_id": id, "private": false, "first_name": "Firsta",
            "middle_name": "Middela", "last_name": "Lasta", "name_suffix": "Suffixa",
            "alias": "Aliasa", "name_data_quality": 4001, "ssn": "***-**-4410",
            "ssn_data_quality": 4002, "dob": "1980-01-02", "dob_data_quality": 4003,
            "sex": 4004, "gender": ["Gendera"], "gender_none": 4005,
            "different_identity": "Identa",
            "race_ethnicity": ["Racea"], "race_none": 4006,
            "additional_race_ethnicity": "Ethna", "veteran_status": 4007,
            "veteran": {
                "year_entered_service": 1991, "year_separated": 1993,
                "theaters": ["Theatera"], "military_branch": 4008, "discharge_status": 4009,
            },
            "custom_fields": [{ "label": "Customa", "value": "Valuea" }],
        },
        "release_of_information": [{
            "client_id": id, "permission": false, "start_date": "2021-01-03",
            "end_date": "2022-01-04", "documentation": "Verbala", "location": "Attica",
            "agency": "Agencya",
        }],
        "contact_information": [{
            "client_id": id, "kind": "phone", "value": "(657) 555-0119", "note": "Evenings",
            "updated_on": "2025-04-05",
        }],
        "enrollments": [{
            "client_id": id, "enrollment_id": "E-1", "project_name": "Bluebirda",
            "project_type": 4010, "agency": "Harbora", "relationship_to_hoh": 4011,
            "entry_date": "2025-01-06", "move_in_date": "2025-01-07",
            "exit_date": "2025-01-08", "destination": 4012, "participating": true,
            "funders": [23],
        }],
        "documents": [{
            "client_id": id, "document_id": "D-1", "category": "Housinga", "name": "Leasea",
            "added_on": "2025-03-09", "agency": "Agencyb", "program_eligibility": false,
        }],
        "assessments": [{
            "client_id": id, "assessment_id": "A-1", "name": "Intakea",
            "date": "2025-05-10", "agency": "Agencyc",
            "answers": [{ "label": "Slepta", "value": "Cara" }],
        }],
        "services": [{
            "client_id": id, "service_id": "S-1", "name": "Bussa", "start": "2025-06-11",
            "end": "2025-06-12", "agency": "Agencyd",
        }],
        "alerts": [{
            "client_id": id, "alert_id": "L-1", "title": "Maila", "text": "Lettera",
            "start": "2025-07-13", "end": "2025-07-14", "agency": "Agencye",
        }],
        "locations": [{
            "client_id": id, "location_id": "P-1", "kind": "Seena", "address": "Piera",
            "date": "2025-08-15",
        }],
    })
}

/// Every value that a page has to show, with its place.
fn values(value: &Value, at: &str, into: &mut Vec<(String, String)>) {
    let key = at.rsplit('/').find(|it| !it.chars().all(|c| c.is_ascii_digit()));
    let key = key.unwrap_or_default();
    // The kind of a place is written freely; that of a contact is a word of ours.
    let is_word = IN_WORDS.contains(&key) && !at.starts_with("/locations");
    if NOT_PRINTED.contains(&key) || is_word {
        return;
    }
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, it)| values(it, &format!("{at}/{key}"), into));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(i, it)| values(it, &format!("{at}/{i}"), into));
        }
        Value::String(text) => into.push((at.to_owned(), shown(text))),
        Value::Number(number) => into.push((at.to_owned(), number.to_string())),
        Value::Bool(_) | Value::Null => {}
    }
}

/// A day without its month, which is long or short; of an SSN the last four.
fn shown(text: &str) -> String {
    match text.parse::<chrono::NaiveDate>() {
        Ok(day) => day.format("%-d, %Y").to_string(),
        Err(_) => text.trim_start_matches("***-**-").to_owned(),
    }
}

#[track_caller]
fn pages(extract: &Value) -> Option<String> {
    let case = Case::of("typical-adult");
    case.write("extract.json", extract.to_string());
    case.edit("request.toml", "Harbor Bridge Outreach\"  #", "Harbora\" #");
    let request = case.read("request.toml")
        + "\n[release]\nsections = [\"profile\", \"release-of-information\", \
           \"contact-information\", \"enrollments\", \"documents\", \"assessments\", \
           \"services\", \"alerts\", \"locations\"]\n";
    case.write("request.toml", request);
    if !has("pdftotext") {
        skip("pdftotext");
        return None;
    }
    let (_, record) = case.pages().pop().expect("the record");
    case.write("record.pdf", record);
    let path = case.dir.join("record.pdf");
    let ran = tool("pdftotext", [path.to_str().expect("UTF-8"), "-"]);
    Some(ran.stdout.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[track_caller]
fn all_stand_there(extract: &Value) {
    let Some(pages) = pages(extract) else { return };
    let mut all = Vec::new();
    values(extract, "", &mut all);
    assert!(all.len() > 10, "{all:?}");
    let lost: Vec<_> =
        all.iter().filter(|(_, it)| !pages.contains(it.as_str())).collect();
    assert!(lost.is_empty(), "{lost:?} in {pages}");
}

#[test]
fn every_value_stands_on_a_page() {
    all_stand_there(&full());
}

/// The record above has every field that an extract can have.
#[test]
fn no_field_is_forgotten_here() {
    let case = Case::empty();
    let schema: Value =
        serde_json::from_str(&case.crr(["schema", "extract"]).stdout).expect("JSON");
    let mut named = BTreeSet::new();
    keys(&schema, &mut |map| {
        if let Some(properties) = map.get("properties").and_then(Value::as_object) {
            named.extend(properties.keys().cloned());
        }
    });
    let mut written = BTreeSet::new();
    keys(&full(), &mut |map| written.extend(map.keys().cloned()));
    // Agencies keep case notes outside HMIS: an extract that has any is refused.
    named.remove("case_notes");
    // "Could not be exported" stands in the place of a section.
    named.remove("unavailable");
    assert_eq!(named.difference(&written).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(named.len() > 50, "{named:?}");
}

fn keys(value: &Value, visit: &mut dyn FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            visit(map);
            map.values().for_each(|it| keys(it, visit));
        }
        Value::Array(items) => items.iter().for_each(|it| keys(it, visit)),
        _ => {}
    }
}

/// A condition of layout hides nothing: each answer that could, with all else in place.
#[test]
fn no_answer_hides_another() {
    let changes: [fn(&mut Value); 8] = [
        |it| it["profile"]["veteran_status"] = 0.into(),
        |it| it["profile"]["veteran_status"] = Value::Null,
        |it| it["profile"]["veteran_status"] = 99.into(),
        |it| it["standard"] = "FY2024".into(),
        |it| it["profile"]["sex"] = Value::Null,
        |it| it["profile"]["ssn"] = Value::Null,
        |it| it["profile"]["dob"] = Value::Null,
        |it| it["release_of_information"][0]["permission"] = true.into(),
    ];
    for change in changes {
        let mut extract = full();
        change(&mut extract);
        all_stand_there(&extract);
    }
    let mut extract = full();
    extract["profile"]["veteran_status"] = 0.into();
    let Some(pages) = pages(&extract) else { return };
    assert!(pages.contains("does not say that you are a veteran"), "{pages}");
    // A form that said no and has ended is told from one that said yes and has ended.
    assert!(pages.contains("✗ Ended Refused"), "{pages}");
}
