//! What the list of papers says about deleting one: nothing is promised that nobody knows.

use client_record_request::diagnostics::{Checked, Origin};
use client_record_request::render::{Kit, Overrides};
use client_record_request::request::Language;
use client_record_request::sections::view;
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;

use super::planning::{EXTRACT, planned};

/// What the page says of the first document.
fn told(document: &str, site: &str, language: Language) -> String {
    let edit =
        ("\"document_id\": \"D-1\", \"name\": \"Lease\"", "\"document_id\": \"D-1\"");
    let text = EXTRACT.replace(edit.0, &format!("{}{document}", edit.1));
    let others = "\"document_id\": \"D-2\", \"name\"";
    let text = ["D-2", "D-3"].iter().fold(text, |text, id| {
        let from = others.replace("D-2", id);
        assert_eq!(text.matches(&from).count(), 1);
        let said = format!(
            "\"document_id\": \"{id}\", \"program_eligibility\": false, \"name\""
        );
        text.replace(&from, &said)
    });
    let (plan, _) = planned("", "", (EXTRACT, &text)).expect("a plan");
    let site = format!("{site}\n{BUILT_IN}");
    let source = Source::toml(Origin::Site, String::new(), site);
    let Checked { value: site, report } = Site::parse(&source);
    let site = site.unwrap_or_else(|| panic!("{report:?}"));
    let kit = Kit::new(Overrides::default()).expect("the built-in kit");
    let view =
        view(&plan, &site, (kit.catalog(language), kit.catalog(Language::En)), &[]);
    let view = serde_json::to_value(&view).expect("words only");
    let body = &view["profiles"][0]["documents"]["body"];
    // Those without a day keep their order.
    body["rows"][0]["deletion"].as_str().expect("words").to_owned()
}

#[track_caller]
fn check(document: &str, site: &str, expected: &str) {
    assert_eq!(told(document, site, Language::En), expected, "{document} {site}");
}

const ASK: &str = "You can ask";
const NEEDED: &str = "No: a program needs it";
const UNKNOWN: &str = "Ask: some cannot be deleted";

#[test]
fn what_is_not_known_is_not_promised() {
    check(", \"program_eligibility\": true", "", NEEDED);
    check(", \"program_eligibility\": false", "", ASK);
    check(", \"program_eligibility\": null", "", UNKNOWN);
    check("", "", UNKNOWN);
    // Other languages have words of their own for it.
    let mut said = Vec::new();
    for language in Language::ALL {
        let unknown = told("", "", *language);
        assert_ne!(unknown, told(", \"program_eligibility\": false", "", *language));
        said.push(unknown);
    }
    said.dedup();
    assert_eq!(said.len(), Language::ALL.len());
}

#[test]
fn the_site_names_categories_that_programs_need() {
    let site = "needed_for_eligibility = [\"Client Revocation of Consent Form\"]";
    let category = ", \"category\": \"client  revocation of Consent form \"";
    check(category, site, NEEDED);
    check(category, "", UNKNOWN);
    check(", \"category\": \"Consent Form\"", site, UNKNOWN);
    // What the export says of the document itself counts more.
    check(&format!("{category}, \"program_eligibility\": false"), site, ASK);
}
