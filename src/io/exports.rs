//! The files of an export, in a folder or a zip.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::CrcReader;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::error::IoError;
use super::files::names_in;
use super::open::open_regular;
use crate::import::{BadZip, Export, ExportError, MAX_EXPANDED, TableFile};

/// A folder of CSV files.
#[derive(Debug)]
struct Folder(HashMap<String, PathBuf>);

/// A zip of them.
#[derive(Debug)]
struct Zip {
    path: PathBuf,
    /// By name in small letters.
    members: HashMap<String, Member>,
}

/// Where a file lies in a zip.
#[derive(Debug)]
struct Member {
    start: u64,
    packed: u64,
    size: u64,
    crc: u32,
    is_deflated: bool,
}

/// Opens an export; what is wrong with a zip is not the machine's doing.
pub fn open_export(path: &Path) -> Result<Result<Box<dyn Export>, ExportError>, IoError> {
    let data = fs::metadata(path).map_err(|err| IoError::new("read", path, &err))?;
    if !data.is_dir() {
        let file = open_regular(path)?;
        return Ok(members(file).map(|members| {
            Box::new(Zip { path: path.to_owned(), members }) as Box<dyn Export>
        }));
    }
    let names = names_in(path)?;
    let files = names.into_iter().map(|it| (it.to_ascii_lowercase(), path.join(it)));
    Ok(Ok(Box::new(Folder(files.collect()))))
}

impl Export for Folder {
    fn open(
        &self,
        file: &'static str,
    ) -> Result<Option<Box<dyn Read + '_>>, ExportError> {
        let Some(path) = self.0.get(&file.to_ascii_lowercase()) else { return Ok(None) };
        let file = open_regular(path).map_err(|_| unreadable(file))?;
        Ok(Some(Box::new(file)))
    }

    fn size(&self, file: &'static str) -> u64 {
        let path = self.0.get(&file.to_ascii_lowercase());
        path.and_then(|it| fs::metadata(it).ok()).map_or(0, |it| it.len())
    }
}

fn unreadable(file: &'static str) -> ExportError {
    ExportError::Unreadable(TableFile::Export(file))
}

/// The CSV files of a zip, by their names alone: some tools put them into a folder.
fn members(file: File) -> Result<HashMap<String, Member>, ExportError> {
    let unreadable = || ExportError::Zip(BadZip::Unreadable);
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| unreadable())?;
    let mut members = HashMap::new();
    for i in 0..archive.len() {
        let member = archive.by_index_raw(i).map_err(|_| unreadable())?;
        if member.encrypted() {
            return Err(ExportError::Zip(BadZip::Locked));
        }
        let path = member.enclosed_name().ok_or(ExportError::Zip(BadZip::Name))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.to_ascii_lowercase().ends_with(".csv") {
            continue;
        }
        let is_deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            _ => return Err(unreadable()),
        };
        let place = Member {
            start: member.data_start().ok_or_else(unreadable)?,
            packed: member.compressed_size(),
            size: member.size(),
            crc: member.crc32(),
            is_deflated,
        };
        if members.insert(name.to_ascii_lowercase(), place).is_some() {
            return Err(ExportError::Zip(BadZip::Twice));
        }
    }
    Ok(members)
}

impl Export for Zip {
    fn open(
        &self,
        name: &'static str,
    ) -> Result<Option<Box<dyn Read + '_>>, ExportError> {
        let Some(member) = self.members.get(&name.to_ascii_lowercase()) else {
            return Ok(None);
        };
        // A small file may pack well; a large one that does is made to fill a disk.
        if member.size > member.packed.saturating_mul(MAX_EXPANDED).max(SMALL) {
            return Err(ExportError::Bomb(name));
        }
        let mut file = File::open(&self.path).map_err(|_| unreadable(name))?;
        file.seek(SeekFrom::Start(member.start)).map_err(|_| unreadable(name))?;
        let packed = BufReader::new(file).take(member.packed);
        let plain: Box<dyn Read> = if member.is_deflated {
            Box::new(DeflateDecoder::new(packed))
        } else {
            Box::new(packed)
        };
        Ok(Some(Box::new(Unpacked::new(plain, member.size, member.crc))))
    }

    fn size(&self, file: &'static str) -> u64 {
        self.members.get(&file.to_ascii_lowercase()).map_or(0, |it| it.size)
    }
}

/// Bytes that a file may unpack to, however well it is packed.
pub(super) const SMALL: u64 = 16 * 1024 * 1024;

/// A file on its way out of a zip: no more than its header says, and whole.
pub(super) struct Unpacked {
    inner: CrcReader<Box<dyn Read>>,
    size: u64,
    crc: u32,
    n: u64,
}

impl Unpacked {
    /// What comes out of a zip, of so many bytes and this check sum.
    pub(super) fn new(plain: Box<dyn Read>, size: u64, crc: u32) -> Self {
        Self { inner: CrcReader::new(plain), size, crc, n: 0 }
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n += n as u64;
        let is_end = n == 0 && !buffer.is_empty();
        let is_whole = self.n == self.size && self.inner.crc().sum() == self.crc;
        if self.n > self.size || (is_end && !is_whole) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(n)
    }
}
