//! `crr import hmis-csv --ids` a file with rows that cannot be read: whom they may concern gets
//! no extract, whoever else was asked for does.

use super::from_download::hmis_csv;
use super::importing::{import, plain};
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
    let told = "error: `UniqueIdentifier` is blank [export-unreadable]\n   \
                at --ids, row 3, column UniqueIdentifier\nhint: correct that row\n";
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
