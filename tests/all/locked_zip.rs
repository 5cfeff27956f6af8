//! The zip, opened by other people's programs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use client_record_request::package::{Passphrase, locker_of};

use super::judges::{judge, node};
use super::support::{Case, has, skip, tool};

#[test]
fn seven_zip_opens_the_zip_with_the_right_passphrase_only() {
    if !has("7z") {
        return skip("7z");
    }
    let case = Case::of("typical-adult");
    let (zip, passphrase) = case.zip();
    let right = fs::read_to_string(passphrase).expect("the passphrase");
    let test = |passphrase: &str| {
        tool("7z", ["t", &format!("-p{passphrase}"), zip.to_str().expect("UTF-8")])
    };
    let ran = test(right.trim());
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("Everything is Ok"));
    for wrong in ["", "abacus-zoom-crouton-dagger-ember-fabric"] {
        assert_ne!(test(wrong).code, 0, "{wrong:?}");
    }
    let list = tool("7z", ["l", "-slt", zip.to_str().expect("UTF-8")]);
    assert_eq!(
        list.stdout.matches("Method = AES-256 Deflate").count(),
        3,
        "{}",
        list.stdout
    );
    assert_eq!(list.stdout.matches("Encrypted = +").count(), 3);
}

#[test]
fn bsdtar_opens_the_zip_with_the_right_passphrase_only() {
    if !has("bsdtar") {
        return skip("bsdtar");
    }
    let case = Case::of("typical-adult");
    let (zip, passphrase) = case.zip();
    let members = case_members(&zip, &passphrase);
    let right = fs::read_to_string(passphrase).expect("the passphrase");
    let read = |passphrase: &str, name: &str| {
        Command::new("bsdtar")
            .args([
                "-xOf",
                zip.to_str().expect("UTF-8"),
                "--passphrase",
                passphrase,
                name,
            ])
            .output()
            .expect("bsdtar starts")
    };
    for (name, bytes) in members {
        let output = read(right.trim(), &name);
        assert!(output.status.success() && output.stdout == bytes, "{name}");
        assert!(!read("wrong-passphrase", &name).status.success(), "{name}");
    }
}

fn case_members(zip: &Path, passphrase: &Path) -> Vec<(String, Vec<u8>)> {
    let text = fs::read_to_string(passphrase).expect("a passphrase");
    let locker = locker_of("x.zip").expect("a locker");
    let opened =
        locker.open(&fs::read(zip).expect("a zip"), &Passphrase::to_open(text.trim()));
    opened.expect("it opens").into_iter().map(|(name, it)| (name, it.to_vec())).collect()
}

/// libzip 1.7.3 is not asked: it reports a false CRC error on every AE-2 member, those that
/// 7-Zip writes too (libzip issue 261).
#[test]
fn pyzipper_opens_the_zip_and_finds_ae_2_and_nothing_telling() {
    let case = Case::of("typical-adult");
    let (zip, passphrase) = case.zip();
    let unpacked = case.dir.join("unpacked");
    fs::create_dir(&unpacked).expect("a folder");
    let Some(ran) = judge("zip_pyzipper.py", &[&zip, &passphrase, &unpacked]) else {
        return skip("the judges' Python");
    };
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    for (name, bytes) in case_members(&zip, &passphrase) {
        assert!(fs::read(unpacked.join(&name)).expect("unpacked") == bytes, "{name}");
    }
}

/// One bit of the first member's content.
fn flipped(case: &Case, zip: &Path) -> std::path::PathBuf {
    let mut bytes = fs::read(zip).expect("a zip");
    bytes[2000] ^= 1;
    case.write("flipped.zip", bytes);
    case.dir.join("flipped.zip")
}

#[test]
fn a_flipped_bit_is_noticed_by_every_reader() {
    let case = Case::of("typical-adult");
    let (zip, passphrase) = case.zip();
    let flipped = flipped(&case, &zip);
    let right = fs::read_to_string(&passphrase).expect("the passphrase");
    let right = right.trim();
    let path = flipped.to_str().expect("UTF-8");
    if has("7z") {
        assert_ne!(tool("7z", ["t", &format!("-p{right}"), path]).code, 0);
    } else {
        skip("7z");
    }
    if has("bsdtar") {
        let mut bsdtar = Command::new("bsdtar");
        bsdtar
            .args(["-xOf", path, "--passphrase", right, "cover.pdf"])
            .stdout(Stdio::null());
        assert!(!bsdtar.status().expect("bsdtar starts").success());
    } else {
        skip("bsdtar");
    }
    let unpacked = case.dir.join("unpacked");
    fs::create_dir(&unpacked).expect("a folder");
    match judge("zip_pyzipper.py", &[&flipped, &passphrase, &unpacked]) {
        Some(ran) => assert_eq!(ran.code, 1, "{}", ran.stderr),
        None => skip("the judges' Python"),
    }
    let locker = locker_of("x.zip").expect("a locker");
    let bytes = fs::read(&flipped).expect("a zip");
    assert!(locker.open(&bytes, &Passphrase::to_open(right)).is_err());
}

/// It tries a wrong passphrase, none, and a flipped bit itself.
#[test]
fn zip_js_opens_the_zip_with_the_right_passphrase_only() {
    let case = Case::of("typical-adult");
    let (zip, passphrase) = case.zip();
    let unpacked = case.dir.join("unpacked");
    fs::create_dir(&unpacked).expect("a folder");
    let Some(ran) = node("zip_js.cjs", &[&zip, &passphrase, &unpacked]) else {
        return skip("the judges' Node packages");
    };
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    for (name, bytes) in case_members(&zip, &passphrase) {
        assert!(fs::read(unpacked.join(&name)).expect("unpacked") == bytes, "{name}");
    }
}
