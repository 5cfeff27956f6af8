//! A file with an extract, sealed or not.

use std::path::Path;

use super::outcome;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::extract;
use crate::io::{self, IoError};
use crate::pipeline::{self, Inputs, Supplied};
use crate::seal::{self, DeskKeys, Kind, SealError};

/// Reads an extract that a path names, sealed or not; `-` is standard input.
pub(super) fn read_extract(
    path: &Path,
    keys: &DeskKeys,
    inputs: &mut Inputs,
) -> Result<Supplied, Failure> {
    let reading = |err: &IoError| outcome::reading(err, "--extract");
    let (name, bytes) = if path == Path::new("-") {
        ("standard input".to_owned(), io::read_stdin(extract::MAX_BYTES))
    } else {
        (shown(path), io::read_bytes(path, extract::MAX_BYTES))
    };
    let bytes = bytes.map_err(|err| reading(&err))?;
    let bytes = if seal::is_sealed(&bytes) {
        let opened = seal::open(Kind::Extract, &bytes, keys);
        opened.map_err(|err| not_opened(&err, &name))?.to_vec()
    } else {
        bytes
    };
    let text = io::text_of(bytes, Path::new(&name)).map_err(|err| reading(&err))?;
    Ok(pipeline::extract_of(name, text, inputs))
}

/// A sealed file that was not opened.
pub(super) fn not_opened(err: &SealError, name: &str) -> Failure {
    let it = match err {
        SealError::NoKey(id) => Diagnostic::error(
            "key-missing",
            format!(
                "this file is sealed with the key `{}`, which this desk does not have",
                id.as_str()
            ),
        )
        .hint("put the desk's key back from your copy, or name it with `--key FILE`")
        .hint("without it the file cannot be opened: export the record again"),
        SealError::Newer => {
            Diagnostic::error("sealed-newer", "a newer version of crr sealed this file")
                .hint("use that version here too")
        }
        SealError::Damaged => Diagnostic::error(
            "sealed-damaged",
            "this sealed file was changed, or is not whole",
        )
        .hint("export the record again"),
    };
    Failure::refused(it.at(Place::Outside(name.to_owned())))
}

/// A path as a message names it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}
