//! Scenarios of danger, each as a request that arrives: who asks, what is held back, and what
//! the pages, the receipt, the ledger, the names of files and the messages then give away.
//!
//! In every one of them the client once stayed at "Kestrel Nook", run by "Thistledown
//! Trust", from 9 March 2022; somebody may be looking for them there.

use serde_json::{Value, json};

use super::support::{Case, has, skip, tool};

/// What nobody may learn from anything, where that stay is held back.
const SECRET: [&str; 6] =
    ["Kestrel", "Thistledown", "2022-03-09", "March 9, 2022", "03/09/2022", "E-666"];

/// What nobody but the client may learn: that something was held back at all.
const TELLING: [&str; 5] = ["held back", "danger", "safety", "endanger", "withheld"];

const HELD: &str = r#"
[[withhold]]
section = "enrollments"
ids     = ["E-666"]
reason  = "endangers-life-or-safety"
"#;

type Change = fn(&mut Value);

/// The first sample with the stay, and a request with edits and tables added.
fn case(sample: &str, edits: &[(&str, &str)], tables: &str, change: Change) -> Case {
    let case = Case::of(sample);
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let client = extract["client_id"].clone();
    let stay = json!({
        "client_id": client, "enrollment_id": "E-666", "project_name": "Kestrel Nook",
        "project_type": 0, "agency": "Thistledown Trust", "entry_date": "2022-03-09",
        "exit_date": "2022-05-31", "destination": 410,
    });
    extract["enrollments"].as_array_mut().expect("rows").push(stay);
    change(&mut extract);
    case.write("extract.json", extract.to_string());
    for (from, to) in edits {
        case.edit("request.toml", from, to);
    }
    let request = case.read("request.toml") + tables;
    case.write("request.toml", request);
    case
}

/// The build stops for one of the reasons, leaves nothing, and tells no value of the record.
#[track_caller]
fn stops(case: &Case, slug: &str) {
    let before = case.tree();
    for ran in [case.check(&[]), case.build(&[])] {
        assert_eq!(ran.code, 1, "{slug}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("[{slug}]")), "{slug}: {}", ran.stderr);
        for secret in SECRET {
            assert!(!(ran.stderr.clone() + &ran.stdout).contains(secret), "{secret}");
        }
    }
    assert_eq!(case.tree(), before, "{slug}");
}

/// Everything that a build leaves, by what it is: the pages, and what lies beside them.
struct Left {
    pages: String,
    beside: String,
}

#[track_caller]
fn left(case: &Case) -> Option<Left> {
    let ran = case.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    if !has("pdftotext") {
        skip("pdftotext");
        return None;
    }
    let words = |path: &str| {
        let ran = tool("pdftotext", [path, "-"]);
        ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let names = case.tree();
    let mut beside = ran.stderr + &ran.stdout + &names.join("\n");
    for name in names.iter().filter(|it| it.starts_with("out/")) {
        let path = case.dir.join(name);
        if name.ends_with(".json") || name.ends_with(".jsonl") || name.ends_with(".txt") {
            beside += &case.read(name);
        } else if name.ends_with("how-to-open.pdf") || name.ends_with("agency-guide.pdf")
        {
            beside += &words(path.to_str().expect("UTF-8"));
        }
    }
    let mut pages = String::new();
    for (name, bytes) in case.members() {
        let opened = format!("opened-{name}");
        case.write(&opened, bytes);
        pages += &name;
        pages += &case.words(&opened);
    }
    Some(Left { pages, beside })
}

/// Nothing gives the stay away; nor, where others read, that anything was held back.
#[track_caller]
fn keeps(case: &Case, is_told: bool) {
    let Some(Left { pages, beside }) = left(case) else { return };
    for secret in SECRET {
        assert!(!pages.contains(secret), "{secret} in {pages}");
        assert!(!beside.contains(secret), "{secret} in {beside}");
    }
    if is_told {
        assert!(pages.contains("put someone in danger"), "{pages}");
        return;
    }
    assert!(pages.contains("Ask the agency about this part."), "{pages}");
    for telling in TELLING {
        assert!(!pages.to_lowercase().contains(telling), "{telling} in {pages}");
        assert!(!beside.to_lowercase().contains(telling), "{telling} in {beside}");
    }
}

const fn as_it_is(_: &mut Value) {}

const ADULT: &str = "typical-adult";
const CHILD: &str = "minor-by-parent";

#[test]
fn who_has_no_right_to_a_copy_gets_none() {
    let relation = "relation = \"client\"";
    let recipient = "recipient = \"requester\"";
    let contact = "recipient = \"trusted-contact\"\nrelation = \"case manager\"";
    let yesterday = "recipient = \"trusted-contact\"\nrelation = \"case manager\"\n\
                     approved_in_writing_on = 2026-11-15";
    let scenarios = [
        // A former partner, who says that they ask for the client.
        ("another-destination", ADULT, relation, "relation = \"other\""),
        // A mother of a grown daughter.
        ("parent-of-an-adult", ADULT, relation, "relation = \"parent\""),
        // A friend, whom the client has not approved; and one approved before the client asked.
        ("contact-not-approved", ADULT, recipient, contact),
        ("contact-not-approved", ADULT, recipient, yesterday),
        // A court.
        ("another-destination", ADULT, recipient, "recipient = \"subpoena\""),
        // A relative of a child, named by a parent.
        ("contact-for-a-minor", CHILD, recipient, contact),
        // Somebody who knows another client's number.
        ("client-mismatch", ADULT, "69E44770D", "4F2C88E15"),
        // Somebody whom nobody asked for a paper; and a woman who says that she is the mother.
        (
            "identity-not-verified",
            ADULT,
            "identity_verified_on = 2026-11-16        # the day the agency verified who asks\n",
            "",
        ),
        (
            "authority-not-shown",
            CHILD,
            "authority_seen       = \"birth-certificate\"\n",
            "",
        ),
        // An aunt with the child's birth certificate, which makes her no guardian.
        (
            "authority-not-shown",
            CHILD,
            "relation = \"parent\"",
            "relation = \"guardian\"",
        ),
        // An agency that never served the client.
        ("agency-never-served", ADULT, "Harbor Bridge Outreach", "Cobalt Hill Mission"),
    ];
    for (slug, sample, from, to) in scenarios {
        stops(&case(sample, &[(from, to)], "", as_it_is), slug);
    }
}

#[test]
fn what_is_not_known_for_certain_is_not_taken_for_harmless() {
    let scenarios: [(&str, &str, Change); 8] = [
        // A record that may be private, asked for by ticket.
        ("privacy-not-known", ADULT, |it| it["profile"]["private"] = Value::Null),
        ("privacy-not-known", ADULT, |it| {
            it.as_object_mut().expect("an object").remove("profile");
        }),
        ("private-record-by-ticket", ADULT, |it| it["profile"]["private"] = true.into()),
        // A child whose age nobody is sure of.
        ("age-not-known", CHILD, |it| it["profile"]["dob_data_quality"] = 2.into()),
        // A child who came of age after asking; and one whom a youth program served, and whom
        // nobody asked.
        ("parent-of-an-adult", CHILD, |it| it["profile"]["dob"] = "2008-11-15".into()),
        ("youth-not-consented", CHILD, |it| {
            it["enrollments"][0]["funders"] = json!([22]);
        }),
        // A row that HMIS filed under the wrong person; and one that another person is named in.
        ("another-clients-row", ADULT, |it| {
            it["enrollments"][0]["client_id"] = "4F2C88E15".into();
        }),
        ("household-member-named", ADULT, |it| {
            it["household_names"] = json!(["Odalys Brightwater"]);
            it["contact_information"] = json!([{
                "client_id": "69E44770D", "kind": "other", "value": "ask BRIGHTWATER, Odalys",
                "note": null, "updated_on": "2026-02-01",
            }]);
        }),
    ];
    for (slug, sample, change) in scenarios {
        stops(&case(sample, &[], "", change), slug);
    }
}

/// Each of these tells where the client was, or when; in words of its own.
#[test]
fn no_other_part_of_the_record_gives_the_place_away() {
    let scenarios: [Change; 14] = [
        |it| it["documents"][0]["agency"] = "THISTLEDOWN TRUST, Inc.".into(),
        |it| it["documents"][0]["name"] = "kestrel-nook house rules.pdf".into(),
        |it| it["documents"][0]["added_on"] = "2022-03-09".into(),
        |it| contact(it, "Mail goes to the Kestrel\u{a0}Nook"),
        |it| contact(it, "from 9 Mar 2022 on"),
        |it| it["profile"]["custom_fields"][0]["value"] = "KestrelNook".into(),
        |it| it["profile"]["custom_fields"][0]["label"] = "Room at Kestrel Nook".into(),
        |it| it["release_of_information"][0]["location"] = "Thistledown  Trust".into(),
        |it| it["release_of_information"][0]["start_date"] = "2022-03-09".into(),
        |it| it["enrollments"][0]["project_name"] = "Kestrel Nook, day program".into(),
        |it| contact(it, "write to desk@kestrelnook.example.org"),
        |it| contact(it, "http://mythistledowntrust.example.org/"),
        |it| contact(it, "thistle down trust"),
        |it| contact(it, "since 2022/3/9"),
    ];
    for (i, change) in scenarios.into_iter().enumerate() {
        let case = case(ADULT, &[], HELD, change);
        let ran = case.build(&[]);
        assert_eq!(ran.code, 1, "{i}: {}", ran.stderr);
        stops(&case, "withheld-may-show");
    }
}

fn contact(extract: &mut Value, note: &str) {
    extract["contact_information"] = json!([{
        "client_id": "69E44770D", "kind": "phone", "value": "(657) 555-0119",
        "note": note, "updated_on": "2026-02-01",
    }]);
}

#[test]
fn the_client_alone_is_told_that_something_was_held_back() {
    keeps(&case(ADULT, &[], HELD, as_it_is), true);
}

#[test]
fn whoever_else_reads_learns_nothing_at_all() {
    let to_contact = [(
        "recipient = \"requester\"",
        "recipient = \"trusted-contact\"\nrelation = \"case manager\"\n\
         approved_in_writing_on = 2026-11-16",
    )];
    let by_others =
        [("method    = \"email\"", "others_may_read = true\nmethod = \"email\"")];
    for (sample, edits) in [(CHILD, &[][..]), (ADULT, &to_contact), (ADULT, &by_others)] {
        keeps(&case(sample, edits, HELD, as_it_is), false);
    }
    let case = case(ADULT, &[], HELD, as_it_is);
    case.edit("site.toml", "attach   =", "safety_reason = \"not-told\"\nattach   =");
    keeps(&case, false);
}

/// A whole part is held back as one row of it is.
#[test]
fn a_part_that_is_held_back_whole_is_asked_about_and_no_more() {
    let by_others =
        [("method    = \"email\"", "others_may_read = true\nmethod = \"email\"")];
    let held = HELD.replace("ids     = [\"E-666\"]\n", "");
    let change: Change = |it| {
        it["documents"] = json!([]);
        it["release_of_information"] = json!([]);
        it["enrollments"] = json!([it["enrollments"][12].clone()]);
        it["enrollments"][0]["agency"] = "Thistledown Trust".into();
    };
    let case = case(ADULT, &by_others, &held, change);
    case.edit("request.toml", "Harbor Bridge Outreach\"  #", "Thistledown Trust\" #");
    let Some(Left { pages, .. }) = left(&case) else { return };
    assert!(pages.contains("Ask the agency about this part."), "{pages}");
    for telling in ["Kestrel", "March 9, 2022", "held back", "danger", "1 program"] {
        assert!(!pages.contains(telling), "{telling} in {pages}");
    }
}

/// A letter that denies a copy is read by the same eyes.
#[test]
fn a_denial_that_others_may_read_gives_no_reason() {
    let by_others =
        [("method    = \"email\"", "others_may_read = true\nmethod = \"email\"")];
    let case = case(ADULT, &by_others, "", as_it_is);
    let ran = case.deny(&["--reason", "endangers-life-or-safety"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let beside = case.read("out/2026-0142/receipt.json") + &case.read("out/ledger.jsonl");
    assert!(beside.contains("not-told") && !beside.contains("danger"), "{beside}");
    // Having been denied, it is not built by the next request that says nothing of it.
    let ran = case.build(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("[request-denied]"), "{}", ran.stderr);
}
