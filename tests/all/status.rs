//! `crr status` and what follows each deed: a week at a desk, from what is due to what is
//! purged.

use std::fs;

use super::support::{Case, Ran, phrase_in};

/// A desk with a deadline and four requests of one client: two due on Monday, one the day
/// after, one after Thanksgiving.
pub(super) fn desk() -> Case {
    let case = Case::of("typical-adult");
    case.edit("site.toml", "# answer_within", "answer_within");
    case.edit("site.toml", "# [retention]", "[retention]");
    case.edit("site.toml", "# packages_days          = 90", "packages_days = 30");
    case.edit("site.toml", "# requests_days          = 90", "requests_days = 30");
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    for (ticket, asked_on) in [
        ("2026-0141", "2026-11-16"),
        ("2026-0142", "2026-11-16"),
        ("2026-0143", "2026-11-17"),
        ("2026-0144", "2026-11-20"),
    ] {
        let request = case.read("request.toml");
        let request = request.replace("\"2026-0142\"", &format!("\"{ticket}\""));
        let days = ["requested_on = 2026-11-16", "submitted_on = 2026-11-18"];
        let request = request.replace(days[0], &format!("requested_on = {asked_on}"));
        let request = request.replace(days[1], "submitted_on = 2026-11-20");
        case.write(&format!("requests/{ticket}.toml"), request);
    }
    case
}

fn status(case: &Case, at: &str, more: &[&str]) -> Ran {
    let all = ["status", "requests", "--site", "site.toml", "--at", at];
    case.crr(all.iter().chain(more))
}

/// Ticket, due day, state, days late, why and next step of each row.
#[track_caller]
fn check(case: &Case, at: &str, expected: &[&str]) {
    let ran = status(case, at, &["--csv"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut reader = csv::Reader::from_reader(ran.stdout.as_bytes());
    let rows: Vec<String> = reader
        .records()
        .map(|it| {
            let row = it.expect("a row");
            let cells = [0, 3, 5, 8, 10, 11].map(|i| row[i].to_owned());
            cells.join(" | ")
        })
        .collect();
    assert_eq!(rows, expected, "{at}");
}

pub(super) fn build(case: &Case, ticket: &str, at: &str, more: &[&str]) -> Ran {
    let request = format!("requests/{ticket}.toml");
    let all = ["build", &request, "--extract", "extract.json", "--site", "site.toml"];
    let all = all.into_iter().chain(["--at", at, "--passphrase-out", "passphrases"]);
    case.crr(all.chain(more.iter().copied()))
}

/// The steps that a run names.
fn steps(ran: &Ran) -> Vec<&str> {
    let after = ran.stderr.split_once("next:\n").map_or("", |it| it.1);
    after.lines().map(str::trim).collect()
}

// Long: a week, day by day.
#[test]
fn a_week_at_the_desk() {
    let case = desk();
    let (open, late) =
        ("check it, then build it", "build it now; tell the agency why it is late");
    let row = |it: &str| it.replace("OPEN", open).replace("LATE", late);
    // Monday: two are due.
    let monday = [
        "2026-0141 | 2026-11-23 | due-today | 0 |  | build it today",
        "2026-0142 | 2026-11-23 | due-today | 0 |  | build it today",
        &row("2026-0143 | 2026-11-24 | open | 0 |  | OPEN"),
        &row("2026-0144 | 2026-11-30 | open | 0 |  | OPEN"),
    ];
    check(&case, "2026-11-23", &monday);
    let ran = build(&case, "2026-0141", "2026-11-23", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        steps(&ran),
        [
            "1. send all files in `out/2026-0141` but `receipt.json` to Harbor Bridge \
             Outreach, in the ticket, today: it is due; paste the text of `to-agency.txt` \
             into it",
            "2. call Harbor Bridge Outreach with the passphrase in `passphrases`; it never \
             goes where the files go",
            "3. the agency sends `message.eml` from its own mail program, and gives the \
             passphrase by phone or in person",
        ]
    );
    // Tuesday: one is late, and is built.
    check(
        &case,
        "2026-11-24",
        &[
            &row("2026-0142 | 2026-11-23 | late | 1 |  | LATE"),
            "2026-0143 | 2026-11-24 | due-today | 0 |  | build it today",
            &row("2026-0144 | 2026-11-30 | open | 0 |  | OPEN"),
            "2026-0141 | 2026-11-23 | released | 0 |  | none; purge it after 2026-12-23",
        ],
    );
    assert_eq!(status(&case, "2026-11-24", &["--fail-overdue"]).code, 1);
    assert_eq!(status(&case, "2026-11-23", &["--fail-overdue"]).code, 0);
    let ran = build(&case, "2026-0142", "2026-11-24", &[]);
    assert!(
        steps(&ran)[0].contains(", now: it was due on 2026-11-23; paste"),
        "{}",
        ran.stderr
    );
    // Wednesday: a correction goes out, and nobody asks for another one any more.
    let again = ["--replace", "--because", "corrected", "--json"];
    let ran = build(&case, "2026-0141", "2026-11-25", &again);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["result"]["next"].as_array().map(Vec::len), Some(3));
    let withdraw = ["withdraw", "2026-0143", "--site", "site.toml", "--quiet"];
    let ran = case.crr(withdraw);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let done = [
        "2026-0141 | 2026-11-23 | sent-again | 0 | corrected | none; purge it after 2026-12-25",
        "2026-0142 | 2026-11-23 | released | 1 |  | none; purge it after 2026-12-24",
    ];
    let withdrawn =
        "2026-0143 | 2026-11-24 | withdrawn | 0 |  | none; reopen it if they ask again";
    let wednesday = [
        &row("2026-0144 | 2026-11-30 | open | 0 |  | OPEN"),
        done[0],
        done[1],
        withdrawn,
    ];
    check(&case, "2026-11-25", &wednesday);
    // Thursday is a holiday. Friday: a denial.
    check(&case, "2026-11-26", &wednesday);
    let deny = ["deny", "requests/2026-0144.toml", "--site", "site.toml"];
    let deny =
        deny.iter().chain(&["--at", "2026-11-27", "--reason", "identity-not-verified"]);
    let ran = case.crr(deny);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let letter = "1. send `out/2026-0144/denial-letter.pdf` to Harbor Bridge Outreach, in the \
                  ticket, by 2026-11-30";
    assert_eq!(steps(&ran)[0], letter);
    let denied = "2026-0144 | 2026-11-30 | denied | 0 | identity-not-verified | none; an appeal \
                  reopens it";
    check(&case, "2026-11-27", &[done[0], done[1], denied, withdrawn]);
    // A month later all but the withdrawal is old: its day is that of the machine.
    let purge =
        ["purge", "--site", "site.toml", "--requests", "requests", "--at", "2026-12-28"];
    let purge: Vec<_> =
        purge.into_iter().chain(["--passphrases", "passphrases"]).collect();
    let ran = case.crr(purge.iter().chain(&["--yes"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let removed = "removed 3 packages, 2 lines of passphrases, ";
    assert!(ran.stderr.starts_with(removed), "{}", ran.stderr);
    // Without requests, the ledger alone tells the same.
    fs::remove_dir_all(case.dir.join("requests")).expect("removed");
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    let ran = status(&case, "2026-12-29", &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let rows = json["result"]["rows"].as_array().expect("rows");
    let told: Vec<_> = rows
        .iter()
        .map(|it| ["ticket", "agency", "state", "due_on"].map(|key| it[key].clone()))
        .map(|it| it.map(|it| it.as_str().unwrap_or("-").to_owned()).join(" | "))
        .collect();
    assert_eq!(
        told,
        [
            "2026-0144 | Harbor Bridge Outreach | denied | 2026-11-30",
            "2026-0143 | - | withdrawn | -",
            "2026-0141 | Harbor Bridge Outreach | purged | 2026-11-23",
            "2026-0142 | Harbor Bridge Outreach | purged | 2026-11-23",
        ]
    );
    let totals = &json["result"]["totals"];
    assert_eq!((&totals["answered"], &totals["in_time"]), (&3.into(), &2.into()));
    for text in [&ran.stdout, &case.read("out/ledger.jsonl")] {
        assert!(!text.contains("69E44770D"), "{text}");
    }
    let verify = ["ledger", "verify", "--site", "site.toml"];
    assert_eq!(case.crr(verify).code, 0);
}

#[test]
fn the_table_fits_a_narrow_terminal() {
    let case = desk();
    for width in [60, 80, 120] {
        let mut command = case.command();
        command.env("COLUMNS", width.to_string());
        command.args(["status", "requests", "--site", "site.toml", "--at", "2026-11-24"]);
        let ran = super::support::ran(command.output());
        let longest = ran.stdout.lines().map(|it| it.chars().count()).max();
        assert!(longest.is_some_and(|it| it <= width), "{width}: {}", ran.stdout);
        assert!(ran.stdout.ends_with("4 tickets: 2 late, 1 due today, 1 open\n"));
        // Words are whole.
        for word in ["Outreach", "Thanksgiving", "2026-11-30", "agency"] {
            assert!(ran.stdout.contains(word), "{width}: {}", ran.stdout);
        }
    }
}

#[test]
fn agency_and_day_choose_rows() {
    let case = desk();
    case.edit("requests/2026-0144.toml", "Harbor Bridge Outreach", "Second Porch");
    let n = |more: &[&str]| {
        let ran = status(&case, "2026-11-24", &[&["--csv"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout.lines().count() - 1
    };
    assert_eq!(n(&[]), 4);
    assert_eq!(n(&["--agency", " second porch "]), 1);
    assert_eq!(n(&["--agency", "Second"]), 0);
    // What is open is shown whenever it was asked.
    assert_eq!(n(&["--since", "2026-11-25"]), 4);
    let ran = build(&case, "2026-0141", "2026-11-23", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(n(&["--since", "2026-11-23"]), 4);
    assert_eq!(n(&["--since", "2026-11-24"]), 3);
    assert!(!phrase_in(&case.read("passphrases")).is_empty());
}

/// Without a number nobody knows a deadline; a law lifts one.
#[test]
fn a_deadline_may_be_unknown_or_lifted() {
    let case = desk();
    let exempt = "[exempt]\nlaw = \"42 CFR 2.23\"\n";
    let request = case.read("requests/2026-0144.toml") + exempt;
    case.write("requests/2026-0144.toml", request);
    let ran = status(&case, "2026-11-30", &[]);
    assert!(ran.stdout.contains("no deadline (exempt)"), "{}", ran.stdout);
    assert!(ran.stdout.contains("4 tickets: 3 late, 1 open"), "{}", ran.stdout);
    case.edit("site.toml", "answer_within_business_days = 5", "");
    let ran = status(&case, "2026-11-30", &["--fail-overdue"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("no deadline known"), "{}", ran.stdout);
    // The rule of the newer edition has its own number.
    case.edit("site.toml", "\"oc-hmis-2020\"", "\"oc-hmis-2025\"");
    case.edit(
        "site.toml",
        "# copy_within_business_days = 5",
        "copy_within_business_days = 3",
    );
    let ran = status(&case, "2026-11-24", &["--csv"]);
    assert!(
        ran.stdout.contains("2026-0141,Harbor Bridge Outreach,2026-11-16,2026-11-19,")
    );
}

#[test]
fn a_request_that_cannot_be_read_is_told() {
    let case = desk();
    case.write(
        "requests/broken.toml",
        "ticket = \"2026-0199\"\nclient_id = \"69E44770D\"\n",
    );
    let ran = status(&case, "2026-11-23", &[]);
    assert_eq!(
        ran.stderr,
        "\
warning: 1 request cannot be read and is not counted [request-not-counted]
   at requests/broken.toml
hint: run `crr check` on each: it says what is wrong
"
    );
    assert!(ran.stdout.contains("4 tickets: "), "{}", ran.stdout);
    // Two that say different things are nobody's to build.
    fs::remove_file(case.dir.join("requests/broken.toml")).expect("removed");
    case.edit("requests/2026-0144.toml", "\"2026-0144\"", "\"2026-0143\"");
    check(
        &case,
        "2026-11-20",
        &[
            "2026-0141 | 2026-11-23 | open | 0 |  | check it, then build it",
            "2026-0142 | 2026-11-23 | open | 0 |  | check it, then build it",
            "2026-0143 | 2026-11-24 | open | 0 |  | find out which of the requests with this \
             ticket is right",
        ],
    );
}
