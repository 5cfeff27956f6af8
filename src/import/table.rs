//! A CSV file as a stream of rows: headers by name, in any case and order; what is wrong with
//! a row is reported by file, row and column, never by its value.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use foldhash::HashMap;

use super::bad_row::{BadRow, TableFile, Wrong};
use super::cells::{NAMES, NULL, Size, is_column};
use super::error::ExportError;
use super::layout::{DELETED, Layout};
use super::lines::Lines;
use super::rounded::is_rounded;
use super::shape::{Shape, as_text};
use super::written_day::{Written, calendar_day, day_of_record};
use crate::model::Day;
use crate::source::is_day_not_known;

/// A file that is being read.
pub(super) struct Table<'a> {
    file: TableFile,
    reader: Reader<Lines<'a>>,
    columns: HashMap<&'static str, usize>,
    size: Size,
    missing: Vec<&'static str>,
    since: Rc<Cell<u64>>,
    record: ByteRecord,
}

impl<'a> Table<'a> {
    /// Reads the header.
    pub(super) fn open(
        layout: &'static Layout,
        reader: Box<dyn Read + 'a>,
    ) -> Result<Self, ExportError> {
        let since = Rc::new(Cell::new(0));
        let file = layout.file;
        let text = as_text(reader).map_err(|err| ExportError::reading(file, &err))?;
        let text = text.map_err(|shape| ExportError::NotCsv(file, shape))?;
        let lines = Lines::new(text, Rc::clone(&since));
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(lines);
        let header = reader.byte_headers().map_err(|err| broken(file, 1, &err))?.clone();
        let names: Vec<String> = header
            .iter()
            .map(|it| String::from_utf8_lossy(it).trim().to_owned())
            .collect();
        let is =
            |column: &'static str| move |name: &String| is_column(file, name, column);
        let place = |column: &'static str| names.iter().position(is(column));
        let lacks = |columns: &[&'static str]| -> Vec<&'static str> {
            columns.iter().copied().filter(|it| place(it).is_none()).collect()
        };
        let needed = lacks(layout.needed);
        let optional = layout.optional.concat();
        if !needed.is_empty() {
            let one = String::from_utf8_lossy(header.get(0).unwrap_or_default());
            let shape = Shape::of_header(&one, layout).filter(|_| names.len() == 1);
            let shape = shape.or_else(|| titled(&mut reader, &names, layout));
            return Err(match shape {
                Some(shape) => ExportError::NotCsv(file, shape),
                None => ExportError::NoColumns(file, needed),
            });
        }
        let all = layout.needed.iter().chain(&optional);
        // Which of two columns is right, nothing tells.
        let doubled =
            all.clone().find(|it| names.iter().filter(|name| is(it)(name)).count() > 1);
        if let Some(column) = doubled {
            return Err(ExportError::DoubledColumn(file, column));
        }
        let columns = all.filter_map(|it| Some((*it, place(it)?))).collect();
        since.set(0);
        Ok(Self {
            file,
            reader,
            columns,
            size: Size::of_header(&names),
            missing: lacks(&optional),
            since,
            record: ByteRecord::new(),
        })
    }

    /// Optional columns that the header lacks.
    pub(super) fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    /// The next row that says anything. Whether it is one row, and whole, [`Row::check`] tells.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, ExportError> {
        let mut before;
        loop {
            before = self.reader.position().line();
            let more = self.reader.read_byte_record(&mut self.record);
            self.since.set(0);
            if !more.map_err(|err| broken(self.file, before, &err))? {
                return Ok(None);
            }
            if self.record.iter().any(|it| !it.trim_ascii().is_empty()) {
                break;
            }
        }
        let is_sized = self.size.fits(&self.record);
        // Blank lines may lie before the row. The reader stands behind its line end now, but
        // where a mark that is not closed runs to the end of the file.
        let within = self.record.as_slice().split(|it| *it == b'\n').count() - 1;
        let line = self.reader.position().line() - 1 - within as u64;
        Ok(Some(Row {
            file: self.file,
            line: line.max(before),
            columns: &self.columns,
            is_sized,
            has_more: self.size.has_more(&self.record),
            record: &self.record,
            unknown_days: RefCell::default(),
        }))
    }
}

/// How many lines above a header may be a title and blank ones.
const TITLE: usize = 5;

/// What a file is of which the first line says one thing alone, and a line below is the header.
fn titled<R: Read>(
    reader: &mut Reader<R>,
    names: &[String],
    layout: &Layout,
) -> Option<Shape> {
    let is_title = names.iter().filter(|it| !it.is_empty()).count() == 1;
    let mut record = ByteRecord::new();
    let mut is_header = |_| {
        let is_row = reader.read_byte_record(&mut record).unwrap_or(false);
        let text = |it| String::from_utf8_lossy(it).trim().to_owned();
        let names: Vec<String> = record.iter().map(text).collect();
        let has =
            |column: &&str| names.iter().any(|it| is_column(layout.file, it, column));
        is_row && layout.needed.iter().all(has)
    };
    (is_title && (0..TITLE).any(&mut is_header)).then_some(Shape::Titled)
}

fn broken(file: TableFile, row: u64, err: &csv::Error) -> ExportError {
    match err.kind() {
        csv::ErrorKind::Io(err) if err.kind() == io::ErrorKind::FileTooLarge => {
            ExportError::NoEnd(file, row)
        }
        csv::ErrorKind::Io(err) => ExportError::reading(file, err),
        _ => ExportError::Unreadable(file),
    }
}

/// A row.
pub(super) struct Row<'a> {
    file: TableFile,
    line: u64,
    columns: &'a HashMap<&'static str, usize>,
    /// True where it has as many cells as the header.
    is_sized: bool,
    has_more: bool,
    record: &'a ByteRecord,
    unknown_days: RefCell<Vec<&'static str>>,
}

impl Row<'_> {
    /// Fails where this is half a row, or several: then no cell stands for sure where it says.
    pub(super) fn check(&self) -> Result<(), BadRow> {
        if !self.is_sized {
            let wrong =
                if self.has_more { Wrong::MoreFields } else { Wrong::FewerFields };
            return Err(self.bad(wrong));
        }
        if self.record.as_slice().contains(&b'\n') {
            return Err(self.bad(Wrong::LineBreak));
        }
        Ok(())
    }

    /// True where the export marks it as deleted. What is no day marks nothing: whether the row
    /// counts is not known.
    pub(super) fn is_deleted(&self) -> Result<bool, BadRow> {
        match self.text(DELETED)? {
            None => Ok(false),
            Some(it) if is_day_not_known(it) => Ok(false),
            Some(it) if calendar_day(it).is_some() => Ok(true),
            Some(_) => Err(self.bad(Wrong::NotADate(DELETED))),
        }
    }

    /// True where the row ends with the cell of this column, and more should follow: the file may
    /// have been cut off within that cell.
    pub(super) fn is_cut_in(&self, column: &'static str) -> bool {
        let is_last = |i: &usize| i + 1 == self.record.len();
        !self.is_sized && !self.has_more && self.columns.get(column).is_some_and(is_last)
    }

    /// What stands in a column, where it can be read: no judgement of the row.
    pub(super) fn cell(&self, column: &'static str) -> Option<&str> {
        self.text(column).ok().flatten()
    }

    /// All that stands in the row between the characters that part cells and lines: whatever became of
    /// its cells, an identifier is among them.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &str> {
        let is_between = |it: &u8| b",;|\t\n\"".contains(it);
        let pieces = self.record.iter().flat_map(move |it| it.split(is_between));
        let texts = pieces.filter_map(|it| std::str::from_utf8(it).ok()).map(str::trim);
        texts.filter(|it| !it.is_empty())
    }

    /// This row, with what is wrong with it.
    pub(super) fn bad(&self, wrong: Wrong) -> BadRow {
        BadRow { file: self.file, line: self.line, wrong }
    }

    /// The line in the file at which it begins, the header being 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The text of a column; none where it is blank or the file lacks it.
    pub(super) fn text(&self, column: &'static str) -> Result<Option<&str>, BadRow> {
        let Some(field) = self.columns.get(column).and_then(|i| self.record.get(*i))
        else {
            return Ok(None);
        };
        let text = std::str::from_utf8(field)
            .map_err(|_| self.bad(Wrong::NotText(column)))?
            .trim();
        let is_blank = text.is_empty() || (text == NULL && self.is_null(column));
        Ok((!is_blank).then_some(text))
    }

    /// True where the text of a database for "nothing" means that in this column. Somebody may
    /// have this name: there it means nothing only where another column of the row has it too.
    fn is_null(&self, column: &str) -> bool {
        let says_so = |column: &&'static str| {
            let cell = self.columns.get(column).and_then(|i| self.record.get(*i));
            cell.is_some_and(|it| it.trim_ascii() == NULL.as_bytes())
        };
        !NAMES.contains(&column)
            || self.columns.keys().filter(|it| !NAMES.contains(it)).any(says_so)
    }

    /// The same, kept.
    pub(super) fn kept(&self, column: &'static str) -> Result<Option<String>, BadRow> {
        Ok(self.text(column)?.map(str::to_owned))
    }

    /// A text without which there is no row.
    pub(super) fn needed(&self, column: &'static str) -> Result<String, BadRow> {
        let text = self.kept(column)?.ok_or_else(|| self.bad(Wrong::Blank(column)))?;
        if is_rounded(&text) {
            return Err(self.bad(Wrong::Rounded(column)));
        }
        Ok(text)
    }

    /// A code of HUD's.
    pub(super) fn code(&self, column: &'static str) -> Result<Option<i64>, BadRow> {
        let Some(text) = self.text(column)? else { return Ok(None) };
        // A program that takes every number for a fraction writes `1.0`.
        let whole = text.split_once('.').filter(|it| it.1.bytes().all(|b| b == b'0'));
        let digits = whole.filter(|it| !it.1.is_empty()).map_or(text, |it| it.0);
        digits.parse().map(Some).map_err(|_| self.bad(Wrong::NotANumber(column)))
    }

    /// A day that has to be written, though it may mean "not known".
    pub(super) fn written_day(
        &self,
        column: &'static str,
    ) -> Result<Option<Day>, BadRow> {
        self.text(column)?.ok_or_else(|| self.bad(Wrong::Blank(column)))?;
        self.day(column)
    }

    /// A day that should be there: also that it is blank is noted.
    pub(super) fn expected_day(
        &self,
        column: &'static str,
    ) -> Result<Option<Day>, BadRow> {
        if self.text(column)?.is_none() {
            self.unknown_days.borrow_mut().push(column);
        }
        self.day(column)
    }

    /// A day; none where it is blank or means "not known", which is noted.
    pub(super) fn day(&self, column: &'static str) -> Result<Option<Day>, BadRow> {
        let Some(text) = self.text(column)? else { return Ok(None) };
        match day_of_record(text) {
            Some(Written::On(day)) => Ok(Some(day)),
            Some(Written::NotKnown) => {
                self.unknown_days.borrow_mut().push(column);
                Ok(None)
            }
            None if calendar_day(text).is_some() => Err(self.bad(Wrong::FarDay(column))),
            None => Err(self.bad(Wrong::NotADate(column))),
        }
    }

    /// The file it is of.
    pub(super) fn file(&self) -> TableFile {
        self.file
    }

    /// True where a day that was read is not known.
    pub(super) fn has_unknown_days(&self) -> bool {
        !self.unknown_days.borrow().is_empty()
    }

    /// The columns that were read whose day is not known.
    pub(super) fn unknown_days(&self) -> Vec<&'static str> {
        self.unknown_days.borrow().clone()
    }
}
