//! The columns of a file of an export.

use super::bad_row::TableFile;

/// The column with the day on which a row was deleted, in every file.
pub(super) const DELETED: &str = "DateDeleted";

/// A file and its columns.
pub(super) struct Layout {
    pub file: TableFile,
    /// True where there is no import without it.
    pub is_needed: bool,
    /// Columns without which the file says nothing.
    pub needed: &'static [&'static str],
    /// Columns that may be missing, which is reported. Lists of them, each in its own order.
    pub optional: &'static [&'static [&'static str]],
}
