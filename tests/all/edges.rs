//! The edges of the rules: what stands just inside one and just outside it. Each row here once
//! could be judged the other way without any other test seeing it.

use std::collections::BTreeSet;

use client_record_request::diagnostics::{Checked, Origin, Severity};
use client_record_request::extract::Extract;
use client_record_request::plan::{Around, plan};
use client_record_request::request::{Request, Wording};
use client_record_request::rules::{Accepted, Edition};
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;
use serde_json::{Value, json};

use super::planning::EXTRACT;

/// The slugs of what is refused or warned of, for a request with these keys and tables and
/// these extracts.
fn said(head: &str, tables: &str, extracts: &[Value]) -> BTreeSet<&'static str> {
    let ids: Vec<String> =
        extracts.iter().map(|it| it["client_id"].to_string()).collect();
    let text = format!(
        "ticket = \"T-1\"\nclient_ids = [{}]\nagency = \"Harbor Bridge\"\n\
         requested_on = 2026-11-16\nsubmitted_on = 2026-11-18\n{head}[requester]\n\
         relation = \"client\"\nidentity_verified_on = 2026-11-16\n[delivery]\n\
         method = \"in-person\"\n{tables}",
        ids.join(", ")
    );
    of_request(&text, extracts)
}

fn of_request(text: &str, extracts: &[Value]) -> BTreeSet<&'static str> {
    let source = Source::toml(Origin::Request, String::new(), text.to_owned());
    let request = Request::parse(&source).value.expect("a request");
    let extracts = extracts.iter().enumerate().map(|(nth, it)| {
        let source = Source::json(Origin::Extract(nth), String::new(), it.to_string());
        let Checked { value, report } = Extract::parse(&source);
        value.unwrap_or_else(|| panic!("{report:?}"))
    });
    let source = Source::toml(Origin::Site, String::new(), BUILT_IN.to_owned());
    let site = Site::parse(&source).value.expect("the built-in site file");
    let edition = Edition::named("oc-hmis-2020").expect("an edition");
    let around = Around { wording: &Wording::default(), ticket_lines: &[] };
    let at = "2026-11-20".parse().expect("a day");
    let mut accepted = Accepted::of(&request, at);
    let extracts = extracts.collect();
    let report =
        plan(&request, around, extracts, &site, &edition, at, &mut accepted).report;
    let items = report.items().iter().filter(|it| it.severity != Severity::Note);
    items.map(|it| it.slug).collect()
}

fn extract() -> Value {
    serde_json::from_str(EXTRACT).expect("JSON")
}

#[test]
fn who_moves_in_on_the_first_or_last_day_of_a_stay_is_in_it() {
    for (moved, is_outside) in [
        ("2024-12-31", true),
        ("2025-01-01", false),
        ("2025-02-01", false),
        ("2025-03-01", false),
        ("2025-03-02", true),
    ] {
        let mut extract = extract();
        extract["enrollments"][0]["move_in_date"] = moved.into();
        extract["enrollments"][0]["exit_date"] = "2025-03-01".into();
        let said = said("", "", &[extract]);
        assert_eq!(
            said.contains("move-in-outside-stay"),
            is_outside,
            "{moved}: {said:?}"
        );
    }
}

#[test]
fn a_text_of_the_request_is_answered_by_its_place_and_by_no_other() {
    let answer = |at: &str| {
        format!(
            "[[not_the_person]]\nat = \"{at}\"\nexport = \"2026-11-18T14:05:00-08:00\"\n"
        )
    };
    let head = "ticket_text = \"ask Okafor\"\n";
    let of = |tables: &str| said(head, tables, &[extract()]);
    assert_eq!(of(""), BTreeSet::from(["identifying-ticket"]));
    assert!(of(&answer("/ticket_text")).is_empty());
    let other = BTreeSet::from(["identifying-ticket", "nobody-named"]);
    assert_eq!(of(&answer("/ticket")), other);
}

/// Two profiles of one person, who is called otherwise in the second.
fn two(listed: &str, second: &str, text: &str) -> BTreeSet<&'static str> {
    let mut one = extract();
    one["household_names"] = json!([listed]);
    one["contact_information"][0]["note"] = text.into();
    let (first, last) = second.split_once(' ').unwrap_or((second, ""));
    let other = json!({
        "format": "client-record-extract/1", "standard": "FY2026",
        "exported_at": "2026-11-18T14:05:00-08:00", "client_id": "B8143FA2D",
        "household_names": [], "release_of_information": [], "enrollments": [],
        "documents": [], "contact_information": [],
        "profile": { "client_id": "B8143FA2D", "private": false, "first_name": first,
                     "last_name": last, "alias": "Maria Okafor" },
    });
    said("", "", &[one, other])
}

#[test]
fn who_is_the_client_by_another_profile_is_nobody_else() {
    let whole = two("Odalys Reyes", "Odalys Reyes", "ask Odalys Reyes");
    // That one profile is listed in the household of the other is asked about.
    assert_eq!(whole, BTreeSet::from(["perhaps-two-people"]));
    // Another of the family, whose whole name is nobody's of the profiles.
    let other = two("Odalys Quiroga", "Odalys Reyes", "ask Odalys Quiroga");
    assert_eq!(other, BTreeSet::from(["household-member-named"]));
    // One word is too little to say that it is the client.
    let one = two("Odalys", "Odalys", "ask Mrs. Odalys");
    assert_eq!(one, BTreeSet::from(["household-member-perhaps-named"]));
}

/// What was confirmed before an old request is told; since it was made, the request's own age is
/// told alone.
#[test]
fn an_old_confirmation_is_told_beside_an_old_request_where_it_is_older() {
    for (asked, verified, is_told) in [
        ("2026-07-01", "2026-06-30", true),
        ("2026-07-01", "2026-07-01", false),
        ("2026-07-01", "2026-07-02", false),
        ("2026-11-16", "2026-06-30", true),
        ("2026-11-16", "2026-11-16", false),
    ] {
        let text = format!(
            "ticket = \"T-1\"\nclient_id = \"69E44770D\"\nagency = \"Harbor Bridge\"\n\
             requested_on = {asked}\nsubmitted_on = 2026-11-18\n[requester]\n\
             relation = \"client\"\nidentity_verified_on = {verified}\n[delivery]\n\
             method = \"in-person\"\n"
        );
        let said = of_request(&text, &[extract()]);
        assert_eq!(said.contains("old-confirmation"), is_told, "{asked} {verified}");
        assert_eq!(said.contains("old-request"), asked < "2026-11", "{asked} {verified}");
    }
}

/// A row that does not exist cannot be held back, so that no other is thought to be.
#[test]
fn a_row_is_held_back_by_a_number_that_one_has() {
    for (row, is_one) in [(0, true), (2, true), (3, false), (30, false)] {
        let held = format!(
            "[[withhold]]\nsection = \"documents\"\nrows = [{row}]\n\
             export = \"2026-11-18T14:05:00-08:00\"\nreason = \"about-another-person\"\n"
        );
        let said = said("", &held, &[extract()]);
        assert_eq!(said.contains("nothing-to-withhold"), !is_one, "{row}: {said:?}");
    }
}

#[test]
fn the_days_of_the_request_are_no_harm_in_it_and_others_are() {
    for (text, is_refused) in [
        ("asked on 11/16/2026", false),
        ("submitted on 2026-11-18", false),
        ("called on 11/17/2026", false),
        ("asked on 11/15/2026", true),
    ] {
        let head = format!("called_on = 2026-11-17\nticket_text = \"{text}\"\n");
        let said = said(&head, "", &[extract()]);
        assert_eq!(said.contains("identifying-ticket"), is_refused, "{text}: {said:?}");
    }
}
