//! Where new requests go, and how one is written there: never over a file that exists.

use std::path::{Path, PathBuf};

use super::desk::audience;
use super::folders::DeskFolder;
use super::outcome;
use super::site_file::SiteFile;
use crate::diagnostics::Failure;
use crate::io::{self, Audience};
use crate::model::Ticket;
use crate::site::Site;

/// The folders of a desk that a new request has to do with.
pub(super) struct Folders {
    requests: PathBuf,
    /// Where the extract is put.
    pub extracts: PathBuf,
    /// Who works there.
    pub audience: Audience,
}

impl Folders {
    /// Those of a desk.
    pub(super) fn of(file: &SiteFile, site: &Site) -> Self {
        let find = |it: DeskFolder| it.find(None, file, site).path;
        Self {
            requests: find(DeskFolder::Requests),
            extracts: find(DeskFolder::Extracts),
            audience: audience(site),
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

/// Writes a file, in a folder that is made where there is none, for nobody but its audience.
pub(super) fn write(
    path: &Path,
    text: &str,
    flag: &str,
    audience: Audience,
) -> Result<(), Failure> {
    check_new(path, flag)?;
    io::write_new_below(path, text.as_bytes(), audience)
        .map_err(|err| outcome::writing(&err, flag))
}
