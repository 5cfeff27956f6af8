//! `crr verify` and `crr ledger verify` find what was changed.

use std::fs;

use super::support::{Case, Ran};

fn verify(case: &Case) -> Ran {
    case.crr(["verify", "out/2026-0142", "--passphrase-file", "passphrase"])
}

#[test]
fn a_package_as_it_was_released_is_told_so() {
    let case = Case::of("typical-adult");
    case.built();
    let ran = verify(&case);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, "verified: 7 files match the receipt and the ledger\n")
    );
    let file =
        ["verify", "out/2026-0142/2026-0142.zip", "--passphrase-file", "passphrase"];
    let ran = case.crr(file);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, "verified: 1 file matches the receipt and the ledger\n")
    );
}

#[test]
fn any_changed_byte_of_the_zip_is_noticed() {
    let case = Case::of("almost-empty");
    let (zip, _) = case.zip();
    let whole = fs::read(&zip).expect("the zip");
    let verify = ["verify", "out/2026-0149", "--passphrase-file", "passphrase"];
    // Every byte of the headers at both ends, and one in each 997 between.
    let n = whole.len();
    let places = (0..n).filter(|i| *i < 64 || *i + 64 > n || i % 997 == 0);
    for i in places {
        let mut bytes = whole.clone();
        bytes[i] ^= 1;
        fs::write(&zip, &bytes).expect("written");
        let ran = case.crr(verify);
        assert_eq!(ran.code, 1, "byte {i}");
        assert!(ran.stderr.contains("[changed-file]"), "byte {i}: {}", ran.stderr);
    }
    fs::write(&zip, &whole[..n - 1]).expect("written");
    assert_eq!(case.crr(verify).code, 1);
    fs::write(&zip, &whole).expect("written");
    assert_eq!(case.crr(verify).code, 0);
}

#[test]
fn a_wrong_passphrase_is_told() {
    let case = Case::of("typical-adult");
    case.built();
    case.write("passphrase", "abacus-zoom-crouton-dagger-ember-fabric");
    let ran = verify(&case);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: the passphrase does not open the file [wrong-passphrase]
   at out/2026-0142/2026-0142.zip
hint: type it exactly as it was given: capital letters, spaces, and hyphens count
error: the passphrase does not open the file [wrong-passphrase]
   at out/2026-0142/2026-0142.pdf
hint: type it exactly as it was given: capital letters, spaces, and hyphens count
refused: 2 errors
"
    );
}

#[test]
fn without_anybody_to_ask_the_passphrase_is_missing() {
    let case = Case::of("typical-adult");
    case.built();
    let ran = case.crr(["verify", "out/2026-0142"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("[passphrase-missing]"), "{}", ran.stderr);
}

#[track_caller]
fn told(change: impl Fn(&Case), slug: &str) {
    let case = Case::of("typical-adult");
    case.built();
    change(&case);
    let ran = verify(&case);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains(slug), "{}", ran.stderr);
}

const RECEIPT: &str = "out/2026-0142/receipt.json";

#[test]
fn a_changed_receipt_is_noticed() {
    told(
        |case| {
            case.write(RECEIPT, "{}");
        },
        "[receipt-unreadable]",
    );
    told(
        |case| {
            case.edit(RECEIPT, "\"rows\": 12", "\"rows\": 11");
        },
        "[receipt-not-in-ledger]",
    );
    told(
        |case| {
            case.edit(RECEIPT, "\"name\": \"cover.pdf\"", "\"name\": \"other.pdf\"");
        },
        "[other-members]",
    );
    told(
        |case| {
            case.edit(
                RECEIPT,
                "\"name\": \"2026-0142.zip\"",
                "\"name\": \"receipt.json\"",
            );
        },
        "[changed-file]",
    );
}

#[test]
fn a_receipt_that_lists_an_unlocked_file_is_noticed() {
    // The digest fits, the file is not locked.
    told(
        |case| {
            let bytes = b"plain";
            case.write("out/2026-0142/plain.txt", bytes);
            let digest = client_record_request::package::digest(bytes);
            let mut receipt: serde_json::Value =
                serde_json::from_str(&case.read(RECEIPT)).expect("JSON");
            receipt["files"] = serde_json::json!([{ "name": "plain.txt", "bytes": 5, "sha256": digest }]);
            case.write(RECEIPT, receipt.to_string());
        },
        "[not-a-locked-file]",
    );
}

#[test]
fn a_file_that_was_put_in_is_noticed() {
    told(
        |case| {
            case.write("out/2026-0142/note.txt", "x");
        },
        "[unlisted-file]",
    );
    let case = Case::of("typical-adult");
    case.built();
    case.write("out/2026-0142/note.txt", "x");
    let ran =
        case.crr(["verify", "out/2026-0142/note.txt", "--passphrase-file", "passphrase"]);
    assert!(ran.stderr.contains("[not-in-receipt]"), "{}", ran.stderr);
}

#[test]
fn a_ledger_that_was_edited_or_cut_off_is_noticed() {
    let case = Case::of("typical-adult");
    case.built();
    let ledger = case.read("out/ledger.jsonl");
    case.forget_head();
    case.write("out/ledger.jsonl", ledger.replace("2026-0142", "2026-0199"));
    let ran = case.crr(["ledger", "verify"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: a package has no matching line in the ledger [not-in-ledger]
   at out/2026-0142
hint: the ledger was cut off, or the package was changed; find out which
refused: 1 error
"
    );
    case.write("out/ledger.jsonl", "");
    assert_eq!(case.crr(["ledger", "verify"]).code, 1);
    case.write("out/ledger.jsonl", ledger.replace("\"n\":1", "\"n\":2"));
    let ran = case.crr(["ledger", "verify"]);
    assert!(ran.stderr.contains("[ledger-broken]"), "{}", ran.stderr);
    // Nothing is chained to a line that is none.
    case.write("out/ledger.jsonl", "not an entry\n");
    let ran = case.build(&["--replace", "--because", "other"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("[ledger-broken]"), "{}", ran.stderr);
    case.write("out/ledger.jsonl", &ledger);
    let ran = case.crr(["ledger", "verify"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            0,
            &*format!(
                "verified the ledger: 1 line, none changed; its head is\n1:{}\n",
                client_record_request::package::digest(ledger.trim_end().as_bytes())
            )
        )
    );
}

#[test]
fn a_package_without_its_ledger_is_told_so() {
    let case = Case::of("typical-adult");
    case.built();
    fs::remove_file(case.dir.join("out/ledger.jsonl")).expect("removed");
    let ran = verify(&case);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: there is no ledger that knows this package [no-ledger]
   at out/ledger.jsonl
hint: verify the package in the folder it was built in, or name the desk's site file with `--site FILE`
hint: pass `--without-ledger` to compare it with its receipt alone
refused: 1 error
"
        )
    );
    let alone = ["--passphrase-file", "passphrase", "--without-ledger"];
    let ran = case.crr(["verify", "out/2026-0142"].into_iter().chain(alone));
    assert_eq!((ran.code, &*ran.stderr), (0, "verified: 7 files match the receipt\n"));
}

#[test]
fn a_zip_that_is_none_is_told_even_where_the_receipt_fits() {
    let case = Case::of("typical-adult");
    case.built();
    let bytes = b"not a zip";
    case.write("out/2026-0142/2026-0142.zip", bytes);
    let mut receipt: serde_json::Value =
        serde_json::from_str(&case.read(RECEIPT)).expect("JSON");
    receipt["files"][0]["bytes"] = bytes.len().into();
    receipt["files"][0]["sha256"] = client_record_request::package::digest(bytes).into();
    case.write(RECEIPT, receipt.to_string());
    let ran = verify(&case);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("[not-opened]"), "{}", ran.stderr);
}

#[track_caller]
fn refused_with(case: &Case, folder: &str, expected: &str) {
    let ran = case.crr(["verify", folder, "--passphrase-file", "passphrase"]);
    assert_eq!((ran.code, &*ran.stderr), (1, expected));
}

/// A receipt that somebody made up may not lead elsewhere.
#[test]
fn names_in_a_receipt_are_those_of_files_beside_it() {
    let case = Case::of("typical-adult");
    case.built();
    fs::rename(case.dir.join("out/2026-0142"), case.dir.join("out/2026-0150"))
        .expect("renamed");
    refused_with(
        &case,
        "out/2026-0150",
        "\
error: the folder is not named after the ticket in its receipt [other-ticket]
   at out/2026-0150
hint: find out who moved or renamed it, and do not forward the package
refused: 1 error
",
    );
    fs::rename(case.dir.join("out/2026-0150"), case.dir.join("out/2026-0142"))
        .expect("renamed");
    let receipt = case.read(RECEIPT);
    for name in ["../ledger.jsonl", "/etc/passwd", "..", "a\\b", "a\nb", ""] {
        let mut made_up: serde_json::Value =
            serde_json::from_str(&receipt).expect("JSON");
        made_up["files"][0]["name"] = name.into();
        case.write(RECEIPT, made_up.to_string());
        refused_with(
            &case,
            "out/2026-0142",
            "\
error: the receipt lists something that is not the name of a file [not-a-file-name]
   at receipt.json
hint: the receipt was changed; do not forward the package
refused: 1 error
",
        );
    }
    case.write(RECEIPT, receipt);
    assert_eq!(verify(&case).code, 0);
    // A link to the same bytes is not what was released.
    let zip = case.dir.join("out/2026-0142/2026-0142.zip");
    fs::rename(&zip, case.dir.join("moved.zip")).expect("moved");
    std::os::unix::fs::symlink(case.dir.join("moved.zip"), &zip).expect("a link");
    refused_with(
        &case,
        "out/2026-0142",
        "\
error: this is a link, or something else that is not a file [not-a-regular-file]
   at out/2026-0142/2026-0142.zip
hint: do not forward it; rebuild the ticket with `--replace --because other`
refused: 1 error
",
    );
}
