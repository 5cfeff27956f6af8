//! Reading with limits, writing without traces.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::error::IoError;
use super::open::{limited, open_regular};

/// Reads a text of at most so many bytes. A byte order mark is dropped.
pub fn read_limited(path: &Path, max_bytes: u64) -> Result<String, IoError> {
    text_of(read_bytes(path, max_bytes)?, path)
}

/// Reads a file of at most so many bytes.
pub fn read_bytes(path: &Path, max_bytes: u64) -> Result<Vec<u8>, IoError> {
    limited(open_regular(path)?, path, max_bytes)
}

/// Reads the beginning of a file, at most so many bytes.
pub fn read_start(path: &Path, n_bytes: u64) -> Result<Vec<u8>, IoError> {
    let mut bytes = Vec::new();
    let mut file = open_regular(path)?.take(n_bytes);
    file.read_to_end(&mut bytes).map_err(|err| IoError::new("read", path, &err))?;
    Ok(bytes)
}

/// Reads standard input, at most so many bytes.
pub fn read_stdin(max_bytes: u64) -> Result<Vec<u8>, IoError> {
    limited(io::stdin().lock(), Path::new("standard input"), max_bytes)
}

/// The text of a file's bytes. A byte order mark is dropped.
pub fn text_of(bytes: Vec<u8>, path: &Path) -> Result<String, IoError> {
    let text = String::from_utf8(bytes).map_err(|_| IoError::NotText(path.to_owned()))?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Reads every file below a folder, by its path within it, with `/` between the parts.
pub fn read_folder(
    root: &Path,
    wanted: &[&str],
    max_bytes: u64,
) -> Result<BTreeMap<String, Vec<u8>>, IoError> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|err| {
            let path = err.path().unwrap_or(root).to_owned();
            err.io_error().map_or(IoError::NotFound(path.clone()), |it| {
                IoError::new("read", &path, it)
            })
        })?;
        let path = entry.path();
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        if entry.file_type().is_file() && wanted.contains(&ending) {
            let below = path.strip_prefix(root).unwrap_or(path);
            let parts: Vec<_> = below.iter().map(|it| it.to_string_lossy()).collect();
            files.insert(parts.join("/"), read_bytes(path, max_bytes)?);
        }
    }
    Ok(files)
}

/// What happens to a file or a package of the same name that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the new one is refused.
    Keep,
    /// The new one replaces it.
    Replace,
}

/// Writes a file as [`write_new`] does, in place of an existing one.
pub(super) fn write_over(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    match fs::remove_file(path) {
        Err(err) if err.kind() != io::ErrorKind::NotFound => {
            Err(IoError::new("write", path, &err))
        }
        _ => write_new(path, bytes),
    }
}

/// Writes a file that did not exist, for its owner's eyes only, and waits until it is on the
/// disk.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    write_and(path, bytes, |it| it.sync_all())
}

/// The same, without waiting: whoever writes many waits for all of them at once.
pub(super) fn write_unsynced(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    write_and(path, bytes, |_| Ok(()))
}

fn write_and(
    path: &Path,
    bytes: &[u8],
    then: impl Fn(&File) -> io::Result<()>,
) -> Result<(), IoError> {
    let err = |err: io::Error| IoError::new("write", path, &err);
    let mut file = private().write(true).create_new(true).open(path).map_err(err)?;
    let written = file.write_all(bytes).and_then(|()| then(&file));
    written.map_err(|it| {
        // Half a file helps nobody; that it could not be removed changes nothing.
        let _ = fs::remove_file(path);
        err(it)
    })
}

/// Writes a file in place of an existing one, by way of a file beside: a kill leaves the one
/// or the other, whole.
pub(super) fn write_beside(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    let beside = working_name(path);
    write_over(&beside, bytes)?;
    fs::rename(&beside, path).map_err(|err| {
        let _ = fs::remove_file(&beside);
        IoError::new("write", path, &err)
    })
}

/// The name of the file by way of which another is rewritten.
pub(super) fn working_name(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".crr-");
    name.push(path.file_name().unwrap_or_default());
    path.with_file_name(name)
}

/// Options for a file that only its owner may read. On Windows the folder that it is in says
/// who may.
#[cfg(unix)]
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(not(unix))]
pub(super) fn private() -> OpenOptions {
    OpenOptions::new()
}

/// Options for a private file that lines are added to and taken away from; it is made where
/// there is none. Windows takes nothing away from a file that was opened to append.
pub(super) fn private_lines() -> OpenOptions {
    let mut options = private();
    options.read(true).create(true).write(true).append(cfg!(unix));
    options
}

/// Adds to the end of such a file, wherever it was read last.
pub(super) fn add_to(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::End(0))?;
    file.write_all(bytes)
}

/// All of such a file, by the handle that holds its lock: on Windows no other one may read it.
pub(super) fn all_of(mut file: &File, bytes: &mut Vec<u8>) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(bytes).map(drop)
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// A folder.
    Folder,
    /// Anything that can be read.
    File,
}

/// What a path leads to.
pub fn kind_of(path: &Path) -> Result<PathKind, IoError> {
    let data = fs::metadata(path).map_err(|err| IoError::new("read", path, &err))?;
    Ok(if data.is_dir() { PathKind::Folder } else { PathKind::File })
}

/// The names in a folder, sorted.
pub fn names_in(folder: &Path) -> Result<Vec<String>, IoError> {
    let reading = |err: io::Error| IoError::new("read", folder, &err);
    let entries = fs::read_dir(folder).map_err(reading)?;
    let name = |it: io::Result<fs::DirEntry>| {
        it.map(|it| it.file_name().to_string_lossy().into_owned()).map_err(reading)
    };
    let mut names: Vec<String> = entries.map(name).collect::<Result<_, _>>()?;
    names.sort();
    Ok(names)
}

/// True where a file of this path would lie in or below a folder, links followed.
pub fn is_below(path: &Path, folder: &Path) -> bool {
    match (real(path), real(folder)) {
        (Some(path), Some(folder)) => path.starts_with(folder),
        _ => false,
    }
}

/// True where two paths lead to one folder.
pub fn is_same_folder(one: &Path, other: &Path) -> bool {
    real(one).is_some_and(|it| Some(it) == real(other))
}

/// Where a path leads: each part that exists with its links followed, those that do not exist yet
/// as they are written.
pub(super) fn real(path: &Path) -> Option<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        if part == Component::ParentDir {
            real.pop();
        } else {
            real.push(part);
        }
        if let Ok(it) = real.canonicalize() {
            real = it;
        }
    }
    Some(real)
}
