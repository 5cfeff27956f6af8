//! `crr import` and `--from` where the machine is at fault, and not the export: a disk that fails
//! is told as such, with its own exit code.

use std::collections::BTreeSet;
use std::fs;

use super::from_download::{clarity, every, hmis_csv, tables};
use super::importing::{FILES, import, plain};
use super::importing_hostile::zipped;
use super::importing_tables::TILES;
use super::support::{AT, Case, has, skip};
use super::watched::with_broken;

/// Runs a command again and again, and each time a later reading of a file fails: the machine is
/// at fault, and nothing is written. What was told of it.
fn told(case: &Case, arguments: &[&str], file: &str) -> BTreeSet<String> {
    let before = case.tree();
    let runs = (1..).map_while(|n| with_broken(case, arguments, file, n));
    let told: BTreeSet<String> = runs
        .map(|ran| {
            let is_told = ran.stderr.contains("[not-readable]");
            assert!(ran.code == 3 && is_told, "{}", ran.stderr);
            assert_eq!(case.tree(), before);
            // Which site counts is said first.
            let (first, rest) = ran.stderr.split_once('\n').expect("lines");
            if first.starts_with("site: ") { rest.to_owned() } else { ran.stderr }
        })
        .collect();
    assert!(!told.is_empty(), "{file} was not read");
    // The last one met no fault.
    let _ = fs::remove_dir_all(case.dir.join("extracts"));
    told
}

/// What a run says of a file that the disk does not give.
fn expected(what: &str, at: &str, end: &str) -> String {
    format!(
        "error: cannot read {what}: the disk reports an error [not-readable]\n   at {at}\n\
         hint: check the disk or the network drive, and run the command again\n\
         failed: 1 error{end}\n"
    )
}

#[test]
fn a_disk_that_fails_is_no_fault_of_the_export() {
    if !has("strace") {
        return skip("strace");
    }
    for (it, file, what, at) in [
        (hmis_csv(), "export/Client.csv", "Client.csv", "EXPORT/Client.csv"),
        (hmis_csv(), "export/Export.csv", "Export.csv", "EXPORT/Export.csv"),
        (tables(), "tiles/roi.csv", "a table", "INPUT/roi.csv"),
        (clarity(), "client.json", "`client.json`", "--client"),
    ] {
        let import =
            [&["import"][..], &it.import, &["--to", "extracts", "--site", "built-in"]]
                .concat();
        let said = told(&it.case, &import, file);
        let wanted = expected(what, at, "; nothing was written");
        assert!(said.contains(&wanted), "{said:?}");
        let check = ["check", "request.toml", "--site", "site.toml", "--at", AT];
        let said = told(&it.case, &[&check[..], &it.from].concat(), file);
        let at = at.split_once('/').map_or(String::new(), |it| format!("/{}", it.1));
        assert!(said.contains(&expected(what, &format!("--from{at}"), "")), "{said:?}");
    }
}

#[test]
fn nor_of_its_zip() {
    if !has("strace") {
        return skip("strace");
    }
    let case = Case::empty();
    let files: Vec<_> = TILES.iter().map(|it| (it.0, it.1.as_bytes())).collect();
    zipped(&case, &files);
    let start = ["import", "tables", "export.zip", "--client", "3AF9017C2"];
    let more = ["--exported-at", "2026-11-18", "--to", "extracts"];
    told(&case, &[&start[..], &more].concat(), "export.zip");
    let files = FILES.map(|(name, text)| (name, text.as_bytes()));
    zipped(&case, &files);
    let start = ["import", "hmis-csv", "export.zip", "--all", "--to", "extracts"];
    told(&case, &start, "export.zip");
}

/// The near miss: what is broken in the file itself is the export's fault.
#[test]
fn a_broken_file_is_a_fault_of_the_export() {
    let it = hmis_csv();
    let export = it.case.dir.join("export");
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(export)
        .expect("a folder")
        .map(|it| it.expect("an entry"))
        .map(|it| {
            let name = it.file_name().to_string_lossy().into_owned();
            (name, fs::read(it.path()).expect("a file"))
        })
        .collect();
    let files: Vec<_> = files.iter().map(|it| (&*it.0, &*it.1)).collect();
    let zip = zipped(&it.case, &files);
    let mut bytes = fs::read(&zip).expect("a zip");
    // The first byte of what is packed, behind the first file's header and name.
    let at = 30 + usize::from(bytes[26]);
    bytes[at] ^= 0xFF;
    fs::write(&zip, bytes).expect("written");
    let import = ["import", "hmis-csv", "export.zip", "--all", "--to", "extracts"];
    let ran = it.case.crr(import);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(!ran.stderr.contains("[not-readable]"), "{}", ran.stderr);
    for it in every() {
        assert_eq!(it.check(&[]).code, 0);
    }
}

/// An extract may be larger than what a build reads: to be replaced it is one all the same.
#[test]
fn a_large_extract_is_replaced_and_no_other_large_file() {
    const LARGE: u64 = 70_000_000;
    for (text, is_replaced) in [(None, true), (Some("a list of names"), false)] {
        let case = plain();
        assert_eq!(import(&case, &["--client", "P1"]).code, 0);
        if let Some(text) = text {
            case.write("extracts/P1.json", text);
        }
        let path = case.dir.join("extracts/P1.json");
        let file = fs::File::options().write(true).open(&path).expect("the extract");
        file.set_len(LARGE).expect("a large file");
        let ran = import(&case, &["--client", "P1", "--replace"]);
        assert_eq!(ran.code == 0, is_replaced, "{}", ran.stderr);
        let size = path.metadata().expect("it is there").len();
        assert_eq!(size == LARGE, !is_replaced);
    }
}
