//! The condition of the machine and of the desk's folders, as far as it can be asked without
//! reading what is in them.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::files::private;

/// The beginning of the name under which locks are tried.
const TRIED: &str = ".probe-lock-";

/// Whether a second program would be kept out of a locked file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locking {
    /// It is.
    Holds,
    /// It is not: two runs at once could harm each other.
    Fails,
    /// It could not be tried.
    Unknown,
}

/// Tries, with a file that is removed again, whether locks hold in a folder, or in the one in
/// which it would be made.
pub fn locking_in(folder: &Path) -> Locking {
    let Some(folder) = nearest(folder) else { return Locking::Unknown };
    let path = folder.join(format!("{TRIED}{}", std::process::id()));
    let mut options = private();
    let Ok(first) = options.write(true).create_new(true).open(&path) else {
        return Locking::Unknown;
    };
    let tried = tried(&first, &path);
    // It is empty, and its name says what it is.
    let _ = fs::remove_file(&path);
    tried
}

fn tried(first: &File, path: &Path) -> Locking {
    let Ok(second) = File::options().write(true).open(path) else {
        return Locking::Unknown;
    };
    if first.lock().is_err() {
        return Locking::Fails;
    }
    match second.try_lock() {
        Err(TryLockError::WouldBlock) => Locking::Holds,
        _ => Locking::Fails,
    }
}

/// True where a file or a folder is closed to other accounts, or to those outside its group;
/// none where it is not there, or the system has no such notion. On Windows what lies below the
/// profile of whoever runs the program is closed, and nothing else is known to be.
pub fn is_closed(path: &Path, is_shared: bool) -> Option<bool> {
    system::is_closed(path, is_shared)
}

/// How many bytes are free where a folder is, or where it would be made.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    nearest(folder).as_deref().and_then(system::free_bytes)
}

/// A folder, or the one in which it would be made.
fn nearest(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().find(|it| it.exists()).map(Path::to_owned)
}

/// True for a folder on another computer.
pub fn is_on_network(folder: &Path) -> bool {
    system::is_on_network(folder)
}

#[cfg(unix)]
mod system {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    pub(super) fn is_closed(path: &Path, is_shared: bool) -> Option<bool> {
        let others = if is_shared { 0o007 } else { 0o077 };
        fs::metadata(path).ok().map(|it| it.mode() & others == 0)
    }

    pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
        let it = rustix::fs::statvfs(folder).ok()?;
        it.f_bavail.checked_mul(it.f_frsize)
    }

    #[cfg(target_os = "linux")]
    pub(super) fn is_on_network(folder: &Path) -> bool {
        // NFS, SMB, CIFS and SMB2, as `statfs(2)` lists them.
        const KINDS: [i64; 4] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42];
        #[allow(clippy::unnecessary_cast, reason = "its type is not the same everywhere")]
        rustix::fs::statfs(folder).is_ok_and(|it| KINDS.contains(&(it.f_type as i64)))
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn is_on_network(_: &Path) -> bool {
        false
    }
}

#[cfg(not(unix))]
mod system {
    use std::path::Path;

    use super::super::files::is_below;

    pub(super) fn is_closed(path: &Path, _: bool) -> Option<bool> {
        let profile = std::env::var_os("USERPROFILE").filter(|it| !it.is_empty())?;
        path.exists().then(|| is_below(path, Path::new(&profile)))
    }

    pub(super) fn free_bytes(_: &Path) -> Option<u64> {
        None
    }

    pub(super) fn is_on_network(_: &Path) -> bool {
        false
    }
}
