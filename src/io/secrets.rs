//! Randomness of the operating system, and secrets that go out by file.
#![expect(clippy::disallowed_methods, reason = "this is the door to both")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::IoError;
use super::files::{working_name, write_new, write_over};
use super::folder::make_folder;

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
    /// The name that it gets once it is kept, where it has another until then.
    name: Option<PathBuf>,
    is_kept: bool,
}

impl StagedSecret {
    /// Writes the file, for its owner only.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<Self, IoError> {
        check_new(path)?;
        write_new(path, bytes)?;
        Ok(Self { path: path.to_owned(), name: None, is_kept: false })
    }

    /// Writes the file under a working name, and once it is kept, in place of an older one.
    pub fn write_over(path: &Path, bytes: &[u8]) -> Result<Self, IoError> {
        if let Some(folder) = path.parent().filter(|it| *it != Path::new("")) {
            make_folder(folder)?;
        }
        let working = working_name(path);
        write_over(&working, bytes)?;
        Ok(Self { path: working, name: Some(path.to_owned()), is_kept: false })
    }

    /// Its package was written.
    pub fn keep(mut self) -> Result<(), IoError> {
        self.is_kept = true;
        let Some(name) = &self.name else { return Ok(()) };
        fs::rename(&self.path, name).map_err(|err| IoError::new("write", name, &err))
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
