//! Finding a client's extract in a folder of them.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::files::{IoError, read_bytes};
use crate::extract::{Extract, MAX_BYTES};
use crate::model::ClientId;

/// What the search found.
#[derive(Debug)]
pub struct Found {
    /// The files that are about the client.
    pub paths: Vec<PathBuf>,
    /// Files that speak of the client and cannot be read as extracts.
    pub damaged: Vec<PathBuf>,
    /// Other JSON files that are not extracts, or not whole ones.
    pub n_unreadable: usize,
}

/// Walks a folder for extracts of a client. Links are not followed.
pub fn find_extract(root: &Path, client: &ClientId) -> Result<Found, IoError> {
    let mut found = Found { paths: Vec::new(), damaged: Vec::new(), n_unreadable: 0 };
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|err| {
            let path = err.path().unwrap_or(root).to_owned();
            match err.io_error() {
                Some(it) => IoError::new("read", &path, it),
                None => IoError::NotFound(path),
            }
        })?;
        let ending = entry.path().extension().unwrap_or_default();
        if !entry.file_type().is_file() || !ending.eq_ignore_ascii_case("json") {
            continue;
        }
        let Ok(bytes) = read_bytes(entry.path(), MAX_BYTES) else {
            found.n_unreadable += 1;
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        match Extract::peek_client_id(text.trim_start_matches('\u{FEFF}')) {
            // In another case it is still the same number; whether it may be, a rule says.
            Some(id) if id.eq_ignore_ascii_case(client.as_str()) => {
                found.paths.push(entry.into_path());
            }
            Some(_) => {}
            None if text.contains(client.as_str()) => {
                found.damaged.push(entry.into_path());
            }
            None => found.n_unreadable += 1,
        }
    }
    Ok(found)
}
