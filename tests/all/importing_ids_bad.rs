//! `crr import hmis-csv --ids` a file with rows that cannot be read: whom they may concern gets
//! no extract, whoever else was asked for does.

use super::from_download::hmis_csv;
use super::importing::{export, import, plain};
use super::support::Ran;

/// An import of these clients, with a file of identifiers that has this row besides.
fn ran(row: &str, more: &[&str]) -> Ran {
    let case = plain();
    case.write(
        "ids.csv",
        format!("PersonalID,UniqueIdentifier\nP1,69E44770D\n{row}P2,C2\n"),
    );
    import(&case, &[&["--ids", "ids.csv"], more].concat())
}

#[test]
fn a_row_of_somebody_else_stops_nobody() {
    for (row, told) in [
        ("P3,\n", "`UniqueIdentifier` is blank [bad-row]\n   at --ids, row 3, column"),
        (
            "P3\n",
            "the row has fewer fields than the header [bad-row]\n   at --ids, row 3\n",
        ),
        ("P3,C3,C4\n", "the row has more fields than the header [bad-row]\n"),
        ("P3,1.23457E+08\n", "`UniqueIdentifier` is a number that Excel rounded"),
        ("1.23457E+08,C3\n", "`PersonalID` is a number that Excel rounded"),
        ("1.23457e+08,C3\n", "`PersonalID` is a number that Excel rounded"),
    ] {
        let ran = ran(row, &["--client", "69E44770D"]);
        let told = format!("warning: {told}");
        assert!(ran.code == 0 && ran.stderr.contains(&told), "{row}{}", ran.stderr);
    }
    // The same from a download, without a file between.
    let it = hmis_csv();
    it.case.write("ids.csv", it.case.read("ids.csv") + "P3,\n");
    let ran = it.check(&[]);
    let told = "warning: `UniqueIdentifier` is blank [bad-row]\n   \
                at --ids, row 4, column UniqueIdentifier\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
    // Where everybody is wanted, it is somebody's who was asked for.
    let ran = self::ran("P3,\n", &["--all"]);
    let told = "error: `UniqueIdentifier` is blank [bad-row]\n   \
                at --ids, row 3, column UniqueIdentifier\n\
                hint: correct those rows in the file of `--ids`, or pass `--skip-bad-rows` to \
                go on without the clients whose rows these are\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
}

#[test]
fn a_row_that_may_be_of_who_is_asked_for_stops_them() {
    for row in [
        // Another identifier of this client; this identifier, of whomever; nobody's.
        "P1,\n",
        "p1,\n",
        ",69E44770D\n",
        "1.23457E+08,69e44770d\n",
        ",C3\n",
        "P1\n",
        "P1,C3,C4\n",
        "\"P3,C3\nP1\",C4\n",
        // What is left of the row is the beginning of their identifier.
        "P\n",
    ] {
        let ran = ran(row, &["--client", "69E44770D", "--client", "C2"]);
        assert!(
            ran.code == 1
                && ran.stderr.starts_with("error: ")
                && ran.stderr.contains(" [export-unreadable]\n   at --ids, row 3"),
            "{row}{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("\nhint: correct that row\n"), "{}", ran.stderr);
    }
}

/// The extracts that an import with `--skip-bad-rows` makes, and what it says.
fn skipping(row: &str, more: &[&str]) -> (Vec<String>, Ran) {
    let case = plain();
    case.write(
        "ids.csv",
        format!("PersonalID,UniqueIdentifier\nP1,69E44770D\n{row}P2,C2\n"),
    );
    let ran = import(&case, &[&["--ids", "ids.csv", "--skip-bad-rows"], more].concat());
    let files = case.tree();
    let names = files.iter().filter_map(|it| it.strip_prefix("extracts/"));
    (names.map(str::to_owned).collect(), ran)
}

#[test]
fn with_all_who_may_be_named_by_a_skipped_row_gets_no_extract() {
    for (row, is_of_nobody) in [
        ("P1,\n", false),
        ("p1,\n", false),
        ("P1,C3,C4\n", false),
        ("1.23457E+08,69E44770D\n", true),
        (",69e44770d\n", true),
        ("\"P3,C3\nP1\",C4\n", false),
    ] {
        let (extracts, ran) = skipping(row, &["--all"]);
        assert_eq!(
            (ran.code, extracts),
            (0, vec!["C2.json".into()]),
            "{row}{}",
            ran.stderr
        );
        let told = "warning: 1 client got no extract: a row of this record was skipped \
                    [client-left-out]\n   at client `·······0D`: --ids, row 3\n\
                    hint: correct those rows in the file of `--ids`\n";
        assert!(ran.stderr.contains(told), "{row}{}", ran.stderr);
        assert!(!ran.stderr.contains("69E44770D"), "{}", ran.stderr);
        assert_eq!(
            ran.stderr.contains("[row-of-nobody]"),
            is_of_nobody,
            "{row}{}",
            ran.stderr
        );
        assert!(
            ran.stderr.contains("[bad-row]\n   at --ids, row 3"),
            "{row}{}",
            ran.stderr
        );
    }
    // It names nobody of this export, or says nothing of whom: that is told, and stops nobody.
    for (row, is_of_nobody) in [("P3,\n", false), (",C3\n", true), ("P3\n", true)] {
        let (extracts, ran) = skipping(row, &["--all"]);
        assert_eq!((ran.code, extracts.len()), (0, 2), "{row}{}", ran.stderr);
        let told = "warning: 1 skipped row does not say about whom: it may be about any client \
                    [row-of-nobody]\n   at --ids, row 3\n";
        assert_eq!(ran.stderr.contains(told), is_of_nobody, "{row}{}", ran.stderr);
        assert!(!ran.stderr.contains("client-left-out"), "{}", ran.stderr);
    }
}

#[test]
fn of_several_who_are_asked_for_those_with_a_skipped_row_get_no_extract() {
    let both = ["--client", "69E44770D", "--client", "C2"];
    let (extracts, ran) = skipping("P1,\n", &both);
    assert_eq!((ran.code, extracts), (0, vec!["C2.json".into()]), "{}", ran.stderr);
    let told = "warning: 1 client asked for got no extract: a row of this record was skipped \
                [client-left-out]\n   at client `·······0D`: --ids, row 3\n";
    assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
    // One alone is not left out, but refused; and a row of nobody stops whoever is asked for.
    let refused = |row: &str, clients: &[&str], told: &str| {
        let (extracts, ran) = skipping(row, clients);
        assert!(ran.code == 1 && extracts.is_empty(), "{row}{}", ran.stderr);
        assert!(ran.stderr.starts_with(told), "{row}{}", ran.stderr);
    };
    refused("P1,\n", &both[..2], "error: 1 client asked for got no extract");
    refused(",C3\n", &both, "error: 1 skipped row does not say about whom");
}

/// The last digits are lost, the first ones say whose it is not.
#[test]
fn a_rounded_number_may_be_whoever_begins_so() {
    let case =
        export(|_, text| text.replace("P1", "123456789").replace("P2", "987654321"));
    let rows =
        "PersonalID,UniqueIdentifier\n123456789,A1\n1.23457E+08,A9\n987654321,A2\n";
    case.write("ids.csv", rows);
    let import = |more: &[&str]| import(&case, &[&["--ids", "ids.csv"], more].concat());
    let ran = import(&["--client", "A1"]);
    let told = "error: `PersonalID` is a number that Excel rounded, not an identifier \
                [export-unreadable]\n   at --ids, row 3";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
    assert_eq!(import(&["--client", "A2"]).code, 0);
    assert_eq!(import(&["--all", "--skip-bad-rows", "--replace"]).code, 0);
    assert!(!case.dir.join("extracts/A1.json").exists());
    assert!(case.dir.join("extracts/A2.json").exists());
}
