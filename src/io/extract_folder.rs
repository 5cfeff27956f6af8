//! A folder of extracts, all of them or none: they are written under working names first.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{Existing, IoError, names_in, write_new};
use super::folder::make_folder;
use crate::diagnostics::masked_id;

/// The working name's ending: no walk for extracts takes such a file for one.
const PART: &str = "json.part";

/// A folder that extracts are written to, for their owner only.
#[derive(Debug)]
pub struct ExtractFolder {
    folder: PathBuf,
    made: bool,
    existing: Existing,
    names: Vec<String>,
    is_kept: bool,
}

impl ExtractFolder {
    /// Opens the folder, or makes it.
    pub fn open(folder: &Path, existing: Existing) -> Result<Self, IoError> {
        let made = make_folder(folder)?;
        // What an interrupted import left is client data that nobody would find.
        for name in names_in(folder)? {
            if name.ends_with(&format!(".{PART}")) {
                let path = folder.join(name);
                fs::remove_file(&path)
                    .map_err(|err| IoError::new("write", folder, &err))?;
            }
        }
        let (folder, names) = (folder.to_owned(), Vec::new());
        Ok(Self { folder, made, existing, names, is_kept: false })
    }

    /// Writes the extract of a client under its working name.
    pub fn add(&mut self, id: &str, bytes: &[u8]) -> Result<(), IoError> {
        let target = self.folder.join(format!("{id}.json"));
        if self.existing == Existing::Keep && target.symlink_metadata().is_ok() {
            return Err(IoError::Exists(self.shown(id)));
        }
        let written = write_new(&self.folder.join(format!("{id}.{PART}")), bytes);
        // Only its own parts does it remove.
        self.names.push(id.to_owned());
        written.map_err(|err| err.at(self.shown(id)))
    }

    /// The path as a message may show it: an identifier by its last two characters.
    fn shown(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{}.json", masked_id(id)))
    }

    /// Gives all of them their names. Where one cannot have it, those before it that took
    /// nobody's place lose theirs again.
    pub fn keep(mut self) -> Result<(), IoError> {
        let mut given = Vec::new();
        for id in &self.names {
            let target = self.folder.join(format!("{id}.json"));
            let is_new = target.symlink_metadata().is_err();
            if let Err(err) =
                fs::rename(self.folder.join(format!("{id}.{PART}")), &target)
            {
                for path in given {
                    let _ = fs::remove_file(path);
                }
                return Err(IoError::new("write", &self.folder, &err));
            }
            given.extend(is_new.then_some(target));
        }
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for ExtractFolder {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What stopped the import is what is reported.
        for id in &self.names {
            let _ = fs::remove_file(self.folder.join(format!("{id}.{PART}")));
        }
        if self.made {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}
