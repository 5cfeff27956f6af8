//! Other people's programs judge our files. `tests/run` installs them; where one is missing
//! under a bare `cargo test`, the test says so.

use std::fs;
use std::path::{Path, PathBuf};

use super::samples::with_enrollments;
use super::support::{Case, ROOT, Ran, has, ran, shared, skip, tool};

/// The Python of the judges' own folder, where `tests/run` has made it.
pub(crate) fn python() -> Option<PathBuf> {
    let path = Path::new(ROOT).join("target/judges/bin/python");
    path.is_file().then_some(path)
}

pub(crate) fn judge(name: &str, arguments: &[&Path]) -> Option<Ran> {
    let python = python()?;
    let script = Path::new(ROOT).join("tests/judges").join(name);
    let mut all = vec![Path::new("-B"), &script];
    all.extend(arguments);
    Some(tool(python.to_str().expect("UTF-8"), all))
}

/// Runs a judge of Node, where `tests/run` has fetched its packages.
pub(crate) fn node(name: &str, arguments: &[&Path]) -> Option<Ran> {
    let packages = Path::new(ROOT).join("target/judges/node/node_modules");
    if !packages.is_dir() || !has("node") {
        return None;
    }
    let script = Path::new(ROOT).join("tests/judges/node").join(name);
    let mut command = std::process::Command::new("node");
    command.arg(script).args(arguments).env("NODE_PATH", packages);
    Some(ran(command.output()))
}

/// The members of a case's package, as files: the paths of those that have pages.
pub(crate) fn unpacked(case: &Case) -> Vec<PathBuf> {
    let members = case.members();
    for (name, bytes) in &members {
        case.write(name, bytes);
    }
    let pages = members.iter().filter(|(name, _)| name.ends_with(".pdf"));
    pages.map(|(name, _)| case.dir.join(name)).collect()
}

/// Forty-four more files: what happens to one stream in 256 happens to some of them.
#[test]
fn every_page_of_the_pairs_made_from_a_public_export_conforms() {
    let Some(folder) = shared("json") else { return };
    let mut n = 0;
    for entry in fs::read_dir(folder.join("requests")).expect("requests") {
        let request = entry.expect("an entry").path();
        let ticket = request.file_stem().and_then(|it| it.to_str()).expect("a ticket");
        let id = ticket.strip_prefix("2026-").expect("a client's number");
        let case = Case::of("typical-adult");
        case.write("request.toml", super::samples::verified(&request));
        let extract = folder.join(format!("extracts/{id}.json"));
        case.write("extract.json", fs::read(extract).expect("an extract"));
        for pdf in unpacked(&case) {
            let Some(ran) = judge("pdf_pages.py", &[&pdf]) else {
                return skip("the judges' Python");
            };
            assert_eq!(ran.code, 0, "{ticket}: {}{}", ran.stdout, ran.stderr);
            n += 1;
        }
    }
    assert_eq!(n, 44);
}

#[test]
fn a_long_record_conforms() {
    let case = Case::of("typical-adult");
    with_enrollments(&case, 400);
    let record = unpacked(&case).pop().expect("the record");
    for name in ["pdf_pages.py", "pdf_boxes.py"] {
        let Some(ran) = judge(name, &[&record]) else {
            return skip("the judges' Python");
        };
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    }
}

fn text(pdf: &Path) -> Option<String> {
    has("pdftotext").then(|| {
        let ran = tool("pdftotext", ["-layout", pdf.to_str().expect("UTF-8"), "-"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    })
}

#[test]
fn poppler_reads_the_words_that_were_meant() {
    let case = Case::of("typical-adult");
    let pdfs = unpacked(&case);
    let (Some(cover), Some(record)) = (text(&pdfs[0]), text(&pdfs[1])) else {
        return skip("pdftotext");
    };
    for words in [
        "My record",
        "Maria Elena Nguyễn-Lopez",
        "69E44770D",
        "12 programs, 3 with no",
        "Case notes.",
        "ochmis.org/hmis-client-record-requests",
        "Page 1 of 2",
        "You can ask to change any line.",
        "If an agency says no when you ask for a copy,",
        "file a grievance with Orange County United",
        "Way (211OC).",
    ] {
        assert!(cover.contains(words), "{words:?} is not on the cover:\n{cover}");
    }
    for words in [
        "Ends in 4410",
        "January 2, 1980",
        "Asian or Asian American; Hispanic, Latina, or Latino",
        "The form on record lets agencies share your record until November",
        "Bluebird Family Shelter",
        "No last day",
        "Rented home, with no",
        "California ID card",
        "No: a program",
        "(657) 555-0119",
        "Page 1 of 7",
    ] {
        assert!(record.contains(words), "{words:?} is not in the record:\n{record}");
    }
}

#[test]
fn poppler_reads_what_looks_like_markup_as_it_is() {
    let case = Case::of("autofill");
    let pdfs = unpacked(&case);
    let Some(record) = text(&pdfs[1]) else { return skip("pdftotext") };
    // A column may break a line where there is a blank.
    let record = record.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["#panic() *x* $z$", "[link] @ref <lab> \\", "`raw` //c", "_under_ = head"]
    {
        assert!(record.contains(words), "{words:?} is not in the record:\n{record}");
    }
    for words in ["[Generated]", "000-00-0000"] {
        assert!(!record.contains(words), "{words:?} is filling, not data:\n{record}");
    }
    assert!(record.contains("You chose not to say"));
}

#[test]
fn pdfium_reads_names_of_every_alphabet() {
    let case = Case::of("many-alphabets");
    let pdfs = unpacked(&case);
    let Some(ran) = judge("pdf_text.py", &[&pdfs[1]]) else {
        return skip("the judges' Python");
    };
    for words in ["Thảo Nguyễn", "Анатольевна", "Muñoz Ibáñez", "ليلى"]
    {
        assert!(
            ran.stdout.contains(words),
            "{words:?} is not in the record:\n{}",
            ran.stdout
        );
    }
}

#[test]
fn the_qr_code_leads_to_the_guidance() {
    let case = Case::of("typical-adult");
    let pdfs = unpacked(&case);
    let Some(ran) = judge("qr.py", &[&pdfs[0], Path::new("1")]) else {
        return skip("the judges' Python");
    };
    assert_eq!(ran.stdout.trim(), "https://ochmis.org/hmis-client-record-requests");
}

#[test]
fn the_files_properties_tell_nothing_about_the_client() {
    if !has("pdfinfo") {
        return skip("pdfinfo");
    }
    let case = Case::of("typical-adult");
    for pdf in unpacked(&case) {
        let info = tool("pdfinfo", ["-meta", pdf.to_str().expect("UTF-8")]);
        let rest = tool("pdfinfo", [pdf.to_str().expect("UTF-8")]);
        let said = (info.stdout + &rest.stdout).to_lowercase();
        assert!(said.contains("my record: what hmis holds about me"), "{said}");
        for word in ["maria", "lopez", "69e44770d", "4410", "1980", "harbor"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}
