//! The last line of a command that failed: what it had written by then, and nothing more.

use std::fs;

use super::support::{AT, Case};

/// Writes a file of a case, in a folder that may not exist yet.
fn write_below(case: &Case, name: &str, text: &str) {
    let path = case.dir.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// The last line that a run printed.
fn last(stderr: &str) -> &str {
    stderr.lines().next_back().expect("a line")
}

/// How many files there are below a folder of the case.
fn n_files(case: &Case, folder: &str) -> usize {
    let tree = case.tree();
    let below = tree.iter().filter(|it| it.starts_with(folder));
    below.filter(|it| case.dir.join(it).is_file()).count()
}

#[test]
fn a_command_that_never_writes_says_nothing_of_writing() {
    let case = Case::of("typical-adult");
    case.built();
    case.write("out/ledger.jsonl", "not a ledger\n");
    write_below(&case, "own/i18n/ko/pages.toml", "not a catalog");
    for arguments in [
        &["check", "missing.toml"][..],
        &["check", "request.toml", "request.toml", "--extract", "extract.json"],
        &["verify", "missing"],
        &["ledger", "verify"],
        &["explain", "no-such-rule"],
        &["templates", "check", "own"],
    ] {
        let ran = case.crr(arguments);
        let word = if ran.code == 2 { "usage" } else { "refused" };
        assert_eq!(last(&ran.stderr), format!("{word}: 1 error"), "{arguments:?}");
    }
    case.forget_head();
    let ran = case.check(&[]);
    assert_eq!(
        ran.stderr,
        "error: line 1 of `out/ledger.jsonl` is not a valid entry [ledger-broken]\n\
         hint: run `crr ledger verify`, and ask who changed the file\nrefused: 1 error\n"
    );
}

#[test]
fn a_command_that_could_have_written_says_that_it_did_not() {
    let case = Case::of("typical-adult");
    for arguments in [
        &["build", "missing.toml"][..],
        &["deny", "missing.toml", "--reason", "identity-not-verified"],
        &["reopen", "2026-0142", "--because", "mistake"],
        &["print", "missing.toml", "--to", "x.pdf"],
        &["ledger", "merge", "missing.jsonl", "--to", "x.jsonl"],
        &["preview", "--templates", "missing"],
    ] {
        let ran = case.crr(arguments);
        assert_eq!(
            last(&ran.stderr),
            "refused: 1 error; nothing was written",
            "{arguments:?}"
        );
    }
}

#[test]
fn a_preview_that_stops_says_how_many_pages_it_wrote() {
    let case = Case::empty();
    write_below(&case, "own/passphrase-sheet.typ", "#panic()");
    let preview = ["preview", "--sample", "almost-empty", "--templates", "own"];
    let ran = case.crr(preview);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let n = n_files(&case, "preview/");
    assert!(n > 3, "{n}");
    let expected = format!("refused: 1 error; {n} files were written before that");
    assert_eq!(last(&ran.stderr), expected);
}

#[test]
fn an_export_that_stops_says_how_many_files_it_wrote() {
    let case = Case::empty();
    // Where a folder has to be, there is a file: the templates before it are written.
    write_below(&case, "own/i18n", "");
    let ran = case.crr(["templates", "export", "own"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let n = n_files(&case, "own/") - 1;
    assert!(n > 1, "{n}");
    let expected = format!("failed: 1 error; {n} files were written before that");
    assert_eq!(last(&ran.stderr), expected);
}

/// The build was interrupted before its package had its name; the batch completes it, and is
/// then refused for its list.
#[test]
fn a_batch_that_is_refused_reports_the_builds_it_completed() {
    let case = Case::of("typical-adult");
    case.built();
    let rename = |from: &str, to: &str| {
        fs::rename(case.dir.join(from), case.dir.join(to)).expect("renamed");
    };
    rename("out/2026-0142", "out/.new-2026-0142");
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    rename("request.toml", "requests/request.toml");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    case.write("list", "hello\n");
    let ran = case.crr([
        "build",
        "requests",
        "--extracts",
        "extracts",
        "--at",
        AT,
        "--passphrase-out",
        "list",
    ]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: `list` already exists and is not a list of passphrases that crr wrote [not-a-passphrase-list]
   at --passphrase-out
hint: choose another name
warning: an interrupted build of `2026-0142` was completed [finished-package]
   at --out
hint: its passphrase may be in the file that build was given; try it with `crr verify`
hint: if nobody has it, rebuild `2026-0142` with `--replace --because passphrase-lost`
refused: 1 error; 1 interrupted build was completed, nothing else was written
"
        )
    );
    assert!(case.dir.join("out/2026-0142/receipt.json").is_file());
}
