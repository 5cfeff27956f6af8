//! The site file that nobody named: it lies in this folder or in one above.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::path::{Path, PathBuf};

/// Where a site file may lie in a folder, the first that is there.
const PLACES: [&str; 2] = ["data/site.toml", "site.toml"];

/// What a search for the site file found.
#[derive(Debug, Default)]
pub struct SearchedSite {
    /// The file.
    pub path: Option<PathBuf>,
    /// The folder that it speaks for; empty for the one that the program runs in.
    pub home: PathBuf,
    /// Files that came first and are not to be trusted, each with the reason.
    pub passed_over: Vec<(PathBuf, Untrusted)>,
}

/// Why a site file that nobody named does not count: it says which rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untrusted {
    /// It belongs to another account than that of the run and of the system.
    AnothersFile,
    /// Every account may write it.
    OpenToAll,
}

/// Looks for a site file in a folder and in those above it; the nearest counts. `here` is the
/// folder as an absolute path.
pub fn search_site(here: &Path) -> SearchedSite {
    let mut found = SearchedSite::default();
    for folder in here.ancestors() {
        // In the folder itself short paths serve better: they are shown.
        let home = if folder == here { Path::new("") } else { folder };
        for place in PLACES {
            let path = home.join(place);
            let Ok(data) = fs::metadata(&path) else { continue };
            if !data.is_file() {
                continue;
            }
            // A link that somebody else put there leads where they want.
            let link = fs::symlink_metadata(&path).unwrap_or_else(|_| data.clone());
            match system::untrusted(&data, &link) {
                Some(why) => found.passed_over.push((path, why)),
                None => {
                    found.path = Some(path);
                    home.clone_into(&mut found.home);
                    return found;
                }
            }
        }
    }
    found
}

/// The folder that the program runs in, where there still is one.
pub fn current_folder() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

#[cfg(unix)]
mod system {
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt;

    use rustix::process::geteuid;

    use super::Untrusted;

    /// The account of the system: what it may not change does not exist.
    const ROOT: u32 = 0;

    pub(super) fn untrusted(data: &Metadata, link: &Metadata) -> Option<Untrusted> {
        const ALL_MAY_WRITE: u32 = 0o002;
        let is_trusted = |it: &Metadata| [geteuid().as_raw(), ROOT].contains(&it.uid());
        if !is_trusted(data) || !is_trusted(link) {
            Some(Untrusted::AnothersFile)
        } else {
            (data.mode() & ALL_MAY_WRITE != 0).then_some(Untrusted::OpenToAll)
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::Metadata;

    use super::Untrusted;

    pub(super) fn untrusted(_: &Metadata, _: &Metadata) -> Option<Untrusted> {
        None
    }
}
