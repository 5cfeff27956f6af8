//! What stops a run badly: a kill, a limit of the system, a pipe that nobody writes to, a file
//! that a kill left empty.

use std::fs;
use std::process::{Command, Stdio};

use super::support::{AT, Case, Ran, ran};

fn shell(case: &Case, line: &str) -> Ran {
    let mut command = Command::new("bash");
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    ran(command.stdin(Stdio::null()).args(["-c", line]).output())
}

/// A run that waits for a passphrase is looked at, then ended by force.
#[test]
fn no_memory_is_written_to_a_disk() {
    let case = Case::of("typical-adult");
    case.built();
    for signal in ["ABRT", "TRAP", "SYS"] {
        let line = format!(
            "ulimit -c unlimited 2>/dev/null; mkfifo wait; exec 9<>wait; \
             \"$CRR\" verify out/2026-0142 --passphrase-fd 9 & pid=$!; \
             until grep -qs 'core file size *0 *0' /proc/$pid/limits; do sleep 0.05; done; \
             grep 'Max core' /proc/$pid/limits; kill -{signal} $pid; wait $pid; echo $?; rm wait"
        );
        let ran = shell(&case, &line);
        let told: Vec<_> = ran.stdout.split_whitespace().collect();
        assert_eq!(told[..6], ["Max", "core", "file", "size", "0", "0"], "{ran:?}");
        let code: i32 = told.last().expect("a code").parse().expect("a number");
        assert!(code > 128, "{signal} ended it: {ran:?}");
        let cores = case.tree().into_iter().filter(|it| it.contains("core"));
        assert_eq!(cores.count(), 0);
    }
}

#[track_caller]
fn limited(case: &Case, blocks: u32, arguments: &str, path: &str) {
    // The desk's own key stays: an extract may have been sealed with it meanwhile, or a print be
    // known by it.
    let kept = || {
        let tree = case.tree().into_iter();
        tree.filter(|it| it != "out" && !it.contains("desk.")).collect::<Vec<_>>()
    };
    let before = kept();
    let ran = shell(case, &format!("ulimit -f {blocks}; \"$CRR\" {arguments}"));
    assert_eq!(ran.code, 3, "{arguments}: {ran:?}");
    let expected = format!(
        "error: `{path}` could not be written: a limit on the size of files was reached \
         [file-size-limit]\n"
    );
    assert!(ran.stderr.contains(&expected), "{arguments}: {}", ran.stderr);
    assert!(ran.stderr.contains("hint: raise the limit (`ulimit -f`)"), "{}", ran.stderr);
    assert_eq!(kept(), before, "{arguments}");
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error() {
    let case = Case::of("typical-adult");
    let rest = format!("request.toml --extract extract.json --at {AT}");
    let build = format!("build {rest} --passphrase-out passphrase");
    limited(&case, 0, &build, "passphrase");
    limited(&case, 8, &build, "out/.new-2026-0142/2026-0142.zip");
    limited(&case, 8, &format!("print {rest} --yes --to record.pdf"), "record.pdf");
    let deny = "deny request.toml --reason about-another-person";
    limited(&case, 8, deny, "out/.new-2026-0142/denial-letter.pdf");
    limited(&case, 0, deny, "out/.new-2026-0142/denial-letter.pdf");
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    fs::rename(case.dir.join("request.toml"), case.dir.join("requests/a.toml"))
        .expect("renamed");
    let batch =
        format!("build requests --extracts . --at {AT} --passphrase-out passphrase");
    limited(&case, 8, &batch, "out/.new-2026-0142/2026-0142.zip");
    let case = super::importing::plain();
    let import = "import hmis-csv export --all --to extracts";
    limited(&case, 0, import, "extracts/··.json");
}

const REGULAR: &str = "is not a regular file [not-a-regular-file]";

#[test]
fn a_pipe_hangs_nothing() {
    let case = Case::of("typical-adult");
    let rest = format!("--at {AT}");
    assert_eq!(shell(&case, "mkfifo pipe && ln -s pipe link").code, 0);
    let before = case.tree();
    for pipe in ["pipe", "link"] {
        for arguments in [
            format!("check {pipe} --extract extract.json {rest}"),
            format!("check request.toml --extract {pipe} {rest}"),
            format!("check request.toml --extract extract.json --site {pipe} {rest}"),
            format!(
                "check request.toml --extract extract.json --ticket-text {pipe} {rest}"
            ),
            format!("build {pipe} --extract extract.json {rest}"),
            format!("deny {pipe} --reason about-another-person {rest}"),
            format!("import hmis-csv {pipe} --all --to x"),
            format!(
                "import clarity-json --client {pipe} --exported-at 2026-11-18T14:05:00-08:00 --to x"
            ),
        ] {
            let ran = case.crr(arguments.split_whitespace());
            assert_eq!(ran.code, 1, "{arguments}: {}", ran.stderr);
            assert!(ran.stderr.contains(REGULAR), "{arguments}: {}", ran.stderr);
        }
    }
    assert_eq!(case.tree(), before);
    // In a folder it is passed over.
    for name in ["in/x.json", "in/x.toml", "in/x.typ"] {
        let line = format!("mkdir -p in; mkfifo {name}");
        assert_eq!(shell(&case, &line).code, 0);
    }
    fs::copy(case.dir.join("request.toml"), case.dir.join("in/a.toml")).expect("a copy");
    fs::copy(case.dir.join("extract.json"), case.dir.join("in/a.json")).expect("a copy");
    let many = ["check", "in", "--extracts", "in", "--templates", "in", "--at", AT];
    let ran = case.crr(many);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_pipe_in_the_place_of_our_own_files_hangs_nothing() {
    let case = Case::of("typical-adult");
    case.built();
    let verify = "verify out/2026-0142 --passphrase-file passphrase";
    for (file, arguments) in [
        ("out/2026-0142/receipt.json", verify),
        ("out/2026-0142/2026-0142.zip", verify),
        ("out/ledger.jsonl", verify),
        ("out/ledger.jsonl", "ledger verify"),
        ("out/ledger.jsonl", "check request.toml --extract extract.json --at 2026-11-20"),
        ("out/ledger.jsonl", "reopen 2026-0142 --because other"),
    ] {
        let swap = format!("mv {file} kept && mkfifo {file}");
        assert_eq!(shell(&case, &swap).code, 0);
        let ran = case.crr(arguments.split_whitespace());
        assert!(ran.code == 1 || ran.code == 3, "{file} {arguments}: {ran:?}");
        assert_eq!(shell(&case, &format!("rm {file}; mv kept {file}")).code, 0);
    }
    assert_eq!(case.crr(verify.split_whitespace()).code, 0);
}

/// A pipe that the shell opens has somebody who writes to it.
#[test]
fn requests_and_extracts_come_through_pipes_of_the_shell() {
    let case = Case::of("typical-adult");
    for line in [
        "\"$CRR\" check request.toml --at 2026-11-20 --extract <(cat extract.json)",
        "\"$CRR\" check <(cat request.toml) --at 2026-11-20 --extract <(cat extract.json)",
        "\"$CRR\" check request.toml --at 2026-11-20 --extract /dev/fd/5 5< <(cat extract.json)",
        "cat extract.json | \"$CRR\" check request.toml --at 2026-11-20 --extract /dev/stdin",
    ] {
        let ran = shell(&case, line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.stderr);
    }
}

#[test]
fn a_file_that_a_kill_left_empty_refuses_nothing_for_ever() {
    let case = Case::of("typical-adult");
    fs::create_dir_all(case.dir.join("out/.new-2026-0142")).expect("a folder");
    fs::create_dir_all(case.dir.join("out/.new-2026-0001")).expect("a folder");
    for name in [
        "out/ledger.jsonl",
        "out/.new-2026-0142/receipt.json",
        "out/.new-2026-0142/2026-0142.zip",
        "out/.new-2026-0001/receipt.json",
        "out/.probe-2026-0142",
        "passphrase",
        ".crr-passphrase",
    ] {
        case.write(name, "");
    }
    let ran = case.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let verify = ["verify", "out/2026-0142", "--passphrase-file", "passphrase"];
    case.built();
    assert_eq!(case.crr(verify).code, 0);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    let left =
        case.tree().into_iter().filter(|it| it.contains("/.") || it.starts_with('.'));
    assert_eq!(left.count(), 0);

    let case = super::importing::plain();
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    for name in ["extracts/.crr-P1.json.part", "extracts/.crr-P7.json.part"] {
        case.write(name, "");
    }
    let ran = case.crr(["import", "hmis-csv", "export", "--all", "--to", "extracts"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!case.tree().iter().any(|it| it.ends_with(".part")));
}
