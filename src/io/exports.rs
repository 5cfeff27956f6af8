//! The files of an export, in a folder or a zip.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::archive::{Member, is_bomb, members};
use super::error::IoError;
use super::files::{PathKind, names_in};
use super::given::Given;
use super::open::open_regular;
use crate::import::{BadZip, Export, ExportError, TableFile};

/// A folder of CSV files.
#[derive(Debug)]
struct Folder(HashMap<String, PathBuf>);

/// The CSV files of a zip, by their names in small letters: some tools put them into a folder.
#[derive(Debug)]
struct Zip(HashMap<String, Member>);

/// Opens an export; what is wrong with a zip is not the machine's doing.
pub fn open_export(
    given: &Given,
) -> Result<Result<Box<dyn Export>, ExportError>, IoError> {
    let boxed = |it: Folder| Box::new(it) as Box<dyn Export>;
    match given.kind()? {
        PathKind::Folder => Ok(folder(given.path())?.map(boxed)),
        PathKind::File => {
            let boxed = |it: Zip| Box::new(it) as Box<dyn Export>;
            Ok(zip(given)?.map(boxed))
        }
    }
}

/// The file that every export has, in small letters.
const EXPORT: &str = "export.csv";

fn folder(path: &Path) -> Result<Result<Folder, ExportError>, IoError> {
    let names = names_in(path)?;
    let is_export = names.iter().any(|it| it.eq_ignore_ascii_case(EXPORT));
    let mut files = HashMap::new();
    for name in names {
        let small = name.to_ascii_lowercase();
        let is_table = small.ends_with(".csv");
        let is_twice = files.insert(small, path.join(name)).is_some() && is_table;
        // Which of two is right, nothing tells; where there is no export, neither is.
        if is_twice && is_export {
            return Ok(Err(ExportError::DoubledFile));
        }
    }
    if !is_export {
        let n = files.values().filter(|it| it.is_dir() && has_export(it)).count();
        if n > 0 {
            return Ok(Err(ExportError::Below(n)));
        }
        let is_zip = |it: &&PathBuf| {
            let ending = it.extension().unwrap_or_default();
            ending.eq_ignore_ascii_case("zip") && is_export_zip(it)
        };
        if files.values().any(|it| is_zip(&it)) {
            return Ok(Err(ExportError::ZipBelow));
        }
    }
    Ok(Ok(Folder(files)))
}

fn has_export(folder: &Path) -> bool {
    let names = names_in(folder).unwrap_or_default();
    names.iter().any(|it| it.eq_ignore_ascii_case(EXPORT))
}

/// True for a zip with an export. One that cannot be opened is told by whoever opens it.
fn is_export_zip(path: &Path) -> bool {
    let members = Given::at(path).and_then(|it| members(&it));
    let Ok(Ok(members)) = members else { return false };
    members.iter().any(|it| it.name().eq_ignore_ascii_case(EXPORT))
}

/// What a file is instead of a zip, by its first bytes.
fn what_else(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 6] = [
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"Rar!", "a RAR archive"),
        (b"\x1F\x8B", "packed with gzip"),
        (b"BZh", "packed with bzip2"),
        (b"\xFD7zXZ", "packed with xz"),
        (b"\xD0\xCF\x11\xE0", "a workbook or an old Office file"),
    ];
    if let Some((_, what)) = KINDS.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(what);
    }
    let is_line = |it: &u8| !it.is_ascii_control() || it.is_ascii_whitespace();
    let is_text =
        !head.starts_with(b"PK") && head.iter().all(is_line) && head.contains(&b',');
    is_text.then_some("a single CSV file")
}

/// How much of a file says what it is instead of a zip, in bytes.
const HEAD: u64 = 512;

fn zip(given: &Given) -> Result<Result<Zip, ExportError>, IoError> {
    let bad = |wrong| Ok(Err(ExportError::Zip(wrong)));
    if let Some(what) = what_else(&given.start(HEAD)?) {
        return bad(BadZip::Other(what));
    }
    let members = match members(given)? {
        Ok(members) => members,
        Err(wrong) => return bad(wrong),
    };
    if members.iter().any(|it| it.path.as_os_str() == "[Content_Types].xml") {
        return bad(BadZip::Other("a workbook or an Office file"));
    }
    let small = |it: &Member| it.name().to_ascii_lowercase();
    let is_export = members.iter().any(|it| small(it) == EXPORT);
    let mut files: HashMap<String, Member> = HashMap::new();
    for member in members {
        let name = small(&member);
        if !name.ends_with(".csv") {
            continue;
        }
        if !member.is_known() {
            return bad(BadZip::Packing);
        }
        let folder = member.path.parent().map(Path::to_owned);
        let other = files.insert(name, member);
        // Where there is no export, two tables of a dashboard may have one name.
        if let Some(other) = other.filter(|_| is_export) {
            let is_one = other.path.parent().map(Path::to_owned) == folder;
            return bad(if is_one { BadZip::Twice } else { BadZip::TwoExports });
        }
    }
    Ok(Ok(Zip(files)))
}

impl Export for Folder {
    fn open(
        &self,
        file: &'static str,
    ) -> Result<Option<Box<dyn Read + '_>>, ExportError> {
        let Some(path) = self.0.get(&file.to_ascii_lowercase()) else { return Ok(None) };
        match open_regular(path) {
            Ok(opened) => Ok(Some(Box::new(opened))),
            Err(err) => Err(unreadable(file, &err.into_io())),
        }
    }

    fn size(&self, file: &'static str) -> u64 {
        let path = self.0.get(&file.to_ascii_lowercase());
        path.and_then(|it| fs::metadata(it).ok()).map_or(0, |it| it.len())
    }
}

fn unreadable(file: &'static str, err: &std::io::Error) -> ExportError {
    ExportError::reading(TableFile::Export(file), err)
}

impl Export for Zip {
    fn open(
        &self,
        name: &'static str,
    ) -> Result<Option<Box<dyn Read + '_>>, ExportError> {
        let Some(member) = self.0.get(&name.to_ascii_lowercase()) else {
            return Ok(None);
        };
        if is_bomb([member]) {
            return Err(ExportError::Bomb(name));
        }
        let opened = member.open().map_err(|err| unreadable(name, &err))?;
        Ok(Some(opened))
    }

    fn size(&self, file: &'static str) -> u64 {
        self.0.get(&file.to_ascii_lowercase()).map_or(0, |it| it.size)
    }
}
