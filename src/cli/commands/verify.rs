//! `crr verify`: is what is on the disk what was released?

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::ledger::chain;
use crate::cli::flags::PassphraseIn;
use crate::cli::outcome::{self, Done, agreeing, counted};
use crate::cli::passphrase;
use crate::cli::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::io;
use crate::ledger::{self, LEDGER};
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
}

impl Verify {
    /// Opens a package with its passphrase and compares it with its receipt and the ledger.
    pub(super) fn run(&self, _: &mut Session<'_>) -> Result<Done, Failure> {
        verify(self).map_err(Failure::of_reading)
    }
}

fn verify(args: &Verify) -> Result<Done, Failure> {
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
        Err(ReceiptError::Unreadable) => {
            let message = "the receipt is not valid";
            return Err(problem("receipt-unreadable", message, RECEIPT));
        }
    };
    let mut report = Report::default();
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
    for entry in &listed {
        let passphrases = passphrases.as_deref().filter(|_| entry.locked);
        file(folder, entry, &receipt, passphrases, &mut report)?;
    }
    if only.is_none() {
        unlisted(folder, &receipt, &mut report)?;
    }
    let has_ledger = in_ledger(folder, &receipt, &digest(&bytes), &mut report)?;
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    let names: Vec<_> = listed.iter().map(|it| it.name.as_str()).collect();
    let files = counted(names.len(), "file");
    let match_ = agreeing(names.len(), ["matches", "match"]);
    let ledger = if has_ledger { " and the ledger" } else { "" };
    Ok(Done {
        summary: format!("verified: {files} {match_} the receipt{ledger}\n"),
        result: Some(serde_json::json!({ "ticket": receipt.ticket, "files": names })),
        report,
        ..Done::default()
    })
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
        Diagnostic::error(slug, message)
            .at(Place::Outside(place.to_owned()))
            .hint("do not forward it; rebuild the ticket with `--replace`"),
    )
}

/// Compares one file with its line of the receipt, then opens it where it is locked.
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
                .hint("do not forward it; rebuild the ticket with `--replace`"),
        );
    };
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
            .hint("type it as it was shown: lowercase letters and hyphens, no spaces"),
        ),
        Err(OpenError::Damaged) => {
            refuse("not-opened", "the file is damaged or was changed".into());
        }
        Ok(members) => {
            let listed = receipt.members.iter().filter(|it| locker.holds(&it.name));
            // A locked PDF opens to the same objects, not to the same bytes.
            let is_whole = receipt.members.iter().all(|it| locker.holds(&it.name));
            let same = members.len() == listed.clone().count()
                && members.iter().zip(listed).all(|((name, bytes), it)| {
                    *name == it.name && (!is_whole || bytes.len() == it.bytes)
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

/// The ledger beside the package knows this receipt; false where there is no ledger.
fn in_ledger(
    folder: &Path,
    receipt: &Receipt,
    receipt_digest: &str,
    report: &mut Report,
) -> Result<bool, Failure> {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let out = folder.join("..");
    let text = io::read_ledger(&out).map_err(|err| outcome::reading(&err, LEDGER))?;
    if text.is_empty() {
        report.push(
            Diagnostic::warning("no-ledger", "there is no ledger next to the package folder")
                .at(Place::Outside(out.join(LEDGER).display().to_string()))
                .hint("verify the package in the folder it was built in, so that the ledger is compared too"),
        );
        return Ok(false);
    }
    let entries = chain(&text, LEDGER)?;
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
    Ok(true)
}
