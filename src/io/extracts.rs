//! Finding a client's extract in a folder of them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::IoError;
use super::extract_folder::SEALED;
use super::files::read_bytes;
use crate::extract::{Extract, MAX_BYTES};
use crate::model::ClientId;
use crate::seal::{self, DeskKeys, Kind};

/// The extracts of a folder, by client. The folder is read once, however many are searched for.
#[derive(Debug, Default)]
pub struct ExtractIndex {
    /// By client identifier, in small letters: in another case it is still the same number,
    /// and whether it may be, a rule says.
    by_client: HashMap<String, Vec<PathBuf>>,
    /// Files that name no client where an extract does, or are sealed with another key.
    damaged: Vec<PathBuf>,
    /// Files that cannot be read at all, or are too large.
    n_unreadable: usize,
}

/// What the search for a client found.
#[derive(Debug)]
pub struct Found {
    /// The files that are about the client.
    pub paths: Vec<PathBuf>,
    /// Files that mention the client and are not valid extracts.
    pub damaged: Vec<PathBuf>,
    /// Other JSON files that are not extracts, or not whole ones.
    pub n_unreadable: usize,
}

impl ExtractIndex {
    /// Walks a folder for extracts, sealed or not. Links are not followed.
    pub fn of(root: &Path, keys: &DeskKeys) -> Result<Self, IoError> {
        let mut index = Self::default();
        for entry in files_below(root, &["json", SEALED]) {
            let path = entry?.into_path();
            let Ok(bytes) = read_bytes(&path, MAX_BYTES) else {
                index.n_unreadable += 1;
                continue;
            };
            let opened = if seal::is_sealed(&bytes) {
                seal::open(Kind::Extract, &bytes, keys).map(|it| it.to_vec())
            } else {
                Ok(bytes)
            };
            // One that cannot be opened names its client on its first line all the same.
            let text = opened.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            match Extract::peek_client_id(text.trim_start_matches('\u{FEFF}')) {
                Some(id) => {
                    index.by_client.entry(id.to_lowercase()).or_default().push(path);
                }
                None => index.damaged.push(path),
            }
        }
        Ok(index)
    }

    /// The files about one client.
    pub fn find(&self, client: &ClientId) -> Found {
        let id = client.as_str().to_lowercase();
        let paths = self.by_client.get(&id);
        let mentions_client = |path: &&PathBuf| {
            let bytes = read_bytes(path, MAX_BYTES).unwrap_or_default();
            String::from_utf8_lossy(&bytes).to_lowercase().contains(&id)
        };
        let damaged: Vec<PathBuf> =
            self.damaged.iter().filter(mentions_client).cloned().collect();
        Found {
            paths: paths.cloned().unwrap_or_default(),
            n_unreadable: self.n_unreadable + self.damaged.len() - damaged.len(),
            damaged,
        }
    }
}

/// The requests of a folder, sorted by name.
pub fn requests_in(root: &Path) -> Result<Vec<PathBuf>, IoError> {
    files_below(root, &["toml"]).map(|it| it.map(DirEntry::into_path)).collect()
}

/// The files below a folder whose names have an ending, sorted.
fn files_below(
    root: &Path,
    endings: &'static [&'static str],
) -> impl Iterator<Item = Result<DirEntry, IoError>> {
    let is_wanted = move |entry: &DirEntry| {
        let found = entry.path().extension().unwrap_or_default();
        entry.file_type().is_file()
            && endings.iter().any(|it| found.eq_ignore_ascii_case(it))
    };
    WalkDir::new(root).sort_by_file_name().into_iter().filter_map(
        move |entry| match entry {
            Ok(entry) => is_wanted(&entry).then_some(Ok(entry)),
            Err(err) => {
                let path = err.path().unwrap_or(root).to_owned();
                Some(Err(match err.io_error() {
                    Some(it) => IoError::new("read", &path, it),
                    None => IoError::NotFound(path),
                }))
            }
        },
    )
}
