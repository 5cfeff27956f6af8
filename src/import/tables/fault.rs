//! What is wrong with a download, collected until all of it was read. Nothing here holds what
//! stands in a cell, but for the answers that were counted once, which are not shown.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::super::machine::machine;
use super::counts::SomeRows;
use crate::model::SectionKind;

/// What is wrong; the worst is reported first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wrong {
    /// Rows are about another client.
    AnotherClient,
    /// Rows write the client's identifier in another way.
    Spelled,
    /// It contains case notes.
    CaseNotes,
    /// No column says whose row it is.
    NoIdentifier,
    /// Its header is not its first row: a title stands above it.
    HeaderBelow,
    /// Rows do not say whose they are.
    RowOfNobody,
    /// Two tables are one section of which there is one.
    TwoTables(SectionKind),
    /// Two rows tell differently of one thing: what it is.
    Differ(&'static str),
    /// It has exactly so many rows as a table is cut off at.
    CutOff(u64),
    /// The profile is marked as deleted.
    DeletedProfile,
    /// The table of the profile has no row.
    NoProfile,
    /// There is no table in the download.
    NoTables,
    /// No row says whom the download is about.
    Nobody,
    /// It is not a table: what it is.
    NotATable(&'static str),
    /// It fits no section: the nearest, and what it lacks.
    NotKnown(Option<(SectionKind, Vec<&'static str>)>),
    /// It lacks columns that its section needs; of each list one.
    Lacks(SectionKind, Vec<&'static str>),
    /// Two columns are one field: its key.
    TwoColumns(&'static str),
    /// The mapping does not know an answer: the list that it belongs to.
    UnknownAnswer(&'static str),
    /// A cell is blank that must not be.
    Blank,
    /// A cell is not a date.
    NotADate,
    /// A cell is not a year.
    NotAYear,
    /// Two columns of one field say different things: its key.
    TwoValues(&'static str),
    /// A spreadsheet dropped the zeros that a number begins with.
    LostZero,
    /// A spreadsheet wrote a number in powers of ten.
    Rounded,
    /// A cell has several lines.
    LineBreak,
    /// A value of a JSON row is a list or an object.
    NotFlat,
    /// A cell is a digest.
    Hashed,
    /// A row has more or fewer fields than the header, or other keys than the first.
    Fields,
    /// A row is not UTF-8.
    NotText,
    /// A record does not end.
    NoEnd,
    /// It cannot be read to its end.
    Unreadable,
    /// The machine does not let us read it.
    Machine(io::ErrorKind),
    /// It is not JSON.
    NotJson,
}

impl Wrong {
    /// Why a table cannot be read: the machine's doing, or what is in it.
    pub(super) fn reading(err: &io::Error) -> Self {
        machine(err).map_or(Self::Unreadable, Self::Machine)
    }
}

/// A fault, with the places that have it.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub wrong: Wrong,
    /// The file.
    pub file: String,
    /// The first rows.
    pub rows: Vec<u64>,
    /// How many rows there are.
    pub n_rows: u64,
    last: Option<u64>,
    /// The header of the column: one that the mapping knows.
    pub column: Option<String>,
    /// Another place that it disagrees with: file and row.
    pub other: Option<(String, Option<u64>)>,
}

/// The most rows that are named of one fault.
const MAX_ROWS: usize = 3;

/// The most faults that are kept.
const MAX_FAULTS: usize = 1000;

/// The faults of a download.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: Vec<Fault>,
    /// Texts that were found to be unknown: file, column, and what they level to.
    answers: BTreeSet<(String, String, String)>,
    /// Days that are not known, by file and column: no fault.
    unknown_days: BTreeMap<(String, String), SomeRows>,
    /// Answers that a record has no place for, by file and column: no fault.
    not_kept: BTreeMap<(String, String), SomeRows>,
    /// Rows that say the same as one of another table, or in other words, by file: no fault.
    same: BTreeMap<String, usize>,
    more: usize,
}

impl Faults {
    /// Adds a fault; rows of one file and column that have the same are one.
    pub(super) fn add(
        &mut self,
        wrong: Wrong,
        file: &str,
        row: Option<u64>,
        column: Option<&str>,
    ) {
        let same = self.all.iter_mut().find(|it| {
            it.wrong == wrong && it.file == file && it.column.as_deref() == column
        });
        if let (Some(same), Some(row), false) =
            (same, row, matches!(wrong, Wrong::UnknownAnswer(_)))
        {
            if same.last == Some(row) {
                return;
            }
            same.last = Some(row);
            same.n_rows += 1;
            if same.rows.len() < MAX_ROWS {
                same.rows.push(row);
            }
            return;
        }
        self.push(Fault {
            wrong,
            file: file.to_owned(),
            rows: row.into_iter().collect(),
            n_rows: u64::from(row.is_some()),
            last: row,
            column: column.map(str::to_owned),
            other: None,
        });
    }

    /// Adds an answer that is not known, once for each text.
    pub(super) fn answer(
        &mut self,
        list: &'static str,
        file: &str,
        row: u64,
        (column, text): (&str, String),
    ) {
        if self.answers.insert((file.to_owned(), column.to_owned(), text)) {
            self.add(Wrong::UnknownAnswer(list), file, Some(row), Some(column));
        }
    }

    /// Adds a disagreement of two places.
    pub(super) fn disagree(
        &mut self,
        wrong: Wrong,
        (file, row): (&str, Option<u64>),
        other: (&str, Option<u64>),
    ) {
        self.push(Fault {
            wrong,
            file: file.to_owned(),
            rows: row.into_iter().collect(),
            n_rows: 1,
            last: row,
            column: None,
            other: Some((other.0.to_owned(), other.1)),
        });
    }

    /// Notes a day that is blank where one should be, or stands for "not known".
    pub(super) fn day_not_known(&mut self, file: &str, row: u64, column: &str) {
        note(&mut self.unknown_days, file, row, column);
    }

    /// Notes an answer that a record has no place for.
    pub(super) fn answer_not_kept(&mut self, file: &str, row: u64, column: &str) {
        note(&mut self.not_kept, file, row, column);
    }

    /// Notes a row that says nothing new.
    pub(super) fn says_the_same(&mut self, file: &str) {
        *self.same.entry(file.to_owned()).or_default() += 1;
    }

    /// How many rows of each file say nothing new.
    pub(super) fn take_same(&mut self) -> BTreeMap<String, usize> {
        std::mem::take(&mut self.same)
    }

    /// The days that are not known.
    pub(super) fn take_unknown_days(&mut self) -> Vec<SomeRows> {
        taken(&mut self.unknown_days)
    }

    /// The answers that a record has no place for.
    pub(super) fn take_not_kept(&mut self) -> Vec<SomeRows> {
        taken(&mut self.not_kept)
    }

    fn push(&mut self, fault: Fault) {
        if self.all.len() < MAX_FAULTS {
            self.all.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// True where the machine did not let us read everything: then that alone is told, as the
    /// rest may follow from it.
    pub(super) fn only_the_machines(&mut self) -> bool {
        let is_of_machine = |it: &Fault| matches!(it.wrong, Wrong::Machine(_));
        let is_any = self.all.iter().any(is_of_machine);
        if is_any {
            self.all.retain(is_of_machine);
            self.more = 0;
        }
        is_any
    }

    /// True where something is wrong with a file.
    pub(super) fn is_of(&self, file: &str) -> bool {
        self.all.iter().any(|it| it.file == file)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, the worst first, and how many more there are.
    pub(super) fn sorted(mut self) -> (Vec<Fault>, usize) {
        self.all.sort_by(|a, b| {
            (&a.wrong, &a.file, &a.rows).cmp(&(&b.wrong, &b.file, &b.rows))
        });
        (self.all, self.more)
    }
}

fn note(
    notes: &mut BTreeMap<(String, String), SomeRows>,
    file: &str,
    row: u64,
    column: &str,
) {
    let rows = notes.entry((file.to_owned(), column.to_owned())).or_default();
    rows.n += 1;
    if rows.rows.len() < MAX_ROWS {
        rows.rows.push(row);
    }
}

fn taken(notes: &mut BTreeMap<(String, String), SomeRows>) -> Vec<SomeRows> {
    let named = |((file, column), rows)| SomeRows { file, column, ..rows };
    std::mem::take(notes).into_iter().map(named).collect()
}
