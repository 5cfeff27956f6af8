//! `crr import`: HUD HMIS CSV exports, good and odd.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use super::support::{AT, Case, ROOT, Ran};

pub(super) const FILES: [(&str, &str); 6] = [
    ("Export.csv", "ExportID,ExportDate,CSVVersion\n1,2026-11-18 14:05:00,2026 v1.0\n"),
    (
        "Organization.csv",
        "OrganizationID,OrganizationName,DateDeleted\n7,Casa Alameda,\n",
    ),
    (
        "Project.csv",
        "ProjectID,OrganizationID,ProjectName,ProjectType,DateDeleted\n\
         70,7,Bluebird Family Shelter,0,\n71,7,Comparable House,2,\n",
    ),
    (
        "Client.csv",
        "PersonalID,FirstName,MiddleName,LastName,NameSuffix,NameDataQuality,SSN,\
         SSNDataQuality,DOB,DOBDataQuality,Sex,AmIndAKNative,Asian,BlackAfAmerican,\
         HispanicLatinao,MidEastNAfrican,NativeHIPacific,White,RaceNone,\
         AdditionalRaceEthnicity,VeteranStatus,YearEnteredService,YearSeparated,WorldWarII,\
         KoreanWar,VietnamWar,DesertStorm,AfghanistanOEF,IraqOIF,IraqOND,OtherTheater,\
         MilitaryBranch,DischargeStatus,DateDeleted\n\
         P1,Kanarivogel,,Nguyễn,,1,,99,1980-01-02,1,0,0,1,0,1,0,0,0,,,1,1999,2004,0,0,0,0,1,\
         0,0,0,1,1,\n\
         P2,\"Zo\"\"e, the second\",,Ibáñez,,1,123456789,1,5/4/1990,1,99,0,0,0,0,0,0,0,8,,0,,,,\
         ,,,,,,,,,\n\
         P3,Gone,,Away,,1,,,,,,0,0,0,0,0,0,0,,,,,,,,,,,,,,,,2026-01-01 10:00:00\n",
    ),
    (
        "Enrollment.csv",
        "EnrollmentID,PersonalID,ProjectID,EntryDate,RelationshipToHoH,MoveInDate,DateDeleted\n\
         E1,P1,70,2025-02-20,1,,\nE2,P1,71,2025-03-01,1,,\nE3,P2,99,2024-01-05,77,,\n\
         E4,P9,70,2024-01-05,1,,\nE5,P1,70,2020-01-05,1,,2021-01-01\n",
    ),
    (
        "Exit.csv",
        "ExitID,EnrollmentID,PersonalID,ExitDate,Destination,DateDeleted\n\
         X1,E1,P1,11-15-2025 12:00:00,410,\n",
    ),
];

/// An export in the folder `export`, with a file changed.
pub(super) fn export(change: impl Fn(&str, &str) -> String) -> Case {
    let case = Case::empty();
    fs::create_dir(case.dir.join("export")).expect("a folder");
    for (name, text) in FILES {
        case.write(&format!("export/{name}"), change(name, text));
    }
    case
}

pub(super) fn plain() -> Case {
    export(|_, text| text.to_owned())
}

pub(super) fn with(file: &'static str, from: &str, to: &str) -> Case {
    export(|name, text| {
        let there = name == file;
        assert!(!there || text.contains(from), "{from:?} is in {file}");
        if there { text.replacen(from, to, 1) } else { text.to_owned() }
    })
}

pub(super) fn import(case: &Case, more: &[&str]) -> Ran {
    case.crr(["import", "hmis-csv", "export", "--to", "extracts"].iter().chain(more))
}

pub(super) fn extract(case: &Case, id: &str) -> Value {
    serde_json::from_str(&case.read(&format!("extracts/{id}.json"))).expect("JSON")
}

#[track_caller]
fn silent(ran: &Ran) {
    for value in ["Kanarivogel", "Nguy", "123456789", "1980", "Zo"] {
        assert!(!ran.stdout.contains(value), "{value} on standard output");
        assert!(!ran.stderr.contains(value), "{value} on standard error");
    }
}

#[test]
fn an_export_becomes_an_extract_a_client() {
    let case = plain();
    let ran = import(&case, &["--all"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (
            0,
            "extracts\n",
            "\
warning: 1 row with a PersonalID that Client.csv does not have was left out [row-without-client-row]
   at EXPORT
hint: the export may have been cut by date or project
warning: 1 row of Enrollment.csv names a project that Project.csv does not have [row-without-project]
   at EXPORT
hint: those stays show no name, kind or agency: compare ProjectID in Enrollment.csv and Project.csv
warning: no key is named to seal the extracts with [extract-not-sealed]
hint: pass `--site FILE` or `--key FILE`: the key is made on first use, and only this desk can open the extracts then
hint: pass `--plain` if other programs are to read them
imported 2 clients with 3 enrollments; left out 2 rows that the export marks as deleted
  Client.csv  3 rows read (1 deleted)
  Enrollment.csv  5 rows read (1 deleted)
  Exit.csv  1 row read
  Export.csv  1 row read
  Organization.csv  1 row read
  Project.csv  2 rows read
who else is of the household is known of 0 clients
the export does not say whether a record is private: a request by ticket needs `found_in_hmis_on`
the extracts are NOT encrypted: delete them after the build
"
        )
    );
    assert_eq!(case.tree().iter().filter(|it| it.ends_with(".json")).count(), 2);
    let file = case.dir.join("extracts/P1.json").metadata().expect("a file");
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
    let one = extract(&case, "P1");
    assert_eq!(one["standard"], "FY2026");
    assert_eq!(one["exported_at"], "2026-11-18T14:05:00-08:00");
    assert_eq!(
        one["profile"]["race_ethnicity"],
        serde_json::json!(["Asian", "HispanicLatinao"])
    );
    assert_eq!(
        one["profile"]["veteran"]["theaters"],
        serde_json::json!(["AfghanistanOEF"])
    );
    assert_eq!(one["profile"]["last_name"], "Nguyễn");
    let stay = &one["enrollments"][0];
    assert_eq!(stay["project_name"], "Bluebird Family Shelter");
    assert_eq!(stay["agency"], "Casa Alameda");
    assert_eq!(
        (&stay["exit_date"], &stay["destination"]),
        (&"2025-11-15".into(), &410.into())
    );
    assert_eq!(
        one["enrollments"].as_array().map(Vec::len),
        Some(2),
        "the deleted one is not"
    );
    let two = extract(&case, "P2");
    assert_eq!(two["profile"]["first_name"], "Zo\"e, the second");
    assert_eq!(
        (&two["profile"]["dob"], &two["profile"]["race_none"]),
        (&"1990-05-04".into(), &8.into())
    );
    assert_eq!(two["enrollments"][0]["project_name"], Value::Null);
    // What a HUD export cannot hold is absent: the page says that it was not supplied.
    assert_eq!(two.get("documents"), None);
    assert_eq!(two.get("release_of_information"), None);
}

/// The whole way: import, then a build that finds the extract by its client.
#[test]
fn what_is_imported_can_be_built() {
    let case = plain();
    case.write("ids.csv", "uniqueidentifier,PERSONALID\n69E44770D,P1\n");
    let ran = import(&case, &["--client", "69E44770D", "--ids", "ids.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let sample = Path::new(ROOT).join("data/samples/typical-adult/request.toml");
    let request = fs::read_to_string(sample).expect("a sample");
    let request = request.replace("Harbor Bridge Outreach", "Casa Alameda");
    case.write("request.toml", &request);
    let build = || {
        case.crr([
            "build",
            "request.toml",
            "--extracts",
            "extracts",
            "--at",
            AT,
            "--passphrase-out",
            "p",
        ])
    };
    // No column says that the record is not private.
    let ran = build();
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[privacy-not-known]"), "{}", ran.stderr);
    case.write("request.toml", request.replace("# found_in_hmis_on", "found_in_hmis_on"));
    let ran = build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // What is written is what is read.
    assert!(!ran.stderr.contains("unknown-key"), "{}", ran.stderr);
    let receipt: Value =
        serde_json::from_str(&case.read("out/2026-0142/receipt.json")).expect("JSON");
    assert_eq!(receipt["not_participating"], 0);
    let documents = &receipt["sections"][4];
    assert_eq!(
        (&documents["section"], &documents["state"]),
        (&"documents".into(), &"not-supplied".into())
    );
}

#[test]
fn a_project_that_takes_no_part_is_marked() {
    let case = plain();
    case.write(
        "export/HMISParticipation.csv",
        "HMISParticipationID,ProjectID,HMISParticipationType,DateDeleted\n\
         1,71,2,\n2,70,,\n",
    );
    assert_eq!(import(&case, &["--all"]).code, 0);
    let one = extract(&case, "P1");
    assert_eq!(one["enrollments"][1]["participating"], false);
    assert!(one["enrollments"][0].get("participating").is_none(), "a blank says nothing");
}

#[test]
fn headers_are_found_by_name_in_any_case_and_order_and_what_is_missing_is_told() {
    let case = export(|name, text| match name {
        "Exit.csv" => {
            "\u{FEFF}EXITDATE,personalid,EnrollmentID\r\n2025-11-15,P1,E1\r\n".into()
        }
        _ => text.to_owned(),
    });
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains(
            "warning: Exit.csv has no columns Destination and DateDeleted \
             [columns-missing]\n   at EXPORT/Exit.csv\n"
        ),
        "{}",
        ran.stderr
    );
    assert_eq!(extract(&case, "P1")["enrollments"][0]["exit_date"], "2025-11-15");
    let case = with("Enrollment.csv", "EntryDate", "Entered");
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[export-columns-missing]"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("Enrollment.csv has no column EntryDate"),
        "{}",
        ran.stderr
    );
}

/// `--json` gives the same place, in parts.
#[test]
fn a_bad_row_has_a_place_that_a_program_can_read() {
    let case = with("Exit.csv", "410", "four");
    let ran = import(&case, &["--all", "--json"]);
    let told: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(
        told["diagnostics"][0]["places"],
        serde_json::json!([{
            "file": "EXPORT/Exit.csv", "line": 2, "column": null, "pointer": "/Destination"
        }])
    );
}

#[test]
fn no_client_gets_what_may_be_anothers() {
    // A mark that is not closed would make one person of two.
    let case = with("Client.csv", "P1,Kanarivogel,,Nguyễn", "P1,Kanarivogel,,\"Nguyễn");
    let case = {
        let text = case.read("export/Client.csv").replace("Ibáñez", "\"Ibáñez\"");
        case.write("export/Client.csv", text);
        case
    };
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("Client.csv, row 2"), "{}", ran.stderr);
    // Two rows of one person: which is right, nobody knows.
    let case = with("Client.csv", "P2,", "P1,");
    let told = "another row has the same `PersonalID` and says something else [bad-row]\n   at EXPORT/Client.csv, row 3, \
                column PersonalID\n";
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let ran = import(&case, &["--all", "--skip-bad-rows"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[no-clients]"), "{}", ran.stderr);
    // Two exits of one enrollment: neither is right for sure.
    let case = with("Exit.csv", "410,\n", "410,\nX2,E1,P1,2025-12-01,116,\n");
    let ran = import(&case, &["--all"]);
    let told = "another row has the same `EnrollmentID` and says something else [bad-row]\n   at EXPORT/Exit.csv, row 3, \
                column EnrollmentID\n";
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
}

/// Nothing is dropped unasked; and nothing of a bad row is told but its place.
#[test]
fn bad_rows_are_listed_and_left_out_only_on_request() {
    for (file, from, to, told, place) in [
        (
            "Enrollment.csv",
            "E1,P1,70,2025-02-20",
            "E1,P1,70,yesterday",
            "`EntryDate` is not a date",
            "Enrollment.csv, row 2, column EntryDate",
        ),
        (
            "Enrollment.csv",
            "E1,P1,70,2025-02-20",
            "E1,P1,70,2205-02-20",
            "`EntryDate` is a day before 1900 or after 2100",
            "Enrollment.csv, row 2, column EntryDate",
        ),
        (
            "Exit.csv",
            "11-15-2025 12:00:00",
            "",
            "`ExitDate` is blank",
            "Exit.csv, row 2, column ExitDate",
        ),
        (
            "Enrollment.csv",
            "E2,P1,71",
            "E2,,71",
            "`PersonalID` is blank",
            "Enrollment.csv, row 3, column PersonalID",
        ),
        (
            "Enrollment.csv",
            "E3,P2,99,2024-01-05,77,,",
            "E3,P2,99",
            "the row has fewer fields than the header",
            "Enrollment.csv, row 4",
        ),
        (
            "Exit.csv",
            "410",
            "four",
            "`Destination` is not a number",
            "Exit.csv, row 2, column Destination",
        ),
    ] {
        let case = with(file, from, to);
        let before = case.tree();
        let ran = import(&case, &["--all"]);
        assert_eq!(ran.code, 1, "{told}");
        assert_eq!(
            ran.stderr,
            format!(
                "error: {told} [bad-row]\n   at EXPORT/{place}\n\
                 hint: export again, or pass `--skip-bad-rows` to go on without the clients whose \
                 rows these are\n\
                 refused: 1 error; nothing was written\n"
            )
        );
        assert_eq!(case.tree(), before, "{told}");
        let ran = import(&case, &["--all", "--skip-bad-rows"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(
            ran.stderr
                .contains(&format!("warning: {told} [bad-row]\n   at EXPORT/{place}\n")),
            "{}",
            ran.stderr
        );
        silent(&ran);
    }
}

#[test]
fn many_bad_rows_are_told_up_to_fifteen() {
    let case = export(|name, text| match name {
        "Enrollment.csv" => {
            let bad: String = (0..50).map(|i| format!("B{i},P1,70,x,1,,\n")).collect();
            text.to_owned() + &bad
        }
        _ => text.to_owned(),
    });
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.stderr.matches("[bad-row]").count(), 16, "{}", ran.stderr);
    assert!(ran.stderr.contains("35 more rows cannot be read"), "{}", ran.stderr);
}

#[test]
fn of_several_exports_the_oldest_day_counts() {
    let case = with("Export.csv", "2026 v1.0\n", "2026 v1.0\n2,2026-11-02,2026 v1.1\n");
    assert_eq!(import(&case, &["--all"]).code, 0);
    assert_eq!(extract(&case, "P1")["exported_at"], "2026-11-02T00:00:00-08:00");
}

#[test]
fn an_identifier_that_cannot_name_a_file_is_left_out() {
    let case = with("Client.csv", "P2,", "../P2,");
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("[row-without-id]"), "{}", ran.stderr);
    assert_eq!(case.tree().iter().filter(|it| it.ends_with("P2.json")).count(), 0);
}

#[test]
fn an_extract_that_is_there_is_not_written_over() {
    let case = plain();
    assert_eq!(import(&case, &["--all"]).code, 0);
    let mut before = case.tree();
    case.write("extracts/P1.json", "mine");
    // What a killed import left is client data, and goes; what somebody else left stays.
    case.write("extracts/.crr-P7.json.part", "left");
    case.write("extracts/P7.json.part", "theirs");
    before.push("extracts/P7.json.part".into());
    before.sort();
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[already-there]"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("P1.json"), "identifiers are masked: {}", ran.stderr);
    assert_eq!(case.tree(), before);
    assert_eq!(case.read("extracts/P1.json"), "mine");
    // Only an extract is replaced, or one that was sealed.
    let ran = import(&case, &["--all", "--replace"]);
    assert!(ran.code == 1 && ran.stderr.contains("[already-there]"), "{}", ran.stderr);
    assert_eq!(case.read("extracts/P1.json"), "mine");
    let other = case.read("extracts/P2.json").replace("\"P2\"", "\"P1\"");
    case.write("extracts/P1.json", &other);
    assert_eq!(import(&case, &["--all", "--replace"]).code, 0);
    assert_ne!(case.read("extracts/P1.json"), other);
}

/// Earlier versions named their working files otherwise.
#[test]
fn what_an_earlier_version_left_goes_and_is_told() {
    let case = plain();
    assert_eq!(import(&case, &["--all"]).code, 0);
    let extract = case.read("extracts/P1.json");
    let half = &extract[..extract.len() / 2];
    for (name, text) in [
        ("P7.json.part", half),
        ("P8.sealed.part", "{\"format\":\"client-record-sealed/1\",\"ki"),
        ("P9.json.old", &extract),
        // Nobody but their owner knows what these are.
        ("P7.csv.part", half),
        ("notes of P7.json.part", half),
        ("P5.json.part", "theirs"),
    ] {
        case.write(&format!("extracts/{name}"), text);
    }
    let ran = import(&case, &["--all", "--replace"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told = "note: 3 working files of an interrupted import were removed \
                [working-files-removed]\n   at --to\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let tree = case.tree();
    let left: Vec<_> =
        tree.iter().filter_map(|it| it.strip_prefix("extracts/")).collect();
    let kept =
        ["P1.json", "P2.json", "P5.json.part", "P7.csv.part", "notes of P7.json.part"];
    assert_eq!(left, kept);
    let ran = import(&case, &["--all", "--replace"]);
    assert!(!ran.stderr.contains("[working-files-removed]"), "{}", ran.stderr);
}

/// Against Python's own reader of CSV.
#[test]
fn the_public_exports_import_whole() {
    for (name, clients, enrollments) in [
        ("fy2024-datalab-515", 514, 574),
        ("fy2026-datalab-515", 514, 574),
        ("fy2026-small-bom", 3, 4),
        ("fy2026-small-custom", 3, 4),
    ] {
        let Some(folder) = super::support::shared(name) else { continue };
        let case = Case::empty();
        let path = folder.to_str().expect("UTF-8");
        let ran = case.crr(["import", "hmis-csv", path, "--all", "--to", "extracts"]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let told = format!("imported {clients} clients with {enrollments} enrollments");
        assert!(ran.stderr.contains(&told), "{name}: {}", ran.stderr);
        let Some(ran) =
            super::judges::judge("hmis_csv.py", &[&folder, &case.dir.join("extracts")])
        else {
            return super::support::skip("the judges' Python");
        };
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
    }
}
