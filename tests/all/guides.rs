//! What lies beside the locked file: the agency guide and how to open it.

use super::support::{Case, has, skip, tool};

/// The words of a guide of a built case, between single blanks.
fn words(case: &Case, name: &str) -> String {
    let folder = case.package();
    let ticket = folder.strip_prefix("out/").expect("its folder");
    let path = case.dir.join(&folder).join(format!("{ticket}-{name}"));
    let ran = tool("pdftotext", [path.to_str().expect("UTF-8"), "-"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_agency_guide_tells_what_the_case_needs() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let private = "by phone only: never in an e-mail, never in a ticket.";
    let late =
        "This request was late: it reached the help desk more than five business days";
    let mailed = "It goes by e-mail to the client";
    let guide = |edits: &[(&str, &str)], sample: &str| {
        let case = Case::of(sample);
        for (from, to) in edits {
            case.edit("request.toml", from, to);
        }
        case.built();
        words(&case, "agency-guide.pdf")
    };
    let usual = guide(&[], "typical-adult");
    for part in [
        "Agency guide",
        mailed,
        "Go to a private room.",
        "recommended, because it is sensitive",
        "“Adding Documents to a Client Profile”",
        "What must not be e-mailed",
        "or in a household where everyone is under 18",
        "For information only: it cannot be edited.",
        "The policy does not say what may be changed here.",
    ] {
        assert!(usual.contains(part), "{part:?} in {usual}");
    }
    assert!(!usual.contains(private) && !usual.contains("was late"), "{usual}");

    let by_phone = guide(&[], "private-record");
    assert!(by_phone.contains(private), "{by_phone}");
    // What is to be done does not stand under what must not be.
    let place = |part: &str| usual.find(part).expect(part);
    let forbidden = place("What must not be e-mailed");
    assert!(place("The e-mail carries this link") < forbidden, "{usual}");
    let too_late = guide(
        &[("requested_on = 2026-11-16", "requested_on = 2026-11-02")],
        "typical-adult",
    );
    assert!(too_late.contains(late), "{too_late}");
    let in_person = guide(
        &[
            ("method    = \"email\"", "method    = \"in-person\""),
            ("can_open_confirmed_on", "# can_open_confirmed_on"),
        ],
        "typical-adult",
    );
    assert!(in_person.contains("The client picks it up in person."), "{in_person}");
    assert!(
        !in_person.contains("The e-mail carries this link")
            && !in_person.contains(mailed)
            && !in_person.contains("the client knows how to open")
    );
}

/// A trusted contact is told whose copy it is, and the agency to whom it goes.
#[test]
fn the_agency_and_the_message_know_a_trusted_contact() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let texts = |edits: &[(&str, &str)]| {
        let case = Case::of("typical-adult");
        for (from, to) in edits {
            case.edit("request.toml", from, to);
        }
        case.built();
        let read = |name: &str| case.read(&format!("{}/{name}", case.package()));
        let message = read("message.txt");
        [words(&case, "agency-guide.pdf"), read("to-agency.txt"), message]
            .map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let to_contact = "recipient = \"trusted-contact\"\nrelation = \"cousin\"\n\
                      approved_in_writing_on = 2026-11-16";
    let contact = texts(&[("recipient = \"requester\"", to_contact)]);
    let client = texts(&[]);
    let parts = [
        "It goes by e-mail to the trusted contact whom the client approved.",
        "you send it by e-mail to the trusted contact whom the client approved in writing.",
        "A person you know asked us to send you a copy of their record.",
    ];
    for ((part, contact), client) in parts.iter().zip(&contact).zip(&client) {
        assert!(contact.contains(part), "{part} in {contact}");
        assert!(!client.contains(part), "{part} in {client}");
    }
}

#[test]
fn lines_to_say_stand_in_both_languages_and_the_rest_in_english() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let case = Case::of("typical-adult");
    case.speak("es", "phone").built();
    let guide = words(&case, "agency-guide.pdf");
    let opening = words(&case, "how-to-open.pdf");
    let catalog: toml::Table = toml::from_str(
        &std::fs::read_to_string(
            std::path::Path::new(super::support::ROOT)
                .join("templates/i18n/es/opening.toml"),
        )
        .expect("the Spanish words"),
    )
    .expect("TOML");
    let said = catalog["say-private"].as_str().expect("a text");
    // The columns of a page mix their lines: words are looked for.
    for word in said.split(|c: char| !c.is_alphanumeric()).filter(|it| it.len() > 3) {
        assert!(guide.contains(word), "{word} in {guide}");
    }
    assert!(guide.contains("Let us go to a room"), "{guide}");
    let title = catalog["opening-title"].as_str().expect("a text");
    assert!(opening.contains(title), "{title} in {opening}");
    assert!(
        opening.contains("termina en .zip") && opening.contains("7-Zip"),
        "{opening}"
    );
    // Only what is built is explained: what is mailed first and in full, the other in a few words.
    let said = |key: &str| {
        let text = catalog[&format!("opening-{key}")].as_str().expect("a text");
        opening.find(text)
    };
    let (pdf, zip) = (said("pdf-lead"), said("zip-other"));
    assert!(pdf.is_some() && pdf < zip, "{opening}");
    for key in ["html-lead", "html-other", "zip-lead", "pdf-other"] {
        assert_eq!(said(key), None, "{key}: {opening}");
    }
    assert!(!opening.contains(".html"), "{opening}");
    // Who is stuck reads first where to get help.
    let stuck = said("stuck");
    assert!(stuck.is_some() && stuck < said("passphrase-3"), "{opening}");
}

/// The verb of each step of the guide stands out, and a step has one.
#[test]
fn each_step_of_the_guide_begins_with_its_verb() {
    let path =
        std::path::Path::new(super::support::ROOT).join("templates/i18n/staff.toml");
    let text = std::fs::read_to_string(path).expect("the words of staff");
    let words: toml::Table = toml::from_str(&text).expect("TOML");
    let mut n = 0;
    for (key, text) in &words {
        let text = text.as_str().expect("a text");
        let is_step = key.starts_with("guide-step-") || key.starts_with("guide-wrong-");
        if is_step {
            n += 1;
            assert!(text.starts_with('*'), "{key}: {text}");
        }
        let marks = text.matches('*').count();
        assert_eq!(marks, if is_step { 2 } else { 0 }, "{key}: {text}");
    }
    assert_eq!(n, 12);
}
