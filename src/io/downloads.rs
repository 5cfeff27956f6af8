//! The tables of a download: single files, the files of a folder, the members of a zip. None is
//! read before it is asked for.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::read::DeflateDecoder;
use walkdir::WalkDir;
use zip::{CompressionMethod, ZipArchive};

use super::error::IoError;
use super::exports::{SMALL, Unpacked};
use super::open::open_regular;
use crate::import::{BadZip, MAX_EXPANDED, TableSource};

/// The most files of a download: a dashboard has at most 25 tiles.
pub const MAX_TABLES: usize = 500;

/// Why a download cannot be opened.
#[derive(Debug)]
pub enum DownloadError {
    /// The machine does not let us.
    Io(IoError),
    /// A zip is not one that we open: its name.
    Zip(String, BadZip),
    /// A member of a zip unpacks to far more than a table can contain: its name.
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
pub fn open_download(
    paths: &[PathBuf],
) -> Result<Vec<Box<dyn TableSource>>, DownloadError> {
    let mut sources: Vec<Box<dyn TableSource>> = Vec::new();
    for path in paths {
        let data = fs::metadata(path).map_err(|err| IoError::new("read", path, &err))?;
        if data.is_dir() {
            for file in files_below(path)? {
                add(&mut sources, &file, &shown_below(path, &file))?;
            }
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            add(&mut sources, path, &name)?;
        }
        if sources.len() > MAX_TABLES {
            return Err(DownloadError::TooMany);
        }
    }
    Ok(sources)
}

fn add(
    sources: &mut Vec<Box<dyn TableSource>>,
    path: &Path,
    name: &str,
) -> Result<(), DownloadError> {
    let mut file = open_regular(path)?;
    let mut start = [0; 4];
    let reading = |err| IoError::new("read", path, &err);
    let n = file.by_ref().take(4).read(&mut start).map_err(reading)?;
    if start[..n] != *b"PK\x03\x04" && start[..n] != *b"PK\x05\x06" {
        sources.push(Box::new(Plain { path: path.to_owned(), name: name.to_owned() }));
        return Ok(());
    }
    file.seek(SeekFrom::Start(0)).map_err(reading)?;
    let members = members(file, path, name)?;
    // A workbook is a zip too; it is no download of tables, and says so as one file.
    if members.iter().any(|it| it.name == "[Content_Types].xml") {
        sources.push(Box::new(Plain { path: path.to_owned(), name: name.to_owned() }));
        return Ok(());
    }
    sources.extend(members.into_iter().map(|it| Box::new(it) as Box<dyn TableSource>));
    Ok(())
}

/// The files below a folder, but those that systems hide there.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, IoError> {
    let mut files = Vec::new();
    let entries =
        WalkDir::new(folder).max_depth(4).follow_links(true).sort_by_file_name();
    let is_hidden = |name: &str| name.starts_with('.') || name == "__MACOSX";
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
    let parts: Vec<_> = below.iter().map(|it| it.to_string_lossy()).collect();
    parts.join("/")
}

/// A file.
#[derive(Debug)]
struct Plain {
    path: PathBuf,
    name: String,
}

impl TableSource for Plain {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let file = open_regular(&self.path).map_err(|_| io::ErrorKind::NotFound)?;
        Ok(Box::new(BufReader::new(file)))
    }
}

/// A member of a zip.
#[derive(Debug)]
struct Member {
    path: PathBuf,
    name: String,
    start: u64,
    packed: u64,
    size: u64,
    crc: u32,
    is_deflated: bool,
}

impl TableSource for Member {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.start))?;
        let packed = BufReader::new(file).take(self.packed);
        let plain: Box<dyn Read> = if self.is_deflated {
            Box::new(DeflateDecoder::new(packed))
        } else {
            Box::new(packed)
        };
        Ok(Box::new(Unpacked::new(plain, self.size, self.crc)))
    }
}

fn members(file: File, path: &Path, zip: &str) -> Result<Vec<Member>, DownloadError> {
    let wrong = |wrong| DownloadError::Zip(zip.to_owned(), wrong);
    let unreadable = || wrong(BadZip::Unreadable);
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| unreadable())?;
    if archive.len() > MAX_TABLES {
        return Err(DownloadError::TooMany);
    }
    let mut members: Vec<Member> = Vec::new();
    for i in 0..archive.len() {
        let member = archive.by_index_raw(i).map_err(|_| unreadable())?;
        if member.encrypted() {
            return Err(wrong(BadZip::Locked));
        }
        let inside = member.enclosed_name().ok_or_else(|| wrong(BadZip::Name))?;
        let parts: Vec<_> = inside.iter().map(|it| it.to_string_lossy()).collect();
        let is_hidden = parts.iter().any(|it| it.starts_with('.') || *it == "__MACOSX");
        if member.is_dir() || is_hidden {
            continue;
        }
        let name = parts.join("/");
        let is_deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            _ => return Err(unreadable()),
        };
        if members.iter().any(|it| it.name.eq_ignore_ascii_case(&name)) {
            return Err(wrong(BadZip::Twice));
        }
        let (packed, size) = (member.compressed_size(), member.size());
        // A small file may pack well; a large one that does is made to fill a disk.
        if size > packed.saturating_mul(MAX_EXPANDED).max(SMALL) {
            return Err(DownloadError::Bomb(name));
        }
        members.push(Member {
            path: path.to_owned(),
            name,
            start: member.data_start().ok_or_else(unreadable)?,
            packed,
            size,
            crc: member.crc32(),
            is_deflated,
        });
    }
    Ok(members)
}
