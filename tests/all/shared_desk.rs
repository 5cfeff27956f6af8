//! A desk of two people, and one that moves: a site file's folder holds all that the next one
//! needs, and what one has begun the other goes on with.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use super::support::{Case, Ran, has, ran, skip};

const TICKETS: [&str; 4] = ["2026-0142", "2026-0143", "2026-0144", "2026-0145"];

/// A desk in the folder `desk`: its site file, requests, and the export of one client.
fn desk(is_shared: bool) -> Case {
    let case = Case::of("typical-adult");
    let site = include_str!("../../data/site.toml");
    let shared = "# shared_with_group = false";
    assert!(site.contains(shared));
    let site = site.replace(shared, &format!("shared_with_group = {is_shared}"));
    let folders = "\n[folders]\nrequests = \"requests\"\nextracts = \"extracts\"\n\
                   packages = \"out\"\n[retention]\npackages_days = 30\nrequests_days = 30\n";
    for name in ["desk", "desk/requests"] {
        fs::create_dir(case.dir.join(name)).expect("a folder");
    }
    case.write("desk/site.toml", site + folders);
    for ticket in TICKETS {
        let request = case.read("request.toml").replace("2026-0142", ticket);
        case.write(&format!("desk/requests/{ticket}.toml"), request);
    }
    case
}

/// The program, at a desk.
fn at(case: &Case, desk: &str, line: &str) -> Ran {
    let mut command = case.command();
    command.env("CRR_SITE", format!("{desk}/site.toml"));
    command.args(line.replace("DESK", desk).split(' '));
    ran(command.output())
}

#[track_caller]
fn good(ran: &Ran) {
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

fn mode(case: &Case, path: &str) -> u32 {
    let data = fs::metadata(case.dir.join(path)).expect(path);
    data.permissions().mode() & 0o2777
}

const BUILD: &str =
    "build DESK/requests/TICKET.toml --extract extract.json --at 2026-11-20";

fn build(ticket: &str, more: &str) -> String {
    format!("{}{more}", BUILD.replace("TICKET", ticket))
}

/// What the desk keeps is for its owner, or for the desk's group too; a passphrase, and a
/// record that is not locked, are for their owner in either case.
#[test]
fn what_a_desk_keeps_is_open_to_its_group_where_the_site_says_so() {
    for (is_shared, folder, file) in [(true, 0o770, 0o660), (false, 0o700, 0o600)] {
        let case = desk(is_shared);
        let export = super::importing::plain();
        let from = format!("import hmis-csv {}/export --all", export.dir.display());
        good(&at(&case, "desk", &from));
        good(&at(&case, "desk", &build("2026-0142", " --passphrase-out list")));
        let print =
            "print DESK/requests/2026-0142.toml --extract extract.json --at 2026-11-20";
        good(&at(&case, "desk", &format!("{print} --to record.pdf --yes")));
        for path in ["desk/out", "desk/out/2026-0142", "desk/extracts"] {
            assert_eq!(mode(&case, path), folder, "{path}");
        }
        let own = ["list", "record.pdf"];
        assert_eq!(own.map(|it| mode(&case, it)), [0o600; 2]);
        let package =
            fs::read_dir(case.dir.join("desk/out/2026-0142")).expect("a folder");
        let extracts = fs::read_dir(case.dir.join("desk/extracts")).expect("a folder");
        for it in package.chain(extracts).flatten() {
            let found = it.metadata().expect("a file").permissions().mode() & 0o777;
            assert_eq!(found, file, "{}", it.path().display());
        }
        for name in ["ledger.jsonl", "desk.key", "desk.head"] {
            assert_eq!(mode(&case, &format!("desk/{name}")), file, "{name}");
        }
    }
}

/// A folder that hands on its group goes on to, and one that was closed before it was to be
/// shared is opened by whoever owns it.
#[test]
fn a_folder_that_is_there_is_shared_too() {
    let case = desk(true);
    fs::create_dir(case.dir.join("desk/out")).expect("a folder");
    let closed = fs::Permissions::from_mode(0o2700);
    fs::set_permissions(case.dir.join("desk/out"), closed).expect("a folder of our own");
    good(&at(&case, "desk", &build("2026-0142", " --passphrase-out list")));
    let both = ["desk/out", "desk/out/2026-0142"].map(|it| mode(&case, it));
    assert_eq!(both, [0o2770; 2]);
}

/// Alice's group is her own; the desk's is one that both are in.
const ALICE: (u32, u32) = (1001, 2001);
const BOB: (u32, u32) = (1002, 2002);
const GROUP: u32 = 3000;

/// The program at the desk, run by one of them.
fn by((user, own): (u32, u32), case: &Case, line: &str) -> Ran {
    let mut command = Command::new("setpriv");
    command.current_dir(&case.dir).env("CRR_SITE", "desk/site.toml");
    command.args(["--reuid", &user.to_string(), "--regid", &own.to_string()]);
    command.args(["--groups", &GROUP.to_string(), env!("CARGO_BIN_EXE_crr")]);
    command.args(line.replace("DESK", "desk").split(' '));
    ran(command.output())
}

/// Gives a file, or a folder with all in it, to Alice and the group.
fn give(path: &Path) {
    let mode = if path.is_dir() { 0o770 } else { 0o660 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
    chown(path, Some(ALICE.0), Some(GROUP)).expect("given");
    for it in fs::read_dir(path).into_iter().flatten().flatten() {
        give(&it.path());
    }
}

// Long: a week of two people, deed by deed.
#[test]
fn two_people_share_a_desk() {
    let case = desk(true);
    let is_root = fs::metadata(&case.dir).expect("a folder").uid() == 0;
    if !is_root || !has("setpriv") {
        return skip("setpriv, as root");
    }
    give(&case.dir);
    let list = |whose: &str| format!(" --passphrase-out {whose}");
    good(&by(ALICE, &case, &build("2026-0142", &list("alice"))));
    // Bob sees what she did, checks it, and goes on.
    for line in [
        "ledger verify",
        "verify desk/out/2026-0142/2026-0142-agency-guide.pdf",
        "status --at 2026-11-20",
        "check desk/requests --extracts . --at 2026-11-20",
        &build("2026-0143", &list("bob")),
        // Her client has lost the passphrase.
        &build(
            "2026-0142",
            &format!("{} --replace --because passphrase-lost", list("bob")),
        ),
    ] {
        good(&by(BOB, &case, line));
    }
    let of_bob = fs::metadata(case.dir.join("desk/out/2026-0142")).expect("a folder");
    assert_eq!((of_bob.uid(), of_bob.gid()), (BOB.0, GROUP));
    let names = fs::read_dir(case.dir.join("desk/out")).expect("a folder").flatten();
    assert!(
        names.map(|it| it.file_name()).all(|it| !it.to_string_lossy().starts_with('.'))
    );
    good(&by(BOB, &case, "verify desk/out/2026-0142 --passphrase-file bob"));
    // Alice goes on with what is now his; her own list is closed to him.
    let again = format!("{} --replace --because corrected", list("alice"));
    good(&by(ALICE, &case, &build("2026-0143", &again)));
    let ran = by(BOB, &case, &build("2026-0144", &list("alice")));
    assert!(ran.code != 0 && ran.stderr.contains("alice"), "{}", ran.stderr);
    good(&by(
        ALICE,
        &case,
        "deny desk/requests/2026-0144.toml --reason anticipated-litigation --at 2026-11-20",
    ));
    good(&by(BOB, &case, "withdraw 2026-0145"));
    // What an interrupted build of hers left is removed by him.
    let left = case.dir.join("desk/out/.new-2026-0199");
    fs::create_dir(&left).expect("a folder");
    fs::write(left.join("a.pdf"), "x").expect("a file");
    give(&left);
    good(&by(BOB, &case, "reopen 2026-0144 --because appeal"));
    assert!(!left.exists());
    good(&by(BOB, &case, "purge --at 2027-01-20 --yes"));
    assert_eq!(fs::read_dir(case.dir.join("desk/out/2026-0143")).expect("it").count(), 1);
    for who in [ALICE, BOB] {
        good(&by(who, &case, "ledger verify"));
    }
    let entries = case.read("desk/ledger.jsonl");
    assert_eq!(entries.matches("\"action\":\"purge\"").count(), 2, "{entries}");
}

/// Copies a folder, as a person does: times are lost.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder");
    for it in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(it.file_name());
        if it.path().is_dir() {
            copy(&it.path(), &to);
        } else {
            fs::copy(it.path(), to).expect("copied");
        }
    }
}

#[test]
fn a_desk_moves_to_another_pc_with_its_folder() {
    let case = desk(false);
    good(&at(&case, "desk", &build("2026-0142", " --passphrase-out list")));
    let deny = "deny DESK/requests/2026-0143.toml --reason anticipated-litigation --at 2026-11-20";
    good(&at(&case, "desk", deny));
    // The site's folder is copied as a whole, the old one is gone.
    copy(&case.dir.join("desk"), &case.dir.join("new pc"));
    fs::remove_dir_all(case.dir.join("desk")).expect("removed");
    fs::rename(case.dir.join("new pc"), case.dir.join("new")).expect("renamed");
    let head = case.read("new/ledger.jsonl").lines().count();
    let ran = at(&case, "new", "ledger verify");
    good(&ran);
    assert!(ran.stderr.contains(&format!("{head} lines")), "{}", ran.stderr);
    good(&at(&case, "new", "verify new/out/2026-0142 --passphrase-file list"));
    // What was built is known to be, by its content; what was denied stays denied.
    let there = at(&case, "new", &build("2026-0142", " --passphrase-out list"));
    good(&there);
    assert!(
        there.stderr.contains("skipped 2026-0142: already built"),
        "{}",
        there.stderr
    );
    assert!(!there.stderr.contains("warning"), "{}", there.stderr);
    let denied = at(&case, "new", &build("2026-0143", " --passphrase-out list"));
    assert!(
        denied.code == 1 && denied.stderr.contains("[request-denied]"),
        "{}",
        denied.stderr
    );
    // The week goes on there.
    let lost = " --passphrase-out list --replace --because passphrase-lost";
    good(&at(&case, "new", &build("2026-0142", lost)));
    good(&at(&case, "new", &build("2026-0144", " --passphrase-out list")));
    good(&at(&case, "new", "withdraw 2026-0145"));
    let status = at(&case, "new", "status --at 2026-11-23 --json");
    good(&status);
    for state in ["sent-again", "denied", "released", "withdrawn"] {
        let said = format!("\"state\":\"{state}\"");
        assert_eq!(status.stdout.matches(&said).count(), 1, "{state}: {}", status.stdout);
    }
    good(&at(&case, "new", "purge --at 2027-01-20 --yes"));
    good(&at(&case, "new", "ledger verify"));
    // A copy that was left behind is an older ledger, and is told by its head.
    let doctor = at(&case, "new", "doctor");
    assert!(!doctor.stderr.contains("[ledger"), "{}", doctor.stderr);
}
