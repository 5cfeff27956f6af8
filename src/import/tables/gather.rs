//! One pass over a table: what its rows say is kept once, whoever else's they are is counted.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::super::rounded::is_with_power;
use super::super::spelling;
use super::super::written_day::calendar_day;
use super::columns::{Columns, columns, names_client};
use super::counts::TableCount;
use super::fault::{Faults, Wrong};
use super::map::TableMap;
use super::rows::rows;
use super::shape::Shape;
use super::sink::{End, Sink};
use super::source::TableSource;

/// A table with the rows that are about the client.
pub(super) struct Table {
    pub file: String,
    pub columns: Columns,
    pub header: Vec<String>,
    /// The rows, each once: where it is, and what it says in the columns that are used.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// Whose rows are wanted.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    /// Those of this client.
    Of(String),
    /// Those of the client whose row comes first: a download is about one.
    First(Option<String>),
}

/// What came of a table.
pub(super) enum Gathered {
    /// A table of a section.
    Table(Box<Table>),
    /// A file that says nothing, of the section that its name tells.
    Empty,
    /// A list without a row, of the section that its name tells.
    NoRows(&'static Shape),
    /// Something is wrong with it.
    Faulty,
}

/// Reads a table. What is wrong with it goes to `faults`, what was left out to `count`.
pub(super) fn gather(
    source: &dyn TableSource,
    map: &TableMap,
    whose: &mut Whose,
    count: &mut TableCount,
    faults: &mut Faults,
) -> Gathered {
    let file = source.name();
    let named = map.section_of(file).and_then(Shape::of);
    let reader = match source.open() {
        Ok(reader) => reader,
        Err(err) => {
            faults.add(Wrong::reading(&err), file, None, None);
            return Gathered::Faulty;
        }
    };
    let mut pass = Pass {
        file,
        map,
        named,
        whose,
        count,
        faults,
        table: None,
        seen: HashMap::new(),
        n_rows: 0,
        is_faulty: false,
    };
    let end = rows(reader, &mut pass);
    let Pass { mut table, seen, n_rows, mut is_faulty, .. } = pass;
    if let Some(table) = &mut table {
        table.rows = seen.into_iter().map(|(cells, row)| (row, cells)).collect();
        table.rows.sort_unstable_by_key(|it| it.0);
    }
    match end {
        Err((wrong, row)) => {
            faults.add(wrong, file, row, None);
            is_faulty = true;
        }
        Ok(End::NoBytes) => return Gathered::Empty,
        Ok(End::NoList) => match named {
            Some(shape) => return Gathered::NoRows(shape),
            None => faults.add(Wrong::NotKnown(None), file, None, None),
        },
        Ok(End::Read) => {}
    }
    if map.row_limits.contains(&n_rows) {
        faults.add(Wrong::CutOff(n_rows), file, None, None);
    }
    match table {
        Some(table) if !is_faulty => Gathered::Table(Box::new(table)),
        _ => Gathered::Faulty,
    }
}

struct Pass<'a> {
    file: &'a str,
    map: &'a TableMap,
    named: Option<&'static Shape>,
    whose: &'a mut Whose,
    count: &'a mut TableCount,
    faults: &'a mut Faults,
    table: Option<Table>,
    /// What rows said: a tile that joins says the same again and again.
    seen: HashMap<Vec<String>, u64>,
    n_rows: u64,
    is_faulty: bool,
}

impl Sink for Pass<'_> {
    fn names_client(&self, header: &[String]) -> bool {
        names_client(header, self.map)
    }

    fn header(&mut self, header: &[String]) -> bool {
        match columns(header, self.named, self.map) {
            Ok(columns) => {
                self.count.section = Some(columns.shape.section);
                self.count.unused.clone_from(&columns.unused);
                self.table = Some(Table {
                    file: self.file.to_owned(),
                    columns,
                    header: header.to_vec(),
                    rows: Vec::new(),
                });
                true
            }
            Err((wrong, at)) => {
                // What fits a field is the mapping's own word.
                let column = at.and_then(|at| header.get(at)).map(String::as_str);
                self.faults.add(wrong, self.file, None, column);
                self.is_faulty = true;
                false
            }
        }
    }

    // Long: what may be wrong with a row, each in its own words.
    fn row(&mut self, row: u64, cells: Result<&[&str], Wrong>) {
        let Some(table) = &self.table else { return };
        let cells = match cells {
            Ok(cells) => cells,
            Err(wrong) => return self.faults.add(wrong, self.file, Some(row), None),
        };
        let columns = &table.columns;
        let said: Vec<Option<&str>> = cells.iter().map(|it| self.map.said(it)).collect();
        if said.iter().all(Option::is_none) {
            return;
        }
        let known = || {
            let custom = columns.custom.iter().map(|it| it.1);
            columns.fields.iter().flatten().copied().chain(custom)
        };
        for at in &columns.nameless {
            let is_number = *at == 0 && said[*at].is_none_or(is_row_number);
            if said[*at].is_some() && !is_number && !self.count.unused.contains(at) {
                self.count.unused.push(*at);
                self.count.unused.sort_unstable();
            }
        }
        let Some(client) = said[columns.client].filter(|it| !is_of_totals(it)) else {
            if known().all(|at| said[at].is_none()) {
                self.count.totals += 1;
            } else {
                self.n_rows += 1;
                self.faults.add(Wrong::RowOfNobody, self.file, Some(row), None);
            }
            return;
        };
        self.n_rows += 1;
        let client = bare(client);
        if let Err(wrong) = self.whose.is_theirs(client) {
            let column = matches!(wrong, Wrong::Rounded)
                .then(|| table.header[columns.client].as_str());
            return self.faults.add(wrong, self.file, Some(row), column);
        }
        // The end of a row that a quotation mark swallowed.
        let swallowed =
            |it: &&str| it.split('\n').skip(1).any(|line| line.contains(client));
        if cells.iter().any(swallowed) {
            return self.faults.add(Wrong::LineBreak, self.file, Some(row), None);
        }
        for at in &columns.deleted {
            let Some(text) = said[*at] else { continue };
            match self.map.yes_no(text) {
                Some(true) => {
                    self.count.deleted.push(row);
                    return;
                }
                Some(false) => {}
                None => {
                    let answer = (table.header[*at].as_str(), super::label::level(text));
                    self.faults.answer(super::answers::YES_NO, self.file, row, answer);
                }
            }
        }
        let mut kept = vec![String::new(); cells.len()];
        for at in known() {
            said[at].unwrap_or_default().clone_into(&mut kept[at]);
        }
        match self.seen.entry(kept) {
            Entry::Vacant(place) => {
                self.count.rows += 1;
                if self.map.says_yes(&said, &columns.private) {
                    self.count.private.push(row);
                }
                place.insert(row);
            }
            Entry::Occupied(_) => self.count.same += 1,
        }
    }
}

impl Whose {
    /// The client, where one is known.
    pub(super) fn client(&self) -> Option<&str> {
        match self {
            Self::Of(id) => Some(id),
            Self::First(id) => id.as_deref(),
        }
    }

    /// Why a row with this identifier is not the client's.
    fn is_theirs(&mut self, client: &str) -> Result<(), Wrong> {
        let id = match self {
            Self::Of(id) => id,
            Self::First(id) => id.get_or_insert_with(|| client.to_owned()),
        };
        if id == client {
            Ok(())
        } else if is_with_power(client) {
            Err(Wrong::Rounded)
        } else if spelling::level(id) == spelling::level(client) {
            Err(Wrong::Spelled)
        } else {
            Err(Wrong::AnotherClient)
        }
    }
}

/// An identifier without what keeps a spreadsheet from taking it for a number: `'0101`,
/// `="0101"`.
fn bare(id: &str) -> &str {
    let formula = id.strip_prefix("=\"").and_then(|it| it.strip_suffix('"'));
    formula.or_else(|| id.strip_prefix('\'')).unwrap_or(id)
}

/// True for what stands in the column of the client where a row is one of totals, or its cells
/// have moved: a word for totals, or a day.
fn is_of_totals(text: &str) -> bool {
    let words =
        ["total", "totals", "grand total", "subtotal", "sub total", "sum", "count"];
    words.contains(&super::label::level(text).as_str()) || calendar_day(text).is_some()
}

/// True for the number of a row, which Looker writes into a column without a name.
fn is_row_number(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit() || it == b',')
}
