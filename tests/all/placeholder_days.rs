//! Days that mean "not known", at every door: a record's is read as not written down and told,
//! a request's is refused.

use std::collections::BTreeSet;

use client_record_request::diagnostics::{Origin, Place, Pointer, Severity};
use client_record_request::extract::Extract;
use client_record_request::source::{Leaf, Source, Texts};
use serde_json::{Value, json};

use super::importing::{export, extract, import, with};
use super::importing_clarity as clarity;
use super::support::{Case, ROOT};

/// In the forms of JSON files and of tables.
const PLACEHOLDERS: [&str; 12] = [
    "0000-00-00",
    "0001-01-01",
    "0001-01-01T00:00:00",
    "1753-01-01",
    "1899-12-30",
    "1899-12-31 00:00:00",
    "1900-01-01",
    "1900-01-01T00:00:00Z",
    "1/0/1900",
    "2999-12-31",
    "9999-12-31",
    "9999-12-31T23:59:59.997",
];

/// A sample with every section, so with every field that holds a day.
fn whole() -> Value {
    let path = format!("{ROOT}/data/samples/typical-adult/extract.json");
    let text = std::fs::read_to_string(path).expect("a sample");
    let mut extract: Value = serde_json::from_str(&text).expect("JSON");
    extract["enrollments"][0]["move_in_date"] = "2025-03-01".into();
    let id = extract["client_id"].clone();
    extract["assessments"] =
        json!([{ "client_id": id, "date": "2025-03-01", "answers": [] }]);
    let span = json!([{ "client_id": id, "start": "2025-03-01", "end": "2025-04-01" }]);
    extract["services"] = span.clone();
    extract["alerts"] = span;
    extract["locations"] = json!([{ "client_id": id, "date": "2025-03-01" }]);
    extract
}

/// The places of all days that are read, and those of all notes.
fn read(extract: &Value) -> (BTreeSet<String>, Vec<String>) {
    let source = Source::json(Origin::Extract(0), String::new(), extract.to_string());
    let checked = Extract::parse(&source);
    let extract = checked.value.unwrap_or_else(|| panic!("{:?}", checked.report));
    let mut days = BTreeSet::new();
    extract.leaves(&Pointer::root(), &mut |at, leaf| {
        if matches!(leaf, Leaf::Day(_)) {
            days.insert(at.as_str().to_owned());
        }
    });
    let place = |it: &Place| match it {
        Place::Value { pointer, .. } => pointer.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    let notes = checked.report.items().iter().map(|it| {
        assert_eq!((it.severity, it.slug), (Severity::Note, "placeholder-day"));
        place(&it.places[0])
    });
    (days, notes.collect())
}

#[test]
fn no_day_of_a_record_is_a_placeholder() {
    let extract = whole();
    let (days, notes) = read(&extract);
    assert!(notes.is_empty() && days.len() > 30, "{days:?}");
    let fields: BTreeSet<_> =
        days.iter().filter_map(|it| it.rsplit('/').next()).collect();
    assert_eq!(
        fields,
        BTreeSet::from([
            "added_on",
            "date",
            "dob",
            "end",
            "end_date",
            "entry_date",
            "exit_date",
            "move_in_date",
            "start",
            "start_date",
            "updated_on",
        ])
    );
    for at in &days {
        for text in PLACEHOLDERS {
            let mut extract = extract.clone();
            *extract.pointer_mut(at).expect("a day") = text.into();
            let (left, notes) = read(&extract);
            let gone: Vec<_> = days.difference(&left).collect();
            assert_eq!(gone, [at], "{text}");
            // A release without an end is read as what it is.
            let is_endless = at.starts_with("/release_of_information")
                && at.ends_with("end_date")
                && (text.starts_with('9') || text.starts_with('2'));
            assert_eq!(notes.len(), usize::from(!is_endless), "{at} {text}");
            assert!(notes.iter().all(|it| it == at), "{at} {text}: {notes:?}");
        }
        for blank in ["", " "] {
            let mut extract = extract.clone();
            *extract.pointer_mut(at).expect("a day") = blank.into();
            let (left, notes) = read(&extract);
            assert_eq!((days.len() - left.len(), notes.len()), (1, 0), "{at}");
        }
    }
}

#[test]
fn what_is_passed_over_is_told_without_its_value_and_stops_nothing() {
    let case = Case::of("typical-adult");
    case.edit("extract.json", "\"dob\": \"1980-01-02\"", "\"dob\": \"1900-01-01\"");
    case.edit(
        "extract.json",
        "\"end_date\": \"2028-11-18\"",
        "\"end_date\": \"9999-12-31\"",
    );
    let ran = case.check(&["--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("[placeholder-day]").count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("at /profile/dob"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains("1900") && !ran.stderr.contains("9999"),
        "{}",
        ran.stderr
    );
}

/// A parent asks: the day that stands for "not known" says nothing of an age.
#[test]
fn a_birth_that_is_not_known_makes_nobody_a_minor_or_an_adult() {
    let case = Case::of("minor-by-parent");
    let text = case.read("extract.json");
    let dob = text.lines().find(|it| it.contains("\"dob\":")).expect("a birth");
    for day in ["1900-01-01", "0000-00-00", ""] {
        case.write(
            "extract.json",
            text.replace(dob, &format!("    \"dob\": \"{day}\",")),
        );
        let ran = case.check(&[]);
        assert!(
            ran.code == 1 && ran.stderr.contains("[age-not-known]"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("[parent-of-an-adult]"), "{}", ran.stderr);
    }
}

#[test]
fn a_day_of_a_request_is_never_a_placeholder() {
    let keys = ["requested_on", "submitted_on", "can_open_confirmed_on"];
    for key in keys {
        for day in ["9999-12-31", "1900-01-01", "\"0000-00-00\"", "\"2999-12-31\""] {
            let case = Case::of("typical-adult");
            let text = case.read("request.toml");
            let line = text.lines().find(|it| it.starts_with(key)).expect("the key");
            case.write("request.toml", text.replace(line, &format!("{key} = {day}")));
            let ran = case.check(&[]);
            let found = ran.stderr.matches("[placeholder-day]").count();
            assert_eq!((ran.code, found), (1, 1), "{key} {day}: {}", ran.stderr);
            assert!(
                ran.stderr.starts_with("error: this day stands for"),
                "{}",
                ran.stderr
            );
        }
    }
}

#[test]
fn an_import_leaves_out_days_that_are_not_known_and_tells_where() {
    let case = export(|name, text| match name {
        "Client.csv" => text.replace("1980-01-02", "1900-01-01 00:00:00"),
        "Enrollment.csv" => text
            .replace(
                "E1,P1,70,2025-02-20,1,,",
                "E1,P1,70,12/31/9999,1,0000-00-00,9999-12-31",
            )
            .replace("E2,P1,71,2025-03-01", "E2,P1,71,"),
        "Exit.csv" => text.replace("11-15-2025 12:00:00", "1753-01-01"),
        _ => text.to_owned(),
    });
    let ran = import(&case, &["--client", "P1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told = |n: &str, column: &str, places: &[&str]| {
        let places: String = places
            .iter()
            .map(|it| format!("   at EXPORT/{it}, column {column}\n"))
            .collect();
        format!(
            "note: {n} in `{column}` {} not known (blank, or a placeholder): read as not \
             written down [placeholder-day]\n{places}",
            if n == "1 day" { "is" } else { "are" }
        )
    };
    for it in [
        told("1 day", "DOB", &["Client.csv, row 2"]),
        told("2 days", "EntryDate", &["Enrollment.csv, row 2", "Enrollment.csv, row 3"]),
        told("1 day", "MoveInDate", &["Enrollment.csv, row 2"]),
        told("1 day", "ExitDate", &["Exit.csv, row 2"]),
    ] {
        assert!(ran.stderr.contains(&it), "{it}\n{}", ran.stderr);
    }
    let extract = extract(&case, "P1");
    assert_eq!(extract["profile"]["dob"], Value::Null);
    let stays = extract["enrollments"].as_array().expect("stays");
    assert_eq!(stays.len(), 2, "9999 is no day of deletion");
    for stay in stays {
        assert_eq!(
            (&stay["entry_date"], &stay["exit_date"]),
            (&Value::Null, &Value::Null)
        );
    }
    assert_eq!(stays[0]["destination"], 410, "where the client went is known");
}

/// All clients are read in one pass or in many; what others have is told only where they are
/// wanted.
#[test]
fn days_of_clients_who_are_not_wanted_are_not_told() {
    let case = with("Client.csv", "5/4/1990", "1/1/1900");
    let ran = import(&case, &["--client", "P1"]);
    assert!(ran.code == 0 && !ran.stderr.contains("placeholder"), "{}", ran.stderr);
    let ran = import(&case, &["--all", "--replace", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let envelope: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(envelope["result"]["unknown_days"], 1, "{envelope}");
}

/// Whatever the importer takes, a build reads.
#[test]
fn both_doors_take_the_same_days() {
    for day in ["1899-01-01", "1752-12-31", "0202-01-05", "2101-01-01", "9998-12-31"] {
        let case = with("Enrollment.csv", "2025-02-20", day);
        let ran = import(&case, &["--all"]);
        let told = "error: `EntryDate` is a day before 1900 or after 2100 [bad-row]";
        assert!(ran.code == 1 && ran.stderr.starts_with(told), "{day}: {}", ran.stderr);
        let case = Case::of("typical-adult");
        case.edit(
            "extract.json",
            "\"entry_date\": \"2025-02-20\"",
            &format!("\"entry_date\": \"{day}\""),
        );
        let ran = case.check(&[]);
        assert!(
            ran.code == 1 && ran.stderr.contains("[not-a-date]"),
            "{day}: {}",
            ran.stderr
        );
    }
}

#[test]
fn claritys_days_that_are_not_known_are_told_too() {
    let (mut client, mut stays) = (clarity::client(), clarity::enrollments());
    client["birth_date"] = "0000-00-00".into();
    let stay = &mut stays["data"]["listEnrollments"]["items"][0];
    stay["entryDate"] = Value::Null;
    stay["exitDate"] = "9999-12-31T00:00:00Z".into();
    let mut files = clarity::files();
    files[0]["file"]["added_date"] = "0001-01-01 00:00:00".into();
    let (case, ran) = clarity::import(&client, &stays, &files);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let stay = "--enrollments, /data/listEnrollments/items/0";
    for place in [
        "--client, /birth_date".to_owned(),
        format!("{stay}/entryDate"),
        format!("{stay}/exitDate"),
        "--files, /0/file/added_date".to_owned(),
    ] {
        let told = format!("read as not written down [placeholder-day]\n   at {place}\n");
        assert!(ran.stderr.contains(&told), "{place}\n{}", ran.stderr);
    }
    let extract = extract(&case, "69E44770D");
    let days = [
        "/profile/dob",
        "/enrollments/0/entry_date",
        "/enrollments/0/exit_date",
        "/documents/0/added_on",
    ];
    assert!(days.iter().all(|it| extract.pointer(it) == Some(&Value::Null)), "{extract}");
    client["birth_date"] = "1850-01-01".into();
    let (_, ran) = clarity::import(&client, &stays, &files);
    let told = "error: this is a day before 1900 or after 2100 [clarity-unreadable]";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
}
