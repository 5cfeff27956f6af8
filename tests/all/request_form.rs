//! `crr form` and what comes back: on paper in every language, as a text in a ticket.

use std::path::Path;

use super::judges::judge;
use super::support::{AT, Case, Ran, has, skip, tool};

const LANGUAGES: [&str; 8] = ["en", "es", "vi", "ko", "zh-Hans", "zh-Hant", "fa", "ar"];

/// One page each, that other people's programs take for what it is.
#[test]
fn the_form_is_one_page_in_every_language() {
    let case = Case::empty();
    let mut pdfs = Vec::new();
    for language in LANGUAGES {
        let ran = case.crr(["form", "--language", language]);
        assert_eq!(ran.code, 0, "{language}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("wrote the form, 1 page:"),
            "{language}: {}",
            ran.stderr
        );
        let name = ran.stdout.trim().to_owned();
        let words = "form-LANGUAGE.pdf".replace("LANGUAGE", language);
        assert!(language == "en" || name.ends_with(&words), "{name}");
        pdfs.push(case.dir.join(name));
    }
    let pdfs: Vec<&Path> = pdfs.iter().map(|it| &**it).collect();
    for name in ["pdf_pages.py", "pdf_boxes.py"] {
        let Some(ran) = judge(name, &pdfs) else { return skip("the judges' Python") };
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let again = case.crr(["form"]);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("[already-there]"), "{}", again.stderr);
}

/// Every line of the text stands on the page too, in English and beside it in Spanish.
#[test]
fn the_page_and_the_text_ask_the_same() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let case = Case::empty();
    assert_eq!(case.crr(["form", "--language", "es", "--to", "f.pdf"]).code, 0);
    let pdf = case.dir.join("f.pdf");
    let page = tool("pdftotext", ["-raw", pdf.to_str().expect("UTF-8"), "-"]).stdout;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = case.crr(["form", "--text"]).stdout;
    let mut n = 0;
    for line in text.lines() {
        let line = line.trim_end();
        if !line.ends_with([':', '?']) {
            continue;
        }
        n += 1;
        let words = line.trim_end_matches(':');
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(n, 24, "{text}");
    for words in ["¿Necesita intérprete?", "solo por medio de la agencia", "Español"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(text.lines().all(|it| it.len() <= 76), "{text}");
}

/// The text with its lines filled in.
fn filled(case: &Case, lines: &[(&str, &str)]) -> String {
    lines.iter().fold(case.crr(["form", "--text"]).stdout, |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}: {text}");
        text.replace(from, to)
    })
}

const USUAL: &[(&str, &str)] = &[
    ("HMIS ID:", "HMIS ID: 69E44770D"),
    ("\nAgency:", "\nAgency: Harbor Bridge Outreach"),
    ("They asked us on:", "They asked us on: 11/16/2026"),
    ("Identity verified on:", "Identity verified on: 11/16/2026"),
    ("in HMIS on:", "in HMIS on: 11/16/2026"),
    ("help desk on:", "help desk on: 11/18/2026"),
    ("file, said on:", "file, said on: 11/16/2026"),
    ("[ ] the client", "[x] the client"),
    ("[ ] by e-mail to me", "[x] by e-mail to me"),
    ("[ ] a phone", "[x] a phone"),
    ("phone?\n    [ ] no", "phone?\n    [x] no"),
    ("[ ] Vietnamese", "[x] Vietnamese"),
];

fn read(case: &Case, text: &str) -> Ran {
    case.write("form.txt", text);
    case.crr(["new", "2026-0200", "--from-ticket", "form.txt"])
}

#[test]
fn a_form_from_a_ticket_becomes_a_request() {
    let case = Case::of("typical-adult");
    let text = filled(&case, USUAL);
    let mail = format!("Hello,\r\n\r\n> {}", text.replace('\n', "\r\n> "));
    let mail = format!("{mail}\r\nThanks,\r\nAna, (657) 555-0100, ana@example.org\r\n");
    let made =
        read(&case, &mail.replace("[x]", "(X)").replace("HMIS ID: ", "HMIS ID:\u{A0}"));
    assert_eq!(made.code, 0, "{}", made.stderr);
    let path = "data/requests/2026-0200.toml";
    assert!(made.stderr.contains(&format!("`crr check {path} --ticket-text form.txt`")));
    case.edit("site.toml", "# languages_reviewed", "languages_reviewed");
    let checked =
        case.crr(["check", path, "--extract", "extract.json", "--at", AT, "--strict"]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    let text = case.read(path);
    assert!(
        text.contains("language = \"vi\"") && text.contains("layout = \"phone\""),
        "{text}"
    );
    // The form alone passes where the ticket is searched with the record at hand.
    case.write("form.txt", filled(&case, USUAL));
    let searched = [
        "check",
        path,
        "--extract",
        "extract.json",
        "--at",
        AT,
        "--ticket-text",
        "form.txt",
    ];
    let searched = case.crr(searched);
    assert_eq!(searched.code, 0, "{}", searched.stderr);
}

#[test]
fn a_form_that_leaves_something_open_is_told_and_flags_close_it() {
    let case = Case::of("typical-adult");
    let text = filled(&case, &USUAL[..8]);
    let open = read(&case, &text);
    assert_eq!(open.code, 1, "{}", open.stderr);
    assert!(
        open.stderr.contains("error: 1 answer is missing on the form [form-incomplete]")
    );
    assert!(open.stderr.contains("or pass `--delivery`"), "{}", open.stderr);
    assert!(!case.dir.join("data").exists());
    let flags =
        ["new", "2026-0200", "--from-ticket", "form.txt", "--delivery", "in-person"];
    let closed = case.crr(flags);
    assert_eq!(closed.code, 0, "{}", closed.stderr);
    let other = read(&Case::empty(), "Please send us the record.");
    assert_eq!(other.code, 1);
    assert!(other.stderr.contains("[not-a-form]"), "{}", other.stderr);
}

#[test]
fn a_line_that_cannot_be_used_is_shown_and_its_value_is_not() {
    let case = Case::of("typical-adult");
    let mut lines = USUAL.to_vec();
    lines[0] = ("HMIS ID:", "HMIS ID: Maria Lopez");
    lines[2] = ("They asked us on:", "They asked us on: 11/31/2026");
    lines.push(("[ ] by e-mail to a person", "[x] by e-mail to a person"));
    let ran = read(&case, &filled(&case, &lines));
    assert_eq!(ran.code, 1);
    for words in [
        "this is not an HMIS ID, at \"HMIS ID\" [form-line]",
        "this day does not exist, at \"They asked us on\" [form-line]",
        "more than one box is marked, at \"How do you want to get the copy?\" [form-line]",
        "form.txt:8:",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    assert!(
        !ran.stderr.contains("Maria") && !ran.stderr.contains("31/"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_form_that_says_who_the_client_is_is_refused() {
    let case = Case::of("typical-adult");
    let text = filled(&case, USUAL);
    let inside = |words: &str| {
        text.replace("With the client", &format!("{words}\nWith the client"))
    };
    for (what, bad) in [
        ("Social Security number", inside("SSN 123-45-6789")),
        ("date", inside("born 3/4/1971")),
        ("phone number", inside("call (657) 555-0119")),
        ("e-mail address", inside("mai@example.org")),
        ("a line for a name", inside("Client name: M.")),
        ("a line for a date of birth", inside("DOB: unknown")),
        // Around the form, what the staff sign with is no harm; a birth date is.
        ("date", format!("Born 3/4/1971\n{text}")),
        ("Social Security number", format!("{text}\n123-45-6789")),
    ] {
        let ran = read(&case, &bad);
        assert_eq!(ran.code, 1, "{what}: {}", ran.stderr);
        assert!(ran.stderr.contains("[identifying-ticket]"), "{what}: {}", ran.stderr);
        assert!(ran.stderr.contains(what), "{what}: {}", ran.stderr);
        for value in ["6789", "1971", "0119", "mai@"] {
            assert!(!ran.stderr.contains(value), "{what}: {}", ran.stderr);
        }
        assert!(!case.dir.join("data").exists(), "{what}");
    }
}

#[test]
fn danger_is_told_and_stands_in_the_request() {
    let case = Case::of("typical-adult");
    let mut lines = USUAL.to_vec();
    lines.push(("saw it?\n    [ ] no  [ ] yes", "saw it?\n    [ ] no  [x] yes"));
    lines.push((
        "an interpreter?\n    [ ] no  [ ] yes",
        "an interpreter?\n    [ ] no  [x] yes",
    ));
    let ran = read(&case, &filled(&case, &lines));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("[danger-told]"), "{}", ran.stderr);
    let text = case.read("data/requests/2026-0200.toml");
    assert!(text.contains("\ndanger_told = true\n"), "{text}");
    assert!(text.contains("# - They need an interpreter."), "{text}");
    // It is not forgotten by the time of the build.
    let all = ["check", "data/requests/2026-0200.toml", "--extract", "extract.json"];
    let ran = case.crr(all.iter().chain(&["--site", "site.toml", "--at", AT]));
    assert!(ran.stderr.contains("[danger-told]"), "{}", ran.stderr);
}

#[test]
fn an_encrypted_e_mail_is_read_from_the_form() {
    let case = Case::of("typical-adult");
    let mut lines = USUAL.to_vec();
    lines.push(("[ ] our encrypted", "[x] our encrypted"));
    let ran = read(&case, &filled(&case, &lines));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let text = case.read("data/requests/2026-0200.toml");
    assert!(text.contains("\nprotection = \"encrypted-email\"\n"), "{text}");
    assert!(!text.contains("\nformats = "), "{text}");
}
