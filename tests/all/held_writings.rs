//! What is held back for safety, in the writings of people: a table, `tests/all/held/*.toml`,
//! of what tells it, what may, and what everybody writes. Few are missed, and next to none
//! is stopped that tells nothing.

use std::fs;

use client_record_request::diagnostics::{Diagnostic, Place, Severity};
use serde::Deserialize;
use serde_json::{Value, json};

use super::planning::{EXTRACT, held, planned};
use super::safety::{DANGER, asked, full};
use super::support::ROOT;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    held: Vec<Held>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    what: String,
    text: String,
    #[serde(default)]
    told: Vec<String>,
    #[serde(default)]
    doubtful: Vec<String>,
    #[serde(default)]
    clean: Vec<String>,
}

/// The record with the thing in a row, and the table that holds the row back.
fn record(it: &Held) -> (Value, String) {
    let mut extract = full();
    let text = json!(it.text);
    extract["enrollments"][1]["agency"] = "Quenby Corner".into();
    let (section, id, at) = match it.what.as_str() {
        "agency" => ("enrollments", "\"E-2\"", "/enrollments/1/agency"),
        "project" => ("enrollments", "\"E-2\"", "/enrollments/1/project_name"),
        "day" => ("enrollments", "\"E-2\"", "/enrollments/1/entry_date"),
        "alert" => ("alerts", "\"L-1\"", "/alerts/0/text"),
        "assessment" => ("assessments", "\"A-1\"", "/assessments/0/name"),
        "service" => ("services", "\"S-1\"", "/services/0/name"),
        "person" | "address" => {
            let rows = extract["contact_information"].as_array_mut().expect("rows");
            rows.push(
                json!({ "client_id": "69E44770D", "kind": it.what, "value": null }),
            );
            ("contact-information", "", "/contact_information/1/value")
        }
        other => panic!("{other}"),
    };
    *extract.pointer_mut(at).expect("a place") = text;
    // No agency tells of another row.
    for (row, agency) in [("alerts", "Qua"), ("assessments", "Que"), ("services", "Qui")]
    {
        extract[row][0]["agency"] = agency.into();
    }
    let tables = if id.is_empty() {
        "[[withhold]]\nsection = \"contact-information\"\nrows = [1]\n\
         export = \"2026-11-18T14:05:00-08:00\"\nreason = \"endangers-life-or-safety\"\n"
            .to_owned()
    } else {
        held(section, id, DANGER)
    };
    (extract, asked() + &tables)
}

/// What is said of each text, as what a document is called and as a remark: refused, warned
/// of, nothing.
fn said(it: &Held, texts: &[&String]) -> Vec<[Option<Severity>; 2]> {
    let (mut extract, tables) = record(it);
    let document = extract["documents"][0].clone();
    let mut contacts = extract["contact_information"].as_array().expect("rows").clone();
    let held = contacts.len();
    let mut documents = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        let mut row = document.clone();
        row["document_id"] = format!("D-{i}").into();
        row["name"] = text.as_str().into();
        documents.push(row);
        let mut row = contacts[0].clone();
        row["note"] = text.as_str().into();
        contacts.push(row);
    }
    extract["documents"] = documents.into();
    extract["contact_information"] = contacts.into();
    let report = match planned("", &tables, (EXTRACT, &extract.to_string())) {
        Ok((_, report)) | Err(report) => report,
    };
    let found = |at: String| {
        let is_here = |it: &&Diagnostic| {
            let Some(Place::Value { pointer, .. }) = it.places.first() else {
                return false;
            };
            ["withheld-may-show", "withheld-perhaps-shown"].contains(&it.slug)
                && pointer.as_str() == at
        };
        report.items().iter().filter(is_here).map(|it| it.severity).min()
    };
    let n = 0..texts.len();
    let of = |i: usize| {
        let note = format!("/contact_information/{}/note", held + i);
        [found(format!("/documents/{i}/name")), found(note)]
    };
    n.map(of).collect()
}

fn table() -> Vec<Held> {
    let read = |name: &str| -> Table {
        let text = fs::read_to_string(format!("{ROOT}/tests/all/held/{name}.toml"));
        toml::from_str(&text.expect("a table")).expect("TOML")
    };
    ["writings", "others"].into_iter().flat_map(|it| read(it).held).collect()
}

/// Warned of where a document is called so, and tell nothing: a name may be written as two words.
const KNOWN: [&str; 1] = ["stone wall"];

#[test]
fn what_is_held_back_is_found_as_people_write_it() {
    let (mut told, mut clean) = (0, 0);
    let mut wrong = Vec::new();
    for it in &table() {
        let of = |texts: &'_ Vec<String>, expected| -> Vec<_> {
            texts.iter().map(|it| (it.clone(), expected)).collect()
        };
        let all = [
            of(&it.told, Some(Severity::Error)),
            of(&it.doubtful, Some(Severity::Warning)),
            of(&it.clean, None),
        ]
        .concat();
        let texts: Vec<&String> = all.iter().map(|it| &it.0).collect();
        for ((text, expected), found) in all.iter().zip(said(it, &texts)) {
            *(if expected.is_some() { &mut told } else { &mut clean }) += 1;
            if found != [*expected; 2] && !KNOWN.contains(&text.as_str()) {
                wrong.push(format!("{}: {text}: {found:?}", it.text));
            }
        }
    }
    assert!(told >= 140 && clean >= 90, "{told} that tell, {clean} that do not");
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        told + clean,
        wrong.join("\n")
    );
}
