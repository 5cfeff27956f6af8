//! A ticket stays with its client, whatever was done to it, and whatever its capitals are.

use std::fs;

use super::support::{AT, Case, Ran};

/// The request and the extract of another client, under the ticket of the first.
fn other(case: &Case) {
    let other = Case::of("veteran");
    case.write(
        "other.toml",
        other.read("request.toml").replace("2026-0143", "2026-0142"),
    );
    case.write("other.json", other.read("extract.json"));
}

fn run(case: &Case, command: &[&str]) -> Ran {
    case.crr(command.iter().chain(&["other.toml", "--at", AT]))
}

#[track_caller]
fn refused(case: &Case) {
    let before = case.tree();
    let from = ["--extract", "other.json"];
    let build = ["build", "--passphrase-out", "list"];
    let print = ["print", "--yes", "--to", "x.pdf"];
    for ran in [
        run(case, &[&build[..], &from].concat()),
        run(case, &[&["check"][..], &from].concat()),
        run(case, &[&print[..], &from].concat()),
        run(case, &["deny", "--reason", "identity-not-verified", "--replace"]),
    ] {
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let expected = "error: this ticket was used for a request about another client \
                        [request-changed]\n  --> other.toml:";
        assert!(ran.stderr.starts_with(expected), "{}", ran.stderr);
        let hint = "hint: find out which of the two is right; another client's request needs \
                    its own ticket\n";
        assert!(ran.stderr.contains(hint), "{}", ran.stderr);
    }
    fs::create_dir_all(case.dir.join("in")).expect("a folder");
    fs::copy(case.dir.join("other.toml"), case.dir.join("in/other.toml"))
        .expect("a copy");
    fs::copy(case.dir.join("other.json"), case.dir.join("in/other.json"))
        .expect("a copy");
    let many =
        ["build", "in", "--extracts", "in", "--at", AT, "--passphrase-out", "list"];
    let ran = case.crr(many);
    assert!(ran.code == 1 && ran.stderr.contains("[request-changed]"), "{}", ran.stderr);
    fs::remove_dir_all(case.dir.join("in")).expect("removed");
    assert_eq!(case.tree(), before);
}

#[test]
fn a_released_ticket_is_not_given_to_another_client() {
    let case = Case::of("typical-adult");
    other(&case);
    case.built();
    refused(&case);
    // Nor where the package is gone, or nobody asks for it any more.
    fs::remove_dir_all(case.dir.join("out/2026-0142")).expect("removed");
    refused(&case);
    assert_eq!(case.crr(["withdraw", "2026-0142"]).code, 0);
    refused(&case);
    assert_eq!(case.crr(["reopen", "2026-0142", "--because", "mistake"]).code, 0);
    refused(&case);
    // Somebody who says why can: the ledger tells it.
    let again =
        ["build", "--passphrase-out", "list", "--extract", "other.json", "--again"];
    let ran = run(&case, &[&again[..], &["--because", "wrong-recipient"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_denied_ticket_is_not_given_to_another_client() {
    let case = Case::of("typical-adult");
    other(&case);
    assert_eq!(case.deny(&["--reason", "identity-not-verified"]).code, 0);
    refused(&case);
}

/// What is printed is what was released.
#[test]
fn a_print_is_of_the_request_that_was_released() {
    let case = Case::of("typical-adult");
    case.built();
    case.edit("request.toml", "\"letter\" ", "\"phone\" ");
    let print = ["print", "request.toml", "--extract", "extract.json", "--at", AT];
    let ran = case.crr(print.iter().chain(&["--yes", "--to", "x.pdf"]));
    assert!(ran.code == 1 && ran.stderr.contains("[request-changed]"), "{}", ran.stderr);
    assert!(!case.dir.join("x.pdf").exists());
    case.edit("request.toml", "\"phone\" ", "\"letter\" ");
    let ran = case.crr(print.iter().chain(&["--yes", "--to", "x.pdf"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// Two folders that differ in case alone are one on many systems.
#[test]
fn a_ticket_in_other_capitals_is_refused() {
    let case = Case::of("typical-adult");
    case.edit("request.toml", "2026-0142", "ab-1");
    case.built();
    case.edit("request.toml", "\"ab-1\"", "\"AB-1\"");
    let before = case.tree();
    for ran in [
        case.build(&[]),
        case.build(&["--again", "--because", "other"]),
        case.deny(&["--reason", "identity-not-verified"]),
        case.crr(["withdraw", "AB-1"]),
    ] {
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let expected =
            "error: the ledger has this ticket as `ab-1` [ticket-in-other-capitals]\n";
        assert!(ran.stderr.starts_with(expected), "{}", ran.stderr);
    }
    assert_eq!(case.tree(), before);
}

/// An older package does not lift what came after it.
#[test]
fn a_restored_ledger_does_not_lift_a_denial() {
    let case = Case::of("typical-adult");
    case.built();
    let from = case.dir.join("out/2026-0142");
    fs::create_dir(case.dir.join("kept")).expect("a folder");
    for entry in fs::read_dir(&from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        fs::copy(&path, case.dir.join("kept").join(name)).expect("a copy");
    }
    assert_eq!(case.deny(&["--reason", "identity-not-verified", "--replace"]).code, 0);
    fs::remove_dir_all(&from).expect("removed");
    fs::rename(case.dir.join("kept"), &from).expect("renamed");
    let ran = case.crr(["ledger", "restore"]);
    assert!(
        ran.code == 0
            && ran.stderr.contains("warning: packages are there that the ledger"),
        "{}",
        ran.stderr
    );
    let ran = case.build(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("[request-denied]"), "{}", ran.stderr);
}

#[test]
fn a_key_is_never_in_a_package() {
    let case = Case::of("typical-adult");
    let before = case.tree();
    for key in ["out/2026-0142/desk.key", "out/2026-0142", "desk.head"] {
        let ran = case.build(&["--key", key]);
        assert_eq!(
            (ran.code, ran.stderr),
            (
                1,
                format!(
                    "error: the desk's key may not be there [key-in-package]\n   at {key}\nhint: \
                     name a file outside the packages, as in `desk.key`\nrefused: 1 error; nothing \
                     was written\n"
                )
            )
        );
    }
    assert_eq!(case.tree(), before);
}
