//! `crr verify`: is what is on the disk what was released?

use std::path::{Component, Path, PathBuf};

use clap::Args as ClapArgs;

use super::ledger::chain;
use crate::cli::desk::{DeskFlags, DeskOfSite, desk};
use crate::cli::flags::{HandOver, PassphraseIn, SiteFlag};
use crate::cli::outcome::{self, Done, agreeing, counted};
use crate::cli::passphrase;
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::site_file::NamedBy;
use crate::cli::stopped;
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::io::{self, Desk};
use crate::ledger::{self, Account, Entry, LEDGER};
use crate::package::{
    FileEntry, OpenError, Passphrase, RECEIPT, Receipt, ReceiptError, digest, locker_of,
};

/// The largest package file that is read, in bytes.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;

#[derive(Debug, ClapArgs)]
pub(crate) struct Verify {
    /// A package folder, or one file in it.
    path: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseIn,
    #[command(flatten)]
    site: SiteFlag,
    /// Verify a package that lies elsewhere than its ledger, by its receipt alone.
    #[arg(long)]
    without_ledger: bool,
}

impl Verify {
    /// Opens a package with its passphrase and compares it with its receipt and the ledger.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        verify(self, session).map_err(Failure::of_reading)
    }
}

// Long: the questions that are asked of a package, in their order.
fn verify(args: &Verify, session: &mut Session<'_>) -> Result<Done, Failure> {
    if let Some(purged) = purged_of(args, session)? {
        return Err(Failure::refused(purged));
    }
    let (folder, only) = match io::kind_of(&args.path) {
        Ok(io::PathKind::Folder) => (args.path.as_path(), None),
        Ok(io::PathKind::File) => {
            let name = args.path.file_name().and_then(|it| it.to_str());
            (args.path.parent().unwrap_or(Path::new("")), name)
        }
        Err(err) => return Err(outcome::reading(&err, "PATH")),
    };
    let bytes = io::read_bytes(&folder.join(RECEIPT), MAX_BYTES)
        .map_err(|err| outcome::reading(&err, "PATH"))?;
    let receipt = match Receipt::parse(&bytes) {
        Ok(it) => it,
        Err(ReceiptError::Newer) => return Err(newer()),
        Err(ReceiptError::DoubledKey(fault)) => {
            return Err(Failure::refused(Report::from_iter(fault.doubled_key(RECEIPT))));
        }
        Err(ReceiptError::Unreadable) => {
            let message = "the receipt is not valid";
            return Err(problem("receipt-unreadable", message, RECEIPT));
        }
    };
    let mut report = named_well(folder, &receipt);
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    let listed: Vec<&FileEntry> = receipt
        .files
        .iter()
        .filter(|it| only.is_none_or(|name| name == it.name))
        .collect();
    if listed.is_empty() {
        return Err(problem(
            "not-in-receipt",
            "the receipt does not list this file",
            "PATH",
        ));
    }
    let is_any_locked = listed.iter().any(|it| it.locked);
    let passphrases = is_any_locked
        .then(|| passphrase::to_open(&args.passphrase, &receipt.ticket, &digest(&bytes)))
        .transpose()?;
    report.append(passphrase::open_folders(&args.passphrase, &HandOver::default()));
    for entry in &listed {
        let passphrases = passphrases.as_deref().filter(|_| entry.locked);
        file(folder, entry, &receipt, passphrases, &mut report)?;
    }
    if only.is_none() {
        unlisted(folder, &receipt, &mut report)?;
    }
    let mut account = None;
    if !args.without_ledger {
        let desk = desk_of(args, folder, session)?;
        account = in_ledger(&desk, &receipt, &digest(&bytes), &mut report)?;
    }
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    let names: Vec<_> = listed.iter().map(|it| it.name.as_str()).collect();
    let files = counted(names.len(), "file");
    let match_ = agreeing(names.len(), ["matches", "match"]);
    let ledger = if args.without_ledger { "" } else { " and the ledger" };
    Ok(Done {
        summary: format!("verified: {files} {match_} the receipt{ledger}\n"),
        result: Some(serde_json::json!({
            "ticket": receipt.ticket,
            "built_on": receipt.built_on,
            "exported_on": account.as_ref().and_then(|it| it.exported_on),
            "due_on": account.as_ref().and_then(|it| it.due_on),
            "sections": receipt.sections,
            "files": names,
        })),
        report,
        ..Done::default()
    })
}

/// What the ledger says of a package of which no file is there: that it was purged.
fn purged_of(
    args: &Verify,
    session: &mut Session<'_>,
) -> Result<Option<Diagnostic>, Failure> {
    let is_there = match io::kind_of(&args.path) {
        Ok(io::PathKind::Folder) => {
            // Its receipt stays.
            io::names_in(&args.path).is_ok_and(|all| all.iter().any(|it| it != RECEIPT))
        }
        Ok(io::PathKind::File) => true,
        Err(_) => false,
    };
    if args.without_ledger || is_there {
        return Ok(None);
    }
    // Who names a file of a package that is gone means the package.
    let parent = args.path.parent().filter(|it| it.file_name().is_some());
    for folder in std::iter::once(args.path.as_path()).chain(parent) {
        let Some(ticket) = folder.file_name().and_then(|it| it.to_str()) else {
            continue;
        };
        let desk = desk_of(args, folder, session)?;
        let Ok(text) = io::read_ledger(&desk.ledger) else { continue };
        let Ok(entries) = chain(&text, &desk.ledger.display().to_string()) else {
            continue;
        };
        if let Some(since) = ledger::purged_since(&entries, ticket) {
            return Ok(Some(purged(ticket, &desk.day_of(since), folder)));
        }
    }
    Ok(None)
}

fn purged(ticket: &str, day: &str, folder: &Path) -> Diagnostic {
    Diagnostic::error(
        "package-purged",
        format!("the package of {ticket} was purged on {day}, past its retention"),
    )
    .at(Place::Outside(folder.display().to_string()))
    .hint("nothing is wrong: there is nothing left to verify; the digests of its files are in the ledger")
    .hint("if the client needs the copy again, run `crr build REQUEST --again --because other`, from a new export")
}

fn newer() -> Failure {
    Failure::refused(
        Diagnostic::error("receipt-newer", "a newer version of crr wrote this receipt")
            .at(Place::Outside(RECEIPT.into()))
            .hint("verify the package with that version"),
    )
}

fn problem(slug: &'static str, message: &str, place: &str) -> Failure {
    Failure::refused(
        Diagnostic::error(slug, message).at(Place::Outside(place.to_owned())).hint(
            "do not forward it; rebuild the ticket with `--replace --because other`",
        ),
    )
}

/// The folder's name is the ticket, and names in a receipt are those of files in the folder:
/// a receipt that somebody made up may not lead elsewhere.
fn named_well(folder: &Path, receipt: &Receipt) -> Report {
    let mut report = Report::default();
    let here = if folder == Path::new("") { Path::new(".") } else { folder };
    let real = here.canonicalize().unwrap_or_else(|_| here.to_owned());
    let name = real.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    if name != receipt.ticket {
        report.push(
            Diagnostic::error(
                "other-ticket",
                "the folder is not named after the ticket in its receipt",
            )
            .at(Place::Outside(folder.display().to_string()))
            .hint("find out who moved or renamed it, and do not forward the package"),
        );
    }
    let is_plain = |name: &str| {
        let mut parts = Path::new(name).components();
        matches!((parts.next(), parts.next()), (Some(Component::Normal(it)), None) if it == name)
            && !name.contains(['/', '\\', ':'])
            && !name.chars().any(char::is_control)
    };
    let names = receipt.files.iter().map(|it| it.name.as_str());
    if !names.chain(receipt.members.iter().map(|it| it.name.as_str())).all(is_plain) {
        report.push(
            Diagnostic::error(
                "not-a-file-name",
                "the receipt lists something that is not the name of a file",
            )
            .at(Place::Outside(RECEIPT.into()))
            .hint("the receipt was changed; do not forward the package"),
        );
    }
    report
}

/// The desk of a package: where a site file says that somebody named, or that was found and
/// keeps its packages there; else beside the folder.
fn desk_of(
    args: &Verify,
    folder: &Path,
    session: &mut Session<'_>,
) -> Result<Desk, Failure> {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let above = folder.join("..");
    let of = |out, site| DeskOfSite { flags: DeskFlags { out, key: None }, site };
    if args.site.find().named != NamedBy::Found {
        return of(Some(above), args.site.clone()).desk(session);
    }
    let site = read::site_unsaid(&args.site.find(), session.inputs)?;
    let found = desk(&DeskFlags { out: None, key: None }, &args.site, &site)?;
    if io::is_same_folder(&found.out, &above) {
        of(None, args.site.clone()).desk(session)
    } else {
        of(Some(above), SiteFlag::built_in()).desk(session)
    }
}

/// Compares one file with its line of the receipt, then opens it where it is locked.
// Long: what may be wrong with a file, each in its own words.
fn file(
    folder: &Path,
    entry: &FileEntry,
    receipt: &Receipt,
    passphrases: Option<&[Passphrase]>,
    report: &mut Report,
) -> Result<(), Failure> {
    let path = folder.join(&entry.name);
    let mut refuse = |slug, message: String| {
        report.push(
            Diagnostic::error(slug, message)
                .at(Place::Outside(path.display().to_string()))
                .hint("do not forward it; rebuild the ticket with `--replace --because other`"),
        );
    };
    let kind = path.symlink_metadata().map(|it| it.file_type());
    if kind.is_ok_and(|it| !it.is_file()) {
        refuse(
            "not-a-regular-file",
            "this is a link, or something else that is not a file".into(),
        );
        return Ok(());
    }
    let bytes =
        io::read_bytes(&path, MAX_BYTES).map_err(|err| outcome::reading(&err, "PATH"))?;
    if bytes.len() != entry.bytes || digest(&bytes) != entry.sha256 {
        refuse("changed-file", "the file has changed since it was released".into());
        return Ok(());
    }
    let Some(passphrases) = passphrases else { return Ok(()) };
    let Some(locker) = locker_of(&entry.name) else {
        refuse("not-a-locked-file", "the receipt lists a file that is not locked".into());
        return Ok(());
    };
    let mut opened = passphrases.iter().map(|it| locker.open(&bytes, it));
    let opened = opened.find(|it| !matches!(it, Err(OpenError::WrongPassphrase)));
    match opened.unwrap_or(Err(OpenError::WrongPassphrase)) {
        Err(OpenError::WrongPassphrase) => report.push(
            Diagnostic::error(
                "wrong-passphrase",
                "the passphrase does not open the file",
            )
            .at(Place::Outside(path.display().to_string()))
            .hint("type it exactly as it was given: capital letters, spaces, and hyphens count"),
        ),
        Err(OpenError::Damaged) => {
            refuse("not-opened", "the file is damaged or was changed".into());
        }
        Ok(members) => {
            let listed = receipt.members.iter().filter(|it| locker.holds(&it.name));
            let same = members.len() == listed.clone().count()
                && members.iter().zip(listed).all(|((name, bytes), it)| {
                    *name == it.name && (!locker.keeps_bytes() || bytes.len() == it.bytes)
                });
            if !same {
                refuse(
                    "other-members",
                    "the file does not contain what was locked in it".into(),
                );
            }
        }
    }
    Ok(())
}

/// A file that the receipt does not list has no business in a package.
fn unlisted(
    folder: &Path,
    receipt: &Receipt,
    report: &mut Report,
) -> Result<(), Failure> {
    let names = io::names_in(folder).map_err(|err| outcome::reading(&err, "PATH"))?;
    for name in names {
        if name != RECEIPT && !receipt.files.iter().any(|it| it.name == name) {
            report.push(
                Diagnostic::error(
                    "unlisted-file",
                    "the package contains a file that the receipt does not list",
                )
                .at(Place::Outside(folder.join(name).display().to_string()))
                .hint("find out who put it there, and do not forward the package"),
            );
        }
    }
    Ok(())
}

/// The ledger knows this receipt; what its line says of the request.
fn in_ledger(
    desk: &Desk,
    receipt: &Receipt,
    receipt_digest: &str,
    report: &mut Report,
) -> Result<Option<Account>, Failure> {
    let name = desk.ledger.display().to_string();
    let kept = io::kept_head(desk).unwrap_or_default();
    let text =
        io::read_ledger(&desk.ledger).map_err(|err| outcome::reading(&err, LEDGER))?;
    if text.is_empty() {
        report.push(
            Diagnostic::error("no-ledger", "there is no ledger that knows this package")
                .at(Place::Outside(name))
                .hint("verify the package in the folder it was built in, or name the desk's site file with `--site FILE`")
                .hint("pass `--without-ledger` to compare it with its receipt alone"),
        );
        return Ok(None);
    }
    let mut entries = chain(&text, &name)?;
    if let Some(kept) = kept.filter(|it| !it.is_in(&text)) {
        let n = text.lines().count();
        report.push(stopped::ledger_changed(&name, kept.n, n));
    }
    if ledger::receipts(&entries).get(&*receipt.ticket) != Some(&receipt_digest) {
        report.push(
            Diagnostic::error(
                "receipt-not-in-ledger",
                "this receipt is not the one in the ledger",
            )
            .at(Place::Outside(RECEIPT.into()))
            .hint("the receipt or the ledger was changed; find out which, then rebuild the ticket"),
        );
    }
    let of_receipt = |it: &Entry| it.receipt.as_deref() == Some(receipt_digest);
    let line = entries.iter_mut().rev().find(|it| of_receipt(it));
    Ok(line.and_then(|it| it.account.take()))
}
