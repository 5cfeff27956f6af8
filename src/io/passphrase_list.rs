//! A file of passphrases: a line for each package, with its ticket, the passphrase, the day of
//! the build and the SHA-256 of the package's receipt, tabs between them. Older lists end a
//! line after the passphrase.
//!
//! A line is on the disk before its package is: no package ever exists whose passphrase nobody
//! has. So a package whose build was interrupted may have a line and not exist; of the lines of
//! a ticket, the last one whose package was written counts.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::IoError;
use super::files::{add_to, all_of, private_lines, working_name, write_beside};
use super::ledger_file::is_named;
use super::open::{Audience, open_private, read_private};
use super::standing::Standing;
use crate::model::{Day, Ticket};

/// The file, for its owner only, held by this process alone.
#[derive(Debug)]
pub struct PassphraseList {
    path: PathBuf,
    file: File,
    /// Tickets whose newest line was kept: their older ones open nothing any more.
    renewed: BTreeSet<String>,
    /// The receipts of the packages that stand for tickets, by the ticket in small letters:
    /// another line of such a ticket opens nothing, or was never followed by its package.
    current: BTreeMap<String, String>,
}

/// What a line says.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The ticket.
    pub ticket: &'a str,
    /// Its passphrase.
    pub passphrase: &'a str,
    /// The day of the build.
    pub day: Day,
    /// SHA-256 of the receipt of the package that the passphrase opens.
    pub receipt: &'a str,
}

impl PassphraseList {
    /// Opens a list to add to, or makes one. A file that is no such list is left alone, and so
    /// is one that another run adds to.
    pub fn open(path: &Path) -> Result<Self, IoError> {
        let err = |err: io::Error| IoError::new("write", path, &err);
        let file = loop {
            let file = open_private(path, "write", private_lines(), Audience::Owner)?;
            file.try_lock().map_err(|it| match it {
                TryLockError::WouldBlock => IoError::InUse(path.to_owned()),
                TryLockError::Error(it) => err(it),
            })?;
            // Whoever held the lock may have removed an empty list.
            if is_named(&file, path) {
                break file;
            }
        };
        let mut bytes = Zeroizing::new(Vec::new());
        all_of(&file, &mut bytes).map_err(err)?;
        // A kill may have cut the last line short: its package was not written.
        let whole = bytes.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
        let mut lines = bytes[..whole].split_inclusive(|it| *it == b'\n');
        let is_list =
            lines.all(|it| Line::of(it).is_some()) && bytes.len() - whole < MAX_LINE;
        if !is_list || (whole == 0 && !bytes.is_empty()) {
            return Err(IoError::NotAList(path.to_owned()));
        }
        if whole < bytes.len() {
            file.set_len(whole as u64).map_err(err)?;
        }
        // What an interrupted run left of a rewriting.
        let _ = fs::remove_file(working_name(path));
        Ok(Self {
            path: path.to_owned(),
            file,
            renewed: BTreeSet::new(),
            current: BTreeMap::new(),
        })
    }

    /// Takes note of what the ledger says of the packages that are there.
    pub fn note(&mut self, standing: &Standing) {
        self.current.extend(standing.receipts());
    }

    /// Adds a line and waits until it is on the disk. Unless it is kept, it is removed again.
    pub fn stage(&mut self, listed: &Listed<'_>) -> Result<StagedLine<'_>, IoError> {
        let Listed { ticket, passphrase, day, receipt } = listed;
        let err = |err: io::Error| IoError::new("write", &self.path, &err);
        let start = self.file.metadata().map_err(err)?.len();
        let line = Zeroizing::new(format!("{ticket}\t{passphrase}\t{day}\t{receipt}\n"));
        let written =
            add_to(&self.file, line.as_bytes()).and_then(|()| self.file.sync_data());
        let written = written.map_err(|err| IoError::new("write", &self.path, &err));
        let ticket = (*ticket).to_owned();
        let staged = StagedLine { list: self, start, ticket, is_kept: false };
        // Half a line is not left either.
        written.map(|()| staged)
    }

    /// Takes out the lines of packages that were purged, by their receipts; gives how many.
    pub(super) fn drop_purged(
        &mut self,
        receipts: &BTreeMap<String, String>,
    ) -> Result<usize, IoError> {
        let err = |err: io::Error| IoError::new("write", &self.path, &err);
        let mut bytes = Zeroizing::new(Vec::new());
        all_of(&self.file, &mut bytes).map_err(err)?;
        let lines: Vec<&[u8]> = bytes.split_inclusive(|it| *it == b'\n').collect();
        let is_kept =
            |line: &&&[u8]| !Line::of(line).is_some_and(|it| it.is_purged(receipts));
        let kept: Vec<&[u8]> = lines.iter().filter(is_kept).copied().collect();
        let n = lines.len() - kept.len();
        match n {
            0 => {}
            _ if kept.is_empty() => fs::remove_file(&self.path).map_err(err)?,
            _ => self.rewrite(&Zeroizing::new(kept.concat()))?,
        }
        Ok(n)
    }

    /// Takes out the lines of renewed tickets but the last of each, and those of other tickets
    /// that are not of the package that is there where one line is; by way of a file beside: a
    /// kill leaves the one or the other, whole.
    fn drop_dead_lines(&self) -> Result<(), IoError> {
        let err = |err: io::Error| IoError::new("write", &self.path, &err);
        let mut bytes = Zeroizing::new(Vec::new());
        all_of(&self.file, &mut bytes).map_err(err)?;
        let mut seen = BTreeSet::new();
        let lines: Vec<&[u8]> = bytes.split_inclusive(|it| *it == b'\n').collect();
        let parsed = lines.iter().filter_map(|it| Line::of(it));
        let listed: BTreeSet<_> =
            parsed.filter(|it| self.is_current(it)).map(|it| it.ticket).collect();
        let mut alive: Vec<&[u8]> = lines
            .iter()
            .rev()
            .filter(|line| match Line::of(line) {
                Some(it) if self.renewed.contains(it.ticket) => seen.insert(it.ticket),
                Some(it) if listed.contains(it.ticket) => self.is_current(&it),
                _ => true,
            })
            .copied()
            .collect();
        if alive.len() == lines.len() {
            return Ok(());
        }
        alive.reverse();
        self.rewrite(&Zeroizing::new(alive.concat()))
    }

    /// Writes other lines in place of all. Not every disk of Windows lets a file be replaced that
    /// is open: there the file itself gets them.
    fn rewrite(&self, lines: &[u8]) -> Result<(), IoError> {
        match write_beside(&self.path, lines) {
            Err(IoError::Other { .. } | IoError::InUse(_)) if cfg!(windows) => self
                .file
                .set_len(0)
                .and_then(|()| add_to(&self.file, lines))
                .and_then(|()| self.file.sync_data())
                .map_err(|err| IoError::new("write", &self.path, &err)),
            done => done,
        }
    }
}

impl PassphraseList {
    /// True for the line of the package that stands for its ticket.
    fn is_current(&self, line: &Line<'_>) -> bool {
        let current = self.current.get(&line.ticket.to_lowercase());
        line.receipt.is_some() && current.map(String::as_str) == line.receipt
    }
}

impl Drop for PassphraseList {
    fn drop(&mut self) {
        // Dead lines harm nobody: the last line of a ticket is the one that counts.
        let _ = self.drop_dead_lines();
        // Where no package was made, no list is left behind.
        if self.file.metadata().is_ok_and(|it| it.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A line that was added before its package is written.
#[derive(Debug)]
pub struct StagedLine<'a> {
    list: &'a mut PassphraseList,
    start: u64,
    ticket: String,
    is_kept: bool,
}

impl StagedLine<'_> {
    /// Its package was written.
    pub fn keep(mut self) {
        self.is_kept = true;
        let ticket = std::mem::take(&mut self.ticket);
        self.list.renewed.insert(ticket);
    }
}

impl Drop for StagedLine<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            // Where even that fails, an older line of the ticket still opens what is there.
            let _ = self.list.file.set_len(self.start);
        }
    }
}

/// The longest line, in bytes: a ticket (64), a passphrase, a day and a digest.
const MAX_LINE: usize = 512;

/// A line of a list.
pub(super) struct Line<'a> {
    pub(super) ticket: &'a str,
    pub(super) passphrase: &'a str,
    pub(super) receipt: Option<&'a str>,
}

/// How many lines of a list are of packages that are or will be purged, by their receipts.
pub(super) fn n_lines_of(
    path: &Path,
    receipts: &BTreeMap<String, String>,
) -> Result<usize, IoError> {
    let bytes = Zeroizing::new(read_private(path, MAX_LIST, Audience::Owner)?);
    let mut n = 0;
    for line in bytes.split_inclusive(|it| *it == b'\n') {
        let line = Line::of(line).ok_or_else(|| IoError::NotAList(path.to_owned()))?;
        n += usize::from(line.is_purged(receipts));
    }
    Ok(n)
}

/// The largest list that is read, in bytes.
const MAX_LIST: u64 = 16 * 1024 * 1024;

impl<'a> Line<'a> {
    /// True where it is of a package that was purged. An older line has no receipt, and of its
    /// ticket nothing is there that it could open.
    fn is_purged(&self, receipts: &BTreeMap<String, String>) -> bool {
        let known = receipts.get(&self.ticket.to_lowercase());
        known.is_some_and(|it| self.receipt.is_none_or(|own| own == it))
    }

    /// What a line says; none where it is not of a list of ours.
    pub(super) fn of(line: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(line).ok().filter(|it| it.len() < MAX_LINE)?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        let parts: Vec<&str> = text.split('\t').collect();
        let (ticket, passphrase, receipt) = match parts[..] {
            // Of a supplied passphrase no older list had a line.
            [ticket, made]
                if made.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') =>
            {
                (ticket, made, None)
            }
            [ticket, passphrase, day, receipt] => {
                day.parse::<Day>().ok()?;
                let is_digest =
                    receipt.len() == 64 && receipt.bytes().all(|b| b.is_ascii_hexdigit());
                (ticket, passphrase, Some(is_digest.then_some(receipt)?))
            }
            _ => return None,
        };
        let is_phrase = !passphrase.is_empty()
            && passphrase.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        Ticket::new(ticket).filter(|_| is_phrase)?;
        Some(Self { ticket, passphrase, receipt })
    }
}
