//! `crr print`: the one way to an unlocked record.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::support::{AT, Case, Ran, has, ran, skip};

const REQUEST: [&str; 8] = [
    "print",
    "request.toml",
    "--extract",
    "extract.json",
    "--site",
    "site.toml",
    "--at",
    AT,
];

fn print(case: &Case, more: &[&str]) -> Ran {
    case.crr(REQUEST.iter().chain(more))
}

#[test]
fn it_writes_the_record_for_its_owner_only_and_the_ledger_knows() {
    let case = Case::of("typical-adult");
    let members = case.members();
    let ran = print(&case, &["--to", "print.pdf", "--yes"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (
            0,
            "print.pdf\n",
            "wrote 2026-0142, 7 pages, NOT encrypted: print it, then delete the file and empty \
             the trash\n"
        )
    );
    assert!(case.bytes("print.pdf") == members[1].1, "the same as in the package");
    let mode =
        case.dir.join("print.pdf").metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let ledger = case.read("out/ledger.jsonl");
    let line: serde_json::Value =
        serde_json::from_str(ledger.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&line["action"], &line["n"]), (&"print".into(), &2.into()));
    // A digest of an unlocked record would confirm a guess.
    assert!(line["files"] == serde_json::json!([]) && line.get("receipt").is_none());
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "passphrase"];
    assert_eq!(case.crr(verify).code, 0);
}

/// Also where nothing was released yet.
#[test]
fn it_starts_a_ledger() {
    let case = Case::of("typical-adult");
    assert_eq!(print(&case, &["--to", "print.pdf", "--yes"]).code, 0);
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 1);
    assert_eq!(case.build(&[]).code, 0);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

#[track_caller]
fn refused(case: &Case, more: &[&str], code: i32, stderr: &str) {
    let before = case.tree();
    let ran = print(case, more);
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (code, "", stderr));
    assert_eq!(case.tree(), before);
}

#[test]
fn nobody_agreed() {
    refused(
        &Case::of("typical-adult"),
        &["--to", "print.pdf"],
        1,
        "\
error: writing an unencrypted record was not confirmed [print-not-confirmed]
   at --to
hint: answer `yes` at a terminal, or pass `--yes`
refused: 1 error; nothing was written
",
    );
}

#[test]
fn it_does_not_go_where_packages_are() {
    refused(
        &Case::of("typical-adult"),
        &["--to", "out/print.pdf", "--yes"],
        1,
        "\
error: an unencrypted record would be in the output folder, beside locked packages [print-beside-package]
   at --to
hint: name a file in another folder
refused: 1 error; nothing was written
",
    );
}

/// However the way there is written.
#[test]
fn a_way_around_does_not_lead_into_the_output_folder() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("sub")).expect("a folder");
    std::os::unix::fs::symlink("out", case.dir.join("link")).expect("a link");
    for to in ["sub/../out/print.pdf", "./out/print.pdf", "out/deeper/print.pdf"] {
        let ran = print(&case, &["--to", to, "--yes"]);
        assert!(ran.stderr.contains("[print-beside-package]"), "{to}: {}", ran.stderr);
    }
    case.built();
    let ran = print(&case, &["--to", "link/print.pdf", "--yes"]);
    assert!(ran.stderr.contains("[print-beside-package]"), "{}", ran.stderr);
}

#[test]
fn it_does_not_go_over_a_file() {
    let case = Case::of("typical-adult");
    case.write("print.pdf", "older");
    refused(
        &case,
        &["--to", "print.pdf", "--yes"],
        1,
        "\
error: `print.pdf` already exists [already-there]
   at --to
hint: choose another name
refused: 1 error; nothing was written
",
    );
    assert_eq!(case.read("print.pdf"), "older");
}

#[test]
fn what_a_build_refuses_is_not_printed() {
    let case = Case::of("private-record");
    case.edit("request.toml", "intake       = \"phone\"", "intake = \"ticket\"");
    let ran = print(&case, &["--to", "print.pdf", "--yes"]);
    assert!(
        ran.code == 1 && ran.stderr.contains("[private-record-by-ticket]"),
        "{}",
        ran.stderr
    );
    assert!(!case.dir.join("print.pdf").exists() && !case.dir.join("out").exists());
}

/// The line comes first; without the file it goes again.
#[test]
fn a_file_that_cannot_be_written_leaves_no_line() {
    let case = Case::of("typical-adult");
    case.built();
    let before = case.read("out/ledger.jsonl");
    let ran = print(&case, &["--to", "nowhere/print.pdf", "--yes"]);
    assert_ne!(ran.code, 0);
    assert_eq!(case.read("out/ledger.jsonl"), before);
}

#[test]
fn a_terminal_is_asked() {
    if !has("script") {
        return skip("script");
    }
    for (answer, code) in [("no\n", 1), ("\n", 1), ("yes\n", 0)] {
        let case = Case::of("typical-adult");
        let mut command = Command::new("script");
        let line = format!("\"$CRR\" {} --to print.pdf; exit $?", REQUEST.join(" "));
        command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
        command.args(["-qec", &line, "/dev/null"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("script starts");
        let mut input = child.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut input, answer.as_bytes()).expect("it listens");
        let ran = ran(child.wait_with_output());
        drop(input);
        assert_eq!(ran.code, code, "{answer:?}: {}", ran.stdout);
        assert!(ran.stdout.contains("NOT encrypted"), "{}", ran.stdout);
        assert_eq!(case.dir.join("print.pdf").exists(), code == 0, "{answer:?}");
    }
}
