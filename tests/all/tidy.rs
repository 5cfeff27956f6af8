//! The house rules: floors, lengths, words, no network, words of the catalog, changelog.

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

/// The floors of `src/lib.rs`; `source` is where `diagnostics` finds its places.
const FLOORS: &[(&str, u8)] = &[
    ("diagnostics", 0),
    ("source", 0),
    ("model", 0),
    ("request", 1),
    ("extract", 1),
    ("site", 1),
    ("rules", 2),
    ("plan", 3),
    ("sections", 3),
    ("render", 4),
    ("package", 4),
    ("ledger", 4),
    ("import", 4),
    ("pipeline", 5),
    ("io", 6),
    ("cli", 7),
];

fn floor(module: &str) -> u8 {
    let found = FLOORS.iter().find(|(name, _)| *name == module);
    found.unwrap_or_else(|| panic!("{module} has no floor")).1
}

#[test]
fn no_floor_knows_of_a_higher_one() {
    let mut n_imports = 0;
    for (path, text) in files("src", "rs") {
        let below = path.strip_prefix(Path::new(ROOT).join("src")).expect("below");
        let module = below.iter().next().and_then(|it| it.to_str()).expect("a name");
        let module = module.trim_end_matches(".rs");
        if ["lib", "main"].contains(&module) {
            continue;
        }
        for (at, _) in text.match_indices("crate::") {
            let name: String = text[at + 7..]
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            // In macros, and for a group of imports, what follows is another sign.
            if FLOORS.iter().any(|(it, _)| *it == name) {
                n_imports += 1;
                assert!(
                    floor(&name) <= floor(module),
                    "{}: {module} names {name}, a higher floor",
                    below.display()
                );
            }
        }
        assert!(!text.contains("crate::{"), "{}: name the module first", below.display());
    }
    assert!(n_imports > 50);
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
fn no_file_holds_two_ideas() {
    for folder in ["src", "tests/all", "tests/bench"] {
        for (path, text) in files(folder, "rs") {
            let n = text.lines().count();
            assert!(n <= 500, "{}: {n} lines", path.display());
        }
    }
}

#[test]
fn nothing_is_left_for_later() {
    for (folder, ending) in
        [("src", "rs"), ("templates", "typ"), ("tests/bench", "rs"), ("data", "toml")]
    {
        for (path, text) in files(folder, ending) {
            for word in ["dbg!(", "todo!(", "unimplemented!(", "FIXME", "TODO", "XXX"] {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

/// Crates that open sockets, or that are only of use to those that do.
const NETWORK: &[&str] = &[
    "reqwest",
    "ureq",
    "hyper",
    "tokio",
    "async-std",
    "smol",
    "mio",
    "socket2",
    "rustls",
    "native-tls",
    "openssl",
    "curl",
    "isahc",
    "surf",
    "quinn",
    "h2",
    "tungstenite",
    "git2",
    "trust-dns-resolver",
    "hickory-resolver",
    "attohttpc",
    "minreq",
    "webbrowser",
];

#[test]
fn no_dependency_brings_network_code() {
    let lock =
        fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).expect("Cargo.lock");
    let names: BTreeSet<&str> = lock
        .lines()
        .filter_map(|it| it.strip_prefix("name = \"")?.strip_suffix('"'))
        .collect();
    assert!(names.len() > 100 && names.contains("typst"));
    for name in NETWORK {
        assert!(!names.contains(name), "{name} is in Cargo.lock");
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
fn every_word_of_the_catalogs_is_used() {
    let mut used = String::new();
    for (folder, ending) in
        [("src/sections", "rs"), ("templates", "typ"), ("src/package", "html")]
    {
        for (_, text) in files(folder, ending) {
            used += &text;
        }
    }
    // Keys that are put together from a stem and a token.
    let stems = [
        "section-",
        "empty-",
        "read-",
        "reason-",
        "field-",
        "contact-",
        "roi-status-",
        "roi-means-",
        "roi-",
        "kind-",
        "device-",
        "opening-pdf-",
        "opening-zip-",
        "opening-html-",
        "mail-open-",
        "say-",
        "guide-step-",
        "guide-not-mailed-",
    ];
    let leads = ["assessments-lead", "services-lead", "alerts-lead", "locations-lead"];
    for name in ["en/pages", "en/opening", "en/delivery", "staff"] {
        let path = format!("templates/i18n/{name}.toml");
        let catalog = fs::read_to_string(Path::new(ROOT).join(path));
        let catalog: toml::Table =
            toml::from_str(&catalog.expect("a catalog")).expect("TOML");
        for (key, text) in &catalog {
            let stem = key.strip_suffix("-one").or_else(|| key.strip_suffix("-other"));
            let named = used.contains(&format!("\"{key}\""))
                || used.contains(&format!("t.{key}"))
                || used.contains(&format!("words.{key}"))
                || used.contains(&format!("{{{{{key}}}}}"))
                || stem.is_some_and(|it| used.contains(&format!("\"{it}\"")))
                || leads.contains(&key.as_str())
                || stems.iter().any(|it| key.starts_with(it));
            assert!(named, "`{key}` is used nowhere");
            let text = text.as_str().expect("a flat table of texts");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key}");
        }
    }
}

#[test]
fn the_changelog_knows_this_version() {
    let text =
        fs::read_to_string(Path::new(ROOT).join("CHANGELOG.md")).expect("a changelog");
    let version = env!("CARGO_PKG_VERSION");
    assert!(text.contains(&format!("## [{version}]")), "no heading for {version}");
}

#[test]
fn the_readme_is_short_and_its_commands_are_the_two() {
    let text = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("a README");
    assert!(text.lines().count() <= 150, "{} lines", text.lines().count());
    assert!(text.contains("cargo run --release -- build data/samples/typical-adult/"));
    assert!(text.contains("tests/run"));
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
    assert_eq!(n, 7);
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
