//! What a fresh clone holds: the working folders, the licenses, and a first command that works.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::support::{AT, Case, ROOT, skip, tool};

/// The working folders. Each comes with a README.md and nothing else.
const FOLDERS: [&str; 3] = ["out", "data/requests", "data/extracts"];

/// A folder with the working folders as git makes them, open to everybody.
fn cloned() -> Case {
    let case = Case::empty();
    for folder in FOLDERS {
        fs::create_dir_all(case.dir.join(folder)).expect("a folder");
        let readme = format!("{folder}/README.md");
        fs::copy(Path::new(ROOT).join(&readme), case.dir.join(&readme)).expect("a copy");
        set_mode(&case, folder, 0o755);
    }
    case
}

fn set_mode(case: &Case, path: &str, mode: u32) {
    let mode = fs::Permissions::from_mode(mode);
    fs::set_permissions(case.dir.join(path), mode).expect("permissions");
}

fn mode(case: &Case, path: &str) -> u32 {
    fs::metadata(case.dir.join(path)).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn the_working_folders_are_there_and_git_takes_nothing_else_in_them() {
    for folder in FOLDERS {
        let readme = fs::read_to_string(Path::new(ROOT).join(folder).join("README.md"));
        let readme = readme.unwrap_or_else(|_| panic!("{folder} has no README.md"));
        for word in ["Who may read it:", "How to delete:"] {
            assert!(readme.contains(word), "{folder}/README.md: {word}");
        }
    }
    if tool("git", ["-C", ROOT, "rev-parse"]).code != 0 {
        return skip("the git folder");
    }
    let ignores = |path: &str| {
        let ran = tool("git", ["-C", ROOT, "check-ignore", "-q", "--no-index", path]);
        ran.code == 0
    };
    for folder in FOLDERS {
        let readme = format!("{folder}/README.md");
        assert!(!ignores(&readme), "{readme} is ignored");
        let ran = tool("git", ["-C", ROOT, "ls-files", folder]);
        assert_eq!(ran.stdout.trim(), readme);
        for name in
            ["69E44770D.json", "2026-0142.toml", "a/b.json", ".new-2026-0142/a.pdf"]
        {
            assert!(
                ignores(&format!("{folder}/{name}")),
                "{folder}/{name} is not ignored"
            );
        }
    }
}

#[test]
fn a_readme_is_no_request_no_extract_and_no_package() {
    let case = cloned();
    let build = |more: &[&str]| {
        let arguments = ["build", "data/requests", "--at", AT, "--passphrase-out", "p"];
        case.crr(arguments.iter().chain(more))
    };
    let ran = build(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("[no-requests]"), "{}", ran.stderr);
    let ran = case.crr(["ledger", "verify"]);
    assert!(ran.code == 0 && ran.stderr.contains("0 lines"), "{}", ran.stderr);
    let sample = Path::new(ROOT).join("data/samples/typical-adult");
    for (from, to) in
        [("request.toml", "requests/2026-0142.toml"), ("extract.json", "extracts/a.json")]
    {
        fs::copy(sample.join(from), case.dir.join("data").join(to)).expect("a copy");
    }
    let ran = case.crr(["check", "data/requests", "--at", AT]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("warning:"), "{}", ran.stderr);
    let ran = build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("warning:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("\n1 request in "), "{}", ran.stderr);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    for folder in FOLDERS {
        let readme = format!("{folder}/README.md");
        let there = fs::read(Path::new(ROOT).join(&readme)).expect("a text");
        assert_eq!(case.bytes(&readme), there, "{readme} is as it was");
    }
}

/// Git keeps no permissions, and what `crr` makes by itself is closed to all but its owner.
#[test]
fn a_working_folder_is_closed_before_the_first_file_is_written_there() {
    let run = |case: &Case, command: &[&str]| {
        let sample = Path::new(ROOT).join("data/samples/typical-adult");
        for (from, to) in
            [("request.toml", "request.toml"), ("extract.json", "data/extracts/a.json")]
        {
            fs::copy(sample.join(from), case.dir.join(to)).expect("a sample");
        }
        let more = ["request.toml", "--at", AT];
        let ran = case.crr(command.iter().chain(&more));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    };
    let build = ["build", "--passphrase-out", "p"];
    let case = cloned();
    run(&case, &build);
    assert_eq!(mode(&case, "out"), 0o700);
    let case = cloned();
    let ran = case.crr(["check", "data/requests"]);
    assert_eq!(
        (ran.code, mode(&case, "out")),
        (1, 0o755),
        "who writes nothing closes nothing"
    );
    for command in [
        &["build", "--passphrase-out", "p", "--shard", "1/1"][..],
        &["deny", "--reason", "about-another-person"],
        &["print", "--to", "record.pdf", "--yes"],
    ] {
        let case = cloned();
        run(&case, command);
        assert_eq!(mode(&case, "out"), 0o700, "{command:?}");
    }
    let case = cloned();
    fs::create_dir(case.dir.join("export")).expect("a folder");
    for (name, text) in super::importing::FILES {
        case.write(&format!("export/{name}"), text);
    }
    let ran =
        case.crr(["import", "hmis-csv", "export", "--all", "--to", "data/extracts"]);
    assert_eq!((ran.code, mode(&case, "data/extracts")), (0, 0o700), "{}", ran.stderr);
    // The near miss: a folder that people share on purpose is theirs to open or close.
    let case = cloned();
    case.write("out/for-the-team.txt", "shared");
    run(&case, &build);
    assert_eq!((mode(&case, "out"), mode(&case, "out/2026-0142")), (0o755, 0o700));
}

/// The command of the README that comes first, as it stands there, twice in a row.
#[test]
fn the_first_command_of_the_readme_works_again_and_again() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("a README");
    let mut commands =
        readme.lines().filter_map(|it| it.strip_prefix("cargo run --release -- "));
    let command = commands.next().expect("a command of the README");
    let case = cloned();
    // A fresh clone has the data of the source, and cargo has made its folder by then.
    for name in ["site.toml", "samples"] {
        symlink(
            Path::new(ROOT).join("data").join(name),
            case.dir.join("data").join(name),
        )
        .expect("a link");
    }
    fs::create_dir(case.dir.join("target")).expect("a folder");
    for time in 1..=2 {
        let ran = case.crr(command.split_whitespace());
        assert_eq!(ran.code, 0, "time {time}: {}", ran.stderr);
        assert_eq!(ran.stdout, "out/2026-0142\n", "time {time}");
    }
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

/// Each license that Cargo.toml names has its text, and so has each family of fonts.
#[test]
fn the_license_texts_are_there() {
    let text = |path: &str| {
        let text = fs::read_to_string(Path::new(ROOT).join(path));
        text.unwrap_or_else(|_| panic!("{path} is not there"))
    };
    let manifest: toml::Table = toml::from_str(&text("Cargo.toml")).expect("TOML");
    let names = manifest["package"]["license"].as_str().expect("a license");
    assert_eq!(names, "MIT OR Apache-2.0");
    let digest = |text: &str| client_record_request::package::digest(text.as_bytes());
    // As it lies at apache.org/licenses/LICENSE-2.0.txt.
    assert_eq!(
        digest(&text("data/licenses/Apache-2.0.txt")),
        "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
    );
    // Behind the line of the holder it is the same for all.
    let mit = text("data/licenses/MIT.txt");
    let (holder, mit) = mit.split_once(" the crr authors\n").expect("the holder's line");
    assert!(holder.starts_with("MIT License\n\nCopyright (c) 20"), "{holder}");
    assert_eq!(
        digest(mit),
        "21a76c19ae398e37fc00bca26e6850feee362e8188f8507ad44a53475ee62c33"
    );
    let mut families: Vec<_> = text("templates/fonts/SHA256SUMS")
        .lines()
        .filter_map(|it| it.split("  ").nth(1)?.split('_').next().map(str::to_owned))
        .filter(|it| !it.contains('.'))
        .collect();
    families.dedup();
    assert!(families.len() >= 5, "{families:?}");
    for family in families {
        // One text is for the three Noto fonts of China, Taiwan and Korea, and what is made of
        // them.
        let is_noto = family.starts_with("NotoSans") || family == "HelpLines";
        let name = if is_noto { "NotoSansCJK" } else { &family };
        let license = text(&format!("templates/fonts/OFL-{name}.txt"));
        assert!(license.contains("SIL OPEN FONT LICENSE Version 1.1"), "{name}");
    }
}
