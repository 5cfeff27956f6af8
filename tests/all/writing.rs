//! All or nothing: what a build leaves, and what one that fails or is killed leaves.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::support::{AT, Case, Ran, has, ran, skip, skipped};

fn mode(case: &Case, path: &str) -> u32 {
    fs::metadata(case.dir.join(path)).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn a_build_leaves_its_package_and_a_line_of_the_ledger_for_its_owner_only() {
    let case = Case::of("typical-adult");
    case.built();
    let out: Vec<_> =
        case.tree().into_iter().filter(|it| it.starts_with("out")).collect();
    let expected = [
        "out",
        "out/2026-0142",
        "out/2026-0142/2026-0142-agency-guide.pdf",
        "out/2026-0142/2026-0142-how-to-open.pdf",
        "out/2026-0142/2026-0142.pdf",
        "out/2026-0142/2026-0142.zip",
        "out/2026-0142/message.eml",
        "out/2026-0142/message.txt",
        "out/2026-0142/receipt.json",
        "out/2026-0142/to-agency.txt",
        "out/desk.head",
        "out/desk.key",
        "out/ledger.jsonl",
    ];
    assert_eq!(out, expected);
    assert_eq!((mode(&case, "out"), mode(&case, "out/2026-0142")), (0o700, 0o700));
    for file in &expected[2..] {
        assert_eq!(mode(&case, file), 0o600, "{file}");
    }
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 1);
}

#[test]
fn a_ticket_is_built_once_unless_replaced() {
    let case = Case::of("typical-adult");
    case.built();
    let (before, zip) = (case.tree(), case.bytes("out/2026-0142/2026-0142.zip"));
    fs::remove_file(case.dir.join("passphrase")).expect("removed");
    let ran = case.build(&[]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (
            0,
            "out/2026-0142\n",
            "skipped 2026-0142: already built on 2026-11-20; `--replace --because REASON` builds it again\n"
        )
    );
    assert!(!case.dir.join("passphrase").exists());
    assert_eq!(case.bytes("out/2026-0142/2026-0142.zip"), zip);
    let ran = case.build(&["--replace", "--because", "other"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(case.tree(), before);
    assert_ne!(case.bytes("out/2026-0142/2026-0142.zip"), zip);
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 2);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

#[test]
fn checking_writes_nothing() {
    let case = Case::of("typical-adult");
    let before = case.tree();
    let ran = case.check(&[]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            0,
            "checked 2026-0142: it can be built on 2026-11-20; no warnings\n  \
             profile: 1 row; release of information: 2 rows; contact information: 4 rows; \
             enrollments: 12 rows; documents: 8 rows\n"
        )
    );
    assert_eq!(case.tree(), before);
}

#[test]
fn an_output_folder_that_is_none_is_refused() {
    let case = Case::of("typical-adult");
    case.write("out", "a file, not a folder");
    let before = case.tree();
    let ran = case.build(&[]);
    assert_eq!(ran.code, 3);
    assert_eq!(
        ran.stderr,
        "\
error: cannot write `out/.probe-crr`: not a directory [not-writable]
   at --out
hint: choose another folder, or ask its owner for write access
failed: 1 error; nothing was written
"
    );
    assert_eq!(case.tree(), before);
}

#[test]
fn an_output_folder_without_write_access_is_refused() {
    if !has("setpriv") {
        return skip("setpriv");
    }
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("out")).expect("a folder");
    let everyone = fs::Permissions::from_mode(0o777);
    fs::set_permissions(&case.dir, everyone).expect("permissions");
    fs::set_permissions(case.dir.join("out"), fs::Permissions::from_mode(0o555))
        .expect("permissions");
    // Root may write anywhere, so the program runs as nobody; from a place nobody can reach.
    let program = case.dir.join("crr");
    fs::copy(env!("CARGO_BIN_EXE_crr"), &program).expect("a copy of the program");
    let mut command = Command::new("setpriv");
    command.current_dir(&case.dir).args([
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ]);
    command.arg(&program).args(["build", "request.toml", "--extract", "extract.json"]);
    command.args(["--at", "2026-11-20", "--passphrase-out", "passphrase"]);
    command.args(["--site", "built-in"]);
    let ran = ran(command.output());
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(
        ran.stderr,
        "\
error: cannot write `out/.probe-crr`: permission denied [not-writable]
   at --out
hint: choose another folder, or ask its owner for write access
failed: 1 error; nothing was written
"
    );
    assert!(!case.dir.join("passphrase").exists());
}

/// A folder on a disk of so many kilobytes.
struct SmallDisk(std::path::PathBuf);

/// CAP_SYS_ADMIN, the right to mount (capabilities(7)).
const MAY_MOUNT: u64 = 1 << 21;

impl SmallDisk {
    /// `None`, said loudly, where a disk cannot be mounted. Under `tests/run` that is a
    /// failure unless the system denies us the right to it: root in a container, say.
    fn mount(case: &Case, kilobytes: u32) -> Option<Self> {
        let status = fs::read_to_string("/proc/self/status").expect("Linux");
        let rights = status.lines().find_map(|it| it.strip_prefix("CapEff:"));
        let rights = u64::from_str_radix(rights.expect("rights").trim(), 16);
        if rights.expect("a number") & MAY_MOUNT == 0 {
            skipped("a small disk: nobody but root may mount one");
            return None;
        }
        let path = case.dir.join("out");
        fs::create_dir(&path).expect("a folder");
        let options = format!("size={kilobytes}k,mode=700");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(&path)
            .output();
        if mount.is_ok_and(|it| it.status.success()) {
            return Some(Self(path));
        }
        skip("a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_leaves_the_output_folder_as_it_was() {
    let case = Case::of("typical-adult");
    let Some(_disk) = SmallDisk::mount(&case, 32) else { return };
    let ran = case.build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(
        ran.stderr,
        "\
error: the disk is full: `out/.new-2026-0142/2026-0142.zip` could not be written [disk-full]
   at --out
hint: free up space on that disk and run the command again
failed: 1 error; nothing was written
"
    );
    assert_eq!(case.tree(), ["extract.json", "out", "request.toml", "site.toml"]);
}

#[test]
fn a_file_that_may_not_grow_leaves_the_output_folder_as_it_was() {
    let case = Case::of("typical-adult");
    let mut command = Command::new("sh");
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    // 32 blocks of 512 or 1,024 bytes; the signal is ignored by whoever starts the program too.
    command.args([
        "-c",
        "trap '' XFSZ; ulimit -f 32; \"$CRR\" build request.toml --extract extract.json \
         --at 2026-11-20 --passphrase-out passphrase",
    ]);
    let ran = ran(command.output());
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.starts_with("error: `out/.new-2026-0142/"), "{}", ran.stderr);
    assert!(ran.stderr.contains(" [file-size-limit]\n"), "{}", ran.stderr);
    assert_eq!(case.tree(), ["extract.json", "request.toml", "site.toml"]);
}

#[test]
fn what_a_killed_build_left_is_finished_or_cleaned_away() {
    let case = Case::of("typical-adult");
    case.built();
    let rename = |from: &str, to: &str| {
        fs::rename(case.dir.join(from), case.dir.join(to)).expect("renamed");
    };
    // Killed after the line of the ledger, before the folder had its name: finished.
    rename("out/2026-0142", "out/.new-2026-0142");
    // Killed before the line of the ledger: cleaned away.
    fs::create_dir(case.dir.join("out/.new-2026-0999")).expect("a folder");
    case.write("out/.new-2026-0999/2026-0999.zip", "half");
    // Killed while the line was being written: the half line goes.
    let whole = case.read("out/ledger.jsonl");
    case.write("out/ledger.jsonl", format!("{whole}{{\"n\":2,\"rec"));

    let other = Case::of("veteran");
    for name in ["request.toml", "extract.json"] {
        case.write(name, other.bytes(name));
    }
    fs::remove_file(case.dir.join("passphrase")).expect("removed");
    let ran = case.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let out: Vec<_> =
        case.tree().into_iter().filter(|it| it.starts_with("out/")).collect();
    let expected = [
        "out/2026-0142",
        "out/2026-0142/2026-0142-agency-guide.pdf",
        "out/2026-0142/2026-0142-how-to-open.pdf",
        "out/2026-0142/2026-0142.pdf",
        "out/2026-0142/2026-0142.zip",
        "out/2026-0142/message.eml",
        "out/2026-0142/message.txt",
        "out/2026-0142/receipt.json",
        "out/2026-0142/to-agency.txt",
        "out/2026-0143",
        "out/2026-0143/2026-0143-agency-guide.pdf",
        "out/2026-0143/2026-0143-how-to-open.pdf",
        "out/2026-0143/2026-0143.pdf",
        "out/2026-0143/2026-0143.zip",
        "out/2026-0143/message.eml",
        "out/2026-0143/message.txt",
        "out/2026-0143/receipt.json",
        "out/2026-0143/to-agency.txt",
        "out/desk.head",
        "out/desk.key",
        "out/ledger.jsonl",
    ];
    assert_eq!(out, expected);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

/// What a build changes in the output folder: the names there, and the ledger.
fn trace(case: &Case) -> (BTreeSet<OsString>, Vec<u8>) {
    let names = fs::read_dir(case.dir.join("out")).expect("the output folder");
    let names = names.map(|it| it.expect("an entry").file_name()).collect();
    (names, case.bytes("out/ledger.jsonl"))
}

/// Starts a replacing build and kills it when told to; true where that came before its end.
fn killed(case: &Case, when: impl FnOnce()) -> bool {
    let mut command = case.command();
    command.args(["build", "request.toml", "--extract", "extract.json", "--replace"]);
    command.args(["--because", "other"]);
    command.args(["--at", AT, "--passphrase-out", "passphrase"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    when();
    // It may have ended already.
    let _ = child.kill();
    child.wait().expect("ended").signal() == Some(9)
}

#[test]
fn a_build_killed_at_any_moment_leaves_a_ledger_that_holds() {
    let case = Case::of("typical-adult");
    case.built();
    let start = Instant::now();
    assert_eq!(case.build(&["--replace", "--because", "other"]).code, 0);
    let whole = start.elapsed();
    // Spread over a whole run and a little more.
    let n_before_its_end = (1..=13)
        .filter(|i| killed(&case, || std::thread::sleep(whole * *i / 12)))
        .count();
    assert!(n_before_its_end > 0, "no kill came before the end of {whole:?}");
    // Writing is short: it is waited for.
    let mut n_while_writing = 0;
    for pause in [0, 200, 500, 1_000, 2_000, 4_000] {
        assert_eq!(case.build(&["--replace", "--because", "other"]).code, 0);
        let before = trace(&case);
        let has_begun = || case.dir.join("out/.new-2026-0142").exists();
        let came_between = killed(&case, || {
            let deadline = Instant::now() + whole * 20;
            while !has_begun() && Instant::now() < deadline {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_micros(pause));
        });
        n_while_writing += usize::from(came_between && trace(&case) != before);
    }
    assert!(n_while_writing > 0, "no kill came while files were written");
    let ran = case.build(&["--replace", "--because", "other"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let names = case.tree();
    let left = names.iter().filter(|it| it.contains(".new-") || it.contains(".old-"));
    assert_eq!(left.count(), 0, "{names:?}");
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "passphrase"];
    assert_eq!(case.crr(verify).code, 0);
}

#[test]
fn a_replacement_that_fails_leaves_the_older_passphrase() {
    let case = Case::of("typical-adult");
    case.built();
    let (passphrase, ledger) = (case.read("passphrase"), case.read("out/ledger.jsonl"));
    case.write("out/ledger.jsonl", format!("{ledger}{{\"x\":1}}\n"));
    let ran = case.build(&["--replace", "--because", "other"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(case.read("passphrase"), passphrase);
    case.write("out/ledger.jsonl", ledger);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "passphrase"];
    assert_eq!(case.crr(verify).code, 0);
}

#[test]
fn a_file_that_is_no_passphrase_is_never_replaced() {
    let case = Case::of("typical-adult");
    case.built();
    for precious in ["a = 1\n", "{\"a\":1}", "1\n2\n3\n4\n5\n", &"x".repeat(65)] {
        case.write("passphrase", precious);
        let ran = case.build(&["--replace", "--because", "other"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert_eq!(case.read("passphrase"), precious);
    }
}

/// Killed between the two renames of a replacement.
#[test]
fn a_half_done_replacement_is_finished_and_told() {
    let case = Case::of("typical-adult");
    case.built();
    let rename = |from: &str, to: &str| {
        fs::rename(case.dir.join(from), case.dir.join(to)).expect("renamed");
    };
    // The older package, put aside under the name that a replacement gives it.
    let older = case.dir.join("older");
    fs::create_dir(&older).expect("a folder");
    for name in ["2026-0142.zip", "receipt.json"] {
        fs::copy(case.dir.join("out/2026-0142").join(name), older.join(name))
            .expect("a copy");
    }
    assert_eq!(case.build(&["--replace", "--because", "other"]).code, 0);
    rename("out/2026-0142", "out/.new-2026-0142");
    rename("older", "out/.old-2026-0142");
    fs::remove_file(case.dir.join("passphrase")).expect("removed");
    let ran = case.build(&[]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "\
warning: an interrupted build of `2026-0142` was completed [finished-package]
   at --out
hint: its passphrase may be in the file that build was given; try it with `crr verify`
hint: if nobody has it, rebuild `2026-0142` with `--replace --because passphrase-lost`
skipped 2026-0142: already built on 2026-11-20; `--replace --because REASON` builds it again
"
    );
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    let names = case.tree();
    assert!(
        !names.iter().any(|it| it.contains(".new") || it.contains(".old")),
        "{names:?}"
    );
}

#[test]
fn a_ledger_that_ends_in_noise_is_left_for_a_person_to_look_at() {
    for noise in [&b"\xFF\xFE\xFF"[..], b"{\"n\":2,\xFF\xFE\xFF", b"hello"] {
        let case = Case::of("typical-adult");
        case.built();
        let ledger = case.bytes("out/ledger.jsonl");
        case.write("out/ledger.jsonl", [&ledger[..], noise].concat());
        let ran = case.build(&["--replace", "--because", "other"]);
        if noise.starts_with(b"{\"n\":") {
            // The beginning of an entry: power went while it was written.
            assert_eq!(ran.code, 0, "{}", ran.stderr);
        } else {
            assert_eq!(ran.code, 1, "{}", ran.stderr);
            assert!(ran.stderr.contains("[ledger-broken]"), "{}", ran.stderr);
            assert!(case.bytes("out/ledger.jsonl").starts_with(&ledger));
        }
    }
    let case = Case::of("typical-adult");
    case.built();
    let ledger = case.read("out/ledger.jsonl");
    case.write("out/ledger.jsonl", ledger.trim_end());
    assert_eq!(case.build(&["--replace", "--because", "other"]).code, 0);
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 2);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

/// So many builds at once, each of a ticket of its own, `T-0`, `T-1` and so on; each names the
/// passphrase file that it is given.
fn at_once(case: &Case, n: usize, passphrase: impl Fn(usize) -> String) -> Vec<Ran> {
    let request = case.read("request.toml");
    let children: Vec<_> = (0..n)
        .map(|i| {
            let name = format!("request-{i}.toml");
            case.write(&name, request.replace("2026-0149", &format!("T-{i}")));
            let mut command = case.command();
            command.args(["build", &name, "--extract", "extract.json", "--quiet"]);
            command.args(["--at", "2026-11-20", "--passphrase-out", &passphrase(i)]);
            command.stdout(std::process::Stdio::piped());
            command.stderr(std::process::Stdio::piped()).spawn().expect("it starts")
        })
        .collect();
    children.into_iter().map(|it| ran(it.wait_with_output())).collect()
}

#[test]
fn many_builds_into_a_new_folder_do_not_trip_each_other() {
    let case = Case::of("almost-empty");
    for ran in at_once(&case, 8, |i| format!("passphrase-{i}")) {
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 8);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
}

#[test]
fn builds_that_name_one_passphrase_file_do_not_lose_a_passphrase() {
    let case = Case::of("almost-empty");
    let codes: Vec<_> = at_once(&case, 4, |_| "passphrase".into())
        .into_iter()
        .map(|it| it.code)
        .collect();
    assert_eq!(codes.iter().filter(|it| **it == 0).count(), 1, "{codes:?}");
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 1);
    let built = codes.iter().position(|it| *it == 0).expect("one of them");
    let folder = format!("out/T-{built}");
    let ran = case.crr(["verify", &folder, "--passphrase-file", "passphrase"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
