//! `crr ledger verify` and `crr ledger merge`.

use std::collections::BTreeMap;

use super::Done;
use super::args::{Ledger, LedgerCommand, LedgerMerge, LedgerVerify};
use super::outcome::{Stop, counted};
use crate::diagnostics::{Diagnostic, Place, Report};
use crate::io;
use crate::ledger::{self, LEDGER};
use crate::package::{RECEIPT, digest};

/// The largest receipt that is read, in bytes.
const MAX_RECEIPT: u64 = 1024 * 1024;

/// `crr ledger …`.
pub(super) fn ledger(args: &Ledger) -> Result<Done, Stop> {
    match &args.command {
        LedgerCommand::Verify(it) => verify(it),
        LedgerCommand::Merge(it) => merge(it),
    }
}

/// Checks the chain, and that each package has its line: cut-off lines leave no other trace.
fn verify(args: &LedgerVerify) -> Result<Done, Stop> {
    let reading = |err: &io::IoError| Stop::reading(err, "--out");
    let text = io::read_ledger(&args.out).map_err(|err| reading(&err))?;
    let entries = chain(&text, LEDGER)?;
    let receipts = ledger::receipts(&entries);
    let mut report = Report::default();
    for name in io::names_in(&args.out).map_err(|err| reading(&err))? {
        let Ok(bytes) = io::read_bytes(&args.out.join(&name).join(RECEIPT), MAX_RECEIPT)
        else {
            continue;
        };
        if receipts.get(&*name) != Some(&&*digest(&bytes)) {
            report.push(
                Diagnostic::error("not-in-ledger", "a package has no line in the ledger")
                    .at(Place::Outside(args.out.join(name).display().to_string()))
                    .hint("lines were cut off, or the package was changed"),
            );
        }
    }
    if report.is_refused() {
        return Err(Stop::refused(report));
    }
    let n = entries.len();
    let lines = if n == 1 { "1 line".to_owned() } else { format!("{n} lines") };
    Ok(Done {
        summary: format!("verified the ledger: {lines}, none changed\n"),
        result: Some(serde_json::json!({ "lines": n })),
        report,
        ..Done::default()
    })
}

/// Makes one ledger of those of several shards.
fn merge(args: &LedgerMerge) -> Result<Done, Stop> {
    let mut ledgers = Vec::new();
    let mut report = Report::default();
    // Which ledger has a ticket: a shard has its tickets alone.
    let mut places: BTreeMap<String, (usize, Option<String>)> = BTreeMap::new();
    for (i, path) in args.ledgers.iter().enumerate() {
        let text = io::read_limited(path, u64::MAX - 1)
            .map_err(|err| Stop::reading(&err, "LEDGER"))?;
        let entries = chain(&text, &path.display().to_string())?;
        for entry in &entries {
            let other = places.insert(entry.ticket.clone(), (i, entry.receipt.clone()));
            if other.is_some_and(|(at, receipt)| at != i && receipt != entry.receipt) {
                report.push(
                    Diagnostic::warning(
                        "ticket-in-two-ledgers",
                        format!("`{}` is in two of the ledgers", entry.ticket),
                    )
                    .at(Place::Outside(path.display().to_string()))
                    .hint(
                        "the later line counts; see which of the two packages was sent",
                    ),
                );
            }
        }
        ledgers.push(entries);
    }
    let text = ledger::merge(ledgers);
    io::write_new(&args.to, text.as_bytes(), false)
        .map_err(|err| Stop::writing_new(&err, "--to"))?;
    let n = text.lines().count();
    Ok(Done {
        data: args.to.display().to_string(),
        summary: format!(
            "merged {} into one of {}\n",
            counted(args.ledgers.len(), "ledger"),
            counted(n, "line")
        ),
        result: Some(serde_json::json!({ "lines": n })),
        report,
        ..Done::default()
    })
}

/// The entries of a ledger whose chain holds.
pub(super) fn chain(text: &str, name: &str) -> Result<Vec<ledger::Entry>, Stop> {
    ledger::verify(text).map_err(|broken| {
        Stop::refused(
            Diagnostic::error(
                "ledger-broken",
                format!("line {} of the ledger {}", broken.line, broken.fault),
            )
            .at(Place::Outside(name.into()))
            .hint("compare it with a copy, and ask who changed the file"),
        )
    })
}
