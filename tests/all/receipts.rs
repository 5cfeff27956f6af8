//! The receipt lies beside the locked files, unlocked: who reads it learns nothing of what was
//! held back, nor how old somebody is.

use serde_json::{Value, json};

use super::support::Case;

/// The receipt of a typical record with something added to its request, and the extract edited.
fn receipt(tables: &str, edits: &[(&str, &str)]) -> Value {
    let case = Case::of("typical-adult");
    case.write("request.toml", case.read("request.toml") + tables);
    for (from, to) in edits {
        case.edit("extract.json", from, to);
    }
    let ran = case.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "passphrase"];
    assert_eq!(case.crr(verify).code, 0);
    let text = case.read("out/2026-0142/receipt.json");
    let told = ["withheld", "confidential", "litigation", "another-person"];
    assert!(!told.iter().any(|it| text.contains(it)), "{text}");
    serde_json::from_str(&text).expect("JSON")
}

/// All that does not differ from build to build: digests do, and the sizes of what is locked.
fn lasting(receipt: &Value) -> Value {
    let mut lasting = receipt.clone();
    for file in lasting["files"].as_array_mut().expect("files") {
        file["sha256"].take();
        file["bytes"].take();
    }
    for member in lasting["members"].as_array_mut().expect("members") {
        member["bytes"].take();
        member["pages"].take();
    }
    lasting
}

fn held(section: &str, ids: &str) -> String {
    format!(
        "\n[[withhold]]\nsection = \"{section}\"\n{ids}reason = \"promised-confidentiality\"\n"
    )
}

#[test]
fn a_section_held_back_is_told_as_one_not_asked_for() {
    let left_out = "\n[release]\nsections = [\"profile\", \"release-of-information\", \
                    \"contact-information\", \"enrollments\"]\n";
    let not_asked = receipt(left_out, &[]);
    let withheld = receipt(&held("documents", ""), &[]);
    assert_eq!(not_asked["format"], "client-record-receipt/2");
    assert_eq!(lasting(&withheld), lasting(&not_asked));
    let documents = &withheld["sections"][4];
    assert_eq!(
        documents,
        &json!({ "section": "documents", "state": "not-asked", "rows": 0 })
    );
    // The page of the cover that says so is not counted either.
    assert_eq!(withheld["members"][0]["pages"], Value::Null);
    assert!(withheld["members"][1]["pages"].is_u64());
}

#[test]
fn rows_held_back_are_not_counted() {
    let all = receipt("", &[]);
    let some = receipt(&held("enrollments", "ids = [\"E-101\"]\n"), &[]);
    let rows = |it: &Value| it["sections"][3]["rows"].as_u64().expect("rows");
    assert_eq!(rows(&all), rows(&some) + 1);
    let mut same = lasting(&all);
    same["sections"][3]["rows"] = json!(rows(&some));
    assert_eq!(lasting(&some), same);
}

#[test]
fn a_rule_that_warned_of_what_is_held_back_is_not_named() {
    let backwards =
        [("\"entry_date\": \"2025-02-20\",", "\"entry_date\": \"2025-11-16\",")];
    let warned = |it: &Value| it["warnings"].as_array().expect("a list").clone();
    assert_eq!(warned(&receipt("", &backwards)), ["exit-before-entry"]);
    let held = held("enrollments", "ids = [\"E-101\"]\n");
    assert!(warned(&receipt(&held, &backwards)).is_empty());
    let not_asked = "\n[release]\nsections = [\"profile\"]\n";
    assert!(warned(&receipt(not_asked, &backwards)).is_empty());
}

#[test]
fn a_rule_that_tells_an_age_is_not_named() {
    let case = Case::of("minor-by-parent");
    case.edit("request.toml", "relation = \"parent\"", "relation = \"client\"");
    case.edit("request.toml", "authority_seen", "# authority_seen");
    case.edit("extract.json", "\"dob\": \"2017-04-22\"", "\"dob\": \"2010-04-22\"");
    let ran = case.build(&[]);
    assert!(ran.stderr.contains("[minor-asking-alone]"), "{}", ran.stderr);
    let receipt = case.read(&format!("{}/receipt.json", ran.stdout.trim()));
    assert!(!receipt.contains("minor"), "{receipt}");
}
