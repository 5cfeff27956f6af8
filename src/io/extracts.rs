//! Finding a client's extract in a folder of them.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::files::{IoError, read_limited};
use crate::extract::{Extract, MAX_BYTES};
use crate::model::ClientId;

/// What the search found.
#[derive(Debug)]
pub struct Found {
    /// The files that are about the client.
    pub paths: Vec<PathBuf>,
    /// JSON files that are not extracts, or not whole ones.
    pub n_unreadable: usize,
}

/// Walks a folder for extracts of a client. Links are not followed.
pub fn find_extract(root: &Path, client: &ClientId) -> Result<Found, IoError> {
    let mut found = Found { paths: Vec::new(), n_unreadable: 0 };
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|err| {
            let path = err.path().unwrap_or(root).to_owned();
            match err.io_error() {
                Some(it) => IoError::new("read", &path, it),
                None => IoError::NotFound(path),
            }
        })?;
        let is_json = entry.path().extension().is_some_and(|it| it == "json");
        if !entry.file_type().is_file() || !is_json {
            continue;
        }
        let id = read_limited(entry.path(), MAX_BYTES)
            .ok()
            .and_then(|text| Extract::peek_client_id(&text));
        match id {
            Some(id) if id == client.as_str() => found.paths.push(entry.into_path()),
            Some(_) => {}
            None => found.n_unreadable += 1,
        }
    }
    Ok(found)
}
