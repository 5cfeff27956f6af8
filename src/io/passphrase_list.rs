//! The passphrases of a batch: a line for each package, its ticket, a tab, the passphrase.
//!
//! A line is on the disk before its package is. So a package whose build was killed may have
//! a line and not be there; the last line of a ticket is the one that counts.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::files::{IoError, private};

/// The file, for its owner only.
#[derive(Debug)]
pub struct PassphraseList {
    path: PathBuf,
    file: File,
}

impl PassphraseList {
    /// Opens a list to add to, or makes one. A file that is no such list is left alone.
    pub fn open(path: &Path) -> Result<Self, IoError> {
        let err = |err: io::Error| IoError::new("write", path, &err);
        let mut options = private();
        let mut file =
            options.read(true).append(true).create(true).open(path).map_err(err)?;
        let mut bytes = Zeroizing::new(Vec::new());
        file.read_to_end(&mut bytes).map_err(err)?;
        // A kill may have cut the last line short: its package was not written.
        let whole = bytes.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
        let lines = bytes[..whole].split_inclusive(|it| *it == b'\n');
        let is_list = lines.into_iter().all(is_line) && bytes.len() - whole < MAX_LINE;
        if !is_list || (whole == 0 && !bytes.is_empty()) {
            return Err(IoError::Exists(path.to_owned()));
        }
        file.set_len(whole as u64).map_err(err)?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Adds a line and waits until it is on the disk.
    pub fn add(&mut self, ticket: &str, passphrase: &str) -> Result<(), IoError> {
        let line = Zeroizing::new(format!("{ticket}\t{passphrase}\n"));
        let written =
            self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|err| IoError::new("write", &self.path, &err))
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

/// The passphrase that a list has for a ticket; none where the file is no list, or does not
/// know the ticket.
pub fn listed_secret(
    path: &Path,
    ticket: &str,
) -> Result<Option<Zeroizing<String>>, IoError> {
    let err = |err: io::Error| IoError::new("read", path, &err);
    let mut reader = BufReader::new(File::open(path).map_err(err)?);
    let mut found = None;
    loop {
        let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE));
        let n = (&mut reader).take(MAX_LINE as u64).read_until(b'\n', &mut line);
        if n.map_err(err)? == 0 || !is_line(&line) {
            return Ok(found);
        }
        let text = std::str::from_utf8(&line).unwrap_or_default();
        if let Some((_, phrase)) =
            text.trim_end().split_once('\t').filter(|it| it.0 == ticket)
        {
            found = Some(Zeroizing::new(phrase.to_owned()));
        }
    }
}
