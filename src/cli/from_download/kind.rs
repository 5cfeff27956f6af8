//! What a download is, by its content.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::from_flags::FLAG;
use crate::cli::outcome;
use crate::cli::tables::MAX_BYTES;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::import::{BadZip, Export, ExportError};
use crate::io::{self, Given, IoError};
use crate::seal;
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
    /// Where it was read.
    pub path: PathBuf,
}

/// One of Clarity's interfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Client,
    Enrollments,
    Files,
}

/// Looks at a download.
pub(super) fn kind_of(given: &Given) -> Result<Download, Failure> {
    let reading = |err| outcome::reading(&err, FLAG);
    let is_folder = given.kind().map_err(reading)? == io::PathKind::Folder;
    let opened = io::open_export(given).map_err(reading)?;
    let start =
        if is_folder { Vec::new() } else { given.start(START).map_err(reading)? };
    if is_sealed(given, is_folder, &start).map_err(reading)? {
        return Err(an_extract());
    }
    match opened {
        Ok(export) if is_export(&*export)? => return Ok(Download::HmisCsv(export)),
        Err(err) if is_folder || is_of_export(&err, given.path(), &start) => {
            return Err(err.into());
        }
        _ if (is_folder || start.starts_with(b"PK")) && has_clarity(given) => {
            return Err(several_in_one());
        }
        _ if is_folder => return Ok(Download::Tables),
        _ => {}
    }
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start).trim_ascii_start();
    let is_object = start.starts_with(b"{");
    if !is_object && !start.starts_with(b"[") {
        return Ok(Download::Tables);
    }
    let bytes = given.bytes(MAX_BYTES).map_err(reading)?;
    let text = io::text_of(bytes, given.path()).map_err(reading)?;
    match read_json(text.as_bytes()) {
        Ok(value) => of_json(&value, text, given.path()),
        // The importer says what is wrong with the text.
        Err(_) if is_object => {
            let (of, client) = (None, None);
            let path = given.path().to_owned();
            Ok(Download::Clarity(Page { list: List::Client, of, client, text, path }))
        }
        Err(_) => Ok(Download::Tables),
    }
}

/// True for a folder or a zip with Clarity's JSON: no table of it is an object, and an extract
/// says at its beginning whose it is. Whatever else is no table, who reads the tables tells.
fn has_clarity(given: &Given) -> bool {
    let Ok(files) = io::open_download(std::slice::from_ref(given)) else { return false };
    let is_json = |name: &str| name.to_lowercase().ends_with(".json");
    files.iter().filter(|it| is_json(it.name())).any(|it| {
        let mut start = Vec::new();
        let read = it.open().and_then(|file| file.take(START).read_to_end(&mut start));
        let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start);
        let is_extract = text.windows(11).any(|it| it == b"\"client_id\"");
        read.is_ok() && text.trim_ascii_start().starts_with(b"{") && !is_extract
    })
}

fn several_in_one() -> Failure {
    Failure::refused(
        Diagnostic::error(
            "clarity-in-folder",
            "`--from` names a folder or a zip with Clarity's JSON",
        )
        .at(Place::Outside(FLAG.into()))
        .hint(
            "unpack a zip onto an encrypted disk, and name each JSON file with `--from`",
        ),
    )
}

/// How much of a file says what it is, in bytes: the names of HUD's columns too.
const START: u64 = 4096;

/// The files that say which client they are about.
const OF_CLIENTS: [&str; 3] = ["Client.csv", "Enrollment.csv", "Exit.csv"];

/// True for what has an Export.csv. Where that is missing of an export, the export is told so.
fn is_export(export: &dyn Export) -> Result<bool, ExportError> {
    if export.open("Export.csv")?.is_some() {
        return Ok(true);
    }
    let (mut n, mut is_one) = (0, false);
    for name in OF_CLIENTS {
        let Some(mut file) = export.open(name)? else { continue };
        n += 1;
        let mut start = Vec::new();
        // What cannot be read is told by who reads it.
        let read = file.by_ref().take(START).read_to_end(&mut start);
        is_one |= read.is_ok() && has_column(&start, "PersonalID");
    }
    // No dashboard calls its tiles so, all three; nor one of them, with HUD's name of a column.
    if n == OF_CLIENTS.len() || is_one {
        return Err(ExportError::NoFile("Export.csv"));
    }
    Ok(false)
}

/// True where what is wrong with a file is wrong with an export: it is a zip that cannot be
/// read, another kind of archive, or one file of an export alone.
fn is_of_export(err: &ExportError, path: &Path, start: &[u8]) -> bool {
    let is_zip = start.starts_with(b"PK");
    let is_workbook = start.starts_with(b"\xD0\xCF");
    let is_plain = |it: &u8| !it.is_ascii_control() || it.is_ascii_whitespace();
    match err {
        ExportError::Zip(BadZip::Other(_)) if start.iter().all(is_plain) => {
            is_one_of_export(path, start)
        }
        ExportError::Zip(BadZip::Other(_)) => !is_zip && !is_workbook,
        ExportError::Zip(_) => is_zip,
        _ => false,
    }
}

/// True for one file of an export: each has a column ExportID, and no table of a dashboard has;
/// where that was taken out, its name tells, with the column of the client.
fn is_one_of_export(path: &Path, start: &[u8]) -> bool {
    let name = path.file_name().unwrap_or_default();
    let is_named = OF_CLIENTS.iter().any(|it| name.eq_ignore_ascii_case(it));
    has_column(start, "ExportID") || (is_named && has_column(start, "PersonalID"))
}

/// True where the header of a CSV names this column.
fn has_column(start: &[u8], column: &str) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let header = text.split(|it| matches!(it, b'\n' | b'\r')).next().unwrap_or_default();
    let is_it = |it: &[u8]| {
        let it = it.trim_ascii();
        let bare = it.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\""));
        bare.unwrap_or(it).eq_ignore_ascii_case(column.as_bytes())
    };
    header.split(|it| *it == b',').any(is_it)
}

/// True for a sealed extract, and for a folder of them.
fn is_sealed(given: &Given, is_folder: bool, start: &[u8]) -> Result<bool, IoError> {
    if !is_folder {
        return Ok(seal::is_sealed(start));
    }
    Ok(io::names_in(given.path())?.iter().any(|it| it.ends_with(".sealed")))
}

/// An extract was named where a download is expected.
fn an_extract() -> Failure {
    Failure::refused(
        Diagnostic::error(
            "extract-not-download",
            "`--from` names an extract, not a download",
        )
        .at(Place::Outside(FLAG.into()))
        .hint("pass it with `--extract`, or a folder of extracts with `--extracts`"),
    )
}

fn of_json(value: &Value, text: String, path: &Path) -> Result<Download, Failure> {
    let text_at = |it: &Value, path: &str| {
        it.pointer(path).and_then(Value::as_str).map(str::to_owned)
    };
    let clarity = |list, of, client| {
        let path = path.to_owned();
        Ok(Download::Clarity(Page { list, of, client, text, path }))
    };
    // A list of one client is that client; the importer refuses one of several. Rows of a table
    // are flat.
    let is_person = |it: &&Value| it.get("screenValues").is_some_and(Value::is_object);
    let person = value.get(0).filter(is_person).unwrap_or(value);
    let client = text_at(person, "/unique_identifier");
    if client.is_some() {
        return clarity(List::Client, text_at(person, "/personal_id"), client);
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
    if items.is_some_and(Vec::is_empty)
        && let Some(list) = empty_list(path)
    {
        return clarity(list, None, None);
    }
    let is_extract = |it: &Value| {
        let mut values = it.as_object().into_iter().flat_map(|it| it.values());
        it.get("client_id").is_some() && values.any(|it| it.is_array() || it.is_object())
    };
    match first {
        _ if value.get("client_id").is_some() => Err(an_extract()),
        Some(first) if value.is_array() && is_extract(first) => Err(an_extract()),
        // Rows of a table are flat.
        Some(_) if value.is_array() => Ok(Download::Tables),
        _ => Err(unknown()),
    }
}

/// What a list without items is empty of: only its file's name says so.
fn empty_list(path: &Path) -> Option<List> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    match (name.contains("enrollment"), name.contains("file")) {
        (true, false) => Some(List::Enrollments),
        (false, true) => Some(List::Files),
        _ => None,
    }
}

/// JSON of which nobody can tell what it is.
fn unknown() -> Failure {
    Failure::refused(
        Diagnostic::error(
            "download-unknown",
            "a JSON file is neither of a client's, nor a list of theirs, nor a table",
        )
        .at(Place::Outside(FLAG.into()))
        .hint("name the JSON file of the client")
        .hint("an empty list says what it is by its name: `enrollments.json` or `files.json`"),
    )
}
