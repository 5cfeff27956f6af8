//! Writing a package: all of it or nothing.
//!
//! Under the lock of the ledger: the files go to a new folder beside, and to the disk; then
//! the ledger gets its line; then the folder gets its name. A build that is killed between
//! the last two is finished by the next one; one that is killed earlier is cleaned away.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::files::{IoError, read_bytes, write_new};
use super::ledger_file::LedgerFile;
use super::recovery::{NEW, OLD, PROBE, recover, released};
use crate::ledger::{Action, Deed, LEDGER, line_after};
use crate::package::Package;

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
    probe_folder(out, ticket)
}

/// Asks whether anything could be written into an output folder; whoever else asks has another
/// name.
pub fn probe_folder(out: &Path, name: &str) -> Result<(), Held> {
    // A folder that is not there yet is made in the one above it.
    let above = out.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new("."));
    let folder = if out.symlink_metadata().is_ok() { out } else { above };
    let file = folder.join(format!("{PROBE}{name}"));
    let result = write_new(&file, b"", true);
    // It was ours a moment ago; a leftover empty probe does no harm.
    let _ = fs::remove_file(&file);
    // What is missing is the folder, not what we called our question.
    result.map_err(|err| match err {
        IoError::NotFound(_) => IoError::NotFound(folder.to_owned()).into(),
        err => err.into(),
    })
}

/// Writes a package and its line of the ledger.
pub fn release(
    out: &Path,
    package: &Package,
    replace: bool,
    recorded_at: String,
) -> Result<Released, Held> {
    with_ledger(out, |ledger| {
        let finished = recover(out, ledger)?;
        let folder =
            write(out, ledger, package, replace, &finished, recorded_at, || Ok(()))?;
        Ok(Released { folder, finished })
    })
}

/// The same in a batch, which [`settle`]d what killed builds left before it began. When it is
/// sure that the package may be written, and before it is, `first` is done.
pub fn release_next(
    out: &Path,
    package: &Package,
    replace: bool,
    recorded_at: String,
    first: impl FnOnce() -> Result<(), Held>,
) -> Result<PathBuf, Held> {
    with_ledger(out, |ledger| {
        write(out, ledger, package, replace, &[], recorded_at, first)
    })
}

/// What an output folder holds before a batch begins.
#[derive(Debug, Default)]
pub struct Settled {
    /// Tickets of killed builds that were finished.
    pub finished: Vec<String>,
    /// Tickets whose packages are there as the ledger knows them.
    pub released: BTreeSet<String>,
}

/// Finishes or cleans away what killed builds left, and looks at what is there.
pub fn settle(out: &Path) -> Result<Settled, Held> {
    if out.symlink_metadata().is_err() {
        return Ok(Settled::default());
    }
    with_ledger(out, |ledger| {
        let finished = recover(out, ledger)?;
        Ok(Settled { finished, released: released(out)? })
    })
}

/// Does something under the lock of the ledger, whose last line is whole.
fn with_ledger<T>(
    out: &Path,
    run: impl FnOnce(&mut LedgerFile) -> Result<T, Held>,
) -> Result<T, Held> {
    let made_out = make_folder(out)?;
    let mut ledger = LedgerFile::open(&out.join(LEDGER))?;
    let result =
        if ledger.mend_last_line()? { run(&mut ledger) } else { Err(broken(&ledger)) };
    // As it was before: an empty ledger and an empty folder are not left behind.
    ledger.remove_if_empty();
    if made_out {
        let _ = fs::remove_dir(out);
    }
    result
}

fn broken(ledger: &LedgerFile) -> Held {
    Held::LedgerBroken(ledger.path().to_owned())
}

fn write(
    out: &Path,
    ledger: &mut LedgerFile,
    package: &Package,
    replace: bool,
    finished: &[String],
    recorded_at: String,
    first: impl FnOnce() -> Result<(), Held>,
) -> Result<PathBuf, Held> {
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
        .map_err(Held::from)
        .and_then(|()| first())
        .and_then(|()| Ok(ledger.append(&line)?));
    if let Err(err) = staged {
        let _ = fs::remove_dir_all(&new);
        return Err(err);
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
pub(super) fn put_in_place(out: &Path, ticket: &str) -> Result<(), IoError> {
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
    with_ledger(out, |ledger| {
        let finished = recover(out, ledger)?;
        let last = ledger.last_line()?;
        let line = line_after(last.as_deref(), &Deed::print(ticket), recorded_at)
            .ok_or_else(|| broken(ledger))?;
        ledger.append(&line)?;
        if let Err(err) = write_new(to, bytes, false) {
            ledger.take_back(&line);
            return Err(err.into());
        }
        Ok(finished)
    })
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
pub(super) fn make_folder(path: &Path) -> Result<bool, IoError> {
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
