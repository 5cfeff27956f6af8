//! What the readers of tables and what takes their rows have in common.

use super::fault::Wrong;

/// What takes the rows of a table.
pub(super) trait Sink {
    /// True where one of these is the name of the column that says whose a row is.
    fn names_client(&self, header: &[String]) -> bool;

    /// The names of the columns: false where no row is wanted.
    fn header(&mut self, header: &[String]) -> bool;

    /// A row, by its line in the file, the header being 1; in JSON by its place in the list. Or
    /// what is wrong with it.
    fn row(&mut self, row: u64, cells: Result<&[&str], Wrong>);
}

/// How the reading of a table ended, where nothing is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It had a header.
    Read,
    /// It has no bytes but white space.
    NoBytes,
    /// It is a JSON list without a row: it has no columns either.
    NoList,
}

/// What is wrong with a table as a whole, and in which row where that is known.
pub(super) type Broken = (Wrong, Option<u64>);
