//! No value of a record leaves the locked package: not in a message, not in a file, not in
//! a file's name, whatever fails.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::support::{Case, Ran, samples};

/// Every text and number of an extract that says something about a person.
fn values(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.insert(text.clone());
            // Of the words of a phrase, those that could be a name or a number.
            let word =
                |it: &&str| it.chars().any(|c| !c.is_lowercase() && c.is_alphanumeric());
            into.extend(text.split_whitespace().filter(word).map(str::to_owned));
        }
        Value::Number(number) if number.to_string().len() > 3 => {
            into.insert(number.to_string());
        }
        Value::Array(items) => items.iter().for_each(|it| values(it, into)),
        Value::Object(map) => map.values().for_each(|it| values(it, into)),
        _ => {}
    }
}

/// Words of the format itself, and words so short that chance alone would find them.
pub(super) fn telling(extract: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    values(extract, &mut found);
    let ours =
        ["client-record-extract/1", "FY2024", "FY2026", "phone", "email", "address"];
    found.retain(|it| it.chars().count() >= 5 && !ours.contains(&it.as_str()));
    found
}

#[test]
fn nothing_of_the_record_can_be_read_in_what_a_build_leaves() {
    for sample in samples() {
        let case = Case::of(&sample);
        let extract = serde_json::from_str(&case.read("extract.json")).expect("JSON");
        let ran = case.build(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        // The help desk's own words are not the client's: the agency and the day of asking
        // stand in the request; the receipt has neither.
        let agency = case.read("request.toml");
        let mut left = ran.stdout.into_bytes();
        for entry in walkdir::WalkDir::new(case.dir.join("out")) {
            let entry = entry.expect("a readable folder");
            left.extend(entry.path().file_name().expect("a name").as_encoded_bytes());
            left.push(b'\n');
            // What has words of its own is looked at below.
            let name = entry.file_name().to_string_lossy();
            let is_ours = BESIDE.iter().any(|it| name.ends_with(it));
            if entry.file_type().is_file() && !is_ours {
                let bytes = fs::read(entry.path()).expect("a file");
                left.extend(if name == "ledger.jsonl" {
                    without_agency(&bytes)
                } else {
                    bytes
                });
            }
        }
        for value in telling(&extract) {
            let found = left.windows(value.len()).any(|it| it == value.as_bytes());
            assert!(!found, "{sample}: {value:?} can be read in out/");
            let told = ran.stderr.contains(&value) && !agency.contains(&value);
            assert!(!told, "{sample}: {value:?} stands on standard error");
        }
    }
}

/// The ledger names the agency that asked, which has served the client.
fn without_agency(ledger: &[u8]) -> Vec<u8> {
    let lines = std::str::from_utf8(ledger).expect("UTF-8").lines();
    let lines = lines.map(|it| {
        let mut line: serde_json::Value = serde_json::from_str(it).expect("JSON");
        assert!(line["account"]["agency"].take().is_string(), "{it}");
        line.to_string()
    });
    lines.collect::<Vec<_>>().join("\n").into_bytes()
}

/// What lies beside the locked files and has words of its own, by the ends of their names.
const BESIDE: [&str; 4] =
    ["-how-to-open.pdf", "-agency-guide.pdf", "message.txt", "to-agency.txt"];

/// The files that are not locked are the same whosever record it is.
#[test]
fn the_guides_know_nothing_of_the_record() {
    let guides = |case: &Case| {
        case.built();
        let tree = case.tree();
        BESIDE.map(|end| {
            let name = tree.iter().find(|it| it.ends_with(end)).expect(end);
            case.bytes(name)
        })
    };
    let case = Case::of("typical-adult");
    let mut extract = serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let before = guides(&case);
    canaries(&mut extract, &mut 0);
    extract["enrollments"][0]["agency"] = "Harbor Bridge Outreach".into();
    extract["documents"] = serde_json::json!([]);
    let case = Case::of("typical-adult");
    case.write("extract.json", extract.to_string());
    assert!(guides(&case) == before, "a guide differs with the record");
}

/// The extract with each text replaced by one that could come from nowhere else.
fn canaries(extract: &mut Value, n: &mut u32) {
    let fixed = ["client_id", "format", "standard", "exported_at", "kind"];
    match extract {
        Value::Object(map) => {
            for (key, it) in map.iter_mut() {
                let dates =
                    key.ends_with("_date") || key.ends_with("_on") || key == "dob";
                let tokens =
                    ["race_ethnicity", "gender", "theaters"].contains(&key.as_str());
                if !fixed.contains(&key.as_str()) && !dates && !tokens {
                    canaries(it, n);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| canaries(it, n)),
        Value::String(text) => {
            *n += 1;
            *text = format!("Kanari{n}Vogel");
        }
        _ => {}
    }
}

#[track_caller]
fn silent(ran: &Ran, what: &str) {
    for text in [&ran.stdout, &ran.stderr] {
        for sign in ["Kanari", "Vogel", "1980", "4410", "69E44770D", "70A55881E"] {
            assert!(!text.contains(sign), "{what}: {sign} in\n{text}");
        }
    }
}

/// Every way to spoil one value of the extract: each leaf in turn becomes something wrong.
#[test]
fn no_failing_path_tells_a_value() {
    let case = Case::of("typical-adult");
    case.edit(
        "request.toml",
        "[requester]",
        "ticket_text = \"Kanari1Vogel\"\n[requester]",
    );
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    // A few rows show what a hundred would.
    for (key, keep) in [("enrollments", 2), ("documents", 1), ("contact_information", 1)]
    {
        extract[key].as_array_mut().expect("rows").truncate(keep);
    }
    canaries(&mut extract, &mut 0);
    extract["enrollments"][0]["agency"] = "Harbor Bridge Outreach".into();
    let pointers = leaves(&extract, String::new());
    assert!(pointers.len() > 50);
    let wrong = [
        Value::from("Kanari7Vogel"),
        Value::from("Kanari7\u{202E}Vogel"),
        Value::from(-1),
        serde_json::json!({ "Kanari8 Vogel": "Kanari9Vogel" }),
        serde_json::json!(["Kanari10Vogel"]),
    ];
    let mut n_refused = 0;
    for pointer in &pointers {
        for value in &wrong {
            let mut spoiled = extract.clone();
            *spoiled.pointer_mut(pointer).expect("a leaf") = value.clone();
            case.write("extract.json", spoiled.to_string());
            let before = case.tree();
            let ran = case.check(&["--strict"]);
            silent(&ran, pointer);
            assert!(
                ran.code == 0 || ran.code == 1,
                "{pointer}: {}: {}",
                ran.code,
                ran.stderr
            );
            n_refused += u32::from(ran.code == 1);
            assert_eq!(case.tree(), before);
        }
    }
    assert!(n_refused > 150, "only {n_refused} were refused");
    for more in [["--json"], ["--quiet"]] {
        case.write(
            "extract.json",
            extract.to_string().replace("\"sex\":0", "\"sex\":\"0\""),
        );
        silent(&case.build(&more), more[0]);
    }
}

/// Pointers to everything that is neither a list nor an object.
fn leaves(value: &Value, at: String) -> Vec<String> {
    match value {
        Value::Object(map) => {
            map.iter().flat_map(|(key, it)| leaves(it, format!("{at}/{key}"))).collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(i, it)| leaves(it, format!("{at}/{i}")))
            .collect(),
        _ => vec![at],
    }
}

/// The file cut off at any place, and any byte of it spoiled.
#[test]
fn no_broken_file_tells_a_value() {
    let case = Case::of("typical-adult");
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    for key in ["enrollments", "documents", "contact_information"] {
        extract[key].as_array_mut().expect("rows").truncate(1);
    }
    canaries(&mut extract, &mut 0);
    let text = serde_json::to_string_pretty(&extract).expect("JSON");
    for i in (0..text.len()).step_by(19) {
        case.write("extract.json", &text[..i]);
        silent(&case.check(&[]), "cut off");
        for sign in [b'"', b'}', b'\n', b'\\', 0xFF] {
            let mut bytes = text.clone().into_bytes();
            bytes[i] = sign;
            case.write("extract.json", bytes);
            let ran = case.check(&[]);
            silent(&ran, "spoiled");
            assert!(ran.code == 0 || ran.code == 1, "byte {i}: {}", ran.stderr);
        }
    }
}

#[test]
fn what_is_withheld_stands_nowhere() {
    let case = Case::of("guardian-large");
    let extract: Value = serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let rows = extract["enrollments"].as_array().expect("rows");
    let n = rows.len();
    let mut changed = extract.clone();
    let held =
        rows.iter().position(|it| it["enrollment_id"] == "E-912").expect("the row");
    changed["enrollments"][held]["project_name"] = "Kanari Vogelhaus".into();
    changed["enrollments"][held]["entry_date"] = "1999-01-01".into();
    case.write("extract.json", changed.to_string());
    let members = case.members();
    let receipt = case.read("out/2026-0150/receipt.json");
    assert!(receipt.contains(&format!("\"rows\": {}", n - 1)), "{receipt}");
    if !super::support::has("pdftotext") {
        return super::support::skip("pdftotext");
    }
    for (name, bytes) in members {
        case.write(&name, bytes);
        let words = case.words(&name);
        assert!(!words.contains("Kanari") && !words.contains("1999"), "{name}");
        assert!(words.contains("it is about another person"), "{name}: {words}");
        assert!(words.contains(&format!("{} programs", n - 1)), "{name}: {words}");
        assert!(!words.contains(&format!("{n} programs")), "{name}");
    }
}

#[test]
fn case_folders_hold_no_unlocked_copy_while_building() {
    // Everything a build writes is below out/ or the passphrase file: a run under a watcher
    // of system calls finds no other file opened for writing.
    if !super::support::has("strace") {
        return super::support::skip("strace");
    }
    let case = Case::of("typical-adult");
    let mut command = std::process::Command::new("strace");
    command.current_dir(&case.dir).args([
        "-f",
        "-e",
        "trace=openat,open,creat",
        "-o",
        "calls",
    ]);
    command.arg(env!("CARGO_BIN_EXE_crr"));
    command.args([
        "build",
        "request.toml",
        "--extract",
        "extract.json",
        "--at",
        "2026-11-20",
    ]);
    command.args(["--passphrase-out", "passphrase"]);
    let ran = super::support::ran(command.output());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let calls = case.read("calls");
    let written: BTreeSet<&str> = calls
        .lines()
        .filter(|it| {
            it.contains("O_WRONLY") || it.contains("O_RDWR") || it.contains("creat(")
        })
        .filter_map(|it| it.split('"').nth(1))
        .collect();
    let expected = [
        "out/.new-2026-0142/2026-0142-agency-guide.pdf",
        "out/.new-2026-0142/2026-0142-how-to-open.pdf",
        "out/.new-2026-0142/2026-0142.pdf",
        "out/.new-2026-0142/2026-0142.zip",
        "out/.new-2026-0142/message.eml",
        "out/.new-2026-0142/message.txt",
        "out/.new-2026-0142/receipt.json",
        "out/.new-2026-0142/to-agency.txt",
        "./.probe-crr",
        "out/.crr-desk.head",
        "out/desk.key",
        "out/ledger.jsonl",
        "passphrase",
    ];
    assert_eq!(written, expected.into_iter().collect());
}
