//! A key that appears twice in an object is refused by every reader of JSON: two programs would
//! take two values.

use std::fs;

use super::support::{AT, Case};

/// The text with its first member of this name written twice.
fn doubled(text: &str, member: &str) -> String {
    assert!(text.contains(member), "{member}");
    text.replacen(member, &format!("{member},{member}"), 1)
}

#[test]
fn in_an_extract_of_a_folder() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    let extract = case.read("extract.json");
    for member in ["\"client_id\": \"69E44770D\"", "\"alias\": \"Mai\""] {
        case.write("extracts/a.json", doubled(&extract, member));
        let ran =
            case.crr(["check", "request.toml", "--extracts", "extracts", "--at", AT]);
        assert_eq!(ran.code, 1);
        for part in
            ["[damaged-extract]", "error: the same key stands twice [duplicate-key]"]
        {
            assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
        }
        assert!(ran.stderr.contains("--> extracts/a.json:"), "{}", ran.stderr);
    }
}

#[test]
fn in_a_receipt() {
    let case = Case::of("typical-adult");
    let path = case.built().join("receipt.json");
    let receipt = fs::read_to_string(&path).expect("a receipt");
    let member = receipt.lines().find(|it| it.contains("\"bytes\"")).expect("a member");
    let member = member.trim().trim_end_matches(',');
    fs::write(&path, doubled(&receipt, member)).expect("written");
    let ran = case.crr(["verify", "out/2026-0142", "--passphrase-file", "passphrase"]);
    assert_eq!(ran.code, 1);
    let line = receipt.lines().position(|it| it.contains(member)).expect("a line") + 1;
    assert!(
        ran.stderr.starts_with(
            "error: the same key stands twice [duplicate-key]\n   at receipt.json"
        ),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(&line.to_string()), "{}", ran.stderr);
    assert!(ran.stderr.contains("/files/0"), "{}", ran.stderr);
}

#[test]
fn in_a_line_of_the_ledger() {
    let case = Case::of("typical-adult");
    case.built();
    let ledger = case.read("out/ledger.jsonl");
    case.write("out/ledger.jsonl", doubled(&ledger, "\"n\":1"));
    let ran = case.crr(["ledger", "verify"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr
            .contains("line 1 of the ledger has the same key twice [ledger-broken]"),
        "{}",
        ran.stderr
    );
}

/// A head that has a key twice is not believed.
#[test]
fn in_a_head() {
    let heads = client_record_request::ledger::Heads::parse(
        "{\"ledger\":\"l\",\"n\":1,\"n\":2,\"digest\":\"x\"}\n",
    );
    assert_eq!(heads.get("l"), None);
}

#[test]
fn in_what_clarity_gives_and_in_sections_from_elsewhere() {
    let case = Case::empty();
    let client =
        "{\"unique_identifier\":\"A1B2C3D4E\",\n\"screenValues\":{\"veteran\":0}}";
    case.write("client.json", client).write("with.json", "{\"client_id\":\"A1B2C3D4E\"}");
    let run = || {
        let from = ["import", "clarity-json", "--client", "client.json"];
        let rest = ["--with", "with.json", "--to", "x", "--plain", "--yes"];
        let at = ["--exported-at", "2026-11-18T14:05:00-08:00"];
        case.crr(from.iter().chain(&rest).chain(&at))
    };
    let ran = run();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    case.write("client.json", doubled(client, "\"veteran\":0"));
    let ran = run();
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: the same key stands twice [duplicate-key]
   at --client, row 2, /screenValues
hint: ask the system for this client again, all pages of each list
refused: 1 error; nothing was written
"
        )
    );
    case.write("with.json", "{\"client_id\":\"A1B2C3D4E\",\"client_id\":\"B\"}");
    let ran = run();
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: the same key stands twice [duplicate-key]
   at --with, row 1
hint: keep one of them; which is right cannot be guessed
refused: 1 error; nothing was written
"
        )
    );
}
