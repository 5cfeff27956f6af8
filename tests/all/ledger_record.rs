//! The ledger is the record: where it lies, what it tells, and what happens where it is lost,
//! cut off or exchanged.

use std::fs;

use serde_json::Value;

use super::support::{AT, Case, ROOT, Ran};

const LEDGER: &str = "out/ledger.jsonl";

fn lines(case: &Case, path: &str) -> Vec<Value> {
    let text = case.read(path);
    text.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect()
}

/// A case whose site file says nothing of ledger and key.
fn with_plain_site() -> Case {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("desk")).expect("a folder");
    fs::remove_file(case.dir.join("site.toml")).expect("removed");
    let site = fs::read_to_string(std::path::Path::new(ROOT).join("data/site.toml"));
    case.write("desk/site.toml", site.expect("the site file"));
    case
}

fn build(case: &Case, more: &[&str]) -> Ran {
    let all = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    case.crr(all.iter().chain(&["--passphrase-out", "passphrase"]).chain(more))
}

#[test]
fn ledger_and_key_lie_beside_the_site_file() {
    let case = with_plain_site();
    let ran = build(&case, &["--site", "desk/site.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for name in ["desk/ledger.jsonl", "desk/desk.key", "desk/desk.head"] {
        assert!(case.dir.join(name).is_file(), "{name}");
    }
    let out: Vec<_> = fs::read_dir(case.dir.join("out")).expect("a folder").collect();
    assert_eq!(out.len(), 1, "{out:?}");
    // Another output folder is no other desk.
    let ran = build(&case, &["--site", "desk/site.toml", "--out", "other"]);
    assert!(ran.code == 1 && ran.stderr.contains("[released-before]"), "{}", ran.stderr);
    let verify = ["--passphrase-file", "passphrase", "--site", "desk/site.toml"];
    let ran = case.crr(["verify", "out/2026-0142"].iter().chain(&verify));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // The variable that names the site file does the same.
    let mut command = case.command();
    command.env("CRR_SITE", "desk/site.toml").args(["ledger", "verify"]);
    assert_eq!(super::support::ran(command.output()).code, 0);
    // Moved together, they stay one desk.
    fs::rename(case.dir.join("desk"), case.dir.join("moved")).expect("renamed");
    let ran = case.crr(["ledger", "verify", "--site", "moved/site.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// Who asked whom for what, when, under which rules, and nothing of the client.
#[test]
fn a_line_tells_of_the_request_and_the_desk_alone() {
    let case = Case::of("typical-adult");
    let withhold = "\n[[withhold]]\nsection = \"documents\"\nreason = \"required-by-law\"\n\
                    approved_by = \"k.lee\"\n";
    case.write("request.toml", case.read("request.toml") + withhold);
    let mut command = case.command();
    command.env("CRR_OPERATOR", "j.ortiz").args(["build", "request.toml"]);
    command.args(["--extract", "extract.json", "--site", "site.toml", "--at", AT]);
    command.args(["--passphrase-out", "passphrase"]);
    let ran = super::support::ran(command.output());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let line = &lines(&case, LEDGER)[0];
    assert_eq!(line["operator"], "j.ortiz");
    let account = &line["account"];
    for (key, value) in [
        ("agency", "Harbor Bridge Outreach"),
        ("intake", "ticket"),
        ("method", "email"),
        ("recipient", "requester"),
        ("language", "en"),
        ("layout", "letter"),
        ("edition", "oc-hmis-2020"),
        ("requested_on", "2026-11-16"),
        ("submitted_on", "2026-11-18"),
        ("exported_on", "2026-11-18"),
        ("built_on", AT),
    ] {
        assert_eq!(account[key], value, "{key}");
    }
    assert_eq!(account["approved_by"], serde_json::json!(["k.lee"]));
    assert_eq!(account["formats"], serde_json::json!(["zip", "pdf"]));
    assert_eq!((&account["profiles"], &account["at_given"]), (&1.into(), &true.into()));
    let site = client_record_request::package::digest(&case.bytes("site.toml"));
    assert_eq!(account["site"], *site);
    assert_eq!(account["rules"].as_str().map(str::len), Some(64));
    assert_eq!(line["binding"]["form"], "binding/1");
    // A name that is none of a list is not written.
    let mut command = case.command();
    command.env("CRR_OPERATOR", "Maria, room 3").args(["withdraw", "2026-0142"]);
    let ran = super::support::ran(command.output());
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            2,
            "\
error: this cannot name somebody on the staff [not-a-staff-name]
   at CRR_OPERATOR
hint: write a login or initials: letters, digits and `-._@`, at most 64
usage: 1 error; nothing was written
"
        )
    );
    assert_eq!(lines(&case, LEDGER).len(), 1);
}

/// Nothing is built, denied or printed beside packages whose ledger is lost.
#[test]
fn a_lost_ledger_stops_everything_until_it_is_restored() {
    let case = Case::of("typical-adult");
    case.built();
    case.edit("request.toml", "2026-0142", "2026-0143");
    assert_eq!(case.deny(&["--reason", "identity-not-verified"]).code, 0);
    case.edit("request.toml", "2026-0143", "2026-0144");
    case.write("copy.jsonl", case.read(LEDGER));
    fs::remove_file(case.dir.join(LEDGER)).expect("removed");
    let before = case.tree();
    let expected = "\
error: the ledger `out/ledger.jsonl` is missing, but there are packages [ledger-missing]
hint: if your desk has a site file, pass `--site FILE`; else put the ledger back from your backup
hint: if there is no copy, `crr ledger restore`, with the same `--site` and `--out`, makes a new one from the packages; denials and withdrawals are lost
refused: 1 error; nothing was written
";
    let print = ["print", "request.toml", "--extract", "extract.json", "--to", "x.pdf"];
    let print = case.crr(print.into_iter().chain(["--yes", "--at", AT]));
    for ran in [case.build(&[]), case.deny(&["--reason", "asked-by-another"]), print] {
        assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (1, "", expected));
    }
    let ran = case.crr(["withdraw", "2026-0144"]);
    assert!(ran.code == 1 && ran.stderr.contains("[ledger-missing]"), "{}", ran.stderr);
    assert_eq!(case.check(&[]).code, 1);
    assert_eq!(case.tree(), before);
    // From the copy.
    let ran = case.crr(["ledger", "restore", "--from", "copy.jsonl"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (0, "restored the ledger: 2 lines, 0 from packages that are there\n")
    );
    assert_eq!(case.read(LEDGER), case.read("copy.jsonl"));
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    // From the packages alone: the denial holds, and what was built is known.
    fs::remove_file(case.dir.join(LEDGER)).expect("removed");
    let ran = case.crr(["ledger", "restore"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            0,
            "\
warning: lines of the ledger are not those that were here before [ledger-lines-lost]
hint: denials and withdrawals that were in them no longer hold: record them again with `crr deny` and `crr withdraw`
restored the ledger: 2 lines, 2 from packages that are there
"
        )
    );
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    case.edit("request.toml", "2026-0144", "2026-0143");
    let ran = case.build(&[]);
    assert!(ran.stderr.contains("[request-denied]"), "{}", ran.stderr);
    case.edit("request.toml", "2026-0143", "2026-0142");
    let ran = case.build(&[]);
    assert!(ran.code == 0 && ran.stderr.contains("[not-comparable]"), "{}", ran.stderr);
    // A ledger that is there is not written over.
    let ran = case.crr(["ledger", "restore", "--from", "copy.jsonl"]);
    assert!(ran.code == 1 && ran.stderr.contains("[already-there]"), "{}", ran.stderr);
}

/// Where the packages are gone too, the head that is kept with the key tells of the ledger.
#[test]
fn head_and_key_tell_of_a_ledger_that_is_gone() {
    let case = Case::of("typical-adult");
    case.built();
    for name in ["out/2026-0142", "kept"] {
        let _ = fs::remove_dir_all(case.dir.join(name));
    }
    fs::rename(case.dir.join(LEDGER), case.dir.join("elsewhere")).expect("moved");
    let ran = case.check(&[]);
    assert!(
        ran.stderr.starts_with(
            "error: the ledger `out/ledger.jsonl` is missing, but its head is kept with the \
             key: it had 1 line [ledger-missing]\n"
        ),
        "{}",
        ran.stderr
    );
    case.forget_head();
    let ran = case.check(&[]);
    assert!(
        ran.stderr.starts_with(
            "error: the ledger `out/ledger.jsonl` is missing, but the desk has a key \
             [ledger-missing]\n"
        ),
        "{}",
        ran.stderr
    );
    // A key that was made for extracts, before any ledger, is no such sign.
    let case = Case::of("typical-adult");
    let clarity =
        ["import", "hmis-csv", "none", "--all", "--to", "x", "--key", "desk.key"];
    assert_eq!(case.crr(clarity).code, 1);
    let ran = case.crr(
        ["build", "request.toml", "--extract", "extract.json", "--at", AT]
            .iter()
            .chain(&["--key", "desk.key", "--passphrase-out", "passphrase"]),
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_ledger_that_lost_its_end_or_is_another_is_found() {
    let case = Case::of("typical-adult");
    case.built();
    let first = case.read(LEDGER);
    assert_eq!(case.crr(["withdraw", "2026-0142"]).code, 0);
    let both = case.read(LEDGER);
    let ran = case.crr(["ledger", "verify"]);
    let head = ran.stderr.lines().nth(1).expect("the head").to_owned();
    assert!(head.starts_with("2:"), "{head}");
    // Without its last line the withdrawal would be forgotten.
    case.write(LEDGER, &first);
    let expected = "\
error: `out/ledger.jsonl` has 1 line, and had 2: its end was cut off [ledger-changed]
hint: put the ledger back from your newest backup, and ask who changed it
hint: if that is the newest there is, `crr ledger restore` goes on from it
refused: 1 error; nothing was written
";
    let ran = case.build(&[]);
    assert_eq!((ran.code, &*ran.stderr), (1, expected));
    assert_eq!(case.crr(["ledger", "verify"]).code, 1);
    // Who noted the head finds it out even where the kept one was changed too.
    case.forget_head();
    let expect = ["ledger", "verify", "--expect", &head];
    let ran = case.crr(expect);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: the ledger does not have this line 2 [ledger-changed]
   at --expect
hint: its end was cut off, or it was made anew: compare it with a copy, and ask who changed it
refused: 1 error
"
        )
    );
    case.write(LEDGER, &both);
    assert_eq!(case.crr(expect).code, 0);
    assert_eq!(case.crr(["ledger", "verify", "--expect", "2:abc"]).code, 2);
    // It goes on from what is left, and says what is lost.
    let case = Case::of("typical-adult");
    case.built();
    let first = case.read(LEDGER);
    assert_eq!(case.crr(["withdraw", "2026-0142"]).code, 0);
    case.write(LEDGER, first);
    let ran = case.crr(["ledger", "restore"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            0,
            "\
warning: 1 line of the ledger could not be restored [ledger-lines-lost]
hint: denials and withdrawals that were in them no longer hold: record them again with `crr deny` and `crr withdraw`
restored the ledger: 1 line, 0 from packages that are there
"
        )
    );
    assert_eq!(case.check(&[]).code, 0);
}

/// Earlier versions kept the ledger in the output folder, whatever the site file was.
#[test]
fn a_ledger_of_an_earlier_version_is_taken_over() {
    let case = with_plain_site();
    assert_eq!(build(&case, &[]).code, 0);
    for name in ["out/desk.key", "out/desk.head"] {
        fs::remove_file(case.dir.join(name)).expect("removed");
    }
    let site = ["--site", "desk/site.toml"];
    let ran = build(&case, &site);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: the ledger `desk/ledger.jsonl` is missing, but the output folder has one [ledger-missing]
hint: earlier versions kept it there: `crr ledger restore --from OUT/ledger.jsonl`, with the same `--site` and `--out`, takes it over
refused: 1 error; nothing was written
"
        )
    );
    let restore = ["ledger", "restore", "--from", LEDGER];
    let ran = case.crr(restore.iter().chain(&site));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(case.read("desk/ledger.jsonl"), case.read(LEDGER));
    let ran = build(&case, &site);
    assert!(ran.code == 0 && ran.stderr.contains("[not-comparable]"), "{}", ran.stderr);
}

/// Of an edited line nothing is believed.
#[test]
fn a_line_in_the_middle_that_was_edited_stops_a_build() {
    let case = Case::of("typical-adult");
    assert_eq!(case.deny(&["--reason", "identity-not-verified"]).code, 0);
    case.edit("request.toml", "2026-0142", "2026-0143");
    case.built();
    let ledger = case.read(LEDGER);
    case.write(LEDGER, ledger.replacen("\"deny\"", "\"reopen\"", 1));
    case.edit("request.toml", "2026-0143", "2026-0142");
    let ran = case.build(&[]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: line 2 of `out/ledger.jsonl` does not follow from the line before it: one of the two was edited, removed or moved [ledger-broken]
hint: run `crr ledger verify`, and ask who changed the file
refused: 1 error; nothing was written
"
        )
    );
}
