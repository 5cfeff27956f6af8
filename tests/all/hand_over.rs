//! How a passphrase reaches the one who hands it over: a terminal, a sheet.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::judges::judge;
use super::support::{AT, Case, Ran, has, phrase_in, ran, skip, tool};

/// `crr build` of the case on a terminal.
fn on_a_terminal(case: &Case, more: &str) -> Option<Ran> {
    if !has("script") {
        skip("script");
        return None;
    }
    let line =
        format!("\"$CRR\" build request.toml --extract extract.json --at {AT} {more}");
    let mut command = Command::new("script");
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    command.args(["-qec", &line, "/dev/null"]).stdin(Stdio::null());
    Some(ran(command.output()))
}

/// The passphrase as it is typed, and the words as they are grouped.
fn shown(ran: &Ran) -> (String, Vec<String>) {
    let lines: Vec<&str> = ran.stdout.lines().map(str::trim).collect();
    let typed: Vec<_> =
        lines.iter().filter_map(|it| it.strip_prefix("as one line: ")).collect();
    assert_eq!(typed.len(), 1, "{}", ran.stdout);
    let grouped = lines.iter().filter(|it| it.starts_with("1 ") || it.starts_with("4 "));
    let grouped = grouped.flat_map(|it| it.split_whitespace());
    let words = grouped.filter(|it| it.parse::<u8>().is_err()).map(str::to_owned);
    (typed[0].to_owned(), words.collect())
}

#[test]
fn a_terminal_shows_it_once_in_groups() {
    let case = Case::of("typical-adult");
    let Some(ran) = on_a_terminal(&case, "") else { return };
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let (typed, words) = shown(&ran);
    assert_eq!(typed.split('-').collect::<Vec<_>>(), words);
    assert_eq!(ran.stdout.matches(&typed).count(), 1, "{}", ran.stdout);
    // No word is spelled: that takes `--spell`.
    for word in &words {
        let spelled = format!("{word}: ");
        assert!(!ran.stdout.contains(&spelled), "{word} is spelled: {}", ran.stdout);
    }
    case.write("shown", &typed);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "shown"];
    assert_eq!(case.crr(verify).code, 0);
    for name in ["receipt.json", "message.eml", "../ledger.jsonl"] {
        assert!(!case.read(&format!("out/2026-0142/{name}")).contains(&typed), "{name}");
    }
}

#[test]
fn a_terminal_spells_it_where_asked() {
    let case = Case::of("typical-adult");
    let Some(ran) = on_a_terminal(&case, "--spell --passphrase-out kept") else { return };
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let (typed, words) = shown(&ran);
    assert_eq!(phrase_in(&case.read("kept")), typed);
    for word in words {
        let line = ran
            .stdout
            .lines()
            .find_map(|it| it.trim().strip_prefix(&format!("{word}: ")));
        let spelled = line.unwrap_or_else(|| panic!("{word} is not spelled"));
        let initials: String =
            spelled.split(' ').filter_map(|it| it.chars().next()).collect();
        assert_eq!(initials, word);
    }
}

#[track_caller]
fn refused(case: &Case, more: &[&str], stderr: &str) {
    let before = case.tree();
    let all = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    let ran = case.crr(all.iter().chain(more));
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (1, "", stderr));
    assert_eq!(case.tree(), before);
}

#[test]
fn it_is_not_spelled_where_nobody_reads() {
    refused(
        &Case::of("typical-adult"),
        &["--spell", "--passphrase-out", "kept"],
        "\
error: there is no terminal to show the passphrase on [passphrase-unseen]
hint: pass `--passphrase-out FILE`, or supply one with `--passphrase-file FILE`
refused: 1 error; nothing was written
",
    );
}

#[test]
fn a_sheet_holds_it_and_nothing_of_the_record() {
    let case = Case::of("typical-adult");
    let ran = case.build(&["--passphrase-sheet", "sheet.pdf"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let path = case.dir.join("sheet.pdf");
    assert_eq!(path.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    if let Some(ran) = judge("pdf_pages.py", &[&path]) {
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    } else {
        skip("the judges' Python");
    }
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let path = path.to_str().expect("UTF-8");
    let info = tool("pdfinfo", [path]).stdout;
    assert!(info.contains("612 x 396 pts"), "{info}");
    assert!(info.contains("Pages:           1\n"), "{info}");
    let text = tool("pdftotext", ["-layout", path, "-"]).stdout;
    let passphrase = case.passphrase();
    for word in passphrase.split('-').chain([passphrase.as_str()]) {
        assert!(text.contains(word), "{word} is not on the sheet:\n{text}");
    }
    for value in ["Maria", "Nguy", "69E44770D", "1980", "Harbor"] {
        assert!(!text.contains(value), "{value}");
    }
}

/// In every language the longest words have room: one page, no text on text.
#[test]
fn a_sheet_has_room_for_long_words_in_every_language() {
    for language in ["en", "es", "vi", "ko", "zh-Hans", "zh-Hant", "fa", "ar"] {
        let case = Case::of("typical-adult");
        case.speak(language, "large-print");
        let long = "thumbtack-stonewall-wheelbase-washstand-womankind-zookeeper\n";
        case.write("supplied", long);
        let all = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
        let more = ["--passphrase-file", "supplied", "--passphrase-sheet", "sheet.pdf"];
        let ran = case.crr(all.iter().chain(&more));
        assert_eq!(ran.code, 0, "{language}: {}", ran.stderr);
        for name in ["pdf_pages.py", "pdf_boxes.py"] {
            let Some(ran) = judge(name, &[&case.dir.join("sheet.pdf")]) else {
                return skip("the judges' Python");
            };
            assert_eq!(ran.code, 0, "{language}: {}{}", ran.stdout, ran.stderr);
            assert!(
                name != "pdf_pages.py" || ran.stdout.contains(" 1 pages"),
                "{}",
                ran.stdout
            );
        }
    }
}

#[test]
fn a_sheet_stays_out_of_the_output_folder_and_off_other_files() {
    refused(
        &Case::of("typical-adult"),
        &["--passphrase-sheet", "out/sheet.pdf"],
        "\
error: the passphrase would be in the output folder, beside what it opens [passphrase-beside-package]
   at --passphrase-sheet
hint: name a file in another folder
refused: 1 error; nothing was written
",
    );
    let case = Case::of("typical-adult");
    case.write("sheet.pdf", "older");
    refused(
        &case,
        &["--passphrase-sheet", "sheet.pdf", "--replace"],
        "\
error: `sheet.pdf` already exists [already-there]
   at --passphrase-sheet
hint: choose another name
refused: 1 error; nothing was written
",
    );
    assert_eq!(case.read("sheet.pdf"), "older");
}

/// Without the package the sheet goes again.
#[test]
fn a_sheet_of_a_package_that_did_not_come_is_not_left() {
    let case = Case::of("typical-adult");
    assert_eq!(case.build(&[]).code, 0);
    case.write("out/ledger.jsonl", "not an entry\n");
    case.forget_head();
    let more = ["--replace", "--because", "other", "--passphrase-sheet", "sheet.pdf"];
    let ran = case.build(&more);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[ledger-broken]"), "{}", ran.stderr);
    assert!(!case.dir.join("sheet.pdf").exists());
}
