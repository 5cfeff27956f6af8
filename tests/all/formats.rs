//! What earlier versions left verifies for ever; what a later one leaves is refused by name.

use std::fs;
use std::path::Path;

use super::support::{AT, Case, ROOT, close};

/// A copy of what version 0.1.0 left.
fn older() -> Case {
    let case = Case::of("typical-adult");
    let from = Path::new(ROOT).join("tests/fixtures/0.1.0");
    for entry in walkdir::WalkDir::new(&from).min_depth(1) {
        let entry = entry.expect("a readable folder");
        let to = case.dir.join(entry.path().strip_prefix(&from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).expect("a folder");
        } else {
            fs::copy(entry.path(), &to).expect("a file");
            // A clone does not keep who may read it.
            close(&to);
        }
    }
    case
}

#[test]
fn packages_receipts_lists_and_ledger_of_0_1_0_verify() {
    let case = older();
    for (ticket, passphrase) in [("2026-0142", "single"), ("2026-0143", "list")] {
        let folder = format!("out/{ticket}");
        let ran = case.crr(["verify", &folder, "--passphrase-file", passphrase]);
        assert_eq!(ran.code, 0, "{ticket}: {}", ran.stderr);
    }
    assert_eq!(case.crr(["verify", "out/2026-0144"]).code, 0, "the letter");
    let ran = case.crr(["ledger", "verify"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // Its denial holds, and its lines are gone on with.
    case.edit("request.toml", "\"2026-0142\"", "\"2026-0144\"");
    let ran = case.build(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("[request-denied]"), "{}", ran.stderr);
    case.edit("request.toml", "\"2026-0144\"", "\"2026-0145\"");
    assert_eq!(case.build(&["--passphrase-out", "list2"]).code, 2, "named twice");
    case.built();
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 4);
}

/// An older list is added to.
#[test]
fn a_list_of_0_1_0_goes_on() {
    let case = older();
    let before = case.read("list");
    let build = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    let more = ["--passphrase-out", "list", "--out", "other", "--site", "built-in"];
    let ran = case.crr(build.into_iter().chain(more));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(case.read("list").starts_with(&before));
    let verify = ["verify", "other/2026-0142", "--passphrase-file", "list"];
    assert_eq!(case.crr(verify).code, 0);
}

#[test]
fn what_a_later_version_wrote_is_refused_by_name() {
    let case = older();
    let ledger = case.read("out/ledger.jsonl");
    let newer = r#"{"format":3,"n":4,"what":"is not known"}"#;
    // Whether its line end is there or not.
    for end in ["\n", ""] {
        case.write("out/ledger.jsonl", format!("{ledger}{newer}{end}"));
        let before = case.tree();
        case.write("request.toml", case.read("request.toml").replace("-0142", "-0150"));
        let ran = case.build(&[]);
        assert_eq!(
            (ran.code, &*ran.stderr),
            (
                1,
                "error: a newer version of crr has written into `out/ledger.jsonl` \
                 [ledger-newer]\nhint: use that version here too: what its lines mean is not \
                 known to this one\nrefused: 1 error; nothing was written\n"
            )
        );
        assert_eq!(case.tree(), before);
        assert!(case.read("out/ledger.jsonl").contains(newer));
    }
    let ran = case.crr(["ledger", "verify"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("line 4 of the ledger was written by a newer version of crr"),
        "{}",
        ran.stderr
    );
    let receipt = case.read("out/2026-0144/receipt.json");
    case.write("out/2026-0144/receipt.json", receipt.replace("receipt/1", "receipt/3"));
    let ran = case.crr(["verify", "out/2026-0144"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.starts_with(
            "error: a newer version of crr wrote this receipt [receipt-newer]\n"
        ),
        "{}",
        ran.stderr
    );
    // A receipt that names no format is of the first.
    let unnamed = receipt.replace("  \"format\": \"client-record-receipt/1\",\n", "");
    assert_ne!(unnamed, receipt);
    case.write("out/2026-0144/receipt.json", unnamed);
    let ran = case.crr(["verify", "out/2026-0144"]);
    assert!(!ran.stderr.contains("[receipt-unreadable]"), "{}", ran.stderr);
    // Of the second, it has no word of what was held back.
    case.write("out/2026-0144/receipt.json", receipt.replace("receipt/1", "receipt/2"));
    let ran = case.crr(["verify", "out/2026-0144"]);
    assert!(ran.stderr.contains("[receipt-unreadable]"), "{}", ran.stderr);
}

/// Power may go at any byte of a line, of this version or of an earlier one.
#[test]
fn half_a_line_of_any_version_is_taken_out_of_the_ledger() {
    let case = older();
    let first = case.read("out/ledger.jsonl");
    assert_eq!(case.crr(["reopen", "2026-0144", "--because", "mistake"]).code, 0);
    let second = case.read("out/ledger.jsonl");
    let (older, newer) = (first.lines().nth(2), second.lines().nth(3));
    let kept: String = first.lines().take(2).map(|it| format!("{it}\n")).collect();
    for line in [older.expect("a line"), newer.expect("a line")] {
        for n in (1..16).chain((16..line.len()).step_by(37)) {
            case.forget_head();
            case.write("out/ledger.jsonl", format!("{kept}{}", &line[..n]));
            let ran = case.crr(["reopen", "2026-0142", "--because", "other"]);
            assert!(ran.stderr.contains("[nothing-to-reopen]"), "{n}: {}", ran.stderr);
            assert_eq!(case.read("out/ledger.jsonl"), kept, "{n}");
        }
        // Whole but for its end, it is an entry.
        case.write("out/ledger.jsonl", format!("{kept}{line}"));
        case.crr(["reopen", "2026-0142", "--because", "other"]);
        assert_eq!(case.read("out/ledger.jsonl"), format!("{kept}{line}\n"));
    }
}
