//! Where the files of an export come from.

use std::io::Read;

use super::error::ExportError;

/// The most that a file of a zip may unpack to for each byte it takes there: text packs to a
/// tenth; what packs to less than a hundredth is no export.
pub const MAX_EXPANDED: u64 = 200;

/// The files of an export, by their names in HUD's specification.
pub trait Export {
    /// Opens a file from its beginning; none where the export has no such file.
    fn open(&self, file: &'static str)
    -> Result<Option<Box<dyn Read + '_>>, ExportError>;

    /// Its size unpacked, in bytes; 0 where the export has no such file.
    fn size(&self, file: &'static str) -> u64;
}
