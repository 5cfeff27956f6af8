//! The letter that gives no copy: it reads no record and names nobody.

use std::fs;

use super::support::{Case, has, skip, tool};

const LETTER: &str = "out/2026-0142/denial-letter.pdf";

/// A case without an extract: none is needed.
fn case() -> Case {
    let case = Case::of("typical-adult");
    fs::remove_file(case.dir.join("extract.json")).expect("it was there");
    case
}

#[test]
fn a_denial_leaves_a_letter_a_receipt_and_a_line_of_the_ledger() {
    let case = case();
    let ran = case.deny(&["--reason", "endangers-life-or-safety"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "out/2026-0142\n"), "{}", ran.stderr);
    assert_eq!(
        ran.stderr,
        "\
denied 2026-0142 for Harbor Bridge Outreach, as of 2026-11-20
  denial-letter.pdf  names nobody and is not locked; the agency writes the client's name on it
next:
  1. send `out/2026-0142/denial-letter.pdf` to Harbor Bridge Outreach, in the ticket
  2. the agency writes the client's name on it, hands it over, and explains how to complain
  3. if an appeal is granted, run `crr reopen 2026-0142 --because appeal`, then build
"
    );
    let names: Vec<_> = case.tree().into_iter().filter(|it| it.contains('/')).collect();
    let receipt = "out/2026-0142/receipt.json";
    let expected = [LETTER, receipt, "out/desk.head", "out/desk.key", "out/ledger.jsonl"];
    assert_eq!(names.iter().filter(|it| it.contains('.')).collect::<Vec<_>>(), expected);
    let ledger = case.read("out/ledger.jsonl");
    assert!(ledger.contains(r#""ticket":"2026-0142","action":"deny""#), "{ledger}");
    let receipt = case.read("out/2026-0142/receipt.json");
    assert!(receipt.contains(r#""denied": "endangers-life-or-safety""#), "{receipt}");
    for text in [&ledger, &receipt] {
        assert!(!text.contains("69E44770D"), "{text}");
    }
    assert!(!receipt.contains("Harbor"), "{receipt}");
    // What it left holds, without a passphrase; a changed letter is found.
    assert_eq!(case.crr(["verify", "out/2026-0142"]).code, 0);
    let mut bytes = case.bytes(LETTER);
    bytes[500] ^= 1;
    case.write(LETTER, bytes);
    let ran = case.crr(["verify", "out/2026-0142"]);
    assert!(ran.code == 1 && ran.stderr.contains("[changed-file]"), "{}", ran.stderr);
}

#[test]
fn the_letter_says_why_what_it_rests_on_and_where_to_go() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let reasons = [
        ("anticipated-litigation", "for a court case", "69 FR 45888"),
        ("about-another-person", "about another person", "69 FR 45888"),
        ("promised-confidentiality", "stays private", "69 FR 45888"),
        ("endangers-life-or-safety", "put someone in danger", "69 FR 45888"),
        ("required-by-law", "a law says", "34 USC 12291(b)(2)"),
        (
            "asked-by-another",
            "only to the person it is about",
            "the rules of Orange County",
        ),
        (
            "identity-not-verified",
            "could not make sure who you are",
            "the rules of Orange",
        ),
    ];
    for (reason, why, basis) in reasons {
        let case = case();
        let mut args = vec!["--reason", reason];
        if reason == "required-by-law" {
            args.extend(["--law", "34 USC 12291(b)(2)"]);
        }
        let ran = case.deny(&args);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let path = case.dir.join(LETTER);
        let ran = tool("pdftotext", [path.to_str().expect("UTF-8"), "-"]);
        let words: Vec<_> = ran.stdout.split_whitespace().collect();
        let words = words.join(" ");
        for part in [
            why,
            basis,
            "file a grievance about this with Orange County United Way (211OC)",
            "first write to Harbor Bridge Outreach",
            "in writing to Orange County United Way (211OC)",
            "uploads/2025/06/Grievance-05-2025-English.pdf",
        ] {
            assert!(words.contains(part), "{reason}: {part:?} in {words}");
        }
        // Advice fits the reason: a part, or a statement, only to whoever it is about.
        let (part, statement) = ("a part of your record", "your own statement added");
        let (bring, still) = ("what you can bring", "still ask for help and services");
        let (card, law) = ("an ID card, or a paper", "what this law says");
        let (trial, again) = ("when the court case is over", "when things have changed");
        let allow = "can also allow you, in writing, to get a copy";
        let other = "what HMIS may hold about another person";
        let (has, lacks): (&[_], &[_]) = match reason {
            "asked-by-another" => (
                &[other, allow, again, "guardian of someone under 18"],
                &[part, statement, bring, card, still, "about you", "your record"],
            ),
            "identity-not-verified" => {
                (&[bring, card, still], &[part, statement, other, allow])
            }
            "anticipated-litigation" => (&[part, trial, still], &[again, law, card]),
            "required-by-law" => (&[part, law, still], &[trial, card]),
            _ => (&[part, statement, again, still], &[bring, other, law, trial, allow]),
        };
        for it in has {
            assert!(words.contains(it), "{reason}: {it:?} in {words}");
        }
        for it in lacks {
            assert!(!words.contains(it), "{reason}: {it:?} in {words}");
        }
        // Whoever was denied does not go back to the agency first.
        let place = |part: &str| words.find(part).expect("found above");
        let (form, agency) = (place("Grievance-05-2025"), place("first write to Harbor"));
        assert!(place("file a grievance about this") < form && form < agency, "{words}");
        assert!(!words.contains("69E44770D"), "{reason}: the HMIS ID");
    }
}

/// The letter goes to whoever asked: where that is not the client, it could go to the danger.
#[test]
fn a_letter_to_others_than_the_client_tells_of_no_danger() {
    let told = |relation: &str, args: &[&str]| {
        let case = case();
        case.edit(
            "request.toml",
            "relation = \"client\"  ",
            &format!("relation = \"{relation}\"  "),
        );
        let ran = case.deny(&[&["--reason", "endangers-life-or-safety"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let left = case.read("out/2026-0142/receipt.json")
            + &case.read("out/ledger.jsonl")
            + &ran.stderr;
        let words = has("pdftotext").then(|| {
            let path = case.dir.join(LETTER);
            let ran = tool("pdftotext", [path.to_str().expect("UTF-8"), "-"]);
            ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        (left, words)
    };
    for relation in ["parent", "guardian", "other"] {
        for law in [&[][..], &["--law", "34 USC 12291(b)(2)"]] {
            let (left, words) = told(relation, law);
            assert!(!left.contains("danger") && left.contains("not-told"), "{left}");
            let Some(words) = words else { return skip("pdftotext") };
            for telling in ["danger", "safety", "for this reason", "69 FR", "12291"] {
                assert!(!words.contains(telling), "{relation}: {telling}: {words}");
            }
            for part in
                ["The agency cannot give this copy.", "the rules of Orange County"]
            {
                assert!(words.contains(part), "{relation}: {part}: {words}");
            }
        }
    }
    let (left, words) = told("client", &["--law", "34 USC 12291(b)(2)"]);
    assert!(left.contains("endangers-life-or-safety"), "{left}");
    let words = words.expect("asked for above");
    assert!(words.contains("put someone in danger") && words.contains("12291"));
}

/// The form is the site's English one, and called so, unless the site has one of the language.
#[test]
fn a_form_in_english_is_called_so_to_other_readers() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let letter = |language: &str, (from, to): (&str, &str)| {
        let case = case();
        case.speak(language, "letter").edit("site.toml", from, to);
        let ran = case.deny(&["--reason", "about-another-person"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let path = case.dir.join(LETTER);
        let ran = tool("pdftotext", [path.to_str().expect("UTF-8"), "-"]);
        ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let same = ("el condado de Orange", "el condado de Orange");
    assert!(!letter("en", same).contains("(in English)"));
    let foreign = letter("es", same);
    assert!(foreign.contains("(en inglés) está en"), "{foreign}");
    let area = "area     = \"el condado de Orange\"";
    let own = format!("{area}\ngrievance_url = \"https://example.org/queja\"");
    let foreign = letter("es", (area, &own));
    assert!(foreign.contains("example.org/queja"), "{foreign}");
    assert!(!foreign.contains("(en inglés) está en"), "{foreign}");
}

/// Where the pages of a PDF lead.
fn links(pdf: &[u8]) -> Vec<String> {
    let pdf = lopdf::Document::load_mem(pdf).expect("a PDF");
    let uris = pdf.objects.values().filter_map(|it| {
        let action = it.as_dict().ok()?.get(b"A").ok()?;
        let (_, action) = pdf.dereference(action).ok()?;
        let uri = action.as_dict().ok()?.get(b"URI").ok()?.as_str().ok()?;
        String::from_utf8(uri.to_vec()).ok()
    });
    uris.collect()
}

/// Who signs, and whom to call: by a link where the number is known, else on lines to fill in.
#[test]
fn the_letter_says_who_signs_and_whom_to_call() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let letter = |language: &str, has_more: bool| {
        let case = case();
        case.speak(language, "letter");
        let site = case.read("site.toml");
        if has_more {
            let address = "18012 Example Ave., Sampletown, CA 90000";
            let agency = "name = \"Harbor Bridge Outreach\"\nphone = \"(657) 555-0100\"\n\
                          email = \"records@harborbridge.example.org\"";
            case.write(
                "site.toml",
                format!(
                    "hmis_lead_address = \"{address}\"\n{site}\n[[agencies]]\n{agency}\n"
                ),
            );
        }
        let ran = case.deny(&["--reason", "identity-not-verified"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        (case.words(LETTER), links(&case.bytes(LETTER)))
    };
    let (words, uris) = letter("en", false);
    for part in [
        "Signed for OC HMIS Help Desk, Orange County United Way (211OC)",
        "Signature Name and title",
        "Whom to call, and the number: the agency writes it here",
        "give this number: 2026-0142.",
        "Ask the agency for help in your language.",
        "1. Ask the agency to explain",
    ] {
        assert!(words.contains(part), "{part:?} in {words}");
    }
    assert!(
        !words.contains("at this address") && !words.contains("in English"),
        "{words}"
    );
    assert!(!uris.iter().any(|it| it.starts_with("tel:")), "{uris:?}");
    let (words, uris) = letter("en", true);
    for part in ["(657) 555-0100", "at this address: 18012 Example Ave."] {
        assert!(words.contains(part), "{part:?} in {words}");
    }
    assert!(!words.contains("the agency writes it here"), "{words}");
    for uri in ["tel:+16575550100", "mailto:records@harborbridge.example.org"] {
        assert!(uris.iter().any(|it| it == uri), "{uri} in {uris:?}");
    }
    // A page that is in English only is called so; steps are counted in the reader's digits.
    let (words, _) = letter("es", true);
    assert!(words.contains("pedir un expediente (en inglés) en ochmis.org"), "{words}");
    let (words, _) = letter("fa", true);
    assert!(words.contains('۱') && words.contains('۴'), "{words}");
    for digit in ['1', '2', '3'].map(|it| format!("{it}. ")) {
        assert!(!words.contains(&digit), "{digit:?} in {words}");
    }
}

#[track_caller]
fn refused(case: &Case, args: &[&str], code: i32, stderr: &str) {
    let before = case.tree();
    let ran = case.deny(args);
    assert_eq!((ran.code, &*ran.stdout), (code, ""), "{}", ran.stderr);
    assert_eq!(ran.stderr, stderr);
    assert_eq!(case.tree(), before);
}

#[test]
fn a_law_that_requires_it_is_named() {
    let case = case();
    let ran = case.deny(&["--reason", "required-by-law"]);
    assert!(ran.code == 2 && ran.stderr.contains("--law"), "{}", ran.stderr);
    refused(
        &case,
        &["--reason", "required-by-law", "--law", " "],
        1,
        "error: this is not the name of a law [law-not-named]
   at --law
hint: write it in one line of at most 200 characters
hint: for example: `--law \"42 CFR 2.23\"`
refused: 1 error; nothing was written
",
    );
    let ran = case.deny(&["--reason", "required-by-law", "--law", "42 CFR 2.23"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_denial_takes_the_place_of_nothing_unasked() {
    let case = Case::of("typical-adult");
    case.built();
    refused(
        &case,
        &["--reason", "about-another-person"],
        1,
        "error: `out/2026-0142` already exists [already-built]
  --> request.toml:8:16
   at /ticket
  |
8 | ticket       = \"·········\"
  |                ^^^^^^^^^^^
hint: pass `--replace` to write the letter in its place
refused: 1 error; nothing was written
",
    );
    let ran = case.deny(&["--reason", "about-another-person", "--replace"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!case.dir.join("out/2026-0142/2026-0142.zip").exists());
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

#[test]
fn a_denial_of_a_request_to_come_is_refused() {
    let case = case();
    case.edit("request.toml", "requested_on = 2026-11-16", "requested_on = 2026-11-21");
    refused(
        &case,
        &["--reason", "about-another-person"],
        1,
        "error: this day is in the future [impossible-dates]
  --> request.toml:14:16
   at /requested_on
   |
14 | requested_on = ··········
   |                ^^^^^^^^^^
hint: correct the dates of the request
refused: 1 error; nothing was written
",
    );
}
