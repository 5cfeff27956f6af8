//! From paths to the tables of a download, and to the mappings that an import reads with.

use std::path::{Path, PathBuf};

use super::outcome;
use crate::diagnostics::{Diagnostic, Failure, Origin, Outcome, Place, Problem};
use crate::import::{
    BadZip, ExportError, MAX_MAP, MapFile, Mapping, TableMap, TableSource,
};
use crate::io::{self, DownloadError, Given, MAX_TABLES, STDIN};
use crate::pipeline::Inputs;
use crate::source::Source;

/// The largest file of two columns, or of Clarity's interfaces, in bytes.
pub(super) const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The built-in mapping, or that with the file of `--map` laid over it.
pub(super) fn map_of(
    path: Option<&Path>,
    inputs: &mut Inputs,
) -> Result<TableMap, Failure> {
    let Some(path) = path else { return Ok(TableMap::looker()) };
    let text =
        io::read_limited(path, MAX_MAP).map_err(|err| outcome::reading(&err, "--map"))?;
    let source = Source::toml(Origin::Map, path.display().to_string(), text);
    let file = MapFile::parse(inputs.keep(source)).into_result()?.0;
    Ok(TableMap::over(&file))
}

/// The pairs of a file of two columns; none where no file is named.
pub(super) fn mapping(
    path: Option<&Path>,
    flag: &str,
    parse: fn(&[u8]) -> Result<Mapping, ExportError>,
) -> Result<Option<Mapping>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let bytes =
        io::read_bytes(path, MAX_BYTES).map_err(|err| outcome::reading(&err, flag))?;
    Ok(Some(parse(&bytes)?))
}

impl From<ExportError> for Failure {
    fn from(err: ExportError) -> Self {
        let outcome =
            if err.is_of_machine() { Outcome::Failed } else { Outcome::Refused };
        Self::new(outcome, Diagnostic::of(&err))
    }
}

/// What a flag or an argument names, to be read from; `-` is standard input.
pub(super) fn given(paths: &[PathBuf], flag: &str) -> Result<Vec<Given>, Failure> {
    let is_piped = |it: &&PathBuf| *it == Path::new(STDIN);
    if paths.iter().filter(is_piped).count() > 1 {
        let it = Diagnostic::error("input-twice", "standard input can be read only once");
        return Err(Failure::usage(
            it.at(Place::Outside(flag.into()))
                .hint("name the file of each other download"),
        ));
    }
    let given = |it: &PathBuf| Given::at(it).map_err(|err| outcome::reading(&err, flag));
    paths.iter().map(given).collect()
}

/// An import that is refused, and why.
pub(super) fn refused(problem: &impl Problem) -> Failure {
    Failure::refused(Diagnostic::of(problem))
}

/// The tables of a download, which an argument or a flag names.
pub(super) fn open(
    all: &[Given],
    flag: &str,
) -> Result<Vec<Box<dyn TableSource>>, Failure> {
    io::open_download(all).map_err(|err| match err {
        DownloadError::Io(err) => outcome::reading(&err, flag),
        DownloadError::Zip(name, wrong) => Failure::refused(bad_zip(&name, wrong)),
        DownloadError::Bomb(name) => {
            let message = "a zip unpacks to far more than tables can contain";
            let it = Diagnostic::error("export-zip", message);
            Failure::refused(
                it.at(Place::Outside(format!("{flag}/{name}"))).hint("download again"),
            )
        }
        DownloadError::TooMany => {
            let message = format!("there are more than {MAX_TABLES} files");
            let it = Diagnostic::error("too-many-tables", message);
            Failure::refused(it.at(Place::Outside(flag.into())).hint(
                "name the zip of one dashboard, or a folder with its tables and nothing else",
            ))
        }
    })
}

fn bad_zip(name: &str, wrong: BadZip) -> Diagnostic {
    let zip = |slug, message: &str, hint: &str| {
        Diagnostic::error(slug, message).at(Place::Outside(name.to_owned())).hint(hint)
    };
    match wrong {
        BadZip::Packing => zip(
            "export-zip",
            "a zip is packed in a way that is not read here (not Deflate)",
            "pack it again as an ordinary zip (Deflate)",
        ),
        BadZip::Unreadable | BadZip::TwoExports | BadZip::Other(_) => zip(
            "export-unreadable",
            "a zip cannot be read to its end",
            "download again; change nothing by hand",
        ),
        BadZip::Locked => zip(
            "export-zip",
            "a zip asks for a password",
            "unpack it first, onto an encrypted disk",
        ),
        BadZip::Name => zip(
            "export-zip",
            "a name in a zip leads out of it",
            "download again; a dashboard has no such file",
        ),
        BadZip::Twice => zip(
            "export-zip",
            "two files of a zip have the same name",
            "give the tiles of the dashboard different titles, and download again",
        ),
    }
}
