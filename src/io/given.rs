//! What a flag names, to be read from: a file or a folder, or a pipe, which is read once and
//! held.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::IoError;
use super::files::{PathKind, kind_of, read_stdin};
use super::open::{is_descriptor, limited, open_regular};

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// How messages name it.
const STDIN_NAME: &str = "standard input";

/// The most that a pipe may give, in bytes: it is held in memory.
const MAX_HELD: u64 = 256 * 1024 * 1024;

/// What a flag names.
#[derive(Debug, Clone)]
pub struct Given {
    path: PathBuf,
    /// The bytes, where they can be read once only.
    held: Option<Arc<[u8]>>,
}

/// What can be read from any place.
pub(super) trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

impl Given {
    /// What a path leads to; `-` is standard input. Pipes are read here, to their end.
    pub fn at(path: &Path) -> Result<Self, IoError> {
        if path == Path::new(STDIN) {
            return Ok(Self::held(STDIN_NAME, read_stdin(MAX_HELD)?));
        }
        let data = fs::metadata(path).map_err(|err| IoError::new("read", path, &err))?;
        let is_pipe = is_descriptor(path) && !data.is_file() && !data.is_dir();
        if !is_pipe {
            return Ok(Self { path: path.to_owned(), held: None });
        }
        let bytes = limited(open_regular(path)?, path, MAX_HELD)?;
        Ok(Self { path: path.to_owned(), held: Some(bytes.into()) })
    }

    /// Bytes that are there already, under a name for messages.
    pub fn held(name: &str, bytes: Vec<u8>) -> Self {
        Self { path: name.into(), held: Some(bytes.into()) }
    }

    /// The path, as messages name it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it is.
    pub fn kind(&self) -> Result<PathKind, IoError> {
        if self.held.is_some() { Ok(PathKind::File) } else { kind_of(&self.path) }
    }

    /// Its beginning, at most so many bytes.
    pub fn start(&self, n_bytes: u64) -> Result<Vec<u8>, IoError> {
        let mut bytes = Vec::new();
        let read = self.open()?.take(n_bytes).read_to_end(&mut bytes);
        read.map_err(|err| IoError::new("read", &self.path, &err))?;
        Ok(bytes)
    }

    /// All of it, at most so many bytes.
    pub fn bytes(&self, max_bytes: u64) -> Result<Vec<u8>, IoError> {
        limited(self.open()?, &self.path, max_bytes)
    }

    /// Opens the file from its beginning.
    pub(super) fn open(&self) -> Result<Box<dyn Seekable>, IoError> {
        Ok(match &self.held {
            Some(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            None => Box::new(open_regular(&self.path)?),
        })
    }
}

impl IoError {
    /// The error as a reader of bytes hands it on: of its own kind, where it is the machine's.
    pub(super) fn into_io(self) -> io::Error {
        match self {
            Self::Other { kind, .. } => kind.into(),
            Self::NotFound(_) => io::ErrorKind::NotFound.into(),
            _ => io::ErrorKind::InvalidData.into(),
        }
    }
}
