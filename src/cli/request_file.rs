//! Where new requests go, and how one is written there: never over a file that exists.

use std::path::{Path, PathBuf};

use super::folders::DeskFolder;
use super::outcome;
use super::site_file::SiteFile;
use crate::diagnostics::Failure;
use crate::io;
use crate::model::Ticket;
use crate::site::Site;

/// The folders of a desk that a new request has to do with.
pub(super) struct Folders {
    requests: PathBuf,
    /// Where the extract is put.
    pub extracts: PathBuf,
}

impl Folders {
    /// Those of a desk.
    pub(super) fn of(file: &SiteFile, site: &Site) -> Self {
        let find = |it: DeskFolder| it.find(None, file, site).path;
        Self {
            requests: find(DeskFolder::Requests),
            extracts: find(DeskFolder::Extracts),
        }
    }

    /// The file of a ticket's request, where nobody says another.
    pub(super) fn file_of(&self, ticket: &Ticket) -> PathBuf {
        self.requests.join(format!("{}.toml", ticket.as_str()))
    }
}

/// Refuses a name that is taken, before anybody is asked anything.
pub(super) fn check_new(path: &Path, flag: &str) -> Result<(), Failure> {
    io::check_new(path).map_err(|err| outcome::writing(&err, flag))
}

/// Writes a file for its owner only, in a folder that is made where there is none.
pub(super) fn write(path: &Path, text: &str, flag: &str) -> Result<(), Failure> {
    check_new(path, flag)?;
    io::write_new_below(path, text.as_bytes()).map_err(|err| outcome::writing(&err, flag))
}
