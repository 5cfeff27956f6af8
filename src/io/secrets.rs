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
/// be replaced and holds what looks like a passphrase and nothing else.
pub fn check_secret(path: &Path, replace: bool) -> Result<(), IoError> {
    match fs::metadata(path) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(err) => Err(IoError::new("write", path, &err)),
        Ok(data) => {
            let is_secret = data.is_file()
                && data.len() <= MAX_BYTES as u64
                && read_bytes(path, MAX_BYTES as u64)?.split(|b| *b == b'\n').count()
                    <= 2;
            let may = replace && is_secret;
            if may { Ok(()) } else { Err(IoError::Exists(path.to_owned())) }
        }
    }
}

/// A passphrase on the disk, under a name beside its own; removed unless put in place.
#[derive(Debug)]
pub struct StagedSecret {
    staged: PathBuf,
    path: PathBuf,
}

/// Writes a passphrase beside its place, for its owner only.
pub fn stage_secret(path: &Path, bytes: &[u8]) -> Result<StagedSecret, IoError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let staged = path.with_file_name(name);
    write_new(&staged, bytes, true)?;
    Ok(StagedSecret { staged, path: path.to_owned() })
}

impl StagedSecret {
    /// Gives it its name.
    pub fn put_in_place(self) -> Result<(), IoError> {
        fs::rename(&self.staged, &self.path)
            .map_err(|err| IoError::new("write", &self.path, &err))
    }
}

impl Drop for StagedSecret {
    fn drop(&mut self) {
        // After `put_in_place` there is nothing of this name.
        let _ = fs::remove_file(&self.staged);
    }
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
