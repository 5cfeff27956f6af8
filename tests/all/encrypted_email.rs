//! A copy that goes by an encrypted e-mail service in place of a passphrase: only where the
//! request says so, by `crr print`, with words that fit.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::support::{AT, Case, Ran};

const METHOD: &str = "method    = \"email\"";
const ENCRYPTED: &str = "protection = \"encrypted-email\"\nmethod    = \"email\"";

fn case() -> Case {
    let case = Case::of("typical-adult");
    case.edit("request.toml", METHOD, ENCRYPTED);
    case
}

fn print(case: &Case, more: &[&str]) -> Ran {
    let all =
        ["print", "request.toml", "--extract", "extract.json", "--site", "site.toml"];
    case.crr(all.iter().chain(&["--at", AT]).chain(more))
}

const FILES: [&str; 5] = [
    "2026-0142-agency-guide.pdf",
    "2026-0142.pdf",
    "2026-0142.txt",
    "message.txt",
    "to-agency.txt",
];

#[test]
fn it_is_a_folder_for_the_agency_and_the_ledger_knows() {
    let case = case();
    let ran = print(&case, &["--to", "copy", "--yes"]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (
            0,
            "copy\n",
            "\
wrote 2026-0142, 7 pages, NOT encrypted: see below
next:
  1. send the files in `copy` to Harbor Bridge Outreach with your encrypted e-mail service; they \
     never go into the ticket, only the text of `to-agency.txt` does
  2. the agency sends `2026-0142.pdf` with its own encrypted e-mail service, and the text of \
     `message.txt`
  3. delete `copy`, and empty the trash
"
        )
    );
    let mode = |path: &str| {
        let data = fs::metadata(case.dir.join(path)).expect(path);
        data.permissions().mode() & 0o777
    };
    assert_eq!(mode("copy"), 0o700);
    let mut names: Vec<_> = fs::read_dir(case.dir.join("copy"))
        .expect("a folder")
        .flatten()
        .map(|it| it.file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(names, FILES);
    for name in FILES {
        assert_eq!(mode(&format!("copy/{name}")), 0o600);
    }
    assert!(case.bytes("copy/2026-0142.pdf").starts_with(b"%PDF-"));
    // The same that a zip holds as `record.txt`.
    assert!(case.read("copy/2026-0142.txt").contains("Bluebird Family Shelter"));
    let ledger = case.read("out/ledger.jsonl");
    let line: serde_json::Value = serde_json::from_str(ledger.trim()).expect("a line");
    assert_eq!(
        (&line["action"], &line["files"]),
        (&"print".into(), &serde_json::json!([]))
    );
    let account = &line["account"];
    assert_eq!(account["protection"], "encrypted-email");
    assert_eq!((&account["method"], account.get("formats")), (&"email".into(), None));
    // A second copy takes nobody's place.
    let before = case.tree();
    let ran = print(&case, &["--to", "copy", "--yes"]);
    assert!(ran.code == 1 && case.tree() == before, "{}", ran.stderr);
    // Where it stands.
    case.write("requests.toml", case.read("request.toml"));
    let status = ["status", "request.toml", "--site", "site.toml", "--at", AT, "--csv"];
    let ran = case.crr(status);
    assert!(ran.stdout.contains(",printed,"), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains(",encrypted-email\n"), "{}", ran.stdout);
    let ran = case.crr(&status[..status.len() - 1]);
    assert!(ran.stdout.contains("encrypted e-mail"), "{}", ran.stdout);
}

/// Nothing speaks of a passphrase or of a lock, in any language; the way is said.
#[test]
fn all_words_fit_an_encrypted_message() {
    for language in ["en", "es", "vi", "ko", "zh-Hans", "zh-Hant", "fa", "ar"] {
        let catalog = |file: &str| -> toml::Table {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
            let path = root.join("templates/i18n").join(language).join(file);
            fs::read_to_string(path).expect("a catalog").parse().expect("TOML")
        };
        let words = catalog("delivery.toml");
        let word = |key: &str| words[key].as_str().expect("a text").to_owned();
        let case = case();
        case.speak(language, "letter");
        for contact in [false, true] {
            if contact {
                case.edit(
                    "request.toml",
                    "recipient = \"requester\"",
                    "recipient = \"trusted-contact\"\nrelation = \"case manager\"\n\
                     approved_in_writing_on = 2026-11-16",
                );
            }
            let folder = format!("copy-{contact}");
            let ran = print(&case, &["--to", &folder, "--yes"]);
            assert_eq!(ran.code, 0, "{language}: {}", ran.stderr);
            // What keeps the name of a file apart from words that run the other way.
            let isolates = ['\u{2068}', '\u{2069}'];
            let message =
                case.read(&format!("{folder}/message.txt")).replace(isolates, "");
            let lead = if contact { "mail-lead-contact" } else { "mail-lead" };
            let lead_now = word(&format!("{lead}-encrypted"));
            let lead_now = lead_now.replace("{file}", "2026-0142.pdf");
            for there in [lead_now, word("mail-encrypted"), word("mail-stuck")] {
                assert!(message.contains(&there), "{language}: {there}\n{message}");
            }
            let locked = word(lead).replace("{file}", "2026-0142.pdf");
            for gone in [locked, word("mail-passphrase"), word("mail-open-pdf")] {
                assert!(!message.contains(&gone), "{language}: {gone}");
            }
            assert!(!message.to_lowercase().contains("passphrase"), "{message}");
        }
    }
}

#[test]
fn the_text_for_the_ticket_keeps_it_out_of_the_ticket() {
    let case = case();
    assert_eq!(print(&case, &["--to", "copy", "--yes"]).code, 0);
    let text = case.read("copy/to-agency.txt");
    for there in [
        "- 2026-0142.pdf: the record, NOT locked. For the client, by encrypted e-mail only.\n",
        "- 2026-0142.txt: the same as plain text, for a screen reader or a Braille display, NOT \
         locked.",
        "- message.txt: for you. The e-mail to the client as text",
        "- 2026-0142-agency-guide.pdf: for you.",
        "THE RECORD IS NOT LOCKED\nDo not attach it to this ticket.",
        "This copy is the first line of our ledger.",
    ] {
        assert!(text.contains(there), "{there}\n{text}");
    }
    for gone in
        ["THE PASSPHRASE", "IF IT DOES NOT OPEN", "how-to-open", ".zip", "message.eml"]
    {
        assert!(!text.contains(gone), "{gone}\n{text}");
    }
}

#[test]
fn no_locked_package_is_built_for_it() {
    let case = case();
    let before = case.tree();
    let ran = case.build(&[]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: this copy goes by encrypted e-mail, so no locked package is built [goes-by-encrypted-email]
  --> request.toml:27:14
   at /delivery/protection
   |
27 | protection = \"···············\"
   |              ^^^^^^^^^^^^^^^^^
hint: run `crr print REQUEST --to FOLDER`: it writes the record NOT encrypted, with what the agency needs to send it
hint: for a locked package, leave `protection` out
refused: 1 error; nothing was written
"
        )
    );
    assert_eq!(case.tree(), before);
    let ran = case.check(&[]);
    let said = format!("checked 2026-0142: it can be printed on {AT}; no warnings\n");
    assert!(ran.code == 0 && ran.stderr.starts_with(&said), "{}", ran.stderr);
    // Among others it stops nobody.
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    let request = case.read("request.toml");
    case.write("requests/a.toml", &request);
    let locked = request.replace(ENCRYPTED, METHOD).replace("2026-0142", "2026-0143");
    case.write("requests/b.toml", locked);
    let many = |command: &str, more: &[&str]| {
        let all = [command, "requests", "--extracts", ".", "--site", "site.toml"];
        case.crr(all.iter().chain(&["--at", AT]).chain(more))
    };
    let ran = many("check", &[]);
    assert!(ran.stderr.contains("requests/a.toml: can be printed; no warnings\n"));
    assert!(ran.stderr.contains("requests/b.toml: can be built; no warnings\n"));
    let ran = many("build", &["--passphrase-out", "list"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let said = "requests/a.toml: goes by encrypted e-mail: `crr print` makes it\n";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(ran.stderr.contains("\nby encrypted e-mail         1\n"), "{}", ran.stderr);
    assert!(!case.dir.join("out/2026-0142").exists());
    assert!(case.dir.join("out/2026-0143").exists());
    let status = ["status", "requests", "--site", "site.toml", "--at", AT, "--csv"];
    let told = case.crr(status).stdout;
    let next = "\"check it, then print it: it goes by encrypted e-mail\"";
    assert!(told.contains(next), "{told}");
}

#[test]
fn what_was_released_locked_does_not_go_out_by_itself() {
    let case = Case::of("typical-adult");
    assert_eq!(case.build(&[]).code, 0);
    case.edit("request.toml", METHOD, ENCRYPTED);
    let before = case.tree();
    let ran = print(&case, &["--to", "copy", "--yes"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: the package was built from a request that says something else [request-changed]
  --> request.toml:8:16
   at /ticket
  |
8 | ticket       = \"·········\"
  |                ^^^^^^^^^^^
   at out/2026-0142
hint: find out which of the two is right
hint: to send it again by encrypted e-mail, run `crr print REQUEST --to FOLDER --because REASON`; REASON is one of `corrected`, `passphrase-lost`, `wrong-recipient`, `other`
refused: 1 error; nothing was written
"
        )
    );
    assert_eq!(case.tree(), before);
}

/// A copy that went out locked goes out again another way where somebody says why, and the
/// ledger tells both.
#[test]
fn what_was_released_locked_goes_out_again_with_a_reason() {
    let case = Case::of("typical-adult");
    assert_eq!(case.build(&[]).code, 0);
    case.edit("request.toml", METHOD, ENCRYPTED);
    let why = ["--because", "passphrase-lost"];
    let again =
        |to: &str, more: &[&str]| print(&case, &[&["--to", to, "--yes"], more].concat());
    let ran = again("copy", &why);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let step =
        "  4. ask Harbor Bridge Outreach to delete the copy that it was sent before\n";
    assert!(ran.stderr.contains(step), "{}", ran.stderr);
    let ledger = case.read("out/ledger.jsonl");
    let last = ledger.lines().next_back().expect("a line");
    let line: serde_json::Value = serde_json::from_str(last).expect("JSON");
    assert_eq!(
        (&line["action"], &line["because"]),
        (&"print".into(), &"passphrase-lost".into())
    );
    let status = ["status", ".", "--site", "site.toml", "--at", AT, "--csv"];
    let told = case.crr(status).stdout;
    assert!(told.contains(",sent-again,") && told.contains("passphrase-lost"), "{told}");
    // Of the same request a second copy needs no other reason; the package is still there.
    let ran = again("second", &[]);
    assert!(ran.code == 0 && ran.stderr.contains(step), "{}", ran.stderr);
    assert!(case.dir.join("out/2026-0142/2026-0142.pdf").exists());
    assert_eq!(case.crr(["ledger", "verify", "--site", "site.toml"]).code, 0);
    // Nor is one sent by itself whose package is gone.
    fs::rename(case.dir.join("out/2026-0142"), case.dir.join("gone")).expect("moved");
    let ran = again("third", &[]);
    let hint = "hint: to send it again by encrypted e-mail, run `crr print";
    assert!(ran.code == 1 && ran.stderr.contains("[released-before]"), "{}", ran.stderr);
    assert!(ran.stderr.contains(hint), "{}", ran.stderr);
    fs::rename(case.dir.join("gone"), case.dir.join("out/2026-0142")).expect("moved");
    // It is never another client's.
    case.edit("request.toml", "\"69E44770D\"", "\"9AD65C3CF\"");
    let ran = again("third", &why);
    assert!(ran.code == 1 && ran.stderr.contains("about another client"));
    // What is handed over is built again, not printed again.
    case.edit("request.toml", "\"9AD65C3CF\"", "\"69E44770D\"");
    case.edit("request.toml", ENCRYPTED, METHOD);
    let ran = again("fourth", &why);
    assert!(ran.code == 1 && ran.stderr.contains("[print-not-sent-again]"));
    assert!(!case.dir.join("third").exists() && !case.dir.join("fourth").exists());
}

#[test]
fn a_file_is_not_a_folder() {
    let case = case();
    let before = case.tree();
    let ran = print(&case, &["--to", "record.pdf", "--yes"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: this copy goes by encrypted e-mail, and is a folder: the record, and what the agency needs to send it [print-to-folder]
   at --to
hint: name a new folder, without `.pdf`
refused: 1 error; nothing was written
"
        )
    );
    // Nobody agreed.
    let ran = print(&case, &["--to", "copy"]);
    assert!(
        ran.code == 1 && ran.stderr.contains("[print-not-confirmed]"),
        "{}",
        ran.stderr
    );
    assert_eq!(case.tree(), before);
}

/// `crr new` writes it where somebody says so, and never else.
#[test]
fn it_is_never_the_default() {
    let case = Case::empty();
    let new = |ticket: &str, more: &[&str]| {
        let all = [
            "new",
            ticket,
            "--client-id",
            "69E44770D",
            "--agency",
            "Harbor Bridge Outreach",
            "--asked-by",
            "client",
            "--requested-on",
            "2026-11-16",
            "--submitted-on",
            "2026-11-18",
            "--identity-verified-on",
            "2026-11-16",
            "--found-in-hmis-on",
            "2026-11-16",
            "--delivery",
            "email",
            "--others-may-read",
            "no",
            "--opened-on",
            "computer",
            "--can-open-confirmed-on",
            "2026-11-16",
            "--to",
            "-",
        ];
        let ran = case.crr(all.iter().chain(more));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    let text = new("2026-0150", &[]);
    assert!(!text.contains("protection") && text.contains("formats = "), "{text}");
    let text = new("2026-0150", &["--protection", "encrypted-email"]);
    assert!(text.contains("\nprotection = \"encrypted-email\"\n"), "{text}");
    assert!(!text.contains("formats = ") && !text.contains("attach = "), "{text}");
}
