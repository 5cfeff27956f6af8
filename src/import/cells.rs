//! What programs make of the cells of a CSV: commas behind the last one and a word for nothing;
//! and how they name their columns.

use csv::ByteRecord;

use super::bad_row::TableFile;

/// True where a header names this column. A file that a flag names is made by hand, from a Look:
/// there a column is called "Clients Personal ID", "Personal ID" or `clients.personal_id`.
pub(super) fn is_column(file: TableFile, name: &str, column: &str) -> bool {
    if name.eq_ignore_ascii_case(column) {
        return true;
    }
    let TableFile::Flag(_) = file else { return false };
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let mut words = words.filter(|it| !it.is_empty()).peekable();
    // The label of the view.
    let is_view =
        |it: &&str| ["client", "clients"].iter().any(|v| it.eq_ignore_ascii_case(v));
    words.next_if(is_view);
    words.collect::<String>().eq_ignore_ascii_case(column)
}

/// How many cells a row has. Some programs write a comma behind the last column, in the header,
/// in the rows or in both; but in all rows or in none.
pub(super) struct Size {
    /// The columns with a name.
    named: usize,
    /// All that the header has.
    header: usize,
    /// What the first row has, where it is one of these.
    first: Option<usize>,
}

impl Size {
    /// What a header says.
    pub(super) fn of_header(names: &[String]) -> Self {
        let named = names.iter().rposition(|it| !it.is_empty()).map_or(0, |it| it + 1);
        Self { named, header: names.len(), first: None }
    }

    /// True for a row of as many cells as all others have; those without a column are blank.
    pub(super) fn fits(&mut self, record: &ByteRecord) -> bool {
        let n = record.len();
        let is_blank = |it: &[u8]| it.trim_ascii().is_empty();
        let may = (n == self.named || n == self.header)
            && record.iter().skip(self.named).all(is_blank);
        may && *self.first.get_or_insert(n) == n
    }

    /// True for a row of more cells than the header names.
    pub(super) fn has_more(&self, record: &ByteRecord) -> bool {
        record.len() > self.named
    }
}

/// What databases write for nothing.
pub(super) const NULL: &str = "NULL";

/// Columns in which a name can stand that reads like it.
pub(super) const NAMES: [&str; 8] = [
    "DifferentIdentityText",
    "FirstName",
    "MiddleName",
    "LastName",
    "NameSuffix",
    "AdditionalRaceEthnicity",
    "ProjectName",
    "OrganizationName",
];
