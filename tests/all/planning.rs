//! What a plan holds of a record, and what the rules find in its words: asked in the process
//! itself, one edit at a time.

use std::collections::BTreeSet;

use client_record_request::diagnostics::{
    Checked, Diagnostic, Origin, Place, Report, Severity,
};
use client_record_request::extract::Extract;
use client_record_request::model::{Day, SectionKind};
use client_record_request::plan::{Around, Plan, State, Withheld, plan};
use client_record_request::request::{Reason, Request, Wording};
use client_record_request::rules::{Accepted, Edition};
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;

const REQUEST: &str = "\
ticket = \"T-1\"
client_id = \"69E44770D\"
agency = \"Harbor Bridge\"
requested_on = 2026-11-16
submitted_on = 2026-11-18
";

const TABLES: &str = "\
[requester]
relation = \"client\"
identity_verified_on = 2026-11-16
[delivery]
method = \"in-person\"
";

/// Two enrollments, three documents, a telephone and an alert.
pub(super) const EXTRACT: &str = r#"{
  "format": "client-record-extract/1", "standard": "FY2026",
  "exported_at": "2026-11-18T14:05:00-08:00", "client_id": "69E44770D",
  "profile": {"client_id": "69E44770D", "private": false,
              "first_name": "Maria", "last_name": "Okafor",
              "ssn": "618-40-4410", "dob": "1980-01-02", "dob_data_quality": 1},
  "enrollments": [
    {"client_id": "69E44770D", "enrollment_id": "E-1", "agency": "Harbor Bridge",
     "project_name": "Bluebird", "entry_date": "2025-01-01"},
    {"client_id": "69E44770D", "enrollment_id": "E-2", "agency": "Casa Alameda",
     "project_name": "Juniper", "entry_date": "2024-01-01"}],
  "household_names": [], "release_of_information": [],
  "documents": [
    {"client_id": "69E44770D", "document_id": "D-1", "name": "Lease"},
    {"client_id": "69E44770D", "document_id": "D-2", "name": "Pay stub"},
    {"client_id": "69E44770D", "document_id": "D-3", "name": "Letter"}],
  "contact_information": [
    {"client_id": "69E44770D", "kind": "phone", "value": "(657) 555-0119"}],
  "alerts": [
    {"client_id": "69E44770D", "alert_id": "A-1", "title": "Mail waiting"}]
}"#;

fn day() -> Day {
    "2026-11-20".parse().expect("a day")
}

/// Plans a request with some more tables, and an extract with one text replaced.
pub(super) fn planned(
    head: &str,
    tables: &str,
    edit: (&str, &str),
) -> Result<(Plan, Report), Report> {
    planned_for(head, &format!("{TABLES}{tables}"), edit)
}

/// The same, with who asks and who receives it among the tables.
pub(super) fn planned_for(
    head: &str,
    tables: &str,
    edit: (&str, &str),
) -> Result<(Plan, Report), Report> {
    let text = format!("{REQUEST}{head}{tables}");
    let source = Source::toml(Origin::Request, String::new(), text);
    let Checked { value, report } = Request::parse(&source);
    let request = value.unwrap_or_else(|| panic!("{report:?}"));
    assert_eq!(EXTRACT.matches(edit.0).count(), 1, "{:?}", edit.0);
    let text = EXTRACT.replace(edit.0, edit.1);
    let source = Source::json(Origin::Extract(0), String::new(), text);
    let Checked { value, report } = Extract::parse(&source);
    let extract = value.unwrap_or_else(|| panic!("{report:?}"));
    let source = Source::toml(Origin::Site, String::new(), BUILT_IN.to_owned());
    let site = Site::parse(&source).value.expect("the built-in site file");
    let edition = Edition::named("oc-hmis-2020").expect("an edition");
    let around = Around { wording: &Wording::default(), ticket_lines: &[] };
    let mut accepted = Accepted::of(&request, day());
    plan(&request, around, vec![extract], &site, &edition, day(), &mut accepted)
        .into_result()
}

const NO_EDIT: (&str, &str) = ("FY2026", "FY2026");

#[track_caller]
fn plan_of(tables: &str) -> Plan {
    planned("", tables, NO_EDIT).expect("a plan").0
}

fn ids<T, I>(state: &State<Vec<T>>, id: impl Fn(&T) -> I) -> Vec<I> {
    state.present().expect("rows").iter().map(id).collect()
}

pub(super) fn held(section: &str, ids: &str, reason: &str) -> String {
    format!(
        "[[withhold]]\nsection = \"{section}\"\nids = [{ids}]\nreason = \"{reason}\"\n"
    )
}

#[test]
fn nothing_is_held_back_or_left_out_unasked() {
    let plan = plan_of("");
    assert_eq!(
        ids(&plan.record().first().enrollments, |it| it
            .enrollment_id
            .as_str()
            .to_owned()),
        ["E-1", "E-2"]
    );
    assert_eq!(
        ids(&plan.record().first().documents, |it| it.document_id.as_str().to_owned())
            .len(),
        3
    );
    assert!(
        plan.record().first().profile.present().is_some()
            && plan.record().first().contact_information.present().is_some()
    );
    assert!(plan.record().first().release_of_information.present().is_some());
    let edit = ("\"release_of_information\": [],", "");
    let (without, report) = planned("", "", edit).expect("a plan");
    let roi = &without.record().first().release_of_information;
    assert!(matches!(roi, State::NotSupplied));
    assert_eq!(report.items()[0].slug, "section-not-supplied");
    // What the newer policy offers is not among the site's defaults.
    assert!(matches!(plan.record().first().alerts, State::NotAsked));
    assert!(plan.record().first().withheld.is_empty());
    assert_eq!(plan.record().first().n_not_participating, 0);
}

#[test]
fn rows_that_are_held_back_are_gone_and_counted() {
    let plan = plan_of(&held("documents", "\"D-1\", \"D-3\"", "required-by-law"));
    assert_eq!(
        ids(&plan.record().first().documents, |it| it.document_id.as_str().to_owned()),
        ["D-2"]
    );
    let key = (SectionKind::Documents, Some(Reason::RequiredByLaw));
    assert_eq!(
        plan.record().first().withheld.clone().into_iter().collect::<Vec<_>>(),
        [(key, Withheld::Rows(2))]
    );
    // Other sections are as they were.
    assert_eq!(
        ids(&plan.record().first().enrollments, |it| it
            .enrollment_id
            .as_str()
            .to_owned())
        .len(),
        2
    );
}

#[test]
fn two_reasons_in_one_section_are_told_apart() {
    let tables = held("documents", "\"D-1\"", "required-by-law")
        + &held("documents", "\"D-2\"", "about-another-person");
    let plan = plan_of(&tables);
    assert_eq!(
        ids(&plan.record().first().documents, |it| it.document_id.as_str().to_owned()),
        ["D-3"]
    );
    assert_eq!(plan.record().first().withheld.len(), 2);
    assert!(plan.record().first().withheld.values().all(|it| *it == Withheld::Rows(1)));
}

#[test]
fn a_section_is_held_back_whole_and_no_other() {
    let plan = plan_of(&held("documents", "", "endangers-life-or-safety"));
    assert!(matches!(plan.record().first().documents, State::Withheld));
    assert!(
        plan.record().first().enrollments.present().is_some()
            && plan.record().first().profile.present().is_some()
    );
    let key = (SectionKind::Documents, Some(Reason::EndangersLifeOrSafety));
    assert_eq!(
        plan.record().first().withheld.clone().into_iter().collect::<Vec<_>>(),
        [(key, Withheld::Section)]
    );
}

#[test]
fn where_every_row_is_held_back_so_is_the_section() {
    let tables = held("documents", "\"D-1\", \"D-2\", \"D-3\"", "required-by-law")
        + &held("enrollments", "\"E-1\"", "required-by-law");
    let plan = plan_of(&tables);
    assert!(matches!(plan.record().first().documents, State::Withheld));
    let of = |kind| plan.record().first().withheld[&(kind, Some(Reason::RequiredByLaw))];
    assert_eq!(of(SectionKind::Documents), Withheld::Section);
    // The rows of the other section are not taken for the whole of it.
    assert_eq!(of(SectionKind::Enrollments), Withheld::Rows(1));
    assert_eq!(
        ids(&plan.record().first().enrollments, |it| it
            .enrollment_id
            .as_str()
            .to_owned()),
        ["E-2"]
    );
}

#[test]
fn only_sections_that_are_asked_for_are_released() {
    let plan = plan_of("[release]\nsections = [\"enrollments\", \"alerts\"]\n");
    assert!(
        plan.record().first().enrollments.present().is_some()
            && plan.record().first().alerts.present().is_some()
    );
    assert!(matches!(plan.record().first().profile, State::NotAsked));
    assert!(matches!(plan.record().first().documents, State::NotAsked));
    let asked = "[release]\nsections = [\"alerts\"]\n".to_owned();
    let plan = plan_of(&(asked + &held("alerts", "\"A-1\"", "required-by-law")));
    assert!(matches!(plan.record().first().alerts, State::Withheld));
}

#[test]
fn projects_that_take_no_part_are_left_out_and_counted() {
    let flagged = "\"entry_date\": \"2024-01-01\", \"participating\": false";
    let edit = ("\"entry_date\": \"2024-01-01\"", flagged);
    let (plan, _) = planned("", "", edit).expect("a plan");
    assert_eq!(plan.record().first().n_not_participating, 1);
    assert_eq!(
        ids(&plan.record().first().enrollments, |it| it
            .enrollment_id
            .as_str()
            .to_owned()),
        ["E-1"]
    );
    let edit = ("\"entry_date\": \"2024-01-01\"", &*flagged.replace("false", "true"));
    let (plan, _) = planned("", "", edit).expect("a plan");
    assert_eq!(plan.record().first().n_not_participating, 0);
}

#[test]
fn every_text_that_is_released_is_visited_at_its_place_in_the_extract() {
    let tables = held("documents", "\"D-1\"", "required-by-law");
    let mut found = BTreeSet::new();
    plan_of(&tables).record().texts(&mut |_, at, text| {
        found.insert((at.as_str().to_owned(), text.as_str().to_owned()));
    });
    let has = |at: &str, text: &str| found.contains(&(at.to_owned(), text.to_owned()));
    assert!(has("/documents/1/name", "Pay stub") && has("/documents/2/name", "Letter"));
    assert!(has("/enrollments/1/project_name", "Juniper"));
    assert!(has("/profile/first_name", "Maria"));
    assert!(has("/contact_information/0/value", "(657) 555-0119"));
    assert!(!found.iter().any(|(_, text)| text == "Lease" || text == "Mail waiting"));
}

/// What the rules say of a request where the profile is as given.
fn privacy(head: &str, tables: &str, edit: (&str, &str)) -> Vec<&'static str> {
    match planned(head, tables, edit) {
        Ok(_) => Vec::new(),
        Err(report) => {
            let errors =
                report.items().iter().filter(|it| it.severity == Severity::Error);
            errors.map(|it| it.slug).collect()
        }
    }
}

#[test]
fn a_record_is_private_until_something_says_that_it_is_not() {
    let refused = ["privacy-not-known"];
    let found = "found_in_hmis_on = 2026-11-17\n";
    let call = "intake = \"phone\"\ncalled_on = 2026-11-17\n";
    let open = "[release]\nsections = [\"documents\"]\n";
    // As an import leaves it, null, not supplied, and not to be had.
    for (edit, tables) in [
        (("\"private\": false,", ""), ""),
        (("\"private\": false", "\"private\": null"), ""),
        (("\"profile\": {", "\"was\": {"), ""),
        (
            ("\"profile\": {", "\"profile\": {\"unavailable\": \"timeout\"}, \"was\": {"),
            open,
        ),
    ] {
        assert_eq!(privacy("", tables, edit), refused, "{edit:?}");
        for early in ["2026-11-15", "2025-11-17"] {
            let early = format!("found_in_hmis_on = {early}\n");
            assert_eq!(privacy(&early, tables, edit), refused, "{edit:?}");
        }
        assert!(privacy(found, tables, edit).is_empty(), "{edit:?}");
        assert!(privacy(call, tables, edit).is_empty(), "{edit:?}");
        let late = privacy("found_in_hmis_on = 2026-11-21\n", tables, edit);
        assert_eq!(late, ["privacy-not-known", "impossible-dates"]);
    }
    // What the request holds back is known all the same.
    let held = held("profile", "", "endangers-life-or-safety");
    assert!(privacy("", &held, NO_EDIT).is_empty());
    assert!(privacy("", open, NO_EDIT).is_empty());
    // That it was found does not make a private record an open one.
    let private = ("\"private\": false", "\"private\": true");
    assert_eq!(privacy(found, "", private), ["private-record-by-ticket"]);
    assert!(privacy(call, "", private).is_empty());
}

/// The messages of what a ticket's text gives away.
fn told(ticket: &str, edit: (&str, &str)) -> Vec<String> {
    let head = format!("ticket_text = \"{ticket}\"\n");
    match planned(&head, "", edit) {
        Ok(_) => Vec::new(),
        Err(report) => report.items().iter().map(|it| it.message.clone()).collect(),
    }
}

#[track_caller]
fn tells(ticket: &str, what: &str) {
    assert_eq!(told(ticket, NO_EDIT), [format!("this text of the request holds {what}")]);
}

#[test]
fn a_ticket_is_searched_for_everything_of_the_client() {
    tells("ask Okafor", "a name of the client");
    tells("born 2 Jan 1980", "the client's date of birth");
    let ssn = "the client's Social Security number or its end";
    tells("ends in 4410", ssn);
    // Nine digits in other groups than the usual.
    tells("618 404 410", ssn);
    let contact = "a phone number or e-mail address of the client";
    tells("5550119", contact);
    tells("657\u{A0}555\u{A0}0119", contact);
    let shape = "something of the shape of a phone number";
    tells("657\u{A0}555\u{A0}0198", shape);
    // Broken over lines, as TOML spells them.
    tells("657\\n555\\n0198", shape);
    for harmless in ["room 4411", "5550118x", "the shelter", "618 40"] {
        assert!(told(harmless, NO_EDIT).is_empty(), "{harmless}");
    }
}

#[test]
fn filling_and_parts_of_numbers_are_no_numbers_of_the_client() {
    for ssn in ["000-00-0000", "xxx-xx-xx12", "12", ""] {
        let edit = ("618-40-4410", ssn);
        for ticket in ["room 0000", "room 12", "floor 2"] {
            assert!(told(ticket, edit).is_empty(), "{ssn}: {ticket}");
        }
    }
}

#[test]
fn an_agency_is_searched_only_where_the_record_does_not_know_it() {
    // A client may be called as an agency is.
    let edit = ("\"first_name\": \"Maria\"", "\"first_name\": \"Harbor\"");
    planned("", "", edit).expect("the record knows the agency");
    let unknown = ("\"agency\": \"Harbor Bridge\"", "\"agency\": \"Harbor Light\"");
    let report = planned("", "", unknown).expect_err("it never served the client");
    let slugs: Vec<_> = report.items().iter().map(|it| it.slug).collect();
    assert_eq!(slugs, ["agency-never-served"]);
    let named =
        ("\"Maria\", \"last_name\": \"Okafor\"", "\"Harbor\", \"last_name\": \"Okafor\"");
    let (from, to) = (named.0, named.1);
    let text = EXTRACT.replace("\"agency\": \"Harbor Bridge\"", "\"agency\": \"Casa\"");
    assert_eq!(text.matches(from).count(), 1);
    let text = text.replace(from, to);
    let report = planned("", "", (EXTRACT, &text)).expect_err("a name in the request");
    let slugs: Vec<_> = report.items().iter().map(|it| it.slug).collect();
    assert_eq!(slugs, ["agency-never-served", "identifying-ticket"]);
}

#[test]
fn an_export_is_of_a_day_from_the_asking_to_the_build() {
    let refused = |exported: &str| {
        let edit = ("2026-11-18T14:05:00-08:00", exported);
        match planned("", "", edit) {
            Ok(_) => None,
            Err(report) => Some(report.items()[0].message.clone()),
        }
    };
    let early = Some("the record was exported before the client asked for it".to_owned());
    let late = Some("the record was exported after the day of this build".to_owned());
    assert_eq!(refused("2026-11-15T12:00:00-08:00"), early);
    assert_eq!(refused("2026-11-16T12:00:00-08:00"), None);
    assert_eq!(refused("2026-11-20T12:00:00-08:00"), None);
    assert_eq!(refused("2026-11-21T12:00:00-08:00"), late);
    assert_eq!(refused("2026-11-23T12:00:00-08:00"), late);
}

/// What the rules say of a record whose second document names somebody of the household.
fn bleeding(tables: &str) -> Vec<&'static str> {
    let edit = ("\"name\": \"Pay stub\"},", "\"name\": \"Pay stub of Quentin\"},");
    let text = EXTRACT
        .replace(edit.0, edit.1)
        .replace("\"household_names\": []", "\"household_names\": [\"Quentin Okafor\"]");
    match planned("", tables, (EXTRACT, &text)) {
        Ok(_) => Vec::new(),
        Err(report) => {
            let at =
                |it: &Diagnostic| it.places[0] == Place::extract("/documents/1/name");
            assert!(report.items().iter().all(at), "{report:?}");
            report.items().iter().map(|it| it.slug).collect()
        }
    }
}

#[test]
fn another_persons_name_stops_the_build_until_its_row_is_held_back() {
    let refused = ["household-member-named"];
    assert_eq!(bleeding(""), refused);
    // Holding back something else does not help.
    assert_eq!(bleeding(&held("documents", "\"D-1\"", "about-another-person")), refused);
    assert_eq!(
        bleeding(&held("enrollments", "\"E-2\"", "about-another-person")),
        refused
    );
    assert_eq!(
        bleeding(&held("contact-information", "", "about-another-person")),
        refused
    );
    // The row, the section, or not asking for it do.
    assert!(bleeding(&held("documents", "\"D-2\"", "about-another-person")).is_empty());
    assert!(bleeding(&held("documents", "", "about-another-person")).is_empty());
    assert!(bleeding("[release]\nsections = [\"enrollments\"]\n").is_empty());
    let asked = "[release]\nsections = [\"documents\"]\n";
    assert_eq!(bleeding(asked), refused);
}

#[test]
fn numbers_are_known_by_their_shape_and_by_nothing_less() {
    let phone = "something of the shape of a phone number";
    tells("+44791112345", phone);
    tells("1 714 555 0100", phone);
    tells("555-0100", phone);
    tells("2 / 3 / 1990", "something of the shape of a date");
    tells("mail to a@example.org", "something of the shape of an e-mail address");
    for harmless in [
        "meet @ noon",
        "@desk.two",
        "a@b",
        "ticket 22233344455",
        "ticket 1234567",
        "Sampletown 90000-1234",
    ] {
        assert!(told(harmless, NO_EDIT).is_empty(), "{harmless}");
    }
}
