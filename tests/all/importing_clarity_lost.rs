//! `crr import clarity-json`, and `--from` its files: what used to be lost without a word.

use std::fs;

use serde_json::{Value, json};

use super::from_download;
use super::importing_clarity::{client, enrollments, files, import};
use super::importing_hostile::zipped;
use super::support::Ran;

/// The extract of a client with these fields, at the top and on its screen, and what was said.
#[track_caller]
fn imported(top: &Value, screen: &Value) -> (Value, Ran) {
    let (case, ran) = import(&with(top, screen), &enrollments(), &files());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    (serde_json::from_str(&case.read("extracts/69E44770D.json")).expect("JSON"), ran)
}

fn with(top: &Value, screen: &Value) -> Value {
    let mut client = client();
    for (key, value) in top.as_object().expect("an object") {
        client[key] = value.clone();
    }
    for (key, value) in screen.as_object().expect("an object") {
        client["screenValues"][key] = value.clone();
    }
    client
}

#[test]
fn every_field_reaches_the_extract() {
    for (top, screen, key, value) in [
        (
            json!({}),
            json!({ "race_ethnicity": [5, 42] }),
            "race_ethnicity",
            json!(["White", "42"]),
        ),
        (json!({ "gender": [0, 42] }), json!({}), "gender", json!(["Woman", "42"])),
        (json!({}), json!({ "name_suffix": 77 }), "name_suffix", json!("77")),
        (json!({ "gender": null, "sex": 1 }), json!({}), "sex", json!(1)),
        (json!({ "gender": null }), json!({ "sex": "1" }), "sex", json!(1)),
        (json!({ "private": 1 }), json!({}), "private", json!(true)),
        (json!({}), json!({ "private": false }), "private", json!(false)),
        (
            json!({ "first_name": null }),
            json!({ "first_name": "Odalys" }),
            "first_name",
            json!("Odalys"),
        ),
        (
            json!({ "gender": null, "gender_identity_text": "Two-Spirit" }),
            json!({}),
            "different_identity",
            json!("Two-Spirit"),
        ),
        // The same in another order, or as a text.
        (
            json!({ "gender": [5, 0] }),
            json!({ "gender": [0, 5] }),
            "gender",
            json!(["Woman", "Transgender"]),
        ),
        (json!({ "veteran": "0" }), json!({}), "veteran_status", json!(0)),
        (json!({}), json!({ "race_ethnicity": 5 }), "race_ethnicity", json!(["White"])),
    ] {
        let (it, _) = imported(&top, &screen);
        assert_eq!(it["profile"][key], value, "{top} {screen}");
    }
}

#[test]
fn what_the_record_has_no_place_for_is_told() {
    let (it, ran) = imported(&json!({ "sex": 1 }), &json!({}));
    assert_eq!((&it["standard"], &it["profile"]["sex"]), (&json!("FY2026"), &json!(1)));
    assert!(
        ran.stderr.contains("gender was left out [sex-and-gender]\n   at --client\n"),
        "{}",
        ran.stderr
    );
    let (_, ran) = imported(&json!({ "gender": null }), &json!({}));
    let told = "note: the profile has neither sex nor gender: its codes are read as of FY2026 \
                [standard-not-told]\n   at --client\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let (_, ran) = imported(&json!({}), &json!({ "race_ethnicity": [5, 8, 99] }));
    let told = "note: an answer is left out: a record has no place for it beside the other \
                [answer-left-out]\n   at --client, /screenValues/race_ethnicity\n";
    assert_eq!(ran.stderr.matches(told).count(), 1, "{}", ran.stderr);
    let odd =
        json!({ "email": "k@example.org", "Weird Kanarivogel": 1, "First_Name": "K" });
    let (_, ran) = imported(&odd, &json!({ "pronouns": "they", "middle_note": null }));
    let told = "note: 4 keys of Clarity's JSON are not used: `email`, `pronouns`, and 2 others \
                [keys-not-used]\n   at --client\n\
                hint: if the record has such a field, write it into the file of `--with`\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(!ran.stderr.contains("Kanarivogel"), "{}", ran.stderr);
    let (_, ran) = imported(&json!({ "private": 1 }), &json!({}));
    assert!(
        !ran.stderr.contains("does not say whether a record is private"),
        "{}",
        ran.stderr
    );
    let (_, ran) = imported(&json!({}), &json!({}));
    assert!(!ran.stderr.contains("note: "), "{}", ran.stderr);
}

/// The first enrollment with these fields.
fn stays(fields: &Value) -> Value {
    let mut all = enrollments();
    for (key, value) in fields.as_object().expect("an object") {
        all["data"]["listEnrollments"]["items"][0][key] = value.clone();
    }
    all
}

#[test]
fn fields_of_an_enrollment_are_read_wherever_they_stand() {
    let pairs = |pairs: &[(&str, &str)]| -> Value {
        pairs
            .iter()
            .map(|(field, value)| json!({ "field": field, "value": value }))
            .collect()
    };
    for (fields, key, value) in [
        (json!({ "data": [], "destination": 410 }), "destination", json!(410)),
        (json!({ "moveInDate": "2025-03-01" }), "move_in_date", json!("2025-03-01")),
        (
            json!({ "exitDate": null, "data": pairs(&[("exitDate", "2025-11-16")]) }),
            "exit_date",
            json!("2025-11-16"),
        ),
        (json!({ "relationshipToHoH": 1 }), "relationship_to_hoh", json!(1)),
    ] {
        let (case, ran) = import(&client(), &stays(&fields), &files());
        assert_eq!(ran.code, 0, "{fields}: {}", ran.stderr);
        let it: Value =
            serde_json::from_str(&case.read("extracts/69E44770D.json")).expect("JSON");
        assert_eq!(it["enrollments"][0][key], value, "{fields}");
    }
    let twice = pairs(&[("relationshipToHoH", "1"), ("relationshipToHoH", "2")]);
    for (fields, place) in [
        (json!({ "data": twice }), "/data/listEnrollments/items/0/data/1"),
        (json!({ "destination": 411 }), "/data/listEnrollments/items/0/destination"),
    ] {
        let (_, ran) = import(&client(), &stays(&fields), &files());
        let told = format!(
            "error: this field is given twice, with two values [clarity-unreadable]\n   \
             at --enrollments, {place}\n"
        );
        assert!(ran.code == 1 && ran.stderr.starts_with(&told), "{}", ran.stderr);
    }
    let (case, ran) = import(&client(), &stays(&json!({ "deleted": true })), &files());
    assert!(
        ran.stderr.contains(", 1 deleted enrollment and 1 deleted file"),
        "{}",
        ran.stderr
    );
    let it: Value =
        serde_json::from_str(&case.read("extracts/69E44770D.json")).expect("JSON");
    assert_eq!(it["enrollments"], json!([]));
}

#[test]
fn a_file_is_deleted_however_that_is_written() {
    for (deleted, n) in
        [(json!("1"), 1), (json!("true"), 1), (json!("0"), 2), (json!(""), 2)]
    {
        let mut files = files();
        files[1]["deleted"] = deleted;
        files[0]["otherName"] = json!("Front side");
        let (case, ran) = import(&client(), &enrollments(), &files);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let it: Value =
            serde_json::from_str(&case.read("extracts/69E44770D.json")).expect("JSON");
        assert_eq!(it["documents"].as_array().map(Vec::len), Some(n));
        assert_eq!(it["documents"][0]["name"], "California ID card: Front side");
    }
    let mut files = files();
    files[1]["deleted"] = json!("perhaps");
    let (_, ran) = import(&client(), &enrollments(), &files);
    let told = "error: this is neither yes nor no [clarity-unreadable]\n   at --files, /1/deleted\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
}

#[test]
fn what_is_private_to_clarity_is_private() {
    for said in [json!(true), json!(1), json!("1")] {
        let it = from_download::clarity();
        let mut private = client();
        private["private"] = said;
        it.case.write("client.json", private.to_string());
        let ran = it.check(&[]);
        let told = "error: the record is private and the request did not come by phone \
                    [private-record-by-ticket]\n";
        assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    }
    // One file of a record that is not.
    let mut files = files();
    files[0]["private"] = json!(true);
    let (_, ran) = import(&client(), &enrollments(), &files);
    let told = "note: 1 file is marked as private in HMIS, and is in the record \
                [private-rows]\n   at --files, /0\n\
                hint: look at those files in HMIS before you hand over the copy\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn a_project_without_an_agency_is_told() {
    let it = from_download::clarity();
    it.case.write("agencies.csv", "ProjectID,OrganizationName\n8,Casa Alameda\n");
    let ran = it.check(&[]);
    let told = "warning: 1 enrollment is in a project that the file of `--agencies` does not \
                have [row-without-agency]\n   at --from, ";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    // The near miss: no list of agencies, and nothing is lost.
    it.case.write("agencies.csv", "ProjectID,OrganizationName\n");
    let ran = it.check(&[]);
    assert!(!ran.stderr.contains("[row-without-agency]"), "{}", ran.stderr);
}

#[test]
fn a_list_of_one_client_is_that_client() {
    let (_, ran) = import(&json!([client()]), &enrollments(), &files());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let (_, ran) = import(&json!([client(), client()]), &enrollments(), &files());
    let told = "error: this is a list of several clients, or of none [clarity-unreadable]\n   \
                at --client\nhint: write each client into a file of its own\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
}

/// Two profiles of one person have one `personal_id`: whose a list is, nothing says.
#[test]
fn a_list_that_may_be_of_two_profiles_is_given_to_neither() {
    let it = from_download::clarity();
    let check = |names: &[&str]| {
        let start =
            ["check", "request.toml", "--site", "site.toml", "--at", "2026-11-20"];
        let at = ["--exported-at", "2026-11-18", "--agencies", "agencies.csv"];
        let from = names.iter().flat_map(|name| ["--from", name]);
        it.case.crr(start.into_iter().chain(at).chain(from))
    };
    let mut second = client();
    second["unique_identifier"] = json!("70A55881E");
    it.case.write("second.json", second.to_string());
    let ran = check(&["client.json", "enrollments.json", "second.json"]);
    let told = "error: a list may be of either of two clients that `--from` names \
                [list-of-two-clients]\n   at --from\n\
                hint: import each with `crr import clarity-json`, and pass the extracts with \
                `--extract`\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
    // A list without items is nobody's alone either; with one client it is that one's.
    let empty = json!({ "items": [], "meta": { "total_count": 0 } }).to_string();
    it.case.write("files.json", &empty);
    second["personal_id"] = json!("cd02");
    it.case.write("second.json", second.to_string());
    let ran = check(&["client.json", "files.json", "second.json"]);
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
    // Of two clients' files, the one that is at fault is named.
    second["birth_date"] = json!("soon");
    it.case.write("second.json", second.to_string());
    let ran = check(&["client.json", "second.json"]);
    let at = "error: this is not a date [clarity-unreadable]\n   \
              at --from/second.json, /birth_date\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(at), "{}", ran.stderr);
    let ran = check(&["client.json", "enrollments.json", "files.json"]);
    assert!(!ran.stderr.contains("error: "), "{}", ran.stderr);
    it.case.write("nothing.json", &empty);
    let ran = check(&["client.json", "nothing.json"]);
    assert!(ran.code == 1 && ran.stderr.contains("[download-unknown]"), "{}", ran.stderr);
}

#[test]
fn a_folder_or_a_zip_of_clarity_is_named_as_what_it_is() {
    let it = from_download::clarity();
    let folder = it.case.dir.join("retrieved");
    fs::create_dir(&folder).expect("a folder");
    let client = it.case.read("client.json");
    it.case.write("retrieved/client.json", &client);
    zipped(&it.case, &[("client.json", client.as_bytes())]);
    for name in ["retrieved", "export.zip"] {
        let start = ["check", "request.toml", "--site", "site.toml"];
        let from =
            ["--from", name, "--exported-at", "2026-11-18", "--agencies", "agencies.csv"];
        let ran = it.case.crr(start.iter().chain(&from));
        let told = "error: `--from` names a folder or a zip with Clarity's JSON \
                    [clarity-in-folder]\n   at --from\n\
                    hint: unpack a zip onto an encrypted disk, and name each JSON file with \
                    `--from`\n";
        assert!(ran.code == 1 && ran.stderr.starts_with(told), "{name}: {}", ran.stderr);
    }
    // The near miss: an extract beside tables is named as a file that is no table.
    let it = from_download::tables();
    it.case
        .write("tiles/extract.json", "{\"format\": \"\", \"client_id\": \"69E44770D\"}");
    let ran = it.check(&[]);
    let told = "[export-unreadable]\n   at --from/extract.json\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn what_a_build_left_out_is_noted() {
    let it = from_download::clarity();
    let ran = it.check(&[]);
    let told = "note: left out 1 file marked as deleted [rows-left-out]\n   at --from\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let it = from_download::tables();
    let papers = it.case.read("tiles/papers.csv");
    let last = papers.lines().last().expect("a row").to_owned();
    it.case.write("tiles/papers.csv", format!("{papers}{last}\n"));
    let ran = it.check(&[]);
    let told = "note: left out of a table: 1 row that says the same as another [rows-left-out]\n   \
                at --from/papers.csv\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
}

/// Also of the tables that stand beside.
#[test]
fn what_is_left_out_of_tables_beside_is_noted() {
    let roi = "Unique Identifier,Permission,Start Date,Deleted\n\
               69E44770D,Yes,2026-02-01,No\n69E44770D,Yes,2026-02-01,No\n\
               69E44770D,Yes,2020-02-01,Yes\n";
    let told = "note: left out of a table: 1 row that says the same as another, 1 row marked as \
                deleted [rows-left-out]\n   at --with/roi.csv\n";
    for it in [from_download::hmis_csv(), from_download::clarity()] {
        fs::create_dir(it.case.dir.join("beside")).expect("a folder");
        it.case.write("beside/roi.csv", roi);
        let ran = it.check(&["--with", "beside"]);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
}
