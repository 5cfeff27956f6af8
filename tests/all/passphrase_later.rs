//! A passphrase that is in a file, spelled or put on a sheet after its package was built.

use std::fs;
use std::process::{Command, Stdio};

use super::support::{AT, Case, has, phrase_in, ran, skip};

fn sheet(case: &Case, arguments: &[&str]) -> super::support::Ran {
    let all = ["passphrase", "sheet", "passphrase"];
    case.crr(all.iter().chain(arguments).chain(&["--site", "site.toml", "--at", AT]))
}

#[test]
fn a_sheet_is_written_later() {
    let case = Case::of("typical-adult");
    case.speak("es", "letter");
    case.built();
    let ran = sheet(&case, &["2026-0142", "--to", "sheet.pdf"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (
            0,
            "sheet.pdf\n",
            "wrote the passphrase of 2026-0142, NOT encrypted: it never goes where the files \
             go\n"
        )
    );
    // The language is that of the package.
    let english = sheet(&case, &["2026-0142", "--to", "en.pdf", "--language", "en"]);
    assert_eq!(english.code, 0, "{}", english.stderr);
    assert_ne!(case.bytes("sheet.pdf"), case.bytes("en.pdf"));
    let spanish = sheet(&case, &["2026-0142", "--to", "es.pdf", "--language", "es"]);
    assert_eq!(spanish.code, 0, "{}", spanish.stderr);
    assert_eq!(case.bytes("sheet.pdf"), case.bytes("es.pdf"));
    // Never over another file, never beside a package.
    let ran = sheet(&case, &["2026-0142", "--to", "sheet.pdf"]);
    assert!(ran.stderr.contains("[already-there]"), "{}", ran.stderr);
    let ran = sheet(&case, &["2026-0142", "--to", "out/sheet.pdf"]);
    assert!(ran.stderr.contains("[passphrase-beside-package]"), "{}", ran.stderr);
}

#[test]
fn the_ticket_says_which_passphrase_is_meant() {
    let case = Case::of("typical-adult");
    case.built();
    let ran = sheet(&case, &["2026-0199", "--to", "sheet.pdf"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: this list has no passphrase of the ticket [ticket-not-listed]
   at passphrase
hint: check the spelling of the ticket, and which list its build wrote to
refused: 1 error; nothing was written
"
        )
    );
    assert!(!case.dir.join("sheet.pdf").exists());
}

/// `crr passphrase spell` on a terminal.
fn spell(case: &Case, arguments: &str) -> Option<super::support::Ran> {
    if !has("script") {
        skip("script");
        return None;
    }
    let line = format!("\"$CRR\" passphrase spell {arguments} --site site.toml");
    let mut command = Command::new("script");
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    command.args(["-qec", &line, "/dev/null"]).stdin(Stdio::null());
    Some(ran(command.output()))
}

#[test]
fn a_terminal_alone_is_shown_a_passphrase() {
    let case = Case::of("typical-adult");
    case.built();
    let ran = case.crr(["passphrase", "spell", "passphrase"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (
            1,
            "",
            "\
error: there is no terminal to show the passphrase on [passphrase-unseen]
hint: run this at a terminal
refused: 1 error
"
        )
    );
    let phrase = phrase_in(&case.read("passphrase"));
    for arguments in ["passphrase", "passphrase 2026-0142"] {
        let Some(ran) = spell(&case, arguments) else { return };
        assert_eq!(ran.code, 0, "{}", ran.stdout);
        assert!(ran.stdout.contains(&phrase), "{arguments}");
        let word = phrase.split('-').next().expect("a word");
        assert!(ran.stdout.contains(&format!("{word}: ")), "{arguments}");
    }
    // Of several, one has to be named; of a single one, there is no other.
    case.edit("request.toml", "\"2026-0142\"", "\"2026-0143\"");
    case.built();
    let Some(ran) = spell(&case, "passphrase") else { return };
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("[ticket-not-named]"), "{}", ran.stdout);
    case.write("one", "only-one-passphrase\n");
    let Some(ran) = spell(&case, "one") else { return };
    assert!(ran.stdout.contains("as one line: only-one-passphrase"), "{}", ran.stdout);
}

#[test]
fn a_batch_writes_a_sheet_for_each_package() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    fs::copy(case.dir.join("extract.json"), case.dir.join("extracts/a.json"))
        .expect("it");
    for ticket in ["2026-0151", "2026-0152"] {
        let request = case.read("request.toml").replace("2026-0142", ticket);
        case.write(&format!("requests/{ticket}.toml"), request);
    }
    let build = ["build", "requests", "--extracts", "extracts", "--site", "site.toml"];
    let build = build.into_iter().chain(["--at", AT, "--passphrase-out", "list"]);
    let build: Vec<_> = build.chain(["--passphrase-sheets", "sheets"]).collect();
    // What an interrupted run left is written over.
    fs::create_dir(case.dir.join("sheets")).expect("a folder");
    case.write("sheets/.crr-2026-0151-passphrase.pdf", "half");
    let ran = case.crr(&build);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("\nnext:\n  1. send the files of each package"));
    let mut names: Vec<_> = case.tree();
    names.retain(|it| it.starts_with("sheets/"));
    let expected = ["sheets/2026-0151-passphrase.pdf", "sheets/2026-0152-passphrase.pdf"];
    assert_eq!(names, expected);
    let first = case.bytes(expected[0]);
    assert!(first.starts_with(b"%PDF-"));
    // Built again, it has another passphrase, and another sheet.
    let again = ["--replace", "--ticket", "2026-0151", "--because", "passphrase-lost"];
    let ran = case.crr(build.iter().chain(&again));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_ne!(case.bytes(expected[0]), first);
    let beside: Vec<_> = build[..build.len() - 1].iter().chain(&["out/sheets"]).collect();
    let ran = case.crr(beside);
    assert!(ran.stderr.contains("[passphrase-beside-package]"), "{}", ran.stderr);
}
