//! Writing a package: all of it or nothing.
//!
//! Under the lock of the ledger: the files go to a new folder beside, and to the disk; then
//! the ledger gets its line; then the folder gets its name. A build that is killed between
//! the last two is finished by the next one; one that is killed earlier is cleaned away.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::files::{IoError, private, read_bytes, write_new};
use crate::ledger::{Action, Entry, LEDGER, line_after};
use crate::package::{Package, RECEIPT, digest};

/// Folders that are being written, and older packages that are being replaced.
const NEW: &str = ".new-";
const OLD: &str = ".old-";

/// The longest line of a ledger, in bytes, that is looked for at its end.
const MAX_LINE: u64 = 64 * 1024;

/// Why a package was not written.
#[derive(Debug)]
pub enum Held {
    /// The machine did not let us.
    Io(IoError),
    /// The output folder holds that ticket already.
    AlreadyBuilt(PathBuf),
    /// The last line of the ledger is not an entry: nothing may be chained to it.
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
    let made = make_folder(out)?;
    let file = out.join(format!(".probe-{ticket}"));
    let result = write_new(&file, b"", true);
    // Both were ours a moment ago; a leftover empty probe would do no harm.
    let _ = fs::remove_file(&file);
    if made {
        let _ = fs::remove_dir(out);
    }
    Ok(result?)
}

/// Writes a package and its line of the ledger.
pub fn release(
    out: &Path,
    package: &Package,
    replace: bool,
    recorded_at: String,
) -> Result<PathBuf, Held> {
    let made_out = make_folder(out)?;
    let path = out.join(LEDGER);
    let made_ledger = !path.exists();
    let result = Ledger::open(&path)
        .map_err(Held::Io)
        .and_then(|mut ledger| write(out, &mut ledger, package, replace, recorded_at));
    if result.is_err() {
        // As it was before: an empty ledger and an empty folder are not left behind.
        if made_ledger && path.metadata().is_ok_and(|it| it.len() == 0) {
            let _ = fs::remove_file(&path);
        }
        if made_out {
            let _ = fs::remove_dir(out);
        }
    }
    result
}

fn write(
    out: &Path,
    ledger: &mut Ledger,
    package: &Package,
    replace: bool,
    recorded_at: String,
) -> Result<PathBuf, Held> {
    recover(out, ledger)?;
    let target = out.join(&package.ticket);
    let exists = target.symlink_metadata().is_ok();
    if exists && !replace {
        return Err(Held::AlreadyBuilt(target));
    }
    let action = if exists { Action::Replace } else { Action::Release };
    let last = ledger.last_line()?;
    let line = line_after(last.as_deref(), package, action, recorded_at)
        .ok_or_else(|| Held::LedgerBroken(ledger.path.clone()))?;
    let new = out.join(format!("{NEW}{}", package.ticket));
    let staged = stage(&new, package).and_then(|()| ledger.append(&line));
    if let Err(err) = staged {
        let _ = fs::remove_dir_all(&new);
        return Err(err.into());
    }
    if let Err(err) = put_in_place(out, &package.ticket) {
        ledger.take_back(&line);
        let _ = fs::remove_dir_all(&new);
        return Err(err.into());
    }
    Ok(target)
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
    let _ = fs::remove_dir_all(&old);
    sync_folder(out)
}

/// Finishes or cleans away what a killed build left. Only the holder of the lock may.
fn recover(out: &Path, ledger: &mut Ledger) -> Result<(), Held> {
    ledger.drop_half_line()?;
    let entries = fs::read_dir(out).map_err(|err| IoError::new("read", out, &err))?;
    let names: Vec<String> =
        entries.flatten().filter_map(|it| it.file_name().into_string().ok()).collect();
    let last = ledger.last_line()?;
    let last: Option<Entry> = last.and_then(|it| serde_json::from_str(&it).ok());
    for ticket in names.iter().filter_map(|it| it.strip_prefix(NEW)) {
        let folder = out.join(format!("{NEW}{ticket}"));
        let receipt = read_bytes(&folder.join(RECEIPT), MAX_LINE).map(|it| digest(&it));
        let decided = last.as_ref().is_some_and(|it| {
            it.ticket == ticket
                && receipt.as_ref().is_ok_and(|digest| *digest == it.receipt)
        });
        if decided {
            put_in_place(out, ticket)?;
        } else {
            fs::remove_dir_all(&folder)
                .map_err(|err| IoError::new("write", &folder, &err))?;
        }
    }
    for ticket in names.iter().filter_map(|it| it.strip_prefix(OLD)) {
        let (old, target) = (out.join(format!("{OLD}{ticket}")), out.join(ticket));
        let done = if target.exists() {
            fs::remove_dir_all(&old)
        } else {
            fs::rename(&old, &target)
        };
        done.map_err(|err| IoError::new("write", &old, &err))?;
    }
    Ok(())
}

/// The ledger, open and locked until it is dropped.
struct Ledger {
    path: PathBuf,
    file: File,
}

impl Ledger {
    fn open(path: &Path) -> Result<Self, IoError> {
        let err = |err: io::Error| IoError::new("write", path, &err);
        let file =
            private().read(true).append(true).create(true).open(path).map_err(err)?;
        file.lock().map_err(err)?;
        Ok(Self { path: path.to_owned(), file })
    }

    fn len(&self) -> Result<u64, IoError> {
        let err = |err: io::Error| IoError::new("read", &self.path, &err);
        Ok(self.file.metadata().map_err(err)?.len())
    }

    /// The end of the file, at most [`MAX_LINE`] bytes of it.
    fn tail(&mut self) -> Result<String, IoError> {
        let start = self.len()?.saturating_sub(MAX_LINE);
        let mut bytes = Vec::new();
        self.file
            .seek(SeekFrom::Start(start))
            .and_then(|_| self.file.read_to_end(&mut bytes))
            .map_err(|err| IoError::new("read", &self.path, &err))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn last_line(&mut self) -> Result<Option<String>, IoError> {
        Ok(self.tail()?.lines().next_back().map(str::to_owned))
    }

    /// A line without an end was being written when the power went.
    fn drop_half_line(&mut self) -> Result<(), IoError> {
        let tail = self.tail()?;
        let whole = tail.rfind('\n').map_or(0, |at| at + 1);
        let n_half = (tail.len() - whole) as u64;
        if n_half > 0 { self.truncate(self.len()? - n_half) } else { Ok(()) }
    }

    fn append(&mut self, line: &str) -> Result<(), IoError> {
        let before = self.len()?;
        let written = self
            .file
            .write_all(format!("{line}\n").as_bytes())
            .and_then(|()| self.file.sync_all());
        written.map_err(|err| {
            let _ = self.truncate(before);
            IoError::new("write", &self.path, &err)
        })
    }

    /// Removes the line that was appended last.
    fn take_back(&mut self, line: &str) {
        if let Ok(len) = self.len() {
            let _ = self.truncate(len.saturating_sub(line.len() as u64 + 1));
        }
    }

    fn truncate(&self, len: u64) -> Result<(), IoError> {
        self.file
            .set_len(len)
            .and_then(|()| self.file.sync_all())
            .map_err(|err| IoError::new("write", &self.path, &err))
    }
}

/// The text of the ledger of an output folder; empty where there is none yet.
pub fn read_ledger(out: &Path) -> Result<String, IoError> {
    match read_bytes(&out.join(LEDGER), u64::MAX - 1) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(IoError::NotFound(_)) => Ok(String::new()),
        Err(err) => Err(err),
    }
}

/// Makes a folder that only its owner may enter; true where it was not there.
fn make_folder(path: &Path) -> Result<bool, IoError> {
    if path.is_dir() {
        return Ok(false);
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => Ok(true),
        // Something else stands there.
        Err(err) if err.kind() == io::ErrorKind::AlreadyExists => Err(IoError::Other {
            verb: "write",
            path: path.to_owned(),
            kind: io::ErrorKind::NotADirectory,
        }),
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
