//! Encryption of a packed PDF (ISO 32000-2, 7.6). All its objects are streams, or lie in one:
//! each is encrypted where it stands.

use std::io::Write;

use super::objects::{deflated, find, numbered, stream, write_stream};
use super::references::{References, start};

/// From the number of an object and the content of its stream to what stands in its place.
type EncryptStream<'a> = dyn Fn(usize, &[u8]) -> Option<Vec<u8>> + 'a;

/// How a packed PDF is encrypted.
pub struct Seal<'a> {
    /// The encryption dictionary: an object of its own, which alone is not encrypted.
    pub dictionary: String,
    /// Both halves of the file's `/ID`, in hexadecimal.
    pub id: String,
    /// Encrypts the content of the stream of an object.
    pub stream: &'a EncryptStream<'a>,
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
        sealed(*number, pdf.get(*from..to)?, seal, &mut out)?;
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

/// True where a file is to the byte what [`seal`] makes of a packed one, each of its streams
/// opening to what it is made of. `opened` is what the stream of an object opens to.
pub fn seal_opens_to<'a>(
    sealed: &[u8],
    pdf: &[u8],
    opened: &dyn Fn(u32) -> Option<&'a [u8]>,
    metadata: &dyn Fn(&str) -> Option<String>,
) -> bool {
    let again = || {
        let (references, trailer) = References::read(sealed)?;
        let places: Vec<_> = references.places().collect();
        let (number, place) = *places.last()?;
        let dictionary = sealed.get(place..)?;
        let dictionary = &dictionary[..find(dictionary, b"\nendobj\n")?];
        let dictionary = std::str::from_utf8(dictionary).ok()?;
        let dictionary = dictionary.strip_prefix(&format!("{number} 0 obj\n"))?;
        let (_, id) = trailer.split_once("/ID[<")?;
        let (id, _) = id.split_once('>')?;
        // In place of encrypting it, each content is looked up among what was encrypted.
        let encrypted = |object: usize, content: &[u8]| {
            if opened(u32::try_from(object).ok()?)? != content {
                return None;
            }
            let (_, place) = places.iter().find(|it| it.0 == object)?;
            stream(sealed.get(*place..)?).map(|it| it.1.to_vec())
        };
        seal(
            pdf,
            &Seal {
                dictionary: dictionary.into(),
                id: id.into(),
                stream: &encrypted,
                metadata,
            },
        )
    };
    again().is_some_and(|it| it == sealed)
}

/// Writes an object with its stream encrypted.
fn sealed(number: usize, bytes: &[u8], seal: &Seal<'_>, out: &mut Vec<u8>) -> Option<()> {
    let (head, content) = stream(bytes)?;
    // A string in the dictionary would have to be encrypted too; Typst writes none there.
    let plain = head.replace("<<", "").replace(">>", "");
    if plain.contains(['(', '<']) {
        return None;
    }
    if !head.contains("/Type/Metadata") {
        let content = (seal.stream)(number, content)?;
        write_stream(&numbered(head, "/Length ", content.len())?, &content, out);
        return Some(());
    }
    // PDF/A wants metadata that every program can read as they stand: these are locked.
    let metadata = (seal.metadata)(std::str::from_utf8(content).ok()?)?;
    let content = (seal.stream)(number, &deflated(&[metadata.as_bytes()])?)?;
    let head = head.replacen("/Type/Metadata", "/Filter/FlateDecode/Type/Metadata", 1);
    write_stream(&numbered(&head, "/Length ", content.len())?, &content, out);
    Some(())
}
