//! What is in an output folder: packages as they were released, and what killed builds left.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::files::{IoError, read_bytes};
use super::ledger_file::LedgerFile;
use super::release::{Held, put_in_place, read_ledger};
use crate::ledger::{self, LEDGER};
use crate::package::{RECEIPT, Receipt, digest};

/// Folders that are being written, older packages that are being replaced, and files that
/// ask whether anything can be written.
pub(super) const NEW: &str = ".new-";
pub(super) const OLD: &str = ".old-";
pub(super) const PROBE: &str = ".probe-";

/// The largest receipt that is read, in bytes.
const MAX_RECEIPT: u64 = 1024 * 1024;

/// The tickets whose packages lie there as the ledger knows them: the receipt is the one that
/// was released, and every file of it is there in its size.
pub(super) fn released(out: &Path) -> Result<BTreeSet<String>, Held> {
    let text = read_ledger(out)?;
    let entries =
        ledger::verify(&text).map_err(|_| Held::LedgerBroken(out.join(LEDGER)))?;
    let is_whole = |ticket: &str, wanted: &str| {
        let folder = out.join(ticket);
        let Ok(bytes) = read_bytes(&folder.join(RECEIPT), MAX_RECEIPT) else {
            return false;
        };
        digest(&bytes) == wanted
            && Receipt::parse(&bytes).is_some_and(|it| {
                it.denied.is_none()
                    && it.files.iter().all(|file| {
                        let data = fs::metadata(folder.join(&file.name));
                        data.is_ok_and(|it| it.len() == file.bytes as u64)
                    })
            })
    };
    let known = ledger::receipts(&entries).into_iter();
    let whole = known.filter(|(ticket, receipt)| is_whole(ticket, receipt));
    Ok(whole.map(|(ticket, _)| ticket.to_owned()).collect())
}

/// Finishes or cleans away what a killed build left. Only the holder of the lock may. Gives
/// the tickets that were finished.
pub(super) fn recover(out: &Path, _: &mut LedgerFile) -> Result<Vec<String>, IoError> {
    let mut finished = Vec::new();
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
    Ok(finished)
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
