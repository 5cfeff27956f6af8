//! A folder of extracts, all of them or none: they are written under working names first.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{Existing, IoError, names_in, write_new};
use super::folder::make_folder;
use crate::diagnostics::masked_id;

/// The working name's ending: no walk for extracts takes such a file for one.
const PART: &str = "json.part";

/// That of an extract whose place another takes, until all have theirs.
const OLD: &str = "json.old";

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
        let (path, names) = (folder.to_owned(), Vec::new());
        // From here on a folder that was made for nothing goes again.
        let opened = Self { folder: path, made, existing, names, is_kept: false };
        // What an interrupted import left is client data that nobody would find.
        for name in names_in(folder)? {
            if name.ends_with(&format!(".{PART}")) || name.ends_with(&format!(".{OLD}")) {
                let path = folder.join(name);
                fs::remove_file(&path)
                    .map_err(|err| IoError::new("write", folder, &err))?;
            }
        }
        Ok(opened)
    }

    /// Writes the extract of a client under its working name.
    pub fn add(&mut self, id: &str, bytes: &[u8]) -> Result<(), IoError> {
        let target = self.path(id, "json");
        if self.existing == Existing::Keep && target.symlink_metadata().is_ok() {
            return Err(IoError::Exists(self.shown(id)));
        }
        let written = write_new(&self.path(id, PART), bytes);
        // Only its own parts does it remove.
        self.names.push(id.to_owned());
        written.map_err(|err| err.at(self.shown(id)))
    }

    /// The path as a message may show it: an identifier by its last two characters.
    fn shown(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{}.json", masked_id(id)))
    }

    /// Gives all of them their names. Where one cannot have it, those before it lose theirs
    /// again, and what they took the place of is put back.
    pub fn keep(mut self) -> Result<(), IoError> {
        let mut given = Vec::new();
        let done = self.names.iter().try_for_each(|id| {
            let target = self.path(id, "json");
            let is_new = target.symlink_metadata().is_err();
            if !is_new {
                // A second name: at no moment is there no extract. Where the disk knows none,
                // there is nothing to put back.
                let _ = fs::hard_link(&target, self.path(id, OLD));
            }
            fs::rename(self.path(id, PART), target)?;
            given.push((id, is_new));
            Ok(())
        });
        for (id, is_new) in given.iter().filter(|_| done.is_err()) {
            let target = self.path(id, "json");
            let _ = if *is_new {
                fs::remove_file(target)
            } else {
                fs::rename(self.path(id, OLD), target)
            };
        }
        for id in &self.names {
            let _ = fs::remove_file(self.path(id, OLD));
        }
        self.is_kept = done.is_ok();
        done.map_err(|err| IoError::new("write", &self.folder, &err))
    }

    fn path(&self, id: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{id}.{ending}"))
    }
}

impl Drop for ExtractFolder {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What stopped the import is what is reported.
        for id in &self.names {
            let _ = fs::remove_file(self.path(id, PART));
        }
        if self.made {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}
