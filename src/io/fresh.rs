//! The working folders of a fresh clone: git makes them open to every account of a computer, and
//! what `crr` makes by itself is closed.

use std::path::Path;

use super::files::names_in;

/// All that a working folder holds as it comes with the source.
const README: &str = "README.md";

/// Closes a folder that is as it came with the source to all but its owner, before the first
/// file of ours is written there. A folder that holds anything else, or nothing, was made by
/// somebody who may have meant it to be shared: it stays as it is.
pub(super) fn close_if_fresh(folder: &Path) {
    let is_fresh = names_in(folder).is_ok_and(|it| it == [README]);
    if is_fresh {
        // Whoever may not do this does not own the folder. What is written there is closed by
        // itself, file by file.
        #[cfg(unix)]
        let _ = std::fs::set_permissions(
            folder,
            std::os::unix::fs::PermissionsExt::from_mode(0o700),
        );
    }
}
