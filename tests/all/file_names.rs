//! An extract is often named after its client: their ID is masked in names of files too.

use std::fs;

use super::support::{AT, Case, Ran};

const ID: &str = "69E44770D";

/// A case whose extract is named after the client, alone in a folder.
fn named(stem: &str) -> (Case, String) {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    let path = format!("extracts/{stem}.json");
    fs::rename(case.dir.join("extract.json"), case.dir.join(&path)).expect("renamed");
    (case, path)
}

#[track_caller]
fn silent(ran: &Ran, what: &str) {
    for text in [&ran.stdout, &ran.stderr] {
        assert!(!text.to_lowercase().contains("69e44770d"), "{what}: {text}");
    }
}

/// Every command that reads an extract, with each way to name it.
fn all(case: &Case, path: &str, code: i32, told: &str) {
    let build = ["build", "--passphrase-out", "list"];
    let print = ["print", "--yes", "--to", "69e44770D.pdf"];
    for command in [&["check"][..], &build, &print] {
        for from in [["--extract", path], ["--extracts", "extracts"]] {
            for more in [&[][..], &["--json"]] {
                let _ = fs::remove_file(case.dir.join("69e44770D.pdf"));
                let _ = fs::remove_dir_all(case.dir.join("out"));
                let rest = [&["request.toml", "--at", AT], &from[..], more].concat();
                let ran = case.crr(command.iter().chain(&rest));
                let what = format!("{command:?} {from:?} {more:?}");
                silent(&ran, &what);
                assert_eq!(ran.code, code, "{what}: {}", ran.stderr);
                let text = format!("{}{}", ran.stderr, ran.stdout);
                assert!(text.contains(told), "{what}: {text}");
            }
        }
    }
}

#[test]
fn what_a_run_tells_shows_no_id_in_a_path() {
    for stem in [ID, "69e44770d", "export-69E44770d_2"] {
        let (case, path) = named(stem);
        all(&case, &path, 0, "");
        // A place in the extract.
        case.edit(&path, "\"entry_date\": \"2025-02-20\"", "\"entry_date\": \"soon\"");
        all(&case, &path, 1, "·······");
    }
    let (case, path) = named(ID);
    case.edit(&path, "\"entry_date\": \"2025-02-20\"", "\"entry_date\": \"soon\"");
    let ran = case.crr(["check", "request.toml", "--at", AT, "--extract", &path]);
    assert!(ran.stderr.contains("extracts/·······0D.json:63:"), "{}", ran.stderr);
}

#[test]
fn the_search_for_an_extract_shows_no_id() {
    let (case, path) = named(ID);
    let check = ["check", "request.toml", "--at", AT, "--extracts", "extracts"];
    fs::copy(case.dir.join(&path), case.dir.join("extracts/69e44770d.json"))
        .expect("two");
    for (what, slug) in [("two", "several-extracts"), ("damaged", "damaged-extract")] {
        if what == "damaged" {
            case.write(&path, case.read(&path).replace("\"client_id\"", "\"id\""));
        }
        for more in [&[][..], &["--json"]] {
            let ran = case.crr(check.iter().chain(more));
            silent(&ran, what);
            let text = format!("{}{}", ran.stderr, ran.stdout);
            assert!(text.contains(slug) && text.contains("·······0D.json"), "{text}");
        }
    }
}

/// Nobody says yet who the client is: the form of the name is enough.
#[test]
fn a_file_that_cannot_be_read_shows_no_id() {
    let (case, path) = named(ID);
    let request = case.read("request.toml");
    for broken in [request.clone(), "ticket = ".into(), "ticket = \"1\"\n".into()] {
        case.write("request.toml", broken);
        for name in ["extracts/69E44770D.json.gone", "gone/69E44770D.json", &path] {
            for more in [&[][..], &["--json"]] {
                let check = ["check", "request.toml", "--at", AT, "--extract", name];
                let ran = case.crr(check.iter().chain(more));
                silent(&ran, name);
                assert!(ran.code < 2, "{}", ran.stderr);
            }
        }
    }
    case.write("request.toml", request);
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    fs::rename(case.dir.join("request.toml"), case.dir.join("requests/69e44770d.toml"))
        .expect("renamed");
    for command in [&["check"][..], &["build", "--passphrase-out", "list"]] {
        for more in [&[][..], &["--json"]] {
            let many = ["requests", "--extracts", "extracts", "--at", AT];
            let ran = case.crr(command.iter().chain(&many).chain(more));
            silent(&ran, "many");
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            let text = format!("{}{}", ran.stderr, ran.stdout);
            assert!(text.contains("requests/·······0d.toml"), "{text}");
        }
    }
}

/// Whoever names an extract after its client finds it by the last letters of the name.
#[test]
fn a_name_of_a_client_in_a_path_is_not_shown() {
    let (case, path) = named("Maria Nguyen-Lopez");
    case.edit(&path, "\"entry_date\": \"2025-02-20\"", "\"entry_date\": \"soon\"");
    let check = ["check", "request.toml", "--at", AT];
    for is_damaged in [false, true] {
        if is_damaged {
            case.write(&path, &case.read(&path)[..900]);
        }
        for from in [["--extract", &*path], ["--extracts", "extracts"]] {
            for more in [&[][..], &["--json"]] {
                let ran = case.crr(check.iter().chain(&from).chain(more));
                assert_eq!(ran.code, 1, "{}", ran.stderr);
                let text = format!("{}{}", ran.stderr, ran.stdout);
                assert!(text.contains("extracts/···ia ····en-···ez.json"), "{text}");
                assert!(!text.contains("Maria") && !text.contains("Lopez"), "{text}");
            }
        }
    }
}

/// Folders are called after clients too: by a name that the record has, or by any other where
/// the record cannot be read.
#[test]
fn a_name_of_a_client_in_a_folder_is_not_shown() {
    let case = Case::of("typical-adult");
    case.edit(
        "extract.json",
        "\"last_name\": \"Nguyễn-Lopez\"",
        "\"last_name\": \"Zephyrine-Kanary\"",
    );
    case.edit(
        "extract.json",
        "\"entry_date\": \"2025-02-20\"",
        "\"entry_date\": \"soon\"",
    );
    let folder = "extracts/ZEPHYRINE, m kanary/2026 export";
    fs::create_dir_all(case.dir.join(folder)).expect("folders");
    fs::create_dir(case.dir.join("zephyrine_requests")).expect("a folder");
    let (path, asked) =
        (format!("{folder}/extract.json"), "zephyrine_requests/kanary.toml");
    fs::rename(case.dir.join("extract.json"), case.dir.join(&path)).expect("renamed");
    fs::rename(case.dir.join("request.toml"), case.dir.join(asked)).expect("renamed");
    let check = ["check", asked, "--at", AT];
    for is_damaged in [false, true] {
        if is_damaged {
            case.write(&path, &case.read(&path)[..900]);
        }
        for from in [["--extract", &*path], ["--extracts", "extracts"]] {
            for more in [&[][..], &["--json"]] {
                let ran = case.crr(check.iter().chain(&from).chain(more));
                assert_eq!(ran.code, 1, "{}", ran.stderr);
                let text = format!("{}{}", ran.stderr, ran.stdout);
                let lower = text.to_lowercase();
                let shown = lower.replace("zephyrine_requests/kanary.toml", "");
                assert!(text.contains("extract"), "{text}");
                // What the request is called is known for a name only with the record.
                let all = if is_damaged { &shown } else { &lower };
                assert!(!all.contains("zephyrine") && !all.contains("kanary"), "{text}");
            }
        }
    }
}
