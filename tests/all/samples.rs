//! The built-in samples, and those that lie beside the project: all of them build.

use std::fs;
use std::path::Path;

use super::support::{AT, Case, ROOT, samples, shared};

#[test]
fn every_built_in_sample_builds_without_a_warning_and_verifies() {
    assert!(samples().len() >= 8);
    for sample in samples() {
        let case = Case::of(&sample);
        let ran = case.build(&["--strict"]);
        assert_eq!(ran.code, 0, "{sample}: {}", ran.stderr);
        let ran =
            case.crr(["verify", ran.stdout.trim(), "--passphrase-file", "passphrase"]);
        assert_eq!(ran.code, 0, "{sample}: {}", ran.stderr);
    }
}

/// A request of the public pairs. They are of before it was asked who was verified, and by what
/// a parent asks.
pub(super) fn verified(request: &Path) -> String {
    let text = fs::read_to_string(request).expect("a request");
    let line = "[requester]\nidentity_verified_on = 2026-11-16";
    let parent = "relation = \"parent\"";
    let seen = format!("{parent}\nauthority_seen = \"birth-certificate\"");
    text.replace("[requester]", line).replace(parent, &seen)
}

#[test]
fn the_pairs_made_from_a_public_export_build() {
    let Some(folder) = shared("json") else { return };
    let mut n = 0;
    for entry in fs::read_dir(folder.join("requests")).expect("requests") {
        let request = entry.expect("an entry").path();
        let case = Case::empty();
        let extracts = folder.join("extracts");
        case.write("request.toml", verified(&request));
        let ran = case.crr([
            "build".as_ref(),
            "request.toml".as_ref(),
            "--extracts".as_ref(),
            extracts.as_os_str(),
            "--at".as_ref(),
            AT.as_ref(),
            "--passphrase-out".as_ref(),
            "passphrase".as_ref(),
        ]);
        assert_eq!(ran.code, 0, "{}: {}", request.display(), ran.stderr);
        n += 1;
    }
    assert_eq!(n, 22);
}

#[test]
fn the_extract_is_found_by_the_client_it_is_about() {
    let case = Case::of("typical-adult");
    let samples = Path::new(ROOT).join("data/samples");
    let ran = case.crr([
        "check".as_ref(),
        "request.toml".as_ref(),
        "--extracts".as_ref(),
        samples.as_os_str(),
        "--at".as_ref(),
        AT.as_ref(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn the_extract_may_come_by_standard_input() {
    let case = Case::of("typical-adult");
    let extract = fs::File::open(case.dir.join("extract.json")).expect("the extract");
    let mut command = case.command();
    command.args(["check", "request.toml", "--extract", "-", "--at", AT]).stdin(extract);
    let ran = super::support::ran(command.output());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn no_extract_and_several_are_refused() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    let check = ["check", "request.toml", "--extracts", "extracts", "--at", AT];
    case.write("extracts/other.json", "{ not JSON");
    let ran = case.crr(check);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: there is no extract of this client in `extracts` [no-extract]
  --> request.toml:9:16
   at /client_id
  |
9 | client_id    = \"·······0D\"
  |                ^^^^^^^^^^^
hint: export the record into that folder, or name the file with `--extract`
warning: 1 JSON file is not a valid extract [unreadable-extracts]
   at extracts
hint: move what does not belong there out of the folder, or export those records again
hint: if it can stay as it is, add at the end of the request, with your initials:
[[accepted]]
rule = \"unreadable-extracts\"
on = 2026-11-20
by = \"…\"
refused: 1 error
"
    );
    let extract = case.read("extract.json");
    fs::remove_file(case.dir.join("extracts/other.json")).expect("removed");
    case.write("extracts/a.json", &extract).write("extracts/b.json", &extract);
    let ran = case.crr(check);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: 2 extracts are about this client [several-extracts]
  --> request.toml:9:16
   at /client_id
  |
9 | client_id    = \"·······0D\"
  |                ^^^^^^^^^^^
   at extracts/a.json
   at extracts/b.json
hint: keep the newest, or name one with `--extract`
refused: 1 error
"
    );
    fs::remove_file(case.dir.join("extracts/b.json")).expect("removed");
    assert_eq!(case.crr(check).code, 0);
}

/// The damaged one may be the newer: the older is not taken in its place.
#[test]
fn a_damaged_extract_of_the_client_stops_the_search() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    let extract = case.read("extract.json");
    case.write("extracts/old.json", &extract).write("extracts/new.JSON", &extract[..900]);
    let ran = case.crr(["check", "request.toml", "--extracts", "extracts", "--at", AT]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: a file that mentions this client is not a valid extract [damaged-extract]
  --> request.toml:9:16
   at /client_id
  |
9 | client_id    = \"·······0D\"
  |                ^^^^^^^^^^^
   at extracts/new.JSON
hint: export the record again, or name the right file with `--extract`
refused: 1 error
"
    );
}

#[test]
fn a_file_of_200_megabytes_is_not_read() {
    let case = Case::of("typical-adult");
    let file = fs::File::create(case.dir.join("extract.json")).expect("a file");
    // A hole: 200 MB that take no room.
    file.set_len(200_000_000).expect("a large file");
    let ran = case.build(&[]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: `extract.json` is larger than 64 MB, the most that is read [too-large]
   at --extract
hint: this is too large to belong to one client's request; check which file it is
refused: 1 error; nothing was written
"
    );
    assert_eq!(case.tree(), ["extract.json", "request.toml", "site.toml"]);
}

#[test]
fn files_that_are_missing_or_no_text_are_named() {
    let case = Case::of("typical-adult");
    case.write("extract.json", [0xFF, 0xFE, b'{', 0]);
    let ran = case.check(&[]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: `extract.json` is not UTF-8 text [not-text]
   at --extract
hint: save the file as UTF-8
refused: 1 error
"
    );
    fs::remove_file(case.dir.join("request.toml")).expect("removed");
    let ran = case.check(&[]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: `request.toml` was not found [not-found]
   at REQUEST
hint: check the spelling of the path
refused: 1 error
"
    );
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    let case = Case::of("typical-adult");
    for name in ["request.toml", "extract.json"] {
        let text = format!("\u{FEFF}{}", case.read(name).replace('\n', "\r\n"));
        case.write(name, text);
    }
    let ran = case.check(&["--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// A sample with so many enrollments, made from its own.
pub(crate) fn with_enrollments(case: &Case, n: usize) {
    let mut extract: serde_json::Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let rows = extract["enrollments"].as_array().expect("a list").clone();
    let many = (0..n).map(|i| {
        let mut row = rows[i % rows.len()].clone();
        row["enrollment_id"] = format!("E-{i}").into();
        let year = 2006 + i % 20;
        row["entry_date"] = format!("{year}-0{}-1{}", i % 9 + 1, i % 10).into();
        row["move_in_date"] = serde_json::Value::Null;
        row["exit_date"] = format!("{year}-12-01").into();
        row["destination"] = 116.into();
        row
    });
    extract["enrollments"] = many.collect();
    case.write("extract.json", extract.to_string());
}

#[test]
fn two_thousand_enrollments_stay_under_800_kilobytes() {
    let case = Case::of("typical-adult");
    with_enrollments(&case, 2000);
    let members = case.members();
    let (name, record) = &members[1];
    assert_eq!(name, "record.pdf");
    assert!(record.len() < 800_000, "{} bytes", record.len());
}

/// Ten thousand build too; that takes seconds, so here only the limit is looked at.
#[test]
fn more_rows_than_can_be_set_are_refused() {
    let case = Case::of("typical-adult");
    let rest = 1 + 2 + 8 + 4;
    with_enrollments(&case, 20_000 - rest);
    let ran = case.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    with_enrollments(&case, 20_001 - rest);
    let before = case.tree();
    let ran = case.build(&[]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains(
            "error: the record would show 20001 rows; the most is 20000 [too-many-rows]"
        ),
        "{}",
        ran.stderr
    );
    assert_eq!(case.tree(), before);
}

#[test]
fn the_same_input_gives_the_same_pages() {
    let (one, two) = (Case::of("veteran").members(), Case::of("veteran").members());
    assert!(one == two, "two builds of one record differ");
}
