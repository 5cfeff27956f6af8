//! Profiles of one request are of one person: what shows it, and what is asked about. A second
//! profile is looked at beside the first, in both orders and in both households.

use client_record_request::diagnostics::Origin;
use client_record_request::extract::Extract;
use client_record_request::request::{Request, Wording};
use client_record_request::rules::{Accepted, Edition, Facts, Found};
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;
use serde_json::{Value, json};

const FIRST: &str = "A1B2C3D4E";
const SECOND: &str = "F6A7B8C9D";

fn request(relation: &str) -> String {
    format!(
        "ticket = \"T\"\nclient_ids = [\"{FIRST}\", \"{SECOND}\"]\nagency = \"Harbor\"\n\
         requested_on = 2026-11-16\nsubmitted_on = 2026-11-18\nfound_in_hmis_on = 2026-11-16\n\
         [requester]\n{relation}\nidentity_verified_on = 2026-11-16\n\
         [delivery]\nmethod = \"in-person\"\n"
    )
}

fn extract(nth: usize, id: &str, profile: &Value, household: &Value) -> Extract {
    let mut profile = profile.clone();
    profile["client_id"] = json!(id);
    let value = json!({
        "format": "client-record-extract/1", "standard": "FY2026",
        "exported_at": "2026-11-18T14:05:00-08:00", "client_id": id,
        "household_names": household, "profile": profile, "enrollments": [
            { "client_id": id, "enrollment_id": format!("E-{nth}"), "agency": "Harbor" }
        ],
    });
    let source = Source::json(Origin::Extract(nth), String::new(), value.to_string());
    Extract::parse(&source).value.expect("an extract")
}

/// The slugs of those rules that are said of two profiles, with who asks.
fn said(
    relation: &str,
    profiles: [&Value; 2],
    households: [&Value; 2],
) -> Vec<&'static str> {
    let ids = [FIRST, SECOND];
    let extracts = [0, 1].map(|i| extract(i, ids[i], profiles[i], households[i]));
    let source = Source::toml(Origin::Request, String::new(), request(relation));
    let request = Request::parse(&source).value.expect("a request");
    let source = Source::toml(Origin::Site, String::new(), BUILT_IN.into());
    let site = Site::parse(&source).value.expect("a site");
    let edition = Edition::named("oc-hmis-2020").expect("an edition");
    let facts = Facts {
        request: &request,
        ticket_lines: &[],
        wording: &Wording::default(),
        extract: &extracts[0],
        profiles: &extracts,
        nth: 0,
        site: &site,
        parameters: &edition.parameters,
        at: "2026-11-20".parse().expect("a day"),
        found: &Found::default(),
    };
    let report = edition.check(&facts, &mut Accepted::default());
    let slugs = report.items().iter().map(|it| it.slug);
    let about = ["perhaps-two-people", "age-not-known", "parent-of-an-adult"];
    slugs.filter(|it| about.contains(it)).collect()
}

fn is_asked(other: &Value, households: [&Value; 2]) -> [bool; 2] {
    let first = json!({
        "first_name": "Rosalind", "middle_name": "Ines", "last_name": "Achterberg",
        "alias": "Roz", "dob": "1971-08-23", "dob_data_quality": 1, "ssn": "***-**-7302",
    });
    let client = "relation = \"client\"";
    let [a, b] = households;
    [([&first, other], [a, b]), ([other, &first], [b, a])]
        .map(|(profiles, households)| !said(client, profiles, households).is_empty())
}

#[test]
fn what_shows_one_person_passes_and_what_does_not_is_asked_about() {
    let named =
        |first: &str, last: &str| json!({ "first_name": first, "last_name": last });
    let nobody = json!([]);
    let of_one = [
        named("Rosalinde", "Achterberg"),
        named("ROSALIND", "Achterberg-Reed"),
        named("Roz", "Delacroix"),
        named("Ines", "Achterberg"),
        named("Ros", "Achterberg"),
        json!({ "first_name": "Zoey", "last_name": "Achterberg", "ssn": "***-**-7302" }),
        json!({ "first_name": "Zoey", "last_name": "Achterberg",
                "dob": "1971-08-23", "dob_data_quality": 1 }),
        json!({ "first_name": "Rosalind", "last_name": "Achterberg",
                "dob": "1976-01-01", "dob_data_quality": 2 }),
        json!({ "dob": "1971-08-23", "dob_data_quality": 1 }),
    ];
    for it in &of_one {
        assert_eq!(is_asked(it, [&nobody, &nobody]), [false; 2], "{it}");
    }
    let of_two = [
        named("Zoey", "Achterberg"),
        named("Odile", "Delacroix"),
        json!({ "first_name": "Zoey", "last_name": "Achterberg", "sex": 1 }),
        // A day that is a guess confirms nothing.
        json!({ "first_name": "Zoey", "last_name": "Achterberg",
                "dob": "1971-08-23", "dob_data_quality": 2 }),
        json!({ "first_name": "Rosalind", "last_name": "Achterberg",
                "dob": "1977-01-01", "dob_data_quality": 2 }),
        json!({ "first_name": "Rosalind", "last_name": "Achterberg",
                "dob": "1971-08-24", "dob_data_quality": 1 }),
        json!({ "first_name": "Rosalind", "last_name": "Achterberg", "ssn": "***-**-7303" }),
        json!({ "dob": "1950-01-01", "dob_data_quality": 2 }),
        json!({ "last_name": "Achterberg" }),
        json!({}),
    ];
    for it in &of_two {
        assert_eq!(is_asked(it, [&nobody, &nobody]), [true; 2], "{it}");
    }
}

#[test]
fn who_lives_with_the_client_is_not_the_client() {
    let other = json!({ "first_name": "Rosalinde", "last_name": "Achterberg" });
    let nobody = json!([]);
    for (a, b, is_listed) in [
        (json!(["Rosalinde Achterberg"]), json!([]), true),
        (json!(["ACHTERBERG, Rosalinde M."]), json!([]), true),
        (json!([]), json!(["Rosalind Ines Achterberg"]), true),
        (json!([]), json!(["Roz Achterberg"]), true),
        (json!(["Odile Achterberg"]), json!(["Odile Achterberg"]), false),
        (json!(["Rosalinde"]), json!([]), false),
    ] {
        assert_eq!(is_asked(&other, [&a, &b]), [is_listed; 2], "{a} {b}");
    }
    assert_eq!(is_asked(&other, [&nobody, &nobody]), [false; 2]);
}

/// What one profile is certain of says nothing of another.
#[test]
fn a_parent_gets_no_profile_whose_age_is_not_certain() {
    let child = json!({ "first_name": "Amara", "last_name": "Reed",
                        "dob": "2015-03-04", "dob_data_quality": 1 });
    let nobody = json!([]);
    let parent = "relation = \"parent\"\nauthority_seen = \"birth-certificate\"";
    for (dob, quality, expected) in [
        (json!("2015-03-04"), 1, &[][..]),
        (json!("2015-03-04"), 2, &["age-not-known"]),
        (json!(null), 99, &["age-not-known"]),
        (json!("1979-05-05"), 2, &["perhaps-two-people", "age-not-known"]),
    ] {
        let other = json!({ "first_name": "Amara", "last_name": "Reed",
                            "dob": dob, "dob_data_quality": quality });
        for profiles in [[&child, &other], [&other, &child]] {
            assert_eq!(said(parent, profiles, [&nobody, &nobody]), expected, "{other}");
        }
    }
}
