//! A packed PDF: all its objects are streams, the last one the cross-reference stream (ISO
//! 32000-1, 7.5.8). It is read and written anew stream by stream, for what lopdf leaves to do
//! when it packs, and to encrypt it.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// Bytes of an entry of the cross-reference stream: its `/W` is `[1 4 2]`.
const ENTRY: usize = 7;

/// Deflate's smallest.
const LEVEL: u32 = 9;

/// How a packed PDF is encrypted (ISO 32000-2, 7.6).
pub struct Seal<'a> {
    /// The encryption dictionary: an object of its own, which alone is not encrypted.
    pub dictionary: String,
    /// Both halves of the file's `/ID`.
    pub id: [String; 2],
    /// Encrypts the content of a stream.
    pub stream: &'a dyn Fn(&[u8]) -> Option<Vec<u8>>,
    /// The metadata as they are before they are encrypted.
    pub metadata: &'a dyn Fn(&str) -> Option<String>,
}

/// Writes a file of lopdf's anew. Each entry of its cross-reference stream is much like the
/// one before, so as differences, deflated, they take a tenth of the room (predictor 12;
/// 7.4.4.4). A stream whose last byte is a carriage return runs into the line end before
/// `endstream`, where PDF/A wants the two told apart (ISO 19005-2, 6.1.7.1).
pub(super) fn finish(pdf: &[u8]) -> Option<Vec<u8>> {
    write(&Packed::read(pdf)?, &object, None)
}

/// Encrypts every stream of a packed PDF: the cross-reference stream alone stays readable, and
/// with it the number of objects.
pub fn seal(pdf: &[u8], seal: &Seal<'_>) -> Option<Vec<u8>> {
    write(&Packed::read(pdf)?, &|it, out| sealed(it, seal, out), Some(seal))
}

/// The parts of a packed file.
struct Packed<'a> {
    /// What stands before the first object.
    before: &'a [u8],
    /// The objects but the last, each with the place where it stands.
    objects: Vec<(usize, &'a [u8])>,
    /// The words before the last object's stream.
    head: &'a str,
    /// Where the last object stands.
    xref: usize,
    /// The entries, as they are without predictor.
    entries: Vec<[u8; ENTRY]>,
}

impl<'a> Packed<'a> {
    fn read(pdf: &'a [u8]) -> Option<Self> {
        let tail = pdf.len().checked_sub(64)?;
        let start = tail + find(&pdf[tail..], b"startxref")?;
        let number = std::str::from_utf8(&pdf[start + 9..]).ok()?;
        let xref: usize = number.split_ascii_whitespace().next()?.parse().ok()?;
        let (head, content) = stream(pdf.get(xref..start)?)?;
        if !head.contains("/W[1 4 2]") {
            return None;
        }
        let entries =
            if head.contains(PREDICTED) { sums(content)? } else { rows(content)? };
        let mut places: Vec<usize> = entries.iter().copied().filter_map(place).collect();
        places.push(xref);
        places.sort_unstable();
        places.dedup();
        let before = pdf.get(..*places.first()?)?;
        let pairs = places.windows(2).filter(|pair| pair[1] <= xref);
        let objects = pairs.map(|pair| Some((pair[0], pdf.get(pair[0]..pair[1])?)));
        Some(Self {
            before,
            objects: objects.collect::<Option<_>>()?,
            head,
            xref,
            entries,
        })
    }
}

/// What the cross-reference stream says of how it is written.
const PREDICTED: &str = "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>";

/// Writes one object.
type Each<'a> = &'a dyn Fn(&[u8], &mut Vec<u8>) -> Option<()>;

fn write(
    packed: &Packed<'_>,
    each: Each<'_>,
    seal: Option<&Seal<'_>>,
) -> Option<Vec<u8>> {
    let mut out = packed.before.to_vec();
    let mut moved = Vec::with_capacity(packed.objects.len() + 1);
    for (place, bytes) in &packed.objects {
        moved.push((*place, out.len()));
        each(bytes, &mut out)?;
    }
    let mut head = packed.head.replace(PREDICTED, "");
    let dictionary = out.len();
    if let Some(seal) = seal {
        let (size, _) = number(&head, "/Size ")?;
        head = numbered(&head, "/Size ", size + 1)?;
        head = numbered(&head, "/Index[1 ", size)?;
        let (front, id) = head.split_once("/ID[")?;
        let (_, back) = id.split_once(']')?;
        let [one, two] = &seal.id;
        head = format!("{front}/ID[<{one}><{two}>]/Encrypt {size} 0 R{back}");
        write!(out, "{size} 0 obj\n{}\nendobj\n", seal.dictionary).ok()?;
    }
    let xref = out.len();
    moved.push((packed.xref, xref));
    let mut entries = packed.entries.clone();
    for row in &mut entries {
        if let Some(place) = place(*row) {
            let i = moved.binary_search_by_key(&place, |it| it.0).ok()?;
            row[1..5].copy_from_slice(&u32::try_from(moved[i].1).ok()?.to_be_bytes());
        }
    }
    if seal.is_some() {
        let [a, b, c, d] = u32::try_from(dictionary).ok()?.to_be_bytes();
        entries.push([1, a, b, c, d, 0, 0]);
    }
    let deflated = differences(&entries)?;
    let (front, _) = head.split_once("/Length ")?;
    let (_, back) = number(&head, "/Length ")?;
    let n = deflated.len();
    write!(out, "{front}{PREDICTED}/Length {n}{back}stream\n").ok()?;
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
    // A string in the dictionary would have to be encrypted too; Typst writes none there.
    let plain = head.replace("<<", "").replace(">>", "");
    if plain.contains(['(', '<']) {
        return None;
    }
    let content = if head.contains("/Type/Metadata") {
        let metadata = (seal.metadata)(std::str::from_utf8(content).ok()?)?;
        (seal.stream)(metadata.as_bytes())?
    } else {
        (seal.stream)(content)?
    };
    write!(out, "{}stream\n", numbered(head, "/Length ", content.len())?).ok()?;
    out.extend_from_slice(&content);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    Some(())
}

/// The words before a stream, and its content.
fn stream(object: &[u8]) -> Option<(&str, &[u8])> {
    let start = find(object, b"stream\n")?;
    let (head, rest) = (&object[..start], &object[start + 7..]);
    let head = std::str::from_utf8(head).ok()?;
    Some((head, rest.get(..number(head, "/Length ")?.0)?))
}

/// The number after some words, and what follows it.
fn number<'a>(text: &'a str, after: &str) -> Option<(usize, &'a str)> {
    let (_, rest) = text.split_once(after)?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

/// A text with another number after some words.
fn numbered(text: &str, after: &str, n: usize) -> Option<String> {
    let (before, _) = text.split_once(after)?;
    let (_, rest) = number(text, after)?;
    Some(format!("{before}{after}{n}{rest}"))
}

/// Where an entry says that its object stands; none for one that lies in an object stream.
fn place(row: [u8; ENTRY]) -> Option<usize> {
    let [1, a, b, c, d, ..] = row else { return None };
    usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()
}

fn rows(content: &[u8]) -> Option<Vec<[u8; ENTRY]>> {
    let (rows, []) = content.as_chunks() else { return None };
    Some(rows.to_vec())
}

/// The entries as differences, each from the one above, led by the number of its filter: 2,
/// "up".
fn differences(entries: &[[u8; ENTRY]]) -> Option<Vec<u8>> {
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let mut above = [0; ENTRY];
    for row in entries {
        let mut line = [2; ENTRY + 1];
        for (i, byte) in row.iter().enumerate() {
            line[i + 1] = byte.wrapping_sub(above[i]);
        }
        above = *row;
        deflated.write_all(&line).ok()?;
    }
    deflated.finish().ok()
}

/// The entries from their differences.
fn sums(deflated: &[u8]) -> Option<Vec<[u8; ENTRY]>> {
    let mut lines = Vec::new();
    ZlibDecoder::new(deflated).read_to_end(&mut lines).ok()?;
    let (lines, []) = lines.as_chunks::<{ ENTRY + 1 }>() else { return None };
    let mut above = [0_u8; ENTRY];
    let rows = lines.iter().map(|line| {
        let [2, row @ ..] = line else { return None };
        for (i, byte) in row.iter().enumerate() {
            above[i] = above[i].wrapping_add(*byte);
        }
        Some(above)
    });
    rows.collect()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|it| it == what)
}
