//! `crr import` of exports whose names are digests: nobody's copy is made of them.

use serde_json::json;

use super::importing::{extract, import, plain, with};
use super::importing_clarity;
use super::support::Case;

const HINT: &str =
    "export again, not hashed (HashStatus 1): a copy shows what the client gave";

/// The plain export, its Export.csv saying how it is hashed.
fn saying(status: &str) -> Case {
    let case = plain();
    case.write(
        "export/Export.csv",
        format!(
            "ExportDate,CSVVersion,HashStatus\n2026-11-18 14:05:00,2026 v1.0,{status}\n"
        ),
    );
    case
}

/// The same, with a cell of Client.csv in place of another.
fn with_cell(status: &str, from: &str, to: &str) -> Case {
    let case = saying(status);
    case.edit("export/Client.csv", from, to);
    case
}

fn digest(n: usize) -> String {
    "0123456789abcdefABCDEF".repeat(10)[..n].to_owned()
}

#[test]
fn an_export_that_says_it_is_hashed_is_refused() {
    for status in ["2", "4"] {
        let case = saying(status);
        let before = case.tree();
        for more in [&["--all"][..], &["--client", "P1"], &["--all", "--skip-bad-rows"]] {
            let ran = import(&case, more);
            let told = format!(
                "error: the export is hashed: Export.csv says HashStatus {status} \
                 [export-hashed]\n   at EXPORT/Export.csv\nhint: {HINT}\n\
                 refused: 1 error; nothing was written\n"
            );
            assert_eq!((ran.code, ran.stderr), (1, told), "{more:?}");
            assert_eq!(case.tree(), before);
        }
    }
    // Of several rows one is enough.
    let case = saying("1\n2026-11-18 14:05:00,2026 v1.0,4");
    let ran = import(&case, &["--all"]);
    assert!(ran.code == 1 && ran.stderr.contains("[export-hashed]"), "{}", ran.stderr);
    // The near miss: unhashed, or no word of it; as before, and without a warning.
    let unsaid = import(&plain(), &["--all"]);
    for status in ["1", ""] {
        let ran = import(&saying(status), &["--all"]);
        assert_eq!((ran.code, &ran.stderr), (0, &unsaid.stderr), "{status}");
    }
}

#[test]
fn a_hash_status_that_hud_does_not_list_is_named() {
    let ran = import(&saying("7"), &["--all"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: Export.csv says HashStatus 7, which HUD does not list [export-hash-status]
   at EXPORT/Export.csv
hint: find out what it means; then export again, not hashed (HashStatus 1)
refused: 1 error; nothing was written
"
        )
    );
    let ran = import(&saying("none"), &["--all"]);
    let told = "`HashStatus` is not a number [export-unreadable]\n   at EXPORT/Export.csv, row 2, \
                column HashStatus\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn hashed_in_another_way_is_refused_where_any_name_is_a_digest() {
    for (from, to, column) in [
        ("Kanarivogel", digest(32), "FirstName"),
        ("Kanarivogel,", format!("Kanarivogel,{}", digest(40)), "MiddleName"),
        ("Nguyễn", digest(64), "LastName"),
        ("123456789", digest(64), "SSN"),
        // The last four, then the digest.
        ("123456789", format!("6789{}", digest(64)), "SSN"),
    ] {
        for more in [&["--all", "--skip-bad-rows"][..], &["--client", "P2"]] {
            let case = with_cell("3", from, &to);
            let before = case.tree();
            let ran = import(&case, more);
            let row = if column == "SSN" { 3 } else { 2 };
            let told = format!(
                "error: the export is hashed: Export.csv says HashStatus 3, and `{column}` \
                 contains a hash instead of the real value [export-hashed]\n   \
                 at EXPORT/Client.csv, row {row}, column {column}\nhint: {HINT}\nrefused: 1 error; nothing was written\n"
            );
            assert_eq!((ran.code, ran.stderr), (1, told), "{more:?}");
            assert_eq!(case.tree(), before);
        }
    }
    // The near miss: nothing looks hashed. It is imported, and the help desk is to look.
    let ran = import(&saying("3"), &["--all"]);
    let told = "\
warning: Export.csv says that names are hashed (HashStatus 3), but none looks hashed [export-may-be-hashed]
   at EXPORT/Export.csv
hint: compare a name and a Social Security number with HMIS before you use an extract
";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
}

/// Whatever Export.csv says, or does not say.
#[test]
fn a_digest_is_nobodys_name() {
    for status in ["1", ""] {
        let case = with_cell(status, "Nguyễn", &digest(64));
        let ran = import(&case, &["--all"]);
        let bad = "`LastName` contains a hash instead of the real value [export-hashed]\n   \
                   at EXPORT/Client.csv, row 2, column LastName";
        let told = format!(
            "error: {bad}\nhint: {HINT}\n\
             hint: export again, or pass `--skip-bad-rows` to go on without the clients whose \
             rows these are\n\
             refused: 1 error; nothing was written\n"
        );
        assert_eq!((ran.code, ran.stderr), (1, told));
        // Only whose name it is goes without an extract.
        let ran = import(&case, &["--all", "--skip-bad-rows"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("warning: {bad}")), "{}", ran.stderr);
        assert!(ran.stderr.contains("[client-left-out]"), "{}", ran.stderr);
        assert!(!case.dir.join("extracts/P1.json").exists());
        assert_eq!(extract(&case, "P2")["profile"]["last_name"], "Ibáñez");
        let ran = import(&case, &["--client", "P1", "--skip-bad-rows", "--replace"]);
        assert!(
            ran.code == 1 && ran.stderr.contains("[client-left-out]"),
            "{}",
            ran.stderr
        );
    }
    // The near miss: one digit less is odd, and no digest. A PersonalID may be a digest.
    let case = with_cell("1", "Nguyễn", &digest(63));
    assert_eq!(import(&case, &["--all"]).code, 0);
    let case = with("Client.csv", "P2,", &format!("{},", digest(32)));
    assert_eq!(import(&case, &["--all"]).code, 0);
}

#[test]
fn a_digest_is_nobodys_name_in_clarity_either() {
    for (place, value) in [
        ("/first_name", digest(64)),
        ("/last_name", digest(40)),
        ("/screenValues/name_middle", digest(32)),
        ("/alias", digest(64)),
        ("/ssn3", digest(64)),
    ] {
        let mut client = importing_clarity::client();
        *client.pointer_mut(place).expect("it is there") = json!(value);
        let (case, ran) = importing_clarity::import(
            &client,
            &importing_clarity::enrollments(),
            &importing_clarity::files(),
        );
        let told = format!(
            "error: this is a hash instead of the real value [export-hashed]\n   \
             at --client, {place}\n\
             hint: ask the system for this client again, not hashed\n\
             refused: 1 error; nothing was written\n"
        );
        assert_eq!((ran.code, ran.stderr), (1, told));
        assert!(!case.dir.join("extracts").exists());
    }
}
