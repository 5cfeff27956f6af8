//! Cross-reference streams (ISO 32000-1, 7.5.8): where each object of a PDF stands.

use std::io::Write;

use super::objects::{deflated, find, inflated, numbered, stream, write_stream};

/// Bytes of an entry: `/W[1 4 2]`.
const ENTRY: usize = 7;

/// How the entries are written. Each is much like the one before, so as differences, deflated,
/// they take a tenth of the room (predictor 12, "up"; 7.4.4.4).
const WRITTEN: &str =
    "/Type/XRef/W[1 4 2]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>";

/// A number that no object has, and none gets (ISO 32000-1, 7.5.4: generation 65,535).
const FREE: [u8; ENTRY] = [0, 0, 0, 0, 0, 0xFF, 0xFF];

/// Where objects stand, by their numbers from 0.
pub(super) struct References(Vec<[u8; ENTRY]>);

impl References {
    /// So many, all free.
    pub(super) fn new(n: usize) -> Self {
        Self(vec![FREE; n])
    }

    /// Their number.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// An object stands at a place of the file.
    pub(super) fn set_place(&mut self, object: usize, place: usize) -> Option<()> {
        self.set(object, 1, place, 0)
    }

    /// An object is the `nth` of an object stream, counted from 0.
    pub(super) fn set_packed(
        &mut self,
        object: usize,
        stream: usize,
        nth: usize,
    ) -> Option<()> {
        self.set(object, 2, stream, nth)
    }

    fn set(
        &mut self,
        object: usize,
        kind: u8,
        first: usize,
        second: usize,
    ) -> Option<()> {
        let row = self.0.get_mut(object)?;
        row[0] = kind;
        row[1..5].copy_from_slice(&u32::try_from(first).ok()?.to_be_bytes());
        row[5..].copy_from_slice(&u16::try_from(second).ok()?.to_be_bytes());
        Some(())
    }

    /// One more object, at a place of the file.
    pub(super) fn push(&mut self, place: usize) -> Option<()> {
        self.0.push(FREE);
        self.set_place(self.0.len() - 1, place)
    }

    /// The objects that stand in the file itself, each with its place.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let place = |row: &[u8; ENTRY]| {
            let (kind, rest) = row.split_first()?;
            let place = rest.first_chunk().filter(|_| *kind == 1)?;
            usize::try_from(u32::from_be_bytes(*place)).ok()
        };
        let rows = self.0.iter().enumerate();
        rows.filter_map(move |(object, row)| Some((object, place(row)?)))
    }

    /// Ends a file with them, the stream that holds them being one more object. The trailer is
    /// a dictionary without its last signs.
    pub(super) fn write(mut self, trailer: &str, mut out: Vec<u8>) -> Option<Vec<u8>> {
        let (number, start) = (self.0.len(), out.len());
        self.push(start)?;
        let trailer = numbered(trailer, "/Size ", self.0.len())?;
        let mut lines = Vec::with_capacity(self.0.len() * (ENTRY + 1));
        let mut above = [0; ENTRY];
        for row in &self.0 {
            // Each row of differences is led by the number of its filter.
            lines.push(2);
            lines.extend(row.iter().zip(above).map(|(it, above)| it.wrapping_sub(above)));
            above = *row;
        }
        let deflated = deflated(&[&lines])?;
        let n = deflated.len();
        let head = format!("{number} 0 obj\n{trailer}{WRITTEN}/Length {n}>>\n");
        write_stream(&head, &deflated, &mut out);
        write!(out, "startxref\n{start}\n%%EOF\n").ok()?;
        Some(out)
    }

    /// Reads what [`References::write`] wrote, without the stream itself, and the trailer.
    pub(super) fn read(pdf: &[u8]) -> Option<(Self, &str)> {
        let start = start(pdf)?;
        let (head, content) = stream(pdf.get(start..)?)?;
        let (trailer, _) = head.split_once(WRITTEN)?;
        let (_, trailer) = trailer.split_once(" 0 obj\n")?;
        let lines = inflated(content)?;
        let (lines, []) = lines.as_chunks::<{ ENTRY + 1 }>() else { return None };
        let mut above = [0_u8; ENTRY];
        let rows = lines.iter().map(|line| {
            let [2, row @ ..] = line else { return None };
            for (i, byte) in row.iter().enumerate() {
                above[i] = above[i].wrapping_add(*byte);
            }
            Some(above)
        });
        let mut rows: Vec<_> = rows.collect::<Option<_>>()?;
        rows.pop();
        Some((Self(rows), trailer))
    }
}

/// Where a file says that its cross-references stand.
pub(super) fn start(pdf: &[u8]) -> Option<usize> {
    let tail = pdf.len().checked_sub(64)?;
    let start = tail + find(&pdf[tail..], b"startxref")?;
    let number = std::str::from_utf8(&pdf[start + 9..]).ok()?;
    number.split_ascii_whitespace().next()?.parse().ok()
}
