//! `crr import tables`: what used to be lost, or another's, without a word: a quotation mark that
//! is not closed, two columns of one field, what a spreadsheet did to digits, answers that a
//! record has no place for.

use serde_json::{Value, json};

use super::importing_tables::{CLIENT, extract, import, imported, plain};
use super::importing_tables_refused::silent;
use super::support::Case;

#[track_caller]
fn refused(case: &Case, told: &str) {
    let ran = import(case, &[]);
    assert_eq!(ran.code, 1, "{told}: {}", ran.stderr);
    assert!(
        ran.stderr.starts_with(&format!("error: {told}\n")),
        "{told}: {}",
        ran.stderr
    );
    assert!(ran.stderr.contains("refused: 1 error;"), "{told}: {}", ran.stderr);
    silent(&ran);
}

/// A case with one of its tables in other words.
fn having(file: &str, text: &str) -> Case {
    let case = plain();
    case.write(&format!("tiles/{file}"), text);
    case
}

/// A profile with these columns besides, and what they say.
fn profile(columns: &str, cells: &str) -> Case {
    having(
        "who_it_is.csv",
        &format!("Unique Identifier,First Name,{columns}\n{CLIENT},Wilhelmina,{cells}\n"),
    )
}

/// Another client's row must not become the end of a cell of this one.
#[test]
fn a_quotation_mark_that_is_not_closed_brings_in_nobody_else() {
    let papers = "Unique Identifier,Client File Name,Client File Date Created Date\n";
    let reach = "Unique Identifier,Name,Phone1,Email,Note,Last Updated Date\n";
    for (file, text) in [
        (
            "papers.csv",
            format!(
                "{papers}{CLIENT},\"Award,2026-01-01\n0B77E21D4,Quarry ID\",2026-01-02\n"
            ),
        ),
        (
            "reach.csv",
            format!(
                "{reach}{CLIENT},Nought,555-0133,,\"Text first,2026-06-01\n\
                 0B77E21D4,Quarry,555-0100,q@example.org,late\",2026-06-02\n"
            ),
        ),
        (
            "reach.csv",
            format!(
                "{reach}{CLIENT},Nought,555-0133,,\"Text\nfirst,2026-06-01\n\
                 0B77E21D4,Quarry,555-0100,q@example.org,late\",2026-06-02\n"
            ),
        ),
    ] {
        let told = format!(
            "a cell contains a line break [bad-row]\n   at INPUT/{file}, row 2\n\
             hint: look for a quotation mark that is not closed, near that row"
        );
        refused(&having(file, &text), &told);
    }
    let case = having(
        "reach.csv",
        &format!("{reach}{CLIENT},,,,\"Text first,\nthen call, if late\",2026-06-01\n"),
    );
    let it = imported(&case, &[]);
    assert_eq!(it["contact_information"][0]["note"], "Text first,\nthen call, if late");
}

#[test]
fn two_columns_of_a_field_must_say_the_same() {
    for (columns, cells, key, column) in [
        ("SSN,SSN - Last 4", "123-45-6789,0142", "ssn", "SSN - Last 4"),
        ("DOB,Birth Date", "1969-07-04,07/05/1969", "dob", "DOB"),
        ("Sex,Sex Text", "Female,Male", "sex", "Sex Text"),
        ("Veteran Status,Veteran", "No,Yes", "veteran_status", "Veteran"),
    ] {
        let told = format!(
            "two columns are `{key}`, and say different things [columns-differ]\n   \
             at INPUT/who_it_is.csv, row 2, column {column}\n\
             hint: remove one of them from the tile, or write it into `ignored` of a mapping file"
        );
        refused(&profile(columns, cells), &told);
    }
    for (columns, cells, key, value) in [
        ("SSN,SSN - Last 4", "123-45-6789,6789", "ssn", json!("123-45-6789")),
        ("DOB,Birth Date", "1969-07-04,07/04/1969", "dob", json!("1969-07-04")),
        ("Sex,Sex Text", ",Male", "sex", json!(1)),
        ("Veteran Status,Veteran", "no,No", "veteran_status", json!(0)),
    ] {
        let it = imported(&profile(columns, cells), &[]);
        assert_eq!(it["profile"][key], value, "{columns}");
    }
    let names = "Unique Identifier,File Name,File Other Name,Date Added\n";
    let case = having(
        "papers.csv",
        &format!("{names}{CLIENT},Letter,From the landlord,2026-01-02\n"),
    );
    let it = imported(&case, &[]);
    assert_eq!(it["documents"][0]["name"], "Letter: From the landlord");
}

#[test]
fn digits_that_a_spreadsheet_changed_are_mended_or_named() {
    let quality = "SSN,SSN Data Quality";
    for (columns, cells, what, column) in [
        (quality, "12345678,Full SSN reported", "lacks digits", "SSN"),
        ("SSN", "1234567", "lacks digits", "SSN"),
        ("SSN - Last 4", "142", "lacks digits", "SSN - Last 4"),
        ("SSN", "1.23457E+08", "was rounded", "SSN"),
    ] {
        let rest = match what {
            "lacks digits" => "lacks digits: Excel drops zeros at the beginning",
            _ => "was rounded by a spreadsheet",
        };
        let told = format!(
            "a cell {rest} [bad-row]\n   at INPUT/who_it_is.csv, row 2, column {column}\n\
             hint: download again, and open nothing in a spreadsheet"
        );
        refused(&profile(columns, cells), &told);
    }
    for (columns, cells, ssn) in [
        (quality, "\"123,456,789\",Full SSN reported", "123456789"),
        (quality, "1234567,Approximate or partial SSN reported", "1234567"),
        ("SSN - Last 4", "0142", "0142"),
        ("SSN", "XXX-XX-0142", "XXX-XX-0142"),
        ("SSN", "123456789.0", "123456789"),
    ] {
        let it = imported(&profile(columns, cells), &[]);
        assert_eq!(it["profile"]["ssn"], ssn, "{columns}");
    }
    let case = having(
        "reach.csv",
        &format!(
            "Unique Identifier,Address,City,Zip\n{CLIENT},1 Example Row,Anaheim,\"92,801\"\n"
        ),
    );
    let it = imported(&case, &[]);
    assert_eq!(it["contact_information"][0]["value"], "1 Example Row, Anaheim 92801");
}

#[test]
fn an_answer_that_a_record_has_no_place_for_is_told() {
    for (columns, cells, of, is_told) in [
        ("Race", "\"White, Client doesn't know\"", "Race", true),
        (
            "Race,Ethnicity",
            "Client doesn't know,Client prefers not to answer",
            "Ethnicity",
            true,
        ),
        ("Race,Ethnicity", "White,Data not collected", "Ethnicity", false),
        ("Race,Ethnicity", "Data not collected,Client doesn't know", "Race", false),
        (
            "DOB,Theater - Korean War",
            "1969-07-04,Client doesn't know",
            "Theater - Korean War",
            true,
        ),
        ("DOB,Theater - Korean War", "1969-07-04,No", "Theater - Korean War", false),
    ] {
        let case = profile(columns, cells);
        let ran = import(&case, &[]);
        assert_eq!(ran.code, 0, "{cells}: {}", ran.stderr);
        let told = format!(
            "note: 1 answer of a column is left out: a record has no place for it beside the \
             other [answer-left-out]\n   at INPUT/who_it_is.csv, row 2, column {of}\n\
             hint: look it up in HMIS if the client asks what was answered\n"
        );
        assert_eq!(ran.stderr.contains(&told), is_told, "{cells}: {}", ran.stderr);
        silent(&ran);
    }
    let it = imported(
        &profile("Race,Ethnicity", "Data not collected,Client doesn't know"),
        &[],
    );
    assert_eq!(it["profile"]["race_none"], 8);
}

#[test]
fn a_day_with_something_else_behind_it_is_no_day() {
    let stays = plain().read("tiles/stays.csv");
    for text in ["2026-03-09 to 2026-04-01", "2026-03-09 (about)", "3/9/2026 - 4/1/2026"]
    {
        let case = having("stays.csv", &stays.replace("2026-03-09 00:00:00", text));
        refused(&case, "a cell is not a date [bad-row]");
    }
    // The near misses: a time of day.
    for text in ["2026-03-09 00:00", "3/9/2026 12:00 AM", "2026-03-09T00:00:00Z"] {
        let it = imported(
            &having("stays.csv", &stays.replace("2026-03-09 00:00:00", text)),
            &[],
        );
        assert_eq!(it["enrollments"][0]["exit_date"], "2026-03-09", "{text}");
    }
}

#[test]
fn a_private_contact_is_told() {
    let header = "Unique Identifier,Name,Phone,Private\n";
    let text = |mark: &str| format!("{header}{CLIENT},Nought,555-0199,{mark}\n");
    let told = "note: 1 row of a table is marked as private in HMIS, and is in the record \
                [private-rows]\n   at INPUT/reach.csv, row 2\n\
                hint: look at those rows in HMIS before you hand over the copy\n";
    for (mark, is_told) in [("Yes", true), ("No", false), ("", false)] {
        let ran = import(&having("reach.csv", &text(mark)), &[]);
        assert_eq!((ran.code, ran.stderr.contains(told)), (0, is_told), "{}", ran.stderr);
        silent(&ran);
    }
}

/// What a mapping says of a column holds, also where it is a field already.
#[test]
fn a_field_of_the_communitys_own_may_be_a_column_that_is_known() {
    let case = profile("Alias,Age,DOB", "Nought,57,1969-07-04");
    case.write(
        "map.toml",
        "[custom_fields]\n\"Known as\" = [\"Alias\"]\nAge = [\"Age\"]\n",
    );
    let it = imported(&case, &["--map", "map.toml"]);
    let custom = json!([
        { "label": "Known as", "value": "Nought" }, { "label": "Age", "value": "57" }
    ]);
    let sorted = |it: &Value| {
        let mut all: Vec<String> =
            it.as_array().expect("a list").iter().map(Value::to_string).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(&it["profile"]["custom_fields"]), sorted(&custom));
    assert!(it["profile"].get("alias").is_none());
}

#[test]
fn what_a_text_is_written_in_is_read_or_named() {
    let case = having(
        "papers.csv",
        &format!(
            "Unique Identifier;File Name;Date Added\n{CLIENT};Letter, signed;2026-01-02\n"
        ),
    );
    assert_eq!(import(&case, &[]).code, 0);
    assert_eq!(extract(&case)["documents"][0]["name"], "Letter, signed");
    // What Excel saves as "Unicode text".
    let case = plain();
    let text = case.read("tiles/roi.csv").replace(',', "\t").replace("Quarry", "Quarré");
    let bytes: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    case.write("tiles/roi.csv", bytes);
    assert_eq!(import(&case, &[]).code, 0);
    let agency = &extract(&case)["release_of_information"][0]["agency"];
    assert_eq!(agency, "Quarré Street House");
    let case = plain();
    let text = format!(
        "Unique Identifier,First Name,DOB\n{CLIENT},Wilhelmin\u{e4},1969-07-04\n"
    );
    let latin: Vec<u8> =
        text.chars().map(|it| u8::try_from(it).expect("Latin 1")).collect();
    case.write("tiles/who_it_is.csv", latin);
    refused(
        &case,
        "a row is not UTF-8 text [bad-row]\n   at INPUT/who_it_is.csv, row 2\n\
         hint: download again; unpack nothing and change nothing by hand",
    );
}
