//! The output folder and its ledger, under one lock: what interrupted builds left is completed
//! or cleaned up first, whoever comes; then what the ledger says of a ticket decides.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::Path;

use super::desk::Desk;
use super::error::IoError;
use super::files::write_over;
use super::folder::{PROBE, make_folder};
use super::ledger_file::LedgerFile;
use super::open::share;
use super::output_error::{Locked, OutputError};
use super::recovery::{Mended, has_leftovers, recover};
use super::standing::Standing;
use crate::ledger;

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

/// Completes or cleans up what interrupted builds left, and reads the ledger.
pub fn settle(desk: &Desk) -> Locked<Standing> {
    if !has_leftovers(&desk.out) {
        let result = Standing::of(desk);
        return Locked { finished: Vec::new(), stuck: Vec::new(), result };
    }
    let mut standing = Standing::default();
    let Locked { finished, stuck, result } =
        with_ledger(desk, &mut standing, |_, _| Ok(()));
    Locked { finished, stuck, result: result.map(|()| standing) }
}

/// Does something under the lock of the ledger, whose last line is whole, in a folder in which
/// no interrupted build has left anything.
pub(super) fn with_ledger<T>(
    desk: &Desk,
    standing: &mut Standing,
    run: impl FnOnce(&mut LedgerFile, &mut Standing) -> Result<T, OutputError>,
) -> Locked<T> {
    let mut mended = Mended::default();
    let result = locked(desk, standing, &mut mended, run);
    let Mended { finished, stuck } = mended;
    Locked { finished, stuck, result }
}

fn locked<T>(
    desk: &Desk,
    standing: &mut Standing,
    mended: &mut Mended,
    run: impl FnOnce(&mut LedgerFile, &mut Standing) -> Result<T, OutputError>,
) -> Result<T, OutputError> {
    let made_out = make_folder(&desk.out)?;
    // One that a colleague has made is theirs to open.
    let _ = share(&desk.out, desk.audience());
    let done = |ledger: &mut LedgerFile| {
        let is_whole = ledger.repair_last_line()?;
        if ledger.last_line()?.is_some_and(|it| ledger::is_newer(&it)) {
            return Err(OutputError::LedgerNewer(desk.ledger.clone()));
        }
        if !is_whole {
            return Err(broken(ledger));
        }
        standing.update(desk, ledger)?;
        recover(&desk.out, mended, standing)?;
        run(ledger, standing)
    };
    let result = LedgerFile::open(&desk.ledger, desk.audience())
        .map_err(OutputError::from)
        .and_then(|mut ledger| {
            let result = done(&mut ledger);
            // As it was before: an empty ledger and an empty folder are not left behind.
            ledger.remove_if_empty();
            result
        });
    if made_out {
        let _ = fs::remove_dir(&desk.out);
    }
    result
}

pub(super) fn broken(ledger: &LedgerFile) -> OutputError {
    OutputError::LedgerBroken(ledger.path().to_owned(), None)
}
