//! Commands for those who change the looks, and what the looks have to keep.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::judges::{judge, unpacked};
use super::support::{Case, ROOT, skip};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[test]
fn preview_draws_the_pages_of_a_sample() {
    let case = Case::empty();
    let args = ["preview", "--sample", "typical-adult", "--ppi", "30"];
    let ran = case.crr(args);
    assert_eq!((ran.code, &*ran.stdout), (0, "preview\n"), "{}", ran.stderr);
    let tree = case.tree();
    let pictures: Vec<_> = tree.iter().filter(|it| it.ends_with(".png")).collect();
    assert!(
        ran.stderr.contains(&format!("rendered {} pages", pictures.len())),
        "{}",
        ran.stderr
    );
    for name in ["record-01", "record-07", "how-to-open-01", "agency-guide-01"] {
        let path = format!("preview/typical-adult/{name}.png");
        assert!(case.bytes(&path).starts_with(PNG), "{path}");
    }
    assert_eq!(tree.len(), pictures.len() + 2);
    // The same again in another language and layout: other pages in the same places.
    let before = case.bytes("preview/typical-adult/record-01.png");
    let ran = case.crr(args.into_iter().chain(["--language", "ar", "--layout", "phone"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(case.bytes("preview/typical-adult/record-01.png") != before);
}

#[test]
fn preview_draws_again_when_a_template_changes() {
    let case = Case::empty();
    fs::create_dir(case.dir.join("own")).expect("a folder");
    let theme =
        fs::read_to_string(Path::new(ROOT).join("templates/theme.typ")).expect("it");
    case.write("own/theme.typ", &theme);
    let mut watching = case
        .command()
        .args(["preview", "--sample", "veteran", "--ppi", "20", "--watch"])
        .args(["--templates", "own"])
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let picture = case.dir.join("preview/veteran/agency-guide-01.png");
    let until = |wanted: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !wanted() && start.elapsed() < Duration::from_mins(1) {
            std::thread::sleep(Duration::from_millis(50));
        }
        wanted()
    };
    let drawn = || fs::read(&picture).unwrap_or_default();
    assert!(until(&|| drawn().starts_with(PNG)), "nothing was drawn");
    // A fault does not end it.
    case.write("own/theme.typ", "#let");
    std::thread::sleep(Duration::from_millis(800));
    let before = drawn();
    case.write("own/theme.typ", theme.replace("#0b4a5e", "#7a0000"));
    let changed = until(&|| {
        let now = drawn();
        now.starts_with(PNG) && now != before
    });
    assert!(watching.try_wait().expect("a process").is_none(), "it still runs");
    watching.kill().expect("it still ran");
    watching.wait().expect("it ends");
    assert!(changed, "the change was not drawn");
    let ran = case.crr(["preview", "--watch"]);
    assert!(ran.code == 2 && ran.stderr.contains("--templates"), "{}", ran.stderr);
}

#[test]
fn templates_are_copied_out_and_a_changed_set_is_checked() {
    let case = Case::empty();
    let ran = case.crr(["templates", "export", "own"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for name in ["record.typ", "i18n/es/pages.toml", "sections/worksheet.typ"] {
        let built_in = fs::read(Path::new(ROOT).join("templates").join(name));
        assert_eq!(case.bytes(&format!("own/{name}")), built_in.expect("it"));
    }
    // Nothing that is there is replaced.
    let ran = case.crr(["templates", "export", "own"]);
    assert!(ran.code == 1 && ran.stderr.contains("[already-there]"), "{}", ran.stderr);

    let check = || case.crr(["templates", "check", "own"]);
    let ran = check();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stderr, "checked 183 documents in 8 languages and 3 layouts\n");

    let section = "  \"documents\": documents.section,\n";
    case.edit("own/record.typ", section, "  \"documents\": view => none,\n");
    let ran = check();
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "error: the record has no heading for `section-documents` [section-not-set]
   at en, letter
hint: compare `record.typ` with the built-in one
refused: 1 error
"
        )
    );
}

/// One file alone is a set: the rest is built in.
#[test]
fn a_set_that_is_not_accessible_or_lacks_a_language_is_refused() {
    let check = |name: &str, text: String| {
        let case = Case::empty();
        let path = case.dir.join("own").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a template");
        case.crr(["templates", "check", "own"])
    };
    let built_in = |name: &str| {
        fs::read_to_string(Path::new(ROOT).join("templates").join(name)).expect("it")
    };
    let theme = built_in("theme.typ").replace("#0b4a5e", "#00415a");
    let ran = check("theme.typ", theme);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // A picture without words in its place is not PDF/UA.
    let tick = built_in("components/tick.typ").replace("  alt: alt,\n", "");
    let ran = check("components/tick.typ", tick);
    assert!(ran.code == 1 && ran.stderr.contains("[template-error]"), "{}", ran.stderr);
    let korean = built_in("i18n/ko/pages.toml");
    let (_, rest) = korean.split_once("\ncover-title").expect("the title");
    let (_, rest) = rest.split_once('\n').expect("the end of the line");
    let ran = check("i18n/ko/pages.toml", rest.to_owned());
    assert!(ran.code == 1 && ran.stderr.contains("[kit-not-usable]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("`i18n/ko`"), "{}", ran.stderr);
}

#[test]
fn the_words_are_plain() {
    let catalogs = Path::new(ROOT).join("templates/i18n");
    let Some(ran) = judge("readability.py", &[&catalogs]) else {
        return skip("the judges' Python");
    };
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_status_is_told_apart_in_black_and_white() {
    let case = Case::of("typical-adult");
    let mut extract: serde_json::Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let id = extract["client_id"].clone();
    let row = |permission: bool, start: &str, end: &str| {
        serde_json::json!({ "client_id": id, "permission": permission,
                            "start_date": start, "end_date": end })
    };
    extract["release_of_information"] = serde_json::json!([
        row(true, "2026-12-01", "2027-12-01"),
        row(true, "2026-06-01", "2027-06-01"),
        row(false, "2026-01-01", "2027-01-01"),
        row(true, "2020-01-01", "2021-01-01"),
    ]);
    case.write("extract.json", extract.to_string());
    let record = unpacked(&case).swap_remove(1);
    let words = "In force|Ended|Not started|Refused|No last day";
    let Some(ran) = judge("badges.py", &[&record, Path::new(words)]) else {
        return skip("the judges' Python");
    };
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}
