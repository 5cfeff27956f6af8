//! Which extract of a folder is taken: only one that is certainly the client's, and none where
//! another file could be it.

use std::fs;
use std::os::unix::fs::symlink;

use super::support::{AT, Case, Ran};

const ID: &str = "69E44770D";

/// A case whose extract is in a folder of its own, under a name that tells nothing.
fn case() -> Case {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    fs::rename(case.dir.join("extract.json"), case.dir.join("extracts/a.json"))
        .expect("renamed");
    case
}

fn check(case: &Case, more: &[&str]) -> Ran {
    let all = ["check", "request.toml", "--extracts", "extracts", "--at", AT];
    case.crr(all.iter().chain(more))
}

#[track_caller]
fn stops(case: &Case, slug: &str) {
    let ran = check(case, &[]);
    assert!(ran.code == 1 && ran.stderr.contains(&format!("[{slug}]")), "{}", ran.stderr);
}

#[track_caller]
fn refuses(case: &Case, stderr: &str) {
    let ran = check(case, &[]);
    assert_eq!((ran.code, &*ran.stderr), (1, stderr));
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// What it says cannot be judged, and it mentions the client.
#[test]
fn a_file_that_may_be_the_clients_stops_the_build() {
    let case = case();
    let extract = case.read("extracts/a.json");
    let escaped = extract.replace(ID, r"\u0036\u0039e\u00344770\u0064");
    for bytes in [
        [&[0xFF, 0xFE][..], &utf16(&extract)].concat(),
        utf16(&extract),
        extract.as_bytes()[..900].to_vec(),
        escaped.as_bytes()[..900].to_vec(),
        extract
            .replacen("\"client_id\": \"69E44770D\"", "\"client_id\": 0", 1)
            .into_bytes(),
        format!("{extract} {{}}").into_bytes(),
        extract.replacen("client-record-extract", "another", 1).into_bytes(),
        format!("HMIS ID,69e44770d\n{}", "x".repeat(70_000_000)).into_bytes(),
    ] {
        case.write("extracts/b.json", bytes);
        stops(&case, "damaged-extract");
    }
    // The name alone can tell, and that of a folder.
    fs::remove_file(case.dir.join("extracts/b.json")).expect("removed");
    for name in ["69E44770D.json", "export_69e44770d (2).JSON", "69E44770D/new.json"] {
        let path = case.dir.join("extracts").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, "").expect("a file");
        stops(&case, "damaged-extract");
        fs::remove_file(&path).expect("removed");
    }
    assert_eq!(check(&case, &["--strict"]).code, 0);
}

#[test]
fn what_cannot_be_read_and_is_named_after_the_client_stops_the_build() {
    let case = case();
    symlink("nowhere.json", case.dir.join("extracts/69E44770D.json")).expect("a link");
    refuses(
        &case,
        "\
error: a file that mentions this client is a link that leads nowhere [damaged-extract]
  --> request.toml:9:16
   at /client_id
  |
9 | client_id    = \"·······0D\"
  |                ^^^^^^^^^^^
   at extracts/·······0D.json
hint: remove the link, or put back what it leads to
refused: 1 error
",
    );
    fs::remove_file(case.dir.join("extracts/69E44770D.json")).expect("removed");
    let made = std::process::Command::new("mkfifo")
        .arg(case.dir.join("extracts/69E44770D.json"))
        .status();
    assert!(made.expect("mkfifo runs").success());
    let ran = check(&case, &[]);
    let expected =
        "error: a file that mentions this client cannot be read [damaged-extract]";
    assert!(ran.code == 1 && ran.stderr.starts_with(expected), "{}", ran.stderr);
}

#[test]
fn what_names_nobody_who_asks_is_warned_of_and_refused_under_strict() {
    let case = case();
    let other = case.read("extracts/a.json").replace(ID, "69E44771E");
    case.write("extracts/b.json", &other[..900]).write("extracts/c.json", "[]");
    case.write("extracts/69E44772F.json", utf16(&other));
    symlink("nowhere", case.dir.join("extracts/march")).expect("a link");
    let ran = check(&case, &[]);
    let expected = "\
warning: 3 JSON files are not valid extracts, 1 link leads nowhere [unreadable-extracts]
   at extracts
hint: move what does not belong there out of the folder, or export those records again
";
    assert!(ran.code == 0 && ran.stderr.starts_with(expected), "{}", ran.stderr);
    assert_eq!(check(&case, &["--strict"]).code, 1);
    for name in ["b.json", "c.json", "69E44772F.json", "march"] {
        let away = case.dir.join(name);
        fs::rename(case.dir.join("extracts").join(name), away).expect("moved");
    }
    let ran = check(&case, &["--strict"]);
    assert!(ran.code == 0 && !ran.stderr.contains("warning:"), "{}", ran.stderr);
}

/// An extract is known by what it says, whatever its name ends in.
#[test]
fn a_copy_under_another_name_is_an_extract() {
    let case = case();
    let extract = case.read("extracts/a.json");
    let names = [
        "a.json.bak",
        "a.json (1)",
        "69E44770D",
        "a.jsonl",
        "a.txt",
        "a.json ",
        "old/a.part",
    ];
    for name in names {
        let path = case.dir.join("extracts").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, &extract).expect("a file");
        stops(&case, "several-extracts");
        fs::write(&path, &extract[..900]).expect("a file");
        stops(&case, "damaged-extract");
        fs::write(&path, utf16(&extract)).expect("a file");
        stops(&case, "damaged-extract");
        fs::remove_file(&path).expect("removed");
    }
    assert_eq!(check(&case, &["--strict"]).code, 0);
}

#[test]
fn what_is_named_after_the_client_and_no_extract_is_told() {
    let case = case();
    for name in
        ["69E44770D.zip", "hmis_69e44770d.csv", ".crr-69E44770D.json.part", "b.csv"]
    {
        case.write(&format!("extracts/{name}"), "HMIS ID,69E44770D\n");
    }
    let ran = check(&case, &[]);
    let expected = "\
warning: 3 files are named after this client, but not an extract [named-after-client]
   at extracts/.crr-·······0D.json.part
   at extracts/·······0D.zip
   at extracts/hmis_·······0d.csv
hint: import what holds a newer record, and move the rest out of the folder
";
    assert!(ran.code == 0 && ran.stderr.starts_with(expected), "{}", ran.stderr);
    assert_eq!(check(&case, &["--strict"]).code, 1);
    for name in ["69E44770D.zip", "hmis_69e44770d.csv", ".crr-69E44770D.json.part"] {
        fs::remove_file(case.dir.join("extracts").join(name)).expect("removed");
    }
    assert_eq!(check(&case, &["--strict"]).code, 0);
}

/// A link that leads to itself leads nowhere; it keeps nobody from being looked up.
#[test]
fn a_link_to_itself_is_told_and_stops_whom_it_names() {
    let case = case();
    symlink("s.json", case.dir.join("extracts/s.json")).expect("a link");
    let ran = check(&case, &[]);
    assert!(
        ran.code == 0
            && ran.stderr.contains("1 link leads nowhere [unreadable-extracts]"),
        "{}",
        ran.stderr
    );
    symlink("69E44770D.json", case.dir.join("extracts/69E44770D.json")).expect("a link");
    stops(&case, "damaged-extract");
}

/// A link to a file, one to a folder, and one that leads back to where it is.
#[test]
fn links_are_followed_and_a_loop_is_told() {
    let case = case();
    fs::rename(case.dir.join("extracts"), case.dir.join("kept")).expect("renamed");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    symlink("../kept/a.json", case.dir.join("extracts/one.json")).expect("a link");
    assert_eq!(check(&case, &["--strict"]).code, 0);
    symlink("../kept", case.dir.join("extracts/all")).expect("a link");
    let ran = check(&case, &["--strict"]);
    assert_eq!(ran.code, 0, "one file by two ways is one: {}", ran.stderr);
    symlink(".", case.dir.join("extracts/up")).expect("a link");
    let ran = check(&case, &["--strict"]);
    let expected = "\
note: 1 link leads back to a folder above and cannot be followed [link-loop]
   at extracts/up
hint: remove the link
";
    assert!(ran.code == 0 && ran.stderr.starts_with(expected), "{}", ran.stderr);
    case.write("kept/b.json", case.read("kept/a.json"));
    stops(&case, "several-extracts");
}

#[test]
fn ids_that_differ_in_capitals_alone_are_two_people() {
    let case = case();
    let extract = case.read("extracts/a.json");
    let small = extract.replace(ID, "69e44770d");
    case.write("extracts/b.json", &small);
    refuses(
        &case,
        "\
error: the folder has extracts of 2 HMIS IDs that differ in capitals alone [ids-differ-in-capitals]
  --> request.toml:9:16
   at /client_id
  |
9 | client_id    = \"·······0D\"
  |                ^^^^^^^^^^^
   at extracts/a.json
   at extracts/b.json
hint: find out in HMIS which of these clients asks, and write `client_id` as HMIS does
hint: then name that client's file with `--extract`, or move the other one out of the folder
refused: 1 error
",
    );
    // Neither is the one that the request names.
    case.write("extracts/a.json", extract.replace(ID, "69E44770d"));
    stops(&case, "ids-differ-in-capitals");
    fs::remove_file(case.dir.join("extracts/a.json")).expect("removed");
    let ran = check(&case, &[]);
    assert!(ran.code == 0 && ran.stderr.contains("[client-id-case]"), "{}", ran.stderr);
    case.write("extracts/c.json", small);
    stops(&case, "several-extracts");
    // Blanks are no part of an identifier, in the folder as in the file.
    fs::remove_file(case.dir.join("extracts/c.json")).expect("removed");
    case.write("extracts/b.json", &extract);
    case.write("extracts/c.json", extract.replacen("\"69E44770D\"", "\" 69E44770D\"", 1));
    stops(&case, "several-extracts");
}

#[test]
fn a_sealed_file_that_cannot_be_opened_is_called_that() {
    let case = case();
    let head = |name: &str, format: &str| {
        format!(
            "{{\"format\":\"client-record-sealed/{format}\",\"kind\":\"extract\",\
             \"name\":\"{name}.sealed\",\"key\":\"0123abcd\"}}\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        )
    };
    for (name, text) in [
        ("b", head("69E44771E", "1")),
        ("c", head("69E44772F", "1")),
        ("d", head("69E44773A", "2")),
        ("e", "{\"format\":\"client-record-sealed/".to_owned()),
    ] {
        case.write(&format!("extracts/{name}.sealed"), text);
    }
    let ran = check(&case, &[]);
    let expected = "\
warning: 2 sealed files need keys that this desk does not have, 1 sealed file was sealed by a \
newer version of crr, 1 sealed file was changed or is not whole [sealed-extracts-not-opened]
   at extracts
hint: put the desk's key back from your copy, or name it with `--key FILE`
hint: move the files out of the folder, or export those records again
";
    assert!(ran.code == 0 && ran.stderr.starts_with(expected), "{}", ran.stderr);
    assert!(!ran.stderr.contains("unreadable-extracts"), "{}", ran.stderr);
    assert_eq!(check(&case, &["--strict"]).code, 1);
    case.write("extracts/b.sealed", head(ID, "1"));
    stops(&case, "key-missing");
}

/// One file that cannot be judged stops the client whom it mentions, and nobody else.
#[test]
fn in_a_batch_it_stops_one_and_not_the_others() {
    let case = case();
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    let (request, extract) = (case.read("request.toml"), case.read("extracts/a.json"));
    for i in 0..3 {
        let id = format!("69E44780{i}");
        let request = request.replace(ID, &id).replace("2026-0142", &format!("T-{i}"));
        case.write(&format!("requests/{i}.toml"), request);
        case.write(&format!("extracts/{i}.json"), extract.replace(ID, &id));
    }
    case.write("extracts/new.json", utf16(&extract.replace(ID, "69E447801")));
    let ran = case.crr(["check", "requests", "--extracts", "extracts", "--at", AT]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let last = "checked 3 requests: 2 can be built, 1 cannot\n";
    assert!(ran.stderr.ends_with(last), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("[damaged-extract]").count(), 1, "{}", ran.stderr);
}
