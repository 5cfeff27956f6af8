//! The house rules: who touches the world, nothing left for later, changelog, fonts,
//! top level.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::support::{ROOT, tool};

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(Path::new(ROOT).join(folder))
        .into_iter()
        .map(|it| it.expect("a readable folder").into_path())
        .filter(|it| it.extension().is_some_and(|it| it == ending))
        .map(|it| (it.clone(), fs::read_to_string(it).expect("a text")))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no .{ending} below {folder}");
    files
}

#[test]
fn only_io_and_cli_touch_the_world() {
    for (path, text) in files("src", "rs") {
        let path = path.display().to_string();
        if path.contains("/io/") || path.contains("/cli/") || path.ends_with("main.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().expect("a first part");
        for word in
            ["std::fs", "std::env", "std::net", "SystemTime", "Utc::now", "getrandom"]
        {
            assert!(!code.contains(word), "{path} names {word}");
        }
    }
}

#[test]
fn nothing_is_left_for_later() {
    for (folder, ending) in [
        ("src", "rs"),
        ("templates", "typ"),
        ("tests/bench", "rs"),
        ("tests/fuzz", "rs"),
        ("data", "toml"),
    ] {
        for (path, text) in files(folder, ending) {
            for word in ["dbg!(", "todo!(", "unimplemented!(", "FIXME", "TODO", "XXX"] {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

/// Two versions of comemo would be two caches, of which an embedder sees one (typst issue
/// 8628).
#[test]
fn there_is_one_comemo() {
    let lock =
        fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).expect("Cargo.lock");
    assert_eq!(lock.matches("name = \"comemo\"\n").count(), 1);
}

#[test]
fn the_changelog_knows_this_version() {
    let text =
        fs::read_to_string(Path::new(ROOT).join("CHANGELOG.md")).expect("a changelog");
    let version = env!("CARGO_PKG_VERSION");
    assert!(text.contains(&format!("## [{version}]")), "no heading for {version}");
}

#[test]
fn the_fonts_are_as_their_makers_gave_them() {
    let folder = Path::new(ROOT).join("templates/fonts");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).expect("the digests");
    let mut n = 0;
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("a digest and a name");
        let bytes = fs::read(folder.join(name)).expect("a file");
        assert_eq!(client_record_request::package::digest(&bytes), sum, "{name}");
        n += usize::from(name.ends_with(".ttf"));
    }
    assert_eq!(n, 8);
}

#[test]
fn the_top_level_is_as_it_was_agreed() {
    let ran = tool("git", ["-C", ROOT, "ls-files"]);
    if ran.code != 0 {
        return super::support::skip("the git folder");
    }
    let top: BTreeSet<&str> =
        ran.stdout.lines().filter_map(|it| it.split('/').next()).collect();
    let agreed = [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "README.md",
        "data",
        "out",
        "src",
        "templates",
        "tests",
    ];
    for name in top.into_iter().filter(|it| !it.starts_with('.')) {
        assert!(agreed.contains(&name), "{name} is not part of the agreed top level");
    }
}
