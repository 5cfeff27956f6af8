//! The message that carries the locked file.

use serde_json::Value;

use super::judges::{judge, node};
use super::privacy::telling;
use super::support::{Case, skip};

const MESSAGE: &str = "out/2026-0142/message.eml";

/// Subject, languages and text, as Python's `email` reads them.
fn read(case: &Case, attached: &str) -> Option<(String, String, String)> {
    let paths = [MESSAGE, attached].map(|it| case.dir.join(it));
    let ran = judge("message.py", &[&paths[0], &paths[1]])?;
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let (subject, rest) = ran.stdout.split_once('\n').expect("a subject");
    let (languages, text) = rest.split_once('\n').expect("languages");
    Some((subject.into(), languages.into(), text.into()))
}

fn built(case: &Case) -> Option<(String, String, String)> {
    case.built();
    read(case, "out/2026-0142/2026-0142.pdf")
}

#[test]
fn it_says_what_an_agency_has_to_say_and_names_nobody() {
    let case = Case::of("typical-adult");
    let Some((subject, languages, text)) = built(&case) else {
        return skip("the judges' Python");
    };
    assert_eq!((&*subject, &*languages), ("The file you asked for", "en"));
    for words in [
        "2026-0142.pdf",
        "\nhttps://ochmis.org/hmis-client-record-requests\n",
        "It comes to you in another way.",
        "How to open it: Save the file and open it with Edge, Chrome, or Firefox.",
        "Call the Agency Administrator at the agency, or meet with them.",
    ] {
        assert!(text.contains(words), "{words:?} is missing in\n{text}");
    }
    let extract: Value = serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let passphrase = case.passphrase();
    // A word of it alone may be an everyday one: "another" is in the list.
    let words: Vec<&str> = passphrase.split('-').collect();
    let pairs = words.windows(2).flat_map(|it| [it.join("-"), it.join(" ")]);
    for value in telling(&extract).into_iter().chain(pairs) {
        assert!(!text.contains(&value) && !subject.contains(&value), "{value:?}");
    }
    assert!(!text.contains("Harbor Bridge"));
}

#[test]
fn another_parser_reads_the_same() {
    let case = Case::of("typical-adult");
    case.speak("fa", "letter");
    let Some((subject, _, text)) = built(&case) else {
        return skip("the judges' Python");
    };
    let paths = [MESSAGE, "out/2026-0142/2026-0142.pdf"].map(|it| case.dir.join(it));
    let Some(ran) = node("message.cjs", &[&paths[0], &paths[1]]) else {
        return skip("the judges' Node packages");
    };
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stdout.trim(), format!("{subject}\n{}", text.trim()));
}

#[test]
fn it_speaks_the_clients_language_with_english_below() {
    for (language, own) in [
        ("es", "Hola:"),
        ("vi", "Xin chào"),
        ("ko", "안녕하세요."),
        ("zh-Hans", "您好："),
        ("zh-Hant", "您好："),
        ("fa", "سلام،"),
        ("ar", "مرحبا،"),
    ] {
        let case = Case::of("typical-adult");
        case.speak(language, "phone");
        let Some((subject, languages, text)) = built(&case) else {
            return skip("the judges' Python");
        };
        assert!(subject.ends_with(" / The file you asked for"), "{subject}");
        assert_eq!(languages, format!("{language}, en"));
        let (first, second) = text.split_once("\nEnglish\n").expect("both");
        assert!(
            first.starts_with(own) && second.trim_start().starts_with("Hello,"),
            "{text}"
        );
        let link = "https://ochmis.org/hmis-client-record-requests";
        assert!(first.contains(link) && second.contains(link));
    }
}

/// What it carries is what the request says, or the site, or the first there is.
#[test]
fn it_carries_what_was_asked_for() {
    for (formats, attach, file, how) in [
        (None, None, "pdf", "Adobe Acrobat Reader"),
        (None, Some("zip"), "zip", "7-Zip"),
        (Some("\"zip\""), None, "zip", "7-Zip"),
        (Some("\"html\", \"pdf\""), Some("html"), "html", "Save the file first."),
    ] {
        let case = Case::of("typical-adult");
        if let Some(it) = formats {
            case.edit(
                "request.toml",
                "# formats = [\"zip\", \"pdf\"]",
                &format!("formats = [{it}]"),
            );
        }
        if let Some(it) = attach {
            case.edit(
                "request.toml",
                "# attach  = \"pdf\"",
                &format!("attach = \"{it}\""),
            );
        }
        case.built();
        let attached = format!("out/2026-0142/2026-0142.{file}");
        let Some((.., text)) = read(&case, &attached) else {
            return skip("the judges' Python");
        };
        assert!(
            text.contains(&format!("2026-0142.{file}")) && text.contains(how),
            "{text}"
        );
    }
}

#[test]
fn a_trusted_contact_is_not_told_that_they_asked() {
    let case = Case::of("typical-adult");
    case.edit(
        "request.toml",
        "recipient = \"requester\"",
        "recipient = \"trusted-contact\"",
    );
    case.edit("request.toml", "# approved_in_writing_on", "approved_in_writing_on");
    case.edit("request.toml", "# relation               =", "relation =");
    let Some((subject, _, text)) = built(&case) else {
        return skip("the judges' Python");
    };
    assert_eq!(subject, "A file for you");
    assert!(text.contains("A person you know asked us") && !text.contains("You asked"));
}

#[test]
fn it_tells_how_to_reach_an_agency_that_the_site_knows() {
    let case = Case::of("typical-adult");
    let site = case.read("site.toml");
    let agency = "[[agencies]]\nname = \"Harbor Bridge Outreach\"\nphone = \"(657) 555-0100\"\n\
                  email = \"records@harborbridge.example.org\"\n";
    case.write("site.toml", format!("{site}\n{agency}"));
    let Some((.., text)) = built(&case) else { return skip("the judges' Python") };
    assert!(text.contains("You can reach the agency at (657) 555-0100"), "{text}");
    assert!(case.read(MESSAGE).contains("From: <records@harborbridge.example.org>"));
}

#[test]
fn a_copy_that_is_handed_over_has_no_message() {
    let case = Case::of("typical-adult");
    case.edit("request.toml", "method    = \"email\"", "method = \"in-person\"");
    case.built();
    assert!(!case.dir.join(MESSAGE).exists());
}
