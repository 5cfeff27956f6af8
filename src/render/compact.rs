//! Object streams (ISO 32000-1, 7.5.7): each cell of a tagged table is several small
//! objects, which Typst writes one by one and uncompressed. Packed together and deflated
//! they take a fifth of the room. PDF/A-2 and PDF/UA-1 both allow them.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, SaveOptions};

/// Objects in one stream; qpdf packs as many.
const N_OBJECTS: usize = 500;

/// Deflate's smallest: these are lists of much the same, packed in no time.
const LEVEL: u32 = 9;

/// Packs the plain objects of a PDF into object streams.
pub fn compact(pdf: &[u8]) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(pdf)?;
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(N_OBJECTS)
        .compression_level(LEVEL)
        .build();
    let mut out = Vec::with_capacity(pdf.len() / 2);
    document.save_with_options(&mut out, options)?;
    Ok(deflate_xref(&out).unwrap_or(out))
}

/// Bytes of an entry of lopdf's cross-reference streams: its `/W` is `[1 4 2]`.
const ENTRY: usize = 7;

/// lopdf leaves the cross-reference stream, which is the last object, as it is. Each entry
/// is much like the one before: as differences, deflated, they take a tenth of the room
/// (ISO 32000-1, 7.5.8; predictor 12, 7.4.4.4).
fn deflate_xref(pdf: &[u8]) -> Option<Vec<u8>> {
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
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let mut above = [0; ENTRY];
    for row in content.chunks_exact(ENTRY) {
        // Each row of differences is led by the number of its filter: 2, "up".
        let mut line = [2; ENTRY + 1];
        for (i, byte) in row.iter().enumerate() {
            line[i + 1] = byte.wrapping_sub(above[i]);
            above[i] = *byte;
        }
        deflated.write_all(&line).ok()?;
    }
    let deflated = deflated.finish().ok()?;
    let mut out = Vec::with_capacity(xref + deflated.len() + 512);
    out.extend_from_slice(&pdf[..xref]);
    let after = &length[digits..];
    let n = deflated.len();
    write!(
        out,
        "{before}/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ENTRY}>>\
         /Length {n}{after}stream\n"
    )
    .ok()?;
    out.extend_from_slice(&deflated);
    write!(out, "\nendstream\nendobj\nstartxref\n{xref}\n%%EOF\n").ok()?;
    Some(out)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|it| it == what)
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let found = find(bytes, at)?;
    Some((&bytes[..found], &bytes[found + at.len()..]))
}
