//! What work under the lock of the ledger comes to, and why it may not be done.

use std::path::PathBuf;

use super::error::IoError;
use crate::ledger::{Broken, Deed, Stop};

/// What was done under the lock of the ledger.
#[derive(Debug)]
pub struct Locked<T> {
    /// Tickets of interrupted builds that were completed first: nobody may have been shown their
    /// passphrases, so they are reported whatever the result is.
    pub finished: Vec<String>,
    /// What an interrupted build of somebody else left, and this account may not remove.
    pub stuck: Vec<PathBuf>,
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
    /// A line of the ledger, or its end, is not an entry in its place: nothing may be chained
    /// to it.
    LedgerBroken(PathBuf, Option<Broken>),
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
    /// The ticket as the ledger has it.
    pub known: String,
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
    /// A ledger in the output folder, where earlier versions kept it.
    LedgerInOut,
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
