//! `crr ledger verify`, `crr ledger merge` and `crr ledger restore`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use rayon::prelude::*;

use crate::cli::desk::DeskOfSite;
use crate::cli::outcome::{self, Done, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::io::{self, Audience, KEY};
use crate::ledger::{self, Head};
use crate::package::{RECEIPT, digest};
use crate::seal::DeskKeys;

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
    /// Merge the ledgers of several machines, or of several shards, into one.
    Merge(LedgerMerge),
    /// Make a lost ledger again, from a copy of it and the packages that are there.
    Restore(LedgerRestore),
}

#[derive(Debug, ClapArgs)]
struct LedgerVerify {
    #[command(flatten)]
    of: DeskOfSite,
    /// A head that was printed before, `NUMBER:DIGEST`: the ledger must still have that line.
    #[arg(long, value_name = "N:DIGEST")]
    expect: Option<Head>,
}

#[derive(Debug, ClapArgs)]
struct LedgerMerge {
    /// The ledgers: each lies beside the site file, or without one in the folder of packages. The
    /// shards of one machine with a site file have one already.
    #[arg(required = true, value_name = "LEDGER")]
    ledgers: Vec<PathBuf>,
    /// The new ledger; an existing file is not replaced. The keys that lie beside the ledgers
    /// are joined in `desk.key` beside it.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The one of the ledgers that counts where two tell differently of a ticket.
    #[arg(long, value_name = "LEDGER")]
    prefer: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
struct LedgerRestore {
    /// A copy of the ledger, the newest there is; default: go on from what is left.
    #[arg(long, value_name = "LEDGER")]
    from: Option<PathBuf>,
    #[command(flatten)]
    of: DeskOfSite,
}

impl Ledger {
    /// Runs the one that was asked for.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match &self.command {
            LedgerCommand::Verify(it) => verify(it, session).map_err(Failure::of_reading),
            LedgerCommand::Merge(it) => merge(it),
            LedgerCommand::Restore(it) => restore(it, session),
        }
    }
}

/// Checks the chain, that each package has its line, and that the ledger is the one whose head
/// is kept: cut-off lines leave no other trace.
fn verify(args: &LedgerVerify, session: &mut Session<'_>) -> Result<Done, Failure> {
    let desk = args.of.desk(session)?;
    let reading = |err: &io::IoError| outcome::reading(err, "--out");
    let text = io::read_ledger(&desk.ledger).map_err(|err| reading(&err))?;
    let entries = chain(&text, &desk.ledger.display().to_string())?;
    read::standing(&desk)?;
    let receipts = ledger::receipts(&entries);
    let mut report = expected(args.expect.as_ref(), &text);
    let names = io::names_in(&desk.out).map_err(|err| reading(&err))?;
    let is_another = |name: &&String| {
        // A name of that kind is of a build that was interrupted; the next one sees to it.
        let path = desk.out.join(name).join(RECEIPT);
        let bytes = Some(path).filter(|_| !name.starts_with('.'));
        let bytes = bytes.and_then(|it| io::read_bytes(&it, MAX_RECEIPT).ok());
        bytes.is_some_and(|it| receipts.get(&***name) != Some(&&*digest(&it)))
    };
    // A desk has thousands.
    let others: Vec<&String> = names.par_iter().filter(is_another).collect();
    for name in others {
        report.push(
            Diagnostic::error(
                "not-in-ledger",
                "a package has no matching line in the ledger",
            )
            .at(Place::Outside(desk.out.join(name).display().to_string()))
            .hint("the ledger was cut off, or the package was changed; find out which"),
        );
    }
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    let (n, head) = (entries.len(), Head::of(&text).to_string());
    Ok(Done {
        summary: format!(
            "verified the ledger: {}, none changed; its head is\n{head}\n",
            counted(n, "line")
        ),
        result: Some(serde_json::json!({ "lines": n, "head": head })),
        report,
        ..Done::default()
    })
}

/// A head that somebody noted, or that is kept elsewhere, is still in the ledger.
fn expected(head: Option<&Head>, text: &str) -> Report {
    match head {
        Some(head) if !head.is_in(text) => Diagnostic::error(
            "ledger-changed",
            format!("the ledger does not have this line {}", head.n),
        )
        .at(Place::Outside("--expect".into()))
        .hint("its end was cut off, or it was made anew: compare it with a copy, and ask who changed it")
        .into(),
        _ => Report::default(),
    }
}

/// Makes a lost ledger again.
fn restore(args: &LedgerRestore, session: &mut Session<'_>) -> Result<Done, Failure> {
    let desk = args.of.desk(session)?;
    let copy = args.from.as_deref().map(|path| io::read_limited(path, u64::MAX - 1));
    let copy = copy.transpose().map_err(|err| outcome::reading(&err, "--from"))?;
    let restored = io::restore_ledger(&desk, copy.as_deref());
    let restored = restored.map_err(|err| outcome::not_written(&err))?;
    let mut report = Report::default();
    if restored.is_another || !restored.tickets.is_empty() {
        let n = usize::try_from(restored.n_lost).unwrap_or(usize::MAX);
        let message = if n > 0 {
            format!("{} of the ledger could not be restored", counted(n, "line"))
        } else {
            let what = if restored.is_another {
                "lines of the ledger are not those that were here before"
            } else {
                "packages alone tell of no denial and no withdrawal"
            };
            what.to_owned()
        };
        report.push(Diagnostic::warning("ledger-lines-lost", message).hint(
            "denials and withdrawals that were in them no longer hold: record them again with `crr deny` and `crr withdraw`",
        ));
    }
    if !restored.unknown.is_empty() {
        let mut it = Diagnostic::warning(
            "not-in-ledger",
            "packages are there that the ledger does not tell of: it knows their tickets otherwise",
        );
        for ticket in restored.unknown.iter().take(20) {
            it = it.at(Place::Outside(desk.out.join(ticket).display().to_string()));
        }
        report.push(it.hint(
            "find out where they come from; what the ledger says of their tickets stands",
        ));
    }
    let n = usize::try_from(restored.n_lines).unwrap_or(usize::MAX);
    Ok(Done {
        data: desk.ledger.display().to_string(),
        summary: format!(
            "restored the ledger: {}, {} from packages that are there\n",
            counted(n, "line"),
            restored.tickets.len(),
        ),
        result: Some(serde_json::json!({
            "lines": n,
            "from_packages": restored.tickets,
            "lost": restored.n_lost,
        })),
        report,
        ..Done::default()
    })
}

/// Merges the ledgers of several shards into one, and the keys that lie beside them.
fn merge(args: &LedgerMerge) -> Result<Done, Failure> {
    let mut ledgers = Vec::new();
    let mut keys = DeskKeys::default();
    for path in &args.ledgers {
        let text = io::read_limited(path, u64::MAX - 1).map_err(|err| not_read(&err))?;
        ledgers.push(chain(&text, &path.display().to_string())?);
        let beside = io::read_keys(&path.with_file_name(KEY), Audience::Owner);
        keys.join(beside.map_err(|err| outcome::reading(&err, "LEDGER"))?);
    }
    let preferred = preferred(args)?;
    let report = in_two(&ledgers, &args.ledgers, preferred.is_some());
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    let text = ledger::merge(ledgers, preferred);
    let writing = |err| outcome::writing(&err, "--to");
    io::write_new(&args.to, text.as_bytes()).map_err(writing)?;
    if keys.current().is_some() {
        io::join_keys(&args.to.with_file_name(KEY), keys).map_err(writing)?;
    }
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

/// A ledger that cannot be read. One that is not there may be looked for in the wrong place.
fn not_read(err: &io::IoError) -> Failure {
    let failure = outcome::reading(err, "LEDGER");
    if !matches!(err, io::IoError::NotFound(_)) {
        return failure;
    }
    let hint = "with a site file the ledger lies beside it, and all shards of one machine share \
                it: then there is nothing to merge";
    let mut report = Report::default();
    report.extend(failure.report.into_items().into_iter().map(|it| it.hint(hint)));
    Failure { report, ..failure }
}

/// Which of the ledgers counts where two tell differently.
fn preferred(args: &LedgerMerge) -> Result<Option<usize>, Failure> {
    let Some(path) = &args.prefer else { return Ok(None) };
    let found = args.ledgers.iter().position(|it| it == path);
    found.map(Some).ok_or_else(|| {
        Failure::usage(
            Diagnostic::error(
                "not-among-ledgers",
                "this is none of the ledgers to merge",
            )
            .at(Place::Outside("--prefer".into()))
            .hint("write it as it stands among the ledgers"),
        )
    })
}

/// No two shards share a ticket: where two of them released it, two people may have it.
fn in_two(ledgers: &[Vec<ledger::Entry>], paths: &[PathBuf], is_decided: bool) -> Report {
    let mut report = Report::default();
    for it in ledger::conflicts(ledgers) {
        let message = format!("`{}` is in two of the ledgers", it.ticket);
        let at = Place::Outside(paths[it.ledger].display().to_string());
        report.push(if it.is_open && !is_decided {
            Diagnostic::error("ticket-in-two-ledgers", message)
                .at(at)
                .hint("one released it and the other closed it, or both released it, perhaps for two people: find out what is true")
                .hint("then name the ledger that is right with `--prefer LEDGER`")
        } else {
            Diagnostic::warning("ticket-in-two-ledgers", message).at(at).hint(if is_decided {
                "the ledger that is preferred counts"
            } else {
                "the later line counts; find out which of the two packages was sent"
            })
        });
    }
    report
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
