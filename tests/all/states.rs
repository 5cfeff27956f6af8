//! A denial holds, whatever is built, checked or printed, until it is reopened.

use std::fs;

use super::support::{AT, Case};

fn denied() -> Case {
    let case = Case::of("typical-adult");
    let ran = case.deny(&["--reason", "identity-not-verified"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    case
}

/// The day in the ledger, where the help desk is.
fn day(case: &Case) -> String {
    let ledger = case.read("out/ledger.jsonl");
    let line: serde_json::Value =
        serde_json::from_str(ledger.lines().next().expect("a line")).expect("JSON");
    let at = line["recorded_at"].as_str().expect("an instant");
    let at = chrono::DateTime::parse_from_rfc3339(at).expect("RFC 3339");
    at.with_timezone(&chrono_tz::America::Los_Angeles).date_naive().to_string()
}

#[test]
fn nothing_is_built_checked_or_printed_after_a_denial() {
    let case = denied();
    let before = case.tree();
    let request = case.read("request.toml");
    let n = request.lines().position(|it| it.starts_with("ticket")).expect("it") + 1;
    let expected = format!(
        "\
error: this request was denied on {} (identity-not-verified) [request-denied]
  --> request.toml:{n}:16
   at /ticket
  |
{n} | ticket       = \"·········\"
  |                ^^^^^^^^^^^
hint: if that no longer applies, run `crr reopen TICKET --because REASON`, then try again
refused: 1 error; nothing was written
",
        day(&case)
    );
    let print = ["print", "request.toml", "--extract", "extract.json", "--to", "x.pdf"];
    let print = case.crr(print.into_iter().chain(["--yes", "--at", AT]));
    for ran in [case.build(&[]), case.build(&["--replace"]), print] {
        assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (1, "", &*expected));
    }
    let ran = case.check(&[]);
    let expected = expected.replace("; nothing was written", "");
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (1, "", &*expected));
    assert_eq!(case.tree(), before);
    // The ledger decides: neither the letter's folder nor the case of a letter does.
    fs::remove_dir_all(case.dir.join("out/2026-0142")).expect("removed");
    assert_eq!(case.build(&[]).code, 1);
    // Another ticket, and another ledger, are not concerned.
    let check = ["check", "request.toml", "--extract", "extract.json", "--at", AT];
    assert_eq!(
        case.crr(check.into_iter().chain(["--site", "built-in", "--out", "other"])).code,
        0
    );
    case.edit("request.toml", "2026-0142", "2026-0143");
    assert_eq!(case.build(&[]).code, 0);
}

#[test]
fn many_go_on_past_a_denied_one_and_count_it() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("in")).expect("a folder");
    let request = case.read("request.toml");
    for ticket in ["2026-0142", "2026-0143"] {
        let text = request.replace("2026-0142", ticket);
        case.write(&format!("in/{ticket}.toml"), text);
    }
    case.write("in/extract.json", case.read("extract.json"));
    assert_eq!(case.deny(&["--reason", "asked-by-another"]).code, 0);
    let day = day(&case);
    let common = ["in", "--extracts", "in", "--at", AT];
    let check = case.crr(["check"].into_iter().chain(common));
    assert_eq!(check.code, 0, "{}", check.stderr);
    let denied = format!("in/2026-0142.toml: denied on {day}\n");
    assert!(check.stderr.starts_with(&denied), "{}", check.stderr);
    assert!(
        check
            .stderr
            .ends_with("checked 2 requests: 1 can be built, 0 cannot, 1 denied\n"),
        "{}",
        check.stderr
    );
    let list = ["--passphrase-out", "list"];
    let replace = ["--replace", "--ticket", "2026-0142", "--because", "other"];
    for more in [&[][..], &replace] {
        let build = ["build"].into_iter().chain(common).chain(list);
        let ran = case.crr(build.chain(more.iter().copied()));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stderr.contains(&denied), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("\ndenied                      1\n"),
            "{}",
            ran.stderr
        );
    }
    assert!(case.dir.join("out/2026-0142/denial-letter.pdf").exists());
    assert!(!case.read("list").contains("2026-0142"));
    let json = case.crr(["build", "--json"].into_iter().chain(common).chain(list));
    let lines: Vec<serde_json::Value> =
        json.stdout.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    assert_eq!(lines[2]["result"]["denied"], 1, "{}", json.stdout);
}

#[test]
fn a_reopened_ticket_is_built_in_the_place_of_its_letter() {
    let case = denied();
    let ran = case.crr(["reopen", "2026-0142", "--because", "appeal"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            0,
            "\
reopened 2026-0142: it can be built
next:
  1. export the record again, so that it is not older than the request
  2. run `crr check` on the request, then `crr build`
"
        ),
        "{}",
        ran.stderr
    );
    let ledger = case.read("out/ledger.jsonl");
    let line = ledger.lines().nth(1).expect("a second line");
    assert!(
        line.contains(r#""ticket":"2026-0142","action":"reopen","operator":"#)
            && line.contains(r#","because":"appeal","files":[],"#),
        "{line}"
    );
    assert_eq!(case.check(&[]).code, 0);
    let folder = case.built();
    assert!(folder.join("2026-0142.zip").exists());
    assert!(!folder.join("denial-letter.pdf").exists());
    assert!(case.read("out/ledger.jsonl").contains(r#""action":"release""#));
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    // From here on it is a package like any other: what is there stays.
    let ran = case.build(&[]);
    assert!(
        ran.code == 0 && ran.stderr.starts_with("skipped 2026-0142"),
        "{}",
        ran.stderr
    );
    // And may be denied again, by name.
    assert_eq!(case.deny(&["--reason", "identity-not-verified"]).code, 1);
    assert_eq!(case.deny(&["--reason", "identity-not-verified", "--replace"]).code, 0);
    assert_eq!(case.build(&["--replace"]).code, 1);
}

/// A ticket that nobody knows may be mistyped: it is withdrawn as its request may be gone, and
/// told.
#[test]
fn a_withdrawal_of_an_unknown_ticket_is_told() {
    let case = Case::of("typical-adult");
    std::fs::create_dir_all(case.dir.join("data/requests")).expect("a folder");
    case.write("data/requests/one.toml", case.read("request.toml"));
    let known = case.crr(["withdraw", "2026-0142"]);
    assert!(known.code == 0 && !known.stderr.contains("warning"), "{}", known.stderr);
    let ran = case.crr(["withdraw", "2026-0124"]);
    let expected = "\
warning: no request in `data/requests` has this ticket, and nothing was done for it [ticket-not-known]
   at TICKET
hint: if it is mistyped, run `crr reopen 2026-0124 --because mistake`, and withdraw the right one
withdrew 2026-0124: ";
    assert!(ran.code == 0 && ran.stderr.starts_with(expected), "{}", ran.stderr);
    // By its file it is not withdrawn.
    let ran = case.crr(["withdraw", "data/requests/one.toml"]);
    assert!(ran.code == 2 && ran.stderr.contains("not the file of its request"));
}

#[test]
fn what_was_not_denied_cannot_be_reopened() {
    let case = Case::of("typical-adult");
    let expected = "\
error: the ledger has no denial or withdrawal of this ticket [nothing-to-reopen]
   at --out
hint: check the spelling of the ticket, and which ledger is used: see `--out` and `--site`
refused: 1 error; nothing was written
";
    let before = case.tree();
    let reopen = |ticket| case.crr(["reopen", ticket, "--because", "mistake"]);
    let ran = reopen("2026-0142");
    assert_eq!((ran.code, &*ran.stderr), (1, expected));
    assert_eq!(case.tree(), before);
    case.built();
    assert_eq!(reopen("2026-0142").code, 1);
    // A word that is none of the list, and a ticket that is none.
    assert_eq!(case.crr(["reopen", "2026-0142", "--because", "Maria"]).code, 2);
    assert_eq!(case.crr(["reopen", "a/b", "--because", "other"]).code, 2);
}

/// The place of the ticket in the request, as each refusal shows it.
fn place(case: &Case) -> String {
    let request = case.read("request.toml");
    let n = request.lines().position(|it| it.starts_with("ticket")).expect("it") + 1;
    format!(
        "  --> request.toml:{n}:16\n   at /ticket\n  |\n{n} | ticket       = \"·········\"\n  \
         |                ^^^^^^^^^^^\n"
    )
}

#[test]
fn a_withdrawn_request_is_not_built_until_it_is_reopened() {
    let case = Case::of("typical-adult");
    let ran = case.crr(["withdraw", "2026-0142"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            0,
            "\
withdrew 2026-0142: it will not be built, unless it is reopened
next:
  1. tell the agency that the ticket is closed
  2. if they ask again, run `crr reopen 2026-0142 --because asked-again`
"
        )
    );
    let expected = format!(
        "\
error: this request was withdrawn on {} [request-withdrawn]
{}hint: if that no longer applies, run `crr reopen TICKET --because REASON`, then try again
refused: 1 error; nothing was written
",
        day(&case),
        place(&case)
    );
    let before = case.tree();
    let deny = case.deny(&["--reason", "identity-not-verified"]);
    for ran in [case.build(&[]), case.build(&["--again", "--because", "other"]), deny] {
        assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (1, "", &*expected));
    }
    let twice = case.crr(["withdraw", "2026-0142"]);
    let hint = "hint: it is closed already: there is nothing to do\n";
    assert!(twice.code == 1 && twice.stderr.contains(hint), "{}", twice.stderr);
    assert_eq!(case.tree(), before);
    assert_eq!(case.crr(["reopen", "2026-0142", "--because", "asked-again"]).code, 0);
    case.built();
    // What was released before is still there, and said.
    let ran = case.crr(["withdraw", "2026-0142"]);
    assert!(
        ran.stderr.contains(
            "`out/2026-0142` is still there: delete it if nobody should get it\n"
        ),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_was_released_and_is_gone_is_built_again_only_by_name() {
    let case = Case::of("typical-adult");
    case.built();
    let day = day(&case);
    fs::remove_dir_all(case.dir.join("out/2026-0142")).expect("removed");
    let before = case.tree();
    let expected = format!(
        "\
error: this ticket was released before, on {day}, and its package is gone [released-before]
{}hint: restore the package from your backup
hint: if it is to be built once more, run `crr build` and pass `--again --because REASON`; REASON is one of `corrected`, `passphrase-lost`, `wrong-recipient`, `other`
refused: 1 error; nothing was written
",
        place(&case)
    );
    let print = ["print", "request.toml", "--extract", "extract.json", "--to", "x.pdf"];
    let print = case.crr(print.into_iter().chain(["--yes", "--at", AT]));
    for ran in [case.build(&[]), case.build(&["--replace", "--because", "other"]), print]
    {
        assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (1, "", &*expected));
    }
    // Many go on past it and count it.
    let many = ["build", "request.toml", "request.toml", "--extracts", ".", "--at", AT];
    let ran =
        case.crr(many.into_iter().chain(["--shard", "1/1", "--passphrase-out", "l"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let said = format!("request.toml: released on {day}, and the package is gone\n");
    assert!(ran.stderr.starts_with(&said), "{}", ran.stderr);
    assert!(ran.stderr.contains("\nreleased before             1\n"), "{}", ran.stderr);
    let ran = case.build(&["--again"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            &*format!(
                "\
error: `out/2026-0142` was released before, and nobody said why it is built again [because-missing]
{}hint: add `--because`, with one of `corrected`, `passphrase-lost`, `wrong-recipient`, `other`
refused: 1 error; nothing was written
",
                place(&case)
            )
        )
    );
    let other = ["--again", "--because", "passphrase-lost", "--ticket", "2026-0143"];
    let ran = case.build(&other);
    assert!(ran.code == 1 && ran.stderr.contains("[no-such-ticket]"), "{}", ran.stderr);
    assert_eq!(case.tree(), before);
    let ran = case.build(&["--again", "--because", "passphrase-lost"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ledger = case.read("out/ledger.jsonl");
    assert!(ledger.contains(r#""because":"passphrase-lost""#), "{ledger}");
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

/// Known by its bytes, not by its size.
#[test]
fn a_package_that_was_changed_is_not_taken_for_the_released_one() {
    let case = Case::of("typical-adult");
    case.built();
    let day = day(&case);
    let file = "out/2026-0142/2026-0142.zip";
    let mut bytes = case.bytes(file);
    let whole = bytes.clone();
    bytes[500] ^= 1;
    case.write(file, &bytes);
    let expected = format!(
        "\
error: `out/2026-0142` is not the package that was released on {day} [package-damaged]
{}hint: find out what happened to it: `crr verify` names each file that has changed
hint: to build it again, pass `--replace --because REASON`; REASON is one of `corrected`, `passphrase-lost`, `wrong-recipient`, `other`
refused: 1 error; nothing was written
",
        place(&case)
    );
    let ran = case.build(&[]);
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (1, "", &*expected));
    assert_eq!(case.check(&[]).code, 1);
    case.write(file, &whole);
    assert_eq!(case.build(&[]).code, 0);
    assert_eq!(
        case.check(&[]).stderr,
        "checked 2026-0142: its package is there, built from the same request\n"
    );
    case.write(file, &bytes);
    assert_eq!(case.build(&["--replace", "--because", "other"]).code, 0);
}
