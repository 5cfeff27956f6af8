//! `crr import clarity-json`: what Clarity's interfaces give of one client.

use serde_json::{Value, json};

use super::support::{Case, Ran};

pub(super) fn client() -> Value {
    json!({
        "id": 4711, "unique_identifier": "69E44770D", "personal_id": "ab01",
        "ssn1": "***", "ssn2": "**", "ssn3": "4321", "ssn_quality": 1,
        "first_name": "Kanarivogel", "last_name": "Nguyễn", "alias": "", "name_quality": 1,
        "birth_date": "1980-01-02", "dob_quality": 1, "gender": [0, 5],
        "added_date": "2024-10-03 08:00:00",
        "screenValues": {
            "name_middle": null, "name_suffix": 3, "age": 46, "race_ethnicity": [2, 6],
            "additional_race_ethnicity_detail": "Vietnamese", "veteran": 0
        }
    })
}

pub(super) fn enrollments() -> Value {
    json!({ "data": { "listEnrollments": {
        "items": [{
            "personalId": "ab01", "enrollmentId": "901", "entryDate": "2025-02-20",
            "exitDate": "2025-11-15", "householdId": "h1",
            "data": [
                { "field": "relationshipToHoH", "value": "1" },
                { "field": "destination", "value": "410" },
                { "field": "cocCode", "value": "CA-602" }
            ],
            "enrollmentHouseholdMembers": [
                { "personalId": "ab01", "enrollmentId": "901" },
                { "personalId": "cd02", "enrollmentId": "902" }
            ],
            "project": { "projectId": 7, "projectName": "Bluebird Family Shelter", "projectType": 0 }
        }],
        "meta": { "current_page": 1, "page_count": 1, "per_page": 50, "total_count": 1 }
    } } })
}

pub(super) fn files() -> Value {
    json!([
        {
            "id": 31, "name": "scan.pdf", "private": false, "is_program_file": true,
            "category": { "id": 1, "name": "Personal Identification" },
            "file": { "id": 5, "added_date": "2024-10-03 09:10:11", "filename": "x.pdf" },
            "fileName": { "id": 2, "name": "California ID card" },
            "agency": { "id": 3, "name": "Casa Alameda" },
            "client": { "uniqueIdentifier": "69E44770D" }
        },
        { "id": 32, "otherName": "A letter", "deleted": 1, "client": { "uniqueIdentifier": "69E44770D" } }
    ])
}

pub(super) fn import(client: &Value, enrollments: &Value, files: &Value) -> (Case, Ran) {
    let case = Case::empty();
    case.write("client.json", client.to_string());
    case.write("enrollments.json", enrollments.to_string());
    case.write("files.json", files.to_string());
    case.write("agencies.csv", "ProjectID,OrganizationName\n7,Casa Alameda\n");
    let ran = case.crr([
        "import",
        "clarity-json",
        "--agencies",
        "agencies.csv",
        "--client",
        "client.json",
        "--enrollments",
        "enrollments.json",
        "--files",
        "files.json",
        "--exported-at",
        "2026-11-18T14:05:00-08:00",
        "--to",
        "extracts",
    ]);
    (case, ran)
}

#[test]
fn a_client_becomes_an_extract() {
    let (case, ran) = import(&client(), &enrollments(), &files());
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            0,
            "warning: no key is named to seal the extracts with [extract-not-sealed]\n\
             hint: pass `--site FILE` or `--key FILE`: the key is made on first use, and only \
             this desk can open the extracts then\n\
             hint: pass `--plain` if other programs are to read them\n\
             imported 1 client; left out 1 other member of the household and 1 deleted file\n\
             the export does not say whether a record is private: a request by ticket needs \
             `found_in_hmis_on`\n\
             the extract is NOT encrypted: delete it after the build\n"
        )
    );
    let text = case.read("extracts/69E44770D.json");
    // Nobody else of the household is in it.
    assert!(!text.contains("cd02") && !text.contains("902") && !text.contains("ab01"));
    let extract: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(extract["standard"], "FY2024", "it has genders");
    let profile = &extract["profile"];
    assert_eq!(profile["ssn"], "***-**-4321");
    assert_eq!(profile["name_suffix"], "I");
    assert_eq!(profile["race_ethnicity"], json!(["Asian", "HispanicLatinaeo"]));
    assert_eq!(profile["gender"], json!(["Woman", "Transgender"]));
    assert_eq!(profile["alias"], Value::Null);
    let stay = &extract["enrollments"][0];
    assert_eq!(
        (&stay["destination"], &stay["relationship_to_hoh"]),
        (&410.into(), &1.into())
    );
    let document = &extract["documents"][0];
    assert_eq!(
        (&document["name"], &document["added_on"]),
        (&"California ID card".into(), &"2024-10-03".into())
    );
    assert_eq!(extract["documents"].as_array().map(Vec::len), Some(1));
    let check = Case::of("typical-adult");
    check.write("extract.json", text);
    let request =
        check.read("request.toml").replace("Harbor Bridge Outreach", "Casa Alameda");
    check.write("request.toml", &request);
    let ran = check.check(&[]);
    assert!(
        ran.code == 1 && ran.stderr.contains("[privacy-not-known]"),
        "{}",
        ran.stderr
    );
    let request = request.replace("# found_in_hmis_on", "found_in_hmis_on");
    check.write("request.toml", request);
    let ran = check.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // What is written is what is read.
    assert!(!ran.stderr.contains("unknown-key"), "{}", ran.stderr);
}

#[test]
fn no_answer_and_no_gender_are_told_apart() {
    let mut client = client();
    client.as_object_mut().expect("an object").remove("gender");
    client["screenValues"]["race_ethnicity"] = json!([9]);
    let (case, ran) = import(&client, &enrollments(), &files());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let extract: Value =
        serde_json::from_str(&case.read("extracts/69E44770D.json")).expect("JSON");
    assert_eq!(extract["standard"], "FY2026");
    assert_eq!(extract["profile"]["race_none"], 9);
    assert_eq!(extract["profile"]["race_ethnicity"], json!([]));
    assert!(extract["profile"].get("gender").is_none());
}

#[test]
fn what_is_another_persons_or_incomplete_is_refused() {
    let with = |mut value: Value, at: &str, new: Value| {
        *value.pointer_mut(at).expect("it is there") = new;
        value
    };
    let list = "/data/listEnrollments";
    for (client, enrollments, files, told, place) in [
        (
            client(),
            with(enrollments(), &format!("{list}/items/0/personalId"), json!("cd02")),
            files(),
            "this is another person's enrollment, or does not say whose",
            "--enrollments, /data/listEnrollments/items/0",
        ),
        (
            client(),
            enrollments(),
            with(files(), "/0/client/uniqueIdentifier", json!("70A55881E")),
            "this is another client's file, or does not say whose",
            "--files, /0",
        ),
        (
            client(),
            with(enrollments(), &format!("{list}/meta/total_count"), json!(2)),
            files(),
            "a page of the list is missing or appears twice",
            "--enrollments, /data/listEnrollments/meta/total_count",
        ),
        (
            with(client(), "/unique_identifier", json!("../x")),
            enrollments(),
            files(),
            "`unique_identifier` is missing",
            "--client",
        ),
        (
            with(client(), "/birth_date", json!("Kanarivogel")),
            enrollments(),
            files(),
            "this is not a date",
            "--client, /birth_date",
        ),
        (client(), json!("Kanarivogel"), files(), "this is not a list", "--enrollments"),
    ] {
        let (case, ran) = import(&client, &enrollments, &files);
        assert_eq!(ran.code, 1, "{told}");
        assert_eq!(
            ran.stderr,
            format!(
                "error: {told} [clarity-unreadable]\n   at {place}\n\
                 hint: ask the system for this client again, all pages of each list\n\
                 refused: 1 error; nothing was written\n"
            )
        );
        assert!(!case.dir.join("extracts").exists());
    }
}

/// Of several pages the one that is at fault is named, and the row of a mapping.
#[test]
fn the_page_and_the_row_that_are_wrong_are_named() {
    let (case, ran) = import(&client(), &enrollments(), &files());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let more = |more: &[&str]| {
        let all = ["import", "clarity-json", "--client", "client.json", "--replace"];
        let at = ["--exported-at", "2026-11-18T14:05:00-08:00", "--to", "extracts"];
        case.crr(all.iter().chain(&at).chain(more))
    };
    let page =
        json!([{ "personalId": "ab01", "enrollmentId": "902", "entryDate": "soon" }]);
    case.write("page.json", page.to_string());
    let ran = more(&["--enrollments", "enrollments.json", "--enrollments", "page.json"]);
    let told = "[clarity-unreadable]\n   at --enrollments (1 of 2), \
                /data/listEnrollments/meta/total_count\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    let mut first = enrollments();
    first["data"]["listEnrollments"]["meta"]["total_count"] = json!(2);
    case.write("enrollments.json", first.to_string());
    let ran = more(&["--enrollments", "enrollments.json", "--enrollments", "page.json"]);
    let told = "this is not a date [clarity-unreadable]\n   \
                at --enrollments (2 of 2), /0/entryDate\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    case.write("agencies.csv", "ProjectID,OrganizationName\n7,A\n8,B\n7,C\n");
    let ran = more(&["--agencies", "agencies.csv"]);
    let told = "error: another row has the same `ProjectID` and says something else [mapping-ambiguous]\n   \
                at --agencies, row 4, column ProjectID\n\
                hint: give each identifier one row\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
}

#[test]
fn a_section_comes_from_one_input_only() {
    let (case, ran) = import(&client(), &enrollments(), &files());
    assert_eq!(ran.code, 0);
    case.write(
        "more.json",
        json!({ "client_id": "69E44770D", "documents": [] }).to_string(),
    );
    let both = |more: &[&str]| {
        let all =
            ["import", "clarity-json", "--client", "client.json", "--with", "more.json"];
        let at = ["--exported-at", "2026-11-18T14:05:00-08:00", "--to", "again"];
        case.crr(all.iter().chain(&at).chain(more))
    };
    let ran = both(&["--files", "files.json"]);
    let told = "this section comes from two inputs [clarity-unreadable]\n   at --with, /documents\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    let ran = both(&[]);
    assert!(ran.code == 0 && !ran.stderr.contains("not-merged"), "{}", ran.stderr);
    case.write("more.json", json!({ "client_id": "69E44770E" }).to_string());
    let ran = both(&["--replace"]);
    assert!(
        ran.code == 0 && ran.stderr.contains("[sections-not-merged]"),
        "{}",
        ran.stderr
    );
}

/// Recorded traffic has a field among the values of a screen, at the top, or in both places.
#[test]
fn a_field_is_read_wherever_it_stands() {
    let profile = |client: &Value| {
        let (case, ran) = import(client, &enrollments(), &files());
        let text = (ran.code == 0).then(|| case.read("extracts/69E44770D.json"));
        let extract: Option<Value> =
            text.map(|it| serde_json::from_str(&it).expect("JSON"));
        (extract, ran)
    };
    let mut at_top = client();
    at_top["gender_identity_text"] = json!("Two-Spirit");
    let (expected, ran) = profile(&at_top);
    let expected = expected.unwrap_or_else(|| panic!("{}", ran.stderr));
    assert_eq!(expected["profile"]["different_identity"], "Two-Spirit");
    assert_eq!(expected["standard"], "FY2024");
    for keys in [
        &["gender", "gender_identity_text"][..],
        &["name_suffix", "race_ethnicity", "veteran"],
    ] {
        let mut moved = at_top.clone();
        for key in keys {
            let nested = moved["screenValues"][*key].take();
            if nested.is_null() {
                moved["screenValues"][*key] = moved[*key].take();
            } else {
                moved[*key] = nested;
            }
        }
        assert_eq!(profile(&moved).0.as_ref(), Some(&expected), "{keys:?}");
    }
    at_top["screenValues"]["gender"] = json!([0, 5]);
    assert_eq!(profile(&at_top).0.as_ref(), Some(&expected));
    at_top["screenValues"]["gender"] = json!([1]);
    let told = "error: this field is given twice, with two values [clarity-unreadable]\n   \
                at --client, /screenValues/gender\n";
    let (_, ran) = profile(&at_top);
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
}

#[test]
fn the_day_on_which_it_was_retrieved_is_enough() {
    let case = Case::empty();
    case.write("client.json", client().to_string());
    let run = |day: &str| {
        let from = ["import", "clarity-json", "--client", "client.json"];
        let to = ["--to", "extracts", "--replace", "--exported-at", day];
        case.crr(from.iter().chain(&to))
    };
    assert_eq!(run("2026-11-18").code, 0);
    let extract: Value =
        serde_json::from_str(&case.read("extracts/69E44770D.json")).expect("JSON");
    assert_eq!(extract["exported_at"], "2026-11-18T00:00:00-08:00");
    let ran = run("yesterday");
    assert!(ran.code == 2 && ran.stderr.contains("YYYY-MM-DD"), "{}", ran.stderr);
}
