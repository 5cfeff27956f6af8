//! `crr import` with files beside the export: a mapping of identifiers, sections from elsewhere.

use super::importing::{extract, import, plain};

#[test]
fn sections_from_elsewhere_are_merged() {
    let case = plain();
    let document = serde_json::json!({
        "client_id": "P1", "document_id": "D-1", "category": "Identification",
        "name": "Card", "added_on": "2024-10-03", "agency": null, "program_eligibility": null
    });
    let list = serde_json::json!([
        { "client_id": "P1", "documents": [document], "format": "client-record-extract/1" },
        { "client_id": "P8", "documents": [] }
    ]);
    case.write("more.json", list.to_string());
    let ran = import(&case, &["--all", "--with", "more.json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(extract(&case, "P1")["documents"], serde_json::json!([document]));
    assert!(extract(&case, "P2").get("documents").is_none());
    let told = "warning: `--with` names 1 client whom the export does not have; this client's \
                sections were not used [sections-not-merged]\n   at --with\n\
                hint: check each `client_id` in that file: it must be the client's HMIS ID\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    // Of clients that are not asked for there may be sections.
    let ran = import(&case, &["--client", "P1", "--replace", "--with", "more.json"]);
    assert!(ran.code == 0 && !ran.stderr.contains("not-merged"), "{}", ran.stderr);
    for (bad, told, place) in [
        ("{}", "an extract has no `client_id`", "--with"),
        ("[1]", "this is not an extract", "--with, /0"),
        ("{", "this is not JSON", "--with"),
        (
            r#"[{"client_id":"P2"},{"client_id":"P1","profile":{"alias":"Zed"}}]"#,
            "an extract contains more of a profile than `private`, or enrollments: they \
             come from the export",
            "--with, /1/profile",
        ),
        (
            r#"{"client_id":"P1","profile":{"client_id":"P2","private":true}}"#,
            "a profile is about another client than its extract",
            "--with, /profile/client_id",
        ),
        (
            r#"{"client_id":"P1","profile":{"private":1}}"#,
            "`private` must be true or false",
            "--with, /profile/private",
        ),
        (
            r#"{"client_id":"P1","Kanarivogel":[]}"#,
            "an extract has a key that is neither a section nor `household_names`",
            "--with",
        ),
        (
            r#"[{"client_id":"P1"},{"client_id":"P1"}]"#,
            "two extracts are about the same client",
            "--with, /1",
        ),
    ] {
        case.write("more.json", bad);
        let ran = import(&case, &["--all", "--replace", "--with", "more.json"]);
        let expected = format!(
            "error: {told} [merge-unreadable]\n   at {place}\n\
             hint: write one extract or a list of them, each with its `client_id`\n\
             refused: 1 error; nothing was written\n"
        );
        assert_eq!((ran.code, ran.stderr), (1, expected), "{bad}");
    }
}

/// Which identifiers are one client's, only one place says.
#[test]
fn other_identifiers_beside_an_export_are_refused() {
    let case = plain();
    let with = |ids: &str| {
        let text = format!("{{\"client_id\":\"P1\"{ids},\"documents\":[]}}");
        case.write("more.json", text);
        import(&case, &["--all", "--replace", "--with", "more.json"])
    };
    let ran = with(",\"further_ids\":[\"P2\"]");
    let told = "error: `further_ids` is not read here: `--ids` says which identifiers are one \
                client's [merge-unreadable]\n   at --with, /further_ids\n\
                hint: remove `further_ids`; with a HUD CSV, give each identifier a row in the \
                file of `--ids`\nrefused: 1 error; nothing was written\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (1, told));
    assert_eq!(with("").code, 0);
}

#[test]
fn the_household_and_whether_a_record_is_private_come_from_elsewhere() {
    let case = plain();
    let list = serde_json::json!([
        { "client_id": "P1", "household_names": ["Quentin Okafor"],
          "profile": { "client_id": "P1", "private": true } },
        { "client_id": "P2", "household_names": [], "profile": { "private": null } }
    ]);
    case.write("more.json", list.to_string());
    let ran = import(&case, &["--all", "--with", "more.json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let (one, two) = (extract(&case, "P1"), extract(&case, "P2"));
    assert_eq!(one["household_names"], serde_json::json!(["Quentin Okafor"]));
    assert_eq!(one["profile"]["private"], true);
    assert_eq!(one["profile"]["first_name"], "Kanarivogel", "the rest is of the export");
    assert_eq!(two["household_names"], serde_json::json!([]));
    assert!(two["profile"].get("private").is_none_or(serde_json::Value::is_null));
}

/// Who paid for a project while somebody stayed there.
#[test]
fn the_funders_of_a_stay_are_those_of_its_time() {
    let case = plain();
    let funders = "FunderID,ProjectID,Funder,StartDate,EndDate,DateDeleted\n\
                   1,70,22,2019-01-01,2025-02-19,\n2,70,24,2025-02-01,2025-02-20,\n\
                   3,70,2,2025-11-15,,\n4,70,26,2025-11-16,,\n5,70,25,,,2026-01-01\n\
                   6,71,23,,,\n7,99,22,,,\n";
    case.write("export/Funder.csv", funders);
    let ran = import(&case, &["--all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let stays = extract(&case, "P1")["enrollments"].clone();
    assert_eq!(stays[0]["funders"], serde_json::json!([2, 24]), "E1: {stays}");
    assert_eq!(stays[1]["funders"], serde_json::json!([23]), "E2: {stays}");
    assert!(extract(&case, "P2")["enrollments"][0].get("funders").is_none());
    // A row that cannot be read may be what asks for a consent.
    case.write("export/Funder.csv", funders.replace("71,23", "71,x"));
    let ran = import(&case, &["--all", "--replace"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let ran = import(&case, &["--all", "--replace", "--skip-bad-rows"]);
    assert!(ran.stderr.contains("[client-left-out]"), "{}", ran.stderr);
}

/// A mapping names its own flag and row, not the export.
#[test]
fn what_is_wrong_with_a_mapping_is_told_at_its_flag() {
    for (ids, told) in [
        (
            "PersonalID,HMIS\nP1,A1\n",
            "error: the file of `--ids` has no column UniqueIdentifier \
             [export-columns-missing]\n   at --ids, row 1\n\
             hint: name the columns in the first row of that file\n",
        ),
        (
            "PersonalID,UniqueIdentifier\nP1,A1\nP2,\n",
            "error: `UniqueIdentifier` is blank [bad-row]\n   \
             at --ids, row 3, column UniqueIdentifier\nhint: correct those rows in the file \
             of `--ids`, or pass `--skip-bad-rows` to go on without the clients whose rows \
             these are\n",
        ),
        (
            "PersonalID,UniqueIdentifier\nP1,A1,B\n",
            "error: the row has more fields than the header [bad-row]\n   \
             at --ids, row 2\nhint: correct those rows in the file of `--ids`, or pass \
             `--skip-bad-rows` to go on without the clients whose rows these are\n",
        ),
    ] {
        let case = plain();
        case.write("ids.csv", ids);
        let ran = import(&case, &["--all", "--ids", "ids.csv"]);
        let told = format!("{told}refused: 1 error; nothing was written\n");
        assert_eq!((ran.code, ran.stderr), (1, told));
    }
}

/// With a mapping a PersonalID is nobody's identifier, whoever asks for it.
#[test]
fn a_personal_id_is_no_identifier_beside_a_mapping() {
    let case = plain();
    case.write("ids.csv", "PersonalID,UniqueIdentifier\nP1,69E44770D\n");
    let ran = import(&case, &["--client", "P2", "--ids", "ids.csv"]);
    assert!(ran.code == 1 && ran.stderr.contains("[no-clients]"), "{}", ran.stderr);
    assert!(!case.dir.join("extracts").exists());
}
