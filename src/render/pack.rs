//! Object streams (ISO 32000-1, 7.5.7): each cell of a tagged table is several small
//! objects, which Typst writes one by one and uncompressed. Packed together and deflated
//! they take a fifth of the room. PDF/A-2 and PDF/UA-1 both allow them.
//!
//! No object is parsed: each goes over as Typst wrote it. Only the catalog gets two wishes for
//! whoever prints, which Typst has no words for, and fonts lose what nothing reads.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::prelude::*;
use zeroize::Zeroizing;

use super::font_program::with_needed_tables;
use super::objects::{deflated, find, inflated, numbered, stream, write_stream};
use super::references::{References, start};

/// Objects in one stream: the more, the less each weighs.
const N_OBJECTS: usize = 4000;

/// Objects from which on the contents of pages are deflated once more: it takes two
/// hundredths off a long record, and a time that a short one would feel.
const MANY_OBJECTS: usize = 8_000;

/// Bytes of a row of the table of cross-references.
const ROW: usize = 20;

/// Both sides of a sheet, turned on the long edge, and not scaled (ISO 32000-1, 12.2): a viewer
/// offers these first. PDF/A-2 and PDF/UA-1 allow them.
const PRINTING: &[u8] = b"/Duplex/DuplexFlipLongEdge/PrintScaling/None";

/// An object: its number, and its words between `obj` and `endobj`.
type Object<'a> = (usize, Cow<'a, [u8]>);

/// Packs the plain objects of a PDF of Typst's into object streams; none where the file is not
/// as Typst writes it.
pub fn pack(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = start(pdf)?;
    let places = places(pdf.get(table..)?)?;
    let mut references = References::new(places.len());
    let mut objects = objects(&places, table)?;
    let mut out = pdf.get(..objects.first()?.1)?.to_vec();
    objects.sort_unstable_by_key(|it| it.0);

    let is_long = objects.len() > MANY_OBJECTS;
    let mut plain: Vec<Object<'_>> = Vec::new();
    let mut streams: Vec<(usize, &[u8])> = Vec::new();
    for (number, from, to) in objects {
        let bytes = &pdf[from..to];
        let words = bytes.strip_prefix(format!("{number} 0 obj\n").as_bytes())?;
        let words = words.trim_ascii_end().strip_suffix(b"endobj")?.trim_ascii_end();
        if words.ends_with(b"endstream") {
            streams.push((number, bytes));
        } else {
            plain.push((number, words.into()));
        }
    }
    let mut fonts = BTreeSet::new();
    for (_, words) in &mut plain {
        if let Some(asking) = asking_printers(words) {
            *words = asking.into();
        }
        fonts.extend(font_described(words));
        if let Some((rest, set)) = without_cid_set(words) {
            streams.retain(|it| it.0 != set);
            *words = rest.into();
        }
    }
    let smaller = |(number, bytes): &(usize, &[u8])| {
        let is_font = fonts.contains(number);
        if is_long || is_font { smaller(bytes, is_font) } else { None }
    };
    let again: Vec<_> = streams.par_iter().map(smaller).collect();
    for ((number, bytes), again) in streams.into_iter().zip(again) {
        references.set_place(number, out.len())?;
        let (head, content) = stream(bytes)?;
        match again {
            Some(it) => {
                write_stream(&numbered(head, "/Length ", it.len())?, &it, &mut out);
            }
            None => write_stream(head, content, &mut out),
        }
    }
    let packed: Vec<_> = plain.par_chunks(N_OBJECTS).map(object_stream).collect();
    for (objects, stream) in plain.chunks(N_OBJECTS).zip(packed) {
        let number = references.len();
        references.push(out.len())?;
        let (dictionary, content) = &stream?;
        write_stream(&format!("{number} 0 obj\n{dictionary}\n"), content, &mut out);
        for (i, (object, _)) in objects.iter().enumerate() {
            references.set_packed(*object, number, i)?;
        }
    }
    references.write(trailer(&pdf[table..])?, out)
}

/// A catalog that says what a viewer is to do, with what a printer is to do.
fn asking_printers(object: &[u8]) -> Option<Vec<u8>> {
    const VIEWER: &[u8] = b"/ViewerPreferences<<";
    let catalog = object.starts_with(b"<</Type/Catalog").then_some(object)?;
    let at = find(catalog, VIEWER)? + VIEWER.len();
    Some([&catalog[..at], PRINTING, &catalog[at..]].concat())
}

/// Where each object stands, by its number, from the table (ISO 32000-1, 7.5.4).
fn places(table: &[u8]) -> Option<Vec<Option<usize>>> {
    let head = table.strip_prefix(b"xref\n0 ")?;
    let end = find(head, b"\n")?;
    let n: usize = std::str::from_utf8(&head[..end]).ok()?.parse().ok()?;
    let rows = head.get(end + 1..)?.get(..n.checked_mul(ROW)?)?;
    let place = |row: &[u8]| match row[17] {
        b'n' => Some(Some(std::str::from_utf8(&row[..10]).ok()?.parse().ok()?)),
        b'f' => Some(None),
        _ => None,
    };
    rows.chunks_exact(ROW).map(place).collect()
}

/// The objects in the order of the file: numbers, beginnings and ends.
fn objects(places: &[Option<usize>], end: usize) -> Option<Vec<(usize, usize, usize)>> {
    let mut starts: Vec<(usize, usize)> =
        places.iter().enumerate().filter_map(|(i, it)| Some(((*it)?, i))).collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).map(|it| it.0).chain([end]);
    let objects = starts.iter().zip(ends);
    objects.map(|((from, i), to)| (*from < to).then_some((*i, *from, to))).collect()
}

/// The words of the trailer, without its last signs.
fn trailer(table: &[u8]) -> Option<&str> {
    let words = &table[find(table, b"trailer\n")? + 8..];
    let words = std::str::from_utf8(&words[..find(words, b"startxref")?]).ok()?;
    words.trim_ascii_end().strip_suffix(">>")
}

const DESCRIPTOR: &[u8] = b"<</Type/FontDescriptor";

/// The number of the stream with the font that an object describes (ISO 32000-1, 9.8).
fn font_described(object: &[u8]) -> Option<usize> {
    const FONT: &[u8] = b"/FontFile2 ";
    let words = object.strip_prefix(DESCRIPTOR)?;
    Some(number(&words[find(words, FONT)? + FONT.len()..])?.0)
}

/// The description of a font without the list of its letters, and the number of the stream that
/// holds it. No viewer needs it; it may be left out (PDF/A-2, 6.2.11.4.2; PDF/UA-1, 7.21.4.2),
/// and PDF 2.0 deprecates it.
fn without_cid_set(object: &[u8]) -> Option<(Vec<u8>, usize)> {
    const SET: &[u8] = b"/CIDSet ";
    let at = find(object.starts_with(DESCRIPTOR).then_some(object)?, SET)?;
    let (set, rest) = number(&object[at + SET.len()..])?;
    let rest = rest.strip_prefix(b" 0 R")?;
    Some(([&object[..at], rest].concat(), set))
}

/// The number that some words begin with, and the words behind it.
fn number(words: &[u8]) -> Option<(usize, &[u8])> {
    let end = words.iter().position(|it| !it.is_ascii_digit())?;
    let (number, rest) = words.split_at(end);
    Some((std::str::from_utf8(number).ok()?.parse().ok()?, rest))
}

/// The content of a stream, deflated once more, of a font what it is drawn by; none where that
/// makes it no smaller.
fn smaller(object: &[u8], is_font: bool) -> Option<Zeroizing<Vec<u8>>> {
    let (head, content) = stream(object)?;
    if !head.contains("/Filter/FlateDecode") || head.contains("/DecodeParms") {
        return None;
    }
    let bytes = inflated(content)?;
    let font = if is_font { with_needed_tables(&bytes) } else { None };
    deflated(&[&font.unwrap_or(bytes)]).filter(|it| it.len() < content.len())
}

/// An object stream: its dictionary, and the numbers and places of its objects with the
/// objects.
fn object_stream(objects: &[Object<'_>]) -> Option<(String, Zeroizing<Vec<u8>>)> {
    let mut head = String::new();
    let mut body = Zeroizing::new(Vec::new());
    for (number, words) in objects {
        write!(head, "{number} {} ", body.len()).ok()?;
        body.extend_from_slice(words);
        body.push(b'\n');
    }
    let deflated = deflated(&[head.as_bytes(), &body])?;
    let (n, first) = (objects.len(), head.len());
    let length = deflated.len();
    let dictionary = format!(
        "<</Type/ObjStm/N {n}/First {first}/Filter/FlateDecode/Length {length}>>"
    );
    Some((dictionary, deflated))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use lopdf::{Document, Object};

    use super::{font_described, pack, without_cid_set};
    use crate::render::{Seal, seal};

    /// A file as Typst writes it, of a catalog, a stream and a string.
    fn plain() -> Vec<u8> {
        file(&[
            "<</Type/Catalog/Pages 3 0 R/ViewerPreferences<</Direction/L2R>>>>",
            "<</Length 5>>\nstream\nten \r\nendstream",
            "(of /Length 9 and endstream)",
        ])
    }

    fn file(objects: &[&str]) -> Vec<u8> {
        let mut pdf = String::from("%PDF-1.7\n\n");
        let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
        for (i, words) in objects.iter().enumerate() {
            write!(table, "{:010} 00000 n\r\n", pdf.len()).expect("a string");
            write!(pdf, "{} 0 obj\n{words}\nendobj\n", i + 1).expect("a string");
        }
        let start = pdf.len();
        write!(
            pdf,
            "{table}trailer\n<</Size {}/Root 1 0 R/ID[(a)(b)]>>\nstartxref\n{start}\n%%EOF",
            objects.len() + 1
        )
        .expect("a string");
        pdf.into_bytes()
    }

    #[test]
    fn another_reader_finds_the_same_objects() {
        let packed = pack(&plain()).expect("packed");
        let read = Document::load_mem(&packed).expect("a PDF");
        let object = |n| read.get_object((n, 0)).expect("an object");
        let catalog = object(1).as_dict().expect("a dictionary");
        assert_eq!(catalog.len(), 3);
        let viewer = catalog.get(b"ViewerPreferences").and_then(Object::as_dict);
        let viewer = viewer.expect("a dictionary");
        for (key, value) in [
            ("Direction", "L2R"),
            ("Duplex", "DuplexFlipLongEdge"),
            ("PrintScaling", "None"),
        ] {
            let name = viewer.get(key.as_bytes()).and_then(Object::as_name);
            assert_eq!(name.expect("a name"), value.as_bytes(), "{key}");
        }
        assert_eq!(object(2).as_stream().expect("a stream").content, b"ten \r");
        assert_eq!(*object(3), Object::string_literal("of /Length 9 and endstream"));
        // The content of the stream and the line end before the word are told apart.
        assert!(packed.windows(13).any(|it| it == b"\r\r\nendstream\n"));
    }

    #[test]
    fn the_font_that_an_object_describes_is_found() {
        for (object, font) in [
            ("<</Type/FontDescriptor/Flags 4/CIDSet 12 0 R/FontFile2 34 0 R>>", Some(34)),
            ("<</Type/FontDescriptor/Flags 4/FontFile3 34 0 R>>", None),
            ("<</Type/FontDescriptor/Flags 4/FontFile2 34", None),
            ("<</Type/Font/FontFile2 34 0 R>>", None),
        ] {
            assert_eq!(font_described(object.as_bytes()), font, "{object}");
        }
    }

    #[test]
    fn the_list_of_a_fonts_letters_is_left_out() {
        let whole = b"<</Type/FontDescriptor/Flags 4/CIDSet 12 0 R/FontFile2 34 0 R>>";
        let rest = b"<</Type/FontDescriptor/Flags 4/FontFile2 34 0 R>>".to_vec();
        assert_eq!(without_cid_set(whole), Some((rest, 12)));
        for object in [
            "<</Type/FontDescriptor/Flags 4/FontFile2 34 0 R>>",
            "<</Type/FontDescriptor/CIDSet (12 0 R)>>",
            "<</Type/FontDescriptor/CIDSet 12",
            "<</Type/Font/CIDSet 12 0 R>>",
        ] {
            assert_eq!(without_cid_set(object.as_bytes()), None, "{object}");
        }
        // Its stream goes too, and all else stays.
        let described = "<</Type/FontDescriptor/CIDSet 2 0 R/FontFile2 4 0 R>>";
        let pdf = file(&[
            "<</Type/Catalog>>",
            "<</Length 3>>\nstream\nset\nendstream",
            described,
            "<</Length 4>>\nstream\nfont\nendstream",
        ]);
        let read = Document::load_mem(&pack(&pdf).expect("packed")).expect("a PDF");
        assert!(read.get_object((2, 0)).is_err());
        let font = read.get_object((4, 0)).and_then(Object::as_stream);
        assert_eq!(font.expect("a stream").content, b"font");
        let descriptor = read.get_object((3, 0)).and_then(Object::as_dict);
        assert!(!descriptor.expect("a dictionary").has(b"CIDSet"));
    }

    #[test]
    fn what_is_sealed_shows_no_stream() {
        let packed = pack(&plain()).expect("packed");
        let stream = |_, it: &[u8]| Some(vec![b'x'; it.len()]);
        let metadata = |it: &str| Some(it.to_owned());
        let id = "00".into();
        let by =
            Seal { dictionary: "<<>>".into(), id, stream: &stream, metadata: &metadata };
        let sealed = seal(&packed, &by).expect("sealed");
        assert!(!sealed.windows(4).any(|it| it == b"ten "));
        assert!(sealed.windows(9).any(|it| it == b"/Encrypt "));
        // Sealing needs what packing wrote.
        assert_eq!(seal(&plain(), &by), None);
    }

    #[test]
    fn what_typst_did_not_write_is_left_alone() {
        let pdf = plain();
        for end in 0..pdf.len() - "\n%%EOF".len() {
            assert_eq!(pack(&pdf[..end]), None, "cut off at {end}");
        }
        let text = String::from_utf8(pdf).expect("a text");
        for (from, to) in [
            ("3 0 obj", "4 0 obj"),
            ("endobj\n2", "endobi\n2"),
            ("00000 n\r\n0", "00000 x\r\n0"),
            ("/Length 5", "/Length 500"),
            ("xref\n0", "xref\n1"),
        ] {
            assert!(text.contains(from), "{from}");
            assert_eq!(pack(text.replacen(from, to, 1).as_bytes()), None, "{from}");
        }
    }
}
