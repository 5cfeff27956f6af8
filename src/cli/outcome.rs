//! How a command stops.

use crate::diagnostics::{Diagnostic, Outcome, Place, Report, Severity};
use crate::io::{Held, IoError, Locked};

/// Why a command stopped.
#[derive(Debug)]
pub(super) struct Stop {
    pub outcome: Outcome,
    pub report: Report,
}

impl Stop {
    /// The inputs or a rule stopped it.
    pub(super) fn refused(report: impl Into<Report>) -> Self {
        Self { outcome: Outcome::Refused, report: report.into() }
    }

    /// A fault of ours.
    pub(super) fn fault(report: impl Into<Report>) -> Self {
        Self { outcome: Outcome::Fault, report: report.into() }
    }

    /// A file we were to read, named by a flag or an argument.
    pub(super) fn reading(err: &IoError, flag: &str) -> Self {
        let outcome = match err {
            IoError::NotFound(_) | IoError::TooLarge { .. } | IoError::NotText(_) => {
                Outcome::Refused
            }
            _ => Outcome::Failed,
        };
        Self { outcome, report: described(err, flag).into() }
    }

    /// A file we were to write.
    pub(super) fn writing(err: &IoError, flag: &str) -> Self {
        let outcome = match err {
            IoError::Exists(_) | IoError::NotAList(_) => Outcome::Refused,
            _ => Outcome::Failed,
        };
        Self { outcome, report: described(err, flag).into() }
    }

    /// A file we were to write, which never replaces one that is there.
    pub(super) fn writing_new(err: &IoError, flag: &str) -> Self {
        match err {
            IoError::Exists(_) => Self::refused(
                Diagnostic::error(err.slug(), err.to_string())
                    .at(Place::Outside(flag.to_owned()))
                    .hint("choose another name"),
            ),
            _ => Self::writing(err, flag),
        }
    }

    /// A package that could not be written.
    pub(super) fn held(held: &Held) -> Self {
        match held {
            Held::Io(err) => Self::writing(err, "--out"),
            Held::AlreadyBuilt(path) => Self::refused(
                Diagnostic::error(
                    "already-built",
                    format!("`{}` is there already", path.display()),
                )
                .at(Place::Outside("--out".into()))
                .hint("pass `--replace` to build this ticket anew"),
            ),
            Held::Denied => Self::refused(
                denied("this request was denied").at(Place::Outside("--out".into())),
            ),
            Held::NotDenied => Self::refused(
                Diagnostic::error(
                    "nothing-to-reopen",
                    "the ledger does not say that this ticket was denied",
                )
                .at(Place::Outside("TICKET".into()))
                .hint(
                    "check the spelling of the ticket, and the folder that `--out` names",
                ),
            ),
            Held::LedgerBroken(path) => Self::refused(
                Diagnostic::error(
                    "ledger-broken",
                    format!("the last line of `{}` is not an entry", path.display()),
                )
                .hint("run `crr ledger verify`, and ask who changed the file"),
            ),
        }
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
pub(super) fn unlocked<T>(locked: Locked<T>, report: &mut Report) -> Result<T, Stop> {
    for ticket in &locked.finished {
        report.push(finished(ticket));
    }
    locked.result.map_err(|held| {
        let mut stop = Stop::held(&held);
        // Warnings of what came before it are not lost.
        let mut all = std::mem::take(report);
        all.append(stop.report);
        stop.report = all;
        stop
    })
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
    Diagnostic::error(err.slug(), err.to_string())
        .at(Place::Outside(flag.to_owned()))
        .hint(err.hint())
}

/// The last line: what was and was not done.
pub(super) fn closing(stop: &Stop) -> String {
    let n = stop.report.count(Severity::Error);
    let errors = counted(n, "error");
    let word = match stop.outcome {
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
