//! The output folder and its ledger, under one lock: what interrupted builds left is completed
//! or cleaned up first, whoever comes; then what the ledger says of a ticket decides.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::error::IoError;
use super::files::write_over;
use super::folder::{PROBE, make_folder};
use super::ledger_file::LedgerFile;
use super::recovery::recover;
use super::standing::Standing;
use crate::ledger::{self, Deed, Stop};

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
    /// What the ledger and the folder have of the ticket does not allow it.
    Stopped(Stopped),
    /// The end of the ledger is not an entry: nothing may be chained to it.
    LedgerBroken(PathBuf),
    /// A newer version of the program has written into the ledger.
    LedgerNewer(PathBuf),
    /// There is no ledger, and something shows that there was one.
    LedgerMissing(PathBuf, Evidence),
    /// The ledger is not the one whose head is kept with the key, or has lost its end.
    LedgerChanged {
        /// The ledger.
        path: PathBuf,
        /// How many lines it had.
        n_kept: u64,
        /// How many it has.
        n: usize,
    },
}

/// What the ledger and the folder have of a ticket, where it does not allow what is asked.
#[derive(Debug, Clone)]
pub struct Stopped {
    /// What was asked for.
    pub deed: Deed,
    /// Why not.
    pub stop: Stop,
    /// The day since when.
    pub since: Option<String>,
    /// Why the request was denied: the word that `crr deny --reason` takes.
    pub reason: Option<String>,
    /// The folder of the ticket.
    pub folder: PathBuf,
}

/// What shows that there was a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Packages with their receipts.
    Packages,
    /// Its head, which is kept with the key: it had so many lines.
    Head(u64),
    /// A key.
    Key,
}

impl From<IoError> for OutputError {
    fn from(err: IoError) -> Self {
        Self::Io(err)
    }
}

/// Asks whether anything could be written into an output folder.
pub fn probe_folder(out: &Path) -> Result<(), OutputError> {
    // A folder that does not exist yet is made in the one above it.
    let above = out.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new("."));
    let folder = if out.symlink_metadata().is_ok() { out } else { above };
    // One name for all: the next run takes away what this one could not.
    let file = folder.join(format!("{PROBE}crr"));
    let result = match write_over(&file, b"") {
        // Somebody else asks in the same moment.
        Err(IoError::Exists(_)) => Ok(()),
        result => result,
    };
    // It was ours a moment ago; a leftover empty probe does no harm.
    let _ = fs::remove_file(&file);
    // What is missing is the folder, not what we called our question.
    result.map_err(|err| match err {
        IoError::NotFound(_) => IoError::NotFound(folder.to_owned()).into(),
        err => err.into(),
    })
}

/// Completes or cleans up what interrupted builds left, and reads the whole ledger.
pub fn settle(desk: &Desk) -> Locked<Standing> {
    let mut standing = Standing::default();
    if desk.out.symlink_metadata().is_err() && desk.ledger.symlink_metadata().is_err() {
        let result = standing.look_for_ledger(desk).map(|()| standing);
        return Locked { finished: Vec::new(), result };
    }
    let settled = with_ledger(desk, &mut standing, |ledger_file, _| {
        let text = String::from_utf8_lossy(&ledger_file.bytes_from(0)?).into_owned();
        ledger::verify(&text).map(drop).map_err(|_| broken(ledger_file))
    });
    let Locked { finished, result } = settled;
    Locked { finished, result: result.map(|()| standing) }
}

/// Does something under the lock of the ledger, whose last line is whole, in a folder in which
/// no interrupted build has left anything.
pub(super) fn with_ledger<T>(
    desk: &Desk,
    standing: &mut Standing,
    run: impl FnOnce(&mut LedgerFile, &mut Standing) -> Result<T, OutputError>,
) -> Locked<T> {
    let mut finished = Vec::new();
    let result = locked(desk, standing, &mut finished, run);
    Locked { finished, result }
}

fn locked<T>(
    desk: &Desk,
    standing: &mut Standing,
    finished: &mut Vec<String>,
    run: impl FnOnce(&mut LedgerFile, &mut Standing) -> Result<T, OutputError>,
) -> Result<T, OutputError> {
    let made_out = make_folder(&desk.out)?;
    let done = |ledger: &mut LedgerFile| {
        let is_whole = ledger.repair_last_line()?;
        if ledger.last_line()?.is_some_and(|it| ledger::is_newer(&it)) {
            return Err(OutputError::LedgerNewer(desk.ledger.clone()));
        }
        if !is_whole {
            return Err(broken(ledger));
        }
        standing.update(desk, ledger)?;
        recover(&desk.out, finished, standing)?;
        run(ledger, standing)
    };
    let result = LedgerFile::open(&desk.ledger).map_err(OutputError::from).and_then(
        |mut ledger| {
            let result = done(&mut ledger);
            // As it was before: an empty ledger and an empty folder are not left behind.
            ledger.remove_if_empty();
            result
        },
    );
    if made_out {
        let _ = fs::remove_dir(&desk.out);
    }
    result
}

pub(super) fn broken(ledger: &LedgerFile) -> OutputError {
    OutputError::LedgerBroken(ledger.path().to_owned())
}
