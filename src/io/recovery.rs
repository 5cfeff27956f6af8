//! What is in an output folder: packages as they were released, and what interrupted builds left.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::files::{IoError, read_bytes};
use super::folder::{NEW, OLD, PROBE, put_in_place, read_ledger};
use super::ledger_file::LedgerFile;
use crate::ledger::{self, Entry};
use crate::package::{RECEIPT, Receipt, digest};

/// The largest receipt that is read, in bytes.
pub(super) const MAX_RECEIPT: u64 = 1024 * 1024;

/// The tickets whose packages lie there as the ledger knows them: the receipt is the one that
/// was released, and every file of it is there in its size.
pub(super) fn whole(entries: &[Entry], out: &Path) -> BTreeSet<String> {
    let is_whole = |ticket: &str, wanted: &str| {
        let folder = out.join(ticket);
        let Ok(bytes) = read_bytes(&folder.join(RECEIPT), MAX_RECEIPT) else {
            return false;
        };
        digest(&bytes) == wanted
            && Receipt::parse(&bytes).is_ok_and(|it| {
                it.denied.is_none()
                    && it.files.iter().all(|file| {
                        let data = fs::metadata(folder.join(&file.name));
                        data.is_ok_and(|it| it.len() == file.bytes as u64)
                    })
            })
    };
    let known = ledger::receipts(entries).into_iter();
    let whole = known.filter(|(ticket, receipt)| is_whole(ticket, receipt));
    whole.map(|(ticket, _)| ticket.to_owned()).collect()
}

/// Completes or cleans up what an interrupted build left. Only the holder of the lock may. The
/// tickets that were completed are added to a list, also where it then stops.
pub(super) fn recover(
    out: &Path,
    finished: &mut Vec<String>,
    _: &mut LedgerFile,
) -> Result<(), IoError> {
    let new = leftovers(out, NEW)?;
    // Another run may have added lines since: the last line of the ticket is what counts,
    // whatever is wrong with others.
    let text = if new.is_empty() { String::new() } else { read_ledger(out)? };
    let entries = ledger::readable(&text);
    let receipts = ledger::receipts(&entries);
    for ticket in new {
        let folder = out.join(format!("{NEW}{ticket}"));
        let receipt =
            read_bytes(&folder.join(RECEIPT), MAX_RECEIPT).map(|it| digest(&it));
        if receipt.is_ok_and(|it| receipts.get(&*ticket) == Some(&&*it)) {
            put_in_place(out, &ticket)?;
            finished.push(ticket);
        } else {
            remove(&folder)?;
        }
    }
    for ticket in leftovers(out, OLD)? {
        let (old, target) = (out.join(format!("{OLD}{ticket}")), out.join(&ticket));
        if target.symlink_metadata().is_ok() {
            remove(&old)?;
        } else {
            fs::rename(&old, &target).map_err(|err| IoError::new("write", &old, &err))?;
        }
    }
    for ticket in leftovers(out, PROBE)? {
        remove(&out.join(format!("{PROBE}{ticket}")))?;
    }
    Ok(())
}

/// The tickets of what stands in the output folder under a working name.
fn leftovers(out: &Path, prefix: &str) -> Result<Vec<String>, IoError> {
    let names = super::names_in(out)?;
    Ok(names.iter().filter_map(|it| it.strip_prefix(prefix)).map(str::to_owned).collect())
}

fn remove(path: &Path) -> Result<(), IoError> {
    let done =
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    done.map_err(|err| IoError::new("write", path, &err))
}
