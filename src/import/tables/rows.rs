//! The rows of a table, one after another, whatever form it has: CSV, tab-separated text, or a
//! JSON list of flat objects. What form it has, its first bytes tell, not its name.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};

use super::super::lines::Lines;
use super::super::shape::decoded;
use super::fault::Wrong;
use super::json;
use super::sink::{Broken, End, Sink};

/// The first bytes that are looked at.
const FIRST: u64 = 64 * 1024;

/// Hands the rows of a table on.
pub(super) fn rows(from: Box<dyn Read + '_>, sink: &mut dyn Sink) -> Result<End, Broken> {
    let mut from = decoded(from).map_err(|err| (Wrong::reading(&err), None))?;
    let mut first = Vec::new();
    let read = from.by_ref().take(FIRST).read_to_end(&mut first);
    read.map_err(|err| (Wrong::reading(&err), None))?;
    let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first);
    let is_all = (first.len() as u64) < FIRST;
    let Some(start) = text.iter().find(|it| !it.is_ascii_whitespace()) else {
        let end = if is_all { Ok(End::NoBytes) } else { Err((Wrong::Unreadable, None)) };
        return end;
    };
    // What Looker shows of a tile without rows.
    if is_all && text.trim_ascii().eq_ignore_ascii_case(b"no results") {
        return Ok(End::NoBytes);
    }
    if let Some(what) = other_kind(text) {
        return Err((Wrong::NotATable(what), None));
    }
    let all: Box<dyn Read> = Box::new(text.chain(from));
    match start {
        b'[' => json::rows(all, sink),
        b'{' => Err((Wrong::NotJson, None)),
        _ => csv_rows(all, delimiter(text), sink),
    }
}

/// What a file is that is no table, by its first bytes.
fn other_kind(text: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a workbook, or a zip within the download"),
        (b"\xD0\xCF\x11\xE0", "a workbook"),
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\x1F\x8B", "a packed file"),
    ];
    let found = kinds.iter().find(|it| text.starts_with(it.0)).map(|it| it.1);
    let is_page = || {
        let start = text.trim_ascii_start();
        start.starts_with(b"<") || start.starts_with(b"|")
    };
    found.or_else(|| is_page().then_some("a web page or another text"))
}

/// The character between cells: a tab where the header has one; a semicolon or a bar where it has
/// that and no comma, as spreadsheets of other countries and databases write.
fn delimiter(text: &[u8]) -> u8 {
    let header = text.split(|it| matches!(it, b'\n' | b'\r')).next().unwrap_or_default();
    let has = |it: u8| header.contains(&it);
    let marks = [b'\t', b',', b';', b'|'];
    marks.into_iter().find(|it| has(*it)).unwrap_or(b',')
}

fn csv_rows(
    from: Box<dyn Read + '_>,
    delimiter: u8,
    sink: &mut dyn Sink,
) -> Result<End, Broken> {
    let since = Rc::new(Cell::new(0));
    let lines = Lines::new(from, Rc::clone(&since));
    let mut reader =
        ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(lines);
    let header = reader.byte_headers().map_err(|err| broken(&err, 1))?.clone();
    since.set(0);
    let header = StringRecord::from_byte_record(header);
    let header = header.map_err(|_| (Wrong::NotText, Some(1)))?;
    let header: Vec<String> = header.iter().map(str::to_owned).collect();
    let mut record = ByteRecord::new();
    if is_title(&header) && is_header_below(&mut reader, sink, &mut record) {
        return Err((Wrong::HeaderBelow, Some(1)));
    }
    if !sink.header(&header) {
        return Ok(End::Read);
    }
    loop {
        let before = reader.position().line();
        let more = reader.read_byte_record(&mut record);
        since.set(0);
        if !more.map_err(|err| broken(&err, before))? {
            return Ok(End::Read);
        }
        // Blank lines may lie before the row; the reader stands behind its line end now.
        let within = record.as_slice().split(|it| *it == b'\n').count() as u64;
        let line = (reader.position().line().saturating_sub(within)).max(before);
        let cells: Result<Vec<&str>, _> =
            record.iter().map(std::str::from_utf8).collect();
        match cells {
            Err(_) => sink.row(line, Err(Wrong::NotText)),
            // What a spreadsheet writes behind the last row.
            Ok(cells) if cells.iter().all(|it| it.trim().is_empty()) => {}
            Ok(cells) if cells.len() != header.len() => {
                sink.row(line, Err(Wrong::Fields));
            }
            Ok(cells) if has_a_row_within(&cells, delimiter) => {
                sink.row(line, Err(Wrong::LineBreak));
            }
            Ok(cells) => sink.row(line, Ok(&cells)),
        }
    }
}

/// True for a line that says one thing alone. A pivot has two header rows, and more in the first.
fn is_title(header: &[String]) -> bool {
    header.iter().filter(|it| !it.trim().is_empty()).count() == 1
}

/// How many lines above a header may be a title, a filter and blank ones.
const TITLE: usize = 12;

/// True where one of the first rows has what the header lacks: the column of the client.
fn is_header_below<R: Read>(
    reader: &mut Reader<R>,
    sink: &dyn Sink,
    record: &mut ByteRecord,
) -> bool {
    (0..TITLE).any(|_| {
        let is_one = reader.read_byte_record(record).unwrap_or(false);
        let cells: Result<Vec<String>, _> =
            record.iter().map(|it| std::str::from_utf8(it).map(str::to_owned)).collect();
        is_one && cells.is_ok_and(|it| sink.names_client(&it))
    })
}

/// True where a cell with several lines looks like rows: a quotation mark that is not closed
/// swallows the rest of its own row, whole rows behind that, and the next row's beginning up to
/// the column in which a quotation mark closes. As the row has all its fields then, that is the
/// same column.
fn has_a_row_within(cells: &[&str], delimiter: u8) -> bool {
    let last = cells.len() - 1;
    let n_delimiters = |line: &str| line.bytes().filter(|it| *it == delimiter).count();
    last > 0
        && cells.iter().enumerate().filter(|it| it.1.contains('\n')).any(|(at, cell)| {
            let lines: Vec<usize> = cell.split('\n').map(n_delimiters).collect();
            let end_of_row = lines.iter().position(|n| *n >= last - at);
            let is_beginning = |from: usize| lines[from + 1..].iter().any(|n| *n >= at);
            lines[1..].iter().any(|n| *n >= last) || end_of_row.is_some_and(is_beginning)
        })
}

fn broken(err: &csv::Error, row: u64) -> Broken {
    match err.kind() {
        csv::ErrorKind::Io(err) if err.kind() == io::ErrorKind::FileTooLarge => {
            (Wrong::NoEnd, Some(row))
        }
        csv::ErrorKind::Io(err) => (Wrong::reading(err), None),
        _ => (Wrong::Unreadable, None),
    }
}

#[cfg(test)]
mod tests {
    use super::has_a_row_within;

    #[test]
    fn a_cell_that_swallowed_the_beginning_of_a_row_is_seen() {
        for (cells, is_found) in [
            (&["A1", "Lease,2026-01-01\nB2,Another ID", "2026-01-02"][..], true),
            (&["A1", "Lease", "2026-01-01\nB2,Another ID,2026-01-02"], true),
            (&["Lease,2026-01-01,A1\nAnother ID", "2026-01-02", "A1"], true),
            // Text that staff typed in several lines, the quotation mark open behind it.
            (&["A1", "Lease\nof a room,2026-01-01\nB2,ID", "2026-01-02"], true),
            // A whole row between them.
            (&["A1", "Lease,2026-01-01\nB2,ID,2026\nB2,ID", "2026-01-02"], true),
            (&["A1", "Lease\nof a room, at last", "2026-01-02"], false),
            (&["A1", "1 Example Row\nAnaheim, CA", "", "", "note"], false),
            (&["A1", "Name", "a note, typed\nin two lines, or so"], false),
            (&["A1", "Name", "Lease"], false),
            (&["of one\ncolumn"], false),
        ] {
            assert_eq!(has_a_row_within(cells, b','), is_found, "{cells:?}");
        }
    }
}
