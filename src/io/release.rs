//! Writing a package: all of it or nothing.
//!
//! Under the lock of the ledger: the files go to a new folder beside, and to the disk; then
//! the ledger gets its line; then the folder gets its name. A build that is interrupted
//! between the last two is completed by the next one; one that is interrupted earlier is cleaned
//! up. The head of the ledger is kept last: one that is behind accuses nobody, and the next deed
//! brings it up to date.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::error::IoError;
use super::files::write_new;
use super::folder::{NEW, make_folder, not_a_folder, put_in_place, sync_folder};
use super::key_file::{keep_head, keys_of};
use super::ledger_file::LedgerFile;
use super::open::{Audience, share};
use super::output::{broken, with_ledger};
use super::output_error::{Locked, OutputError};
use super::standing::{May, Standing};
use crate::ledger::{
    Action, Because, Binding, Head, LedgerEvent, MadeFrom, Stop, Wish, line_after,
};
use crate::package::{Package, digest};

/// Writes a package, or the letter of a denial, and its line of the ledger; gives its folder.
pub fn release(
    desk: &Desk,
    package: &Package,
    made_from: &MadeFrom,
    wish: Wish,
    standing: &mut Standing,
) -> Locked<PathBuf> {
    with_ledger(desk, standing, |ledger, standing| {
        let (action, because) = allowed(desk, standing, package.ticket(), wish)?;
        let event = || {
            let binding = bind(desk, made_from)?;
            Ok(LedgerEvent::package(package, action, because, made_from, binding))
        };
        let target = write(desk, ledger, package, event)?;
        standing.update(desk, ledger)?;
        Ok(target)
    })
}

/// By what the desk knows again what something was made from.
fn bind(desk: &Desk, made_from: &MadeFrom) -> Result<Binding, OutputError> {
    let keys = keys_of(desk)?;
    let key = keys.current().expect("the first one was just made");
    let MadeFrom { clients, request, extract, .. } = made_from;
    Ok(Binding::new(clients, request, extract.as_ref(), key))
}

/// The line that the ledger gets for a deed that is allowed now.
fn allowed(
    desk: &Desk,
    standing: &Standing,
    ticket: &str,
    wish: Wish,
) -> Result<(Action, Option<Because>), OutputError> {
    let stopped = match standing.may(desk, ticket, wish) {
        Ok(May::Do(action, because)) => return Ok((action, because)),
        // Another run has built it since.
        Ok(May::Compare) => standing.stopped(desk, ticket, wish.deed, Stop::AlreadyThere),
        Err(stopped) => stopped,
    };
    Err(OutputError::Stopped(stopped))
}

/// The event is asked for when the package is on the disk: a desk that has none yet gets no
/// key for it.
fn write<'a>(
    desk: &Desk,
    ledger: &mut LedgerFile,
    package: &Package,
    event: impl FnOnce() -> Result<LedgerEvent<'a>, OutputError>,
) -> Result<PathBuf, OutputError> {
    let out = &desk.out;
    let target = out.join(package.ticket());
    if target.symlink_metadata().is_ok() && !target.is_dir() {
        return Err(not_a_folder(&target).into());
    }
    let new = out.join(format!("{NEW}{}", package.ticket()));
    let staged = stage(&new, package, desk.audience())
        .and_then(|()| sync_folder(out))
        .map_err(OutputError::from)
        .and_then(|()| add_line(ledger, &event()?));
    let line = staged.inspect_err(|_| {
        let _ = fs::remove_dir_all(&new);
    })?;
    if let Err(err) = put_in_place(out, package.ticket()) {
        ledger.undo(&line.text);
        let _ = fs::remove_dir_all(&new);
        return Err(err.into());
    }
    let _ = keep_head(desk, &line.head);
    Ok(target)
}

/// A line that was chained to the ledger.
pub(super) struct Line {
    text: String,
    pub head: Head,
}

/// Chains an event to the ledger.
pub(super) fn add_line(
    ledger: &mut LedgerFile,
    event: &LedgerEvent<'_>,
) -> Result<Line, OutputError> {
    let last = ledger.last_line()?;
    let n = last.as_deref().map_or(Some(0), n_of).ok_or_else(|| broken(ledger))?;
    let line = line_after(last.as_deref(), event, super::timestamp());
    let text = line.ok_or_else(|| broken(ledger))?;
    ledger.append(&text)?;
    let head = Head { n: n + 1, digest: digest(text.as_bytes()) };
    Ok(Line { text, head })
}

/// The number of a line.
fn n_of(line: &str) -> Option<u64> {
    crate::ledger::readable(line).first().map(|it| it.n)
}

/// Writes all files into a new folder and waits until they are on the disk.
fn stage(new: &Path, package: &Package, audience: Audience) -> Result<(), IoError> {
    make_folder(new)?;
    share(new, audience)?;
    for (name, bytes) in package.files() {
        let path = new.join(name);
        write_new(&path, bytes)?;
        share(&path, audience)?;
    }
    sync_folder(new)
}

/// A record that is not locked, and where it goes.
#[derive(Debug, Clone, Copy)]
pub enum Printed<'a> {
    /// A new file.
    File(&'a Path, &'a [u8]),
    /// A new folder, with what goes to the agency beside the record.
    Folder(&'a Path, &'a [(String, Vec<u8>)]),
}

impl Printed<'_> {
    /// All of it, or nothing.
    fn write(self) -> Result<(), IoError> {
        let (folder, files) = match self {
            Self::File(path, bytes) => return write_new(path, bytes),
            Self::Folder(folder, files) => (folder, files),
        };
        if !make_folder(folder)? {
            return Err(IoError::Exists(folder.to_owned()));
        }
        let mut files = files.iter();
        let written = files.try_for_each(|it| write_new(&folder.join(&it.0), &it.1));
        written.inspect_err(|_| {
            let _ = fs::remove_dir_all(folder);
        })
    }
}

/// Writes a record unlocked, for its owner's eyes only, and its line of the ledger first: no
/// such file ever exists of which the ledger does not know.
pub fn release_print(
    desk: &Desk,
    ticket: &str,
    made_from: &MadeFrom,
    wish: Wish,
    printed: Printed<'_>,
    standing: &mut Standing,
) -> Locked<()> {
    with_ledger(desk, standing, |ledger, standing| {
        let (_, because) = allowed(desk, standing, ticket, wish)?;
        let binding = bind(desk, made_from)?;
        let event = LedgerEvent::print(ticket, because, made_from, binding);
        let line = add_line(ledger, &event)?;
        if let Err(err) = printed.write() {
            ledger.undo(&line.text);
            return Err(err.into());
        }
        let _ = keep_head(desk, &line.head);
        Ok(())
    })
}

/// Records in the ledger that nobody asks for a copy any more, or that a denial or a withdrawal
/// no longer applies.
pub fn record_deed(desk: &Desk, ticket: &str, wish: Wish) -> Locked<()> {
    let mut standing = Standing::default();
    with_ledger(desk, &mut standing, |ledger, standing| {
        let (action, because) = allowed(desk, standing, ticket, wish)?;
        let event = LedgerEvent::of(ticket, action, because, &desk.operator);
        let line = add_line(ledger, &event)?;
        let _ = keep_head(desk, &line.head);
        Ok(())
    })
}
