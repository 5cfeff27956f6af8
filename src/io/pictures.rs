//! Files that hold nothing of a client: pictures of fictional records, copies of templates. They
//! are written one after another, and a disk may fill up in the middle: each is counted.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::error::IoError;
use super::files::{write_new, write_over};

/// Writes pages of fictional people into a folder, which is made where there is none; existing
/// files of the same names are replaced.
pub fn write_samples<'a>(
    folder: &Path,
    files: impl Iterator<Item = (String, &'a Vec<u8>)>,
    n_written: &mut usize,
) -> Result<(), IoError> {
    fs::create_dir_all(folder).map_err(|err| IoError::new("write", folder, &err))?;
    for (name, bytes) in files {
        write_over(&folder.join(name), bytes)?;
        *n_written += 1;
    }
    Ok(())
}

/// Writes files below a folder, none of which may exist; nothing is written if one does.
pub fn export<'a>(
    folder: &Path,
    files: impl Iterator<Item = (&'a str, &'a [u8])> + Clone,
    n_written: &mut usize,
) -> Result<(), IoError> {
    let taken = files.clone().map(|(path, _)| folder.join(path));
    if let Some(path) = taken.into_iter().find(|it| it.symlink_metadata().is_ok()) {
        return Err(IoError::Exists(path));
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|err| IoError::new("write", parent, &err))?;
        write_new(&path, bytes)?;
        *n_written += 1;
    }
    Ok(())
}

/// The files below a folder and when they were last changed.
pub fn state_of(folder: &Path) -> Result<BTreeMap<PathBuf, Option<SystemTime>>, IoError> {
    let mut state = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|err| match err.io_error() {
            Some(it) => IoError::new("read", folder, it),
            None => IoError::NotFound(folder.to_owned()),
        })?;
        let changed = entry.metadata().ok().and_then(|it| it.modified().ok());
        state.insert(entry.into_path(), changed);
    }
    Ok(state)
}
