//! The output folder and its ledger, under one lock: what interrupted builds left is completed
//! or cleaned up first, whoever comes; then what the ledger says of a ticket decides.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind::NotADirectory;
use std::path::{Path, PathBuf};

use super::files::{Existing, IoError, read_bytes, write_over};
use super::folder::{PROBE, make_folder, read_ledger};
use super::ledger_file::LedgerFile;
use super::recovery::{MAX_RECEIPT, recover, whole};
use crate::ledger::{self, Action, LEDGER, State};
use crate::package::{RECEIPT, Receipt};

/// What was done under the lock of the ledger.
#[derive(Debug)]
pub struct Locked<T> {
    /// Tickets of interrupted builds that were completed first: nobody may have been shown their
    /// passphrases, so they are reported whatever the result is.
    pub finished: Vec<String>,
    /// What became of it.
    pub result: Result<T, OutputError>,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum OutputError {
    /// The machine did not let us.
    Io(IoError),
    /// The output folder has a package of that ticket.
    AlreadyBuilt(PathBuf),
    /// The ticket was denied.
    Denied,
    /// The ticket was not denied, so there is nothing to reopen.
    NotDenied,
    /// The end of the ledger is not an entry: nothing may be chained to it.
    LedgerBroken(PathBuf),
    /// A newer version of the program has written into the ledger.
    LedgerNewer(PathBuf),
}

impl From<IoError> for OutputError {
    fn from(err: IoError) -> Self {
        Self::Io(err)
    }
}

/// What the ledger of an output folder says of its tickets, as far as it was read.
#[derive(Debug, Default)]
pub struct Standing {
    n_bytes: usize,
    states: BTreeMap<String, State>,
}

impl Standing {
    /// Reads the ledger of an output folder, without its lock.
    pub fn of(out: &Path) -> Result<Self, IoError> {
        let mut standing = Self::default();
        match read_bytes(&out.join(LEDGER), u64::MAX - 1) {
            Ok(bytes) => standing.read(&bytes),
            // Whether anything can be written there is another question.
            Err(IoError::NotFound(_) | IoError::Other { kind: NotADirectory, .. }) => {}
            Err(err) => return Err(err),
        }
        Ok(standing)
    }

    /// The state of a ticket; none where the ledger does not know it.
    pub fn state(&self, ticket: &str) -> Option<&State> {
        self.states.get(&ticket.to_lowercase())
    }

    /// When the ticket was denied (RFC 3339, UTC), where the denial still applies.
    pub fn denied_since(&self, ticket: &str) -> Option<&str> {
        self.state(ticket).filter(|it| it.action == Action::Deny).map(|it| &*it.since)
    }

    fn read(&mut self, bytes: &[u8]) {
        let entries = ledger::readable(&String::from_utf8_lossy(bytes));
        self.states.extend(ledger::states(&entries));
        self.n_bytes += bytes.len();
    }

    /// Reads what other runs added since.
    pub(super) fn update(&mut self, ledger: &mut LedgerFile) -> Result<(), IoError> {
        if ledger.len()? < self.n_bytes as u64 {
            // It is shorter than it was: somebody put another in its place.
            *self = Self::default();
        }
        let bytes = ledger.bytes_from(self.n_bytes as u64)?;
        self.read(&bytes);
        Ok(())
    }
}

/// Asks whether a package or a letter of a ticket could be written, before any work is done
/// for it. What this makes to find out is removed again.
pub fn probe(
    out: &Path,
    ticket: &str,
    is_letter: bool,
    existing: Existing,
) -> Result<(), OutputError> {
    may_write(out, ticket, is_letter, existing, &Standing::of(out)?)?;
    probe_folder(out, ticket)
}

/// What the ledger and the folder say to a package or a letter of a ticket; true where it
/// replaces a package.
pub(super) fn may_write(
    out: &Path,
    ticket: &str,
    is_letter: bool,
    existing: Existing,
    standing: &Standing,
) -> Result<bool, OutputError> {
    if standing.denied_since(ticket).is_some() && !is_letter {
        return Err(OutputError::Denied);
    }
    let target = out.join(ticket);
    let exists = target.symlink_metadata().is_ok();
    let is_open = standing.state(ticket).is_some_and(|it| it.action == Action::Reopen);
    // The letter of a denial that no longer applies is replaced.
    if exists && is_open && has_letter(&target) {
        return Ok(false);
    }
    if exists && existing == Existing::Keep {
        return Err(OutputError::AlreadyBuilt(target));
    }
    Ok(exists)
}

fn has_letter(folder: &Path) -> bool {
    let receipt = read_bytes(&folder.join(RECEIPT), MAX_RECEIPT).ok();
    receipt.and_then(|it| Receipt::parse(&it).ok()).is_some_and(|it| it.denied.is_some())
}

/// Asks whether anything could be written into an output folder; whoever else asks has another
/// name.
pub fn probe_folder(out: &Path, name: &str) -> Result<(), OutputError> {
    // A folder that does not exist yet is made in the one above it.
    let above = out.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new("."));
    let folder = if out.symlink_metadata().is_ok() { out } else { above };
    let file = folder.join(format!("{PROBE}{name}"));
    let result = write_over(&file, b"");
    // It was ours a moment ago; a leftover empty probe does no harm.
    let _ = fs::remove_file(&file);
    // What is missing is the folder, not what we called our question.
    result.map_err(|err| match err {
        IoError::NotFound(_) => IoError::NotFound(folder.to_owned()).into(),
        err => err.into(),
    })
}

/// What an output folder has in it before a batch begins.
#[derive(Debug, Default)]
pub struct Settled {
    /// What the ledger says.
    pub standing: Standing,
    /// Tickets whose packages are there as the ledger knows them.
    pub whole: BTreeSet<String>,
}

/// Completes or cleans up what interrupted builds left, and lists what is there.
pub fn settle(out: &Path) -> Locked<Settled> {
    if out.symlink_metadata().is_err() {
        return Locked { finished: Vec::new(), result: Ok(Settled::default()) };
    }
    with_ledger(out, |ledger_file| {
        let mut standing = Standing::default();
        standing.update(ledger_file)?;
        let text = read_ledger(out)?;
        let entries = ledger::verify(&text).map_err(|_| broken(ledger_file))?;
        Ok(Settled { standing, whole: whole(&entries, out) })
    })
}

/// Does something under the lock of the ledger, whose last line is whole, in a folder in which
/// no interrupted build has left anything.
pub(super) fn with_ledger<T>(
    out: &Path,
    run: impl FnOnce(&mut LedgerFile) -> Result<T, OutputError>,
) -> Locked<T> {
    let mut finished = Vec::new();
    let result = locked(out, &mut finished, run);
    Locked { finished, result }
}

fn locked<T>(
    out: &Path,
    finished: &mut Vec<String>,
    run: impl FnOnce(&mut LedgerFile) -> Result<T, OutputError>,
) -> Result<T, OutputError> {
    let made_out = make_folder(out)?;
    let opened = LedgerFile::open(&out.join(LEDGER)).map_err(OutputError::from);
    let result = opened.and_then(|mut ledger| {
        let result = whole_and_known(&mut ledger)
            .and_then(|()| Ok(recover(out, finished, &mut ledger)?))
            .and_then(|()| run(&mut ledger));
        // As it was before: an empty ledger is not left behind, nor an empty folder.
        ledger.remove_if_empty();
        result
    });
    if made_out {
        let _ = fs::remove_dir(out);
    }
    result
}

/// Whether a line can be chained to the ledger; half a line at its end is taken out.
fn whole_and_known(ledger: &mut LedgerFile) -> Result<(), OutputError> {
    let is_whole = ledger.repair_last_line()?;
    if ledger.last_line()?.is_some_and(|it| ledger::is_newer(&it)) {
        return Err(OutputError::LedgerNewer(ledger.path().to_owned()));
    }
    if is_whole { Ok(()) } else { Err(broken(ledger)) }
}

pub(super) fn broken(ledger: &LedgerFile) -> OutputError {
    OutputError::LedgerBroken(ledger.path().to_owned())
}
