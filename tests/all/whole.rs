//! Nothing of a record is lost on its way to the page: not in a long text, not in a text
//! without blanks, not in many rows.

use std::collections::BTreeSet;

use serde_json::Value;

use super::support::{Case, has, skip, tool};

/// The words that poppler reads on the pages of the record.
fn words(case: &Case) -> Option<BTreeSet<String>> {
    if !has("pdftotext") {
        skip("pdftotext");
        return None;
    }
    let (_, record) = case.pages().pop().expect("the record");
    case.write("record.pdf", record);
    let path = case.dir.join("record.pdf");
    let ran = tool("pdftotext", ["-raw", path.to_str().expect("UTF-8"), "-"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    Some(ran.stdout.split_whitespace().map(str::to_owned).collect())
}

/// So many different words, about so many characters in all.
fn novel(stem: &str, n: usize) -> String {
    (0..n).map(|i| format!("{stem}{i}")).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn whole(pointer: &str, n: usize) {
    let case = Case::of("typical-adult");
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    *extract.pointer_mut(pointer).expect("a text") = novel("w", n).into();
    case.write("extract.json", extract.to_string());
    let Some(found) = words(&case) else { return };
    let lost: Vec<_> =
        (0..n).map(|i| format!("w{i}")).filter(|it| !found.contains(it)).collect();
    assert!(
        lost.is_empty(),
        "{pointer}: {} of {n} words are lost: {:?}",
        lost.len(),
        &lost[..3]
    );
}

#[test]
fn a_long_text_stands_whole_on_the_pages() {
    whole("/profile/custom_fields/0/value", 10_000);
    for pointer in [
        "/profile/alias",
        "/release_of_information/0/location",
        "/enrollments/3/project_name",
        "/enrollments/3/agency",
        "/documents/2/name",
        "/documents/2/category",
        "/contact_information/0/note",
        "/contact_information/0/value",
    ] {
        for n in [30, 100, 800] {
            whole(pointer, n);
        }
    }
}

#[test]
fn twelve_contacts_with_notes_stand_whole_on_the_pages() {
    let case = Case::of("typical-adult");
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let row = extract["contact_information"][0].clone();
    let rows = (0..12).map(|i| {
        let mut row = row.clone();
        row["value"] = format!("value{i}").into();
        row["note"] = novel(&format!("n{i}x"), 25).into();
        row
    });
    extract["contact_information"] = rows.collect();
    case.write("extract.json", extract.to_string());
    let Some(found) = words(&case) else { return };
    for i in 0..12 {
        assert!(found.contains(&format!("value{i}")), "contact {i} is lost");
        assert!(found.contains(&format!("n{i}x24")), "the note of contact {i} is lost");
    }
}

#[test]
fn texts_without_blanks_stay_in_their_column() {
    let case = Case::of("typical-adult");
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let long =
        "IMG_20240311_1200_scan_of_both_sides_of_a_card_that_has_a_very_long_name.pdf";
    for pointer in [
        "/profile/first_name",
        "/profile/alias",
        "/documents/0/name",
        "/documents/0/category",
        "/documents/0/agency",
        "/enrollments/0/project_name",
        "/release_of_information/0/documentation",
        "/contact_information/2/value",
    ] {
        *extract.pointer_mut(pointer).expect("a text") = long.into();
    }
    // A HUD PersonalID of 32 characters in the place of the nine.
    let text =
        extract.to_string().replace("69E44770D", "7E401EED7EE14C36A7641EF44626695C");
    case.write("extract.json", text);
    case.edit("request.toml", "69E44770D", "7E401EED7EE14C36A7641EF44626695C");
    // The words of this name stand in the comments of the sample.
    let request = case.read("request.toml");
    let lines = request.lines().filter(|it| !it.starts_with('#'));
    let lines =
        lines.map(|it| it.split(" # ").next().unwrap_or_default().to_owned() + "\n");
    case.write("request.toml", lines.collect::<String>());
    for (name, bytes) in case.pages() {
        case.write(&name, bytes);
        for judge in ["pdf_boxes.py", "pdf_pages.py"] {
            match super::judges::judge(judge, &[&case.dir.join(&name)]) {
                None => return skip("the judges' Python"),
                Some(ran) => {
                    assert_eq!(ran.code, 0, "{name}: {}{}", ran.stdout, ran.stderr);
                }
            }
        }
    }
    let ids =
        tool("pdftotext", [case.dir.join("cover.pdf").to_str().expect("UTF-8"), "-"]);
    assert!(ids.stdout.contains("7E401EED7EE14C36A7641EF44626695C"), "{}", ids.stdout);
}

/// The longest run without a blank that is read can be set in every field.
#[test]
fn the_longest_run_can_be_set_everywhere() {
    for pointer in [
        "/profile/last_name",
        "/profile/custom_fields/0/label",
        "/profile/race_ethnicity/0",
        "/release_of_information/0/location",
        "/enrollments/3/project_name",
        "/documents/2/category",
        "/contact_information/0/value",
    ] {
        let case = Case::of("typical-adult");
        let mut extract: Value =
            serde_json::from_str(&case.read("extract.json")).expect("JSON");
        *extract.pointer_mut(pointer).expect("a text") = "W".repeat(2_000).into();
        case.write("extract.json", extract.to_string());
        let ran = case.build(&[]);
        assert_eq!(ran.code, 0, "{pointer}: {}", ran.stderr);
    }
}
