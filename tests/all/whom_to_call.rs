//! Whom to call, and by when an answer comes: as far as the site file knows.

use super::support::Case;

const AGENCY: &str = "[[agencies]]\nname = \"Harbor Bridge Outreach\"\n\
    phone = \"(657) 555-0100\"\nemail = \"records@harborbridge.example.org\"\n";

/// The addresses to which the links of a PDF lead.
fn links(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let dictionaries = document.objects.values().filter_map(|it| it.as_dict().ok());
    let actions = dictionaries.filter_map(|it| it.get_deref(b"A", &document).ok());
    let uris =
        actions.filter_map(|it| it.as_dict().ok()?.get(b"URI").ok()?.as_str().ok());
    uris.map(|it| String::from_utf8_lossy(it).into_owned()).collect()
}

/// `record.txt` of a case, and the links of its record as PDF.
fn record(case: &Case) -> (String, Vec<String>) {
    let members = case.members();
    let of = |ending: &str| {
        let mut found = members.iter().filter(|(name, _)| name.ends_with(ending));
        found.next().expect("a member").1.clone()
    };
    let text = String::from_utf8(of("record.txt")).expect("UTF-8");
    (text.split_whitespace().collect::<Vec<_>>().join(" "), links(&of("record.pdf")))
}

#[test]
fn a_number_that_the_site_knows_can_be_dialed_from_every_record() {
    let case = Case::of("typical-adult");
    let site = case.read("site.toml");
    case.write(
        "site.toml",
        site.replacen("[defaults]", &format!("{AGENCY}\n[defaults]"), 1),
    );
    let (text, links) = record(&case);
    assert!(text.contains("Phone: (657) 555-0100"), "{text}");
    assert!(text.contains("E-mail: records@harborbridge.example.org"), "{text}");
    assert!(!text.contains("is not in this copy"), "{text}");
    for wanted in ["tel:+16575550100", "mailto:records@harborbridge.example.org"] {
        assert!(links.iter().any(|it| it == wanted), "{wanted} is not in {links:?}");
    }
}

#[test]
fn where_the_site_knows_no_number_a_reader_is_told_to_ask() {
    let (text, links) = record(&Case::of("typical-adult"));
    assert_eq!(
        text.matches("Its phone number is not in this copy.").count(),
        2,
        "{text}"
    );
    assert!(!links.iter().any(|it| it.starts_with("tel:")), "{links:?}");
}

#[test]
fn by_when_a_written_request_is_answered_is_told_where_the_site_says_so() {
    let sentence =
        |n: &str| format!("The agency has to answer a written request within {n}.");
    let case = Case::of("typical-adult");
    let (text, _) = record(&case);
    assert!(!text.contains("has to answer"), "{text}");
    let key = "written_request_within_business_days";
    for (days, said) in [("1", "1 business day"), ("5", "5 business days")] {
        let case = Case::of("typical-adult");
        case.edit("site.toml", &format!("# {key} = 5"), &format!("{key} = {days}"));
        let (text, _) = record(&case);
        // Where a correction is asked for, and among the client's other rights.
        assert_eq!(text.matches(&sentence(said)).count(), 2, "{text}");
    }
}

#[test]
fn a_number_of_days_that_is_none_is_refused() {
    let case = Case::of("typical-adult");
    let key = "written_request_within_business_days";
    case.edit("site.toml", &format!("# {key} = 5"), &format!("{key} = 0"));
    let ran = case.build(&[]);
    assert_eq!(ran.code, 1);
    let wanted = format!("error: `{key}` must be at least 1 [site-limit]");
    assert!(ran.stderr.contains(&wanted), "{}", ran.stderr);
}

#[test]
fn who_is_shown_four_digits_is_told_that_there_are_nine() {
    let case = Case::of("veteran");
    let told = "You can ask for a copy with all nine digits.";
    let (text, _) = record(&case);
    assert_eq!(text.matches(told).count(), 1, "{text}");
}
