//! `crr schema`: the samples fit the schemas, and what is wrong does not.

use std::path::{Path, PathBuf};

use super::judges::python;
use super::support::{Case, ROOT, samples, skip};

#[test]
fn the_samples_fit_the_schemas() {
    let Some(python) = python() else { return skip("the judges' Python") };
    let case = Case::empty();
    for of in ["request", "extract", "site"] {
        let ran = case.crr(["schema", of]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        case.write(&format!("{of}.schema.json"), ran.stdout);
    }
    let folder = Path::new(ROOT).join("data/samples");
    let mut files: Vec<(&str, PathBuf)> =
        vec![("site", Path::new(ROOT).join("data/site.toml"))];
    for sample in samples() {
        files.push(("request", folder.join(&sample).join("request.toml")));
        files.push(("extract", folder.join(&sample).join("extract.json")));
    }
    case.write(
        "wrong.json",
        r#"{"format": "client-record-extract/1", "case_notes": []}"#,
    );
    files.push(("extract", case.dir.join("wrong.json")));
    let judge = Path::new(ROOT).join("tests/judges/schema.py");
    for (of, file) in files {
        let schema = case.dir.join(format!("{of}.schema.json"));
        let ran = super::support::tool(
            python.to_str().expect("UTF-8"),
            [Path::new("-B"), &judge, &schema, &file],
        );
        let fits = !file.ends_with("wrong.json");
        assert_eq!(
            ran.code == 0,
            fits,
            "{}: {}{}",
            file.display(),
            ran.stdout,
            ran.stderr
        );
    }
}
