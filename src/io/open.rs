//! Opening files that somebody else may have put there: nothing that never ends is waited for,
//! and what is private is not read or written where others could get at it.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::IoError;

/// Who may use a private file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Its owner, who runs the program, alone.
    Owner,
    /// Its owner, and a group that the owner is in too.
    Group,
}

/// Opens a file to read. A pipe or a device is refused unless it is a descriptor that the
/// program was started with, as of `<(…)`: such a pipe has somebody who writes to it.
pub(super) fn open_regular(path: &Path) -> Result<File, IoError> {
    let err = |err: io::Error| IoError::new("read", path, &err);
    let mut options = OpenOptions::new();
    options.read(true);
    if !is_descriptor(path) {
        system::without_waiting(&mut options);
    }
    let file = opened(&options, path).map_err(err)?;
    let kind = file.metadata().map_err(err)?.file_type();
    if kind.is_dir() {
        return Err(a_folder("read", path));
    }
    if !kind.is_file() && !is_descriptor(path) {
        return Err(IoError::NotRegular(path.to_owned()));
    }
    Ok(file)
}

/// Opens a private file: a ledger, a list of passphrases, a passphrase, a key. The options say
/// what for; a file that they create must be closed to others by them. The file itself is no
/// link, is a regular one, belongs to whoever runs the program, and is closed to everybody
/// outside its audience; folders on the way may be links. All of that is asked of the open
/// file, so that nobody can exchange it in between. Elsewhere than on Unix a file is private
/// by the folder it is in, and only its kind is looked at.
pub fn open_private(
    path: &Path,
    verb: &'static str,
    mut options: OpenOptions,
    audience: Audience,
) -> Result<File, IoError> {
    system::without_links(&mut options);
    let file = opened(&options, path).map_err(|err| {
        let is_link = fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink());
        if is_link {
            IoError::IsALink(path.to_owned())
        } else {
            IoError::new(verb, path, &err)
        }
    })?;
    let data = file.metadata().map_err(|err| IoError::new(verb, path, &err))?;
    if data.is_dir() {
        return Err(a_folder(verb, path));
    }
    if !data.is_file() {
        return Err(IoError::NotRegular(path.to_owned()));
    }
    system::check_private(path, &data, audience)?;
    Ok(file)
}

/// Opens a file. Of a folder Windows says no more than that it may not be opened.
fn opened(options: &OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path).map_err(|err| {
        let is_folder = cfg!(windows) && path.is_dir();
        if is_folder { io::ErrorKind::IsADirectory.into() } else { err }
    })
}

/// Bytes of most files that are read: a request, a site, an extract.
const USUAL: usize = 16 << 10;

/// Reads at most so many bytes.
pub(super) fn limited(
    from: impl Read,
    path: &Path,
    max_bytes: u64,
) -> Result<Vec<u8>, IoError> {
    // Without a size to begin with, it is read in pieces of 32 bytes, 64, …
    let mut bytes = Vec::with_capacity(USUAL);
    from.take(max_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|err| IoError::new("read", path, &err))?;
    if bytes.len() as u64 > max_bytes {
        return Err(IoError::TooLarge { path: path.to_owned(), max_bytes });
    }
    Ok(bytes)
}

/// Reads a private file of at most so many bytes.
pub(super) fn read_private(
    path: &Path,
    max_bytes: u64,
    audience: Audience,
) -> Result<Vec<u8>, IoError> {
    let mut options = OpenOptions::new();
    options.read(true);
    limited(open_private(path, "read", options, audience)?, path, max_bytes)
}

/// Lets the group use a file or a folder that was just made, where it is to.
pub(super) fn share(path: &Path, audience: Audience) -> Result<(), IoError> {
    if audience == Audience::Owner {
        return Ok(());
    }
    system::share(path).map_err(|err| IoError::new("write", path, &err))
}

/// The folder on the way to a private file in which any account could exchange it; links are
/// followed. A folder such as `/tmp`, in which only its owner can rename a file, is none.
pub fn open_folder(path: &Path) -> Option<PathBuf> {
    if path == Path::new("-") || is_descriptor(path) {
        return None;
    }
    let above = path.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new("."));
    let above = above.canonicalize().ok()?;
    let found = above.ancestors().find(|it| system::is_open_to_all(it));
    found.map(Path::to_owned)
}

/// True for a path that stands for a descriptor the program was started with.
pub(super) fn is_descriptor(path: &Path) -> bool {
    cfg!(unix)
        && (path.starts_with("/dev/fd")
            || path.starts_with("/proc/self/fd")
            || path == Path::new("/dev/stdin"))
}

fn a_folder(verb: &'static str, path: &Path) -> IoError {
    IoError::Other { verb, path: path.to_owned(), kind: io::ErrorKind::IsADirectory }
}

#[cfg(unix)]
mod system {
    use std::fs::{self, File, Metadata, OpenOptions, Permissions};
    use std::os::unix::fs::{
        FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt, lchown,
    };
    use std::path::Path;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use rustix::process::{getegid, geteuid, getgroups};

    use super::{Audience, IoError};

    /// How long somebody may take to write into a named pipe, in seconds.
    const PATIENCE: u8 = 10;

    pub(super) fn without_waiting(options: &mut OpenOptions) {
        options.custom_flags(flags(OFlags::NONBLOCK));
    }

    pub(super) fn without_links(options: &mut OpenOptions) {
        options.custom_flags(flags(OFlags::NONBLOCK | OFlags::NOFOLLOW));
    }

    fn flags(flags: OFlags) -> i32 {
        i32::try_from(flags.bits()).expect("flags that the system defines")
    }

    pub(super) fn check_private(
        path: &Path,
        data: &Metadata,
        audience: Audience,
    ) -> Result<(), IoError> {
        let is_shared = audience == Audience::Group;
        let is_mine = data.uid() == geteuid().as_raw()
            || (is_shared && is_of_my_groups(data.gid()));
        if !is_mine {
            return Err(IoError::NotYours(path.to_owned()));
        }
        let others = if is_shared { 0o007 } else { 0o077 };
        if data.mode() & others != 0 {
            return Err(IoError::NotPrivate(path.to_owned()));
        }
        Ok(())
    }

    fn is_of_my_groups(group: u32) -> bool {
        group == getegid().as_raw()
            || getgroups().is_ok_and(|all| all.iter().any(|it| it.as_raw() == group))
    }

    /// It gets the group of the folder that it is in: that of whoever made it may be theirs
    /// alone. A folder that hands on its group goes on to.
    pub(super) fn share(path: &Path) -> std::io::Result<()> {
        const HANDS_ON: u32 = 0o2000;
        let data = fs::symlink_metadata(path)?;
        let above = path.parent().filter(|it| *it != Path::new(""));
        let group = fs::metadata(above.unwrap_or(Path::new(".")))?.gid();
        if group != data.gid() && is_of_my_groups(group) {
            lchown(path, None, Some(group))?;
        }
        let mode = if data.is_dir() { 0o770 | data.mode() & HANDS_ON } else { 0o660 };
        fs::set_permissions(path, Permissions::from_mode(mode))
    }

    pub(super) fn is_open_to_all(folder: &Path) -> bool {
        const ALL_MAY_WRITE: u32 = 0o002;
        const STICKY: u32 = 0o1000;
        fs::metadata(folder)
            .is_ok_and(|it| it.mode() & (ALL_MAY_WRITE | STICKY) == ALL_MAY_WRITE)
    }

    /// Opens a named pipe and waits, but not for ever, until something is in it; none where
    /// the path leads to something else.
    pub(in crate::io) fn open_pipe(path: &Path) -> Option<Result<File, IoError>> {
        let data = fs::symlink_metadata(path).ok()?;
        data.file_type().is_fifo().then(|| heard(path))
    }

    fn heard(path: &Path) -> Result<File, IoError> {
        let err = |err: std::io::Error| IoError::new("read", path, &err);
        let mut options = OpenOptions::new();
        without_links(options.read(true));
        let file = options.open(path).map_err(err)?;
        let patience = Timespec { tv_sec: i64::from(PATIENCE), tv_nsec: 0 };
        let mut polled = [PollFd::new(&file, PollFlags::IN)];
        let n_ready = poll(&mut polled, Some(&patience)).map_err(|it| err(it.into()))?;
        if n_ready == 0 {
            return Err(IoError::Silent(path.to_owned(), PATIENCE));
        }
        // From here on it ends when whoever writes to it is done.
        fcntl_getfl(&file)
            .and_then(|it| fcntl_setfl(&file, it.difference(OFlags::NONBLOCK)))
            .map_err(|it| err(it.into()))?;
        Ok(file)
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{File, Metadata, OpenOptions};
    use std::path::Path;

    use super::{Audience, IoError};

    pub(super) fn without_waiting(_: &mut OpenOptions) {}

    pub(super) fn without_links(_: &mut OpenOptions) {}

    pub(super) fn check_private(
        _: &Path,
        _: &Metadata,
        _: Audience,
    ) -> Result<(), IoError> {
        Ok(())
    }

    pub(super) fn share(_: &Path) -> std::io::Result<()> {
        Ok(())
    }

    pub(super) fn is_open_to_all(_: &Path) -> bool {
        false
    }

    pub(in crate::io) fn open_pipe(_: &Path) -> Option<Result<File, IoError>> {
        None
    }
}

pub(super) use system::open_pipe;
