//! A table that we are given, a row of it that cannot be read, and what is wrong with that row.

use crate::diagnostics::{Place, Problem};

/// A table: a file of the export, or the file that a flag names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFile {
    /// A file of the export, by its name in HUD's specification.
    Export(&'static str),
    /// The file that this flag names.
    Flag(&'static str),
}

impl TableFile {
    /// The name of the file, or the flag.
    pub fn name(self) -> &'static str {
        match self {
            Self::Export(name) | Self::Flag(name) => name,
        }
    }

    /// The file as a message names it.
    pub(super) fn words(self) -> String {
        match self {
            Self::Export(name) => name.to_owned(),
            Self::Flag(flag) => format!("the file of `{flag}`"),
        }
    }

    /// The whole file.
    pub fn place(self) -> Place {
        Place::Outside(self.path())
    }

    /// A row of it, or a column of that.
    pub(super) fn row(self, row: u64, column: Option<&str>) -> Place {
        Place::row(self.path(), row, column)
    }

    fn path(self) -> String {
        match self {
            Self::Export(name) => format!("EXPORT/{name}"),
            Self::Flag(flag) => flag.to_owned(),
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It has fewer fields than the header.
    FewerFields,
    /// It has more fields than the header.
    MoreFields,
    /// A field contains a line break: one quotation mark that is not closed can make one row of
    /// two, and of two people one.
    LineBreak,
    /// The column is not UTF-8.
    NotText(&'static str),
    /// The column must not be blank.
    Blank(&'static str),
    /// The column is not a number.
    NotANumber(&'static str),
    /// The column is not a date.
    NotADate(&'static str),
    /// The column is a date with a time that cannot be read.
    NotATime(&'static str),
    /// The column is an identifier that Excel made a rounded number of.
    Rounded(&'static str),
    /// The column is a whole number of which Excel dropped zeros at the beginning.
    LostZero(&'static str),
    /// The column is a date of no living person's record.
    FarDay(&'static str),
    /// The column contains a digest instead of what the client gave.
    Hashed(&'static str),
    /// Another row has the same value in this column, which must be unique, and other values
    /// in others.
    Twice(&'static str),
    /// The column names the enrollment of another client than the row does.
    AnotherClients(&'static str),
    /// The column names an enrollment that another client has too.
    OfTwo(&'static str),
    /// Another file writes the identifier in this column differently.
    Spelled(&'static str),
}

impl Wrong {
    /// The column, where it is one.
    pub fn column(self) -> Option<&'static str> {
        match self {
            Self::FewerFields | Self::MoreFields | Self::LineBreak => None,
            Self::NotText(column)
            | Self::Blank(column)
            | Self::NotANumber(column)
            | Self::NotADate(column)
            | Self::NotATime(column)
            | Self::Rounded(column)
            | Self::LostZero(column)
            | Self::FarDay(column)
            | Self::Hashed(column)
            | Self::Twice(column)
            | Self::AnotherClients(column)
            | Self::OfTwo(column)
            | Self::Spelled(column) => Some(column),
        }
    }
}

/// A row that cannot be read. It never holds a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BadRow {
    /// The file.
    pub file: TableFile,
    /// The line in the file at which the row begins, the header being 1.
    pub line: u64,
    /// What is wrong with it.
    pub wrong: Wrong,
}

impl BadRow {
    /// True where all that is wrong with it is that it is hashed.
    pub fn is_hashed(&self) -> bool {
        matches!(self.wrong, Wrong::Hashed(_))
    }
}

impl Problem for BadRow {
    fn slug(&self) -> &'static str {
        if self.is_hashed() { "export-hashed" } else { "bad-row" }
    }

    fn message(&self) -> String {
        match self.wrong {
            Wrong::FewerFields => "the row has fewer fields than the header".into(),
            Wrong::MoreFields => "the row has more fields than the header".into(),
            Wrong::LineBreak => "a field contains a line break".into(),
            Wrong::NotText(column) => format!("`{column}` is not UTF-8 text"),
            Wrong::Blank(column) => format!("`{column}` is blank"),
            Wrong::NotANumber(column) => format!("`{column}` is not a number"),
            Wrong::NotADate(column) => format!("`{column}` is not a date"),
            Wrong::NotATime(column) => {
                format!("`{column}` is a date with a time that cannot be read")
            }
            Wrong::FarDay(column) => {
                format!("`{column}` is a day before 1900 or after 2100")
            }
            Wrong::Hashed(column) => {
                format!("`{column}` contains a hash instead of the real value")
            }
            Wrong::Rounded(column) => {
                format!("`{column}` is a number that Excel rounded, not an identifier")
            }
            Wrong::LostZero(column) => {
                format!("`{column}` lacks digits: Excel drops zeros at the beginning")
            }
            Wrong::Twice(column) => {
                format!("another row has the same `{column}` and says something else")
            }
            Wrong::AnotherClients(column) => {
                format!("`{column}` names an enrollment of another client")
            }
            Wrong::OfTwo(column) => {
                format!("another client has an enrollment of the same `{column}`")
            }
            Wrong::Spelled(column) => format!(
                "another file writes this `{column}` with other zeros at the beginning, \
                 `.0`, marks or capitals"
            ),
        }
    }

    fn place(&self) -> Option<Place> {
        Some(self.file.row(self.line, self.wrong.column()))
    }
}
