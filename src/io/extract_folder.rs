//! A folder of extracts, all of them or none: they are written under working names first.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

use super::error::IoError;
use super::files::{Existing, names_in, write_new};
use super::folder::make_folder;
use super::random;
use crate::diagnostics::masked_id;
use crate::seal::{self, DeskKey, Kind};

/// The working name's ending: no walk for extracts takes such a file for one.
const PART: &str = "part";

/// How the name of a sealed extract ends, and that of one that is not.
pub(super) const SEALED: &str = "sealed";
const PLAIN: &str = "json";

/// That of an extract whose place another takes, until all have theirs.
const OLD: &str = "old";

/// A folder that extracts are written to, for their owner only.
#[derive(Debug)]
pub struct ExtractFolder {
    folder: PathBuf,
    made: bool,
    existing: Existing,
    /// What the extracts are sealed with; without it they are plain JSON.
    key: Option<DeskKey>,
    names: Vec<String>,
    is_kept: bool,
}

impl ExtractFolder {
    /// Opens the folder, or makes it. With a key, what is written there is sealed.
    pub fn open(
        folder: &Path,
        existing: Existing,
        key: Option<DeskKey>,
    ) -> Result<Self, IoError> {
        let made = make_folder(folder)?;
        let (path, names) = (folder.to_owned(), Vec::new());
        // From here on a folder that was made for nothing goes again.
        let opened = Self { folder: path, made, existing, key, names, is_kept: false };
        // What an interrupted import left is client data that nobody would find.
        for name in names_in(folder)?.iter().filter(|it| is_leftover(it)) {
            fs::remove_file(folder.join(name))
                .map_err(|err| IoError::new("write", folder, &err))?;
        }
        Ok(opened)
    }

    /// Writes the extract of a client under its working name.
    pub fn add(&mut self, id: &str, bytes: &[u8]) -> Result<(), IoError> {
        // Of a client there is one, sealed or not.
        let both = [SEALED, PLAIN].map(|it| self.path(id, it));
        let exists = both.iter().any(|it| it.symlink_metadata().is_ok());
        if self.existing == Existing::Keep && exists {
            return Err(IoError::Exists(self.shown(id)));
        }
        let name = format!("{id}.{}", self.ending());
        let seal = |key| seal::seal(Kind::Extract, &name, bytes, key, &random);
        let sealed = self.key.as_ref().map(seal);
        let part = self.path(id, &self.working(PART));
        let written = write_new(&part, sealed.as_deref().unwrap_or(bytes));
        // Only its own parts does it remove.
        self.names.push(id.to_owned());
        written.map_err(|err| err.at(self.shown(id)))
    }

    /// The path as a message may show it: an identifier by its last two characters.
    fn shown(&self, id: &str) -> PathBuf {
        self.path(&masked_id(id), self.ending())
    }

    fn ending(&self) -> &'static str {
        if self.key.is_some() { SEALED } else { PLAIN }
    }

    /// The ending of a working name.
    fn working(&self, kind: &str) -> String {
        format!("{}.{kind}", self.ending())
    }

    fn path(&self, id: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{id}.{ending}"))
    }

    /// Gives all of them their names. Where one cannot have it, those before it lose theirs
    /// again, and what they took the place of is put back.
    pub fn keep(mut self) -> Result<(), IoError> {
        let (part, old) = (self.working(PART), self.working(OLD));
        let mut given = Vec::new();
        let done = self.names.iter().try_for_each(|id| {
            let target = self.path(id, self.ending());
            let is_new = target.symlink_metadata().is_err();
            if !is_new {
                // A second name: at no moment is there no extract. Where the disk knows none,
                // there is nothing to put back.
                let _ = fs::hard_link(&target, self.path(id, &old));
            }
            fs::rename(self.path(id, &part), target)?;
            given.push((id, is_new));
            Ok(())
        });
        for (id, is_new) in given.iter().filter(|_| done.is_err()) {
            let target = self.path(id, self.ending());
            let _ = if *is_new {
                fs::remove_file(target)
            } else {
                fs::rename(self.path(id, &old), target)
            };
        }
        // What they replace in the other form goes last: it is not lost before they are there.
        let other = if self.key.is_some() { PLAIN } else { SEALED };
        for id in &self.names {
            let _ = fs::remove_file(self.path(id, &old));
            if done.is_ok() {
                let _ = fs::remove_file(self.path(id, other));
            }
        }
        self.is_kept = done.is_ok();
        done.map_err(|err| IoError::new("write", &self.folder, &err))
    }
}

/// True for a working name of ours, sealed or not.
fn is_leftover(name: &str) -> bool {
    let endings = [SEALED, PLAIN]
        .into_iter()
        .flat_map(|it| [PART, OLD].map(|kind| format!(".{it}.{kind}")));
    endings.into_iter().any(|it| name.ends_with(&it))
}

impl Drop for ExtractFolder {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What stopped the import is what is reported.
        for id in &self.names {
            let _ = fs::remove_file(self.path(id, &self.working(PART)));
        }
        if self.made {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}
