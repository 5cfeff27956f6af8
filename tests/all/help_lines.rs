//! Where to get help stands on cover and letter in every language, unless the site leaves it out.

use super::support::{Case, has, skip};

/// The ends of three of the lines, and the name of a language in its own letters.
const LINES: [&str; 3] = ["que le ayude en su idioma", "giúp bằng tiếng Việt", "한국어"];

#[test]
fn a_site_may_leave_out_the_lines_of_help() {
    let built = |more: &str| {
        let case = Case::of("typical-adult");
        let site = case.read("site.toml");
        case.write("site.toml", format!("{more}\n{site}"));
        for (name, bytes) in case.members() {
            case.write(&name, bytes);
        }
        case
    };
    let (with, without) = (built(""), built("help_lines = false"));
    let named = built("help_lines = true");
    assert_eq!(named.bytes("record.pdf"), with.bytes("record.pdf"));
    for name in ["cover.pdf", "record.pdf"] {
        let saved = with.bytes(name).len() - without.bytes(name).len();
        assert!(saved > 10_000, "{name}: {saved} bytes are saved");
    }
    for line in LINES {
        assert!(with.words("record.txt").contains(line), "{line}");
        assert!(!without.words("record.txt").contains(line), "{line}");
    }
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    for name in ["cover.pdf", "record.pdf"] {
        for line in LINES {
            assert!(with.words(name).contains(line), "{name}: {line}");
            assert!(!without.words(name).contains(line), "{name}: {line}");
        }
    }
    for case in [&with, &without] {
        let ran = case.deny(&["--reason", "identity-not-verified", "--replace"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let letter = "out/2026-0142/denial-letter.pdf";
    // The letter has the reader's own line too.
    assert!(with.words(letter).contains("English Ask the agency for help"));
    for line in LINES {
        assert!(with.words(letter).contains(line), "{line}");
        assert!(!without.words(letter).contains(line), "{line}");
    }
}

#[test]
fn doctor_and_schema_know_the_switch() {
    let case = Case::of("typical-adult");
    let on = case.crr(["doctor", "--site", "site.toml"]).stdout;
    assert!(on.contains("in every language, on cover and letter"), "{on}");
    let site = case.read("site.toml");
    case.write("site.toml", format!("help_lines = false\n{site}"));
    let off = case.crr(["doctor", "--site", "site.toml"]).stdout;
    assert!(off.contains("`help_lines` is false in the site file"), "{off}");
    let schema = case.crr(["schema", "site", "--commented"]).stdout;
    assert!(schema.contains("# help_lines = "), "{schema}");
    assert!(schema.contains("# hmis_lead_address = "), "{schema}");
}
