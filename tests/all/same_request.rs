//! A package is taken for done only where the request still says what it was built from.

use std::fs;
use std::time::Duration;

use super::batch::{batch, many};
use super::support::AT;

/// Whatever the clock says: then it may be about another client, or go to somebody else.
#[test]
fn a_package_is_known_by_what_its_request_said() {
    let case = many(2);
    assert_eq!(batch(&case, &[]).code, 0);
    let text = case.read("in/0001.toml");
    // Newer, with a comment, other line ends and another order: it says the same.
    let same = format!("# again\r\n{}", text.replace('\n', "\r\n"));
    let same = same.replace("intake ", "intake  ");
    case.write("in/0001.toml", same);
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("skipped (already built)     2\n"), "{}", ran.stderr);
    let package = case.bytes("out/2026-0001/2026-0001.zip");
    let withhold =
        "\n[[withhold]]\nsection = \"documents\"\nreason = \"required-by-law\"\n";
    for other in [
        text.replace("69E400001", "69E400000"),
        text.replace("\"en\"", "\"es\""),
        text.replace("recipient = \"requester\"", "recipient = \"trusted-contact\""),
        format!("{text}{withhold}"),
    ] {
        assert_ne!(other, text);
        case.write("in/0001.toml", other);
        // Older than the package.
        let past = std::time::SystemTime::now() - Duration::from_hours(24);
        let file = fs::File::options().write(true).open(case.dir.join("in/0001.toml"));
        file.and_then(|it| it.set_modified(past)).expect("its time is set");
        let ran = batch(&case, &[]);
        assert_eq!(ran.code, 1);
        let is_told = [
            "error: the package was built from a request that says something else",
            "error: this ticket was used for a request about another client",
        ]
        .iter()
        .any(|it| {
            ran.stderr.contains(&format!("{it} [request-changed]\n  --> in/0001.toml:"))
        });
        assert!(is_told, "{}", ran.stderr);
        assert!(
            ran.stderr.contains("skipped (already built)     1\n")
                && ran.stderr.contains("refused                     1\n"),
            "{}",
            ran.stderr
        );
        assert!(case.bytes("out/2026-0001/2026-0001.zip") == package);
    }
}

/// The two clients of one ticket: neither package is built, whatever part it is in, and none
/// is taken for the other's.
#[test]
fn a_ticket_of_two_clients_is_refused_for_both() {
    let case = many(2);
    let other = case.read("in/0001.toml").replace("2026-0001", "2026-0000");
    case.write("in/0001.toml", &other);
    let before = case.tree();
    for more in [&[][..], &["--shard", "1/2"], &["--shard", "2/2"]] {
        let ran = batch(&case, more);
        assert!(!ran.stderr.contains("built                       1"), "{}", ran.stderr);
        assert_eq!(case.tree(), before, "{more:?}");
    }
    let ran = batch(&case, &[]);
    assert_eq!(ran.stderr.matches("[ticket-twice]").count(), 2, "{}", ran.stderr);
    // In another case, or with something else wrong, it is the same ticket.
    case.write(
        "in/0001.toml",
        other.replace("2026-0000", "T-1").replace("\"en\"", "\"xx\""),
    );
    let first = case.read("in/0000.toml");
    case.write("in/0000.toml", first.replace("2026-0000", "t-1"));
    let ran = batch(&case, &[]);
    assert_eq!(ran.stderr.matches("[ticket-twice]").count(), 2, "{}", ran.stderr);
    // One is taken away as the hint says: what is left is built for its own client.
    fs::remove_file(case.dir.join("in/0001.toml")).expect("removed");
    case.write("in/0000.toml", first);
    assert_eq!(batch(&case, &[]).code, 0);
    // A file that is named twice, alone and with its folder, is one request.
    let twice = ["build", "in", "in/0000.toml", "--extracts", "in", "--at", AT];
    let ran = case.crr(twice.into_iter().chain(["--passphrase-out", "list"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("\n1 request in "), "{}", ran.stderr);
}

/// A record that has changed since is told, once a run, and built again only by name.
#[test]
fn a_record_that_has_changed_since_is_never_passed_over_in_silence() {
    let case = many(3);
    assert_eq!(batch(&case, &[]).code, 0);
    // Exported again, it says the same: that is no change.
    let extract = case.read("in/0001.json");
    let again = extract.replace("2026-11-18T14:05:00", "2026-11-19T09:00:00");
    assert_ne!(again, extract);
    case.write("in/0001.json", &again);
    let ran = batch(&case, &[]);
    assert!(ran.code == 0 && !ran.stderr.contains("[extract-changed]"), "{}", ran.stderr);
    for i in [1, 2] {
        let name = format!("in/{i:04}.json");
        let changed = case.read(&name).replace("\"2025-02-20\"", "\"2025-02-21\"");
        assert_ne!(changed, case.read(&name));
        case.write(&name, changed.replace("2026-11-18T", "2026-11-19T"));
    }
    let package = case.bytes("out/2026-0001/2026-0001.zip");
    let ran = batch(&case, &[]);
    let expected = "\
warning: 2 records have changed since their packages were built [extract-changed]
   at 2026-0001: exported on 2026-11-18 then, on 2026-11-19 now
   at 2026-0002: exported on 2026-11-18 then, on 2026-11-19 now
hint: to send the record as it is now, pass `--replace --ticket TICKET --because corrected`; the package that is there stays as it was released
";
    assert!(ran.code == 0 && ran.stderr.contains(expected), "{}", ran.stderr);
    assert!(case.bytes("out/2026-0001/2026-0001.zip") == package);
    let ran = batch(&case, &["--strict"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr.matches("error: 1 record has changed").count(),
        2,
        "{}",
        ran.stderr
    );
    // Long after it was sent, it is another request's matter.
    let all = ["build", "in", "--extracts", "in", "--at", "2027-01-20"];
    let ran = case.crr(all.iter().chain(&["--passphrase-out", "list"]));
    assert!(ran.code == 0 && !ran.stderr.contains("[extract-changed]"), "{}", ran.stderr);
    let replace = ["--replace", "--ticket", "2026-0001", "--because", "corrected"];
    assert_eq!(batch(&case, &replace).code, 0);
    let ran = batch(&case, &[]);
    assert!(ran.stderr.contains("warning: 1 record has changed"), "{}", ran.stderr);
}

/// A key that is lost is no dead end: it is told, and what is new is bound with a new key.
#[test]
fn what_cannot_be_compared_is_told_once_a_run() {
    let case = many(2);
    assert_eq!(batch(&case, &[]).code, 0);
    let key = case.read("out/desk.key");
    fs::remove_file(case.dir.join("out/desk.key")).expect("removed");
    let expected = "\
warning: it is not known what these packages were built from [not-comparable]
   at 2026-0000
   at 2026-0001
hint: an earlier version of crr built it, or the desk's key is missing: add the line of your copy of `desk.key` to `desk.key`
hint: or compare it with the request yourself; what is built from now on can be compared
";
    let ran = batch(&case, &[]);
    assert!(ran.code == 0 && ran.stderr.contains(expected), "{}", ran.stderr);
    let ran = batch(&case, &["--strict"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stderr.matches("error: it is not known").count(), 2, "{}", ran.stderr);
    let replace = ["--replace", "--ticket", "2026-0001", "--because", "other"];
    assert_eq!(batch(&case, &replace).code, 0);
    assert_ne!(case.read("out/desk.key"), key);
    let ran = batch(&case, &[]);
    assert!(ran.stderr.contains("this package was built from"), "{}", ran.stderr);
    // Both keys in one file, and everything can be compared again.
    let both = key + &case.read("out/desk.key");
    case.write("out/desk.key", both);
    let ran = batch(&case, &[]);
    assert!(ran.code == 0 && !ran.stderr.contains("[not-comparable]"), "{}", ran.stderr);
    assert_eq!(batch(&case, &["--strict"]).code, 0);
}

/// Two files that say the same are one request.
#[test]
fn a_request_that_is_there_twice_is_built_once() {
    let case = many(1);
    case.write("in/again.toml", format!("# a copy\n{}", case.read("in/0000.toml")));
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains(
            "note: this file says the same as `in/0000.toml` [same-request]\n   at in/again.toml\n"
        ),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("built                       1\n"), "{}", ran.stderr);
}

/// What is new is built first; what is there is compared after that.
#[test]
fn new_tickets_come_first() {
    let case = many(3);
    fs::rename(case.dir.join("in/0002.toml"), case.dir.join("later")).expect("moved");
    assert_eq!(batch(&case, &[]).code, 0);
    fs::rename(case.dir.join("later"), case.dir.join("in/0002.toml")).expect("moved");
    let ran = batch(&case, &["--jobs", "1"]);
    assert!(ran.stderr.starts_with("in/0002.toml: built 2026-0002"), "{}", ran.stderr);
}

/// A name cannot put words into our mouth.
#[test]
fn a_line_break_in_a_name_is_shown_as_one() {
    let case = many(1);
    let name = "in/x\nbuilt 2026-0000, 9 pages.toml";
    fs::rename(case.dir.join("in/0000.toml"), case.dir.join(name)).expect("renamed");
    let ran = batch(&case, &[]);
    assert!(
        ran.stderr.starts_with("in/x\\nbuilt 2026-0000, 9 pages.toml: built 2026-0000"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.lines().any(|it| it.starts_with("built 2026")), "{}", ran.stderr);
}
