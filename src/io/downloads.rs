//! The tables of a download: single files, the files of a folder, the members of a zip. None is
//! read before it is asked for.

use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::archive::{Member, is_bomb, members};
use super::error::IoError;
use super::files::PathKind;
use super::given::Given;
use crate::import::{BadZip, TableSource};

/// The most files of a download: a dashboard has at most 25 tiles.
pub const MAX_TABLES: usize = 500;

/// Why a download cannot be opened.
#[derive(Debug)]
pub enum DownloadError {
    /// The machine does not let us.
    Io(IoError),
    /// A zip is not one that we open: its name.
    Zip(String, BadZip),
    /// A zip unpacks to far more than tables can contain: its name.
    Bomb(String),
    /// There are more files than a download has.
    TooMany,
}

impl From<IoError> for DownloadError {
    fn from(err: IoError) -> Self {
        Self::Io(err)
    }
}

/// Opens what a download consists of.
pub fn open_download(all: &[Given]) -> Result<Vec<Box<dyn TableSource>>, DownloadError> {
    let mut sources: Vec<Box<dyn TableSource>> = Vec::new();
    for given in all {
        let path = given.path();
        match given.kind()? {
            PathKind::Folder => {
                for file in files_below(path)? {
                    add(&mut sources, &Given::at(&file)?, &shown_below(path, &file))?;
                }
            }
            PathKind::File => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                add(&mut sources, given, &name)?;
            }
        }
        if sources.len() > MAX_TABLES {
            return Err(DownloadError::TooMany);
        }
    }
    Ok(sources)
}

fn add(
    sources: &mut Vec<Box<dyn TableSource>>,
    given: &Given,
    name: &str,
) -> Result<(), DownloadError> {
    let plain = || Plain { given: given.clone(), name: name.to_owned() };
    let start = given.start(4)?;
    if start != *b"PK\x03\x04" && start != *b"PK\x05\x06" {
        sources.push(Box::new(plain()));
        return Ok(());
    }
    let wrong = |wrong| DownloadError::Zip(name.to_owned(), wrong);
    let members = members(given)?.map_err(wrong)?;
    // A workbook is a zip too; it is no download of tables, and says so as one file.
    if members.iter().any(|it| it.path.as_os_str() == "[Content_Types].xml") {
        sources.push(Box::new(plain()));
        return Ok(());
    }
    if members.len() > MAX_TABLES {
        return Err(DownloadError::TooMany);
    }
    let members: Vec<_> = members.into_iter().filter(is_a_table).collect();
    if members.iter().any(|it| !it.is_known()) {
        return Err(wrong(BadZip::Packing));
    }
    if is_bomb(&members) {
        return Err(DownloadError::Bomb(name.to_owned()));
    }
    let mut tables: Vec<Packed> = Vec::new();
    for member in members {
        let name = parts(&member.path).join("/");
        if tables.iter().any(|it| it.name.eq_ignore_ascii_case(&name)) {
            return Err(wrong(BadZip::Twice));
        }
        tables.push(Packed { member, name });
    }
    sources.extend(tables.into_iter().map(|it| Box::new(it) as Box<dyn TableSource>));
    Ok(())
}

/// True for a file that no system hides.
fn is_a_table(member: &Member) -> bool {
    !member.is_folder && !parts(&member.path).iter().any(|it| is_hidden(it))
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

fn parts(path: &Path) -> Vec<String> {
    path.iter().map(|it| it.to_string_lossy().into_owned()).collect()
}

/// The files below a folder, but those that systems hide there.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, IoError> {
    let mut files = Vec::new();
    let entries =
        WalkDir::new(folder).max_depth(4).follow_links(true).sort_by_file_name();
    let entries = entries.into_iter().filter_entry(|it| {
        it.depth() == 0 || !is_hidden(&it.file_name().to_string_lossy())
    });
    for entry in entries {
        let entry = entry.map_err(|err| {
            let path = err.path().unwrap_or(folder).to_owned();
            err.io_error().map_or(IoError::NotFound(path.clone()), |it| {
                IoError::new("read", &path, it)
            })
        })?;
        if !entry.file_type().is_dir() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn shown_below(folder: &Path, file: &Path) -> String {
    let below = file.strip_prefix(folder).unwrap_or(file);
    parts(below).join("/")
}

/// A file.
#[derive(Debug)]
struct Plain {
    given: Given,
    name: String,
}

impl TableSource for Plain {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let file = self.given.open().map_err(IoError::into_io)?;
        Ok(Box::new(BufReader::new(file)))
    }
}

/// A file of a zip.
#[derive(Debug)]
struct Packed {
    member: Member,
    name: String,
}

impl TableSource for Packed {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        self.member.open()
    }
}
