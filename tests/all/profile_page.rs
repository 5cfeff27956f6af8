//! What is recorded in a profile is on its page, whatever else the profile says.

use super::support::{Case, has, skip, tool};

/// The text of the record of a case.
fn text(case: &Case) -> String {
    let members = case.members();
    let (_, pdf) = members.iter().find(|it| it.0 == "record.pdf").expect("a record");
    case.write("record.pdf", pdf);
    let path = case.dir.join("record.pdf");
    let ran = tool("pdftotext", ["-layout", path.to_str().expect("UTF-8"), "-"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn the_clients_own_words_for_gender_are_shown() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let case = Case::of("veteran");
    let profile = "\"profile\": {";
    let own = "\"profile\": { \"different_identity\": \"Two-Spirit\",";
    case.edit("extract.json", profile, own);
    let shown = text(&case);
    for part in ["Gender, in your own words", "Two-Spirit"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}
