//! The locked PDF, opened by other people's programs.

use std::fs;

use client_record_request::package::{OpenError, Passphrase, locker_of};

use super::judges::{judge, node, unpacked};
use super::support::{AT, Case, Ran, has, skip, tool};

const LOCKED: &str = "out/2026-0142/2026-0142.pdf";

/// A case with both forms, as the site has it; `record.pdf` is the unlocked record.
fn case() -> Case {
    let case = Case::of("typical-adult");
    unpacked(&case);
    case
}

fn passphrase(case: &Case) -> String {
    case.passphrase()
}

#[test]
fn pdfium_and_qpdf_find_the_same_inside_and_let_nobody_else_in() {
    let case = case();
    case.phrase_file();
    let paths = [LOCKED, "record.pdf", "phrase"].map(|it| case.dir.join(it));
    let Some(ran) = judge("pdf_locked.py", &[&paths[0], &paths[1], &paths[2]]) else {
        return skip("the judges' Python");
    };
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

/// The command line of poppler cuts passwords off after 32 characters; its library does not.
#[test]
fn poppler_and_mupdf_find_the_same_words_and_let_nobody_else_in() {
    let case = case();
    let right = "vgk7-qmx2-wzt9-bhd4-rnp3".to_owned();
    case.write("short", &right);
    let args = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    let more = ["--passphrase-file", "short", "--replace", "--because", "other"];
    let ran = case.crr(args.into_iter().chain(more));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let path = |name: &str| case.dir.join(name).to_str().expect("UTF-8").to_owned();
    let poppler =
        |password: &str| tool("pdftotext", ["-upw", password, &path(LOCKED), "-"]);
    let mupdf = |password: &str| {
        tool("mutool", ["draw", "-q", "-p", password, "-F", "txt", &path(LOCKED)])
    };
    if has("pdftotext") {
        let plain = tool("pdftotext", [&path("record.pdf"), "-"]);
        assert_eq!(poppler(&right).stdout, plain.stdout);
        for wrong in ["", "abacus", &right.to_uppercase()] {
            let Ran { code, stdout, .. } = poppler(wrong);
            assert!(code != 0 && stdout.is_empty(), "poppler lets {wrong:?} in");
        }
    } else {
        skip("pdftotext");
    }
    if has("mutool") {
        let plain = tool("mutool", ["draw", "-q", "-F", "txt", &path("record.pdf")]);
        assert!(!plain.stdout.is_empty());
        assert_eq!(mupdf(&right).stdout, plain.stdout);
        for wrong in ["", "abacus", &right.to_uppercase()] {
            let Ran { code, stdout, .. } = mupdf(wrong);
            assert!(code != 0 && stdout.trim().is_empty(), "mupdf lets {wrong:?} in");
        }
    } else {
        skip("mutool");
    }
}

#[test]
fn pdf_js_finds_the_same_inside_and_lets_nobody_else_in() {
    let case = case();
    case.phrase_file();
    let paths = [LOCKED, "record.pdf", "phrase"].map(|it| case.dir.join(it));
    let Some(ran) = node("pdf_js.cjs", &[&paths[0], &paths[1], &paths[2]]) else {
        return skip("the judges' Node packages");
    };
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn it_is_verified_like_the_zip() {
    let case = case();
    let verify =
        || case.crr(["verify", "out/2026-0142", "--passphrase-file", "passphrase"]);
    let ran = verify();
    assert_eq!(
        (ran.code, &*ran.stderr),
        (0, "verified: 7 files match the receipt and the ledger\n")
    );
    let ran = case.crr(["verify", LOCKED, "--passphrase-file", "passphrase"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    case.write("wrong", "abacus-zoom-crouton-dagger-ember-fabric\n");
    let ran = case.crr(["verify", LOCKED, "--passphrase-file", "wrong"]);
    assert!(ran.code == 1 && ran.stderr.contains("[wrong-passphrase]"), "{}", ran.stderr);
    let mut bytes = case.bytes(LOCKED);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    case.write(LOCKED, bytes);
    let ran = verify();
    assert!(ran.code == 1 && ran.stderr.contains("[changed-file]"), "{}", ran.stderr);
}

#[test]
fn a_pdf_that_is_not_locked_or_is_damaged_is_not_taken_for_one() {
    let case = case();
    let locker = locker_of("x.pdf").expect("a locker");
    let right = Passphrase::to_open(&passphrase(&case));
    let plain = fs::read(case.dir.join("record.pdf")).expect("the record");
    assert_eq!(locker.open(&plain, &right).err(), Some(OpenError::Damaged));
    assert_eq!(locker.open(b"", &right).err(), Some(OpenError::Damaged));
    let locked = case.bytes(LOCKED);
    for cut in [20, locked.len() / 2, locked.len() - 10] {
        assert!(locker.open(&locked[..cut], &right).is_err(), "cut off at {cut}");
    }
    let wrong = Passphrase::to_open("abacus-zoom-crouton-dagger-ember-fabric");
    assert_eq!(locker.open(&locked, &wrong).err(), Some(OpenError::WrongPassphrase));
}

/// Neither its key nor its `/ID` comes from what is inside.
#[test]
fn two_builds_of_one_record_have_nothing_in_common() {
    let id = |case: &Case| {
        let bytes = case.bytes(LOCKED);
        let at = bytes.windows(4).position(|it| it == b"/ID[").expect("an ID");
        bytes[at..at + 40].to_vec()
    };
    let (one, two) = (case(), case());
    assert!(one.bytes("record.pdf") == two.bytes("record.pdf"));
    assert_ne!(id(&one), id(&two));
    assert_ne!(one.bytes(LOCKED)[100..200], two.bytes(LOCKED)[100..200]);
}
