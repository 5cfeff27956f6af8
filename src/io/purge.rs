//! Removing what a desk no longer has to keep, under the lock of its ledger. The ledger gets its
//! line first: a run that is interrupted is run again and goes on, and no package is ever gone
//! without a line. Receipts stay.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::error::IoError;
use super::files::read_bytes;
use super::folder::sync_folder;
use super::key_file::keep_head;
use super::ledger_file::LedgerFile;
use super::old_files::{Left, OldFile};
use super::output::with_ledger;
use super::output_error::{Locked, OutputError};
use super::passphrase_list::PassphraseList;
use super::purge_plan::{MAX_FILE, OldPackage, PurgePlan, purged_receipts};
use super::release::add_line;
use super::standing::Standing;
use crate::ledger::{Action, LedgerEvent};
use crate::package::digest;

/// What was removed.
#[derive(Debug, Default)]
pub struct Purged {
    /// Packages and letters.
    pub n_packages: usize,
    /// Lines of lists of passphrases.
    pub n_lines: usize,
    /// Requests.
    pub n_requests: usize,
    /// Extracts.
    pub n_extracts: usize,
    /// What could not be removed, or was changed since it was compared.
    pub left: Vec<(PathBuf, Left)>,
}

/// Removes what a plan names, as far as it is still what the plan saw.
pub fn purge(desk: &Desk, plan: &PurgePlan, standing: &mut Standing) -> Locked<Purged> {
    with_ledger(desk, standing, |ledger, standing| {
        let mut done = Purged::default();
        for package in &plan.packages {
            remove_package(desk, ledger, standing, package, &mut done)?;
        }
        standing.update(desk, ledger)?;
        let receipts = purged_receipts(standing);
        for (path, _) in &plan.lists {
            let dropped =
                PassphraseList::open(path).and_then(|mut it| it.drop_purged(&receipts));
            match dropped {
                Ok(n) => done.n_lines += n,
                Err(_) => done.left.push((path.clone(), Left::NotRemoved)),
            }
        }
        for ticket in &plan.printed {
            // Another run may have built it since.
            if standing.state(ticket).is_some_and(|it| it.printed.is_some()) {
                add_purge(desk, ledger, ticket)?;
            }
        }
        done.n_requests = remove_all(&plan.requests, &mut done.left);
        done.n_extracts = remove_all(&plan.extracts, &mut done.left);
        Ok(done)
    })
}

fn remove_package(
    desk: &Desk,
    ledger: &mut LedgerFile,
    standing: &Standing,
    package: &OldPackage,
    done: &mut Purged,
) -> Result<(), OutputError> {
    // Another run may have built it again, or reopened it.
    let state = standing.state(&package.ticket);
    let is_open = |action| matches!(action, Action::Reopen | Action::Print);
    let state = state.filter(|it| {
        it.receipt.as_deref() == Some(&package.receipt) && !is_open(it.action)
    });
    let Some(state) = state else {
        done.left.push((package.folder.clone(), Left::Changed));
        return Ok(());
    };
    if !state.is_purged {
        add_purge(desk, ledger, &package.ticket)?;
    }
    let n_left = done.left.len();
    remove_all(&package.files, &mut done.left);
    done.n_packages += usize::from(done.left.len() == n_left);
    let _ = sync_folder(&package.folder);
    Ok(())
}

/// The line of a ticket of which no copy is kept any more.
fn add_purge(
    desk: &Desk,
    ledger: &mut LedgerFile,
    ticket: &str,
) -> Result<(), OutputError> {
    let event = LedgerEvent::of(ticket, Action::Purge, None, &desk.operator);
    let line = add_line(ledger, &event)?;
    let _ = keep_head(desk, &line.head);
    Ok(())
}

/// Removes files; gives how many.
fn remove_all(files: &[OldFile], left: &mut Vec<(PathBuf, Left)>) -> usize {
    let mut n = 0;
    for file in files {
        match remove(&file.path, &file.digest) {
            Ok(()) => n += 1,
            Err(why) => left.push((file.path.clone(), why)),
        }
    }
    n
}

/// Removes a file that is still what was compared. One that is gone is removed.
fn remove(path: &Path, expected: &str) -> Result<(), Left> {
    let Ok(data) = path.symlink_metadata() else { return Ok(()) };
    if !data.is_file() {
        return Err(if data.is_symlink() { Left::Link } else { Left::Changed });
    }
    match read_bytes(path, MAX_FILE) {
        Ok(bytes) if digest(&bytes) == expected => {}
        Ok(_) => return Err(Left::Changed),
        Err(IoError::NotFound(_)) => return Ok(()),
        Err(_) => return Err(Left::NotRemoved),
    }
    fs::remove_file(path).map_err(|_| Left::NotRemoved)
}
