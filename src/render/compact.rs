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

use super::packed::finish;

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
    let mut out = Zeroizing::new(Vec::new());
    document
        .save_with_options(&mut *out, options)
        .map_err(|err| CompactError::Pdf(err.into()))?;
    finish(&out).ok_or(CompactError::End)
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
