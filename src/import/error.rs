//! Why an export, or the mapping beside it, cannot be read.

use std::io;

use super::bad_row::{BadRow, TableFile, Wrong};
use super::machine::{machine, machine_hint, machine_words};
use super::shape::Shape;
use crate::diagnostics::{Place, Problem};

/// What to do about hashed values.
pub const NOT_HASHED: &str =
    "export again, not hashed (HashStatus 1): a copy shows what the client gave";

/// What is wrong with a zip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadZip {
    /// It cannot be read, and it is no folder either.
    Unreadable,
    /// It asks for a password.
    Locked,
    /// A name in it leads out of it.
    Name,
    /// Two of its files have one name, in one folder.
    Twice,
    /// Two of its folders have a file of one name.
    TwoExports,
    /// A file in it is packed in a way that is not read here.
    Packing,
    /// It is something else: what, in words.
    Other(&'static str),
}

/// Why an export cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportError {
    /// A file is missing without which there is no record.
    NoFile(&'static str),
    /// A file has no header with these columns.
    NoColumns(TableFile, Vec<&'static str>),
    /// A file has two columns of this name.
    DoubledColumn(TableFile, &'static str),
    /// A file is something else than CSV.
    NotCsv(TableFile, Shape),
    /// A record is longer than any can be: a quotation mark is not closed.
    NoEnd(TableFile, u64),
    /// A file cannot be read, or not unpacked.
    Unreadable(TableFile),
    /// The machine does not let us read a file.
    Machine(TableFile, io::ErrorKind),
    /// A row that everything is based on.
    Row(BadRow),
    /// The export is of a version of HUD's that we do not read: which, where that is no more
    /// than a number.
    Version(Option<String>),
    /// The export names no version, as those of FY2020 and older.
    NoVersion,
    /// Two files of the folder differ in capitals alone.
    DoubledFile,
    /// The export is in a folder below, or each of so many is in one.
    Below(usize),
    /// The export is in a zip in this folder.
    ZipBelow,
    /// The rows of Export.csv are of different versions.
    Versions,
    /// Export.csv says that names are hashed: its HashStatus.
    Hashed(i64),
    /// It says that they may be, and in this row they are.
    HashedRow(BadRow),
    /// It says what HUD does not list.
    HashStatus(i64),
    /// The zip is not one that we open.
    Zip(BadZip),
    /// A file of the zip unpacks to far more than it can.
    Bomb(&'static str),
    /// Two clients of the export would have one HMIS identifier: the table that gives it.
    SameId(TableFile),
    /// An identifier that was asked for is that of two clients: the file that says so, and two of
    /// its rows.
    IdOfTwo(TableFile, [u64; 2]),
    /// A row of the sections from elsewhere is about another client than its extract.
    RowsOfOthers,
}

impl ExportError {
    /// Why a file cannot be read: the machine's doing, or what is in it.
    pub fn reading(file: TableFile, err: &io::Error) -> Self {
        machine(err).map_or(Self::Unreadable(file), |kind| Self::Machine(file, kind))
    }

    /// True where the machine is at fault, and not the export.
    pub fn is_of_machine(&self) -> bool {
        matches!(self, Self::Machine(..))
    }
}

/// The file that says what the export is.
const EXPORT_CSV: TableFile = TableFile::Export("Export.csv");

impl Problem for ExportError {
    fn slug(&self) -> &'static str {
        match self {
            Self::NoFile(_) | Self::Below(_) | Self::ZipBelow => "export-file-missing",
            Self::Machine(..) => "not-readable",
            Self::RowsOfOthers => "merge-unreadable",
            Self::NoColumns(..) => "export-columns-missing",
            Self::DoubledColumn(..) => "export-column-twice",
            Self::NotCsv(..) => "export-not-csv",
            Self::Row(BadRow {
                file: TableFile::Flag(_),
                wrong: Wrong::Twice(_),
                ..
            })
            | Self::SameId(_)
            | Self::IdOfTwo(..) => "mapping-ambiguous",
            Self::NoEnd(..)
            | Self::Unreadable(_)
            | Self::Row(_)
            | Self::Zip(BadZip::Unreadable | BadZip::Other(_)) => "export-unreadable",
            Self::Version(_) | Self::NoVersion | Self::Versions => "export-version",
            Self::DoubledFile => "export-file-twice",
            Self::Hashed(_) | Self::HashedRow(_) => "export-hashed",
            Self::HashStatus(_) => "export-hash-status",
            Self::Zip(_) | Self::Bomb(_) => "export-zip",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NoFile(file) => format!("the export has no {file}"),
            Self::NoColumns(file, columns) => {
                format!("{} has no {}", file.words(), columns_named(columns))
            }
            Self::DoubledColumn(file, column) => {
                format!("{} has two columns `{column}`", file.words())
            }
            Self::NotCsv(file, shape) => format!("{} is {}", file.words(), shape.words()),
            Self::NoEnd(file, _) => format!("a record of {} does not end", file.words()),
            Self::Unreadable(file) => {
                format!("{} cannot be read to its end", file.words())
            }
            Self::Machine(file, kind) => {
                format!("cannot read {}: {}", file.words(), machine_words(*kind))
            }
            Self::Row(row) => row.message(),
            Self::Version(None) => {
                "Export.csv does not name a version that is known".into()
            }
            Self::Version(Some(found)) => {
                format!("the export is of version `{found}`; FY2024 and FY2026 are read")
            }
            Self::NoVersion => {
                "the export names no version (CSVVersion), as those of FY2020 and older"
                    .into()
            }
            Self::DoubledFile => {
                "two CSV files of the folder have names that differ in capitals alone"
                    .into()
            }
            Self::Below(1) => "the export is in a folder below this one".into(),
            Self::Below(n) => format!("{n} folders below this one have an export each"),
            Self::ZipBelow => "the export is in a zip in this folder".into(),
            Self::Versions => "the rows of Export.csv have different versions".into(),
            Self::Hashed(status) => {
                format!("the export is hashed: Export.csv says HashStatus {status}")
            }
            Self::HashedRow(row) => format!(
                "the export is hashed: Export.csv says HashStatus 3, and {}",
                row.message()
            ),
            Self::HashStatus(status) => {
                format!("Export.csv says HashStatus {status}, which HUD does not list")
            }
            Self::Zip(why) => zip_message(why),
            Self::Bomb(file) => {
                format!("{file} unpacks to far more than an export can contain")
            }
            Self::SameId(_) => "two clients would have the same HMIS identifier".into(),
            Self::RowsOfOthers => {
                "a row of `--with` is about another client than its extract".into()
            }
            Self::IdOfTwo(..) => {
                "an HMIS identifier asked for is that of two PersonalIDs".into()
            }
        }
    }

    fn place(&self) -> Option<Place> {
        Some(match self {
            Self::NoFile(_)
            | Self::Zip(_)
            | Self::DoubledFile
            | Self::Below(_)
            | Self::ZipBelow => Place::Outside("EXPORT".into()),
            Self::RowsOfOthers => Place::Outside("--with".into()),
            Self::NoColumns(file, _) | Self::DoubledColumn(file, _) => file.row(1, None),
            Self::Unreadable(file)
            | Self::Machine(file, _)
            | Self::NotCsv(file, _)
            | Self::SameId(file) => file.place(),
            Self::NoEnd(file, row) | Self::IdOfTwo(file, [row, _]) => {
                file.row(*row, None)
            }
            Self::Row(row) | Self::HashedRow(row) => return row.place(),
            Self::Version(_)
            | Self::NoVersion
            | Self::Versions
            | Self::Hashed(_)
            | Self::HashStatus(_) => EXPORT_CSV.place(),
            Self::Bomb(file) => TableFile::Export(file).place(),
        })
    }

    fn places(&self) -> Vec<Place> {
        match self {
            Self::IdOfTwo(file, rows) => rows.map(|it| file.row(it, None)).into(),
            _ => self.place().into_iter().collect(),
        }
    }

    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Versions => "export again as HUD CSV of FY2024 or FY2026",
            Self::Version(_) | Self::NoVersion => {
                "ask the vendor for the \"HUD HMIS CSV\" export in the format of FY2026, or of FY2024"
            }
            Self::Zip(BadZip::Packing) => "pack it again as an ordinary zip (Deflate)",
            Self::Zip(BadZip::TwoExports) => {
                "name the zip of one export, or unpack it onto an encrypted disk and name the folder of one"
            }
            Self::Zip(BadZip::Other(_)) => {
                "name the folder with all CSV files of the export, or the zip as the system gave it"
            }
            Self::DoubledFile => {
                "find out which is of this export, and move the other one away"
            }
            Self::Machine(_, kind) => machine_hint(*kind),
            Self::ZipBelow => "name the zip itself",
            Self::Below(_) => "name the folder of the export itself",
            Self::Hashed(_) | Self::HashedRow(_) => NOT_HASHED,
            Self::HashStatus(_) => {
                "find out what it means; then export again, not hashed (HashStatus 1)"
            }
            Self::Row(BadRow {
                file: TableFile::Flag(_),
                wrong: Wrong::Twice(_),
                ..
            }) => "give each identifier one row",
            Self::RowsOfOthers => {
                "put each row into the extract of the client that its `client_id` names"
            }
            Self::IdOfTwo(..) => {
                "look up in HMIS whose it is, and remove the other row from the file of `--ids`"
            }
            Self::SameId(_) => "give each PersonalID an HMIS identifier with `--ids`",
            Self::Zip(BadZip::Locked) => "unpack it first, onto an encrypted disk",
            Self::NoEnd(..) => {
                "look for a quotation mark that is not closed, near that row"
            }
            Self::NoColumns(TableFile::Flag(_), _) => {
                "name the columns in the first row of that file"
            }
            Self::DoubledColumn(TableFile::Flag(_), _) => "remove one of them",
            Self::NotCsv(TableFile::Flag(_), Shape::Titled) => {
                "delete the lines above the header in that file"
            }
            Self::NotCsv(TableFile::Flag(_), _) => {
                "save that file as CSV, comma delimited, in UTF-8"
            }
            Self::NotCsv(TableFile::Export(_), _) => {
                "export again, and do not open the files in Excel: it saves them in another form"
            }
            Self::Row(BadRow { file: TableFile::Flag(_), .. }) => "correct that row",
            Self::Unreadable(TableFile::Flag(_)) => "save that file as CSV again",
            _ => "export again; unpack nothing and change nothing by hand",
        })
    }
}

/// "column A", "columns A and B", "columns A, B and C".
pub fn columns_named(columns: &[&str]) -> String {
    match columns {
        [] => "column".into(),
        [one] => format!("column {one}"),
        [most @ .., last] => format!("columns {} and {last}", most.join(", ")),
    }
}

/// Why a zip is not read.
fn zip_message(why: &BadZip) -> String {
    match why {
        BadZip::Unreadable => {
            "the export is not a folder or a zip that can be read".into()
        }
        BadZip::Locked => "the zip asks for a password".into(),
        BadZip::Name => "a name in the zip leads out of it".into(),
        BadZip::Twice => "two files of the zip have the same name".into(),
        BadZip::TwoExports => {
            "two folders of the zip have a file of the same name".into()
        }
        BadZip::Packing => {
            "the zip is packed in a way that is not read here (not Deflate)".into()
        }
        BadZip::Other(what) => format!("the export is {what}, not a folder or a zip"),
    }
}
