//! Where new requests go, and how one is written there: never over a file that exists.

use std::path::{Path, PathBuf};

use super::outcome;
use crate::diagnostics::Failure;
use crate::io;
use crate::model::Ticket;

/// The folder of requests.
const REQUESTS: &str = "data/requests";

/// The file of a ticket's request, where nobody says another.
pub(super) fn file_of(ticket: &Ticket) -> PathBuf {
    Path::new(REQUESTS).join(format!("{}.toml", ticket.as_str()))
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
