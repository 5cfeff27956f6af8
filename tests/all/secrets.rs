//! The passphrase: where it may come from, where it may go, and what is refused.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::support::{AT, Case, ran};

const GOOD: &str = "abacus-zoom-crouton-dagger-ember-fabric";

const SIX_WORDS: &str =
    "use six unrelated words, or leave the flag out to get a new passphrase";

#[track_caller]
fn refused(passphrase: &str, slug: &str, message: &str) {
    refused_with(passphrase, slug, message, SIX_WORDS);
}

#[track_caller]
fn refused_with(passphrase: &str, slug: &str, message: &str, hint: &str) {
    let case = Case::of("typical-adult");
    case.write("secret", passphrase);
    let before = case.tree();
    let build = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    for more in [&[][..], &["--json"]] {
        let named = ["--passphrase-file", "secret"];
        let ran = case.crr(build.iter().chain(&named).chain(more));
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        if more.is_empty() {
            assert_eq!(
                ran.stderr,
                format!(
                    "error: {message} [{slug}]\n   at --passphrase-file\nhint: {hint}\n\
                     refused: 1 error; nothing was written\n"
                )
            );
        }
        for word in passphrase.split(|c: char| !c.is_alphanumeric()) {
            // Longer words, and none of ours.
            let is_told = ran.stderr.contains(word) || ran.stdout.contains(word);
            assert!(word.len() < 6 || !is_told, "{word}: {} {}", ran.stderr, ran.stdout);
        }
    }
    assert_eq!(case.tree(), before);
}

#[track_caller]
fn taken(passphrase: &str) {
    let case = Case::of("typical-adult");
    case.write("secret", passphrase);
    let build = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    let ran = case.crr(build.into_iter().chain(["--passphrase-file", "secret"]));
    assert_eq!(ran.code, 0, "{passphrase}: {}", ran.stderr);
}

#[test]
fn a_weak_one_is_refused() {
    let message = "the passphrase is too easy to guess";
    for weak in ["Tr0ub4dor&3", "", "abacus-zoom", "abacus zoom crouton dagger"] {
        refused(weak, "weak-passphrase", message);
    }
    taken("abacus zoom crouton dagger ember");
}

#[test]
fn one_over_64_characters_is_refused() {
    let long = "abacus-zoom-crouton-dagger-ember-fabric-gadget-habitat-iguana-jab";
    assert_eq!(long.len(), 65);
    refused(long, "passphrase-too-long", "the passphrase is longer than 64 characters");
    taken(&long[1..]);
}

#[test]
fn one_with_foreign_signs_is_refused() {
    let message = "the passphrase contains a character that not every keyboard has";
    refused("ábacus-zoom-crouton-dagger-ember", "passphrase-not-ascii", message);
    // Of fewer characters than 64, but of more bytes: the characters are what is wrong.
    refused(&"áé".repeat(20), "passphrase-not-ascii", message);
}

#[test]
fn what_nobody_sees_is_refused_and_named() {
    let by_hand = "type the passphrase by hand instead of pasting it";
    let unseen = "the passphrase contains a character that nobody sees";
    for sign in ["\u{200B}", "\u{AD}", "\u{202E}", "\u{2060}", "\u{FE0F}", "-\u{301}"] {
        let text = GOOD.replacen('-', &format!("-{sign}"), 1);
        refused_with(&text, "passphrase-invisible", unseen, by_hand);
        let text = format!("{GOOD}{}{sign}", if sign == "-\u{301}" { "-" } else { "" });
        refused_with(&text, "passphrase-invisible", unseen, by_hand);
    }
    let mark = "a byte order mark stands before the passphrase";
    let plain = "save the file as plain text, UTF-8 without that mark";
    let text = format!("\u{FEFF}{GOOD}\r\n");
    refused_with(&text, "passphrase-byte-order-mark", mark, plain);
}

#[test]
fn spaces_that_cannot_be_told_apart_are_refused() {
    let hint = "put one plain space, or a hyphen, between two words";
    let twice = "the passphrase contains two spaces in a row";
    refused_with(&GOOD.replacen('-', "  ", 1), "passphrase-double-space", twice, hint);
    let odd = "the passphrase contains a tab or a space that is not a plain one";
    for space in ["\t", "\u{A0}", "\u{3000}", " \u{2003}"] {
        let text = GOOD.replacen('-', space, 1);
        refused_with(&text, "passphrase-odd-space", odd, hint);
    }
    taken(&GOOD.replace('-', " "));
}

#[test]
fn the_example_and_what_everybody_knows_are_refused() {
    let example = "the passphrase is the example that the guides print";
    for text in [
        "cactus-ladder-mellow-orbit-pebble-violin",
        "Cactus ladder mellow orbit pebble violin!",
    ] {
        refused(text, "example-passphrase", example);
    }
    taken("cactus-ladder-mellow-orbit-pebble-viola-drum");
    let famous = "the passphrase is a sentence that everybody knows";
    for text in [
        "To be, or not to be: that is the question.",
        "fourscoreandsevenyearsagoourfathersbroughtforth1863",
        "The-Quick-Brown-Fox-Jumps-Over-The-Lazy-Dog-1!",
    ] {
        refused(text, "famous-passphrase", famous);
    }
    taken("abacus, zoom, or crouton: that is a dagger and ember fabric");
}

#[test]
fn one_that_holds_a_word_of_the_record_is_refused() {
    let message = "the passphrase contains a word of the record";
    for word in ["maria", "Nguyen", "1980", "bluebird", "69e44770d"] {
        let text = format!("abacus-zoom-crouton-dagger-ember-{word}");
        refused(&text, "passphrase-holds-record", message);
    }
}

#[test]
fn a_supplied_one_locks_the_package_and_is_not_shown() {
    let case = Case::of("typical-adult");
    case.write("secret", format!("{GOOD}\n"));
    let build = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
    let ran = case.crr(build.into_iter().chain(["--passphrase-file", "secret"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("abacus"));
    assert!(!ran.stdout.contains("abacus"));
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "secret"];
    assert_eq!(case.crr(verify).code, 0);
}

#[test]
fn one_comes_in_by_descriptor() {
    let case = Case::of("typical-adult");
    case.write("secret", GOOD);
    let mut command = std::process::Command::new("sh");
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    command.args([
        "-c",
        "exec 7<secret; \"$CRR\" build request.toml --extract extract.json --at 2026-11-20 \
         --passphrase-fd 7 && \"$CRR\" verify out/2026-0142 --passphrase-file secret",
    ]);
    let ran = ran(command.output());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_generated_one_is_written_for_its_owner_only_and_never_beside_the_package() {
    let case = Case::of("typical-adult");
    case.built();
    let data = fs::metadata(case.dir.join("passphrase")).expect("the file");
    assert_eq!(data.permissions().mode() & 0o777, 0o600);
    assert_eq!(case.passphrase().split('-').count(), 6);
    let ran = case.crr([
        "build",
        "request.toml",
        "--extract",
        "extract.json",
        "--at",
        AT,
        "--replace",
        "--because",
        "other",
        "--passphrase-out",
        "out/2026-0142/passphrase",
    ]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: the passphrase would be in the output folder, beside what it opens \
[passphrase-beside-package]
   at --passphrase-out
hint: name a file in another folder
refused: 1 error; nothing was written
"
    );
}

#[test]
fn one_that_nobody_would_see_is_not_made() {
    let case = Case::of("typical-adult");
    let before = case.tree();
    let ran =
        case.crr(["build", "request.toml", "--extract", "extract.json", "--at", AT]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: there is no terminal to show the passphrase on [passphrase-unseen]
hint: pass `--passphrase-out FILE`, or supply one with `--passphrase-file FILE`
refused: 1 error; nothing was written
"
    );
    assert_eq!(case.tree(), before);
}

/// It may hold the only passphrase of another ticket, or something that is none.
#[test]
fn a_file_that_was_not_written_as_a_list_is_not_written_over() {
    let case = Case::of("typical-adult");
    for precious in [
        "abacus-zoom-crouton-dagger-ember-fabric\n",
        "name\tvalue one\n",
        "2026-0142\tabacus-zoom\t2026-11-20\n",
        "older",
    ] {
        case.write("passphrase", precious);
        for more in [&[][..], &["--replace", "--because", "other"]] {
            let ran = case.build(more);
            assert_eq!(ran.code, 1);
            assert_eq!(
                ran.stderr,
                "\
error: `passphrase` already exists and is not a list of passphrases that crr wrote \
[not-a-passphrase-list]
   at --passphrase-out
hint: choose another name
refused: 1 error; nothing was written
"
            );
        }
        assert_eq!(case.read("passphrase"), precious);
        assert!(!case.dir.join("out").exists());
    }
}

/// What `--replace` puts in the place of an older package is that package alone.
#[test]
fn the_passphrase_of_another_ticket_stays() {
    let case = Case::of("typical-adult");
    case.built();
    let first = case.read("passphrase");
    case.edit("request.toml", "2026-0142", "2026-0143");
    let ran = case.build(&["--replace", "--because", "other"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(case.read("passphrase").starts_with(&first));
    for ticket in ["2026-0142", "2026-0143"] {
        let folder = format!("out/{ticket}");
        let ran = case.crr(["verify", &folder, "--passphrase-file", "passphrase"]);
        assert_eq!(ran.code, 0, "{ticket}: {}", ran.stderr);
    }
    // A passphrase that opens nothing any more is not kept.
    let ran = case.build(&["--replace", "--because", "other"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let list = case.read("passphrase");
    assert!(list.starts_with(&first), "{list}");
    assert_eq!(list.lines().count(), 2, "{list}");
    assert!(!list.contains(&first.replace("2026-0142", "2026-0143")));
    let ran = case.crr(["verify", "out/2026-0143", "--passphrase-file", "passphrase"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!case.tree().iter().any(|it| it.contains(".crr-")));
}

/// Nobody sees them, and nobody types them.
#[test]
fn blanks_around_a_supplied_one_are_dropped() {
    for (before, after) in [("", " "), ("  ", ""), ("\t", "\t\r"), ("\u{A0}", "\u{3000}")]
    {
        let case = Case::of("typical-adult");
        case.write("secret", format!("{before}{GOOD}{after}\n"));
        let build = ["build", "request.toml", "--extract", "extract.json", "--at", AT];
        let ran = case.crr(build.into_iter().chain(["--passphrase-file", "secret"]));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let zip = case.bytes("out/2026-0142/2026-0142.zip");
        assert_eq!(super::support::opened(&zip, GOOD).len(), 3, "{before:?} {after:?}");
        let verify = ["verify", "out/2026-0142", "--passphrase-file", "secret"];
        assert_eq!(case.crr(verify).code, 0);
    }
}
