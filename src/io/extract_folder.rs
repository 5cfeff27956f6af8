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
        // What an interrupted import left is client data that nobody would find.
        for name in names_in(folder)? {
            // Earlier versions called theirs `.json.part`.
            if name.ends_with(&format!(".{PART}")) {
                let path = folder.join(name);
                fs::remove_file(&path)
                    .map_err(|err| IoError::new("write", folder, &err))?;
            }
        }
        let (folder, names) = (folder.to_owned(), Vec::new());
        Ok(Self { folder, made, existing, key, names, is_kept: false })
    }

    /// Writes the extract of a client under its working name.
    pub fn add(&mut self, id: &str, bytes: &[u8]) -> Result<(), IoError> {
        // Of a client there is one, sealed or not.
        let both = [SEALED, PLAIN].map(|it| self.folder.join(format!("{id}.{it}")));
        let exists = both.iter().any(|it| it.symlink_metadata().is_ok());
        if self.existing == Existing::Keep && exists {
            return Err(IoError::Exists(self.shown(id)));
        }
        let name = format!("{id}.{}", self.ending());
        let sealed = self
            .key
            .as_ref()
            .map(|key| seal::seal(Kind::Extract, &name, bytes, key, &random));
        let bytes = sealed.as_deref().unwrap_or(bytes);
        let written = write_new(&self.folder.join(format!("{id}.{PART}")), bytes);
        // Only its own parts does it remove.
        self.names.push(id.to_owned());
        written.map_err(|err| err.at(self.shown(id)))
    }

    /// The path as a message may show it: an identifier by its last two characters.
    fn shown(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{}.{}", masked_id(id), self.ending()))
    }

    fn ending(&self) -> &'static str {
        if self.key.is_some() { SEALED } else { PLAIN }
    }

    /// Gives all of them their names. Where one cannot have it, those before it that took
    /// nobody's place lose theirs again.
    pub fn keep(mut self) -> Result<(), IoError> {
        let mut given = Vec::new();
        for id in &self.names {
            let target = self.folder.join(format!("{id}.{}", self.ending()));
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
        // What they replace in the other form goes last: it is not lost before they are there.
        let other = if self.key.is_some() { PLAIN } else { SEALED };
        for id in &self.names {
            let _ = fs::remove_file(self.folder.join(format!("{id}.{other}")));
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
