//! The passphrases of a batch: a line for each package, its ticket, a tab, the passphrase.
//!
//! A line is on the disk before its package is. So a package whose build was killed may have
//! a line and not be there; the last line of a ticket is the one that counts.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::files::{IoError, private};
use super::ledger_file::is_named;

/// The file, for its owner only, held by this process alone.
#[derive(Debug)]
pub struct PassphraseList {
    path: PathBuf,
    file: File,
}

/// Where a line begins that was added.
#[derive(Debug, Clone, Copy)]
pub struct Line(u64);

impl PassphraseList {
    /// Opens a list to add to, or makes one. A file that is no such list is left alone, and so
    /// is one that another run adds to.
    pub fn open(path: &Path) -> Result<Self, IoError> {
        let err = |err: io::Error| IoError::new("write", path, &err);
        let mut file = loop {
            let mut options = private();
            let options = options.read(true).append(true).create(true);
            let file = options.open(path).map_err(err)?;
            file.try_lock().map_err(|_| IoError::InUse(path.to_owned()))?;
            // Whoever held the lock may have removed an empty list.
            if is_named(&file, path) {
                break file;
            }
        };
        let mut bytes = Zeroizing::new(Vec::new());
        file.read_to_end(&mut bytes).map_err(err)?;
        // A kill may have cut the last line short: its package was not written.
        let whole = bytes.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
        let lines = bytes[..whole].split_inclusive(|it| *it == b'\n');
        let is_list = lines.into_iter().all(is_line) && bytes.len() - whole < MAX_LINE;
        if !is_list || (whole == 0 && !bytes.is_empty()) {
            return Err(IoError::Exists(path.to_owned()));
        }
        if whole < bytes.len() {
            file.set_len(whole as u64).map_err(err)?;
        }
        Ok(Self { path: path.to_owned(), file })
    }

    /// Adds a line and waits until it is on the disk; half a line is not left.
    pub fn add(&mut self, ticket: &str, passphrase: &str) -> Result<Line, IoError> {
        let err = |err: io::Error| IoError::new("write", &self.path, &err);
        let added = Line(self.file.metadata().map_err(err)?.len());
        let line = Zeroizing::new(format!("{ticket}\t{passphrase}\n"));
        let written =
            self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        written.map(|()| added).map_err(|err| {
            self.take_back(added);
            IoError::new("write", &self.path, &err)
        })
    }

    /// Removes a line whose package did not come, while it is still the last.
    pub fn take_back(&mut self, Line(start): Line) {
        // Where even that fails, an older line of the ticket still opens what is there.
        let _ = self.file.set_len(start);
    }
}

impl Drop for PassphraseList {
    /// Where no package was made, no list is left behind.
    fn drop(&mut self) {
        if self.file.metadata().is_ok_and(|it| it.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The longest line, in bytes: a ticket and a passphrase.
const MAX_LINE: usize = 256;

fn is_line(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let parts: Vec<&[u8]> = line.split(|it| *it == b'\t').collect();
    let is_ticket = |it: &[u8]| {
        !it.is_empty() && it.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    let is_phrase = |it: &[u8]| {
        !it.is_empty() && it.iter().all(|b| b.is_ascii_lowercase() || *b == b'-')
    };
    line.len() < MAX_LINE
        && matches!(parts[..], [ticket, phrase] if is_ticket(ticket) && is_phrase(phrase))
}

/// The passphrases that a list has for a ticket, the newest first; none where the file is no
/// list. A kill may have left a line whose package never came: the one before it counts then.
pub fn listed_secrets(
    path: &Path,
    ticket: &str,
) -> Result<Vec<Zeroizing<String>>, IoError> {
    let err = |err: io::Error| IoError::new("read", path, &err);
    let data = fs::metadata(path).map_err(err)?;
    // A pipe can be read once, and is no list.
    if !data.is_file() {
        return Ok(Vec::new());
    }
    let size = usize::try_from(data.len()).unwrap_or(0);
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 1));
    File::open(path).and_then(|mut it| it.read_to_end(&mut bytes)).map_err(err)?;
    let mut found = Vec::new();
    for line in bytes.split_inclusive(|it| *it == b'\n').take_while(|it| is_line(it)) {
        let text = std::str::from_utf8(line).unwrap_or_default();
        if let Some((_, phrase)) =
            text.trim_end().split_once('\t').filter(|it| it.0 == ticket)
        {
            found.insert(0, Zeroizing::new(phrase.to_owned()));
        }
    }
    Ok(found)
}
