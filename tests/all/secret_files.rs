//! Files with passphrases: who may read them, where they lie, and what stands in their place.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use super::support::{AT, Case, Ran, ran, skipped};

const GOOD: &str = "abacus-zoom-crouton-dagger-ember-fabric";

const BUILD: [&str; 6] =
    ["build", "request.toml", "--extract", "extract.json", "--at", AT];

fn build_with(case: &Case, more: &[&str]) -> Ran {
    case.crr(BUILD.iter().chain(more))
}

/// A file that another flag names is refused in the same words.
#[track_caller]
fn refused(case: &Case, flag: &str, name: &str, words: &str) {
    let before = case.tree();
    let ran = build_with(case, &[flag, name]);
    let expected = words.replace("FLAG", flag).replace("NAME", name);
    assert_eq!(
        (ran.code, ran.stderr),
        (1, format!("error: {expected}\nrefused: 1 error; nothing was written\n"))
    );
    assert_eq!(case.tree(), before);
}

const FLAGS: [&str; 2] = ["--passphrase-file", "--passphrase-out"];

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("our own file");
}

#[test]
fn a_file_that_others_can_use_is_refused() {
    let case = Case::of("typical-adult");
    case.built();
    // A passphrase that was made may hold a word of the record, and one that is supplied may not.
    let list = case.read("passphrase").replace(&case.passphrase(), GOOD);
    case.write("passphrase", list);
    fs::remove_dir_all(case.dir.join("out")).expect("the package");
    for flag in FLAGS {
        for open in [0o644, 0o640, 0o604, 0o620, 0o602] {
            mode(&case.dir.join("passphrase"), open);
            refused(
                &case,
                flag,
                "passphrase",
                "other accounts can read or change `NAME` [not-private]\n   at FLAG\nhint: run \
                 `chmod 600` on it; if somebody may have read it, use a new passphrase",
            );
        }
        for closed in [0o600, 0o700] {
            mode(&case.dir.join("passphrase"), closed);
            let ran = build_with(&case, &[flag, "passphrase"]);
            assert_eq!(ran.code, 0, "{flag}: {}", ran.stderr);
            fs::remove_dir_all(case.dir.join("out")).expect("the package");
        }
    }
}

#[test]
fn a_link_is_not_followed_but_one_on_the_way_is() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("safe")).expect("a folder");
    case.write("safe/secret", GOOD).write("safe/list", "");
    symlink("safe/secret", case.dir.join("secret")).expect("a link");
    symlink("safe/list", case.dir.join("list")).expect("a link");
    symlink("nowhere", case.dir.join("dangling")).expect("a link");
    symlink("safe", case.dir.join("way")).expect("a link");
    let words = "`NAME` is a link to another file [is-a-link]\n   at FLAG\nhint: name the \
                 file itself";
    for (flag, name) in FLAGS.into_iter().zip(["secret", "list"]) {
        refused(&case, flag, name, words);
        refused(&case, flag, "dangling", words);
        let ran = build_with(&case, &[flag, &format!("way/{name}")]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        fs::remove_dir_all(case.dir.join("out")).expect("the package");
    }
}

#[test]
fn a_file_of_another_account_is_refused() {
    let case = Case::of("typical-adult");
    case.write("secret", GOOD);
    if std::os::unix::fs::chown(case.dir.join("secret"), Some(12345), None).is_err() {
        return skipped("only root can give a file away");
    }
    refused(
        &case,
        "--passphrase-file",
        "secret",
        "`NAME` belongs to another account [not-yours]\n   at FLAG\nhint: name a file of your own",
    );
}

#[test]
fn a_folder_that_all_can_write_to_is_a_warning() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("all")).expect("a folder");
    mode(&case.dir.join("all"), 0o777);
    let folder = case.dir.join("all").canonicalize().expect("a folder");
    let words = format!(
        "warning: every account can exchange files in `{}` [open-folder]\n   at \
         --passphrase-out\nhint: keep it in a folder of your own, or run `chmod o-w` on this \
         one\n",
        folder.display()
    );
    let ran = build_with(&case, &["--passphrase-out", "all/list"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.starts_with(&words), "{}", ran.stderr);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "all/list"];
    let ran = case.crr(verify);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("[open-folder]\n   at --passphrase-file"),
        "{}",
        ran.stderr
    );
    // Where only its owner can rename a file, as in /tmp, nobody can exchange it.
    mode(&case.dir.join("all"), 0o1777);
    let ran = case.crr(verify);
    assert_eq!((ran.code, ran.stderr.contains("open-folder")), (0, false));
}

fn shell(case: &Case, program: &str, line: &str) -> Ran {
    let mut command = Command::new(program);
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    ran(command.stdin(Stdio::null()).args(["-c", line]).output())
}

/// What somebody hands over at the moment lies on no disk.
#[test]
fn descriptors_and_pipes_are_taken_as_they_come() {
    let case = Case::of("typical-adult");
    case.write("secret", GOOD);
    mode(&case.dir.join("secret"), 0o644);
    let build = "\"$CRR\" build request.toml --extract extract.json --at 2026-11-20";
    for line in [
        format!("{build} --passphrase-file <(cat secret)"),
        format!("{build} --passphrase-fd 7 7<secret"),
        format!("{build} --passphrase-file /dev/fd/7 7<secret"),
        format!("cat secret | {build} --passphrase-file -"),
        format!("cat secret | {build} --passphrase-file /dev/stdin"),
        format!("mkfifo pipe; cat secret >pipe & {build} --passphrase-file pipe"),
    ] {
        let ran = shell(&case, "bash", &line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.stderr);
        let zip = case.bytes("out/2026-0142/2026-0142.zip");
        assert_eq!(super::support::opened(&zip, GOOD).len(), 3, "{line}");
        fs::remove_dir_all(case.dir.join("out")).expect("the package");
    }
}

#[test]
fn a_pipe_that_nobody_writes_to_is_not_waited_for_for_ever() {
    let case = Case::of("typical-adult");
    assert_eq!(shell(&case, "sh", "mkfifo pipe").code, 0);
    refused(
        &case,
        "--passphrase-file",
        "pipe",
        "nobody wrote to the pipe `NAME` within 10 seconds [silent-pipe]\n   at FLAG\nhint: \
         start what writes to it first, or name a file",
    );
    refused(
        &case,
        "--passphrase-out",
        "pipe",
        "`NAME` is not a regular file [not-a-regular-file]\n   at FLAG\nhint: name a file; a \
         pipe or a device is not read here",
    );
}

/// What a kill left of a list is no refusal for ever, and no passphrase lies about.
#[test]
fn what_an_interrupted_run_left_of_a_list_goes() {
    let case = Case::of("typical-adult");
    case.write("passphrase", "").write(".crr-passphrase", "2026-0001\tabacus-zoom\n");
    case.built();
    assert_eq!(case.read("passphrase").lines().count(), 1);
    assert!(!case.dir.join(".crr-passphrase").exists());
    // A line whose package was never written, then half of one.
    let first = case.read("passphrase");
    let dead =
        first.replace(&case.passphrase(), GOOD).replace("2026-11-20", "2026-11-21");
    case.write("passphrase", format!("{first}{dead}{}", &first[..40]));
    case.write(".crr-passphrase", &first);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "passphrase"];
    for _ in 0..2 {
        let ran = case.build(&["--replace", "--because", "corrected"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let list = case.read("passphrase");
        assert_eq!(list.lines().count(), 1, "{list}");
        let zip = case.bytes("out/2026-0142/2026-0142.zip");
        assert_eq!(super::support::opened(&zip, &case.passphrase()).len(), 3);
        assert_eq!(case.crr(verify).code, 0);
        assert!(!case.dir.join(".crr-passphrase").exists());
    }
}

/// Killed between the line of a replacement and its package: the next run of the desk takes the
/// line out, whatever it builds, and no other.
#[test]
fn a_line_whose_package_never_came_goes_with_the_next_run() {
    let case = Case::of("typical-adult");
    case.built();
    let first = case.read("passphrase");
    let dead =
        first.replace(&case.passphrase(), GOOD).replace("2026-11-20", "2026-11-21");
    let receipt = first.trim_end().rsplit('\t').next().expect("a digest");
    let dead = dead.replace(receipt, &"0".repeat(64));
    let other = dead.replace("2026-0142", "2026-0777");
    case.write("passphrase", format!("{first}{other}{dead}"));
    super::support::close(&case.dir.join("passphrase"));
    case.edit("request.toml", "2026-0142", "2026-0143");
    case.built();
    let list = case.read("passphrase");
    assert!(list.starts_with(&format!("{first}{other}2026-0143\t")), "{list}");
    assert_eq!(list.lines().count(), 3, "{list}");
}
