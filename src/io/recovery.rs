//! What interrupted builds left in an output folder.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::IoError;
use super::folder::{NEW, OLD, PROBE, put_in_place};
use super::standing::{Standing, receipt_in};
use crate::package::digest;

/// What became of what interrupted builds left.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// Tickets whose builds were completed.
    pub(super) finished: Vec<String>,
    /// What this account may not remove. It does no harm, and whoever owns it can.
    pub(super) stuck: Vec<PathBuf>,
}

/// Completes or cleans up what an interrupted build left. Only the holder of the lock may. What
/// was done is told, also where it then stops.
pub(super) fn recover(
    out: &Path,
    mended: &mut Mended,
    standing: &Standing,
) -> Result<(), IoError> {
    for ticket in leftovers(out, NEW)? {
        let folder = out.join(format!("{NEW}{ticket}"));
        // Another run may have added lines since: the last package of the ticket is what counts.
        let known = standing.state(&ticket).and_then(|it| it.receipt.as_deref());
        let is_known =
            receipt_in(&folder).is_some_and(|it| Some(&*digest(&it.0)) == known);
        if is_known {
            put_in_place(out, &ticket)?;
            mended.finished.push(ticket);
        } else {
            mended.remove(&folder)?;
        }
    }
    for ticket in leftovers(out, OLD)? {
        let (old, target) = (out.join(format!("{OLD}{ticket}")), out.join(&ticket));
        if target.symlink_metadata().is_ok() {
            mended.remove(&old)?;
        } else {
            fs::rename(&old, &target).map_err(|err| IoError::new("write", &old, &err))?;
        }
    }
    for ticket in leftovers(out, PROBE)? {
        mended.remove(&out.join(format!("{PROBE}{ticket}")))?;
    }
    Ok(())
}

/// True where an interrupted build left something.
pub(super) fn has_leftovers(out: &Path) -> bool {
    let names = super::names_in(out).unwrap_or_default();
    names.iter().any(|it| it.starts_with(NEW) || it.starts_with(OLD))
}

/// The tickets of what stands in the output folder under a working name.
fn leftovers(out: &Path, prefix: &str) -> Result<Vec<String>, IoError> {
    let names = super::names_in(out)?;
    Ok(names.iter().filter_map(|it| it.strip_prefix(prefix)).map(str::to_owned).collect())
}

impl Mended {
    fn remove(&mut self, path: &Path) -> Result<(), IoError> {
        let done =
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        match done {
            // In a folder of several people, it is a colleague's.
            Err(err) if err.kind() == io::ErrorKind::PermissionDenied => {
                self.stuck.push(path.to_owned());
                Ok(())
            }
            done => done.map_err(|err| IoError::new("write", path, &err)),
        }
    }
}
