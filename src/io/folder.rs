//! The output folder as a folder: the names in it, and how a finished package gets its own.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::error::IoError;
use super::files::{read_bytes, write_new};
use super::fresh::close_if_fresh;
use super::open::{Audience, share};

/// Folders that are being written, older packages that are being replaced, and files that
/// ask whether anything can be written.
pub(super) const NEW: &str = ".new-";
pub(super) const OLD: &str = ".old-";
pub(super) const PROBE: &str = ".probe-";

/// The text of a ledger; empty where there is none yet.
pub fn read_ledger(path: &Path) -> Result<String, IoError> {
    match read_bytes(path, u64::MAX - 1) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(IoError::NotFound(_)) => Ok(String::new()),
        Err(err) => Err(err),
    }
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

/// Makes a folder that only its owner may enter; true where this call has made it.
pub(super) fn make_folder(path: &Path) -> Result<bool, IoError> {
    if path.is_dir() {
        close_if_fresh(path);
        return Ok(false);
    }
    match private_builder().create(path) {
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

/// What makes a folder that only its owner may enter; on Windows, whoever may enter the one above.
#[cfg(unix)]
fn private_builder() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(not(unix))]
fn private_builder() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

/// Writes a file that did not exist, in a folder that is made where there is none, for nobody
/// but its audience.
pub fn write_new_below(
    path: &Path,
    bytes: &[u8],
    audience: Audience,
) -> Result<(), IoError> {
    if let Some(folder) = path.parent() {
        make_folders(folder, audience)?;
    }
    write_new(path, bytes)?;
    share(path, audience)
}

/// Makes a folder and those above it, for nobody but its audience.
pub fn make_folders(path: &Path, audience: Audience) -> Result<(), IoError> {
    let all: Vec<&Path> = path.ancestors().filter(|it| *it != Path::new("")).collect();
    for it in all.into_iter().rev() {
        // One that exists is closed only where it is as it came with the source.
        if (it == path || !it.is_dir()) && make_folder(it)? {
            share(it, audience)?;
        }
    }
    Ok(())
}

/// A file stands where a folder should.
pub(super) fn not_a_folder(path: &Path) -> IoError {
    let path = path.to_owned();
    IoError::Other { verb: "write", path, kind: io::ErrorKind::NotADirectory }
}

/// Waits until a folder's entries are on the disk; Windows has no such call.
pub(super) fn sync_folder(path: &Path) -> Result<(), IoError> {
    if cfg!(unix) {
        File::open(path)
            .and_then(|it| it.sync_all())
            .map_err(|err| IoError::new("write", path, &err))?;
    }
    Ok(())
}
