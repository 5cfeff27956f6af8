//! What is built: the typical sample with so many enrollments, as request and extract for
//! `crr`, and as templates with their data for the others.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use client_record_request::pipeline::{
    Context, Files, Inputs, ask, documents, extract_of, prepare,
};
use client_record_request::render::Manuscript;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const AT: &str = "2026-11-20";

/// A folder with everything, removed at the end.
pub(crate) struct Fixture {
    /// Request and extract; and folders of templates, fonts and data, for the programs that are
    /// not ours.
    pub(crate) folder: PathBuf,
}

impl Fixture {
    /// A record with so many enrollments.
    pub(crate) fn new(n: usize) -> Self {
        let folder =
            std::env::temp_dir().join(format!("crr-bench-{}-{n}", std::process::id()));
        let sample = Path::new(ROOT).join("data/samples/typical-adult");
        let read = |name| fs::read_to_string(sample.join(name)).expect("the sample");
        let request = read("request.toml");
        let extract = with_enrollments(&read("extract.json"), n);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("request.toml"), &request).expect("written");
        fs::write(folder.join("extract.json"), &extract).expect("written");
        // Cover and record share their data; each guide has its own.
        let sheets = sheets(request, extract);
        let roots = [
            ("templates", "record.pdf"),
            ("open", "how-to-open.pdf"),
            ("guide", "agency-guide.pdf"),
        ];
        for (name, document) in roots {
            let mut found =
                sheets.iter().filter(|it| it.document().file_name() == document);
            let sheet = found.next().expect("every document is there");
            let root = folder.join(name);
            copy(&Path::new(ROOT).join("templates"), &root);
            for (path, bytes) in sheet.given() {
                fs::write(root.join(&path[1..]), bytes).expect("written");
            }
        }
        Self { folder }
    }

    /// `crr build`, as the help desk runs it.
    pub(crate) fn crr(&self) -> Command {
        // Each time it is a new desk: nothing is built twice.
        let _ = fs::remove_dir_all(self.folder.join("out"));
        let _ = fs::remove_file(self.folder.join("passphrase"));
        let mut command = Command::new(program());
        command.current_dir(&self.folder).args(CRR);
        command
    }

    /// What one would script instead: a Typst process a PDF, then 7-Zip. The PDFs lie
    /// unlocked on the disk in between, and nothing is checked, opened again or recorded.
    pub(crate) fn scripted(&self) -> Option<Command> {
        let python = super::python()?;
        let script = Path::new(ROOT).join("tests/bench/typst_process.py");
        let mut command = Command::new("sh");
        command.current_dir(&self.folder).env("PY", python).env("SCRIPT", script).args([
            "-ec",
            "\"$PY\" -B \"$SCRIPT\" templates cover.typ cover.pdf\n\
             \"$PY\" -B \"$SCRIPT\" templates record.typ record.pdf\n\
             \"$PY\" -B \"$SCRIPT\" open how-to-open.typ how-to-open.pdf\n\
             \"$PY\" -B \"$SCRIPT\" guide agency-guide.typ agency-guide.pdf\n\
             rm -f scripted.zip\n\
             7z a -tzip -mem=AES256 -pabacus-zoom-crouton-dagger-ember scripted.zip cover.pdf \
             record.pdf\n\
             qpdf --encrypt abacus-zoom-crouton-dagger-ember owner 256 -- \
             --object-streams=generate record.pdf locked.pdf",
        ]);
        Some(command)
    }

    /// Peak resident memory of a build in MB, by GNU time.
    pub(crate) fn memory(&self) -> Option<f64> {
        super::memory(&mut self.crr())
    }

    /// Size of the record PDF in bytes, from the receipt.
    pub(crate) fn record_size(&self) -> f64 {
        let text = fs::read_to_string(self.folder.join("out/2026-0142/receipt.json"));
        let receipt: serde_json::Value =
            serde_json::from_str(&text.expect("a receipt")).expect("JSON");
        receipt["members"][1]["bytes"].as_f64().expect("a size")
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const CRR: [&str; 9] = [
    "build",
    "request.toml",
    "--extract",
    "extract.json",
    "--at",
    AT,
    "--passphrase-out",
    "passphrase",
    "--quiet",
];

fn program() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_crr")).to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.expect("a readable folder");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

/// Stays over twenty years, of the kinds and destinations of the sample.
fn with_enrollments(extract: &str, n: usize) -> String {
    let mut extract: serde_json::Value = serde_json::from_str(extract).expect("JSON");
    let rows = extract["enrollments"].as_array().expect("a list").clone();
    let destinations = [410, 116, 302, 411, 435];
    let many = (0..n).map(|i| {
        let mut row = rows[i % rows.len()].clone();
        let (year, month, day) = (2006 + i % 20, i % 9 + 1, i % 27 + 1);
        row["enrollment_id"] = format!("E-{i}").into();
        row["entry_date"] = format!("{year}-{month:02}-{day:02}").into();
        row["move_in_date"] = serde_json::Value::Null;
        row["exit_date"] = format!("{year}-12-{day:02}").into();
        row["destination"] = destinations[i % destinations.len()].into();
        row
    });
    extract["enrollments"] = many.collect();
    extract.to_string()
}

/// The documents of a package, with the data that our own templates are given.
fn sheets(request: String, extract: String) -> Vec<Manuscript> {
    let mut inputs = Inputs::default();
    let at = AT.parse().expect("a day");
    let today = |_| unreachable!("the day is given");
    let context = Context::new(Files::default(), Some(at), today, &mut inputs);
    let context = context.expect("the built-in site and kit");
    let asked = ask("request.toml".into(), request, &mut inputs);
    let extract = extract_of("extract.json".into(), extract, &mut inputs);
    let ready = prepare(asked, extract, &[], &context, false).expect("a plan");
    documents(&ready.plan, &context)
}
