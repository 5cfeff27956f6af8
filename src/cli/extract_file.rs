//! Files with an extract each, sealed or not.

use std::path::{Path, PathBuf};

use super::outcome;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::extract;
use crate::io::{self, IoError};
use crate::model::ClientId;
use crate::pipeline::{self, Inputs, Named, Supplied};
use crate::seal::{self, DeskKeys, Kind, SealError};

/// Reads the extracts of a client that paths name, one for each profile, sealed or not; `-` is
/// standard input.
pub(super) fn read_extracts(
    paths: &[PathBuf],
    clients: &[ClientId],
    keys: &DeskKeys,
    inputs: &mut Inputs,
) -> Result<Supplied, Failure> {
    let n_piped = paths.iter().filter(|it| *it == Path::new("-")).count();
    if n_piped > 1 {
        let it = Diagnostic::error("input-twice", "standard input can be read only once");
        return Err(Failure::usage(
            it.at(Place::Outside("--extract".into()))
                .hint("name the file of each other profile"),
        ));
    }
    let texts = paths.iter().map(|it| text_of(it, keys)).collect::<Result<Vec<_>, _>>();
    Ok(pipeline::extracts_of(texts?, clients, inputs))
}

/// The name and the text of an extract.
fn text_of(path: &Path, keys: &DeskKeys) -> Result<Named, Failure> {
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
    Ok((name, text))
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
