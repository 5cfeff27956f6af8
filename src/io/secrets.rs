//! Randomness of the operating system, and secrets that come in and go out by file.
#![expect(clippy::disallowed_methods, reason = "this is the door to both")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::files::{IoError, read_bytes, write_new};

/// The most bytes that are read of a secret.
const MAX_BYTES: usize = 4096;

/// Fills a buffer from the operating system's generator.
pub fn random(buffer: &mut [u8]) {
    getrandom::fill(buffer)
        .expect("every system we run on has a random number generator");
}

/// Reads a secret from a file: its first line, without the line end. Every buffer it passes
/// through is wiped.
pub fn read_secret(path: &Path) -> Result<Zeroizing<String>, IoError> {
    let err = |err: io::Error| IoError::new("read", path, &err);
    let mut buffer = Zeroizing::new([0; MAX_BYTES]);
    let mut file = File::open(path).map_err(err)?;
    let mut n = 0;
    while n < MAX_BYTES {
        match file.read(&mut buffer[n..]).map_err(err)? {
            0 => break,
            more => n += more,
        }
    }
    let line = buffer[..n].split(|b| *b == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text =
        std::str::from_utf8(line).map_err(|_| IoError::NotText(path.to_owned()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Refuses a path on which no passphrase may be written: one that is taken, unless it is to
/// be replaced and holds passphrases and nothing else.
pub fn check_secret(path: &Path, replace: bool) -> Result<(), IoError> {
    match fs::symlink_metadata(path) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(err) => Err(IoError::new("write", path, &err)),
        Ok(data) => {
            let is_small = data.is_file() && data.len() <= MAX_BYTES as u64;
            let may = replace
                && is_small
                && holds_passphrases(&read_bytes(path, MAX_BYTES as u64)?);
            if may { Ok(()) } else { Err(IoError::Exists(path.to_owned())) }
        }
    }
}

/// True for a few lines that could each be a passphrase, and could not be JSON or TOML.
fn holds_passphrases(bytes: &[u8]) -> bool {
    let lines: Vec<&[u8]> = bytes.trim_ascii_end().split(|b| *b == b'\n').collect();
    let is_passphrase = |line: &&[u8]| {
        (1..=64).contains(&line.len())
            && line.iter().all(|b| b.is_ascii_graphic() || *b == b' ')
            && !line.iter().any(|b| b"{}[]\"=#:".contains(b))
    };
    lines.len() <= 4 && lines.iter().all(is_passphrase)
}

/// A passphrase that was written before its package was. Unless it is kept, the file becomes
/// what it was before.
#[derive(Debug)]
pub struct StagedSecret {
    path: PathBuf,
    line: Zeroizing<Vec<u8>>,
    older: Option<Zeroizing<Vec<u8>>>,
    is_kept: bool,
}

/// Writes a passphrase, for its owner only. One that is replaced stays on the lines below
/// until the new one is kept: at no moment could a kill lose the passphrase of a package.
pub fn stage_secret(
    path: &Path,
    line: &[u8],
    replace: bool,
) -> Result<StagedSecret, IoError> {
    check_secret(path, replace)?;
    let older = match read_bytes(path, MAX_BYTES as u64) {
        Ok(bytes) => Some(Zeroizing::new(bytes)),
        Err(IoError::NotFound(_)) => None,
        Err(err) => return Err(err),
    };
    let line = Zeroizing::new(line.to_vec());
    match &older {
        None => write_new(path, &line, false)?,
        Some(older) => {
            let both = Zeroizing::new([line.as_slice(), older.as_slice()].concat());
            write_over(path, &both)?;
        }
    }
    Ok(StagedSecret { path: path.to_owned(), line, older, is_kept: false })
}

impl StagedSecret {
    /// Keeps the new passphrase; the older one goes, and where it does not, harms nothing.
    pub fn keep(mut self) {
        self.is_kept = true;
        if self.older.is_some() {
            let _ = write_over(&self.path, &self.line);
        }
    }
}

impl Drop for StagedSecret {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What stopped the build is what is told.
        let _ = match &self.older {
            Some(older) => write_over(&self.path, older),
            None => fs::remove_file(&self.path)
                .map_err(|err| IoError::new("write", &self.path, &err)),
        };
    }
}

/// Puts a file in the place of an older one in one step, by way of a name of its own.
fn write_over(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    let mut number = [0; 8];
    random(&mut number);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{:016x}", u64::from_be_bytes(number)));
    let beside = path.with_file_name(name);
    write_new(&beside, bytes, false)?;
    fs::rename(&beside, path).map_err(|err| {
        let _ = fs::remove_file(&beside);
        IoError::new("write", path, &err)
    })
}

/// Reads a secret from an open file descriptor.
#[cfg(unix)]
pub fn read_secret_fd(fd: u32) -> Result<Zeroizing<String>, IoError> {
    read_secret(Path::new(&format!("/dev/fd/{fd}")))
}

/// Descriptors are a thing of Unix.
#[cfg(not(unix))]
pub fn read_secret_fd(fd: u32) -> Result<Zeroizing<String>, IoError> {
    Err(IoError::NotFound(format!("descriptor {fd}").into()))
}
