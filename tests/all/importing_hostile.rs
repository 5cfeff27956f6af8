//! `crr import` of what is no export, or means harm.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::importing::{FILES, extract, import, plain, with};
use super::support::{Case, Ran};

#[test]
fn an_export_that_is_none_is_refused() {
    for (file, from, to, slug) in [
        ("Export.csv", "2026 v1.0", "2022 v1.0", "export-version"),
        (
            "Export.csv",
            "2026 v1.0\n",
            "2026 v1.0\n2,2026-11-01,2024 v1.3\n",
            "export-version",
        ),
        ("Export.csv", "2026-11-18 14:05:00", "soon", "export-unreadable"),
        ("Client.csv", "\"Zo", "Zo\n\"", "bad-row"),
    ] {
        let case = with(file, from, to);
        let before = case.tree();
        let ran = import(&case, &["--all"]);
        assert!(
            ran.code == 1 && ran.stderr.contains(&format!("[{slug}]")),
            "{}",
            ran.stderr
        );
        assert_eq!(case.tree(), before);
    }
    let case = with("Export.csv", "2026 v1.0", "2022 v1.0");
    let ran = import(&case, &["--all"]);
    let told = "error: the export is of version `2022 v1.0`; FY2024 and FY2026 are read \
                [export-version]\n   at EXPORT/Export.csv\n\
                hint: ask the vendor for the \"HUD HMIS CSV\" export in the format of FY2026, or \
                of FY2024\n";
    assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
    let case = plain();
    fs::remove_file(case.dir.join("export/Exit.csv")).expect("removed");
    let ran = import(&case, &["--all"]);
    assert!(
        ran.stderr.contains("the export has no Exit.csv [export-file-missing]"),
        "{}",
        ran.stderr
    );
    let case = plain();
    let ran = import(&case, &["--client", "P7"]);
    assert!(ran.code == 1 && ran.stderr.contains("[no-clients]"), "{}", ran.stderr);
    let ran = import(&case, &["--client", "P7", "--client", "P1"]);
    assert!(
        ran.code == 0 && ran.stderr.contains("[client-not-in-export]"),
        "{}",
        ran.stderr
    );
}

#[test]
fn text_that_is_not_utf_8_is_a_bad_row() {
    let case = plain();
    let mut bytes = case.bytes("export/Client.csv");
    let at = bytes.windows(6).position(|it| it == b"Kanari").expect("the name");
    bytes[at] = 0xE9;
    case.write("export/Client.csv", bytes);
    let ran = import(&case, &["--all"]);
    assert!(
        ran.code == 1
            && ran.stderr.contains(
                "`FirstName` is not UTF-8 text [bad-row]\n   at EXPORT/Client.csv, row 2, \
                 column FirstName\n"
            ),
        "{}",
        ran.stderr
    );
}

/// Writes `export.zip` of named files.
pub(super) fn zipped(case: &Case, files: &[(&str, &[u8])]) -> PathBuf {
    let path = case.dir.join("export.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).expect("a file"));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("started");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("finished");
    path
}

fn import_zip(case: &Case) -> Ran {
    case.crr(["import", "hmis-csv", "export.zip", "--to", "extracts", "--all"])
}

#[test]
fn a_zip_is_as_good_as_a_folder() {
    let (case, folder) = (Case::empty(), plain());
    let files = FILES.map(|(name, text)| (format!("hmis/{}", name.to_lowercase()), text));
    let files: Vec<_> =
        files.iter().map(|(name, it)| (name.as_str(), it.as_bytes())).collect();
    zipped(&case, &files);
    let ran = import_zip(&case);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(import(&folder, &["--all"]).code, 0);
    for id in ["P1", "P2"] {
        assert_eq!(extract(&case, id), extract(&folder, id));
    }
}

#[test]
fn a_hostile_zip_is_refused() {
    let all: Vec<(&str, &[u8])> =
        FILES.iter().map(|(name, it)| (*name, it.as_bytes())).collect();
    let refused = |extra: (&str, &[u8])| {
        let case = Case::empty();
        let mut files: Vec<_> =
            all.iter().filter(|it| it.0 != extra.0).copied().collect();
        files.push(extra);
        zipped(&case, &files);
        let before = case.tree();
        let ran = import_zip(&case);
        assert_eq!(ran.code, 1, "{}: {}", extra.0, ran.stderr);
        assert_eq!(case.tree(), before);
        ran.stderr
    };
    assert!(refused(("../../Client.csv", b"x")).contains("[export-zip]"));
    assert!(refused(("again/Client.csv", b"x")).contains("[export-zip]"));
    // Forty megabytes of nothing: a bomb in small.
    let header = FILES[3].1.split('\n').next().expect("a header");
    let bomb = format!("{header}\n{}", " ".repeat(40_000_000));
    assert!(refused(("Client.csv", bomb.as_bytes())).contains("unpacks to far more"));
    // A quotation mark that is never closed would make a field of the whole file.
    let noise: String = (0..400_000).map(|i| format!("{i},x\n")).collect();
    let open = format!("{header}\nP1,\"{noise}");
    let told = refused(("Client.csv", open.as_bytes()));
    assert!(
        told.contains("a record of Client.csv does not end [export-unreadable]\n   at EXPORT/Client.csv, row 2\n"),
        "{told}"
    );
    let case = Case::empty();
    let zip = zipped(&case, &all);
    let mut bytes = fs::read(&zip).expect("a zip");
    let at = bytes.windows(6).position(|it| it == b"P1,Kan").unwrap_or(700);
    bytes[at] ^= 1;
    fs::write(&zip, bytes).expect("written");
    let ran = import_zip(&case);
    assert_eq!(ran.code, 1, "a flipped bit is noticed: {}", ran.stderr);
    fs::write(&zip, b"no zip").expect("written");
    assert_eq!(import_zip(&case).code, 1);
}

/// Of two files under one path, most readers see only the last.
#[test]
fn two_files_under_one_path_in_a_zip_are_refused() {
    let doubled = |name: &str| {
        let case = Case::empty();
        let other = format!("{}X", &name[..name.len() - 1]);
        let text = FILES.iter().find(|it| it.0 == name).map_or("a,b\n1,2\n", |it| it.1);
        let mut files: Vec<(&str, &[u8])> =
            FILES.iter().map(|(name, it)| (*name, it.as_bytes())).collect();
        if !files.iter().any(|it| it.0 == name) {
            files.push((name, text.as_bytes()));
        }
        files.push((&other, text.as_bytes()));
        let zip = zipped(&case, &files);
        let mut bytes = fs::read(&zip).expect("a zip");
        let other = other.as_bytes();
        while let Some(at) = bytes.windows(other.len()).position(|it| it == other) {
            bytes[at..at + other.len()].copy_from_slice(name.as_bytes());
        }
        fs::write(&zip, bytes).expect("written");
        case
    };
    let told =
        "error: two files of the zip have the same name [export-zip]\n   at EXPORT\n";
    for name in ["Client.csv", "Exit.csv", "Other.csv"] {
        let case = doubled(name);
        let ran = import_zip(&case);
        assert!(ran.code == 1 && ran.stderr.starts_with(told), "{name}: {}", ran.stderr);
        let tables =
            ["import", "tables", "export.zip", "--to", "extracts", "--client", "P1"];
        let ran = case.crr(tables.iter().chain(&["--exported-at", "2026-11-18"]));
        assert!(ran.code == 1, "{name}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("have the same name [export-zip]"),
            "{name}: {}",
            ran.stderr
        );
    }
}
