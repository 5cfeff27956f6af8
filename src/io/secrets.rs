//! Randomness of the operating system, and secrets that come in and go out by file.
#![expect(clippy::disallowed_methods, reason = "this is the door to both")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::files::{IoError, write_new};

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

/// Refuses a path that is taken: the file may belong to a package that exists.
pub fn check_new(path: &Path) -> Result<(), IoError> {
    match fs::symlink_metadata(path) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(err) => Err(IoError::new("write", path, &err)),
        Ok(_) => Err(IoError::Exists(path.to_owned())),
    }
}

/// A new file with a passphrase, written before its package is. Unless it is kept, it is
/// removed again.
#[derive(Debug)]
pub struct StagedSecret {
    path: PathBuf,
    is_kept: bool,
}

impl StagedSecret {
    /// Writes the file, for its owner only.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<Self, IoError> {
        check_new(path)?;
        write_new(path, bytes)?;
        Ok(Self { path: path.to_owned(), is_kept: false })
    }

    /// Its package was written.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for StagedSecret {
    fn drop(&mut self) {
        if !self.is_kept {
            // What stopped the build is what is reported.
            let _ = fs::remove_file(&self.path);
        }
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
