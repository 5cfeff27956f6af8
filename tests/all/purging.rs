//! `crr purge`: what is past its retention goes, if it is still what was released; nothing else
//! does.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use super::status::{build, desk};
use super::support::{Case, Ran, has, ran, skip};

/// A desk with one released package of a sample's client, and a list of passphrases.
fn released() -> Case {
    let case = desk();
    let ran = build(&case, "2026-0142", "2026-11-20", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for ticket in ["2026-0141", "2026-0143", "2026-0144"] {
        fs::remove_file(case.dir.join(format!("requests/{ticket}.toml")))
            .expect("removed");
    }
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    fs::copy(case.dir.join("extract.json"), case.dir.join("extracts/one.json"))
        .expect("copied");
    case
}

fn purge(case: &Case, at: &str, more: &[&str]) -> Ran {
    let all = ["purge", "--site", "site.toml", "--requests", "requests", "--at", at];
    let stores = ["--extracts", "extracts", "--passphrases", "passphrases"];
    case.crr(all.iter().chain(&stores).chain(more))
}

fn lines(case: &Case, action: &str) -> usize {
    let action = format!("\"action\":\"{action}\"");
    case.read("out/ledger.jsonl").matches(&action).count()
}

const DELETE: &str = "extracts_after_release = \"delete\"";

const HONEST: &str = "\
a deleted file is not wiped: an SSD, a snapshot, a backup or the trash of a network folder
  may keep a copy for a while; only encryption of the whole disk protects that
receipts and the ledger stay
";

#[test]
fn it_only_shows_what_it_would_remove_where_nobody_can_be_asked() {
    let case = released();
    let before = case.tree();
    let ran = purge(&case, "2026-12-20", &["--yes"]);
    assert_eq!((ran.code, &*ran.stderr), (0, "nothing is past its retention\n"));
    let ran = purge(&case, "2026-12-21", &[]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            0,
            "\
past its retention:
  package `out/2026-0142`, but for its receipt
  1 line of `passphrases`
  1 request
nothing was removed: run it again with `--yes` to remove it
"
        )
    );
    assert_eq!(case.tree(), before);
    assert_eq!(lines(&case, "purge"), 0);
}

#[test]
fn what_is_old_goes_and_receipts_stay() {
    let case = released();
    let receipt = case.read("out/2026-0142/receipt.json");
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    let removed = "removed 1 package, 1 line of passphrases, 1 request, 0 extracts\n";
    assert_eq!((ran.code, ran.stderr), (0, format!("{removed}{HONEST}")));
    assert_eq!(case.read("out/2026-0142/receipt.json"), receipt);
    let names = fs::read_dir(case.dir.join("out/2026-0142")).expect("a folder").count();
    assert_eq!(names, 1);
    for gone in ["passphrases", "requests/2026-0142.toml"] {
        assert!(!case.dir.join(gone).exists(), "{gone}");
    }
    assert!(case.dir.join("extracts/one.json").exists());
    assert_eq!(lines(&case, "purge"), 1);
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    assert_eq!(ran.stderr, "nothing is past its retention\n");
    // It was released once, and is not built again by itself.
    let ran = case.build(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("[released-before]"), "{}", ran.stderr);
    assert_eq!(case.crr(["ledger", "verify", "--site", "site.toml"]).code, 0);
}

#[test]
fn without_a_number_everything_is_kept() {
    let case = released();
    case.edit("site.toml", "packages_days = 30", "");
    case.edit("site.toml", "requests_days = 30", "");
    let before = case.tree();
    let ran = purge(&case, "2030-01-01", &["--yes"]);
    let words = "nothing was removed: no retention is set; write `[retention]` in the site file, \
                 or pass `--older-than DAYS`\n";
    assert_eq!((ran.code, &*ran.stderr), (0, words));
    assert_eq!(case.tree(), before);
    let ran = purge(&case, "2026-11-26", &["--yes", "--older-than", "5"]);
    assert!(ran.stderr.starts_with("removed 1 package, "), "{}", ran.stderr);
}

/// An extract goes as soon as its package was released, unless somebody may need it.
#[test]
fn an_extract_goes_after_its_release() {
    let case = released();
    case.edit("site.toml", "# extracts_after_release = \"delete\"", DELETE);
    let request = case.read("requests/2026-0142.toml");
    let open = request.replace("\"2026-0142\"", "\"2026-0150\"");
    // A file that is called after its client is not named.
    fs::rename(
        case.dir.join("extracts/one.json"),
        case.dir.join("extracts/69E44770D.json"),
    )
    .expect("renamed");
    case.write("requests/open.toml", &open);
    let ran = purge(&case, "2026-11-20", &["--yes"]);
    let masked = "extracts/·······0D.json: an open request may need it";
    assert!(ran.stderr.contains(masked), "{}", ran.stderr);
    case.write("requests/open.toml", open.replace("client_id", "client"));
    let ran = purge(&case, "2026-11-20", &["--yes"]);
    assert!(ran.stderr.contains("an open request may need it"), "{}", ran.stderr);
    fs::remove_file(case.dir.join("requests/open.toml")).expect("removed");
    // Another export of the same client was never released.
    let other = case.read("extract.json").replace("\"Shared\"", "\"Other\"");
    let other = other.replacen("\"enrollments\"", "\"x_extra\": 1, \"enrollments\"", 1);
    case.write("extracts/two.json", other);
    let ran = purge(&case, "2026-11-20", &["--yes"]);
    let removed = "removed 0 packages, 0 lines of passphrases, 0 requests, 1 extract\n";
    assert!(ran.stderr.contains(removed), "{}", ran.stderr);
    assert!(!case.dir.join("extracts/69E44770D.json").exists());
    assert!(case.dir.join("extracts/two.json").exists());
    assert!(case.dir.join("out/2026-0142/2026-0142.pdf").exists());
}

/// Of what was only printed no package is there: what it was made from goes, and the ledger
/// says so.
#[test]
fn what_was_only_printed_goes_too() {
    let case = desk();
    case.edit("site.toml", "# extracts_after_release = \"delete\"", DELETE);
    for ticket in ["2026-0141", "2026-0143", "2026-0144"] {
        fs::remove_file(case.dir.join(format!("requests/{ticket}.toml")))
            .expect("removed");
    }
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    fs::rename(case.dir.join("extract.json"), case.dir.join("extracts/one.json"))
        .expect("moved");
    let print = |to: &str| {
        let all = ["print", "requests/2026-0142.toml", "--extract", "extracts/one.json"];
        let at = ["--site", "site.toml", "--at", "2026-11-20", "--yes", "--to", to];
        case.crr(all.iter().chain(&at))
    };
    assert_eq!(print("print.pdf").code, 0);
    let status = |at: &str| {
        let all = ["status", "requests", "--site", "site.toml", "--csv", "--at", at];
        case.crr(all).stdout
    };
    assert!(status("2026-12-20").contains("none; purge it after 2026-12-20"));
    assert!(status("2026-12-21").contains("purge it"));
    let before = case.tree();
    let ran = purge(&case, "2026-12-21", &[]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            0,
            "\
past its retention:
  request 2026-0142 was only printed: where that print is, crr does not know; delete it too
  1 request
  1 extract
nothing was removed: run it again with `--yes` to remove it
"
        )
    );
    assert_eq!(case.tree(), before);
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    let removed = "removed 0 packages, 0 lines of passphrases, 1 request, 1 extract\n";
    assert_eq!((ran.code, ran.stderr), (0, format!("{removed}{HONEST}")));
    for gone in ["extracts/one.json", "requests/2026-0142.toml"] {
        assert!(!case.dir.join(gone).exists(), "{gone}");
    }
    assert!(case.dir.join("print.pdf").exists());
    assert_eq!(lines(&case, "purge"), 1);
    assert!(status("2026-12-21").contains(",purged,"));
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    assert_eq!(ran.stderr, "nothing is past its retention\n");
    assert_eq!(case.crr(["ledger", "verify", "--site", "site.toml"]).code, 0);
}

/// A request that was changed after its print is not what went out.
#[test]
fn what_was_changed_after_its_print_stays() {
    let case = desk();
    let request = "requests/2026-0142.toml";
    let all = ["print", request, "--extract", "extract.json", "--site", "site.toml"];
    let ran =
        case.crr(all.iter().chain(&["--at", "2026-11-20", "--yes", "--to", "a.pdf"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    case.edit(request, "layout       = \"letter\"", "layout       = \"large-print\"");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    let stays = "requests/2026-0142.toml: it is not what the ledger has";
    assert!(ran.stderr.contains(stays), "{}", ran.stderr);
    assert!(case.dir.join(request).exists() && lines(&case, "purge") == 0);
}

/// What is not as the ledger has it stays, and is told.
#[test]
fn what_was_changed_or_is_not_ours_stays() {
    let case = released();
    let pdf = "out/2026-0142/2026-0142.pdf";
    let whole = case.bytes(pdf);
    case.write(pdf, [&whole[..], b"x"].concat());
    let edited =
        case.read("requests/2026-0142.toml").replace("\"email\"", "\"in-person\"");
    case.write("requests/2026-0142.toml", edited);
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    assert_eq!(
        ran.stderr,
        "\
warning: 2 items past the retention stay [not-purged]
   at out/2026-0142: it is not what the ledger has
   at requests/2026-0142.toml: it is not what the ledger has
hint: look at each, and delete it yourself if nobody needs it
nothing is past its retention
"
    );
    assert!(case.dir.join("out/2026-0142/2026-0142.zip").exists());
    // A link in the place of a file, and of the package; another file in it.
    case.write("elsewhere", &whole);
    fs::remove_file(case.dir.join(pdf)).expect("removed");
    symlink(case.dir.join("elsewhere"), case.dir.join(pdf)).expect("a link");
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    assert!(ran.stderr.contains("nothing is past"), "{}", ran.stderr);
    fs::remove_file(case.dir.join(pdf)).expect("removed");
    case.write(pdf, &whole).write("out/2026-0142/note.txt", "mine");
    fs::rename(case.dir.join("out/2026-0142"), case.dir.join("moved")).expect("moved");
    symlink(case.dir.join("moved"), case.dir.join("out/2026-0142")).expect("a link");
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    assert!(ran.stderr.contains("out/2026-0142: it is a link"), "{}", ran.stderr);
    assert!(case.dir.join("moved/2026-0142.pdf").exists());
    fs::remove_file(case.dir.join("out/2026-0142")).expect("removed");
    fs::rename(case.dir.join("moved"), case.dir.join("out/2026-0142")).expect("moved");
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    assert!(ran.stderr.contains("note.txt: crr did not write it"), "{}", ran.stderr);
    assert!(
        !case.dir.join(pdf).exists() && case.dir.join("out/2026-0142/note.txt").exists()
    );
    assert_eq!(case.bytes("elsewhere"), whole);
}

/// Killed between the line of the ledger and the last file, it goes on.
#[test]
fn an_interrupted_purge_goes_on() {
    let case = released();
    let kept = case.bytes("out/2026-0142/2026-0142.zip");
    let list = case.read("passphrases");
    assert_eq!(purge(&case, "2026-12-21", &["--yes"]).code, 0);
    case.write("out/2026-0142/2026-0142.zip", kept).write("passphrases", list);
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    let removed = "removed 1 package, 1 line of passphrases, 0 requests, 0 extracts\n";
    assert!(ran.stderr.starts_with(removed), "{}", ran.stderr);
    assert!(!case.dir.join("out/2026-0142/2026-0142.zip").exists());
    assert_eq!(lines(&case, "purge"), 1);
}

/// A denial holds after its letter was deleted.
#[test]
fn a_purged_letter_leaves_the_ticket_denied() {
    let case = desk();
    let ran = case.deny(&["--reason", "identity-not-verified"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = purge(&case, "2026-12-21", &["--yes"]);
    assert!(ran.stderr.contains("removed 1 package, "), "{}", ran.stderr);
    assert!(!case.dir.join("out/2026-0142/denial-letter.pdf").exists());
    for more in [&[][..], &["--again", "--because", "other"]] {
        let ran = case.build(more);
        assert!(ran.stderr.contains("[request-denied]"), "{}", ran.stderr);
    }
}

#[test]
fn a_terminal_is_asked_before_anything_goes() {
    if !has("script") {
        return skip("script");
    }
    let case = released();
    let pdf = case.dir.join("out/2026-0142/2026-0142.pdf");
    for (answer, is_gone) in [("no\n", false), ("yes\n", true)] {
        let mut command = Command::new("script");
        let line = "\"$CRR\" purge --site site.toml --at 2026-12-21; exit $?";
        command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
        command.args(["-qec", line, "/dev/null"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("script starts");
        let mut input = child.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut input, answer.as_bytes()).expect("it listens");
        let ran = ran(child.wait_with_output());
        drop(input);
        assert_eq!(ran.code, 0, "{answer:?}: {}", ran.stdout);
        let asked = "  package `out/2026-0142`, but for its receipt";
        assert!(ran.stdout.contains(asked), "{}", ran.stdout);
        assert!(ran.stdout.contains("a deleted file is not wiped"), "{}", ran.stdout);
        assert_eq!(pdf.exists(), !is_gone, "{answer:?}: {}", ran.stdout);
    }
}
