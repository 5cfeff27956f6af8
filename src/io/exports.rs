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
        let mut file = open_regular(path)?;
        if let Some(what) = what_else(&mut file) {
            return Ok(Err(ExportError::Zip(BadZip::Other(what))));
        }
        return Ok(members(file).map(|members| {
            Box::new(Zip { path: path.to_owned(), members }) as Box<dyn Export>
        }));
    }
    let mut files = HashMap::new();
    for name in names_in(path)? {
        let small = name.to_ascii_lowercase();
        let is_table = small.ends_with(".csv");
        if files.insert(small, path.join(name)).is_some() && is_table {
            return Ok(Err(ExportError::DoubledFile));
        }
    }
    if !files.contains_key(EXPORT) {
        let below = |it: &&PathBuf| it.is_dir() && has_export(it);
        let n = files.values().filter(below).count();
        if n > 0 {
            return Ok(Err(ExportError::Below(n)));
        }
    }
    Ok(Ok(Box::new(Folder(files))))
}

/// The file that every export has, in small letters.
const EXPORT: &str = "export.csv";

fn has_export(folder: &Path) -> bool {
    let names = names_in(folder).unwrap_or_default();
    names.iter().any(|it| it.eq_ignore_ascii_case(EXPORT))
}

/// What a file is instead of a zip, by its first bytes.
fn what_else(file: &mut File) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 6] = [
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"Rar!", "a RAR archive"),
        (b"\x1F\x8B", "packed with gzip"),
        (b"BZh", "packed with bzip2"),
        (b"\xFD7zXZ", "packed with xz"),
        (b"\xD0\xCF\x11\xE0", "a workbook or an old Office file"),
    ];
    let mut head = [0; 512];
    let n = file.read(&mut head).unwrap_or(0);
    // What cannot be read from its beginning again is told when it is opened as a zip.
    let _ = file.rewind();
    let head = &head[..n];
    if let Some((_, what)) = KINDS.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(what);
    }
    let is_line = |it: &u8| !it.is_ascii_control() || it.is_ascii_whitespace();
    let is_text =
        !head.starts_with(b"PK") && head.iter().all(is_line) && head.contains(&b',');
    is_text.then_some("a single CSV file")
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
    let mut members: HashMap<_, Member> = HashMap::new();
    let mut folders = HashMap::new();
    for i in 0..archive.len() {
        let member = archive.by_index_raw(i).map_err(|_| unreadable())?;
        if member.encrypted() {
            return Err(ExportError::Zip(BadZip::Locked));
        }
        let path = member.enclosed_name().ok_or(ExportError::Zip(BadZip::Name))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.as_os_str() == "[Content_Types].xml" {
            return Err(ExportError::Zip(BadZip::Other("a workbook or an Office file")));
        }
        if !name.to_ascii_lowercase().ends_with(".csv") {
            continue;
        }
        let is_deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            _ => return Err(ExportError::Zip(BadZip::Packing)),
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let place = Member {
            start: member.data_start().ok_or_else(unreadable)?,
            packed: member.compressed_size(),
            size: member.size(),
            crc: member.crc32(),
            is_deflated,
        };
        let name = name.to_ascii_lowercase();
        if members.insert(name.clone(), place).is_some() {
            let is_one = folders.get(&name) == Some(&folder);
            let twice = if is_one { BadZip::Twice } else { BadZip::TwoExports };
            return Err(ExportError::Zip(twice));
        }
        folders.insert(name, folder);
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
