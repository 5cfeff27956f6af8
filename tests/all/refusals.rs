//! Every refusal, as data: `tests/refusals/*.toml`. Each case edits a sample so that one
//! rule trips, and states the exact words and the exit code; the same edit with its `good`
//! text is the near miss, which passes. `CASES=overwrite` writes the words anew, to be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::golden::is_overwriting;
use super::privacy::telling;
use super::support::{AT, Case, ROOT};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    about: String,
    #[serde(default = "typical")]
    sample: String,
    #[serde(default)]
    args: Vec<String>,
    exit: i32,
    stderr: String,
    edit: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    from: String,
    bad: String,
    good: String,
}

fn typical() -> String {
    "typical-adult".into()
}

/// Spells out what would be too long to stand in a case file.
fn spelled(text: &str) -> String {
    text.replace("@@70000", &"x".repeat(70_000))
        .replace("@@60000", &"word ".repeat(12_000))
        .replace("@@2001", &"x".repeat(2_001))
        .replace("@@2000", &"x".repeat(2_000))
        .replace("@@DEEP", &format!("{}{}", "[".repeat(40), "]".repeat(40)))
}

fn apply(case: &Case, edits: &[Edit], text: impl Fn(&Edit) -> &String) {
    for edit in edits {
        let name = match edit.file.as_str() {
            "request" => "request.toml",
            "extract" => "extract.json",
            "extract-2" => "extract-2.json",
            other => &format!("{other}.toml"),
        };
        case.edit(name, &edit.from, &spelled(text(edit)));
        if let Some((before, _)) = case.read(name).split_once("@@CUT") {
            case.write(name, before);
        }
    }
}

/// Edits a case of the typical sample so that it is refused for this reason.
pub(super) fn trip(case: &Case, slug: &str) {
    let path = Path::new(ROOT).join(format!("tests/refusals/{slug}.toml"));
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no case of {slug}"));
    let refusal: Refusal = toml::from_str(&text).expect("a case in its form");
    assert_eq!(refusal.sample, typical());
    apply(case, &refusal.edit, |it| &it.bad);
}

#[test]
fn every_refusal_trips_and_its_near_miss_passes() {
    let folder = Path::new(ROOT).join("tests/refusals");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("the cases")
        .map(|it| it.expect("an entry").path())
        .collect();
    names.sort();
    let mut wrong = Vec::new();
    for path in &names {
        let text = fs::read_to_string(path).expect("a case");
        let refusal: Refusal = toml::from_str(&text).expect("a case in its form");
        let name = path.file_stem().and_then(|it| it.to_str()).expect("a name");
        let args: Vec<_> = refusal.args.iter().map(String::as_str).collect();

        let case = Case::of(&refusal.sample);
        apply(&case, &refusal.edit, |it| &it.bad);
        let before = case.tree();
        let ran = case.build(&args);
        let expected = refusal.stderr.trim_start_matches('\n');
        if is_overwriting() {
            let (head, rest) = text.split_once("stderr = '''\n").expect("the words");
            let (_, tail) = rest.split_once("'''").expect("their end");
            let new = format!("{head}stderr = '''\n{}'''{tail}", ran.stderr);
            fs::write(path, new).expect("a case");
        } else if ran.stderr != expected || ran.code != refusal.exit {
            wrong.push(format!(
                "{name} ({}): exit {}\n--- expected\n{expected}--- found\n{}",
                refusal.about, ran.code, ran.stderr
            ));
        }
        // Which site and rules count is said first, unless the site file itself is at fault.
        match &ran.applied {
            Some(line) => {
                let head = "site: Orange County HMIS (site.toml); rules: oc-hmis-";
                assert!(line.starts_with(head), "{name}: {line}");
            }
            None => assert!(ran.stderr.contains("site.toml:"), "{name}: {}", ran.stderr),
        }
        assert_eq!(ran.stdout, "", "{name} prints no data");
        assert_eq!(case.tree(), before, "{name} leaves nothing behind");

        let near = Case::of(&refusal.sample);
        apply(&near, &refusal.edit, |it| &it.good);
        let ran = near.check(&args);
        assert_eq!(ran.code, 0, "the near miss of {name}: {}", ran.stderr);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(names.len() >= 40, "only {} cases were found", names.len());
}

/// What a refusal or a warning says holds nothing of the record; and what a build leaves
/// that goes on with a warning holds nothing of it outside the locked file.
#[test]
fn no_rule_tells_a_value() {
    let mut n_built = 0;
    for entry in fs::read_dir(Path::new(ROOT).join("tests/refusals")).expect("the cases")
    {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a case");
        let refusal: Refusal = toml::from_str(&text).expect("a case in its form");
        let case = Case::of(&refusal.sample);
        apply(&case, &refusal.edit, |it| &it.good);
        let good = case.read("extract.json");
        let case = Case::of(&refusal.sample);
        apply(&case, &refusal.edit, |it| &it.bad);
        let mut values = BTreeSet::new();
        for extract in [good, case.read("extract.json")] {
            // One of the two may be no JSON.
            if let Ok(extract) = serde_json::from_str(&extract) {
                values.extend(telling(&extract));
            }
        }
        // Our own words: "the client's Social Security number", "as of 2026-11-20".
        values.retain(|it| it != "Social" && it != "Security" && it != AT);
        // The moment of the export is what an answer is bound to.
        values.retain(|it| !it.starts_with("2026-1") || !it.contains('T'));
        // The agency that asks and the site's list of agencies are the desk's own words.
        let own = case.read("site.toml") + &case.read("request.toml");
        let is_own = |it: &&str| {
            it.starts_with("participating_agencies") || it.starts_with("agency ")
        };
        let own: String = own.lines().filter(is_own).collect();
        assert!(values.len() > 10, "{}", path.display());
        values.retain(|it| !own.contains(it.as_str()));
        let told =
            |text: &str| values.iter().find(|it| text.contains(it.as_str())).cloned();
        let args: Vec<_> = refusal.args.iter().map(String::as_str).collect();
        for more in [vec![], vec!["--json"], vec!["--quiet"]] {
            let ran = case.build(&[&args[..], &more].concat());
            for text in [&ran.stdout, &ran.stderr] {
                assert_eq!(told(text), None, "{}: {text}", path.display());
            }
        }
        let mild: Vec<_> = args.iter().copied().filter(|it| *it != "--strict").collect();
        if mild.len() < args.len() {
            let ran = case.build(&mild);
            assert_eq!(ran.code, 0, "{}: {}", path.display(), ran.stderr);
            n_built += 1;
            let mut left = case.tree().join("\n");
            let ticket = ran.stdout.trim();
            left += &case.read(&format!("{ticket}/receipt.json"));
            assert_eq!(told(&left), None, "{}: {left}", path.display());
            // Summary and ledger name the agency, which the request gives.
            let request = case.read("request.toml");
            values.retain(|it| !request.contains(it.as_str()));
            let ledger = case.read("out/ledger.jsonl");
            let found = values.iter().find(|it| ledger.contains(it.as_str()));
            assert_eq!(found, None, "{}: {ledger}", path.display());
            let found = values.iter().find(|it| ran.stderr.contains(it.as_str()));
            assert_eq!(found, None, "{}: {}", path.display(), ran.stderr);
        }
    }
    assert!(n_built >= 10, "{n_built} cases warn");
}
