//! Zips: where each of their files lies, and a file on its way out. Nothing of a zip is unpacked
//! before it is asked for, and no more than its header says.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

use flate2::CrcReader;
use flate2::read::DeflateDecoder;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::error::IoError;
use super::given::{Given, Seekable};
use crate::import::{BadZip, MAX_EXPANDED};

/// Bytes that a file may unpack to, however well it is packed.
const SMALL: u64 = 16 * 1024 * 1024;

/// A file of a zip, and where it lies there.
#[derive(Debug)]
pub(super) struct Member {
    zip: Given,
    /// Its name, with the folders that it is in.
    pub path: PathBuf,
    /// True for a folder.
    pub is_folder: bool,
    /// None where it is packed in a way that is not read here.
    is_deflated: Option<bool>,
    start: Option<u64>,
    packed: u64,
    /// How large the zip is, in bytes.
    n_zip: u64,
    /// How large it is unpacked, in bytes.
    pub size: u64,
    crc: u32,
}

/// The files of a zip; what is wrong with a zip is not the machine's doing.
pub(super) fn members(zip: &Given) -> Result<Result<Vec<Member>, BadZip>, IoError> {
    let read = |err: ZipError| match err {
        // What the system refuses has its number; what a zip lacks has none.
        ZipError::Io(err) if err.raw_os_error().is_some() => {
            Err(IoError::new("read", zip.path(), &err))
        }
        _ => Ok(Err(BadZip::Unreadable)),
    };
    let seek = |mut it: Box<dyn Seekable>| it.seek(SeekFrom::End(0));
    let n_zip = seek(zip.open()?).map_err(|it| IoError::new("read", zip.path(), &it))?;
    let mut archive = match ZipArchive::new(BufReader::new(zip.open()?)) {
        Ok(archive) => archive,
        Err(err) => return read(err),
    };
    // Of files under one path, only the last would be seen.
    if archive.has_duplicate_names() {
        return Ok(Err(BadZip::Twice));
    }
    let mut members = Vec::new();
    for i in 0..archive.len() {
        let member = match archive.by_index_raw(i) {
            Ok(member) => member,
            Err(err) => return read(err),
        };
        if member.encrypted() {
            return Ok(Err(BadZip::Locked));
        }
        let Some(path) = member.enclosed_name() else { return Ok(Err(BadZip::Name)) };
        members.push(Member {
            zip: zip.clone(),
            path,
            is_folder: member.is_dir(),
            is_deflated: match member.compression() {
                CompressionMethod::Stored => Some(false),
                CompressionMethod::Deflated => Some(true),
                _ => None,
            },
            start: member.data_start(),
            packed: member.compressed_size(),
            n_zip,
            size: member.size(),
            crc: member.crc32(),
        });
    }
    Ok(Ok(members))
}

/// True where files unpack to far more than they can contain. A small one may pack well; a large
/// one that does, or many that lie in the same bytes, are made to fill a disk.
pub(super) fn is_bomb<'a>(members: impl IntoIterator<Item = &'a Member>) -> bool {
    let (mut packed, mut size) = (0_u64, 0_u64);
    for it in members {
        // All together are no larger than the zip, whatever they say.
        packed = packed.saturating_add(it.packed).min(it.n_zip);
        size = size.saturating_add(it.size);
    }
    size > packed.saturating_mul(MAX_EXPANDED).max(SMALL)
}

impl Member {
    /// The file name alone.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// True where it is packed in a way that is read here.
    pub(super) fn is_known(&self) -> bool {
        self.is_deflated.is_some()
    }

    /// The file, from its beginning.
    pub(super) fn open(&self) -> io::Result<Box<dyn Read>> {
        let start = self.start.ok_or(io::ErrorKind::InvalidData)?;
        let mut file = self.zip.open().map_err(IoError::into_io)?;
        file.seek(SeekFrom::Start(start))?;
        let packed = BufReader::new(file).take(self.packed);
        let plain: Box<dyn Read> = if self.is_deflated == Some(true) {
            Box::new(DeflateDecoder::new(packed))
        } else {
            Box::new(packed)
        };
        let inner = CrcReader::new(plain);
        Ok(Box::new(Unpacked { inner, size: self.size, crc: self.crc, n: 0 }))
    }
}

/// A file on its way out of a zip: no more than its header says, and whole.
struct Unpacked {
    inner: CrcReader<Box<dyn Read>>,
    size: u64,
    crc: u32,
    n: u64,
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
