//! Objects of a PDF as they are written: words, and a stream with its length (ISO 32000-1,
//! 7.3.8), deflated (7.4.4).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use zeroize::Zeroizing;

/// The words before the stream of an object, and its content.
pub(super) fn stream(object: &[u8]) -> Option<(&str, &[u8])> {
    let start = find(object, b"stream\n")?;
    let (head, rest) = (&object[..start], &object[start + 7..]);
    let head = std::str::from_utf8(head).ok()?;
    Some((head, rest.get(..number(head, "/Length ")?.0)?))
}

/// Writes an object with a stream. A content whose last byte is a carriage return runs into the
/// line end before `endstream`, where PDF/A wants the two told apart (ISO 19005-2, 6.1.7.1).
pub(super) fn write_stream(head: &str, content: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(b"stream\n");
    out.extend_from_slice(content);
    let is_run_into = content.ends_with(b"\r");
    out.extend_from_slice(if is_run_into { b"\r\n" } else { b"\n" });
    out.extend_from_slice(b"endstream\nendobj\n");
}

/// The number after some words, and what follows it.
fn number<'a>(text: &'a str, after: &str) -> Option<(usize, &'a str)> {
    let (_, rest) = text.split_once(after)?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

/// A text with another number after some words.
pub(super) fn numbered(text: &str, after: &str, n: usize) -> Option<String> {
    let (before, _) = text.split_once(after)?;
    let (_, rest) = number(text, after)?;
    Some(format!("{before}{after}{n}{rest}"))
}

/// Where some bytes stand for the first time.
pub(super) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|it| it == what)
}

/// Some bytes, one after the other, deflated to the least.
pub(super) fn deflated(parts: &[&[u8]]) -> Option<Zeroizing<Vec<u8>>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    parts.iter().try_for_each(|it| encoder.write_all(it)).ok()?;
    encoder.finish().ok().map(Zeroizing::new)
}

/// What was deflated.
pub(super) fn inflated(deflated: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    ZlibDecoder::new(deflated).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
