//! What a download is, by its content.

use std::path::Path;

use serde_json::Value;

use crate::cli::from_flags::FLAG;
use crate::cli::outcome;
use crate::cli::tables::MAX_BYTES;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::import::{BadZip, Export, ExportError};
use crate::io;
use crate::source::read_json;

/// What a download is.
pub(super) enum Download {
    /// A HUD HMIS CSV export.
    HmisCsv(Box<dyn Export>),
    /// What one of Clarity's interfaces returned.
    Clarity(Page),
    /// Tables.
    Tables,
}

/// What one of Clarity's interfaces returned, as JSON.
pub(super) struct Page {
    /// Which of them.
    pub list: List,
    /// Whom its first item is about; for a client, the one that enrollments name.
    pub of: Option<String>,
    /// Whom files are about, where it is a client.
    pub client: Option<String>,
    /// The text.
    pub text: String,
}

/// One of Clarity's interfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Client,
    Enrollments,
    Files,
}

/// Looks at a download.
pub(super) fn kind_of(path: &Path) -> Result<Download, Failure> {
    let reading = |err| outcome::reading(&err, FLAG);
    let kind = io::kind_of(path).map_err(reading)?;
    match io::open_export(path).map_err(reading)? {
        Ok(export) if export.open("Export.csv")?.is_some() => {
            return Ok(Download::HmisCsv(export));
        }
        // An export in a folder below says where it is.
        Err(err @ ExportError::Below(_)) => return Err(err.into()),
        _ if kind == io::PathKind::Folder => return Ok(Download::Tables),
        Err(err) if is_broken(&err, &io::read_start(path, START).map_err(reading)?) => {
            return Err(err.into());
        }
        _ => {}
    }
    let start = io::read_start(path, START).map_err(reading)?;
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start).trim_ascii_start();
    let is_object = start.starts_with(b"{");
    if !is_object && !start.starts_with(b"[") {
        return Ok(Download::Tables);
    }
    let bytes = io::read_bytes(path, MAX_BYTES).map_err(reading)?;
    let text = io::text_of(bytes, path).map_err(reading)?;
    match read_json(text.as_bytes()) {
        Ok(value) => of_json(&value, text),
        // The importer says what is wrong with the text.
        Err(_) if is_object => {
            let (of, client) = (None, None);
            Ok(Download::Clarity(Page { list: List::Client, of, client, text }))
        }
        Err(_) => Ok(Download::Tables),
    }
}

/// How much of a file says what it is, in bytes.
const START: u64 = 512;

/// True for a zip that cannot be read, and for another kind of archive.
fn is_broken(err: &ExportError, start: &[u8]) -> bool {
    let is_zip = start.starts_with(b"PK");
    let is_workbook = start.starts_with(b"\xD0\xCF");
    let is_plain = |it: &u8| !it.is_ascii_control() || it.is_ascii_whitespace();
    match err {
        ExportError::Zip(BadZip::Other(_)) => {
            !is_zip && !is_workbook && !start.iter().all(is_plain)
        }
        // Tables may have one name in two folders.
        ExportError::Zip(BadZip::Twice | BadZip::TwoExports) => false,
        ExportError::Zip(_) => is_zip,
        _ => false,
    }
}

fn of_json(value: &Value, text: String) -> Result<Download, Failure> {
    let text_at = |it: &Value, path: &str| {
        it.pointer(path).and_then(Value::as_str).map(str::to_owned)
    };
    let clarity =
        |list, of, client| Ok(Download::Clarity(Page { list, of, client, text }));
    let client = text_at(value, "/unique_identifier");
    if client.is_some() {
        return clarity(List::Client, text_at(value, "/personal_id"), client);
    }
    let named = ["/data/listEnrollments", "/listEnrollments"];
    let named = named.iter().find_map(|it| value.pointer(it));
    let page = named.unwrap_or(value);
    let items = page.pointer("/items").unwrap_or(page).as_array();
    let first = items.and_then(|it| it.first());
    if named.is_some() || first.is_some_and(|it| it.pointer("/enrollmentId").is_some()) {
        let of = first.and_then(|it| text_at(it, "/personalId"));
        return clarity(List::Enrollments, of, None);
    }
    if let Some(first) = first
        && first.pointer("/client").is_some_and(Value::is_object)
    {
        return clarity(List::Files, text_at(first, "/client/uniqueIdentifier"), None);
    }
    match first {
        // Rows of a table are flat.
        Some(_) if value.is_array() => Ok(Download::Tables),
        _ => Err(unknown(value)),
    }
}

/// JSON of which nobody can tell what it is.
fn unknown(value: &Value) -> Failure {
    let it = Diagnostic::error(
        "download-unknown",
        "a JSON file is neither of a client's, nor a list of theirs, nor a table",
    )
    .at(Place::Outside(FLAG.into()));
    Failure::refused(if value.get("client_id").is_some() {
        it.hint("pass an extract with `--extract`")
    } else {
        it.hint("leave out a list without items, and name the JSON file of the client")
    })
}
