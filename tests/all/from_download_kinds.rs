//! `--from`: what is named is called by its own name, whatever is wrong with it.

use std::fs;

use super::from_download::{Download, hmis_csv, tables};
use super::importing::FILES;
use super::importing_hostile::zipped;
use super::support::Ran;

fn check(it: &Download, name: &str) -> Ran {
    let start = ["check", "request.toml", "--site", "site.toml", "--from", name];
    it.case.crr(start.iter().chain(&["--exported-at", "2026-11-18"]))
}

#[track_caller]
fn told(ran: &Ran, expected: &str) {
    assert_eq!((ran.code, ran.stderr.as_str()), (1, expected));
}

#[test]
fn two_exports_in_one_zip_are_told_as_by_the_import() {
    let it = hmis_csv();
    let twice = ["first", "second"].map(|folder| {
        FILES.map(|(name, text)| (format!("{folder}/{name}"), text.as_bytes().to_vec()))
    });
    let files: Vec<_> = twice.iter().flatten().map(|it| (&*it.0, &*it.1)).collect();
    zipped(&it.case, &files);
    let expected = "\
error: two folders of the zip have a file of the same name [export-zip]
   at --from
hint: name the zip of one export, or unpack it onto an encrypted disk and name the folder of one
refused: 1 error
";
    told(&check(&it, "export.zip"), expected);
    let import = ["import", "hmis-csv", "export.zip", "--all", "--to", "extracts"];
    let ran = it.case.crr(import);
    assert!(ran.stderr.starts_with("error: two folders of the zip"), "{}", ran.stderr);
    // Two tables of one name in two folders are no exports.
    let tiles = tables();
    let roi = tiles.case.bytes("tiles/roi.csv");
    let profile = tiles.case.bytes("tiles/who_it_is.csv");
    let files =
        [("a/roi.csv", &*roi), ("b/roi.csv", &*roi), ("a/who_it_is.csv", &*profile)];
    zipped(&tiles.case, &files);
    let ran = check(&tiles, "export.zip");
    assert!(!ran.stderr.contains("[export-zip]"), "{}", ran.stderr);
}

#[test]
fn an_export_that_is_not_whole_is_told_as_one() {
    let it = hmis_csv();
    let single = "\
error: the export is a single CSV file, not a folder or a zip [export-unreadable]
   at --from
hint: name the folder with all CSV files of the export, or the zip as the system gave it
refused: 1 error
";
    it.case.write("one.csv", "PersonalID,FirstName,ExportID\nP1,Tamsin,1\n");
    told(&check(&it, "one.csv"), single);
    it.case.write("one.csv", "\"PersonalID\",\"ExportID\"\r\n\"P1\",\"1\"\r\n");
    told(&check(&it, "one.csv"), single);
    // Without that column its name tells.
    it.case.write("Client.csv", "\u{feff}PersonalID,FirstName\nP1,Tamsin\n");
    told(&check(&it, "Client.csv"), single);
    let files = FILES.map(|(name, text)| (name, text.as_bytes()));
    zipped(&it.case, &files);
    let outer = it.case.dir.join("outer");
    fs::create_dir(&outer).expect("a folder");
    fs::rename(it.case.dir.join("export.zip"), outer.join("a.zip")).expect("renamed");
    let expected = "\
error: the export is in a zip in this folder [export-file-missing]
   at --from
hint: name the zip itself
refused: 1 error
";
    told(&check(&it, "outer"), expected);
    let ran = it.case.crr(["import", "hmis-csv", "outer", "--all", "--to", "extracts"]);
    let named = "error: the export is in a zip in this folder [export-file-missing]\n   \
                 at EXPORT\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(named), "{}", ran.stderr);
    fs::remove_file(it.case.dir.join("export/Export.csv")).expect("removed");
    let expected = "\
error: the export has no Export.csv [export-file-missing]
   at --from
hint: export again; unpack nothing and change nothing by hand
refused: 1 error
";
    told(&check(&it, "export"), expected);
    for name in ["Client.csv", "Exit.csv", "Project.csv"] {
        fs::remove_file(it.case.dir.join("export").join(name)).expect("removed");
        told(&check(&it, "export"), expected);
    }
    // The near misses: a tile of that name, a table that has another header, a folder with a
    // zip of tables.
    it.case.write("export/Enrollment.csv", "Unique Identifier,Kind\n69E44770D,1\n");
    let ran = check(&it, "export");
    assert!(!ran.stderr.contains("[export-file-missing]"), "{}", ran.stderr);
    it.case.write("one.csv", "Unique Identifier,Clients Export\n69E44770D,1\n");
    let ran = check(&it, "one.csv");
    assert!(!ran.stderr.contains("single CSV file"), "{}", ran.stderr);
    zipped(&it.case, &[("roi.csv", b"Unique Identifier,Permission\n69E44770D,Yes\n")]);
    fs::rename(it.case.dir.join("export.zip"), outer.join("a.zip")).expect("renamed");
    let ran = check(&it, "outer");
    assert!(!ran.stderr.contains("[export-file-missing]"), "{}", ran.stderr);
}

#[test]
fn a_doubled_file_of_an_export_is_told_as_such() {
    let it = hmis_csv();
    it.case.write("export/client.csv", it.case.read("export/Client.csv"));
    let expected = "\
error: two CSV files of the folder have names that differ in capitals alone [export-file-twice]
   at --from
hint: find out which is of this export, and move the other one away
refused: 1 error
";
    told(&check(&it, "export"), expected);
}

#[test]
fn an_extract_is_no_download() {
    let it = tables();
    let expected = "\
error: `--from` names an extract, not a download [extract-not-download]
   at --from
hint: pass it with `--extract`, or a folder of extracts with `--extracts`
refused: 1 error
";
    it.case.write("extract.json", "{\"client_id\": \"3AF9017C2\"}");
    told(&check(&it, "extract.json"), expected);
    it.case.write("list.json", "[{\"client_id\": \"3AF9017C2\", \"documents\": []}]");
    told(&check(&it, "list.json"), expected);
    it.case.write("x.sealed", "{\"format\":\"client-record-sealed/1\"}\n\0\0");
    told(&check(&it, "x.sealed"), expected);
    fs::create_dir(it.case.dir.join("extracts")).expect("a folder");
    it.case.write("extracts/x.sealed", it.case.bytes("x.sealed"));
    told(&check(&it, "extracts"), expected);
    // The near miss: rows of a table may call their client so.
    it.case.write("list.json", "[{\"client_id\": \"3AF9017C2\", \"note\": \"x\"}]");
    let ran = check(&it, "list.json");
    assert!(!ran.stderr.contains("[extract-not-download]"), "{}", ran.stderr);
}
