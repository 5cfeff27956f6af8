//! Who gets what: every combination of who asks, how old the client is, who receives, how
//! the request came in and goes out, whether the record is private, and which edition holds.
//! The expected outcome is worked out here in its own words, from the policy, not from the
//! rules' code.

use client_record_request::diagnostics::{Origin, Severity};
use client_record_request::extract::Extract;
use client_record_request::model::Day;
use client_record_request::request::{Request, Wording};
use client_record_request::rules::{Accepted, Edition, Facts, Found};
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;

/// Who asks, with what the agency verified and saw of them; true for a parent or guardian, and
/// the rule that refuses it.
const RELATIONS: [(&str, bool, Option<&str>); 10] = [
    ("relation = \"client\"\nidentity_verified_on = 2026-11-16", false, None),
    // An earlier visit will do.
    ("relation = \"client\"\nidentity_verified_on = 2026-10-01", false, None),
    ("relation = \"client\"", false, Some("identity-not-verified")),
    (
        "relation = \"client\"\nidentity_verified_on = 2026-11-16\n\
         authority_seen = \"court-order\"",
        false,
        Some("authority-of-the-client"),
    ),
    (
        "relation = \"parent\"\nidentity_verified_on = 2026-11-20\n\
         authority_seen = \"birth-certificate\"",
        true,
        None,
    ),
    (
        "relation = \"parent\"\nidentity_verified_on = 2026-11-16",
        true,
        Some("authority-not-shown"),
    ),
    (
        "relation = \"parent\"\nidentity_verified_on = 2026-11-16\n\
         authority_seen = \"letters-of-guardianship\"",
        true,
        Some("authority-not-shown"),
    ),
    (
        "relation = \"guardian\"\nauthority_seen = \"letters-of-guardianship\"",
        true,
        Some("identity-not-verified"),
    ),
    (
        "relation = \"guardian\"\nidentity_verified_on = 2026-11-16\n\
         authority_seen = \"birth-certificate\"",
        true,
        Some("authority-not-shown"),
    ),
    (
        "relation = \"guardian\"\nidentity_verified_on = 2026-11-16\n\
         authority_seen = \"court-order\"",
        true,
        None,
    ),
];
/// Date of birth and its quality (HUD list 3.03.2), and whether the client is certainly a
/// minor from the day of the request, 2026-11-16, to that of the build, 2026-11-20; none
/// where that is not known.
const AGES: [(&str, i64, Option<bool>); 9] = [
    ("\"1980-01-02\"", 1, Some(false)),
    ("\"2017-05-04\"", 1, Some(true)),
    ("\"2008-11-16\"", 1, Some(false)),
    ("\"2008-11-17\"", 1, Some(false)),
    ("\"2008-11-20\"", 1, Some(false)),
    ("\"2008-11-21\"", 1, Some(true)),
    ("\"2017-05-04\"", 2, None),
    ("null", 9, None),
    ("null", 99, None),
];
/// Recipient, with what is stated of a trusted contact, and whether that is enough: the
/// client's writing is of a day from the request to the build.
const RECIPIENTS: [(&str, bool); 7] = [
    ("recipient = \"requester\"", true),
    ("recipient = \"trusted-contact\"", false),
    ("recipient = \"trusted-contact\"\napproved_in_writing_on = 2026-11-16", false),
    ("recipient = \"trusted-contact\"\nrelation = \"case manager\"", false),
    (
        "recipient = \"trusted-contact\"\nrelation = \"case manager\"\n\
         approved_in_writing_on = 2026-11-15",
        false,
    ),
    (
        "recipient = \"trusted-contact\"\nrelation = \"case manager\"\n\
         approved_in_writing_on = 2026-11-16",
        true,
    ),
    (
        "recipient = \"trusted-contact\"\nrelation = \"case manager\"\n\
         approved_in_writing_on = 2026-11-20",
        true,
    ),
];
/// Method, and whether the recipient is known to be able to open what comes by it.
const METHODS: [(&str, bool); 4] = [
    ("method = \"in-person\"", true),
    ("protection = \"encrypted-email\"\nmethod = \"in-person\"", true),
    ("method = \"email\"", false),
    ("method = \"email\"\ncan_open_confirmed_on = 2026-11-16", true),
];
/// How the request came in, whether that was by phone, and whether it shows that the agency
/// found the record in HMIS, as it is since the client asked.
const INTAKES: [(&str, bool, bool); 6] = [
    ("intake = \"ticket\"", false, false),
    ("intake = \"phone\"\ncalled_on = 2026-11-17", true, false),
    ("intake = \"ticket\"\nfound_in_hmis_on = 2026-11-15", false, false),
    ("intake = \"ticket\"\nfound_in_hmis_on = 2026-11-16", false, true),
    ("intake = \"ticket\"\nfound_in_hmis_on = 2026-11-20", false, true),
    ("found_in_hmis_on = 2026-11-17", false, true),
];
/// What the profile says of its being private.
const PRIVATE: [(&str, Option<bool>); 4] = [
    ("\"private\": false,", Some(false)),
    ("\"private\": true,", Some(true)),
    ("\"private\": null,", None),
    ("", None),
];
/// Edition, the agency that asks, and whether it may. "Harbor Bridge" has served the client
/// and is not listed; "Casa Alameda" is listed and has not served.
const AGENCIES: [(&str, &str, bool); 4] = [
    ("oc-hmis-2020", "Harbor Bridge", true),
    ("oc-hmis-2020", "Casa Alameda", false),
    ("oc-hmis-2025", "Harbor Bridge", false),
    ("oc-hmis-2025", "Casa Alameda", true),
];

fn site(edition: &str) -> Site {
    let text = BUILT_IN.replace("\"oc-hmis-2020\"", &format!("\"{edition}\"")).replace(
        "participating_agencies = []",
        "participating_agencies = [\"Casa Alameda\"]",
    );
    let source = Source::toml(Origin::Site, String::new(), text);
    Site::parse(&source).value.expect("a site file")
}

fn extract(dob: &str, quality: i64, private: &str) -> Extract {
    let text = format!(
        r#"{{"format": "client-record-extract/1", "standard": "FY2026",
            "exported_at": "2026-11-18T14:05:00-08:00", "client_id": "69E44770D",
            "profile": {{"client_id": "69E44770D", {private} "dob": {dob},
                         "dob_data_quality": {quality}}},
            "enrollments": [{{"client_id": "69E44770D", "enrollment_id": "E-1",
                              "agency": "Harbor Bridge", "entry_date": "2025-01-01"}}]}}"#
    );
    let source = Source::json(Origin::Extract(0), String::new(), text);
    Extract::parse(&source).value.expect("an extract")
}

fn request(agency: &str, intake: &str, relation: &str, delivery: &str) -> Request {
    let text = format!(
        "ticket = \"T\"\nclient_id = \"69E44770D\"\nagency = \"{agency}\"\n{intake}\n\
         requested_on = 2026-11-16\nsubmitted_on = 2026-11-18\n\
         [requester]\n{relation}\n[delivery]\n{delivery}\n"
    );
    let source = Source::toml(Origin::Request, String::new(), text);
    Request::parse(&source).value.expect("a request")
}

#[test]
fn every_combination_has_the_outcome_that_the_policy_gives() {
    let at: Day = "2026-11-20".parse().expect("a day");
    let (mut n, mut n_released) = (0, 0);
    for (edition, agency, agency_may) in AGENCIES {
        let (site, rules) = (site(edition), Edition::named(edition).expect("an edition"));
        for (dob, quality, minor) in AGES {
            for (said, private) in PRIVATE {
                let extract = extract(dob, quality, said);
                for (relation, by_parent, refused) in RELATIONS {
                    for (recipient, recipient_may) in RECIPIENTS {
                        for (method, can_open) in METHODS {
                            for (intake, by_phone, found) in INTAKES {
                                let delivery = format!("{method}\n{recipient}");
                                let request =
                                    request(agency, intake, relation, &delivery);
                                let facts = Facts {
                                    request: &request,
                                    ticket_lines: &[],
                                    wording: &Wording::default(),
                                    extract: &extract,
                                    profiles: std::slice::from_ref(&extract),
                                    nth: 0,
                                    site: &site,
                                    parameters: &rules.parameters,
                                    at,
                                    found: &Found::default(),
                                };
                                let report =
                                    rules.check(&facts, &mut Accepted::of(&request, at));
                                let errors: Vec<_> = report
                                    .items()
                                    .iter()
                                    .filter(|it| it.severity == Severity::Error)
                                    .map(|it| it.slug)
                                    .collect();

                                let mut expected = Vec::new();
                                if by_parent && minor == Some(false) {
                                    expected.push("parent-of-an-adult");
                                }
                                if by_parent && minor.is_none() {
                                    expected.push("age-not-known");
                                }
                                if !agency_may {
                                    expected.push(match edition {
                                        "oc-hmis-2020" => "agency-never-served",
                                        _ => "agency-not-participating",
                                    });
                                }
                                if private == Some(true) && !by_phone {
                                    expected.push("private-record-by-ticket");
                                }
                                if private.is_none() && !by_phone && !found {
                                    expected.push("privacy-not-known");
                                }
                                if !can_open {
                                    expected.push("opening-not-confirmed");
                                }
                                if !recipient_may {
                                    expected.push("contact-not-approved");
                                }
                                let by_contact = recipient.contains("trusted-contact");
                                if by_contact && method.contains("in-person") {
                                    expected.push("contact-in-person");
                                }
                                let is_encrypted = method.contains("encrypted");
                                if is_encrypted && method.contains("in-person") {
                                    expected.push("encrypted-email-in-person");
                                }
                                // Eighteen years before the day of the writing.
                                let approved = ["2026-11-15", "2026-11-20"]
                                    .into_iter()
                                    .find(|it| recipient.contains(it))
                                    .unwrap_or("2026-11-16");
                                let of_age = format!("\"2008{}\"", &approved[4..]);
                                let alone_too_young = quality == 1
                                    && dob > of_age.as_str()
                                    && !by_parent
                                    && relation.contains("client");
                                if by_contact && (by_parent || alone_too_young) {
                                    expected.push("contact-for-a-minor");
                                }
                                expected.extend(refused);
                                assert_eq!(
                                    errors, expected,
                                    "{edition}, {agency}, {dob} ({quality}), {said} \
                                     {relation}, {delivery}, {intake}"
                                );
                                n += 1;
                                n_released += usize::from(expected.is_empty());
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(n, 4 * 9 * 4 * 10 * 7 * 4 * 6);
    // Two of four agencies. Who asks and how old, who receives, how it goes out: a client of
    // any of 9 ages, verified on either of 2 days, gets it in person or by e-mail; by e-mail to a
    // contact, approved on one of 2 days, where they were not known to be a minor that day, which
    // 12 of the 18 are not; a parent or guardian of one of 2 ages in person or by e-mail. Of the
    // 6 intakes all for a record that is not private, the call for one that is, and 4 for each
    // of the two that do not say.
    assert_eq!(n_released, 2 * (2 * (9 * 2 + 12) + 2 * 2 * 2) * (6 + 1 + 4 + 4));
}
