//! `crr preview --pdf`: records to show around, which nobody can take for somebody's.

use std::path::Path;

use super::judges::judge;
use super::support::{Case, ROOT, has, skip, tool};

const LANGUAGES: [&str; 8] = ["en", "es", "vi", "ko", "zh-Hans", "zh-Hant", "fa", "ar"];

/// The mark of a language.
fn mark(language: &str) -> String {
    let path = Path::new(ROOT).join(format!("templates/i18n/{language}/pages.toml"));
    let text = std::fs::read_to_string(path).expect("the words");
    let words: toml::Table = toml::from_str(&text).expect("TOML");
    words["sample-mark"].as_str().expect("a text").to_owned()
}

#[test]
fn a_record_to_show_around_is_marked_on_every_page_in_every_language() {
    let case = Case::empty();
    let ran = case.crr(["preview", "--pdf"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "preview\n"), "{}", ran.stderr);
    assert!(
        ran.stderr.ends_with("wrote 8 fictional records, marked on every page\n"),
        "{}",
        ran.stderr
    );
    let name = |it: &str| format!("preview/sample-typical-adult-{it}.pdf");
    let tree = case.tree();
    let mut files: Vec<_> = tree.iter().filter(|it| it.ends_with(".pdf")).collect();
    files.sort();
    let mut expected = LANGUAGES.map(name);
    expected.sort();
    assert_eq!(files, expected.iter().collect::<Vec<_>>());
    if has("pdftotext") {
        for language in LANGUAGES {
            let pdf = case.dir.join(name(language));
            let text = tool("pdftotext", [&pdf, Path::new("-")]).stdout;
            // In lines from right to left Poppler adds marks of direction.
            let mark: Vec<String> = words(&mark(language));
            let pages = text.trim_end_matches('\u{c}').split('\u{c}');
            for (i, page) in pages.enumerate() {
                let page = words(page);
                let is_marked = mark.iter().all(|it| page.contains(it));
                assert!(is_marked, "{language}, page {}: {page:?}", i + 1);
            }
        }
    }
    let pdfs = LANGUAGES.map(|it| case.dir.join(name(it)));
    let paths: Vec<&Path> = pdfs.iter().map(|it| &**it).collect();
    for judge_of in ["pdf_pages.py", "pdf_boxes.py"] {
        let Some(ran) = judge(judge_of, &paths) else {
            return skip("the judges' Python");
        };
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
}

/// The words of a text, without marks of direction.
fn words(text: &str) -> Vec<String> {
    let is_mark =
        |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}');
    let plain: String = text.chars().filter(|it| !is_mark(*it)).collect();
    let letters = plain.split(|c: char| !c.is_alphanumeric());
    letters.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// What is built for somebody bears no such mark, and a picture is no PDF.
#[test]
fn only_a_sample_is_marked() {
    let case = Case::empty();
    let one = ["preview", "--pdf", "--sample", "veteran", "--language", "es"];
    let ran = case.crr(one.into_iter().chain(["--layout", "phone", "--to", "shown"]));
    assert_eq!((ran.code, &*ran.stdout), (0, "shown\n"), "{}", ran.stderr);
    let found = case.tree();
    assert!(found.contains(&"shown/sample-veteran-es-phone.pdf".to_owned()), "{found:?}");
    let ran = case.crr(["preview", "--pdf", "--ppi", "30"]);
    assert!(ran.code == 2 && ran.stderr.contains("--ppi"), "{}", ran.stderr);
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    assert!(case.words("shown/sample-veteran-es-phone.pdf").contains("MUESTRA"));
    let case = Case::of("typical-adult");
    for (name, bytes) in case.pages() {
        case.write(&name, bytes);
        assert!(!case.words(&name).contains("SAMPLE"), "{name}");
    }
}
