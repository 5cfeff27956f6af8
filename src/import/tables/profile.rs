//! The table of the profile: one row.

use serde_json::{Value, json};

use super::cell::{Names, Row};
use super::counts::TableCounts;
use super::fault::{Faults, Wrong};
use super::gather::Table;
use super::map::TableMap;
use super::shape::THEATERS;
use crate::extract::Fields;
use crate::model::Standard;

/// The profile, and the standard that its columns tell.
pub(super) struct Profiled {
    pub fields: Fields,
    pub standard: Standard,
}

/// Reads the profile of a table.
pub(super) fn profile(
    table: &Table,
    client: &str,
    map: &TableMap,
    counts: &mut TableCounts,
    faults: &mut Faults,
) -> Option<Profiled> {
    let mut found: Option<(u64, Profiled)> = None;
    for row in &table.rows {
        let line = row.0;
        let mut row = Row::new(table, row, map, faults);
        let standard = standard(&row, map, counts);
        let fields = fields(&mut row, client, standard);
        let is_faulty = row.is_faulty;
        match &found {
            Some(_) if is_faulty => {}
            None => found = Some((line, Profiled { fields, standard })),
            Some((first, _)) => {
                let places = ((&*table.file, Some(*first)), (&*table.file, Some(line)));
                faults.disagree(Wrong::Differ("client"), places.0, places.1);
            }
        }
    }
    // A row that could not be read is no reason to look for another client.
    if found.is_none() && !faults.is_of(&table.file) {
        faults.add(Wrong::NoProfile, &table.file, None, None);
    }
    found.map(|it| it.1)
}

/// FY2026 asks for sex, FY2024 for gender.
fn standard(row: &Row<'_>, map: &TableMap, counts: &mut TableCounts) -> Standard {
    match (row.has("sex"), row.has("gender")) {
        (true, is_both) => {
            counts.has_both_standards = is_both;
            Standard::Fy2026
        }
        (false, true) => Standard::Fy2024,
        (false, false) => map.standard,
    }
}

fn fields(row: &mut Row<'_>, client: &str, standard: Standard) -> Fields {
    let mut fields = Fields::of(client);
    // What no column was for stays absent: the system may know it.
    let set = |fields: &mut Fields, is_there: bool, key, value: Value| {
        if is_there {
            fields.set(key, value);
        }
    };
    let private = row.yes("private");
    set(&mut fields, row.has("private"), "private", json!(private));
    for key in ["first_name", "middle_name", "last_name", "name_suffix", "alias"] {
        let text = row.text(key);
        set(&mut fields, row.has(key), key, json!(text));
    }
    code(row, &mut fields, "name_data_quality");
    let ssn = row.ssn();
    set(&mut fields, row.has("ssn"), "ssn", json!(ssn));
    code(row, &mut fields, "ssn_data_quality");
    let dob = row.day("dob");
    if row.has("dob") {
        fields.day("dob", dob);
    }
    code(row, &mut fields, "dob_data_quality");
    if standard == Standard::Fy2026 {
        code(row, &mut fields, "sex");
    }
    if row.has("race_ethnicity") {
        let Names { set, none } = row.names("race_ethnicity");
        let set: Vec<_> = set.iter().map(|it| race_in(it, standard)).collect();
        fields.set("race_ethnicity", set);
        fields.set("race_none", none);
    }
    let key = "additional_race_ethnicity";
    let text = row.text(key);
    set(&mut fields, row.has(key), key, json!(text));
    code(row, &mut fields, "veteran_status");
    if standard == Standard::Fy2024 && row.has("gender") {
        let Names { set, none } = row.names("gender");
        fields.set("gender", set);
        fields.set("gender_none", none);
    }
    if let Some(veteran) = veteran(row) {
        fields.part("veteran", veteran);
    }
    let custom = row.custom();
    if !custom.is_empty() {
        let one = |(label, value)| json!({ "label": label, "value": value });
        fields.set("custom_fields", custom.into_iter().map(one).collect::<Vec<_>>());
    }
    fields
}

fn code(row: &mut Row<'_>, fields: &mut Fields, key: &'static str) {
    let code = row.code(key);
    if row.has(key) {
        fields.set(key, code);
    }
}

/// The column for Hispanic has another name in each standard.
fn race_in(name: &str, standard: Standard) -> String {
    match (name, standard) {
        ("HispanicLatinao", Standard::Fy2024) => "HispanicLatinaeo".into(),
        ("HispanicLatinaeo", Standard::Fy2026) => "HispanicLatinao".into(),
        _ => name.to_owned(),
    }
}

/// None where no column says anything: most clients are no veterans.
fn veteran(row: &mut Row<'_>) -> Option<Fields> {
    let years = ["year_entered_service", "year_separated"].map(|it| (it, row.year(it)));
    let codes = ["military_branch", "discharge_status"].map(|it| (it, row.code(it)));
    let answers = THEATERS.map(|(key, name)| (name, row.was_in(key)));
    let theaters: Vec<&str> = answers.iter().filter(|it| it.1).map(|it| it.0).collect();
    let numbers = || years.iter().chain(&codes);
    // That somebody was in none of them says nothing of who never served.
    if numbers().all(|it| it.1.is_none()) && theaters.is_empty() {
        return None;
    }
    let mut fields = Fields::default();
    for (key, value) in years {
        fields.set(key, value);
    }
    fields.set("theaters", theaters);
    for (key, value) in codes {
        fields.set(key, value);
    }
    Some(fields)
}
