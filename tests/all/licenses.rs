//! What is in the program may be given on: licenses, notices, and no network code, by the lists
//! of `.deny.toml`. `tests/dist/run notices` has cargo-deny look at the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::support::{AT, Case, ROOT, has, skip};

/// The system whose crates every build of ours has downloaded.
const TARGET: &str = "x86_64-unknown-linux-gnu";

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).expect("a file of the project")
}

/// What `.deny.toml` says.
fn policy() -> toml::Table {
    read(".deny.toml").parse().expect("TOML")
}

fn allowed() -> BTreeSet<String> {
    let listed = policy()["licenses"]["allow"].as_array().expect("a list").clone();
    listed.iter().map(|it| it.as_str().expect("a name").to_owned()).collect()
}

/// The crates that are compiled into the program, without our own: name, version, license, and
/// the folder each lies in.
fn crates() -> Vec<[String; 4]> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let ran = Command::new(cargo)
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .args(["--filter-platform", TARGET])
        .current_dir(ROOT)
        .output()
        .expect("cargo runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let all: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let list = |of: &Value| of.as_array().expect("a list").clone();
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    let root = text(&all["resolve"]["root"]);
    let needs: BTreeMap<String, Vec<String>> = list(&all["resolve"]["nodes"])
        .iter()
        .map(|node| {
            let deps = list(&node["deps"]).into_iter().filter(|dep| {
                // Neither of tests nor of build scripts.
                list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null())
            });
            (text(&node["id"]), deps.map(|dep| text(&dep["pkg"])).collect())
        })
        .collect();
    let mut seen = BTreeSet::from([root.clone()]);
    let mut left = vec![root.clone()];
    while let Some(id) = left.pop() {
        left.extend(needs[&id].iter().filter(|it| seen.insert((*it).clone())).cloned());
    }
    seen.remove(&root);
    let packages = list(&all["packages"]).into_iter();
    let mut found: Vec<_> = packages
        .filter(|it| seen.contains(&text(&it["id"])))
        .map(|it| {
            let manifest = text(&it["manifest_path"]);
            let folder = Path::new(&manifest).parent().expect("a folder");
            let folder = folder.display().to_string();
            [text(&it["name"]), text(&it["version"]), text(&it["license"]), folder]
        })
        .collect();
    found.sort();
    assert!(found.len() > 200, "{} crates", found.len());
    found
}

/// True where the licenses that are allowed fulfill an SPDX expression.
fn is_fulfilled(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let is_fulfilled = any(&mut rest, allowed);
    assert!(rest.is_empty(), "this is no expression: {expression}");
    is_fulfilled
}

fn any(rest: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut is_fulfilled = every(rest, allowed);
    while rest.first() == Some(&"OR") {
        *rest = &rest[1..];
        is_fulfilled |= every(rest, allowed);
    }
    is_fulfilled
}

fn every(rest: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut is_fulfilled = one(rest, allowed);
    while rest.first() == Some(&"AND") {
        *rest = &rest[1..];
        is_fulfilled &= one(rest, allowed);
    }
    is_fulfilled
}

fn one(rest: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let (first, after) = rest.split_first().expect("a license");
    *rest = after;
    if *first == "(" {
        let is_fulfilled = any(rest, allowed);
        assert_eq!(rest.first(), Some(&")"));
        *rest = &rest[1..];
        return is_fulfilled;
    }
    let mut name = (*first).to_owned();
    if rest.first() == Some(&"WITH") {
        name = format!("{name} WITH {}", rest[1]);
        *rest = &rest[2..];
    }
    allowed.contains(&name)
}

#[test]
fn a_license_is_read_as_it_is_meant() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Zlib".to_owned()]);
    for good in
        ["MIT", "GPL-3.0 OR MIT", "X/MIT", "(X OR Zlib) AND MIT", "X AND Y OR MIT"]
    {
        assert!(is_fulfilled(good, &allowed), "{good}");
    }
    for bad in ["X", "MIT AND X", "(MIT OR Zlib) AND X", "MIT WITH X-exception"] {
        assert!(!is_fulfilled(bad, &allowed), "{bad}");
    }
}

#[test]
fn every_crate_may_be_given_on() {
    let allowed = allowed();
    let refused: Vec<_> =
        crates().into_iter().filter(|it| !is_fulfilled(&it[2], &allowed)).collect();
    assert!(refused.is_empty(), "{refused:?}");
}

/// The list names each crate of the program, and no other.
#[test]
fn the_list_of_crates_is_that_of_the_program() {
    let name = "data/licenses/crates.txt";
    let mut list = String::from(
        "The crates in crr for Linux, and the licenses that each may be used under. Their texts,\n\
         and the crates of other systems, are in NOTICES.txt, which `tests/dist/run notices`\n\
         writes, and every archive has.\n\n",
    );
    for [name, version, license, _] in crates() {
        list.extend([&*name, " ", &version, ": ", &license, "\n"]);
    }
    if std::env::var_os("CASES").is_some_and(|it| it == "overwrite") {
        fs::write(Path::new(ROOT).join(name), &list).expect("the list");
    }
    assert!(read(name) == list, "{name} is out of date: CASES=overwrite writes it");
}

/// A crate that brings no text is given on with the one of `data/licenses`.
#[test]
fn every_crate_has_a_license_text() {
    let ours: BTreeSet<String> = fs::read_dir(Path::new(ROOT).join("data/licenses"))
        .expect("the texts")
        .map(|it| it.expect("a file").path())
        .filter_map(|it| Some(it.file_stem()?.to_str()?.to_owned()))
        .collect();
    let words = ["license", "licence", "copying", "notice", "unlicense", "copyright"];
    for [name, _, license, folder] in crates() {
        let files = fs::read_dir(&folder).expect("a crate's folder");
        let has_text = files
            .filter_map(|it| it.ok()?.file_name().into_string().ok())
            .any(|it| words.iter().any(|word| it.to_lowercase().starts_with(word)));
        assert!(has_text || is_fulfilled(&license, &ours), "{name}: {license}");
    }
}

/// Of every system, and of the tests, too: whatever is in Cargo.lock.
#[test]
fn no_dependency_brings_network_code() {
    let lock = read("Cargo.lock");
    let names: BTreeSet<&str> = lock
        .lines()
        .filter_map(|it| it.strip_prefix("name = \"")?.strip_suffix('"'))
        .collect();
    assert!(names.len() > 100 && names.contains("typst"));
    let policy = policy();
    let banned = policy["bans"]["deny"].as_array().expect("a list");
    assert!(banned.len() > 20);
    for it in banned {
        let name = it["crate"].as_str().expect("a name");
        assert!(!names.contains(name), "{name} is in Cargo.lock");
    }
}

/// What the system was asked for, under strace: not one call of its network.
#[test]
fn no_run_asks_the_system_for_a_network() {
    if !has("strace") {
        return skip("strace");
    }
    let case = Case::of("typical-adult");
    let log = case.dir.join("calls");
    let build = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    let runs: [&[&str]; 3] = [
        &[&build[..], &["--passphrase-out", "list"]].concat(),
        &["verify", "out/2026-0142", "--passphrase-file", "list"],
        &["doctor"],
    ];
    for arguments in runs {
        // Its own messages would be read as calls: they go elsewhere.
        let mut strace = Command::new("strace");
        strace.args(["-f", "-e", "trace=%network,execve", "-o"]).arg(&log);
        strace.arg(env!("CARGO_BIN_EXE_crr")).args(arguments).current_dir(&case.dir);
        let ran = strace.output().expect("strace runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let calls = case.read("calls");
        // That it was watched is seen by its beginning, and that it began no other program, too.
        let starts: Vec<_> = calls.lines().filter(|it| it.contains('(')).collect();
        assert!(matches!(starts[..], [only] if only.contains("execve(")), "{calls}");
    }
}
