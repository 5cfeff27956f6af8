//! Where the files of an export come from, and what can be wrong with them.

use std::fmt;
use std::io::Read;

use super::BadRow;

/// The most that a file of a zip may unpack to for each byte it takes there: text packs to a
/// tenth; what packs to less than a hundredth is no export.
pub const MAX_EXPANDED: u64 = 200;

/// What to do about hashed values.
pub const NOT_HASHED: &str =
    "export again, not hashed (HashStatus 1): a copy is made of what the client gave";

/// The files of an export, by their names in HUD's specification.
pub trait Export {
    /// Opens a file anew; none where the export has no such file.
    fn open(&self, file: &'static str)
    -> Result<Option<Box<dyn Read + '_>>, ExportError>;

    /// Its size unpacked, in bytes; 0 where it is not there.
    fn size(&self, file: &'static str) -> u64;
}

/// Why an export cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportError {
    /// A file is missing without which there is no record.
    NoFile(&'static str),
    /// A file has no header with these columns.
    NoColumns(&'static str, Vec<&'static str>),
    /// A record is longer than any can be: a quotation mark is not closed.
    NoEnd(&'static str, u64),
    /// A file cannot be read, or not unpacked.
    Unreadable(&'static str),
    /// A row that everything rests on.
    Row(BadRow),
    /// The export names no version of HUD's that we know.
    Version,
    /// The rows of Export.csv are of different versions.
    Versions,
    /// Export.csv says that names are hashed: its HashStatus.
    Hashed(i64),
    /// It says that they may be, and in this row they are.
    HashedRow(BadRow),
    /// It says what HUD does not list.
    HashStatus(i64),
    /// The zip holds a name that leads out of it, or twice the same.
    Name,
    /// A file of the zip unpacks to far more than it can.
    Bomb(&'static str),
    /// The zip asks for a password.
    Locked,
    /// A mapping file has two lines for the same.
    Twice(&'static str),
    /// Two clients would have one HMIS identifier.
    SameId,
}

impl ExportError {
    /// The stable name of the problem.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::NoFile(_) => "export-file-missing",
            Self::NoColumns(..) => "export-columns-missing",
            Self::NoEnd(..) | Self::Unreadable(_) | Self::Row(_) => "export-unreadable",
            Self::Version | Self::Versions => "export-version",
            Self::Hashed(_) | Self::HashedRow(_) => "export-hashed",
            Self::HashStatus(_) => "export-hash-status",
            Self::Twice(_) | Self::SameId => "mapping-ambiguous",
            Self::Name | Self::Bomb(_) | Self::Locked => "export-zip",
        }
    }

    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Version | Self::Versions => {
                "export again as HUD CSV of FY2024 or FY2026"
            }
            Self::Hashed(_) | Self::HashedRow(_) => NOT_HASHED,
            Self::HashStatus(_) => {
                "see what it means; then export again, not hashed (HashStatus 1)"
            }
            Self::Twice(_) | Self::SameId => {
                "give each PersonalID, or ProjectID, one line, and each client an identifier of their own"
            }
            Self::Locked => "unpack it first, onto an encrypted disk",
            Self::NoEnd(..) => {
                "look for a quotation mark that is not closed, near that row"
            }
            _ => "export again; unpack nothing and change nothing by hand",
        }
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile(file) => write!(f, "the export has no {file}"),
            Self::NoColumns(file, columns) => {
                write!(f, "{file} has no column {}", columns.join(", "))
            }
            Self::NoEnd(file, row) => {
                write!(f, "{file}: the record in row {row} does not end")
            }
            Self::Unreadable(file) => write!(f, "{file} cannot be read to its end"),
            Self::Row(row) => write!(f, "{row}"),
            Self::Version => f.write_str("Export.csv names no version that is known"),
            Self::Versions => {
                f.write_str("the rows of Export.csv are of different versions")
            }
            Self::Hashed(status) => {
                write!(f, "the export is hashed: Export.csv says HashStatus {status}")
            }
            Self::HashedRow(row) => {
                write!(f, "the export is hashed: Export.csv says HashStatus 3; {row}")
            }
            Self::HashStatus(status) => {
                write!(f, "Export.csv says HashStatus {status}, which HUD does not list")
            }
            Self::Name => f.write_str("the zip holds a name that leads out of it"),
            Self::Bomb(file) => write!(f, "{file} unpacks to far more than it can"),
            Self::Twice(file) => {
                write!(f, "the file of {file} has two lines for the same")
            }
            Self::SameId => f.write_str("two clients would have one HMIS identifier"),
            Self::Locked => f.write_str("the zip asks for a password"),
        }
    }
}
