//! Randomness of the operating system, and secrets that go out by file.
#![expect(clippy::disallowed_methods, reason = "this is the door to both")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::IoError;
use super::files::write_new;

/// Fills a buffer from the operating system's generator.
pub fn random(buffer: &mut [u8]) {
    getrandom::fill(buffer)
        .expect("every system we run on has a random number generator");
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
