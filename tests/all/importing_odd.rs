//! `crr import` of exports that spreadsheets, databases and people have been at: read where that
//! is safe, and otherwise called what they are.

use std::fs;

use serde_json::Value;

use super::importing::{export, extract, import, plain, with};
use super::support::{Case, Ran};

#[track_caller]
fn refused(case: &Case, told: &str) -> Ran {
    let before = case.tree();
    let ran = import(case, &["--all"]);
    assert!(ran.code == 1 && ran.stderr.contains(told), "{told}: {}", ran.stderr);
    assert_eq!(case.tree(), before);
    ran
}

#[track_caller]
fn same_as_plain(case: &Case) {
    let ran = import(case, &["--all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let expected = plain();
    assert_eq!(import(&expected, &["--all"]).code, 0);
    for id in ["P1", "P2"] {
        assert_eq!(extract(case, id), extract(&expected, id), "{id}");
    }
}

/// Alike in every column that is read.
#[test]
fn a_row_that_appears_twice_counts_once() {
    let case = export(|name, text| {
        let rows: Vec<&str> = text.lines().skip(1).collect();
        let is_main = name == "Export.csv";
        text.to_owned() + &if is_main { String::new() } else { rows.join("\n") + "\n" }
    });
    same_as_plain(&case);
    let ran = import(&case, &["--all", "--replace"]);
    assert!(
        ran.stderr.contains("  Exit.csv  2 rows read (1 told twice)\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn rows_of_one_thing_that_say_different_things_are_bad() {
    for (file, row, column, line) in [
        ("Organization.csv", "7,Copperleaf Family Center,\n", "OrganizationID", 3),
        ("Project.csv", "70,7,Night Rose Recovery Home,2,\n", "ProjectID", 4),
        ("Enrollment.csv", "E1,P1,70,2025-02-21,1,,\n", "EnrollmentID", 7),
        ("Exit.csv", "X1,E1,P1,2025-11-16,410,\n", "EnrollmentID", 3),
    ] {
        let case =
            export(|name, text| text.to_owned() + if name == file { row } else { "" });
        let told = format!(
            "error: another row has the same `{column}` and says something else [bad-row]\n   \
             at EXPORT/{file}, row {line}, column {column}\n"
        );
        refused(&case, &told);
        // Nobody whose stay it is gets an extract; everybody else does.
        let ran = import(&case, &["--all", "--skip-bad-rows"]);
        assert!(ran.stderr.contains("[client-left-out]"), "{file}: {}", ran.stderr);
        assert!(!case.dir.join("extracts/P1.json").exists(), "{file}");
        let ran = import(&case, &["--client", "P1", "--replace"]);
        assert!(ran.code == 1 && ran.stderr.contains("[client-left-out]"), "{file}");
        let ran = import(&case, &["--client", "P2", "--replace"]);
        assert_eq!(ran.code, 0, "{file}: {}", ran.stderr);
    }
}

#[test]
fn who_is_asked_for_is_not_stopped_by_other_peoples_rows() {
    let case = with("Exit.csv", "410,\n", "410,\nX3,E3,P2,31/12/2025,410,\n");
    refused(&case, "`ExitDate` is not a date [bad-row]");
    let ran = import(&case, &["--client", "P1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("Exit.csv, row 3"), "{}", ran.stderr);
    let ran = import(&case, &["--client", "P2", "--replace"]);
    assert!(ran.code == 1 && ran.stderr.contains("[client-left-out]"), "{}", ran.stderr);
    // A row that does not say whose it is may be theirs.
    let case = with("Exit.csv", "410,\n", "410,\nX3,,,2025-12-31,410,\n");
    let ran = import(&case, &["--client", "P1"]);
    assert!(ran.code == 1 && ran.stderr.contains("[row-of-nobody]"), "{}", ran.stderr);
}

#[test]
fn blank_rows_commas_at_the_end_and_fractions_are_read() {
    let comma = |it: &str| it.replace('\n', ",\n");
    for change in [
        (|text| text + &",".repeat(33) + "\n,,\n \n") as fn(String) -> String,
        |text| text.replacen("DateDeleted\n", "DateDeleted,\n", 1),
        |text| text.replace(",1,1999,2004,", ",1.0,1999.0,2004.00,"),
        |text| text.replace(",99,5/4", ",NULL,5/4").replace(",0,,,,", ",0,NULL,,,"),
    ] {
        let case = export(|name, text| {
            if name == "Client.csv" { change(text.to_owned()) } else { text.to_owned() }
        });
        same_as_plain(&case);
    }
    let case = export(|_, text| comma(text));
    same_as_plain(&case);
    // A comma too many in one row has moved its cells.
    let case = with("Organization.csv", "7,Casa Alameda,", "7,Casa, Alameda,");
    refused(&case, "the row has more fields than the header [bad-row]");
    let case = with("Organization.csv", "DateDeleted\n7,", "DateDeleted,\n7,");
    case.write(
        "export/Organization.csv",
        case.read("export/Organization.csv") + "8,Casa, Beach,\n",
    );
    refused(&case, "[bad-row]\n   at EXPORT/Organization.csv, row 3");
}

/// Somebody can be called Null.
#[test]
fn null_is_nothing_but_where_it_is_a_name() {
    let name = |row: &str| {
        let case = with("Client.csv", "P1,Kanarivogel,,Nguyễn,,1,,99", row);
        let ran = import(&case, &["--client", "P1"]);
        assert_eq!(ran.code, 0, "{row}: {}", ran.stderr);
        let profile = extract(&case, "P1")["profile"].take();
        ["first_name", "middle_name", "last_name"].map(|it| profile[it].clone())
    };
    let [first, middle, last] = name("P1,Odalys,NULL,Null,NULL,1,NULL,99");
    assert_eq!((first, middle, last), ("Odalys".into(), Value::Null, "Null".into()));
    let [_, middle, last] = name("P1,Odalys,,NULL,,1,,99");
    assert_eq!((middle, last), (Value::Null, "NULL".into()));
    let case = with("Client.csv", "P1,Kanarivogel", "NULL,Kanarivogel");
    refused(&case, "`PersonalID` is blank [bad-row]");
}

#[test]
fn what_excel_lost_is_called_that() {
    let case = with("Client.csv", "123456789,1", "34567890,1");
    refused(&case, "`SSN` lacks digits: Excel drops zeros at the beginning [bad-row]");
    // Who gave a part of it gave a part of it.
    let case = with("Client.csv", "123456789,1", "34567890,2");
    assert_eq!(import(&case, &["--all"]).code, 0);
    let case = with("Enrollment.csv", "E1,P1", "1.23457E+08,P1");
    refused(
        &case,
        "`EnrollmentID` is a number that Excel rounded, not an identifier [bad-row]",
    );
    // Where Client.csv has it so, it is nobody's, and no want of another identifier.
    let case = with("Client.csv", "P1,Kanarivogel", "1.23457E+08,Kanarivogel");
    let ran = import(&case, &["--all", "--skip-bad-rows"]);
    assert!(ran.stderr.contains("[row-of-nobody]"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("[row-without-id]"), "{}", ran.stderr);
    let case = plain();
    case.write("ids.csv", "PersonalID,UniqueIdentifier\nP1,1.23457E+08\nP2,69E447701\n");
    let ran = import(&case, &["--all", "--ids", "ids.csv"]);
    let told = "`UniqueIdentifier` is a number that Excel rounded, not an identifier \
                [bad-row]\n   at --ids, row 2";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn a_line_above_the_header_is_told() {
    for line in ["HMIS CSV,,,\n", "sep=,\n", "HMIS CSV\n\nof Monday\n"] {
        let case = with("Exit.csv", "ExitID,", &format!("{line}ExitID,"));
        let told = "error: Exit.csv is a table with a line above its header [export-not-csv]\n   \
                    at EXPORT/Exit.csv\nhint: export again, and do not open the files in Excel";
        refused(&case, told);
    }
    let case = plain();
    case.write("ids.csv", "Identifiers\nPersonalID,UniqueIdentifier\nP1,69E44770D\n");
    let ran = import(&case, &["--all", "--ids", "ids.csv"]);
    let told = "error: the file of `--ids` is a table with a line above its header \
                [export-not-csv]\n   at --ids\nhint: delete the lines above the header";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
    // The near miss: there is no header below.
    let case = with("Exit.csv", "ExitID,EnrollmentID", "HMIS CSV\nExitID,Other");
    refused(&case, "[export-columns-missing]");
}

#[test]
fn a_file_that_is_no_csv_is_called_what_it_is() {
    let text = plain().read("export/Client.csv");
    let utf16 = |marked: bool| -> Vec<u8> {
        let mark = marked.then_some(0xFEFF).into_iter();
        mark.chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let is = |what: &str| {
        format!("error: Client.csv is {what} [export-not-csv]\n   at EXPORT/")
    };
    for (bytes, told) in [
        (b"PK\x03\x04".to_vec(), is("a workbook, not CSV")),
        (b"<html>sign in</html>".to_vec(), is("a web page or XML, not CSV")),
        (b"[]".to_vec(), is("JSON, not CSV")),
        (utf16(false), is("not text, or UTF-16 without a byte order mark")),
        (
            text.replace(',', ";").into_bytes(),
            is("separated by semicolons, not by commas"),
        ),
        (text.replace(',', "\t").into_bytes(), is("separated by tabs, not by commas")),
        (
            text.replacen("FirstName", "FirstName,FirstName", 1).into_bytes(),
            "Client.csv has two columns `FirstName` [export-column-twice]".into(),
        ),
        (b"First,Last\n".to_vec(), "Client.csv has no column PersonalID".into()),
    ] {
        let case = plain();
        case.write("export/Client.csv", bytes);
        refused(&case, &told);
    }
    // UTF-16 that says so is a text like any other.
    let case = plain();
    case.write("export/Client.csv", utf16(true));
    same_as_plain(&case);
}

#[test]
fn what_is_no_export_is_called_what_it_is() {
    let case = plain();
    case.write("export/CLIENT.csv", "x");
    let told = "error: two CSV files of the folder have names that differ in capitals alone \
                [export-file-twice]\n   at EXPORT\n";
    refused(&case, told);
    let case = plain();
    for name in ["one", "two"] {
        fs::create_dir(case.dir.join(name)).expect("a folder");
        case.write(&format!("{name}/Export.csv"), "x");
    }
    let of = |path: &str| {
        let ran = case.crr(["import", "hmis-csv", path, "--to", "extracts", "--all"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        ran.stderr
    };
    assert!(of(".").starts_with(
        "error: 3 folders below this one have an export each [export-file-missing]\n"
    ));
    let client = of("export/Client.csv");
    let told = "error: the export is a single CSV file, not a folder or a zip \
                [export-unreadable]\n   at EXPORT\n";
    assert!(client.starts_with(told), "{client}");
    for (bytes, what) in [
        (&b"7z\xBC\xAF\x27\x1C\0"[..], "a 7z archive"),
        (b"BZh91AY", "packed with bzip2"),
        (b"\x1F\x8B\x08", "packed with gzip"),
    ] {
        case.write("export.zip", bytes);
        assert!(
            of("export.zip").starts_with(&format!("error: the export is {what}, not"))
        );
    }
}

#[test]
fn the_version_is_known_however_it_is_written_and_an_older_one_is_named() {
    same_as_but_for_source(&with("Export.csv", "2026 v1.0", "FY2026 v1.0"));
    let case = with("Export.csv", "ExportDate,CSVVersion", "ExportDate,Other");
    let told = "error: the export names no version (CSVVersion), as those of FY2020 and older \
                [export-version]\n";
    refused(&case, told);
}

#[track_caller]
fn same_as_but_for_source(case: &Case) {
    let ran = import(case, &["--all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(extract(case, "P1")["source"], "HUD HMIS CSV FY2026 v1.0");
}

#[test]
fn the_day_of_the_export_may_have_an_offset() {
    for (text, expected) in [
        ("2026-11-18T22:05:00Z", "2026-11-18T14:05:00-08:00"),
        ("2026-11-18T14:05:00-08:00", "2026-11-18T14:05:00-08:00"),
        ("2026-03-08 02:30:00", "2026-03-08T03:30:00-07:00"),
        ("11/18/2026 2:05:00 PM", "2026-11-18T14:05:00-08:00"),
        ("2026-11-18 14:05:00 PM", "2026-11-18T14:05:00-08:00"),
        ("11/18/2026 12:00 AM", "2026-11-18T00:00:00-08:00"),
    ] {
        let case = with("Export.csv", "2026-11-18 14:05:00", text);
        assert_eq!(import(&case, &["--all"]).code, 0, "{text}");
        assert_eq!(extract(&case, "P1")["exported_at"], expected, "{text}");
    }
}

/// What is wrong is named: the day is one.
#[test]
fn a_time_that_is_none_is_told_as_one() {
    for (text, what) in [
        ("2026-11-18 14:05:00 AM", "a date with a time that cannot be read"),
        ("2026-11-18 25:05:00", "a date with a time that cannot be read"),
        ("the 18th at 14:05", "not a date"),
    ] {
        let case = with("Export.csv", "2026-11-18 14:05:00", text);
        let told = format!(
            "error: `ExportDate` is {what} [export-unreadable]\n   \
             at EXPORT/Export.csv, row 2, column ExportDate\n"
        );
        refused(&case, &told);
    }
}

#[test]
fn the_other_spelling_of_a_column_is_the_same_column() {
    let case = with("Client.csv", "HispanicLatinao", "HispanicLatinaeo");
    same_as_plain(&case);
    let ran = import(&case, &["--all", "--replace"]);
    assert!(!ran.stderr.contains("columns-missing"), "{}", ran.stderr);
}

#[test]
fn extracts_are_not_written_beside_packages() {
    let case = plain();
    let ran = case.crr(["import", "hmis-csv", "export", "--all", "--to", "out/x"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: the extracts would be in the output folder, beside what is forwarded [extracts-beside-packages]
   at --to
hint: name another folder, as `data/extracts`
refused: 1 error; nothing was written
"
        )
    );
    assert!(!case.dir.join("out").exists());
}

/// FY2024 alone asks for it.
#[test]
fn the_clients_own_words_for_gender_are_read() {
    let of = |version: &str| {
        let case = export(|name, text| match name {
            "Export.csv" => text.replace("2026 v1.0", version),
            "Client.csv" => text
                .replace("AdditionalRaceEthnicity,", "DifferentIdentityText,")
                .replace("0,0,0,,,1,1999", "0,0,0,,Two-Spirit,1,1999"),
            _ => text.to_owned(),
        });
        let ran = import(&case, &["--client", "P1"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        extract(&case, "P1")["profile"].take()
    };
    assert_eq!(of("2024 v1.4")["different_identity"], "Two-Spirit");
    assert_eq!(of("2026 v1.0").get("different_identity"), None);
}

/// Two imports into one folder would remove each other's parts.
#[test]
fn a_folder_is_written_by_one_import_at_a_time() {
    let case = plain();
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    let folder = fs::File::open(case.dir.join("extracts")).expect("a folder");
    folder.lock().expect("nobody else has it");
    let ran = import(&case, &["--all"]);
    let told = "error: `extracts` is in use by another run [in-use]\n   at --to\n";
    assert!(ran.code == 3 && ran.stderr.starts_with(told), "{}", ran.stderr);
    folder.unlock().expect("mine");
    assert_eq!(import(&case, &["--all"]).code, 0);
    let left = case.tree().into_iter().filter(|it| it.contains("/.crr-"));
    assert_eq!(left.count(), 0);
}
