//! What the README shows is so: its commands are run, and print what it says they print.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::refusals;
use super::support::{Case, ROOT, ran};

/// The blocks of the README in a language, each without its fences.
fn blocks(language: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("a README");
    let fence = format!("\n```{language}\n");
    let blocks = text.split(&fence).skip(1);
    blocks.map(|it| it.split_once("```").expect("a closed block").0.to_owned()).collect()
}

#[test]
fn the_readme_is_short_and_has_two_commands_to_copy() {
    let text = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("a README");
    let n = text.lines().count();
    assert!(n <= 220, "{n} lines");
    let expected = [
        "cargo run --release -- build data/samples/typical-adult/request.toml \
         --extracts data/samples --at 2026-11-20 --passphrase-out target/passphrase.txt\n",
        "tests/run\n",
    ];
    assert_eq!(blocks("sh"), expected);
    let tests = fs::metadata(Path::new(ROOT).join("tests/run")).expect("tests/run");
    let mode = std::os::unix::fs::PermissionsExt::mode(&tests.permissions());
    assert_eq!(mode & 0o111, 0o111, "tests/run can be run");
}

#[test]
fn the_request_that_the_readme_shows_is_one() {
    let [request] = <[String; 1]>::try_from(blocks("toml")).expect("one block");
    let case = Case::of("typical-adult");
    case.write("request.toml", &request);
    let ran = case.check(&["--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // What stands behind a mark can be taken in as it is.
    let keys = ["authority_seen", "youth_consented_on", "not_in_export"];
    let more = keys.iter().fold(request, |text, key| {
        assert_eq!(text.matches(&format!("# {key} = ")).count(), 1, "{key}");
        text.replace(&format!("# {key} = "), &format!("{key} = "))
    });
    let (head, tail) = more.split_once("# [[withhold]]").expect("what is held back");
    let tail = tail.replace("\n# ", "\n");
    let table: toml::Table =
        toml::from_str(&format!("{head}[[withhold]]{tail}")).expect("TOML");
    assert_eq!(table["withhold"][0]["section"].as_str(), Some("enrollments"));
    assert_eq!(table["accepted"][0]["rule"].as_str(), Some("old-request"));
}

/// A folder as a reader has it who has just set up: the data, a place for what is made, and
/// the program on the path.
fn cloned() -> Case {
    let case = Case::of("typical-adult");
    for folder in ["data", "out", "target", "bin"] {
        fs::create_dir(case.dir.join(folder)).expect("a folder");
    }
    for name in ["site.toml", "samples"] {
        let data = Path::new(ROOT).join("data").join(name);
        symlink(data, case.dir.join("data").join(name)).expect("a link");
    }
    symlink(env!("CARGO_BIN_EXE_crr"), case.dir.join("bin/crr")).expect("a link");
    case
}

/// The commands of a block, each with what it prints.
fn commands(block: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push((command.to_owned(), String::new()));
        } else {
            let (_, output) = commands.last_mut().expect("a command comes first");
            output.extend([line, "\n"]);
        }
    }
    commands
}

/// What changes from run to run or with every change of a page: sizes. All else is compared.
fn steady(output: &str) -> String {
    let is_size = |before: &str, word: &str| {
        word == "kB" && before.bytes().all(|b| b.is_ascii_digit()) && !before.is_empty()
    };
    let mut out = String::new();
    for line in output.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let steady = words.iter().enumerate().map(|(i, word)| {
            let next = words.get(i + 1).map_or("", |it| it.trim_end_matches(','));
            if is_size(word, next) { "N" } else { word }
        });
        out += &steady.collect::<Vec<_>>().join(" ");
        out.push('\n');
    }
    out
}

/// The command as a reader types it; a terminal has both streams, and `ls` has columns there.
fn run(case: &Case, command: &str) -> String {
    let bin = case.dir.join("bin").display().to_string();
    let path = std::env::var("PATH").expect("a path");
    let script = format!("ls() {{ command ls -C -T 0 -w 100 \"$@\"; }}\n{command} 2>&1");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(&case.dir);
    shell.env("PATH", format!("{bin}:{path}")).env("LC_ALL", "C.UTF-8");
    ran(shell.output()).stdout
}

#[test]
fn what_the_readme_shows_is_what_the_program_prints() {
    let blocks = blocks("console");
    assert!(blocks.len() >= 2, "{blocks:?}");
    for block in blocks {
        let case = cloned();
        // A block that shows a refusal shows the one of `tests/refusals`.
        let refusal = block.lines().find_map(|it| {
            let slug =
                it.strip_prefix("error: ")?.strip_suffix(']')?.rsplit_once(" [")?.1;
            Some(slug.to_owned())
        });
        if let Some(slug) = refusal {
            refusals::trip(&case, &slug);
        }
        let commands = commands(&block);
        assert!(!commands.is_empty());
        for (command, expected) in commands {
            let found = run(&case, &command);
            assert_eq!(steady(&found), steady(&expected), "$ {command}");
        }
    }
}

#[test]
fn only_a_size_may_differ() {
    assert_eq!(steady("  a.zip  126 kB, same\n"), steady("  a.zip  7 kB, same\n"));
    for other in ["  a.zip  126 MB, same\n", "  b.zip  126 kB, same\n", "x kB\n", ""] {
        assert_ne!(steady("  a.zip  126 kB, same\n"), steady(other));
    }
}
