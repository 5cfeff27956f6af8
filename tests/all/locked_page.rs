//! The page that opens itself, in real browsers and in another language's cryptography.

use std::fs;
use std::path::{Path, PathBuf};

use client_record_request::package::{Passphrase, locker_of};

use super::judges::{judge, node, unpacked};
use super::support::{Case, has, skip};

const PAGE: &str = "out/2026-0142/2026-0142.html";

/// A case that asks for page and zip; the members lie beside, unlocked.
fn case(language: &str) -> Case {
    let case = Case::of("typical-adult");
    case.edit(
        "request.toml",
        "# formats = [\"zip\", \"pdf\"]",
        "formats = [\"zip\", \"html\"]",
    );
    case.speak(language, "letter");
    unpacked(&case);
    case
}

fn paths(case: &Case) -> [PathBuf; 3] {
    case.phrase_file();
    [PAGE, "phrase", ""].map(|it| case.dir.join(it))
}

#[track_caller]
fn opens_in(engine: &str, program: &str, languages: &[&str]) {
    if !has(program) {
        return skip(program);
    }
    for language in languages {
        let case = case(language);
        let [page, passphrase, members] = paths(&case);
        let arguments = [Path::new(engine), &page, &passphrase, &members];
        let Some(ran) = node("web_page.cjs", &arguments) else {
            return skip("the judges' Node packages");
        };
        assert_eq!(ran.code, 0, "{language}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains("opened, refused, saved, asked for nothing"));
    }
}

/// In every language: it looks for faults of access in each.
#[test]
fn chromium_opens_the_page_in_every_language() {
    let languages = ["en", "es", "vi", "ko", "zh-Hans", "zh-Hant", "fa", "ar"];
    opens_in("chromium", "chromium", &languages);
}

#[test]
fn firefox_opens_the_page() {
    opens_in("firefox", "firefox-esr", &["en", "ar"]);
}

#[test]
fn webkit_opens_the_page() {
    opens_in("webkit", "WebKitWebDriver", &["en", "ar"]);
}

#[test]
fn another_implementation_opens_ours_and_ours_opens_its() {
    let case = case("en");
    let record = case.bytes("record.pdf");
    let [page, passphrase, folder] = paths(&case);
    let judge = |verb: &str, page: &Path| {
        judge("web_python.py", &[Path::new(verb), page, &passphrase, &folder])
    };
    case.write("record.pdf", "");
    let Some(ran) = judge("open", &page) else { return skip("the judges' Python") };
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(case.bytes("record.pdf") == record);

    let theirs = case.dir.join("theirs.html");
    let ran = judge("make", &theirs).expect("it was there a moment ago");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let text = case.passphrase();
    let opened = locker_of("x.html").expect("a locker").open(
        &fs::read(theirs).expect("a page"),
        &Passphrase::to_open(&text.trim().to_uppercase()),
    );
    let opened = opened.expect("it opens");
    let names: Vec<_> = opened.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["cover.pdf", "record.pdf", "record.html"]);
    assert!(*opened[1].1 == record);
}

#[test]
fn it_is_verified_like_the_zip() {
    let case = case("vi");
    let verify = |with: &str| case.crr(["verify", PAGE, "--passphrase-file", with]);
    let ran = verify("passphrase");
    assert_eq!(
        (ran.code, &*ran.stderr),
        (0, "verified: 1 file matches the receipt and the ledger\n")
    );
    case.write("wrong", "abacus-zoom-crouton-dagger-ember-fabric\n");
    let ran = verify("wrong");
    assert!(ran.code == 1 && ran.stderr.contains("[wrong-passphrase]"), "{}", ran.stderr);
    let changed = case.read(PAGE).replace("<main>", "<main >");
    case.write(PAGE, changed);
    let ran = verify("passphrase");
    assert!(ran.code == 1 && ran.stderr.contains("[changed-file]"), "{}", ran.stderr);
}

/// Two pages of one record share all but salt, vector, ciphertext and check.
#[test]
fn the_page_is_in_the_clients_language_and_names_nobody() {
    let case = case("vi");
    let page = case.read(PAGE);
    let (before, rest) = page.split_once("id=\"lock\">").expect("the parameters");
    let (_, after) = rest.rsplit_once("</script>\n<script>").expect("the program");
    assert!(
        before.contains("<html lang=\"vi\" dir=\"ltr\">") && before.contains("Mật khẩu")
    );
    let size = before.len() + after.len();
    assert!(size < 20_000, "{size} bytes around the data");
    for value in ["2026-0142", "Harbor", "Maria", "69E44770D", "1980", "4410", "HMIS"] {
        assert!(!before.contains(value) && !after.contains(value), "{value}");
    }
    let again = self::case("vi");
    let again = again.read(PAGE);
    assert!(again.starts_with(before) && again.ends_with(after));
    let third = |page: &str| page[before.len() + 200..before.len() + 400].to_owned();
    assert_ne!(third(&page), third(&again));
}
