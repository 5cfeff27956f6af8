//! What is held back because it could put somebody in danger: no other row gives it away, or
//! somebody has looked at the place.

use std::collections::BTreeSet;

use client_record_request::diagnostics::{Place, Report, Severity};
use client_record_request::model::SectionKind;
use client_record_request::plan::Plan;
use serde_json::{Value, json};

use super::planning::{EXTRACT, held, planned};

pub(super) const DANGER: &str = "endangers-life-or-safety";

/// Every section of an extract with a row that has a value in every field, and the client's
/// agency; then a stay that is held back.
pub(super) fn full() -> Value {
    let id = json!("69E44770D");
    let mut extract: Value = serde_json::from_str(EXTRACT).expect("JSON");
    extract["profile"]["custom_fields"] = json!([{ "label": "Pet", "value": "Cat" }]);
    extract["release_of_information"] = json!([{
        "client_id": id, "permission": true, "start_date": "2021-01-01",
        "end_date": "2029-01-01", "documentation": "Verbal", "location": "Attic",
        "agency": "Third Corner",
    }]);
    extract["enrollments"] = json!([
        { "client_id": id, "enrollment_id": "E-1", "project_name": "Bluebird",
          "agency": "Harbor Bridge", "entry_date": "2025-01-01",
          "move_in_date": "2025-01-02", "exit_date": "2025-01-03" },
        { "client_id": id, "enrollment_id": "E-2", "project_name": "Juniper House",
          "agency": "Casa", "entry_date": "2024-01-01", "move_in_date": "2024-02-02",
          "exit_date": "2024-03-03" },
    ]);
    extract["documents"] = json!([{
        "client_id": id, "document_id": "D-1", "category": "Housing", "name": "Lease",
        "added_on": "2025-03-01", "agency": "Third Corner", "program_eligibility": false,
    }]);
    extract["contact_information"] = json!([{
        "client_id": id, "kind": "phone", "value": "(657) 555-0119", "note": "Evenings",
        "updated_on": "2025-04-01",
    }]);
    extract["assessments"] = json!([{
        "client_id": id, "assessment_id": "A-1", "name": "Intake", "date": "2025-05-01",
        "agency": "Third Corner", "answers": [{ "label": "Slept where?", "value": "Car" }],
    }]);
    extract["services"] = json!([{
        "client_id": id, "service_id": "S-1", "name": "Bus pass", "start": "2025-06-01",
        "end": "2025-06-02", "agency": "Third Corner",
    }]);
    extract["alerts"] = json!([{
        "client_id": id, "alert_id": "L-1", "title": "Mail", "text": "Letter waiting",
        "start": "2025-07-01", "end": "2025-07-02", "agency": "Third Corner",
    }]);
    extract["locations"] = json!([{
        "client_id": id, "location_id": "P-1", "kind": "Seen", "address": "Pier",
        "date": "2025-08-01",
    }]);
    extract
}

/// All sections are asked for.
pub(super) fn asked() -> String {
    let all: Vec<_> =
        SectionKind::ALL.iter().map(|it| format!("\"{}\"", it.token())).collect();
    format!("[release]\nsections = [{}]\n", all.join(", "))
}

fn stay_held() -> String {
    asked() + &held("enrollments", "\"E-2\"", DANGER)
}

fn with(extract: &Value, tables: &str) -> Result<(Plan, Report), Report> {
    planned("", tables, (EXTRACT, &extract.to_string()))
}

/// The places that are refused, and the messages.
#[track_caller]
fn refused(extract: &Value, tables: &str) -> Vec<(String, String)> {
    let Err(report) = with(extract, tables) else { return Vec::new() };
    // What only is worth knowing is another rule's.
    let errors = report.items().iter().filter(|it| it.severity == Severity::Error);
    errors
        .map(|it| {
            assert_eq!(it.slug, "withheld-may-show", "{report:?}");
            let Place::Value { pointer, .. } = &it.places[0] else { panic!("{it:?}") };
            (pointer.as_str().to_owned(), it.message.clone())
        })
        .collect()
}

#[track_caller]
fn places(extract: &Value, tables: &str) -> Vec<String> {
    refused(extract, tables).into_iter().map(|it| it.0).collect()
}

/// Every text and every day of the rows that are released, whatever section they are in.
fn leaves(value: &Value, at: &str, into: &mut Vec<String>) {
    // Names of things, and words of the format.
    let fixed = ["client_id", "kind", "standard", "format", "exported_at"];
    let key = at.rsplit('/').next().unwrap_or_default();
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, it)| leaves(it, &format!("{at}/{key}"), into));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(i, it)| leaves(it, &format!("{at}/{i}"), into));
        }
        Value::String(_) if !fixed.contains(&key) && !key.ends_with("_id") => {
            into.push(at.to_owned());
        }
        _ => {}
    }
}

#[test]
fn a_place_or_a_day_that_is_held_back_is_found_in_every_field_of_every_section() {
    let extract = full();
    assert!(places(&extract, &stay_held()).is_empty());
    let mut all = Vec::new();
    leaves(&extract, "", &mut all);
    all.retain(|it| !it.starts_with("/enrollments/1"));
    let mut sections = BTreeSet::new();
    let (mut n_days, mut n_texts) = (0, 0);
    for at in &all {
        let value = extract.pointer(at).and_then(Value::as_str).expect("a text");
        let is_day = value.len() == 10 && value.as_bytes()[4] == b'-';
        let telling: &[&str] = if is_day {
            n_days += 1;
            &["2024-01-01", "2024-02-02", "2024-03-03"]
        } else {
            n_texts += 1;
            &["CASA", "at Juniper  house, room 2", "since Feb 2, 2024", "3/3/2024"]
        };
        for it in telling {
            // The agency that asks has to have served the client.
            if at == "/enrollments/0/agency" {
                continue;
            }
            let mut telling = extract.clone();
            *telling.pointer_mut(at).expect("a leaf") = (*it).into();
            assert_eq!(places(&telling, &stay_held()), [at.as_str()], "{it}");
        }
        sections.extend(at.split('/').nth(1).map(str::to_owned));
    }
    assert!(n_days >= 12 && n_texts >= 20, "{n_days} days, {n_texts} texts");
    // A section that is added later needs a row above.
    for kind in SectionKind::ALL {
        assert!(sections.contains(kind.key()), "{}", kind.key());
    }
}

/// Holds back a row of one section and tells of it in another: what is found.
#[track_caller]
fn tells(
    section: &str,
    id: &str,
    row: &Value,
    edit: (&str, &str),
) -> Vec<(String, String)> {
    let mut extract = full();
    let key = section.replace('-', "_");
    for (name, value) in row.as_object().expect("fields") {
        extract[&key][0][name] = value.clone();
    }
    *extract.pointer_mut(edit.0).expect("a leaf") = edit.1.into();
    let id = if id.is_empty() { String::new() } else { format!("\"{id}\"") };
    refused(&extract, &(asked() + &held(section, &id, DANGER)))
}

#[test]
fn what_a_row_tells_is_known_by_its_content() {
    let found = |it: Vec<(String, String)>| -> Vec<String> {
        it.into_iter().map(|(at, message)| format!("{at}: {message}")).collect()
    };
    let note = "/contact_information/0/note";
    let words = "this repeats something held back for safety";
    let address = json!({ "address": "410 Example Avenue, Unit 3, Sampletown" });
    for text in ["care of 410 EXAMPLE AVE", "410 Example Avenue, Unit 3, Sampletown"] {
        let said = tells("locations", "P-1", &address, (note, text));
        assert_eq!(found(said), [format!("{note}: {words}")], "{text}");
    }
    assert!(tells("locations", "P-1", &address, (note, "411 Example Avenue")).is_empty());
    // The place stands in the words of the row that is held back.
    let text =
        json!({ "text": "He waits at 410 Example Ave, or by Third Corner's door" });
    let said = tells("alerts", "L-1", &text, (note, "410 Example Avenue, Sampletown"));
    let agency = "this names the agency of something held back for safety";
    assert!(found(said.clone()).contains(&format!("{note}: {words}")), "{said:?}");
    assert!(found(said).contains(&format!("/documents/0/agency: {agency}")));
    // So may the day.
    let text = json!({ "text": "She moved on 03/01/2025" });
    let said = tells("alerts", "L-1", &text, (note, "Evenings"));
    let day = "this is a date of something held back for safety";
    assert!(found(said).contains(&format!("/documents/0/added_on: {day}")));
    let project = json!({ "name": "Letter of Bluebird" });
    let said = tells("documents", "D-1", &project, (note, "the letter of BLUEBIRD"));
    assert_eq!(said.iter().filter(|it| it.0 == note).count(), 1, "{said:?}");
}

/// What kind of help it was comes from a list; who gave it, and what a document is called, does
/// not.
#[test]
fn a_name_of_a_service_tells_nothing_and_all_else_of_it_does() {
    let note = "/contact_information/0/note";
    for (section, id, row, is_told) in [
        ("services", "S-1", json!({ "agency": "Fourth Well" }), true),
        ("assessments", "A-1", json!({ "agency": "Fourth Well" }), true),
        ("documents", "D-1", json!({ "name": "Fourth Well" }), true),
        ("services", "S-1", json!({ "name": "Fourth Well" }), false),
        ("assessments", "A-1", json!({ "name": "Fourth Well" }), false),
        ("documents", "D-1", json!({ "category": "Fourth Well" }), false),
        // One long word or two short ones of a place.
        ("locations", "P-1", json!({ "address": "Wellhouse" }), true),
        ("locations", "P-1", json!({ "address": "Q 7" }), true),
        ("locations", "P-1", json!({ "address": "Juno" }), false),
    ] {
        let text = "mail goes to the Fourth Well by Wellhouse, Q 7, ask Juno";
        let said = tells(section, id, &row, (note, text));
        assert_eq!(said.iter().any(|it| it.0 == note), is_told, "{section}: {row}");
    }
    // A word that names a project may be short.
    let mut extract = full();
    extract["enrollments"][1]["project_name"] = "Juno".into();
    extract["contact_information"][0]["note"] = "ask Juno".into();
    assert_eq!(places(&extract, &stay_held()), [note]);
}

#[test]
fn words_that_stand_in_many_rows_tell_nothing() {
    let mut extract = full();
    let rows = extract["documents"].as_array_mut().expect("rows");
    let mut other = rows[0].clone();
    other["document_id"] = "D-2".into();
    other["name"] = "Pay stub".into();
    other["added_on"] = "2025-09-01".into();
    other["agency"] = "Fourth Corner".into();
    rows.push(other);
    // The category is the same; and an answer such as "Car" tells nothing.
    let tables = asked()
        + &held("documents", "\"D-1\"", DANGER)
        + &held("release-of-information", "", "required-by-law")
        + &held("assessments", "\"A-1\"", DANGER)
        + &held("services", "\"S-1\"", DANGER)
        + &held("alerts", "\"L-1\"", DANGER);
    extract["profile"]["custom_fields"][0]["value"] = "Car".into();
    assert_eq!(places(&extract, &tables), Vec::<String>::new());
}

#[test]
fn a_whole_section_tells_as_its_rows_do() {
    let mut extract = full();
    extract["contact_information"][0]["value"] = "12 Elm Street".into();
    extract["locations"][0]["address"] = "12 Elm St., Sampletown".into();
    extract["services"][0]["start"] = "2025-04-01".into();
    let tables = asked() + &held("contact-information", "", DANGER);
    assert_eq!(places(&extract, &tables), ["/services/0/start", "/locations/0/address"]);
    // The profile is a row too.
    extract["services"][0]["start"] = "1980-01-02".into();
    extract["profile"]["race_ethnicity"] = json!(["White"]);
    extract["contact_information"][0]["note"] = "White door".into();
    extract["profile"]["custom_fields"][0]["value"] = "With Third Corner".into();
    let tables = asked()
        + &held("profile", "", DANGER)
        + &held("release-of-information", "", "required-by-law");
    let found = places(&extract, &tables);
    assert!(found.contains(&"/services/0/start".to_owned()), "{found:?}");
    assert!(found.contains(&"/documents/0/agency".to_owned()), "{found:?}");
    assert!(!found.contains(&"/contact_information/0/note".to_owned()), "{found:?}");
}

#[test]
fn only_what_is_released_can_tell_and_only_of_a_danger() {
    let mut extract = full();
    extract["documents"][0]["agency"] = "Casa".into();
    assert_eq!(places(&extract, &stay_held()), ["/documents/0/agency"]);
    let other = asked() + &held("enrollments", "\"E-2\"", "required-by-law");
    assert!(places(&extract, &other).is_empty());
    let both = stay_held() + &held("documents", "\"D-1\"", "required-by-law");
    assert!(places(&extract, &both).is_empty());
    let unasked = "[release]\nsections = [\"profile\", \"enrollments\"]\n".to_owned();
    let held = held("enrollments", "\"E-2\"", DANGER);
    assert!(places(&extract, &(unasked + &held)).is_empty());
    extract["documents"][0]["agency"] = "Third Corner".into();
    let mut third = extract["enrollments"][1].clone();
    third["enrollment_id"] = "E-3".into();
    third["participating"] = false.into();
    extract["enrollments"].as_array_mut().expect("rows").push(third);
    assert!(places(&extract, &stay_held()).is_empty());
    extract["enrollments"][2]["participating"] = true.into();
    assert_eq!(places(&extract, &stay_held()).len(), 5);
}

fn reviewed(places: &[&str]) -> String {
    reviewed_in("2026-11-18T14:05:00-08:00", places)
}

pub(super) fn reviewed_in(export: &str, places: &[&str]) -> String {
    let export = format!("export = \"{export}\"");
    places.iter().map(|it| format!("[[reviewed]]\nat = \"{it}\"\n{export}\n")).collect()
}

#[test]
fn each_place_is_answered_by_itself_or_by_its_row() {
    let mut extract = full();
    extract["documents"][0]["agency"] = "Casa".into();
    extract["documents"][0]["added_on"] = "2024-02-02".into();
    extract["contact_information"][0]["updated_on"] = "2024-02-02".into();
    let open = |answers: &[&str]| places(&extract, &(stay_held() + &reviewed(answers)));
    let (agency, added) = ("/documents/0/agency", "/documents/0/added_on");
    let updated = "/contact_information/0/updated_on";
    assert_eq!(open(&[]), [added, agency, updated]);
    assert_eq!(open(&[added]), [agency, updated]);
    assert_eq!(open(&[updated, "/documents/0"]), Vec::<String>::new());
    let plan = with(&extract, &(stay_held() + &reviewed(&[updated, "/documents/0"])));
    assert!(plan.expect("a plan").1.items().is_empty());
}

#[test]
fn an_answer_to_nothing_is_refused() {
    let mut extract = full();
    extract["documents"][0]["agency"] = "Casa".into();
    let answered = ["/documents/0/agency"];
    for wrong in ["/documents/0/name", "/documents", "/documents/1", "", "/"] {
        let tables = stay_held() + &reviewed(&[answered[0], wrong]);
        let report = with(&extract, &tables).expect_err(wrong);
        let found: Vec<_> =
            report.items().iter().map(|it| (it.slug, it.places.clone())).collect();
        assert_eq!(found, [("nothing-reviewed", vec![Place::request("/reviewed/1/at")])]);
    }
    // Nor is there anything to review where nothing is held back.
    let report = with(&extract, &(asked() + &reviewed(&answered))).expect_err("nothing");
    assert_eq!(report.items()[0].slug, "nothing-reviewed");
}
