//! Object streams (ISO 32000-1, 7.5.7): each cell of a tagged table is several small
//! objects, which Typst writes one by one and uncompressed. Packed together and deflated
//! they take a fifth of the room. PDF/A-2 and PDF/UA-1 both allow them.

use std::fmt;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object, SaveOptions};
use rayon::prelude::*;
use zeroize::Zeroizing;

/// Objects in one stream: the more, the less each weighs.
const N_OBJECTS: usize = 4000;

/// Objects from which on the contents of pages are deflated once more: it takes two
/// hundredths off a long record, and a time that a short one would feel.
const MANY_OBJECTS: usize = 8_000;

/// Deflate's smallest: these are lists of much the same, packed in no time.
const LEVEL: u32 = 9;

/// Why a PDF could not be packed. Neither is the user's doing.
#[derive(Debug)]
pub enum CompactError {
    /// It could not be read or written.
    Pdf(lopdf::Error),
    /// Its end is not as lopdf writes it.
    End,
}

impl fmt::Display for CompactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf(_) => "it cannot be read or written",
            Self::End => "its end is not as expected",
        })
    }
}

/// Packs the plain objects of a PDF into object streams.
pub fn compact(pdf: &[u8]) -> Result<Vec<u8>, CompactError> {
    let mut document = Document::load_mem(pdf).map_err(CompactError::Pdf)?;
    if document.objects.len() > MANY_OBJECTS {
        document.objects.par_iter_mut().for_each(|(_, it)| deflate_again(it));
    }
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(N_OBJECTS)
        .compression_level(LEVEL)
        .build();
    let mut out = Vec::with_capacity(pdf.len() / 2);
    document
        .save_with_options(&mut out, options)
        .map_err(|err| CompactError::Pdf(err.into()))?;
    mend_end(&out).ok_or(CompactError::End)
}

/// Deflates a stream at the smallest level, where that makes it smaller.
fn deflate_again(object: &mut Object) {
    let Object::Stream(stream) = object else { return };
    let is_deflated = stream
        .dict
        .get(b"Filter")
        .is_ok_and(|it| it.as_name().is_ok_and(|it| it == b"FlateDecode"));
    if !is_deflated || stream.dict.has(b"DecodeParms") {
        return;
    }
    let mut plain = Vec::new();
    if ZlibDecoder::new(&*stream.content).read_to_end(&mut plain).is_err() {
        return;
    }
    let plain = Zeroizing::new(plain);
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    if deflated.write_all(&plain).is_ok()
        && let Ok(smaller) = deflated.finish()
        && smaller.len() < stream.content.len()
    {
        stream.set_content(smaller);
    }
}

/// Bytes of an entry of lopdf's cross-reference streams: its `/W` is `[1 4 2]`.
const ENTRY: usize = 7;

/// Two things lopdf leaves to do. The cross-reference stream, which is the last object, is
/// written as it is: each entry is much like the one before, so as differences, deflated,
/// they take a tenth of the room (ISO 32000-1, 7.5.8; predictor 12, 7.4.4.4). And a stream
/// whose last byte is a carriage return runs into the line end before `endstream`, where
/// PDF/A wants the two told apart (ISO 19005-2, 6.1.7.1).
fn mend_end(pdf: &[u8]) -> Option<Vec<u8>> {
    let tail = pdf.len().checked_sub(64)?;
    let start = tail + find(&pdf[tail..], b"startxref")?;
    let number = std::str::from_utf8(&pdf[start + 9..]).ok()?;
    let xref: usize = number.split_ascii_whitespace().next()?.parse().ok()?;
    let object = pdf.get(xref..start)?;
    let (head, rest) = split(object, b"stream\n")?;
    let head = std::str::from_utf8(head).ok()?;
    let (before, length) = head.split_once("/Length ")?;
    let digits = length.bytes().take_while(u8::is_ascii_digit).count();
    let content = rest.get(..length[..digits].parse().ok()?)?;
    if !head.contains("/W[1 4 2]") || content.len() % ENTRY != 0 {
        return None;
    }

    let inserted = line_ends(pdf, xref, content)?;
    let shifted = |at: usize| at + inserted.partition_point(|it| *it < at);
    let deflated = differences(content, &shifted)?;
    let mut out = Vec::with_capacity(xref + deflated.len() + 512);
    let mut from = 0;
    for at in &inserted {
        out.extend_from_slice(&pdf[from..*at]);
        out.push(b'\r');
        from = *at;
    }
    out.extend_from_slice(&pdf[from..xref]);
    let (after, n) = (&length[digits..], deflated.len());
    write!(
        out,
        "{before}/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ENTRY}>>\
         /Length {n}{after}stream\n"
    )
    .ok()?;
    out.extend_from_slice(&deflated);
    let xref = shifted(xref);
    write!(out, "\r\nendstream\nendobj\nstartxref\n{xref}\n%%EOF\n").ok()?;
    Some(out)
}

/// An entry's kind and its first number: for kind 1 the place of an object.
fn entry(row: &[u8]) -> Option<(u8, usize)> {
    let place = u32::from_be_bytes(row.get(1..5)?.try_into().ok()?);
    Some((row[0], usize::try_from(place).ok()?))
}

/// Where a carriage return has to be put in, in order: before the line feed in front of
/// `endstream`, in streams that end in one of their own.
fn line_ends(pdf: &[u8], xref: usize, content: &[u8]) -> Option<Vec<usize>> {
    let mut objects: Vec<usize> = content
        .chunks_exact(ENTRY)
        .filter_map(entry)
        .filter(|(kind, _)| *kind == 1)
        .map(|(_, place)| place)
        .collect();
    objects.push(xref);
    objects.sort_unstable();
    objects.dedup();
    let mut places = Vec::new();
    for pair in objects.windows(2).filter(|pair| pair[1] <= xref) {
        let object = pdf.get(pair[0]..pair[1])?;
        let tail = object.len().saturating_sub(32);
        if let Some(at) = find(&object[tail..], b"\r\nendstream") {
            places.push(pair[0] + tail + at + 1);
        }
    }
    Some(places)
}

/// The entries with their places shifted, each as its difference from the one above.
fn differences(content: &[u8], shifted: &dyn Fn(usize) -> usize) -> Option<Vec<u8>> {
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let mut above = [0; ENTRY];
    for row in content.chunks_exact(ENTRY) {
        let mut row: [u8; ENTRY] = row.try_into().ok()?;
        if let Some((1, place)) = entry(&row) {
            row[1..5].copy_from_slice(&u32::try_from(shifted(place)).ok()?.to_be_bytes());
        }
        // Each row of differences is led by the number of its filter: 2, "up".
        let mut line = [2; ENTRY + 1];
        for (i, byte) in row.iter().enumerate() {
            line[i + 1] = byte.wrapping_sub(above[i]);
        }
        above = row;
        deflated.write_all(&line).ok()?;
    }
    deflated.finish().ok()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|it| it == what)
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let found = find(bytes, at)?;
    Some((&bytes[..found], &bytes[found + at.len()..]))
}
