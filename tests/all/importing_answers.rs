//! `crr import`: answers that no page has a place for are told, and numbers that spreadsheets
//! damaged are refused.

use super::importing::{export, extract, import, with};
use super::support::Case;

#[test]
fn an_answer_that_is_neither_yes_nor_no_is_told() {
    for (from, to, column) in [
        (",1,0,0,1,0,1,0,0,0,,,1", ",1,0,0,2,0,1,0,0,0,,,1", "Asian"),
        ("1999,2004,0,", "1999,2004,8,", "WorldWarII"),
    ] {
        let case = with("Client.csv", from, to);
        let ran = import(&case, &["--client", "P1"]);
        let told = format!(
            "note: 1 answer in `{column}` is neither yes nor no, and not shown \
             [answer-not-shown]\n   at EXPORT/Client.csv\n"
        );
        assert!(ran.code == 0 && ran.stderr.contains(&told), "{column}: {}", ran.stderr);
        // It is another client's.
        let ran = import(&case, &["--client", "P2", "--replace"]);
        assert!(!ran.stderr.contains("[answer-not-shown]"), "{}", ran.stderr);
    }
    // The near miss: nobody asked.
    let case = with("Client.csv", "1999,2004,0,", "1999,2004,99,");
    let ran = import(&case, &["--client", "P1"]);
    assert!(ran.code == 0 && !ran.stderr.contains("answer-not-shown"), "{}", ran.stderr);
}

#[test]
fn values_in_columns_of_the_other_standard_are_told() {
    let of = |version: &str, column: &str, value: &str| {
        let case = export(|name, text| match name {
            "Export.csv" => text.replace("2026 v1.0", version),
            "Client.csv" => text
                .replace("AdditionalRaceEthnicity,", &format!("{column},"))
                .replace("0,0,0,,,1,1999", &format!("0,0,0,,{value},1,1999")),
            _ => text.to_owned(),
        });
        let ran = import(&case, &["--client", "P1"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stderr
    };
    for (column, value) in
        [("DifferentIdentityText", "two-spirit"), ("Woman", "1"), ("GenderNone", "9")]
    {
        let told = format!(
            "note: 1 value in `{column}` is not shown: the standard of this export does not \
             have the column [column-of-other-standard]\n   at EXPORT/Client.csv\n"
        );
        let ran = of("2026 v1.0", column, value);
        assert!(ran.contains(&told), "{column}: {ran}");
        assert!(!ran.contains("two-spirit"), "{ran}");
        let ran = of("2024 v1.4", column, value);
        assert!(!ran.contains(&told), "{column}: {ran}");
    }
    assert!(of("2024 v1.4", "Other", "").contains("1 value in `Sex` is not shown"));
    assert!(!of("2026 v1.0", "GenderNone", "99").contains("[column-of-other-standard]"));
}

fn ssn(text: &str) -> Case {
    with("Client.csv", "123456789,1", text)
}

#[test]
fn a_number_that_a_spreadsheet_damaged_is_not_printed() {
    for text in
        ["1.23457E+08,1", "1.23457E+08,2", "34567890,", "34567890,8", "34567890.0,1"]
    {
        let ran = import(&ssn(text), &["--client", "P2"]);
        assert!(ran.code == 1 && ran.stderr.contains("`SSN` "), "{text}: {}", ran.stderr);
    }
    // What is not lost is read, and a part is a part.
    for (text, read) in [("123456789.0,1", "123456789"), ("34567890,2", "34567890")] {
        let case = ssn(text);
        let ran = import(&case, &["--client", "P2"]);
        assert!(ran.code == 0, "{text}: {}", ran.stderr);
        assert_eq!(extract(&case, "P2")["profile"]["ssn"], read, "{text}");
    }
}

#[test]
fn a_day_with_something_else_behind_it_is_no_day() {
    for text in ["2025-02-20 to 2025-03-01", "2025-02-20 (about)"] {
        let case =
            with("Enrollment.csv", "E1,P1,70,2025-02-20", &format!("E1,P1,70,{text}"));
        let ran = import(&case, &["--client", "P1"]);
        let told = "`EntryDate` is not a date [bad-row]";
        assert!(ran.code == 1 && ran.stderr.contains(told), "{text}: {}", ran.stderr);
    }
}

#[test]
fn digests_in_base64_are_nobodys_names() {
    for digest in
        ["K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=", "qUqP5cyxm6YcTAhz05Hph5gvu9M="]
    {
        let case = with("Client.csv", "Kanarivogel", digest);
        let ran = import(&case, &["--client", "P1"]);
        assert!(
            ran.code == 1 && ran.stderr.contains("`FirstName` contains a hash"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains(digest), "{}", ran.stderr);
    }
}

#[test]
fn a_row_of_another_client_beside_an_export_is_refused() {
    let case = with("Exit.csv", "X1", "X1");
    let list = |id: &str| {
        format!(
            "[{{\"client_id\": \"P1\", \"documents\": [{{\"client_id\": \"P1\", \"name\": \"ID\"}}, \
             {{\"client_id\": \"{id}\", \"name\": \"ID\"}}]}}]"
        )
    };
    case.write("with.json", list("P2"));
    let ran = import(&case, &["--client", "P1", "--with", "with.json"]);
    let told = "error: a row of `--with` is about another client than its extract \
                [merge-unreadable]\n   at --with\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
    case.write("with.json", list("P1"));
    let ran = import(&case, &["--client", "P1", "--with", "with.json"]);
    assert!(ran.code == 0, "{}", ran.stderr);
}
