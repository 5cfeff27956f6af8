//! What goes to the agency beside the guide: the text for the ticket, which witnesses the
//! ledger, and the e-mail as text.

use super::support::{Case, has, skip, tool};

const TEXT: &str = "out/2026-0142/to-agency.txt";
const BY_HAND: &str = "out/2026-0142/message.txt";

#[test]
fn the_text_for_the_ticket_says_what_each_file_is_and_names_nobody() {
    let case = Case::of("typical-adult");
    case.built();
    let text = case.read(TEXT);
    assert!(text.starts_with("Request 2026-0142: the copy is ready\n"), "{text}");
    for words in [
        "Made on November 20, 2026.",
        "you send it by e-mail to the client",
        "- 2026-0142.pdf: the record, locked. For the client.",
        "- 2026-0142.zip: ",
        "- message.eml: for you.",
        "- message.txt: for you.",
        "- 2026-0142-how-to-open.pdf: for the client",
        "- 2026-0142-agency-guide.pdf: for you.",
        "We call you with the passphrase.",
        "IF IT DOES NOT OPEN\n1. ",
        "To delete documents:\nPlease delete",
        "To change a private record:\nA client",
        "For anything else:\nThe client",
        "OUR LEDGER\nThis copy is the first line of our ledger.\n",
    ] {
        assert!(text.contains(words), "{words:?} is missing in\n{text}");
    }
    // What comes first is what is handed over.
    assert!(text.find("2026-0142.pdf") < text.find("2026-0142.zip"), "{text}");
    let passphrase = case.passphrase();
    for value in ["Harbor Bridge", "Maria", "69E44770D", &passphrase, "{", "}"] {
        assert!(!text.contains(value), "{value:?} is in\n{text}");
    }
}

/// The number that the help desk has stands there, so that the agency can correct it.
#[test]
fn the_text_for_the_ticket_says_where_we_call() {
    let case = Case::of("typical-adult");
    let site = case.read("site.toml");
    let listed = "# [[agencies]]\n# name  = \"Harbor Bridge Outreach\"\n# phone = ";
    assert!(site.contains(listed));
    case.write("site.toml", site.replace(listed, &listed.replace("# ", "")));
    case.built();
    let text = case.read(TEXT);
    let words = "We call you at (657) 555-0100 with the passphrase.";
    assert!(text.contains(words), "{text}");
}

#[test]
fn a_copy_that_is_handed_over_has_no_e_mail_in_its_text() {
    let case = Case::of("typical-adult");
    case.edit("request.toml", "method    = \"email\"", "method = \"in-person\"");
    case.built();
    let text = case.read(TEXT);
    assert!(text.contains("the client picks it up in person"), "{text}");
    assert!(!text.contains("message.") && !case.dir.join(BY_HAND).exists(), "{text}");
}

#[test]
fn the_text_for_the_ticket_says_by_when() {
    for (days, line) in [
        (
            9,
            "Made on November 20, 2026. The client is to have it by November 30, 2026.\n",
        ),
        (
            1,
            "The client was to have it by November 17, 2026: tell them why it is late.\n",
        ),
    ] {
        let case = Case::of("typical-adult");
        case.edit(
            "site.toml",
            "# answer_within_business_days = 5",
            &format!("answer_within_business_days = {days}"),
        );
        case.built();
        let text = case.read(TEXT);
        assert!(text.contains(line), "{text}");
    }
}

/// A ticket with the text is a witness outside the desk.
#[test]
fn the_text_for_the_ticket_witnesses_the_ledger() {
    let case = Case::of("typical-adult");
    case.built();
    assert_eq!(case.build(&["--replace", "--because", "corrected"]).code, 0);
    let text = case.read(TEXT);
    let (_, head) = text.trim_end().rsplit_once('\n').expect("a last line");
    assert!(head.starts_with("1:") && head.len() == 66, "{head}");
    let verify = || case.crr(["ledger", "verify", "--expect", head]);
    assert_eq!(verify().code, 0, "{}", verify().stderr);
    let ran = case.crr(["verify", "out/2026-0142", "--passphrase-file", "passphrase"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);

    // Somebody makes the ledger anew, with all that lies beside it.
    for name in ["out/ledger.jsonl", "out/desk.head", "out/desk.key", "passphrase"] {
        std::fs::remove_file(case.dir.join(name)).expect("removed");
    }
    let text_before = text.clone();
    std::fs::remove_dir_all(case.dir.join("out/2026-0142")).expect("removed");
    case.built();
    assert_ne!(case.read(TEXT), text_before);
    assert_eq!(verify().code, 1);
}

/// Each copy of a run names the line of the one before it.
#[test]
fn the_copies_of_a_batch_witness_each_other() {
    let case = super::batch::many(3);
    assert_eq!(super::batch::batch(&case, &[]).code, 0);
    let heads: Vec<String> = (0..3)
        .map(|i| case.read(&format!("out/2026-{i:04}/to-agency.txt")))
        .map(|it| it.trim_end().rsplit('\n').next().expect("a line").to_owned())
        .collect();
    let n = |start: &str| heads.iter().filter(|it| it.starts_with(start)).count();
    assert_eq!((n("This copy is the first"), n("1:"), n("2:")), (1, 1, 1), "{heads:?}");
    for head in heads.iter().filter(|it| it.contains(':')) {
        let ran = case.crr(["ledger", "verify", "--expect", head]);
        assert_eq!(ran.code, 0, "{head}: {}", ran.stderr);
    }
}

#[test]
fn a_text_that_was_changed_is_found() {
    let case = Case::of("typical-adult");
    case.built();
    let text = case.read(TEXT).replace("for you", "for them");
    case.write(TEXT, text);
    let ran = case.crr(["verify", "out/2026-0142", "--passphrase-file", "passphrase"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("[changed-file]"), "{}", ran.stderr);
}

#[test]
fn the_e_mail_can_be_sent_by_hand() {
    let case = Case::of("typical-adult");
    case.speak("fa", "phone").built();
    let text = case.read(BY_HAND);
    let (how, rest) = text.split_once("\n--- Subject ---\n\n").expect("a subject");
    let (subject, mail) = rest.split_once("\n\n--- Text ---\n\n").expect("a text");
    for program in ["Outlook (classic): ", "New Outlook: ", "Gmail: ", "Apple Mail: "] {
        let (_, after) = how.split_once(&format!("\n{program}")).expect(program);
        let lines = after.split("\n\n").next().expect("its lines");
        assert_eq!(lines.trim_end().lines().count(), 2, "{lines}");
    }
    assert_eq!(how.matches("2026-0142.pdf").count(), 5, "{how}");
    assert!(subject.ends_with(" / The file you asked for"), "{subject}");
    assert!(mail.starts_with("سلام،") && mail.contains("\nEnglish\n\nHello,"), "{mail}");
}

#[test]
fn the_e_mail_names_the_agency_where_the_site_says_so() {
    let agency = "This e-mail comes from Harbor Bridge Outreach.";
    let case = Case::of("typical-adult");
    case.built();
    assert!(!case.read(BY_HAND).contains(agency));
    let case = Case::of("typical-adult");
    case.edit("site.toml", "# [delivery]\n# name_agency", "[delivery]\nname_agency");
    case.built();
    let text = case.read(BY_HAND);
    assert!(text.contains(agency), "{text}");
    assert!(text.contains("On an iPhone, tap it in Mail or in Files."), "{text}");
}

/// A draft without any sender is no message to some programs.
#[test]
fn the_e_mail_has_a_sender_that_names_nobody() {
    if !has("file") {
        return skip("file");
    }
    let case = Case::of("typical-adult");
    case.built();
    let draft = case.read("out/2026-0142/message.eml");
    assert!(draft.contains("From: undisclosed-sender:;\r\n"), "{draft:.400}");
    let path = case.dir.join("out/2026-0142/message.eml");
    let kind = tool("file", ["-b", path.to_str().expect("UTF-8")]).stdout;
    assert!(kind.contains("mail"), "{kind}");
}

/// How to open it says of the passphrase only what is so.
#[test]
fn a_supplied_passphrase_is_typed_as_it_was_given() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let words = |case: &Case, file: &str| {
        let path = case.dir.join(file);
        let ran = tool("pdftotext", [path.to_str().expect("UTF-8"), "-"]);
        ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let opening = "out/2026-0142/2026-0142-how-to-open.pdf";
    let six = "six English words with a hyphen";
    let given =
        "exactly as it was given to you: capital letters, spaces, and marks count";
    let case = Case::of("typical-adult");
    case.built();
    let text = words(&case, opening);
    assert!(text.contains(six) && !text.contains(given), "{text}");

    let case = Case::of("typical-adult");
    case.write("supplied", "GAZEBO quixotic Marzipan, thimble Wharf!\n");
    let all = [
        "build",
        "request.toml",
        "--extract",
        "extract.json",
        "--at",
        super::support::AT,
    ];
    let more = ["--passphrase-file", "supplied", "--passphrase-sheet", "sheet.pdf"];
    let ran = case.crr(all.iter().chain(&more));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let text = words(&case, opening);
    assert!(text.contains(given) && !text.contains(six), "{text}");
    let sheet = words(&case, "sheet.pdf");
    assert!(
        sheet.contains("exactly as it stands here") && !sheet.contains("small letters")
    );
}
