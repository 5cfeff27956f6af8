//! The desk key: what it seals, what it recognizes, and what happens where it is not there.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::importing::{import, plain};
use super::support::{AT, Case, Ran};

const EXTRACT: &str = "extracts/P1.sealed";

/// An export, imported with a key.
fn sealed() -> Case {
    let case = plain();
    let ran = import(&case, &["--all", "--key", "desk.key"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    case
}

fn mode(case: &Case, path: &str) -> u32 {
    fs::metadata(case.dir.join(path)).expect("a file").permissions().mode() & 0o777
}

#[test]
fn an_import_seals_its_extracts_with_a_key_that_is_made_on_first_use() {
    let case = plain();
    let ran = import(&case, &["--all", "--key", "desk.key"]);
    let key = case.read("desk.key");
    let id = &client_record_request::package::digest(&bytes_of(key.trim()))[..8];
    assert!(
        ran.stderr.ends_with(&format!(
            "the extracts are sealed with the desk's key `{id}`: keep a copy of it\n"
        )),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("[extract-not-sealed]"), "{}", ran.stderr);
    let names: Vec<_> =
        case.tree().into_iter().filter(|it| it.starts_with("extracts/")).collect();
    assert_eq!(names, ["extracts/P1.sealed", "extracts/P2.sealed"]);
    assert_eq!((mode(&case, "desk.key"), mode(&case, EXTRACT)), (0o600, 0o600));
    let bytes = case.bytes(EXTRACT);
    for value in ["Kanarivogel", "123456789", "client-record-extract"] {
        let found = bytes.windows(value.len()).any(|it| it == value.as_bytes());
        assert!(!found, "{value} can be read");
    }
    // The same key again, from the environment or beside the site file.
    let mut command = case.command();
    command.env("CRR_KEY", "desk.key").args(["import", "hmis-csv", "export", "--all"]);
    command.args(["--to", "extracts", "--replace"]);
    assert_eq!(super::support::ran(command.output()).code, 0);
    assert_eq!(case.read("desk.key"), key);
    case.write("site.toml", site());
    let ran = import(&case, &["--all", "--site", "site.toml", "--replace"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(case.read("desk.key"), key);
}

/// The folder that the site file means for the key is made where the packages are to be, and
/// nowhere else: elsewhere its path may be mistyped.
#[test]
fn the_folder_of_the_key_is_made_or_missed_by_name() {
    let case = plain();
    let with = |key: &str| {
        case.write("site.toml", site().replace("# key    = \"desk.key\"", key));
        import(&case, &["--all", "--site", "site.toml", "--replace"])
    };
    let before = case.tree();
    let ran = with("key = \"keys/desk.key\"");
    let told = "error: the folder `keys` was not found [not-found]\n   at --key\n\
                hint: make that folder, connect its disk, or name a file in a folder that exists\n\
                refused: 1 error; nothing was written\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (1, told));
    let left = case.tree();
    assert!(left.iter().all(|it| before.contains(it) || it == "site.toml"), "{left:?}");
    let ran = with("key = \"out/desk.key\"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(case.tree().iter().any(|it| it == "out/desk.key"));
    fs::create_dir(case.dir.join("keys")).expect("a folder");
    let ran = with("key = \"keys/desk.key\"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

fn site() -> String {
    let path = std::path::Path::new(super::support::ROOT).join("data/site.toml");
    fs::read_to_string(path).expect("the site file")
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digit = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).expect("digits");
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// A request for the client of the export.
fn check(case: &Case, more: &[&str]) -> Ran {
    let request = Case::of("typical-adult").read("request.toml");
    let request = request.replace("69E44770D", "P1").replace("2026-11-1", "2026-11-0");
    case.write("request.toml", request.replace("Harbor Bridge Outreach", "Org"));
    let all = ["check", "request.toml", "--extracts", "extracts", "--at", AT];
    case.crr(all.iter().chain(more))
}

#[test]
fn a_sealed_extract_is_found_and_read_with_its_key_alone() {
    let case = sealed();
    // What a rule says of the extract shows that it was read.
    let with = check(&case, &["--key", "desk.key"]);
    assert!(!with.stderr.contains("[key-missing]"), "{}", with.stderr);
    assert!(!with.stderr.contains("[no-extract]"), "{}", with.stderr);
    let plain = {
        let case = plain();
        assert_eq!(import(&case, &["--all", "--plain", "--yes"]).code, 0);
        check(&case, &[]).stderr.replace(".json", ".sealed")
    };
    assert_eq!(with.stderr, plain);
    let before = case.tree();
    let without = check(&case, &["--key", "other.key"]);
    let id =
        &client_record_request::package::digest(&bytes_of(case.read("desk.key").trim()))
            [..8];
    assert_eq!(
        (without.code, &*without.stderr),
        (
            1,
            &*format!(
                "\
error: this file is sealed with the key `{id}`, which this desk does not have [key-missing]
   at extracts/··.sealed
hint: put the desk's key back from your copy, or name it with `--key FILE`
hint: without it the file cannot be opened: export the record again
refused: 1 error
"
            )
        )
    );
    assert_eq!(case.tree(), before);
}

#[test]
fn a_sealed_extract_that_was_changed_is_not_read() {
    let case = sealed();
    let mut bytes = case.bytes(EXTRACT);
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    case.write(EXTRACT, &bytes);
    let ran = check(&case, &["--key", "desk.key"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: this sealed file was changed, or is not whole [sealed-damaged]
   at extracts/··.sealed
hint: export the record again
refused: 1 error
"
        )
    );
    // Another client's content under this client's name is another file.
    let other = case.bytes("extracts/P2.sealed");
    let end = |it: &[u8]| it.iter().position(|b| *b == b'\n').expect("a line") + 1;
    let spliced = [&bytes[..end(&bytes)], &other[end(&other)..]].concat();
    case.write(EXTRACT, spliced);
    let ran = check(&case, &["--key", "desk.key"]);
    assert!(ran.stderr.contains("[sealed-damaged]"), "{}", ran.stderr);
    let text = String::from_utf8_lossy(&other).replace("sealed/1", "sealed/2");
    case.write(EXTRACT, text.replace("P2", "P1"));
    let ran = check(&case, &["--key", "desk.key"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: a newer version of crr sealed this file [sealed-newer]
   at extracts/··.sealed
hint: use that version here too
refused: 1 error
"
        )
    );
}

#[test]
fn plain_extracts_are_asked_for_twice() {
    let case = plain();
    let before = case.tree();
    let ran = import(&case, &["--all", "--plain"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: writing unencrypted extracts was not confirmed [plain-not-confirmed]
   at --plain
hint: answer `yes` at a terminal, or pass `--yes`
refused: 1 error; nothing was written
"
        )
    );
    assert_eq!(case.tree(), before);
    let ran = import(&case, &["--all", "--plain", "--yes", "--key", "desk.key"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("[extract-not-sealed]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("the extracts are NOT encrypted"), "{}", ran.stderr);
    assert!(case.read("extracts/P1.json").contains("client-record-extract/1"));
    assert!(!case.dir.join("desk.key").exists());
}

/// Of a client there is one extract, whatever its form.
#[test]
fn a_sealed_extract_takes_the_place_of_a_plain_one() {
    let case = plain();
    assert_eq!(import(&case, &["--all", "--plain", "--yes"]).code, 0);
    let ran = import(&case, &["--all", "--key", "desk.key"]);
    assert!(ran.code == 1 && ran.stderr.contains("[already-there]"), "{}", ran.stderr);
    assert!(case.dir.join("extracts/P1.json").exists());
    let ran = import(&case, &["--all", "--key", "desk.key", "--replace"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!case.dir.join("extracts/P1.json").exists());
    assert!(case.dir.join(EXTRACT).exists());
}

#[test]
fn what_is_not_a_file_of_keys_is_never_written_over() {
    let case = plain();
    case.write("desk.key", "my shopping list\n");
    super::support::close(&case.dir.join("desk.key"));
    let before = case.tree();
    let ran = import(&case, &["--all", "--key", "desk.key"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: `desk.key` does not contain desk keys [not-a-desk-key]
   at --key
hint: put the file back from your copy of it; each line has 64 hexadecimal digits
refused: 1 error; nothing was written
"
        )
    );
    assert_eq!(case.tree(), before);
    assert_eq!(case.read("desk.key"), "my shopping list\n");
    // One that others may read is no key either.
    fs::remove_file(case.dir.join("desk.key")).expect("removed");
    assert_eq!(import(&case, &["--all", "--key", "desk.key"]).code, 0);
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(case.dir.join("desk.key"), open).expect("permissions");
    let ran = import(&case, &["--all", "--key", "desk.key", "--replace"]);
    assert!(ran.code != 0 && ran.stderr.contains("desk.key"), "{}", ran.stderr);
}
