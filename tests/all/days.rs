//! Days as they are on the day of the build: what is open, what begins later, what the timeline
//! shows; and the warnings about days that can hardly be.

use client_record_request::render::{Kit, Overrides};
use client_record_request::request::Language;
use client_record_request::sections::view;
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::{diagnostics::Origin, source::Source};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::planning::{EXTRACT, planned};
use super::support::Case;

/// What the pages show of stays, each with its first and its last day; empty is none.
fn shown(stays: &[(&str, &str)], language: Language) -> Value {
    let day = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let stay = |(i, (entry, exit)): (usize, &(&str, &str))| {
        json!({
            "client_id": "69E44770D", "enrollment_id": format!("E-{i}"),
            "agency": "Harbor Bridge", "project_name": format!("House {i}"),
            "project_type": 0, "entry_date": day(entry), "exit_date": day(exit),
        })
    };
    let mut extract: Value = serde_json::from_str(EXTRACT).expect("JSON");
    extract["enrollments"] = stays.iter().enumerate().map(stay).collect();
    let (plan, _) = planned("", "", (EXTRACT, &extract.to_string())).expect("a plan");
    let source = Source::toml(Origin::Site, String::new(), BUILT_IN.to_owned());
    let site = Site::parse(&source).value.expect("the built-in site file");
    let kit = Kit::new(Overrides::default()).expect("the built-in kit");
    let view =
        view(&plan, &site, (kit.catalog(language), kit.catalog(Language::En)), &[]);
    serde_json::to_value(&view).expect("words only")
}

/// Left today, leaves tomorrow, comes tomorrow, open, without a first day; and far ahead.
const STAYS: [(&str, &str); 6] = [
    ("2026-01-05", "2026-11-20"),
    ("2026-02-05", "2026-11-21"),
    ("2026-11-21", ""),
    ("2026-03-05", ""),
    ("", ""),
    ("2062-01-05", "2062-02-05"),
];

fn body(view: &Value) -> &Value {
    &view["profiles"][0]["enrollments"]["body"]
}

/// A field of every row of the one table.
fn rows<'a>(view: &'a Value, field: &str) -> Vec<&'a str> {
    let rows = body(view)["groups"][0]["rows"].as_array().expect("rows");
    rows.iter().map(|it| it[field].as_str().unwrap_or("none")).collect()
}

#[test]
fn what_is_open_is_judged_on_the_day_of_the_build() {
    let view = shown(&STAYS, Language::En);
    assert_eq!(
        rows(&view, "project"),
        ["House 5", "House 2", "House 3", "House 1", "House 0", "House 4"]
    );
    assert_eq!(
        rows(&view, "stage"),
        ["not-begun", "not-begun", "open", "open", "ended", "open"]
    );
    assert_eq!(
        rows(&view, "entry"),
        [
            "Starts on Jan 5, 2062",
            "Starts on Nov 21, 2026",
            "Mar 5, 2026",
            "Feb 5, 2026",
            "Jan 5, 2026",
            "First day not written"
        ]
    );
    assert_eq!(
        rows(&view, "exit"),
        [
            "Last day written: Feb 5, 2062",
            "none",
            "none",
            "Last day written: Nov 21, 2026",
            "Nov 20, 2026",
            "none"
        ]
    );
    assert_eq!(body(&view)["count"], "6 programs, 3 with no last day");
    assert_eq!(view["profiles"][0]["glance"][0]["value"], "3");
    assert_eq!(view["profiles"][0]["glance"][0]["note"], "of 6 shown here");
}

#[test]
fn the_timeline_ends_soon_after_today_and_tells_what_it_leaves_out() {
    let view = shown(&STAYS, Language::En);
    let drawn = &body(&view)["timeline"];
    let lanes = drawn["lanes"].as_array().expect("lanes");
    let labels: Vec<_> = lanes.iter().filter_map(|it| it["label"].as_str()).collect();
    let label = |n: u32| format!("House\u{A0}{n}");
    assert_eq!(labels, [label(2), label(3), label(1), label(0)], "as in the table");
    let open: Vec<_> = lanes.iter().map(|it| it["bars"][0]["open"] == true).collect();
    assert_eq!(open, [true, true, false, false]);
    assert_eq!(
        drawn["left-out"],
        "2 stays are not in the drawing. Their first day is not written, or they start much \
         later. The table lists each one."
    );
    // Read aloud, the drawing points to the table, which has every stay.
    assert_eq!(
        drawn["alt"],
        "Timeline of your programs. 2 stays are not in the drawing. Their first day is not \
         written, or they start much later. The table lists each one. The table that follows \
         has the same facts."
    );
    let ticks = drawn["ticks"].as_array().expect("ticks");
    let years: Vec<_> = ticks.iter().filter_map(|it| it["label"].as_str()).collect();
    assert_eq!(years, ["2026", "2027"]);
    // One arrow is not of an open stay.
    assert_eq!(drawn["arrow"], "Goes on");
    let open = shown(&[("2026-01-05", ""); 3], Language::En);
    assert_eq!(body(&open)["timeline"]["arrow"], "No last day");
    let none = shown(&[("2026-01-05", "2026-02-05"); 3], Language::En);
    assert_eq!(body(&none)["timeline"]["arrow"], Value::Null);
    assert_eq!(body(&none)["timeline"]["left-out"], Value::Null);
}

#[test]
fn a_stay_that_goes_on_beyond_the_timeline_ends_in_an_arrow_at_its_end() {
    let stays = [("2026-10-01", "2062-11-30"), ("2026-01-05", ""), ("2025-01-05", "")];
    let view = shown(&stays, Language::En);
    let bar = &body(&view)["timeline"]["lanes"][0]["bars"][0];
    assert_eq!((&bar["to"], &bar["open"]), (&json!(1.0), &json!(true)));
    let today = body(&view)["timeline"]["today"].as_f64().expect("a place");
    assert!((0.7..0.9).contains(&today), "{today}");
}

#[test]
fn fewer_than_three_stays_have_no_timeline() {
    for stays in [&STAYS[..1], &STAYS[..2], &[STAYS[0], STAYS[1], STAYS[4]]] {
        let view = shown(stays, Language::En);
        assert_eq!(body(&view)["timeline"], Value::Null, "{stays:?}");
        // What their programs do is still said.
        assert_eq!(body(&view)["kinds"][0]["label"], "Shelter");
    }
    assert_ne!(body(&shown(&STAYS[..3], Language::En))["timeline"], Value::Null);
}

#[test]
fn stays_without_a_first_day_have_a_table_of_their_own_in_a_long_record() {
    let mut stays = vec![("2025-01-05", "2025-02-05"); 41];
    stays.push(("", "2026-02-05"));
    let view = shown(&stays, Language::En);
    let groups = body(&view)["groups"].as_array().expect("groups");
    let headings: Vec<_> =
        groups.iter().filter_map(|it| it["heading"].as_str()).collect();
    assert_eq!(headings, ["Started in 2025", "First day not written"]);
}

#[test]
fn every_language_has_words_for_such_days() {
    let mut said = Vec::new();
    for language in Language::ALL {
        let view = shown(&STAYS, *language);
        let entry = rows(&view, "entry");
        // A day alone is shorter.
        assert!(entry[1].chars().count() > entry[2].chars().count(), "{entry:?}");
        assert!(entry[1].contains("2026") || entry[1].contains("۲۰۲۶"), "{entry:?}");
        let exit = rows(&view, "exit");
        assert!(exit[3].chars().count() > exit[4].chars().count(), "{exit:?}");
        let left_out = body(&view)["timeline"]["left-out"].as_str().expect("words");
        said.extend([entry[5].to_owned(), exit[3].to_owned(), left_out.to_owned()]);
    }
    let n = said.len();
    said.sort();
    said.dedup();
    assert_eq!((n, said.len()), (24, 24));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the days: each stay is in the table, drawn or counted as left out, and all that
    /// is drawn lies on the line.
    #[test]
    fn no_stay_is_lost(days in proptest::collection::vec(
        (proptest::option::of(0_u64..60_000), proptest::option::of(0_u64..60_000)), 3..9,
    )) {
        let first: client_record_request::model::Day = "1930-01-02".parse().expect("a day");
        let text = |it: &Option<u64>| it.map_or_else(String::new, |n| {
            (first + chrono::Days::new(n)).to_string()
        });
        let stays: Vec<_> = days.iter().map(|(a, b)| (text(a), text(b))).collect();
        let stays: Vec<_> = stays.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let view = shown(&stays, Language::En);
        prop_assert_eq!(rows(&view, "project").len(), stays.len());
        let drawn = &body(&view)["timeline"];
        if let Some(lanes) = drawn["lanes"].as_array() {
            let left_out = drawn["left-out"].as_str().map_or(0, |it| {
                it.split(' ').next().and_then(|n| n.parse().ok()).expect("a number")
            });
            prop_assert_eq!(lanes.len() + left_out, stays.len());
            for bar in lanes.iter().map(|it| &it["bars"][0]) {
                let place = |key: &str| bar[key].as_f64().expect("a place");
                let (from, to) = (place("from"), place("to"));
                prop_assert!((0.0..=to).contains(&from) && to <= 1.0, "{} {}", from, to);
            }
        }
    }
}

/// A record with a day to come in each field that a rule looks at, and a very old client: each
/// warning names its answer, and all answers together satisfy `--strict`.
#[test]
fn every_warning_about_days_can_be_answered() {
    let case = Case::of("typical-adult");
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    extract["profile"]["dob"] = "1901-05-06".into();
    let stays = &mut extract["enrollments"];
    stays[0]["exit_date"] = "2062-11-30".into();
    stays[0]["move_in_date"] = "2025-02-19".into();
    stays[1]["entry_date"] = "2026-12-15".into();
    stays[2]["move_in_date"] = "2099-01-01".into();
    case.write("extract.json", extract.to_string());
    let ran = case.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for (slug, n) in
        [("day-after-export", 3), ("move-in-outside-stay", 1), ("age-over-maximum", 1)]
    {
        assert_eq!(ran.stderr.matches(&format!("[{slug}]")).count(), n, "{}", ran.stderr);
    }
    assert_eq!(case.check(&["--strict"]).code, 1);
    let is_answer = |it: &&str| {
        it.starts_with("[[reviewed]]")
            || it.starts_with("at = ")
            || it.starts_with("export = ")
    };
    let answers: Vec<_> = ran.stderr.lines().filter(is_answer).collect();
    case.write("request.toml", case.read("request.toml") + &answers.join("\n") + "\n");
    let ran = case.check(&["--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn what_happened_on_the_day_of_the_export_is_not_after_it() {
    let case = Case::of("typical-adult");
    let stay = |exit: &str| {
        format!(
            "\"entry_date\": \"2025-02-20\",\n      \"move_in_date\": null,\n      \
             \"exit_date\": \"{exit}\""
        )
    };
    case.edit("extract.json", &stay("2025-11-15"), &stay("2026-11-18"));
    let ran = case.check(&["--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    case.edit("extract.json", &stay("2026-11-18"), &stay("2026-11-19"));
    let ran = case.check(&["--strict"]);
    assert!(ran.code == 1 && ran.stderr.contains("[day-after-export]"), "{}", ran.stderr);
}

#[test]
fn the_receipt_does_not_tell_that_the_client_is_old() {
    let case = Case::of("typical-adult");
    case.edit("extract.json", "\"dob\": \"1980-01-02\"", "\"dob\": \"1901-05-06\"");
    let ran = case.build(&[]);
    assert!(ran.code == 0 && ran.stderr.contains("[age-over-maximum]"), "{}", ran.stderr);
    let receipt = case.read(&format!("{}/receipt.json", ran.stdout.trim()));
    assert!(!receipt.contains("age-over-maximum"), "{receipt}");
}
