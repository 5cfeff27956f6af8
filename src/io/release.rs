//! Writing a package: all of it or nothing.
//!
//! Under the lock of the ledger: the files go to a new folder beside, and to the disk; then
//! the ledger gets its line; then the folder gets its name. A build that is killed between
//! the last two is finished by the next one; one that is killed earlier is cleaned away.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::files::{IoError, read_bytes, write_new};
use super::ledger_file::LedgerFile;
use crate::ledger::{Action, Deed, Entry, LEDGER, line_after};
use crate::package::{Package, RECEIPT, digest};

/// Folders that are being written, older packages that are being replaced, and files that
/// ask whether anything can be written.
const NEW: &str = ".new-";
const OLD: &str = ".old-";
const PROBE: &str = ".probe-";

/// The largest receipt that is read, in bytes.
const MAX_RECEIPT: u64 = 1024 * 1024;

/// A package that was written.
#[derive(Debug)]
pub struct Released {
    /// Its folder.
    pub folder: PathBuf,
    /// Tickets of killed builds that were finished on the way: nobody may have been shown
    /// their passphrases.
    pub finished: Vec<String>,
}

/// Why a package was not written.
#[derive(Debug)]
pub enum Held {
    /// The machine did not let us.
    Io(IoError),
    /// The output folder holds that ticket already.
    AlreadyBuilt(PathBuf),
    /// It does since a moment ago: a killed build of it was finished.
    Finished(String),
    /// The end of the ledger is not an entry: nothing may be chained to it.
    LedgerBroken(PathBuf),
}

impl From<IoError> for Held {
    fn from(err: IoError) -> Self {
        Self::Io(err)
    }
}

/// Asks whether a package could be written, before any work is done for it. What this makes
/// to find out is removed again.
pub fn probe(out: &Path, ticket: &str, replace: bool) -> Result<(), Held> {
    let target = out.join(ticket);
    if target.symlink_metadata().is_ok() && !replace {
        return Err(Held::AlreadyBuilt(target));
    }
    // A folder that is not there yet is made in the one above it.
    let above = out.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new("."));
    let folder = if out.symlink_metadata().is_ok() { out } else { above };
    let file = folder.join(format!("{PROBE}{ticket}"));
    let result = write_new(&file, b"", true);
    // It was ours a moment ago; a leftover empty probe does no harm.
    let _ = fs::remove_file(&file);
    Ok(result?)
}

/// Writes a package and its line of the ledger.
pub fn release(
    out: &Path,
    package: &Package,
    replace: bool,
    recorded_at: String,
) -> Result<Released, Held> {
    let made_out = make_folder(out)?;
    let mut ledger = LedgerFile::open(&out.join(LEDGER))?;
    let result = write(out, &mut ledger, package, replace, recorded_at);
    if result.is_err() {
        leave_as_it_was(out, &ledger, made_out);
    }
    result
}

fn write(
    out: &Path,
    ledger: &mut LedgerFile,
    package: &Package,
    replace: bool,
    recorded_at: String,
) -> Result<Released, Held> {
    let broken = |ledger: &LedgerFile| Held::LedgerBroken(ledger.path().to_owned());
    if !ledger.mend_last_line()? {
        return Err(broken(ledger));
    }
    let finished = recover(out, ledger)?;
    let target = out.join(&package.ticket);
    let exists = target.symlink_metadata().is_ok();
    if exists && !replace {
        return Err(if finished.contains(&package.ticket) {
            Held::Finished(package.ticket.clone())
        } else {
            Held::AlreadyBuilt(target)
        });
    }
    if exists && !target.is_dir() {
        return Err(not_a_folder(&target).into());
    }
    let action = match (&package.receipt.denied, exists) {
        (Some(_), _) => Action::Deny,
        (None, true) => Action::Replace,
        (None, false) => Action::Release,
    };
    let last = ledger.last_line()?;
    let line = Deed::package(package, action)
        .and_then(|deed| line_after(last.as_deref(), &deed, recorded_at))
        .ok_or_else(|| broken(ledger))?;
    let new = out.join(format!("{NEW}{}", package.ticket));
    let staged = stage(&new, package)
        .and_then(|()| sync_folder(out))
        .and_then(|()| ledger.append(&line));
    if let Err(err) = staged {
        let _ = fs::remove_dir_all(&new);
        return Err(err.into());
    }
    if let Err(err) = put_in_place(out, &package.ticket) {
        ledger.take_back(&line);
        let _ = fs::remove_dir_all(&new);
        return Err(err.into());
    }
    Ok(Released { folder: target, finished })
}

/// Writes all files into a new folder and waits until they are on the disk.
fn stage(new: &Path, package: &Package) -> Result<(), IoError> {
    make_folder(new)?;
    for (name, bytes) in &package.files {
        write_new(&new.join(name), bytes, false)?;
    }
    sync_folder(new)
}

/// Gives a finished folder its name; an older package is put aside first, removed after.
fn put_in_place(out: &Path, ticket: &str) -> Result<(), IoError> {
    let (new, old, target) = (
        out.join(format!("{NEW}{ticket}")),
        out.join(format!("{OLD}{ticket}")),
        out.join(ticket),
    );
    let err = |err: io::Error| IoError::new("write", &target, &err);
    if target.symlink_metadata().is_ok() {
        fs::rename(&target, &old).map_err(err)?;
    }
    if let Err(it) = fs::rename(&new, &target) {
        // The older package goes back; where even that fails, the next run does it.
        let _ = fs::rename(&old, &target);
        return Err(err(it));
    }
    // The package has its name: what fails from here on undoes nothing.
    let _ = fs::remove_dir_all(&old);
    let _ = sync_folder(out);
    Ok(())
}

/// Writes a record unlocked, for its owner's eyes only, and its line of the ledger first: no
/// such file is ever there of which the ledger does not know.
pub fn release_print(
    out: &Path,
    ticket: &str,
    (to, bytes): (&Path, &[u8]),
    recorded_at: String,
) -> Result<Vec<String>, Held> {
    let made_out = make_folder(out)?;
    let mut ledger = LedgerFile::open(&out.join(LEDGER))?;
    let write = || {
        let broken = |ledger: &LedgerFile| Held::LedgerBroken(ledger.path().to_owned());
        if !ledger.mend_last_line()? {
            return Err(broken(&ledger));
        }
        let finished = recover(out, &mut ledger)?;
        let last = ledger.last_line()?;
        let line = line_after(last.as_deref(), &Deed::print(ticket), recorded_at)
            .ok_or_else(|| broken(&ledger))?;
        ledger.append(&line)?;
        if let Err(err) = write_new(to, bytes, false) {
            ledger.take_back(&line);
            return Err(err.into());
        }
        Ok(finished)
    };
    let result = write();
    if result.is_err() {
        leave_as_it_was(out, &ledger, made_out);
    }
    result
}

/// An empty ledger and an empty folder are not left behind.
fn leave_as_it_was(out: &Path, ledger: &LedgerFile, made_out: bool) {
    ledger.remove_if_empty();
    if made_out {
        let _ = fs::remove_dir(out);
    }
}

/// Finishes or cleans away what a killed build left. Only the holder of the lock may. Gives
/// the tickets that were finished.
fn recover(out: &Path, ledger: &mut LedgerFile) -> Result<Vec<String>, Held> {
    let last = ledger.last_line()?;
    let last: Option<Entry> = last.and_then(|it| serde_json::from_str(&it).ok());
    let mut finished = Vec::new();
    for ticket in leftovers(out, NEW)? {
        let folder = out.join(format!("{NEW}{ticket}"));
        let receipt =
            read_bytes(&folder.join(RECEIPT), MAX_RECEIPT).map(|it| digest(&it));
        let decided = last.as_ref().is_some_and(|it| {
            it.ticket == ticket
                && receipt
                    .as_ref()
                    .is_ok_and(|digest| Some(digest) == it.receipt.as_ref())
        });
        if decided {
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

fn not_a_folder(path: &Path) -> IoError {
    let path = path.to_owned();
    IoError::Other { verb: "write", path, kind: io::ErrorKind::NotADirectory }
}

/// The text of the ledger of an output folder; empty where there is none yet.
pub fn read_ledger(out: &Path) -> Result<String, IoError> {
    match read_bytes(&out.join(LEDGER), u64::MAX - 1) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(IoError::NotFound(_)) => Ok(String::new()),
        Err(err) => Err(err),
    }
}

/// Makes a folder that only its owner may enter; true where this call has made it.
fn make_folder(path: &Path) -> Result<bool, IoError> {
    if path.is_dir() {
        return Ok(false);
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => Ok(true),
        // Another build may have made it since.
        Err(err) if err.kind() == io::ErrorKind::AlreadyExists => {
            if path.is_dir() {
                Ok(false)
            } else {
                Err(not_a_folder(path))
            }
        }
        Err(err) => Err(IoError::new("write", path, &err)),
    }
}

/// Waits until a folder's entries are on the disk; Windows has no such call.
fn sync_folder(path: &Path) -> Result<(), IoError> {
    if cfg!(unix) {
        File::open(path)
            .and_then(|it| it.sync_all())
            .map_err(|err| IoError::new("write", path, &err))?;
    }
    Ok(())
}
