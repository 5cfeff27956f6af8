//! What only the agency knows is asked: who was verified, by what a parent may ask, whether a
//! youth consented, what the export does not have.

use client_record_request::diagnostics::{Origin, Severity};
use client_record_request::extract::Extract;
use client_record_request::model::Day;
use client_record_request::request::{Request, Wording};
use client_record_request::rules::{Accepted, Edition, Facts, Found};
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;
use proptest::prelude::*;

use super::support::Case;

const EXTRACT: &str = r#"{"format": "client-record-extract/1", "standard": "FY2026",
    "exported_at": "2026-11-18T14:05:00-08:00", "client_id": "69E44770D",
    "household_names": [], "release_of_information": [], "contact_information": [],
    "documents": [],
    "profile": {"client_id": "69E44770D", "private": false, "dob": "2012-05-04",
                "dob_data_quality": 1},
    "enrollments": [{"client_id": "69E44770D", "enrollment_id": "E-1", "funders": [],
                     "agency": "Harbor Bridge", "project_name": "Juniper Nights",
                     "entry_date": "2025-01-01"}]}"#;

/// What is found of a request with these lines under `[requester]`, and these edits of the
/// extract and of the site file.
fn found(
    requester: &str,
    extract: (&str, &str),
    site: (&str, &str),
) -> Vec<(Severity, &'static str)> {
    let text = format!(
        "ticket = \"T\"\nclient_id = \"69E44770D\"\nagency = \"Harbor Bridge\"\n\
         requested_on = 2026-11-16\nsubmitted_on = 2026-11-18\n[requester]\n{requester}\n\
         [delivery]\nmethod = \"in-person\"\n"
    );
    let source = Source::toml(Origin::Request, String::new(), text);
    let request = Request::parse(&source).value.expect("a request");
    assert!(EXTRACT.contains(extract.0) && BUILT_IN.contains(site.0));
    let text = EXTRACT.replace(extract.0, extract.1);
    let source = Source::json(Origin::Extract(0), String::new(), text);
    let extract = Extract::parse(&source).value.expect("an extract");
    let text = BUILT_IN.replace(site.0, site.1);
    let source = Source::toml(Origin::Site, String::new(), text);
    let site = Site::parse(&source).value.expect("a site");
    let rules = Edition::named("oc-hmis-2020").expect("an edition");
    let at: Day = "2026-11-20".parse().expect("a day");
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
    let report = rules.check(&facts, &mut Accepted::of(&request, at));
    report.items().iter().map(|it| (it.severity, it.slug)).collect()
}

const NO_EDIT: (&str, &str) = ("", "");
const PARENT: &str = "relation = \"parent\"\nauthority_seen = \"court-order\"\n\
                      identity_verified_on = 2026-11-16\n";
const REFUSED: [(Severity, &str); 1] = [(Severity::Error, "youth-not-consented")];

/// HUD list 2.06.1: 22 to 26 are the programs of the Runaway and Homeless Youth Act.
#[test]
fn a_youth_programs_minor_consents_to_what_a_parent_asks_for() {
    for code in 0..60 {
        let funders = format!("\"funders\": [2, {code}]");
        let edit = ("\"funders\": []", &*funders);
        let expected: &[_] = if (22..=26).contains(&code) { &REFUSED } else { &[] };
        assert_eq!(found(PARENT, edit, NO_EDIT), expected, "{code}");
        let client = "relation = \"client\"\nidentity_verified_on = 2026-11-16";
        let alone = [(Severity::Note, "minor-asking-alone")];
        assert_eq!(found(client, edit, NO_EDIT), alone, "{code}");
        let day = |day| format!("{PARENT}youth_consented_on = 2026-11-{day}");
        for (day, expected) in [(day(15), expected), (day(16), &[]), (day(20), &[])] {
            assert_eq!(found(&day, edit, NO_EDIT), expected, "{code}, {day}");
        }
    }
}

#[test]
fn a_site_names_youth_programs_by_agency_or_project() {
    let none = "participating_agencies = []";
    for (name, is_one) in [
        ("HARBOR-BRIDGE", true),
        ("Juniper Nights, Inc.", true),
        ("Juniper", false),
        ("\\u3164", false),
    ] {
        let listed = format!("{none}\nyouth_programs = [\"Other\", \"{name}\"]");
        let expected: &[_] = if is_one { &REFUSED } else { &[] };
        assert_eq!(found(PARENT, NO_EDIT, (none, &listed)), expected, "{name}");
    }
}

/// A record of an agency without a name belongs to no agency, whoever asks.
#[test]
fn nobody_is_served_by_an_agency_without_a_name() {
    for blank in ["", " ", "\\u00a0", "\\u3164", "\\u2800", "\\u0301", "-", "\\uffa0"] {
        let edit = format!("\"agency\": \"{blank}\"");
        let said = found(PARENT, ("\"agency\": \"Harbor Bridge\"", &edit), NO_EDIT);
        let expected = [
            (Severity::Error, "agency-never-served"),
            (Severity::Warning, "youth-program-not-known"),
        ];
        assert_eq!(said, expected, "{blank:?}");
    }
}

proptest! {
    /// Against the count of days: in the future, of today, of the last 90 days, older.
    #[test]
    fn the_day_of_a_verification_is_judged_by_its_distance(n in -400_i64..400) {
        let at: Day = "2026-11-20".parse().expect("a day");
        let day = at - chrono::Duration::days(n);
        let client = format!("relation = \"client\"\nidentity_verified_on = {day}");
        let adult = ("2012-05-04", "1980-05-04");
        let expected: &[(Severity, &str)] = match n {
            ..0 => &[(Severity::Error, "impossible-dates")],
            0..=90 => &[],
            _ => &[(Severity::Warning, "old-confirmation")],
        };
        prop_assert_eq!(found(&client, adult, NO_EDIT), expected, "{}", day);
    }
}

/// A request of before the key existed: the refusal says which line to add, and with that
/// line, copied as it is said, the request is built.
#[test]
fn an_older_request_is_refused_with_the_line_to_add() {
    let case = Case::of("typical-adult");
    let request = case.read("request.toml");
    let old: String = request
        .lines()
        .filter(|it| !it.contains("identity_verified_on"))
        .map(|it| format!("{it}\n"))
        .collect();
    case.write("request.toml", &old);
    let ran = case.check(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("[identity-not-verified]"), "{}", ran.stderr);
    let (_, after) = ran.stderr.split_once("as in `").expect("an example");
    let (line, _) = after.split_once('`').expect("its end");
    case.write(
        "request.toml",
        old.replace("[requester]", &format!("[requester]\n{line}")),
    );
    let ran = case.check(&["--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// Every section that was asked for is told with its rows, in words and in JSON.
#[test]
fn a_build_and_a_check_say_how_many_rows_go_out() {
    let case = Case::of("almost-empty");
    let line = "  profile: 1 row; release of information: not supplied; enrollments: 1 row; \
                documents: 0 rows\n";
    let ran = case.check(&[]);
    assert!(ran.stderr.contains(line), "{}", ran.stderr);
    let ran = case.check(&["--json"]);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let of = |key: &str| {
        let all = said["result"]["sections"].as_array().expect("a list");
        let one = all.iter().find(|it| it["section"] == key).expect("a section");
        (one["state"].clone(), one["rows"].clone())
    };
    assert_eq!(of("enrollments"), ("present".into(), 1.into()));
    assert_eq!(of("release-of-information"), ("not-supplied".into(), ().into()));
    assert_eq!(of("contact-information"), ("not-asked".into(), ().into()));
    let ran = case.build(&[]);
    assert!(ran.stderr.contains(line), "{}", ran.stderr);
}

/// Says in the request what the message says to say.
#[track_caller]
fn accepts(case: &Case, slug: &str, args: &[&str]) {
    let check = || case.crr(args.iter().chain(&["--strict", "--at", "2026-11-20"]));
    let ran = check();
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("[{slug}]")), "{}", ran.stderr);
    // However many there are, how to answer is said once.
    let told: Vec<_> = ran.stderr.split("[[accepted]]\n").collect();
    let [_, lines] = told.as_slice() else { panic!("{}", ran.stderr) };
    let lines: String = lines.lines().take(3).map(|it| format!("{it}\n")).collect();
    let request = case.read("request.toml");
    let answer = format!("\n[[accepted]]\n{}", lines.replace('…', "mk"));
    case.write("request.toml", request + &answer);
    let ran = check();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("; no warnings\n"), "{}", ran.stderr);
}

/// What is no rule's warning is accepted by its name: of a folder, or of a key of the extract
/// that nobody knows.
#[test]
fn a_warning_of_no_rule_is_accepted_by_its_name() {
    let case = Case::of("typical-adult");
    std::fs::create_dir(case.dir.join("in")).expect("a folder");
    case.write("in/x.json", case.read("extract.json"));
    case.write("in/y.json", "{ not JSON");
    accepts(&case, "unreadable-extracts", &["check", "request.toml", "--extracts", "in"]);

    let case = Case::of("typical-adult");
    case.edit(
        "extract.json",
        "\"alias\": \"Mai\",",
        "\"alias\": \"Mai\", \"a\": 1, \"b\": 2,",
    );
    let args = ["check", "request.toml", "--extract", "extract.json"];
    accepts(&case, "unknown-key", &args);
}

#[test]
fn a_danger_that_was_told_warns_until_something_is_held_back() {
    let client = "relation = \"client\"\nidentity_verified_on = 2026-11-16";
    let warns = |more: &str| {
        let found = found(&format!("{client}\n{more}"), ("", ""), ("", ""));
        found.contains(&(Severity::Warning, "danger-told"))
    };
    let held = |reason: &str| {
        format!(
            "danger_told = true\n[[withhold]]\nsection = \"documents\"\n\
             reason = \"{reason}\""
        )
    };
    assert!(!warns("") && !warns("danger_told = false") && warns("danger_told = true"));
    assert!(!warns(&held("endangers-life-or-safety")));
    assert!(warns(&held("required-by-law")));
    let accepted = "danger_told = true\n[[accepted]]\nrule = \"danger-told\"\n\
                    on = 2026-11-18\nby = \"mk\"";
    assert!(!warns(accepted));
}
