//! Encryption of a packed PDF (ISO 32000-2, 7.6). All its objects are streams, or lie in one:
//! each is encrypted where it stands.

use std::io::Write;

use super::objects::{numbered, stream, write_stream};
use super::references::{References, start};

/// How a packed PDF is encrypted.
pub struct Seal<'a> {
    /// The encryption dictionary: an object of its own, which alone is not encrypted.
    pub dictionary: String,
    /// Both halves of the file's `/ID`, in hexadecimal.
    pub id: String,
    /// Encrypts the content of a stream.
    pub stream: &'a dyn Fn(&[u8]) -> Option<Vec<u8>>,
    /// The metadata as they are before they are encrypted.
    pub metadata: &'a dyn Fn(&str) -> Option<String>,
}

/// Encrypts what [`super::pack`] packed: the cross-reference stream alone stays readable, and
/// with it the number of objects. None where the file is another's.
pub fn seal(pdf: &[u8], seal: &Seal<'_>) -> Option<Vec<u8>> {
    let (mut references, trailer) = References::read(pdf)?;
    let mut objects: Vec<_> =
        references.places().map(|(number, place)| (place, number)).collect();
    objects.sort_unstable();
    let ends = objects.iter().skip(1).map(|it| it.0).chain([start(pdf)?]);
    let mut out = pdf.get(..objects.first()?.0)?.to_vec();
    for ((from, number), to) in objects.iter().zip(ends) {
        references.set_place(*number, out.len())?;
        sealed(pdf.get(*from..to)?, seal, &mut out)?;
    }
    let number = references.len();
    references.push(out.len())?;
    write!(out, "{number} 0 obj\n{}\nendobj\n", seal.dictionary).ok()?;
    let (before, id) = trailer.split_once("/ID[")?;
    let (_, after) = id.split_once(']')?;
    let id = &seal.id;
    let trailer = format!("{before}/ID[<{id}><{id}>]/Encrypt {number} 0 R{after}");
    references.write(&trailer, out)
}

/// Writes an object with its stream encrypted.
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
    write_stream(&numbered(head, "/Length ", content.len())?, &content, out);
    Some(())
}
