//! A passphrase that is supplied: the first line of a file, a pipe or a descriptor, or a line of
//! a list. Every buffer it passes through is wiped.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::IoError;
use super::open::{Audience, is_descriptor, open_pipe, open_private};
use super::passphrase_list::Line;

/// The most that is read, in bytes: a list of a hundred thousand packages.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What a file, a pipe or a descriptor gave.
#[derive(Debug)]
pub struct Supplied {
    path: PathBuf,
    bytes: Zeroizing<Vec<u8>>,
}

impl Supplied {
    /// Reads a file, which must be private, or what somebody hands over at the moment: a named
    /// pipe, a descriptor as of `<(…)`, or `-`, standard input.
    pub fn read(path: &Path) -> Result<Self, IoError> {
        if path == Path::new("-") {
            return Self::of(Path::new("standard input"), io::stdin().lock(), 0);
        }
        let file = match open_pipe(path) {
            Some(pipe) => pipe?,
            None if is_descriptor(path) => {
                File::open(path).map_err(|err| IoError::new("read", path, &err))?
            }
            None => {
                let mut options = OpenOptions::new();
                options.read(true);
                open_private(path, "read", options, Audience::Owner)?
            }
        };
        let size = file.metadata().map_or(0, |it| it.len());
        Self::of(path, file, usize::try_from(size).unwrap_or(0))
    }

    /// Reads an open file descriptor.
    #[cfg(unix)]
    pub fn read_fd(fd: u32) -> Result<Self, IoError> {
        Self::read(Path::new(&format!("/dev/fd/{fd}")))
    }

    /// Descriptors are a thing of Unix.
    #[cfg(not(unix))]
    pub fn read_fd(fd: u32) -> Result<Self, IoError> {
        Err(IoError::NotFound(format!("descriptor {fd}").into()))
    }

    fn of(path: &Path, mut from: impl Read, size: usize) -> Result<Self, IoError> {
        let path = path.to_owned();
        let mut buffer = Zeroizing::new(vec![0; size.min(MAX_BYTES) + 4096]);
        let mut n = 0;
        loop {
            match from.read(&mut buffer[n..]) {
                Ok(0) => break,
                Ok(more) => n += more,
                Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
                Err(err) => return Err(IoError::new("read", &path, &err)),
            }
            if n > MAX_BYTES {
                return Err(IoError::TooLarge { path, max_bytes: MAX_BYTES as u64 });
            }
            if n == buffer.len() {
                let mut larger = Zeroizing::new(vec![0; 2 * n]);
                larger[..n].copy_from_slice(&buffer);
                buffer = larger;
            }
        }
        buffer.truncate(n);
        Ok(Self { path, bytes: buffer })
    }

    /// The first line, without its end.
    pub fn first_line(&self) -> Result<Zeroizing<String>, IoError> {
        let line = self.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = std::str::from_utf8(line);
        let text = text.map_err(|_| IoError::NotText(self.path.clone()))?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    /// The tickets of a list; none where this is no list.
    pub fn tickets(&self) -> BTreeSet<&str> {
        let lines = self.bytes.split_inclusive(|it| *it == b'\n').map_while(Line::of);
        lines.map(|it| it.ticket).collect()
    }

    /// The passphrases that a list has for a ticket, those of a receipt before others and the
    /// newest first; none where this is no list. A kill may have left a line whose package was
    /// never written: the one before it counts then.
    pub fn listed(&self, ticket: &str, receipt: Option<&str>) -> Vec<Zeroizing<String>> {
        let lines = self.bytes.split_inclusive(|it| *it == b'\n').map_while(Line::of);
        let mut found: Vec<Line<'_>> = lines.filter(|it| it.ticket == ticket).collect();
        found.reverse();
        found.sort_by_key(|it| it.receipt.is_none() || it.receipt != receipt);
        found.iter().map(|it| Zeroizing::new(it.passphrase.to_owned())).collect()
    }
}
