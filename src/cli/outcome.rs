//! How commands end: what a command that came to its end tells, and the words for what the
//! machine, the ledger and the output folder refuse.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::diagnostics::{Diagnostic, Failure, Outcome, Place, Report, Severity};
use crate::io::{Held, IoError, Locked};
use crate::package::Passphrase;

/// What a command that came to its end has to tell.
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
/// them; it ends like any other fault of ours. What was half done is not kept: writing is
/// all or nothing.
pub(super) fn guard<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Err(Failure::fault(
            Diagnostic::error("fault", "the program came to a state it should not be in")
                .hint("please report what was run, without the record"),
        ))
    })
}

/// A file we were to read, named by a flag or an argument.
pub(super) fn reading(err: &IoError, flag: &str) -> Failure {
    let outcome = match err {
        IoError::NotFound(_) | IoError::TooLarge { .. } | IoError::NotText(_) => {
            Outcome::Refused
        }
        _ => Outcome::Failed,
    };
    Failure { outcome, report: described(err, flag).into() }
}

/// A file we were to write.
pub(super) fn writing(err: &IoError, flag: &str) -> Failure {
    let outcome = match err {
        IoError::Exists(_) | IoError::NotAList(_) => Outcome::Refused,
        _ => Outcome::Failed,
    };
    Failure { outcome, report: described(err, flag).into() }
}

/// A file we were to write, which never replaces one that is there.
pub(super) fn writing_new(err: &IoError, flag: &str) -> Failure {
    match err {
        IoError::Exists(_) => {
            Failure::refused(Diagnostic::of(err).at(Place::Outside(flag.to_owned())))
        }
        _ => writing(err, flag),
    }
}

/// A package that could not be written.
pub(super) fn held(held: &Held) -> Failure {
    match held {
        Held::Io(err) => writing(err, "--out"),
        Held::AlreadyBuilt(path) => Failure::refused(
            Diagnostic::error(
                "already-built",
                format!("`{}` is there already", path.display()),
            )
            .at(Place::Outside("--out".into()))
            .hint("pass `--replace` to build this ticket anew"),
        ),
        Held::Denied => Failure::refused(
            denied("this request was denied").at(Place::Outside("--out".into())),
        ),
        Held::NotDenied => Failure::refused(
            Diagnostic::error(
                "nothing-to-reopen",
                "the ledger does not say that this ticket was denied",
            )
            .at(Place::Outside("TICKET".into()))
            .hint("check the spelling of the ticket, and the folder that `--out` names"),
        ),
        Held::LedgerBroken(path) => Failure::refused(
            Diagnostic::error(
                "ledger-broken",
                format!("the last line of `{}` is not an entry", path.display()),
            )
            .hint("run `crr ledger verify`, and ask who changed the file"),
        ),
    }
}

/// What a ticket that was denied is refused with; whoever knows more says it in the message.
pub(super) fn denied(message: &str) -> Diagnostic {
    Diagnostic::error("request-denied", message).hint(
        "if the denial no longer holds, run `crr reopen TICKET --because REASON`, then try again",
    )
}

/// The result of work under the lock of the ledger. Killed builds that were completed first
/// are told, whatever it is.
pub(super) fn unlocked<T>(locked: Locked<T>, report: &mut Report) -> Result<T, Failure> {
    for ticket in &locked.finished {
        report.push(finished(ticket));
    }
    // Warnings of what came before it are not lost.
    locked.result.map_err(|it| held(&it).after(std::mem::take(report)))
}

/// Told when a killed build was finished on the way.
fn finished(ticket: &str) -> Diagnostic {
    Diagnostic::warning(
        "finished-package",
        format!("a killed build of `{ticket}` was finished on the way"),
    )
    .at(Place::Outside("--out".into()))
    .hint("its passphrase may be in the file that build named; try it with `crr verify`")
    .hint(format!("if nobody has it, build `{ticket}` anew with `--replace`"))
}

fn described(err: &IoError, flag: &str) -> Diagnostic {
    Diagnostic::of(err).at(Place::Outside(flag.to_owned()))
}

/// The last line: what was and was not done.
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
    format!("{word}: {errors}; nothing was written\n")
}

/// "1 error", "2 errors".
pub(super) fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
