//! What the machine does not let us do, in words.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::Problem;
use crate::import::{machine_hint, machine_words};

/// What Windows says of a file that another program has open or locked: a PDF that is being
/// read is not replaced there. (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION)
const IN_USE: [i32; 2] = [32, 33];

/// What the machine did not let us do. The path is always named.
#[derive(Debug)]
pub enum IoError {
    /// There is no such file or folder.
    NotFound(PathBuf),
    /// There is no such folder to write into.
    NoFolder(PathBuf),
    /// It is larger than what is read of this kind, in bytes.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most that is read.
        max_bytes: u64,
    },
    /// It is not UTF-8.
    NotText(PathBuf),
    /// It already exists.
    Exists(PathBuf),
    /// It exists, and is not a list of passphrases of ours.
    NotAList(PathBuf),
    /// It exists, and is not a file of keys.
    NotKeys(PathBuf),
    /// It is a pipe or a device, and would perhaps never end.
    NotRegular(PathBuf),
    /// A file that only its owner may use is a link: whoever made it chose where it leads.
    IsALink(PathBuf),
    /// It belongs to another account.
    NotYours(PathBuf),
    /// Other accounts can read it or write to it.
    NotPrivate(PathBuf),
    /// Nobody wrote into a named pipe, in so many seconds.
    Silent(PathBuf, u8),
    /// Another run uses it.
    InUse(PathBuf),
    /// The disk is full.
    DiskFull(PathBuf),
    /// It would be larger than the system lets a file be.
    SizeLimit(PathBuf),
    /// The system refused.
    Other {
        /// What was tried.
        verb: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        kind: io::ErrorKind,
    },
}

impl IoError {
    /// Sorts an error of the system.
    pub(super) fn new(verb: &'static str, path: &Path, err: &io::Error) -> Self {
        let path = path.to_owned();
        if cfg!(windows) && err.raw_os_error().is_some_and(|it| IN_USE.contains(&it)) {
            return Self::InUse(path);
        }
        match err.kind() {
            io::ErrorKind::NotFound => Self::NotFound(path),
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull(path)
            }
            io::ErrorKind::FileTooLarge => Self::SizeLimit(path),
            kind => Self::Other { verb, path, kind },
        }
    }

    /// The same, with another path: one that identifies nobody.
    pub(super) fn at(self, path: PathBuf) -> Self {
        match self {
            Self::NotFound(_) => Self::NotFound(path),
            Self::NoFolder(_) => Self::NoFolder(path),
            Self::TooLarge { max_bytes, .. } => Self::TooLarge { path, max_bytes },
            Self::NotText(_) => Self::NotText(path),
            Self::Exists(_) => Self::Exists(path),
            Self::NotAList(_) => Self::NotAList(path),
            Self::NotKeys(_) => Self::NotKeys(path),
            Self::NotRegular(_) => Self::NotRegular(path),
            Self::IsALink(_) => Self::IsALink(path),
            Self::NotYours(_) => Self::NotYours(path),
            Self::NotPrivate(_) => Self::NotPrivate(path),
            Self::Silent(_, n) => Self::Silent(path, n),
            Self::InUse(_) => Self::InUse(path),
            Self::DiskFull(_) => Self::DiskFull(path),
            Self::SizeLimit(_) => Self::SizeLimit(path),
            Self::Other { verb, kind, .. } => Self::Other { verb, path, kind },
        }
    }
}

impl Problem for IoError {
    fn slug(&self) -> &'static str {
        match self {
            Self::NotFound(_) | Self::NoFolder(_) => "not-found",
            Self::TooLarge { .. } => "too-large",
            Self::NotText(_) => "not-text",
            Self::Exists(_) => "already-there",
            Self::NotAList(_) => "not-a-passphrase-list",
            Self::NotKeys(_) => "not-a-desk-key",
            Self::NotRegular(_) => "not-a-regular-file",
            Self::IsALink(_) => "is-a-link",
            Self::NotYours(_) => "not-yours",
            Self::NotPrivate(_) => "not-private",
            Self::Silent(..) => "silent-pipe",
            Self::InUse(_) => "in-use",
            Self::DiskFull(_) => "disk-full",
            Self::SizeLimit(_) => "file-size-limit",
            Self::Other { verb: "read", .. } => "not-readable",
            Self::Other { .. } => "not-writable",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NotFound(path) => format!("`{}` was not found", path.display()),
            Self::NoFolder(path) => {
                format!("the folder `{}` was not found", path.display())
            }
            Self::TooLarge { path, max_bytes } => format!(
                "`{}` is larger than {}, the most that is read",
                path.display(),
                size(*max_bytes)
            ),
            Self::NotText(path) => format!("`{}` is not UTF-8 text", path.display()),
            Self::Exists(path) => format!("`{}` already exists", path.display()),
            Self::NotAList(path) => format!(
                "`{}` already exists and is not a list of passphrases that crr wrote",
                path.display()
            ),
            Self::NotKeys(path) => {
                format!("`{}` does not contain desk keys", path.display())
            }
            Self::NotRegular(path) => {
                format!("`{}` is not a regular file", path.display())
            }
            Self::IsALink(path) => {
                format!("`{}` is a link to another file", path.display())
            }
            Self::NotYours(path) => {
                format!("`{}` belongs to another account", path.display())
            }
            Self::NotPrivate(path) => {
                format!("other accounts can read or change `{}`", path.display())
            }
            Self::Silent(path, n) => {
                format!(
                    "nobody wrote to the pipe `{}` within {n} seconds",
                    path.display()
                )
            }
            Self::InUse(path) if cfg!(windows) => {
                format!("`{}` is in use by another program", path.display())
            }
            Self::InUse(path) => {
                format!("`{}` is in use by another run", path.display())
            }
            Self::DiskFull(path) => {
                format!("the disk is full: `{}` could not be written", path.display())
            }
            Self::SizeLimit(path) => format!(
                "`{}` could not be written: a limit on the size of files was reached",
                path.display()
            ),
            Self::Other { verb, path, kind } => {
                let why = machine_words(*kind);
                format!("cannot {verb} `{}`: {why}", path.display())
            }
        }
    }

    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotFound(_) => "check the spelling of the path",
            Self::NoFolder(_) => {
                "make that folder, connect its disk, or name a file in a folder that exists"
            }
            Self::TooLarge { .. } => {
                "this is too large to belong to one client's request; check which file it is"
            }
            Self::NotText(_) => "save the file as UTF-8",
            Self::Exists(_) | Self::NotAList(_) => "choose another name",
            Self::NotKeys(_) => {
                "put the file back from your copy of it; each line has 64 hexadecimal digits"
            }
            Self::NotRegular(_) => "name a file; a pipe or a device is not read here",
            Self::IsALink(_) => "name the file itself",
            Self::NotYours(_) => "name a file of your own",
            Self::NotPrivate(_) => {
                "run `chmod 600` on it; if somebody may have read it, use a new passphrase"
            }
            Self::Silent(..) => "start what writes to it first, or name a file",
            Self::InUse(_) if cfg!(windows) => {
                "close it in the other program, then run the command again"
            }
            Self::InUse(_) => "wait for the other run, or name another file",
            Self::DiskFull(_) => "free up space on that disk and run the command again",
            Self::SizeLimit(_) => {
                "raise the limit (`ulimit -f`), or choose a disk that takes larger files; then run the command again"
            }
            Self::Other { kind: io::ErrorKind::IsADirectory, .. } => {
                "name a file, not a folder"
            }
            Self::Other { verb: "read", kind, .. } => machine_hint(*kind),
            Self::Other { .. } => {
                "choose another folder, or ask its owner for write access"
            }
        })
    }
}

fn size(n_bytes: u64) -> String {
    const MEGABYTE: u64 = 1024 * 1024;
    if n_bytes < MEGABYTE {
        format!("{} kB", n_bytes / 1024)
    } else {
        format!("{} MB", n_bytes / MEGABYTE)
    }
}
