//! The words for what the ledger and the output folder do not allow.

use std::path::Path;

use super::outcome::counted;
use crate::diagnostics::{Diagnostic, Place, Pointer};
use crate::io::{Evidence, Stopped};
use crate::ledger::{Because, Deed, Stop};
use crate::request::DenialReason;

const REOPEN: &str =
    "if that no longer applies, run `crr reopen TICKET --because REASON`, then try again";

/// What to do about a ticket that is closed.
fn reopen(deed: Deed) -> &'static str {
    match deed {
        Deed::Withdraw => "it is closed already: there is nothing to do",
        _ => REOPEN,
    }
}

/// Why a ticket is not built, denied, printed, withdrawn or reopened.
pub(super) fn stopped(it: &Stopped, at: Place) -> Diagnostic {
    let folder = it.folder.display();
    let since = it.since.as_deref().unwrap_or("an unknown day");
    let diagnostic = match it.stop {
        Stop::Denied => {
            // A word of the list, and nothing else that a ledger may hold.
            let why = it.reason.as_deref();
            let why = why.filter(|why| DenialReason::ALL.iter().any(|it| it.token() == *why));
            let why = why.map(|it| format!(" ({it})")).unwrap_or_default();
            let message = format!("this request was denied on {since}{why}");
            Diagnostic::error("request-denied", message).hint(reopen(it.deed))
        }
        Stop::Withdrawn => {
            let message = format!("this request was withdrawn on {since}");
            Diagnostic::error("request-withdrawn", message).hint(reopen(it.deed))
        }
        Stop::ReleasedBefore => Diagnostic::error(
            "released-before",
            format!("this ticket was released before, on {since}, and its package is gone"),
        )
        .hint("restore the package from your backup")
        .hint(rebuild("--again", "if it is to be built once more, run `crr build` and")),
        Stop::Damaged => Diagnostic::error(
            "package-damaged",
            format!("`{folder}` is not the package that was released on {since}"),
        )
        .hint("find out what happened to it: `crr verify` names each file that has changed")
        .hint(rebuild("--replace", "to build it again,")),
        Stop::AlreadyThere => Diagnostic::error(
            "already-built",
            format!("`{folder}` already exists"),
        )
        .hint(match it.deed {
            Deed::Deny => "pass `--replace` to write the letter in its place".to_owned(),
            _ => rebuild("--replace", "to build it again,"),
        }),
        Stop::NoBecause => Diagnostic::error(
            "because-missing",
            format!("`{folder}` was released before, and nobody said why it is built again"),
        )
        .hint(format!("add `--because`, with one of {}", words(Because::REBUILD))),
        Stop::OtherCapitals => Diagnostic::error(
            "ticket-in-other-capitals",
            format!("the ledger has this ticket as `{}`", it.known),
        )
        .hint("write the ticket in the same capitals; another request needs another ticket"),
        Stop::Nothing => Diagnostic::error(
            "nothing-to-reopen",
            "the ledger has no denial or withdrawal of this ticket",
        )
        .hint("check the spelling of the ticket, and which ledger is used: see `--out` and `--site`"),
    };
    diagnostic.at(at)
}

/// A ticket was used for a request that says something else.
pub(super) fn request_changed(message: &str, folder: &Path) -> Diagnostic {
    Diagnostic::error("request-changed", message)
        .at(Place::request(Pointer::from("/ticket")))
        .at(Place::Outside(folder.display().to_string()))
}

/// A copy went out locked, and the request now names encrypted e-mail.
pub(super) fn sent_another_way(it: Diagnostic) -> Diagnostic {
    let words = words(Because::REBUILD);
    it.hint(format!(
        "to send it again by encrypted e-mail, run `crr print REQUEST --to FOLDER --because \
         REASON`; REASON is one of {words}"
    ))
}

fn rebuild(flag: &str, when: &str) -> String {
    let words = words(Because::REBUILD);
    format!("{when} pass `{flag} --because REASON`; REASON is one of {words}")
}

/// The words that a reason may be.
fn words(reasons: &[Because]) -> String {
    let words: Vec<_> = reasons.iter().map(|it| format!("`{}`", it.token())).collect();
    words.join(", ")
}

/// There is no ledger, and something shows that there was one.
pub(super) fn ledger_missing(path: &str, evidence: Evidence) -> Diagnostic {
    let why = match evidence {
        Evidence::LedgerInOut => {
            return Diagnostic::error(
                "ledger-missing",
                format!("the ledger `{path}` is missing, but the output folder has one"),
            )
            .hint("earlier versions kept it there: `crr ledger restore --from OUT/ledger.jsonl`, with the same `--site` and `--out`, takes it over");
        }
        Evidence::Packages => "there are packages".to_owned(),
        Evidence::Head(n) => {
            let lines = counted(usize::try_from(n).unwrap_or(usize::MAX), "line");
            format!("its head is kept with the key: it had {lines}")
        }
        Evidence::Key => "the desk has a key".to_owned(),
    };
    Diagnostic::error("ledger-missing", format!("the ledger `{path}` is missing, but {why}"))
        .hint("if your desk has a site file, pass `--site FILE`; else put the ledger back from your backup")
        .hint(
            "if there is no copy, `crr ledger restore`, with the same `--site` and `--out`, makes a \
             new one from the packages; denials and withdrawals are lost",
        )
}

/// The ledger is another one than the one whose head is kept.
pub(super) fn ledger_changed(path: &str, n_kept: u64, n: usize) -> Diagnostic {
    let n_kept = usize::try_from(n_kept).unwrap_or(usize::MAX);
    let message = if n < n_kept {
        let lines = counted(n, "line");
        format!("`{path}` has {lines}, and had {n_kept}: its end was cut off")
    } else {
        format!(
            "`{path}` is not the ledger that was here before: its line {n_kept} is another"
        )
    };
    Diagnostic::error("ledger-changed", message)
        .hint("put the ledger back from your newest backup, and ask who changed it")
        .hint("if that is the newest there is, `crr ledger restore` goes on from it")
}

/// A package is locked; this copy is not to be.
pub(super) fn by_encrypted_email() -> Diagnostic {
    Diagnostic::error(
        "goes-by-encrypted-email",
        "this copy goes by encrypted e-mail, so no locked package is built",
    )
    .at(Place::request(Pointer::from("/delivery/protection")))
    .hint("run `crr print REQUEST --to FOLDER`: it writes the record NOT encrypted, with what the agency needs to send it")
    .hint("for a locked package, leave `protection` out")
}
