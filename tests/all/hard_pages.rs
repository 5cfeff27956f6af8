//! Records that are hard to set: names of a hundred letters, every section at once, one stay,
//! nothing supplied, everything held back. They are read where they lie, beside the project.

use std::fs;
use std::path::{Path, PathBuf};

use super::judges::{judge, python, unpacked};
use super::languages::n_pages;
use super::support::{Case, ROOT, has, shared, skip, tool};

const HARD: [&str; 5] = ["allsections", "longnames", "notsupplied", "one", "withheld"];

/// The folder of one of them; it says so where there is none.
fn folder(name: &str) -> Option<PathBuf> {
    shared("../review/pages/extracts").map(|it| it.join(name))
}

/// The words of a file, as Poppler reads them.
fn text_of(pdf: &Path) -> Option<String> {
    has("pdftotext")
        .then(|| tool("pdftotext", [pdf.to_str().expect("UTF-8"), "-"]).stdout)
}

#[test]
fn every_hard_record_conforms_and_uses_its_paper() {
    let mut cases = Vec::new();
    for name in HARD {
        let Some(folder) = folder(name) else { return };
        for language in ["en", "vi", "ar"] {
            for layout in ["letter", "large-print", "phone"] {
                let case = Case::of("typical-adult");
                let request = super::samples::verified(&folder.join("request.toml"));
                // Whoever holds something back says who allowed it.
                let request =
                    request.replace("reason=", "approved_by = \"arivera\"\nreason=");
                case.write("request.toml", request);
                let extract = folder.join("extract.json");
                case.write("extract.json", fs::read(extract).expect("an extract"));
                case.speak(language, layout);
                let pdfs = unpacked(&case);
                cases.push((format!("{name} {language} {layout}"), case, pdfs));
            }
        }
    }
    // A cover and a record of nothing have no step, table or sheet without a subject.
    for (name, _, pdfs) in
        cases.iter().filter(|(name, ..)| name.starts_with("withheld en"))
    {
        let Some(text) = text_of(&pdfs[1]) else { return skip("pdftotext") };
        for title in
            ["What is in it", "How to read it", "Check it", "Ask for a correction"]
        {
            assert!(!text.contains(title), "{name}: {title}");
        }
        assert!(text.contains("Some things were held back"), "{name}");
    }
    // Words are short where names are long: the cover of a letter stays two sides.
    for (name, _, pdfs) in cases.iter().filter(|(name, ..)| name.ends_with(" letter")) {
        assert!(n_pages(&pdfs[0]) <= 2, "{name}: {} sides", n_pages(&pdfs[0]));
    }
    if python().is_none() {
        return skip("the judges' Python");
    }
    let all: Vec<&Path> =
        cases.iter().flat_map(|(.., pdfs)| pdfs).map(PathBuf::as_path).collect();
    for batch in all.chunks(20) {
        for name in ["pdf_pages.py", "pdf_boxes.py"] {
            let ran = judge(name, batch).expect("asked for above");
            assert_eq!(ran.code, 0, "{}", ran.stderr);
        }
    }
    for (name, _, pdfs) in &cases {
        let mut words = name.split(' ').skip(1);
        let language = words.next().expect("a language");
        let layout = words.next().expect("an edition");
        let catalog = Path::new(ROOT).join("templates/i18n").join(language);
        let argument = format!("{}:{layout}:{}", catalog.display(), pdfs[1].display());
        let ran =
            judge("pdf_paper.py", &[Path::new(&argument)]).expect("asked for above");
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
    }
}
