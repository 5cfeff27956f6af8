//! How a command stops.

use crate::diagnostics::{Diagnostic, Outcome, Place, Report, Severity};
use crate::io::{Held, IoError};

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
            IoError::Exists(_) => Outcome::Refused,
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
            Held::Finished(ticket) => {
                let mut report = Report::from(finished(ticket));
                report.push(
                    Diagnostic::error(
                        "already-built",
                        format!("`{ticket}` is there already"),
                    )
                    .at(Place::Outside("--out".into())),
                );
                Self::refused(report)
            }
            Held::AlreadyBuilt(path) => Self::refused(
                Diagnostic::error(
                    "already-built",
                    format!("`{}` is there already", path.display()),
                )
                .at(Place::Outside("--out".into()))
                .hint("pass `--replace` to build this ticket anew"),
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

/// Told when a killed build was finished on the way.
pub(super) fn finished(ticket: &str) -> Diagnostic {
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
