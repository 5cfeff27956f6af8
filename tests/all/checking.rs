//! `crr check` of one request and of many.

use std::fs;

use super::support::{AT, Case, Ran};

/// A folder of requests and one of extracts, each of its own client.
fn many(n: usize) -> Case {
    let case = Case::of("typical-adult");
    let (request, extract) = (case.read("request.toml"), case.read("extract.json"));
    for folder in ["requests", "extracts"] {
        fs::create_dir(case.dir.join(folder)).expect("a folder");
    }
    for i in 0..n {
        let id = format!("69E44770D{i:04}");
        let ticket = format!("2026-{i:04}");
        let request = request.replace("69E44770D", &id).replace("2026-0142", &ticket);
        case.write(&format!("requests/{ticket}.toml"), request);
        let extract = extract.replace("69E44770D", &id);
        case.write(&format!("extracts/{i}.json"), extract);
    }
    case
}

fn check(case: &Case, more: &[&str]) -> Ran {
    let mut args = vec!["check", "requests", "--extracts", "extracts", "--at", AT];
    args.extend(more);
    case.crr(args)
}

#[test]
fn five_hundred_requests_are_checked_in_one_call() {
    let case = many(500);
    let before = case.tree();
    let ran = check(&case, &[]);
    assert_eq!((ran.code, &*ran.stdout), (0, ""));
    let lines: Vec<_> = ran.stderr.lines().collect();
    assert_eq!(lines[0], "requests/2026-0000.toml: can be built; no warnings");
    assert_eq!(lines.len(), 501);
    assert_eq!(lines[500], "checked 500 requests: 500 can be built, 0 cannot");
    assert_eq!(case.tree(), before);
}

#[test]
fn one_that_is_refused_does_not_stop_the_others() {
    let case = many(3);
    case.edit(
        "requests/2026-0001.toml",
        "relation = \"client\"",
        "relation = \"parent\"\nauthority_seen = \"court-order\"",
    );
    case.edit("requests/2026-0002.toml", "ticket       = \"2026-0002\"", "ticket = 2");
    let ran = check(&case, &[]);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    for part in [
        "requests/2026-0000.toml: can be built; no warnings\n",
        "requests/2026-0001.toml: cannot be built; 1 error\n\
         error: a parent or guardian asks for the record of an adult [parent-of-an-adult]\n",
        "requests/2026-0002.toml: cannot be built; 1 error\n\
         error: `ticket` must be a string, found a whole number [wrong-type]\n",
        "checked 3 requests: 1 can be built, 2 cannot\n",
    ] {
        assert!(ran.stderr.contains(part), "{part}\n--- in\n{}", ran.stderr);
    }
    // With --quiet only what is wrong is told.
    let ran = check(&case, &["--quiet"]);
    assert!(!ran.stderr.contains("0000"), "{}", ran.stderr);
    assert!(ran.stderr.contains("2026-0001.toml: cannot"), "{}", ran.stderr);
}

#[test]
fn each_request_has_its_line_of_json() {
    let case = many(2);
    case.edit("requests/2026-0001.toml", "relation = \"client\"", "relation = \"other\"");
    let ran = check(&case, &["--json"]);
    assert_eq!((ran.code, &*ran.stderr), (1, ""));
    let lines: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|it| serde_json::from_str(it).expect("a line of JSON"))
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["input"], "requests/2026-0000.toml");
    assert_eq!(lines[0]["outcome"], "done");
    assert_eq!(lines[1]["input"], "requests/2026-0001.toml");
    assert_eq!(lines[1]["diagnostics"][0]["slug"], "another-destination");
    assert_eq!(lines[2]["outcome"], "refused");
    assert_eq!(lines[2]["result"]["refused"], 1);
}

#[test]
fn two_requests_cannot_have_one_ticket() {
    let case = many(2);
    case.edit("requests/2026-0001.toml", "\"2026-0001\"", "\"2026-0000\"");
    let ran = check(&case, &[]);
    assert_eq!(ran.code, 1);
    let expected = "\
requests/2026-0001.toml: cannot be built; 1 error
error: another request in this run has the same ticket [ticket-twice]
  --> requests/2026-0001.toml:8:16
   at /ticket
  |
8 | ticket       = \"·········\"
  |                ^^^^^^^^^^^
   at requests/2026-0000.toml
hint: give each request its own ticket, or remove all but one; none of them is built
";
    assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    // Which of the two is right cannot be guessed.
    assert_eq!(ran.stderr.matches("[ticket-twice]").count(), 2, "{}", ran.stderr);
}

#[test]
fn a_folder_without_requests_and_one_extract_for_many_are_refused() {
    let case = many(0);
    let ran = check(&case, &[]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "error: this folder contains no requests [no-requests]
   at requests
hint: check the folder; requests are files whose names end in `.toml`
refused: 1 error
"
        )
    );
    let case = many(2);
    let ran = case.crr(["check", "requests", "--extract", "extracts/0.json"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            2,
            "error: `--extract` and `--ticket-text` can only be used with a single request [one-request-only]
hint: name a folder with `--extracts`, or run one request at a time
usage: 1 error
"
        )
    );
}

#[test]
fn the_text_of_a_ticket_may_not_tell_who_the_client_is() {
    let case = Case::of("typical-adult");
    let check = |text: &str| {
        case.write("ticket.txt", text);
        case.check(&["--ticket-text", "ticket.txt"])
    };
    let ran = check("A client asks for the dashboard.\nMaría came by.\n");
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: the text of the ticket holds a name of the client [identifying-ticket]
  --> ticket.txt:2:1
  |
2 | ····· ···· ···
  | ^^^^^^^^^^^^^^
hint: take it out of the request; the HMIS ID is enough
hint: if somebody looked and the text does not identify the client, add at the end of the request:
[[not_the_person]]
at = \"/1\"
export = \"2026-11-18T14:05:00-08:00\"
refused: 1 error
"
    );
    for bad in [
        "born\n01/02/1980",
        "ssn ends in 4410",
        "call (657)\n555-0119",
        "her number 123 45\n6789",
        "mail MAI@example.org",
        "NGUYEN-LOPEZ",
        "lives at 410 Example Ave.",
        "ssn4410",
        "SSN 44 10",
        "social security number ends in 44-10",
    ] {
        let ran = check(bad);
        assert!(ran.code == 1, "{bad}: {}", ran.stderr);
        assert!(ran.stderr.contains("[identifying-ticket]"), "{bad}: {}", ran.stderr);
    }
    for good in [
        "A client asks for the dashboard. HMIS ID 69E44770D. Asked on 11/16/2026.",
        "mariachi in room 4411",
        "Harbor Bridge Outreach, Harbor Street Outreach, room 4 of 44, suite 10",
        "The client's mother came along. HMIS ID 69e44770d, ticket 2026A0142.",
        "coordinated entry; family shelter; 12 Elm Street; mail to the son",
        "bed 4B in room A12; the mother called. Tuesday is fine; the mother applied",
        "",
    ] {
        let ran = check(good);
        assert_eq!(ran.code, 0, "{good}: {}", ran.stderr);
    }
    for doubtful in [
        "lives at Juniper Lane Apartments",
        "she stays with Casa Alameda",
        "somewhere in Example Avenue",
        "client 4F2C88E15",
        "the mother of Dara asks",
        "her son Okello came",
        "Mai called",
    ] {
        let ran = check(doubtful);
        assert_eq!(ran.code, 0, "{doubtful}: {}", ran.stderr);
        let is_asked = ran.stderr.contains("[perhaps-identifying-ticket]");
        assert!(is_asked, "{doubtful}: {}", ran.stderr);
    }
    let ran = case.check(&["--ticket-text", "missing.txt"]);
    assert!(ran.code == 1 && ran.stderr.contains("[not-found]"), "{}", ran.stderr);
}

/// Chinese and Korean break a line anywhere, within a name too.
#[test]
fn a_name_may_be_broken_over_two_lines_of_a_ticket() {
    let case = Case::of("typical-adult");
    case.edit("extract.json", "\"last_name\": \"Nguyễn-Lopez\"", "\"last_name\": \"王\"");
    case.edit("extract.json", "\"first_name\": \"Maria\"", "\"first_name\": \"小明\"");
    let check = |text: &str| {
        case.write("ticket.txt", text);
        case.check(&["--ticket-text", "ticket.txt"])
    };
    for bad in ["客户王小明要求\n复制", "客户王小\n明要求复制", "客户王\n小明"]
    {
        let ran = check(bad);
        assert!(ran.code == 1, "{bad}: {}", ran.stderr);
        assert!(ran.stderr.contains("[identifying-ticket]"), "{bad}: {}", ran.stderr);
    }
    let ran = check("客户王女士\n明天来");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// The day on which the agency found the record tells nothing of the client.
#[test]
fn a_ticket_may_give_the_days_that_the_request_gives() {
    let case = Case::of("typical-adult");
    case.write("ticket.txt", "Found in HMIS on 11/17/2026.");
    let check = || case.check(&["--ticket-text", "ticket.txt"]);
    let ran = check();
    assert!(
        ran.code == 1 && ran.stderr.contains("of the shape of a date"),
        "{}",
        ran.stderr
    );
    case.edit(
        "request.toml",
        "# found_in_hmis_on = 2026-11-16",
        "found_in_hmis_on = 2026-11-17",
    );
    let ran = check();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_minor_who_asks_alone_gets_the_copy_and_the_agency_a_note() {
    let case = Case::of("minor-by-parent");
    let ran = case.check(&[]);
    assert!(!ran.stderr.contains("minor-asking-alone"), "{}", ran.stderr);
    let request = case.read("request.toml");
    let asked = request
        .replace("relation = \"parent\"", "relation = \"client\"")
        .replace("authority_seen       = \"birth-certificate\"\n", "");
    assert_ne!(asked, request);
    case.write("request.toml", asked);
    // One who is much younger is asked about (`child-asking-alone`).
    case.edit("extract.json", "\"dob\": \"2017-04-22\"", "\"dob\": \"2010-04-22\"");
    let ran = case.check(&["--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.starts_with(
            "note: the client is under 18 and asks without a parent or guardian \
             [minor-asking-alone]\n"
        ),
        "{}",
        ran.stderr
    );
    // An adult who asks is an ordinary request.
    let ran = Case::of("typical-adult").check(&[]);
    assert!(!ran.stderr.contains("note:"), "{}", ran.stderr);
}

#[test]
fn what_differs_in_signs_alone_is_taken_and_said() {
    let case = Case::of("typical-adult");
    case.edit("request.toml", "69E44770D", " 69e44770d");
    case.edit(
        "extract.json",
        "\"note\": \"Messages only\"",
        "\"note\": \"\\u202a(714) 555-0100\\u202c\\u2028\\u200b✔\\ufe0f\\r\\uf0b7 later\"",
    );
    let ran = case.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for slug in ["client-id-case", "marks-left-out", "symbols-read"] {
        assert!(ran.stderr.contains(&format!("[{slug}]")), "{slug}: {}", ran.stderr);
    }
    let ran = case.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn an_agency_that_is_nearly_the_one_of_the_record_is_shown() {
    let case = Case::of("typical-adult");
    let request = case.read("request.toml");
    let line = request.lines().find(|it| it.starts_with("agency")).expect("an agency");
    let agency = line.split('"').nth(1).expect("a name").to_owned();
    case.edit(
        "request.toml",
        line,
        &format!("agency = \"{}, Inc.\"", agency.to_uppercase()),
    );
    let ran = case.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let line = format!("agency = \"{}, Inc.\"", agency.to_uppercase());
    case.edit("request.toml", &line, &format!("agency = \"{agency}s\""));
    let ran = case.check(&[]);
    assert!(ran.stderr.contains("[agency-never-served]"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains(&format!("the nearest name is `{agency}`")),
        "{}",
        ran.stderr
    );
}
