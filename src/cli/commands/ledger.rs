//! `crr ledger verify` and `crr ledger merge`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use crate::cli::flags::OutFlag;
use crate::cli::outcome::{self, Done, counted};
use crate::cli::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::io;
use crate::ledger::{self, LEDGER};
use crate::package::{RECEIPT, digest};

/// The largest receipt that is read, in bytes.
const MAX_RECEIPT: u64 = 1024 * 1024;

#[derive(Debug, ClapArgs)]
pub(crate) struct Ledger {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Debug, Subcommand)]
enum LedgerCommand {
    /// Find lines that were edited, removed, moved, or cut off.
    Verify(LedgerVerify),
    /// Merge the ledgers of several shards into one.
    Merge(LedgerMerge),
}

#[derive(Debug, ClapArgs)]
struct LedgerVerify {
    #[command(flatten)]
    of: OutFlag,
}

#[derive(Debug, ClapArgs)]
struct LedgerMerge {
    /// The ledgers of the shards.
    #[arg(required = true, value_name = "LEDGER")]
    ledgers: Vec<PathBuf>,
    /// The new ledger; an existing file is not replaced.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl Ledger {
    /// Runs the one that was asked for.
    pub(super) fn run(&self, _: &mut Session<'_>) -> Result<Done, Failure> {
        match &self.command {
            LedgerCommand::Verify(it) => verify(it).map_err(Failure::of_reading),
            LedgerCommand::Merge(it) => merge(it),
        }
    }
}

/// Checks the chain, and that each package has its line: cut-off lines leave no other trace.
fn verify(args: &LedgerVerify) -> Result<Done, Failure> {
    let reading = |err: &io::IoError| outcome::reading(err, "--out");
    let text = io::read_ledger(&args.of.out).map_err(|err| reading(&err))?;
    let entries = chain(&text, LEDGER)?;
    let receipts = ledger::receipts(&entries);
    let mut report = Report::default();
    let names = io::names_in(&args.of.out).map_err(|err| reading(&err))?;
    // Under a working name stands what an interrupted build left; no ticket begins with a dot.
    for name in names.into_iter().filter(|it| !it.starts_with('.')) {
        let Ok(bytes) =
            io::read_bytes(&args.of.out.join(&name).join(RECEIPT), MAX_RECEIPT)
        else {
            continue;
        };
        if receipts.get(&*name) != Some(&&*digest(&bytes)) {
            report.push(
                Diagnostic::error(
                    "not-in-ledger",
                    "a package has no matching line in the ledger",
                )
                .at(Place::Outside(args.of.out.join(name).display().to_string()))
                .hint(
                    "the ledger was cut off, or the package was changed; find out which",
                ),
            );
        }
    }
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    let n = entries.len();
    Ok(Done {
        summary: format!("verified the ledger: {}, none changed\n", counted(n, "line")),
        result: Some(serde_json::json!({ "lines": n })),
        report,
        ..Done::default()
    })
}

/// Merges the ledgers of several shards into one.
fn merge(args: &LedgerMerge) -> Result<Done, Failure> {
    let mut ledgers = Vec::new();
    let mut report = Report::default();
    // Which ledger has a ticket: no two shards share one.
    let mut places: BTreeMap<String, (usize, Option<String>)> = BTreeMap::new();
    for (i, path) in args.ledgers.iter().enumerate() {
        let text = io::read_limited(path, u64::MAX - 1)
            .map_err(|err| outcome::reading(&err, "LEDGER"))?;
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
                        "the later line counts; find out which of the two packages was sent",
                    ),
                );
            }
        }
        ledgers.push(entries);
    }
    let text = ledger::merge(ledgers);
    io::write_new(&args.to, text.as_bytes())
        .map_err(|err| outcome::writing(&err, "--to"))?;
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
pub(super) fn chain(text: &str, name: &str) -> Result<Vec<ledger::Entry>, Failure> {
    ledger::verify(text).map_err(|broken| {
        Failure::refused(
            Diagnostic::error(
                "ledger-broken",
                format!("line {} of the ledger {}", broken.line, broken.fault),
            )
            .at(Place::Outside(name.into()))
            .hint("compare it with a copy, and ask who changed the file"),
        )
    })
}
