//! One person, several profiles of HMIS: one request, an extract each, one copy.

use serde_json::{Value, json};

use super::support::{AT, Case, Ran, has, skip, tool};

const FIRST: &str = "5C0D71E8A";
const SECOND: &str = "B8143FA2D";

fn two() -> Case {
    Case::of("two-profiles")
}

/// The text of a member of the package, in the order of reading.
fn text(case: &Case, member: &str) -> Option<String> {
    if !has("pdftotext") {
        skip("pdftotext");
        return None;
    }
    let (_, bytes) =
        case.members().into_iter().find(|(name, _)| name == member).expect("a member");
    case.write(member, bytes);
    let path = case.dir.join(member);
    Some(tool("pdftotext", ["-layout", path.to_str().expect("UTF-8"), "-"]).stdout)
}

fn places(text: &str, words: &[&str]) -> Vec<usize> {
    let at = |it: &&str| text.find(it).unwrap_or_else(|| panic!("{it} in {text}"));
    words.iter().map(at).collect()
}

#[test]
fn the_copy_shows_both_one_below_the_other() {
    let case = two();
    let Some(text) = text(&case, "record.pdf") else { return };
    let in_order = [
        "You have two profiles here.",
        "Profile 1 of 2",
        "Harbor Bridge Street Outreach",
        "Juniper House",
        "Winter Shelter at the Armory",
        "Ask for a correction",
    ];
    let places = places(&text, &in_order);
    assert!(places.is_sorted(), "{places:?} {text}");
    assert!(text.contains(FIRST) && text.contains(SECOND), "{text}");
    assert_eq!(text.matches("Winter Shelter at the Armory").count(), 1, "{text}");
    // The name of both goes on in the next line.
    assert!(text.contains("Rosalind Achterberg; Rosalinde"), "{text}");
    let last = text.trim_end_matches('\u{c}').split('\u{c}').count();
    assert!(text.contains(&format!("Page {last} of {last}")), "numbered through: {text}");
}

#[test]
fn a_screen_reader_hears_the_profile_before_its_sections() {
    let case = two();
    let Some(_) = text(&case, "record.pdf") else { return };
    let path = case.dir.join("record.pdf");
    let Some(ran) = super::judges::judge("headings.py", &[&path]) else {
        return skip("the judges' Python");
    };
    let heard: Vec<&str> = ran.stdout.lines().collect();
    let of = |name: &str| {
        heard.iter().position(|it| *it == name).unwrap_or_else(|| panic!("{heard:?}"))
    };
    let [one, two, end] =
        ["Profile 1 of 2", "Profile 2 of 2", "Ask for a correction"].map(of);
    for part in [&heard[one + 1..two], &heard[two + 1..end]] {
        assert!(part.iter().all(|it| it.starts_with("  ")), "{heard:?}");
        for section in ["At a glance", "Client Profile", "Enrollment History"] {
            assert!(part.iter().any(|it| it.trim() == section), "{section}: {heard:?}");
        }
    }
}

#[test]
fn receipt_and_ledger_count_them() {
    let case = two();
    let folder = case.built();
    let folder = folder.strip_prefix(&case.dir).expect("below").display().to_string();
    let receipt: Value =
        serde_json::from_str(&case.read(&format!("{folder}/receipt.json")))
            .expect("JSON");
    let rows = |profile: i64, section: &str| {
        let sections = receipt["sections"].as_array().expect("a list");
        let is_it = |it: &&Value| it["profile"] == profile && it["section"] == section;
        sections.iter().find(is_it).expect("an entry")["rows"].clone()
    };
    assert_eq!(rows(1, "enrollments"), 2);
    assert_eq!(rows(2, "enrollments"), 1);
    assert_eq!(rows(2, "documents"), 0);
    let ledger = case.read("out/ledger.jsonl");
    let line: Value = serde_json::from_str(ledger.trim()).expect("a line");
    assert_eq!(line["account"]["profiles"], 2);
    for text in [&receipt.to_string(), &ledger] {
        assert!(!text.contains(FIRST) && !text.contains(SECOND), "{text}");
    }
    let verify = ["verify", &folder, "--passphrase-file", "passphrase"];
    let ran = case.crr(verify);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn one_profile_alone_is_not_numbered() {
    let case = Case::of("typical-adult");
    let folder = case.built();
    let folder = folder.strip_prefix(&case.dir).expect("below").display();
    assert!(!case.read(&format!("{folder}/receipt.json")).contains("\"profile\":"));
}

fn check(case: &Case, more: &[&str]) -> Ran {
    case.crr(
        ["check", "request.toml", "--site", "site.toml", "--at", AT].iter().chain(more),
    )
}

#[test]
fn the_order_of_the_files_is_no_matter_and_a_folder_has_both() {
    let case = two();
    let turned = ["--extract", "extract-2.json", "--extract", "extract.json"];
    case.built();
    let ran = check(&case, &turned);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let said = "its package is there, built from the same request";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(!ran.stderr.contains("extract-changed"), "{}", ran.stderr);
    let ran = check(&case, &["--extracts", "."]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    // What is found is in the file that it is in, whatever the order.
    case.edit("extract-2.json", "\"destination\": 99", "\"destination\": 77");
    let fresh = two();
    fresh.write("extract-2.json", case.read("extract-2.json"));
    let ran = check(&fresh, &turned);
    assert!(ran.stderr.contains("--> extract-2.json:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("at /enrollments/0/destination"), "{}", ran.stderr);
}

#[test]
fn a_ticket_stays_with_its_client_in_any_order() {
    let case = two();
    case.built();
    let request = case.read("request.toml");
    let ids = format!("client_ids   = [\"{FIRST}\", \"{SECOND}\"]");
    let told = |ids_now: &str| {
        case.write("request.toml", request.replace(&ids, ids_now));
        case.check(&[]).stderr
    };
    // The pages would have another order: it is another request of the same client.
    let turned =
        told(&format!("client_ids = [\"{}\", \"{FIRST}\"]", SECOND.to_lowercase()));
    assert!(turned.contains("built from a request that says something else"), "{turned}");
    for other in [
        format!("client_id = \"{FIRST}\""),
        format!("client_ids = [\"{FIRST}\", \"A1\"]"),
    ] {
        let other = told(&other);
        assert!(other.contains("about another client"), "{other}");
    }
}

#[test]
fn a_denial_holds_for_all_of_them() {
    let case = two();
    let ran = case.deny(&["--reason", "identity-not-verified"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = case.build(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("was denied"), "{}", ran.stderr);
}

#[test]
fn two_extracts_of_one_profile_are_refused() {
    let case = two();
    case.write("extract-2.json", case.read("extract.json"));
    let ran = case.check(&[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("2 extracts are about this client"), "{}", ran.stderr);
    assert!(ran.stderr.contains("no extract is of this profile"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains(FIRST) && !ran.stderr.contains(SECOND),
        "{}",
        ran.stderr
    );
}

/// Other people's extracts, more than one request may ask for, are told like one.
#[test]
fn any_number_of_extracts_of_others_is_refused() {
    let case = Case::of("typical-adult");
    let extract: Value = serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let mut files = vec!["--extract".to_owned(), "extract.json".to_owned()];
    for n in 1..9 {
        let mut other = extract.clone();
        other["client_id"] = json!(format!("D0000000{n}"));
        let name = format!("other-{n}.json");
        case.write(&name, other.to_string());
        files.extend(["--extract".to_owned(), name]);
        let flags: Vec<&str> = files.iter().map(String::as_str).collect();
        let ran = check(&case, &flags);
        assert_eq!(ran.code, 1, "{n}: {}", ran.stderr);
        let mismatches = ran.stderr.matches("[client-mismatch]").count();
        assert_eq!(mismatches, n, "{}", ran.stderr);
    }
}

/// A profile that HMIS knows by two identifiers is one record.
#[test]
fn two_identifiers_of_one_profile_are_one_record_with_both_printed() {
    let case = Case::of("typical-adult");
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    extract["further_ids"] = json!(["D00000077"]);
    extract["documents"][0]["client_id"] = json!("D00000077");
    case.write("extract.json", extract.to_string());
    case.edit("request.toml", "\"69E44770D\"", "\"D00000077\"");
    let Some(text) = text(&case, "record.pdf") else { return };
    assert!(text.contains("69E44770D, D00000077"), "{text}");
    assert!(!text.contains("Profile 1"), "{text}");
    // Both may be asked for: it stays one.
    let both = Case::of("typical-adult");
    both.write("extract.json", extract.to_string());
    both.edit(
        "request.toml",
        "client_id    = \"69E44770D\"",
        "client_ids = [\"69E44770D\", \"D00000077\"]",
    );
    let ran = both.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    extract["documents"][0]["client_id"] = json!("D00000078");
    both.write("extract.json", extract.to_string());
    let ran = both.check(&[]);
    assert!(ran.stderr.contains("[another-clients-row]"), "{}", ran.stderr);
}

#[test]
fn standard_input_is_one_extract() {
    let case = two();
    let ran = check(&case, &["--extract", "-", "--extract", "-"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("[input-twice]"), "{}", ran.stderr);
}

/// A row that is held back is held back in the profile that the entry names, a section without
/// one in all.
#[test]
fn what_is_held_back_is_held_back_where_it_is_said() {
    let case = two();
    let request = case.read("request.toml");
    for (entry, [first, second]) in [
        ("client_id = \"B8143FA2D\"\nids = [\"E-720\"]\n", [2, 0]),
        ("client_id = \"5c0d71e8a\"\nids = [\"E-702\"]\n", [1, 1]),
        ("client_id = \"5C0D71E8A\"\n", [0, 1]),
        ("", [0, 0]),
    ] {
        let held =
            "\n[[withhold]]\nsection = \"enrollments\"\nreason = \"required-by-law\"\n";
        case.write("request.toml", format!("{request}{held}{entry}"));
        let ran = case.check(&["--json"]);
        let told: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let sections = told["result"]["sections"].as_array().expect("a list");
        let rows = |profile: i64| {
            let is_it =
                |it: &&Value| it["profile"] == profile && it["section"] == "enrollments";
            sections.iter().find(is_it).expect("an entry")["rows"].as_i64().unwrap_or(0)
        };
        assert_eq!([rows(1), rows(2)], [first, second], "{entry}");
    }
}
