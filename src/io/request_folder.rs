//! A folder of requests: which of its files are requests, and which are not read as such.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::IoError;

/// What a folder of requests has.
#[derive(Debug, Default)]
pub struct RequestFolder {
    /// The requests, sorted by name.
    pub requests: Vec<PathBuf>,
    /// Files that are no requests by their names, as one that an editor gave a second ending.
    pub others: Vec<PathBuf>,
    /// How many requests are put aside, in folders named `done`.
    pub n_done: usize,
}

impl RequestFolder {
    /// Looks through a folder and those below it. Links are not followed.
    pub fn of(root: &Path) -> Result<Self, IoError> {
        let mut folder = Self::default();
        let mut walk = WalkDir::new(root).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = entry.map_err(|err| walking(&err, root))?;
            if is_done(&entry) {
                walk.skip_current_dir();
                folder.n_done += Self::of(entry.path())?.requests.len();
            } else if entry.file_type().is_file() {
                folder.add(entry);
            }
        }
        Ok(folder)
    }

    fn add(&mut self, entry: DirEntry) {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let path = entry.into_path();
        if is_request(&path) {
            self.requests.push(path);
        } else if name != "readme.md" && !name.starts_with('.') {
            self.others.push(path);
        }
    }
}

/// Every request of a folder, sorted by name, also those that are put aside.
pub fn requests_in(root: &Path) -> Result<Vec<PathBuf>, IoError> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|err| walking(&err, root))?;
        if entry.file_type().is_file() && is_request(entry.path()) {
            paths.push(entry.into_path());
        }
    }
    Ok(paths)
}

/// True where a file is a request by its name.
fn is_request(path: &Path) -> bool {
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml"))
}

/// True for a folder of requests that nobody waits for any more.
fn is_done(entry: &DirEntry) -> bool {
    entry.depth() > 0
        && entry.file_type().is_dir()
        && entry.file_name().eq_ignore_ascii_case("done")
}

fn walking(err: &walkdir::Error, root: &Path) -> IoError {
    let path = err.path().unwrap_or(root).to_owned();
    match err.io_error() {
        Some(it) => IoError::new("read", &path, it),
        None => IoError::NotFound(path),
    }
}
