//! What was read of a download, and what was left out and why: by file.

use crate::model::SectionKind;

/// What was read of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableCount {
    /// The file.
    pub file: String,
    /// The section that it is; none where it says nothing, or was not read.
    pub section: Option<SectionKind>,
    /// Rows that are in the extract.
    pub rows: usize,
    /// Rows that say the same as one before them.
    pub same: usize,
    /// Rows of totals.
    pub totals: usize,
    /// Rows that are marked as deleted.
    pub deleted: Vec<u64>,
    /// Rows that are marked as private, the first of them, where a record has no such mark.
    pub private: Vec<u64>,
    /// Columns that are not used, from 0.
    pub unused: Vec<usize>,
    /// True where the file has no bytes: nothing is known of its section.
    pub is_empty: bool,
    /// True where the mapping says that it is not to be read.
    pub is_left_out: bool,
}

/// Rows of which the same is to be said of one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SomeRows {
    /// The file.
    pub file: String,
    /// The header of the column: one that the mapping knows.
    pub column: String,
    /// The first rows.
    pub rows: Vec<u64>,
    /// How many rows there are.
    pub n: usize,
}

/// What was read of a download.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct TableCounts {
    /// Each file, in the order of their names.
    pub files: Vec<TableCount>,
    /// Sections that tables can hold and no table was.
    pub not_supplied: Vec<SectionKind>,
    /// True where the profile has columns of both standards: sex and gender.
    pub has_both_standards: bool,
    /// Days that are not known: blank where one should be, or a placeholder.
    pub unknown_days: Vec<SomeRows>,
    /// Answers that a record has no place for, beside the one that it has.
    pub not_kept: Vec<SomeRows>,
}
