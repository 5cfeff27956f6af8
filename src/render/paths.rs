//! The paths of templates, as Typst knows them.

use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};

/// The id of a path; none where Typst could not address it. Interned ids are never freed,
/// so all records share the same paths.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
