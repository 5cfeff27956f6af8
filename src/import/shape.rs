//! What a file is that should be CSV: UTF-16 is read, and what is another kind of file is
//! called that.

use std::io::{self, Cursor, Read};

use super::cells::is_column;
use super::layout::Layout;

/// Bytes at the beginning that are looked at.
const HEAD: u64 = 1024;

/// What a file is instead of CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A workbook of Excel, whatever it is called.
    Workbook,
    /// A web page or XML: of a system that asked to sign in, say.
    WebPage,
    /// JSON.
    Json,
    /// Text of two bytes a character that does not say so, or no text at all.
    Binary,
    /// Its cells are separated by this character.
    Separated(char),
    /// A title or another line stands above its header.
    Titled,
}

impl Shape {
    /// What follows "is".
    pub(super) fn words(self) -> String {
        match self {
            Self::Workbook => "a workbook, not CSV".into(),
            Self::WebPage => "a web page or XML, not CSV".into(),
            Self::Json => "JSON, not CSV".into(),
            Self::Binary => "not text, or UTF-16 without a byte order mark".into(),
            Self::Titled => "a table with a line above its header".into(),
            Self::Separated('\t') => "separated by tabs, not by commas".into(),
            Self::Separated(';') => "separated by semicolons, not by commas".into(),
            Self::Separated(it) => format!("separated by `{it}`, not by commas"),
        }
    }

    /// The character that separates the names of a header which is one cell, where all of the
    /// needed ones are found with it.
    pub(super) fn of_header(header: &str, layout: &Layout) -> Option<Self> {
        let with = |separator: char| {
            let names: Vec<_> =
                header.split(separator).map(|it| it.trim().trim_matches('"')).collect();
            let is =
                |column: &&str| names.iter().any(|it| is_column(layout.file, it, column));
            layout.needed.iter().all(is)
        };
        [';', '\t', '|'].into_iter().find(|it| with(*it)).map(Self::Separated)
    }
}

/// A file on its way to the reader of CSV, as UTF-8; or what it is instead.
pub(super) fn as_text<'a>(
    mut reader: Box<dyn Read + 'a>,
) -> io::Result<Result<Box<dyn Read + 'a>, Shape>> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    if let Some(shape) = shape_of(&head) {
        return Ok(Err(shape));
    }
    decoded(Box::new(Cursor::new(head).chain(reader))).map(Ok)
}

/// A text that says that it is UTF-16 as UTF-8, and any other as it is.
pub(super) fn decoded<'a>(
    mut reader: Box<dyn Read + 'a>,
) -> io::Result<Box<dyn Read + 'a>> {
    // More than the mark: the reader of CSV looks for one of UTF-8 in what comes first.
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    let order = match head[..] {
        [0xFF, 0xFE, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        [0xFE, 0xFF, ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    let whole = Cursor::new(head).chain(reader);
    Ok(match order {
        Some(order) => {
            Box::new(Utf16 { inner: Box::new(whole), order, ..Utf16::empty() })
        }
        None => Box::new(whole),
    })
}

fn shape_of(head: &[u8]) -> Option<Shape> {
    let is_marked = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xD0\xCF\x11\xE0") {
        Some(Shape::Workbook)
    } else if is_marked {
        None
    } else if head.contains(&0) {
        Some(Shape::Binary)
    } else {
        match text.first() {
            Some(b'<') => Some(Shape::WebPage),
            Some(b'{' | b'[') => Some(Shape::Json),
            _ => None,
        }
    }
}

/// UTF-16 as UTF-8. What is no character becomes a byte that is no UTF-8: its cell is told.
struct Utf16<'a> {
    inner: Box<dyn Read + 'a>,
    order: fn([u8; 2]) -> u16,
    /// Bytes that were read and not decoded: half a character.
    rest: Vec<u8>,
    /// What was decoded and not handed on.
    ready: Vec<u8>,
    at: usize,
}

impl Utf16<'_> {
    fn empty() -> Self {
        let (rest, ready) = (Vec::new(), Vec::new());
        Self {
            inner: Box::new(io::empty()),
            order: u16::from_le_bytes,
            rest,
            ready,
            at: 0,
        }
    }

    /// Decodes some more; false at the end.
    fn more(&mut self) -> io::Result<bool> {
        let mut buffer = [0; 8192];
        let n = self.inner.read(&mut buffer)?;
        self.rest.extend(&buffer[..n]);
        self.ready.clear();
        self.at = 0;
        let mut units: Vec<u16> =
            self.rest.chunks_exact(2).map(|it| (self.order)([it[0], it[1]])).collect();
        // The first half of a pair waits for the second.
        if n > 0 && units.last().is_some_and(|it| (0xD800..0xDC00).contains(it)) {
            units.pop();
        }
        self.rest.drain(..units.len() * 2);
        for unit in char::decode_utf16(units) {
            match unit {
                Ok('\u{FEFF}') => {}
                Ok(c) => self.ready.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(_) => self.ready.push(0xFF),
            }
        }
        if n == 0 && !self.rest.is_empty() {
            self.rest.clear();
            self.ready.push(0xFF);
        }
        Ok(n > 0 || !self.ready.is_empty())
    }
}

impl Read for Utf16<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            if !self.more()? {
                return Ok(0);
            }
        }
        let n = (&self.ready[self.at..]).read(buffer)?;
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::super::stay::EXIT;
    use super::{Shape, as_text, shape_of};

    fn decoded(bytes: &[u8]) -> Box<dyn Read + '_> {
        as_text(Box::new(bytes)).expect("bytes").expect("UTF-16")
    }

    #[test]
    fn utf_16_of_both_orders_is_read_whole() {
        let text = "PersonalID,FirstName\nP1,Zoë 辻 📱\n".repeat(3000);
        for order in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let marked = std::iter::once(0xFEFF).chain(text.encode_utf16());
            let bytes: Vec<u8> = marked.flat_map(order).collect();
            let mut read = String::new();
            decoded(&bytes).read_to_string(&mut read).expect("UTF-8");
            assert_eq!(read, text);
            let mut cut = Vec::new();
            decoded(&bytes[..bytes.len() - 1]).read_to_end(&mut cut).expect("bytes");
            assert_eq!(cut.last(), Some(&0xFF));
        }
    }

    #[test]
    fn what_is_no_csv_is_known_by_its_first_bytes() {
        for (bytes, shape) in [
            (&b"PK\x03\x04xx"[..], Some(Shape::Workbook)),
            (b"\xD0\xCF\x11\xE0", Some(Shape::Workbook)),
            (b"\xEF\xBB\xBF\n <!DOCTYPE html>", Some(Shape::WebPage)),
            (b"[{}]", Some(Shape::Json)),
            (b"P\0e\0r\0", Some(Shape::Binary)),
            (b"\xEF\xBB\xBFPersonalID", None),
            (b"", None),
        ] {
            assert_eq!(shape_of(bytes), shape, "{bytes:?}");
        }
        let of = |header| Shape::of_header(header, &EXIT);
        assert_eq!(
            of("\"PersonalID\";EnrollmentID;ExitDate"),
            Some(Shape::Separated(';'))
        );
        assert_eq!(
            of("personalid\tenrollmentid\texitdate"),
            Some(Shape::Separated('\t'))
        );
        assert_eq!(of("PersonalID"), None);
    }
}
