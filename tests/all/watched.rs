//! The program under strace: which calls of it touch a case's files, and one of them failing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use super::support::{Case, Ran, ran};

/// The calls that change a file system, and what each can fail with.
pub(super) const CALLS: &[(&str, &[&str])] = &[
    ("write", &["ENOSPC", "EIO"]),
    ("pwrite64", &["ENOSPC", "EIO"]),
    ("writev", &["ENOSPC", "EIO"]),
    ("fsync", &["EIO"]),
    ("fdatasync", &["EIO"]),
    ("syncfs", &["EIO"]),
    ("rename", &["ENOSPC"]),
    ("renameat", &["ENOSPC"]),
    ("renameat2", &["ENOSPC"]),
    ("mkdir", &["ENOSPC"]),
    ("mkdirat", &["ENOSPC"]),
    ("openat", &["ENOSPC"]),
    ("chmod", &["EPERM"]),
    ("fchmod", &["EPERM"]),
    ("unlink", &["EIO"]),
    ("unlinkat", &["EIO"]),
    ("rmdir", &["EIO"]),
    ("ftruncate", &["EIO"]),
    ("flock", &["EIO"]),
];

/// One call that fails, or it and all of its kind that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub call: &'static str,
    pub error: &'static str,
    /// Its number among the calls of its kind, in each thread.
    pub n: usize,
    pub and_all_that_follow: bool,
}

/// Every fault that a run can meet, known from one that meets none.
pub(super) fn faults(case: &Case, arguments: &[&str]) -> Vec<Fault> {
    let (ran, log) = traced(case, arguments, None);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let found = numbers(&log, &real(case));
    let mut faults = Vec::new();
    for (call, errors) in CALLS {
        for n in found.get(call).into_iter().flatten() {
            for error in *errors {
                let fault = |all| Fault { call, error, n: *n, and_all_that_follow: all };
                faults.push(fault(false));
                // A full or broken disk goes on failing.
                if ["write", "fsync"].contains(call) {
                    faults.push(fault(true));
                }
            }
        }
    }
    faults
}

/// Runs the program with a fault; none where this run did not get as far as that.
pub(super) fn with_fault(case: &Case, arguments: &[&str], fault: Fault) -> Option<Ran> {
    let (ran, log) = traced(case, arguments, Some(fault));
    log.contains("(INJECTED)").then_some(ran)
}

/// A run in which a disk fails from the n-th reading of a file on; none where it is not read so
/// often.
pub(super) fn with_broken(
    case: &Case,
    arguments: &[&str],
    file: &str,
    n: usize,
) -> Option<Ran> {
    let reads = "read,pread64,readv";
    let inject = format!("inject={reads}:error=EIO:when={n}+");
    let (ran, log) = filtered(case, file, reads, &["-e", &inject], arguments);
    log.contains("(INJECTED)").then_some(ran)
}

/// A run, and how often it opens a file.
pub(super) fn with_opens(case: &Case, arguments: &[&str], file: &str) -> (Ran, usize) {
    let (ran, log) = filtered(case, file, "openat", &[], arguments);
    (ran, log.lines().filter(|it| it.contains("openat(")).count())
}

/// A run of which the calls to one file are listed.
fn filtered(
    case: &Case,
    file: &str,
    calls: &str,
    more: &[&str],
    arguments: &[&str],
) -> (Ran, String) {
    let log = case.dir.with_extension("calls");
    let mut command = Command::new("strace");
    command.current_dir(&case.dir).args(["-f", "--seccomp-bpf", "-o"]).arg(&log);
    command.arg("-P").arg(case.dir.join(file)).arg("-P").arg(file);
    command.arg("-e").arg(format!("trace={calls}")).args(more);
    command.arg(env!("CARGO_BIN_EXE_crr")).args(arguments);
    let mut ran = ran(command.output());
    // What strace says itself.
    let own = ran
        .stderr
        .find("strace: ")
        .map(|at| at..at + ran.stderr[at..].find('\n').map_or(0, |n| n + 1));
    if let Some(own) = own {
        ran.stderr.replace_range(own, "");
    }
    let text = fs::read_to_string(&log).expect("a log of the calls");
    fs::remove_file(&log).expect("it was there");
    (ran, text)
}

fn real(case: &Case) -> String {
    let path = case.dir.canonicalize().expect("the case is there");
    path.to_str().expect("UTF-8").to_owned()
}

fn traced(case: &Case, arguments: &[&str], fault: Option<Fault>) -> (Ran, String) {
    let log = case.dir.with_extension("calls");
    let names: Vec<_> = CALLS.iter().map(|it| it.0).collect();
    let mut command = Command::new("strace");
    command.current_dir(&case.dir).args(["-f", "-y", "--seccomp-bpf", "-o"]).arg(&log);
    command.arg("-e").arg(format!("trace={}", names.join(",")));
    if let Some(Fault { call, error, n, and_all_that_follow }) = fault {
        let plus = if and_all_that_follow { "+" } else { "" };
        command.arg("-e").arg(format!("inject={call}:error={error}:when={n}{plus}"));
    }
    command.arg(env!("CARGO_BIN_EXE_crr")).args(arguments);
    let ran = ran(command.output());
    let text = fs::read_to_string(&log).expect("a log of the calls");
    fs::remove_file(&log).expect("it was there");
    (ran, text)
}

/// The numbers of the calls that change something below a folder, by kind.
fn numbers(log: &str, folder: &str) -> BTreeMap<&'static str, BTreeSet<usize>> {
    let mut n_calls: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, line)) = line.split_once(' ') else { continue };
        let Some((name, arguments)) = line.trim_start().split_once('(') else { continue };
        let Some((call, _)) = CALLS.iter().find(|it| it.0 == name) else { continue };
        let n = n_calls.entry((thread, call)).or_default();
        *n += 1;
        // Opening to read changes nothing.
        let reads = *call == "openat" && !arguments.contains("O_CREAT");
        if !reads && is_below(arguments, folder) {
            found.entry(call).or_default().insert(*n);
        }
    }
    found
}

/// True where the first path of a call lies below a folder; it is the working folder.
fn is_below(arguments: &str, folder: &str) -> bool {
    let of_descriptor = arguments.split_once('<').map(|it| it.1);
    let is_relative_to_one = arguments.starts_with("AT_FDCWD");
    match arguments.split_once('"').map(|it| it.1) {
        // What a descriptor that is written to holds is quoted too.
        Some(path) if is_relative_to_one || arguments.starts_with('"') => {
            !path.starts_with('/') || path.starts_with(folder)
        }
        _ => of_descriptor.is_some_and(|it| it.starts_with(folder)),
    }
}

#[test]
fn only_calls_that_change_the_case_are_numbered() {
    let log = "\
1 openat(AT_FDCWD</tmp/c>, \"/etc/x\", O_WRONLY|O_CREAT, 0600) = 3</etc/x>
1 openat(AT_FDCWD</tmp/c>, \"out/a\", O_WRONLY|O_CREAT, 0600) = 3</tmp/c/out/a>
1 openat(AT_FDCWD</tmp/c>, \"out/a\", O_RDONLY) = 4</tmp/c/out/a>
1 write(2<pipe:[7]>, \"/tmp/c\", 6) = 6
1 write(3</tmp/c/out/a>, \"x\", 1 <unfinished ...>
2 write(3</tmp/c/out/b>, \"x\", 1) = 1
1 <... write resumed>) = 1
1 rename(\"out/a\", \"out/b\") = 0
1 unlinkat(5</tmp/c/out>, \"a\", 0) = 0
";
    let found = numbers(log, "/tmp/c");
    let expected = [
        ("openat", vec![2]),
        ("rename", vec![1]),
        ("unlinkat", vec![1]),
        ("write", vec![1, 2]),
    ];
    let expected = expected.map(|(call, n)| (call, n.into_iter().collect()));
    assert_eq!(found, expected.into());
}
