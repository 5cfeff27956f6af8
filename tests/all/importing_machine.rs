//! `crr import` and `--from` where the machine is at fault, and not the export: a disk that fails
//! is told as such, with its own exit code.

use std::fs;

use super::from_download::{clarity, every, hmis_csv, tables};
use super::importing_hostile::zipped;
use super::importing_tables::TILES;
use super::support::{AT, Case, has, skip};
use super::watched::with_broken;

/// What a run says of a file that the disk does not give.
fn told(what: &str, at: &str, end: &str) -> String {
    format!(
        "error: cannot read {what}: the disk reports an error [not-readable]\n   at {at}\n\
         hint: check the disk or the network drive, and run the command again\n\
         failed: 1 error{end}\n"
    )
}

const NOTHING: &str = "; nothing was written";

#[test]
fn a_disk_that_fails_is_no_fault_of_the_export() {
    if !has("strace") {
        return skip("strace");
    }
    for (it, file, what, at) in [
        (hmis_csv(), "export/Client.csv", "Client.csv", "/Client.csv"),
        (hmis_csv(), "export/Export.csv", "Export.csv", "/Export.csv"),
        (tables(), "tiles/roi.csv", "a table", "/roi.csv"),
    ] {
        let tree = it.case.tree();
        let import = [&["import"][..], &it.import, &["--to", "extracts"]].concat();
        let ran = with_broken(&it.case, &import, file);
        let input = if file.starts_with("tiles") { "INPUT" } else { "EXPORT" };
        let expected = told(what, &format!("{input}{at}"), NOTHING);
        assert_eq!((ran.code, ran.stderr), (3, expected));
        let check = ["check", "request.toml", "--site", "site.toml", "--at", AT];
        let ran = with_broken(&it.case, &[&check[..], &it.from].concat(), file);
        assert_eq!((ran.code, ran.stderr), (3, told(what, &format!("--from{at}"), "")));
        assert_eq!(it.case.tree(), tree);
    }
}

#[test]
fn nor_one_of_a_zip_or_of_json() {
    if !has("strace") {
        return skip("strace");
    }
    let case = Case::empty();
    let files: Vec<_> = TILES.iter().map(|it| (it.0, it.1.as_bytes())).collect();
    zipped(&case, &files);
    let tables = ["import", "tables", "export.zip", "--client", "3AF9017C2"];
    let more = ["--exported-at", "2026-11-18", "--to", "extracts"];
    let json = clarity();
    let of_json = [&["import"][..], &json.import, &["--to", "extracts"]].concat();
    for (case, arguments, file) in [
        (&case, [&tables[..], &more].concat(), "export.zip"),
        (
            &case,
            vec!["import", "hmis-csv", "export.zip", "--all", "--to", "x"],
            "export.zip",
        ),
        (&json.case, of_json, "client.json"),
    ] {
        let ran = with_broken(case, &arguments, file);
        let is_told = ran.stderr.contains("[not-readable]");
        assert!(ran.code == 3 && is_told, "{}", ran.stderr);
        assert!(!case.dir.join("extracts").exists());
    }
    let check = ["check", "request.toml", "--site", "site.toml", "--at", AT];
    let ran = with_broken(&json.case, &[&check[..], &json.from].concat(), "client.json");
    let is_told = ran.stderr.contains("[not-readable]");
    assert!(ran.code == 3 && is_told, "{}", ran.stderr);
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
