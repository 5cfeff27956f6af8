//! `crr import tables`: tables of one client, good and odd. What is refused is in
//! `importing_tables_refused.rs`.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::support::{Case, Ran, shared};

pub(super) const CLIENT: &str = "3AF9017C2";

/// The tiles of a dashboard, with names and labels as an author chose them.
pub(super) const TILES: [(&str, &str); 5] = [
    (
        "who_it_is.csv",
        "Clients Unique Identifier,Clients Private (Yes / No),Clients First Name,Clients Last Name,\
         Clients Alias,Clients SSN,Clients Date of Birth Date,Clients DoB Data Quality,Clients Sex,\
         Clients Race and Ethnicity,Clients Veteran Status,Favorite Color\n\
         3AF9017C2,No,Wilhelmina,Quistgaard,Null,,1969-07-04,Full DOB reported,Female,\
         \"White, American Indian, Alaska Native, or Indigenous\",Client doesn’t know,Mauve\n",
    ),
    (
        "roi.csv",
        "Unique Identifier,Permission,Start Date,End Date,Documentation,Location,Agency\n\
         3AF9017C2,Yes,2026-02-01,2029-02-01,Attached PDF,,Quarry Street House\n",
    ),
    (
        "stays.csv",
        "Unique Identifier,Enrollment ID,Programs Name,Project Type Code,Agency Name,\
         Relationship to Head of Household,Project Start Date,Household Move-In Date,\
         Project Exit Date,Destination\n\
         3AF9017C2,\"7,001\",Quarry Beds,Emergency Shelter - Night-by-Night,Quarry Street House,\
         Self,2/1/2026,,2026-03-09 00:00:00,Place not meant for habitation\n\
         3AF9017C2,\"7,002\",Quarry Keys,PH – Rapid Re-Housing,Quarry Street House,\
         Self (head of household),2026/03/09,2026-04-01,,\n",
    ),
    (
        "papers.csv",
        "Unique Identifier,Client File Category,Client File Name,Client File Other Name,\
         Client File Date Created Date,Agency Name\n\
         3AF9017C2,Income,,Award letter,2026-02-02,Quarry Street House\n\
         3AF9017C2,Income,Pay stub,,2026-02-02,Quarry Street House\n",
    ),
    (
        "reach.csv",
        "Unique Identifier,Contact Type,Name,Phone1,Phone2,Email,Note,Last Updated Date\n\
         3AF9017C2,Mobile,,'+1 657 555 0121,555-0122,wq@example.org,\"Call late,\nnot early\",\
         2026-02-03\n\
         3AF9017C2,Shelter desk,,,,,Ask for the day manager,2026-02-04\n",
    ),
];

/// A case with the tiles in the folder `tiles`, changed.
pub(super) fn tiles(change: impl Fn(&str, &str) -> String) -> Case {
    let case = Case::empty();
    fs::create_dir(case.dir.join("tiles")).expect("a folder");
    for (name, text) in TILES {
        case.write(&format!("tiles/{name}"), change(name, text));
    }
    case
}

pub(super) fn plain() -> Case {
    tiles(|_, text| text.to_owned())
}

/// The tiles with a text of one of them replaced.
pub(super) fn with(file: &str, from: &str, to: &str) -> Case {
    tiles(|name, text| {
        let is_this = name == file;
        assert!(!is_this || text.contains(from), "{from:?} is in {file}");
        if is_this { text.replacen(from, to, 1) } else { text.to_owned() }
    })
}

pub(super) fn import_of(case: &Case, input: &str, more: &[&str]) -> Ran {
    let at = ["--exported-at", "2026-11-18T14:05:00-08:00", "--to", "extracts"];
    let start = ["import", "tables", input, "--client", CLIENT];
    case.crr(start.iter().chain(&at).chain(more))
}

pub(super) fn import(case: &Case, more: &[&str]) -> Ran {
    import_of(case, "tiles", more)
}

pub(super) fn extract(case: &Case) -> Value {
    let text = case.read(&format!("extracts/{CLIENT}.json"));
    serde_json::from_str(&text).expect("JSON")
}

#[track_caller]
pub(super) fn imported(case: &Case, more: &[&str]) -> Value {
    let ran = import(case, &[&["--replace"], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    extract(case)
}

#[test]
fn a_dashboard_becomes_an_extract() {
    let case = plain();
    let ran = import(&case, &["--plain", "--yes"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (
            0,
            "extracts\n",
            "\
note: 1 column of a table is not used [columns-not-used]
   at INPUT/who_it_is.csv, column L
hint: name it in a mapping file if the record has such a field, or below `ignored`
imported 1 client from 5 files
  papers.csv: the documents, 2 rows
  reach.csv: the contact information, 2 rows
  roi.csv: the releases of information, 1 row
  stays.csv: the enrollments, 2 rows
  who_it_is.csv: the profile, 1 row
the extract is NOT encrypted: delete it after the build
"
        )
    );
    let it = extract(&case);
    assert_eq!(it["standard"], "FY2026");
    assert_eq!(it["exported_at"], "2026-11-18T14:05:00-08:00");
    let profile = &it["profile"];
    assert_eq!(profile["alias"], "Null", "a person may be called Null");
    assert_eq!((&profile["private"], &profile["ssn"]), (&json!(false), &Value::Null));
    assert_eq!(profile["race_ethnicity"], json!(["White", "AmIndAKNative"]));
    assert_eq!((&profile["veteran_status"], &profile["sex"]), (&json!(8), &json!(0)));
    assert!(profile.get("middle_name").is_none(), "no column was for it");
    let stay = &it["enrollments"][0];
    assert_eq!(
        (&stay["enrollment_id"], &stay["project_type"], &stay["destination"]),
        (&json!("7001"), &json!(1), &json!(116))
    );
    assert_eq!(
        (&stay["entry_date"], &stay["exit_date"]),
        (&json!("2026-02-01"), &json!("2026-03-09"))
    );
    assert_eq!(it["enrollments"][1]["entry_date"], "2026-03-09");
    let names: Vec<_> = [0, 1]
        .map(|i| (&it["documents"][i]["document_id"], &it["documents"][i]["name"]))
        .into();
    assert_eq!(
        names,
        [
            (&json!("file-1"), &json!("Award letter")),
            (&json!("file-2"), &json!("Pay stub"))
        ]
    );
    let contacts = it["contact_information"].as_array().expect("a list");
    let of = |i: usize| (contacts[i]["kind"].clone(), contacts[i]["value"].clone());
    assert_eq!(of(0), (json!("phone"), json!("+1 657 555 0121")), "the pad is off");
    assert_eq!(of(1), (json!("phone"), json!("555-0122")));
    assert_eq!(of(2), (json!("email"), json!("wq@example.org")));
    assert_eq!(of(3), (json!("other"), Value::Null), "a remark alone is on record too");
    assert_eq!(contacts[0]["note"], "Mobile; Call late,\nnot early");
}

/// The samples of real downloads' forms, with what they are to become.
#[test]
fn the_shared_downloads_become_what_is_expected() {
    let Some(samples) = shared("looker") else { return };
    for name in ["a-dashboard", "b-formatted", "c-looks-json", "d0-clean"] {
        as_expected(&samples.join(name), None, "expected.json");
    }
    let unknown = samples.join("d2-unknown-label");
    as_expected(&unknown, Some("map.toml"), "expected-with-map.json");
}

fn as_expected(folder: &Path, map: Option<&str>, expected: &str) {
    let (ran, case, id) = of_sample(folder, map);
    assert_eq!(ran.code, 0, "{}: {}", folder.display(), ran.stderr);
    let found = case.read(&format!("extracts/{id}.json"));
    let expected = fs::read_to_string(folder.join(expected)).expect("an extract");
    let [found, expected] =
        [found, expected].map(|it| level(&serde_json::from_str(&it).expect("JSON")));
    assert_eq!(found, expected, "{}", folder.display());
}

pub(super) fn of_sample(folder: &Path, map: Option<&str>) -> (Ran, Case, String) {
    let case = Case::empty();
    let expected = fs::read_to_string(folder.join("expected.json")).expect("an extract");
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let id = expected["client_id"].as_str().expect("an identifier").to_owned();
    let zip = folder.join("dashboard.zip");
    let input = if zip.exists() { zip } else { folder.join("input") };
    let mut command = case.command();
    command.args(["import", "looker", "--client", &id, "--to", "extracts"]);
    command.args(["--exported-at", "2026-11-18T14:05:00-08:00"]).arg(input);
    if let Some(map) = map {
        command.arg("--map").arg(folder.join(map));
    }
    (super::support::ran(command.output()), case, id)
}

/// Null and absent are the same, and so is any order of rows.
fn level(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|it| !it.1.is_null())
            .map(|(key, it)| (key.clone(), level(it)))
            .collect(),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(level).collect();
            items.sort_by_key(ToString::to_string);
            items.into()
        }
        other => other.clone(),
    }
}

/// The same record, however it was downloaded.
#[test]
fn the_form_of_a_table_makes_no_difference() {
    let expected = imported(&plain(), &[]);
    // Row numbers under no header, a byte order mark, CRLF, ∅, a total, tabs.
    let numbered = tiles(|_, text| {
        let mut rows =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut lines = "\u{FEFF}".to_owned();
        for (i, row) in rows.records().map(|it| it.expect("a row")).enumerate() {
            let first = if i == 0 { String::new() } else { i.to_string() };
            let cells = row.iter().map(|it| if it.is_empty() { "∅" } else { it });
            let cells = cells.map(|it| format!("\"{it}\""));
            let cells = std::iter::once(first).chain(cells).collect::<Vec<_>>();
            lines += &(cells.join("\t") + "\r\n");
        }
        let n = text.lines().next().expect("a header").split(',').count();
        lines + &"\t".repeat(n) + "\r\n"
    });
    assert_eq!(imported(&numbered, &[]), expected);
    // JSON with the keys of the interface, and rows whose keys are in another order.
    let json = plain();
    for (name, text) in TILES {
        fs::remove_file(json.dir.join("tiles").join(name)).expect("removed");
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let header = rows.headers().expect("a header").clone();
        let object = |row: csv::StringRecord| -> Value {
            let pairs = header.iter().zip(row.iter()).map(|(key, cell)| {
                let value = if cell.is_empty() { Value::Null } else { cell.into() };
                (key.to_lowercase().replace(' ', "_"), value)
            });
            pairs.rev_if_odd(row.position().map_or(0, csv::Position::line)).collect()
        };
        let rows: Vec<Value> =
            rows.records().map(|it| object(it.expect("a row"))).collect();
        let name = name.replace(".csv", ".json");
        json.write(&format!("tiles/{name}"), serde_json::to_string(&rows).expect("JSON"));
    }
    assert_eq!(imported(&json, &[]), expected);
    // A zip, with a folder and what a Mac puts beside it.
    let zipped = Case::empty();
    let files =
        TILES.map(|(name, text)| (format!("dashboard-x/{name}"), text.to_owned()));
    let mac = ("__MACOSX/._roi.csv".to_owned(), "\0".to_owned());
    zip(&zipped, "d.zip", files.into_iter().chain([mac]));
    let ran = import_of(&zipped, "d.zip", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(extract(&zipped), expected);
}

/// Pairs in turn as they are and backwards.
trait RevIfOdd: Iterator + Sized {
    fn rev_if_odd(self, n: u64) -> std::vec::IntoIter<Self::Item> {
        let mut all: Vec<_> = self.collect();
        if n % 2 == 1 {
            all.reverse();
        }
        all.into_iter()
    }
}

impl<I: Iterator> RevIfOdd for I {}

pub(super) fn zip(
    case: &Case,
    name: &str,
    files: impl IntoIterator<Item = (String, String)>,
) {
    let mut zip = ZipWriter::new(fs::File::create(case.dir.join(name)).expect("a file"));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default()).expect("started");
        zip.write_all(content.as_bytes()).expect("written");
    }
    zip.finish().expect("finished");
}

#[test]
fn rows_are_left_out_and_counted_and_sections_told_from_none() {
    let case = tiles(|name, text| match name {
        // A join says the same again; a deleted row; a total.
        "stays.csv" => {
            let mut lines: Vec<String> =
                text.lines().map(|it| format!("{it},No")).collect();
            lines[0] = lines[0].replace(",No", ",Enrollments Deleted (Yes / No)");
            let again = lines[1].clone();
            let gone = again.replace("7,001", "7,009").replace(",No", ",Yes");
            lines.extend([again, gone, ",,,,,,,,,,".into()]);
            lines.join("\n")
        }
        // A header without rows is a section without rows.
        "papers.csv" => text.lines().next().expect("a header").to_owned(),
        // A file of no bytes says nothing of its section.
        "reach.csv" => String::new(),
        _ => text.to_owned(),
    });
    let ran = import(&case, &["--plain", "--yes", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let it = extract(&case);
    assert_eq!(it["enrollments"].as_array().map(Vec::len), Some(2));
    assert_eq!(it["documents"], json!([]));
    assert!(it.get("contact_information").is_none());
    let told: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let files = told["result"]["files"].as_array().expect("a list");
    let stays = files.iter().find(|it| it["file"] == "stays.csv").expect("the file");
    assert_eq!(
        (&stays["rows"], &stays["same"], &stays["deleted"], &stays["totals"]),
        (&json!(2), &json!(1), &json!(1), &json!(0)),
        "a blank row is no total"
    );
    assert_eq!(told["result"]["not_supplied"], json!(["contact_information"]));
    let slugs: Vec<_> = told["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["slug"].as_str().expect("a slug"))
        .collect();
    assert!(slugs.contains(&"table-empty"), "{slugs:?}");
    let ran = import(&case, &["--replace", "--plain", "--yes"]);
    for line in [
        "  stays.csv: the enrollments, 2 rows; left out 1 row that says the same as another, 1 row \
         marked as deleted\n",
        "  reach.csv: empty\n",
        "not supplied: the contact information\n",
    ] {
        assert!(ran.stderr.contains(line), "{line}: {}", ran.stderr);
    }
}

#[test]
fn an_older_standard_is_told_by_gender() {
    let case = with("who_it_is.csv", "Clients Sex", "Clients Gender");
    case.edit("tiles/who_it_is.csv", "Female", "\"Woman (Girl, if child), Transgender\"");
    case.edit(
        "tiles/who_it_is.csv",
        "\"White, American",
        "\"Hispanic/Latina/o, American",
    );
    let it = imported(&case, &[]);
    assert_eq!(it["standard"], "FY2024");
    assert_eq!(it["profile"]["gender"], json!(["Woman", "Transgender"]));
    assert_eq!(
        it["profile"]["race_ethnicity"],
        json!(["HispanicLatinaeo", "AmIndAKNative"])
    );
    let case = with("who_it_is.csv", "Favorite Color", "Gender");
    let ran = import(&case, &[]);
    assert!(ran.code == 0 && ran.stderr.contains("[sex-and-gender]"), "{}", ran.stderr);
    assert!(extract(&case)["profile"].get("gender").is_none());
}

#[test]
fn a_veterans_service_is_read() {
    let case = with(
        "who_it_is.csv",
        "Favorite Color",
        "Year Entered Military Service,Theatre - Iraq OIF,Theatre - Other,Branch of Military",
    );
    case.edit("tiles/who_it_is.csv", "Mauve", "\"1,988\",Yes,No,Navy");
    assert_eq!(
        imported(&case, &[])["profile"]["veteran"],
        json!({ "year_entered_service": 1988, "year_separated": null,
                "theaters": ["IraqOIF"], "military_branch": 3, "discharge_status": null })
    );
}

#[test]
fn an_extract_is_sealed_where_a_key_is_named() {
    let case = plain();
    let ran = import(&case, &["--key", "desk.key"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let sealed = case.bytes(&format!("extracts/{CLIENT}.sealed"));
    assert!(!sealed.windows(6).any(|it| it == b"Wilhel"), "it is sealed");
    assert!(
        ran.stderr.contains("the extract is sealed with the desk's key"),
        "{}",
        ran.stderr
    );
}

/// A hundred thousand rows that say the same are one, and memory does not grow with them.
#[test]
fn a_long_join_is_read_as_a_stream() {
    let case = plain();
    let text = TILES[2].1;
    let (header, rows) = text.split_once('\n').expect("a header");
    let mut long = header.to_owned() + "\n";
    for _ in 0..50_000 {
        long += rows;
    }
    case.write("tiles/stays.csv", long);
    let it = imported(&case, &[]);
    assert_eq!(it["enrollments"].as_array().map(Vec::len), Some(2));
}

/// A day that stands for "not known" is not written down, and that is said.
#[test]
fn placeholder_days_are_read_as_not_written_down() {
    let case = with("stays.csv", "2/1/2026", "1900-01-01");
    case.edit("tiles/roi.csv", "2029-02-01", "9999-12-31");
    let ran = import(&case, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told = "note: 1 day of a column is not known (blank, or a placeholder): read as not \
                written down [placeholder-day]\n   \
                at INPUT/stays.csv, row 2, column Project Start Date\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let it = extract(&case);
    let stays = it["enrollments"].as_array().expect("a list");
    let stay =
        stays.iter().find(|it| it["enrollment_id"] == "7001").expect("it is there");
    assert_eq!(stay["entry_date"], Value::Null);
    assert_eq!(it["release_of_information"][0]["end_date"], Value::Null);
}
