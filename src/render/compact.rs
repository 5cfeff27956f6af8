//! Object streams (ISO 32000-1, 7.5.7): each cell of a tagged table is several small
//! objects, which Typst writes one by one and uncompressed. Packed together and deflated
//! they take a fifth of the room. PDF/A-2 and PDF/UA-1 both allow them.

use std::fmt;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, SaveOptions, Stream};
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
pub(super) fn compact(pdf: &[u8]) -> Result<Vec<u8>, CompactError> {
    let document = Document::load_mem(pdf).map_err(CompactError::Pdf)?;
    pack(document, None)
}

/// How a packed PDF is encrypted on its way out (ISO 32000-2, 7.6).
pub struct Seal<'a> {
    /// The encryption dictionary: an object of its own, which alone is not encrypted.
    pub dictionary: String,
    /// Encrypts the content of a stream.
    pub stream: &'a dyn Fn(&[u8]) -> Option<Vec<u8>>,
}

/// Packs the plain objects of a document, and encrypts the streams that then hold all of it:
/// the cross-reference stream alone stays readable, and with it the number of objects.
pub fn pack(
    mut document: Document,
    seal: Option<&Seal<'_>>,
) -> Result<Vec<u8>, CompactError> {
    // What is sealed is compared with what it was made from, stream by stream.
    if seal.is_none() && document.objects.len() > MANY_OBJECTS {
        document.objects.par_iter_mut().for_each(|(_, it)| deflate_again(it));
    }
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(N_OBJECTS)
        .compression_level(LEVEL)
        .build();
    // Streams are not packed: one keeps the place of the encryption dictionary.
    let place =
        seal.map(|_| document.add_object(Stream::new(Dictionary::new(), vec![0])).0);
    let mut out = Zeroizing::new(Vec::new());
    document
        .save_with_options(&mut *out, options)
        .map_err(|err| CompactError::Pdf(err.into()))?;
    rewrite(&out, seal.zip(place)).ok_or(CompactError::End)
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

/// Writes the objects of a file of lopdf's anew, for what it leaves to do. Its
/// cross-reference stream, the last object, is written as it is: each entry is much like the
/// one before, so as differences, deflated, they take a tenth of the room (ISO 32000-1, 7.5.8;
/// predictor 12, 7.4.4.4). A stream whose last byte is a carriage return runs into the line
/// end before `endstream`, where PDF/A wants the two told apart (ISO 19005-2, 6.1.7.1). And it
/// packs no objects where it encrypts.
fn rewrite(pdf: &[u8], seal: Option<(&Seal<'_>, u32)>) -> Option<Vec<u8>> {
    let tail = pdf.len().checked_sub(64)?;
    let start = tail + find(&pdf[tail..], b"startxref")?;
    let number = std::str::from_utf8(&pdf[start + 9..]).ok()?;
    let xref: usize = number.split_ascii_whitespace().next()?.parse().ok()?;
    let (head, entries) = stream(pdf.get(xref..start)?)?;
    if !head.contains("/W[1 4 2]") || entries.len() % ENTRY != 0 {
        return None;
    }

    let mut places: Vec<usize> = entries
        .chunks_exact(ENTRY)
        .filter_map(entry)
        .filter(|(kind, _)| *kind == 1)
        .map(|(_, place)| place)
        .collect();
    places.push(xref);
    places.sort_unstable();
    places.dedup();
    let mut out = Vec::with_capacity(pdf.len());
    out.extend_from_slice(&pdf[..*places.first()?]);
    let mut moved = Vec::with_capacity(places.len());
    for pair in places.windows(2).filter(|pair| pair[1] <= xref) {
        moved.push((pair[0], out.len()));
        let bytes = pdf.get(pair[0]..pair[1])?;
        match seal {
            Some((seal, place))
                if bytes.starts_with(format!("{place} 0 obj").as_bytes()) =>
            {
                write!(out, "{place} 0 obj\n{}\nendobj\n", seal.dictionary).ok()?;
            }
            Some((seal, _)) => sealed(bytes, seal, &mut out)?,
            None => object(bytes, &mut out)?,
        }
    }
    moved.push((xref, out.len()));
    let place_of = |place: usize| {
        let i = moved.binary_search_by_key(&place, |it| it.0).ok()?;
        Some(moved[i].1)
    };

    let (deflated, xref) = (differences(entries, &place_of)?, out.len());
    let (before, length) = head.split_once("/Length ")?;
    let after = length.trim_start_matches(|c: char| c.is_ascii_digit());
    let encrypt = seal.map_or_else(String::new, |(_, it)| format!("/Encrypt {it} 0 R"));
    let n = deflated.len();
    write!(
        out,
        "{before}{encrypt}/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ENTRY}>>\
         /Length {n}{after}stream\n"
    )
    .ok()?;
    out.extend_from_slice(&deflated);
    write!(out, "\r\nendstream\nendobj\nstartxref\n{xref}\n%%EOF\n").ok()?;
    Some(out)
}

/// Writes one object; all that lopdf leaves outside of object streams are streams.
fn object(bytes: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (_, content) = stream(bytes)?;
    // Up to the line end before the word, as it was.
    let tail = bytes.len() - bytes.len().min(32);
    let end = tail + find(&bytes[tail..], b"endstream")?;
    out.extend_from_slice(bytes[..end].strip_suffix(b"\n")?);
    if content.ends_with(b"\r") {
        out.push(b'\r');
    }
    out.push(b'\n');
    out.extend_from_slice(&bytes[end..]);
    Some(())
}

/// Writes one object with its stream encrypted.
fn sealed(bytes: &[u8], seal: &Seal<'_>, out: &mut Vec<u8>) -> Option<()> {
    let (head, content) = stream(bytes)?;
    let (before, length) = head.split_once("/Length ")?;
    let after = length.trim_start_matches(|c: char| c.is_ascii_digit());
    // A string in the dictionary would have to be encrypted too; Typst writes none there.
    let plain = head.replace("<<", "").replace(">>", "");
    if plain.contains(['(', '<']) {
        return None;
    }
    let content = (seal.stream)(content)?;
    write!(out, "{before}/Length {}{after}stream\n", content.len()).ok()?;
    out.extend_from_slice(&content);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    Some(())
}

/// The words before a stream, and its content.
fn stream(object: &[u8]) -> Option<(&str, &[u8])> {
    let (head, rest) = split(object, b"stream\n")?;
    let head = std::str::from_utf8(head).ok()?;
    let (_, length) = head.split_once("/Length ")?;
    let digits = length.bytes().take_while(u8::is_ascii_digit).count();
    Some((head, rest.get(..length[..digits].parse().ok()?)?))
}

/// An entry's kind and its first number: for kind 1 the place of an object.
fn entry(row: &[u8]) -> Option<(u8, usize)> {
    let place = u32::from_be_bytes(row.get(1..5)?.try_into().ok()?);
    Some((row[0], usize::try_from(place).ok()?))
}

/// The entries with the new places, each as its difference from the one above.
fn differences(
    content: &[u8],
    place_of: &dyn Fn(usize) -> Option<usize>,
) -> Option<Vec<u8>> {
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let mut above = [0; ENTRY];
    for row in content.chunks_exact(ENTRY) {
        let mut row: [u8; ENTRY] = row.try_into().ok()?;
        if let Some((1, place)) = entry(&row) {
            let place = u32::try_from(place_of(place)?).ok()?;
            row[1..5].copy_from_slice(&place.to_be_bytes());
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
