//! Writing a package: all of it or nothing.
//!
//! Under the lock of the ledger: the files go to a new folder beside, and to the disk; then
//! the ledger gets its line; then the folder gets its name. A build that is interrupted
//! between the last two is completed by the next one; one that is interrupted earlier is cleaned
//! up.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{Existing, IoError, write_new};
use super::folder::{NEW, make_folder, not_a_folder, put_in_place, sync_folder};
use super::ledger_file::LedgerFile;
use super::output::{Locked, OutputError, Standing, broken, may_write, with_ledger};
use crate::ledger::{
    Action, Because, LedgerEvent, RequestContent, RequestDigest, SALT, line_after,
};
use crate::package::Package;

/// Writes a package and its line of the ledger; gives its folder.
pub fn release(
    out: &Path,
    package: &Package,
    request: &RequestContent,
    existing: Existing,
    standing: &mut Standing,
) -> Locked<PathBuf> {
    let mut salt = [0; SALT];
    super::random(&mut salt);
    with_ledger(out, |ledger| {
        standing.update(ledger)?;
        write(out, ledger, package, request.digest(salt), existing, standing)
    })
}

fn write(
    out: &Path,
    ledger: &mut LedgerFile,
    package: &Package,
    request: RequestDigest,
    existing: Existing,
    standing: &Standing,
) -> Result<PathBuf, OutputError> {
    let target = out.join(package.ticket());
    let is_letter = package.receipt().denied.is_some();
    let replaces = may_write(out, package.ticket(), is_letter, existing, standing)?;
    if target.symlink_metadata().is_ok() && !target.is_dir() {
        return Err(not_a_folder(&target).into());
    }
    let action = match (is_letter, replaces) {
        (true, _) => Action::Deny,
        (false, true) => Action::Replace,
        (false, false) => Action::Release,
    };
    let event = LedgerEvent::package(package, action, request);
    let new = out.join(format!("{NEW}{}", package.ticket()));
    let staged = stage(&new, package)
        .and_then(|()| sync_folder(out))
        .map_err(OutputError::from)
        .and_then(|()| add_line(ledger, &event));
    let line = staged.inspect_err(|_| {
        let _ = fs::remove_dir_all(&new);
    })?;
    if let Err(err) = put_in_place(out, package.ticket()) {
        ledger.undo(&line);
        let _ = fs::remove_dir_all(&new);
        return Err(err.into());
    }
    Ok(target)
}

/// Chains an event to the ledger; gives its line.
fn add_line(
    ledger: &mut LedgerFile,
    event: &LedgerEvent<'_>,
) -> Result<String, OutputError> {
    let last = ledger.last_line()?;
    let line = line_after(last.as_deref(), event, super::timestamp());
    let line = line.ok_or_else(|| broken(ledger))?;
    ledger.append(&line)?;
    Ok(line)
}

/// Writes all files into a new folder and waits until they are on the disk.
fn stage(new: &Path, package: &Package) -> Result<(), IoError> {
    make_folder(new)?;
    for (name, bytes) in package.files() {
        write_new(&new.join(name), bytes)?;
    }
    sync_folder(new)
}

/// Writes a record unlocked, for its owner's eyes only, and its line of the ledger first: no
/// such file ever exists of which the ledger does not know.
pub fn release_print(
    out: &Path,
    ticket: &str,
    (to, bytes): (&Path, &[u8]),
    standing: &mut Standing,
) -> Locked<()> {
    with_ledger(out, |ledger| {
        standing.update(ledger)?;
        if standing.denied_since(ticket).is_some() {
            return Err(OutputError::Denied);
        }
        let line = add_line(ledger, &LedgerEvent::print(ticket))?;
        if let Err(err) = write_new(to, bytes) {
            ledger.undo(&line);
            return Err(err.into());
        }
        Ok(())
    })
}

/// Records in the ledger that a denial no longer applies.
pub fn reopen(out: &Path, ticket: &str, because: Because) -> Locked<()> {
    with_ledger(out, |ledger| {
        let mut standing = Standing::default();
        standing.update(ledger)?;
        if standing.denied_since(ticket).is_none() {
            return Err(OutputError::NotDenied);
        }
        add_line(ledger, &LedgerEvent::reopen(ticket, because)).map(drop)
    })
}
