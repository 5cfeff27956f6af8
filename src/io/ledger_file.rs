//! The ledger as a file: open and locked until it is dropped.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::error::IoError;
use super::files::{add_to, private_lines};
use super::open::{Audience, open_private, share};
use crate::source::read_json;

/// The longest line that is searched for at the end, in bytes.
const MAX_LINE: u64 = 64 * 1024;

/// The file, held by this process alone.
pub(super) struct LedgerFile {
    path: PathBuf,
    file: File,
}

impl LedgerFile {
    /// Opens the ledger, or makes it, and waits for its lock.
    /// Its folder is not made: a disk that is not connected must not get a second ledger.
    pub(super) fn open(path: &Path, audience: Audience) -> Result<Self, IoError> {
        let err = |err: io::Error| IoError::new("write", path, &err);
        let home = path.parent().filter(|it| *it != Path::new(""));
        if let Some(home) = home.filter(|it| it.symlink_metadata().is_err()) {
            return Err(IoError::NoFolder(home.to_owned()));
        }
        loop {
            let is_new = path.symlink_metadata().is_err();
            let file = open_private(path, "write", private_lines(), audience)?;
            if is_new {
                share(path, audience)?;
            }
            file.lock().map_err(|it| {
                // What this call has made is not left behind.
                if file.metadata().is_ok_and(|it| it.len() == 0) {
                    let _ = fs::remove_file(path);
                }
                err(it)
            })?;
            // Whoever held the lock may have removed the file: then this one has no name.
            if is_named(&file, path) {
                return Ok(Self { path: path.to_owned(), file });
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The last line, without its end.
    pub(super) fn last_line(&mut self) -> Result<Option<String>, IoError> {
        let tail = self.tail()?;
        let line = tail.strip_suffix(b"\n").unwrap_or(&tail);
        let line = line.rsplit(|b| *b == b'\n').next().unwrap_or_default();
        Ok((!tail.is_empty()).then(|| String::from_utf8_lossy(line).into_owned()))
    }

    /// Power may have gone while a line was written. An entry that lacks only its line end
    /// gets one; the beginning of an entry goes; anything else is left for a person to look
    /// at, and the answer is false.
    pub(super) fn repair_last_line(&mut self) -> Result<bool, IoError> {
        let tail = self.tail()?;
        if tail.is_empty() || tail.ends_with(b"\n") {
            return Ok(true);
        }
        let start = tail.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let half = &tail[start..];
        // Whatever version wrote it.
        if read_json::<serde_json::Value>(half).is_ok() {
            self.write(b"\n")?;
            return Ok(true);
        }
        let is_whole_file = tail.len() as u64 == self.len()?;
        if !begins_entry(half) || (start == 0 && !is_whole_file) {
            return Ok(false);
        }
        self.truncate(self.len()? - half.len() as u64)?;
        Ok(true)
    }

    /// Adds a line and waits until it is on the disk.
    pub(super) fn append(&mut self, line: &str) -> Result<(), IoError> {
        let before = self.len()?;
        self.write(format!("{line}\n").as_bytes()).inspect_err(|_| {
            // The failure to write is what is reported.
            let _ = self.truncate(before);
        })
    }

    /// Removes the line that was appended last.
    pub(super) fn undo(&mut self, line: &str) {
        if let Ok(len) = self.len() {
            let _ = self.truncate(len.saturating_sub(line.len() as u64 + 1));
        }
    }

    /// Removes an empty ledger, while its lock is held.
    pub(super) fn remove_if_empty(&self) {
        if self.len().is_ok_and(|it| it == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> Result<u64, IoError> {
        let err = |err: io::Error| IoError::new("read", &self.path, &err);
        Ok(self.file.metadata().map_err(err)?.len())
    }

    /// The end of the file, at most [`MAX_LINE`] bytes of it.
    fn tail(&mut self) -> Result<Vec<u8>, IoError> {
        let start = self.len()?.saturating_sub(MAX_LINE);
        self.bytes_from(start)
    }

    /// All from a byte on.
    pub(super) fn bytes_from(&mut self, start: u64) -> Result<Vec<u8>, IoError> {
        let mut bytes = Vec::new();
        self.file
            .seek(SeekFrom::Start(start))
            .and_then(|_| self.file.read_to_end(&mut bytes))
            .map_err(|err| IoError::new("read", &self.path, &err))?;
        Ok(bytes)
    }

    fn write(&self, bytes: &[u8]) -> Result<(), IoError> {
        add_to(&self.file, bytes)
            .and_then(|()| self.file.sync_all())
            .map_err(|err| IoError::new("write", &self.path, &err))
    }

    fn truncate(&self, len: u64) -> Result<(), IoError> {
        self.file
            .set_len(len)
            .and_then(|()| self.file.sync_all())
            .map_err(|err| IoError::new("write", &self.path, &err))
    }
}

/// True for the beginning of an entry, however little of it is there. One of version 1 begins
/// with its number.
fn begins_entry(half: &[u8]) -> bool {
    let starts: [&[u8]; 2] = [b"{\"format\":", b"{\"n\":"];
    starts.iter().any(|it| half.starts_with(it) || it.starts_with(half))
}

/// True where the path still leads to the open file.
#[cfg(unix)]
pub(super) fn is_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
pub(super) fn is_named(_: &File, _: &Path) -> bool {
    true
}
