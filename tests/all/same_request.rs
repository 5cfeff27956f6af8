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
        assert!(
            ran.stderr.contains(
                "error: the package was built from a request that says something else \
                 [request-changed]\n  --> in/0001.toml:"
            ),
            "{}",
            ran.stderr
        );
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
