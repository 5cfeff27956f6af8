//! How commands end: what a command that came to its end reports, and the words for what the
//! machine, the ledger and the output folder refuse.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::stopped;
use crate::diagnostics::{
    Diagnostic, Failure, Outcome, Place, Report, Severity, Written,
};
pub(super) use crate::diagnostics::{agreeing, counted};
use crate::io::{IoError, Locked, OutputError};
use crate::ledger::Broken;
use crate::package::Passphrase;

/// What a command that came to its end reports.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// How it ended: of many requests some may have been refused.
    pub outcome: Outcome,
    /// Warnings and notes.
    pub report: Report,
    /// For standard output, without `--json`.
    pub data: String,
    /// For the person at the terminal.
    pub summary: String,
    /// True where somebody stopped it before all was done.
    pub is_interrupted: bool,
    /// What is to be done now, step by step.
    pub next: Vec<String>,
    /// For `--json`.
    pub result: Option<serde_json::Value>,
    /// A passphrase that has to be shown.
    pub secret: Option<ShownSecret>,
}

/// A passphrase that has to be shown, once, and only to a terminal.
#[derive(Debug)]
pub(super) struct ShownSecret {
    /// The passphrase.
    pub passphrase: Passphrase,
    /// True where it is spelled too.
    pub spell: bool,
}

/// How a command ended.
pub(super) fn outcome_of(done: &Result<Done, Failure>) -> Outcome {
    done.as_ref().map_or_else(|failure| failure.outcome, |done| done.outcome)
}

/// What there is to say of a command, however it ended.
pub(super) fn report_of(done: &Result<Done, Failure>) -> &Report {
    let (Ok(Done { report, .. }) | Err(Failure { report, .. })) = done;
    report
}

/// Runs something that may panic. A panic's words may repeat a value, so `main` has silenced
/// them; it ends like any other fault of ours. What was half done is not kept: a package is
/// written whole or not at all. What else was written by then is not known.
pub(super) fn guard<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Err(Failure::fault(
            Diagnostic::error(
                "fault",
                "this is a fault in crr itself, not in your files",
            )
            .hint("please report the command you ran, without any client data"),
        )
        .saying(Written::Unsaid))
    })
}

/// A file we were to read, named by a flag or an argument.
pub(super) fn reading(err: &IoError, flag: &str) -> Failure {
    let outcome = match err {
        IoError::NotFound(_)
        | IoError::TooLarge { .. }
        | IoError::NotText(_)
        | IoError::NotKeys(_) => Outcome::Refused,
        _ if is_of_another_kind(err) => Outcome::Refused,
        _ => Outcome::Failed,
    };
    Failure::new(outcome, described(err, flag))
}

/// A file we were to write.
pub(super) fn writing(err: &IoError, flag: &str) -> Failure {
    let outcome = match err {
        IoError::Exists(_)
        | IoError::NotAList(_)
        | IoError::NotKeys(_)
        | IoError::NoFolder(_) => Outcome::Refused,
        _ if is_of_another_kind(err) => Outcome::Refused,
        _ => Outcome::Failed,
    };
    Failure::new(outcome, described(err, flag))
}

/// True where the machine would have let us, and we do not want to.
fn is_of_another_kind(err: &IoError) -> bool {
    matches!(
        err,
        IoError::NotRegular(_)
            | IoError::IsALink(_)
            | IoError::NotYours(_)
            | IoError::NotPrivate(_)
            | IoError::Silent(..)
    )
}

/// A package that could not be written.
pub(super) fn not_written(err: &OutputError) -> Failure {
    let out = || Place::Outside("--out".into());
    Failure::refused(match err {
        // The site file names the ledger's folder; that of the packages is made.
        OutputError::Io(err @ IoError::NoFolder(_)) => return writing(err, "--site"),
        OutputError::Io(err) => return writing(err, "--out"),
        OutputError::Stopped(it) => stopped::stopped(it, out()),
        OutputError::LedgerMissing(path, evidence) => {
            stopped::ledger_missing(&path.display().to_string(), *evidence)
        }
        OutputError::LedgerChanged { path, n_kept, n } => {
            stopped::ledger_changed(&path.display().to_string(), *n_kept, *n)
        }
        OutputError::LedgerNewer(path) => Diagnostic::error(
            "ledger-newer",
            format!("a newer version of crr has written into `{}`", path.display()),
        )
        .hint("use that version here too: what its lines mean is not known to this one"),
        OutputError::LedgerBroken(path, broken) => Diagnostic::error(
            "ledger-broken",
            match broken {
                Some(Broken { line, fault }) => {
                    format!("line {line} of `{}` {fault}", path.display())
                }
                None => {
                    format!("the last line of `{}` is not a valid entry", path.display())
                }
            },
        )
        .hint("run `crr ledger verify`, and ask who changed the file"),
    })
}

/// The result of work under the lock of the ledger. Interrupted builds that were completed first
/// are reported, whatever it is.
pub(super) fn unlocked<T>(locked: Locked<T>, report: &mut Report) -> Result<T, Failure> {
    for ticket in &locked.finished {
        report.push(finished(ticket));
    }
    for path in &locked.stuck {
        report.push(stuck(path));
    }
    // Warnings of what came before it are not lost.
    locked.result.map_err(|it| {
        let failure = not_written(&it).after(std::mem::take(report));
        failure.having_completed(locked.finished.len())
    })
}

/// An interrupted build was completed before anything else was done.
fn finished(ticket: &str) -> Diagnostic {
    Diagnostic::warning(
        "finished-package",
        format!("an interrupted build of `{ticket}` was completed"),
    )
    .at(Place::Outside("--out".into()))
    .hint("its passphrase may be in the file that build was given; try it with `crr verify`")
    .hint(format!(
        "if nobody has it, rebuild `{ticket}` with `--replace --because passphrase-lost`"
    ))
}

/// What a colleague's interrupted build left.
fn stuck(path: &Path) -> Diagnostic {
    Diagnostic::warning(
        "leftover-not-removed",
        "what an interrupted build left cannot be removed by this account",
    )
    .at(Place::Outside(path.display().to_string()))
    .hint("it does no harm; ask whoever owns it to delete it, or to run any build")
}

fn described(err: &IoError, flag: &str) -> Diagnostic {
    Diagnostic::of(err).at(Place::Outside(flag.to_owned()))
}

/// The last line: how the command ended, and what it had written by then.
pub(super) fn closing(failure: &Failure) -> String {
    let n = failure.report.count(Severity::Error);
    let errors = counted(n, "error");
    let word = match failure.outcome {
        Outcome::Done => "done",
        Outcome::Refused => "refused",
        Outcome::Usage => "usage",
        Outcome::Failed => "failed",
        Outcome::Fault => "fault",
    };
    let written = match failure.written {
        Written::Unsaid => String::new(),
        Written::Nothing => "; nothing was written".into(),
        Written::Files(n) => {
            let were = agreeing(n, ["was", "were"]);
            format!("; {} {were} written before that", counted(n, "file"))
        }
        Written::Completed(n) => {
            let were = agreeing(n, ["was", "were"]);
            let builds = counted(n, "interrupted build");
            format!("; {builds} {were} completed, nothing else was written")
        }
    };
    format!("{word}: {errors}{written}\n")
}
