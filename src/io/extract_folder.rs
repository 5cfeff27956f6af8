//! A folder of extracts, all of them or none: they are written under working names first, and
//! no other import writes there meanwhile.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::IoError;
use super::files::{Existing, names_in, read_bytes, read_start, write_unsynced};
use super::folder::{make_folder, sync_folder};
use super::given::Given;
use super::mention::Plain;
use super::open::{Audience, share};
use super::random;
use crate::diagnostics::masked_id;
use crate::extract::{Extract, MAX_BYTES};
use crate::model::ClientId;
use crate::seal::{self, DeskKey, Kind};

/// How every working name begins, so that nobody else's file is taken for one of ours.
const OURS: &str = ".crr-";
/// How it ends: no walk for extracts takes such a file for one.
const PART: &str = "part";

/// How the name of a sealed extract ends, and that of one that is not.
pub(super) const SEALED: &str = "sealed";
const PLAIN: &str = "json";

/// The longest beginning of a sealed file that is looked at: what follows is cipher.
pub(super) const MAX_HEAD: usize = 1024;

/// That of an extract whose place another takes, until all have theirs.
const OLD: &str = "old";

/// A folder that extracts are written to, for their owner only, or for the desk's group.
#[derive(Debug)]
pub struct ExtractFolder {
    folder: PathBuf,
    made: bool,
    existing: Existing,
    /// What the extracts are sealed with; without it they are plain JSON.
    key: Option<DeskKey>,
    /// Who may use them: the group only what is sealed.
    audience: Audience,
    names: Vec<String>,
    /// Extracts of the same clients that the new ones take the place of, in the other form or
    /// under another identifier.
    replaced: Vec<PathBuf>,
    is_kept: bool,
    /// Working files of interrupted imports that were removed.
    n_removed: usize,
    /// Held as long as this import writes.
    lock: File,
}

impl ExtractFolder {
    /// Opens the folder, or makes it. With a key, what is written there is sealed.
    pub fn open(
        folder: &Path,
        existing: Existing,
        key: Option<DeskKey>,
        audience: Audience,
    ) -> Result<Self, IoError> {
        let audience = if key.is_some() { audience } else { Audience::Owner };
        let made = make_folder(folder)?;
        if made {
            share(folder, audience)?;
        }
        let lock = locked(folder).inspect_err(|_| {
            // A folder that was made for nothing goes again.
            let _ = made.then(|| fs::remove_dir(folder));
        })?;
        let mut opened = Self {
            folder: folder.to_owned(),
            made,
            existing,
            key,
            audience,
            names: Vec::new(),
            replaced: Vec::new(),
            is_kept: false,
            n_removed: 0,
            lock,
        };
        // What an interrupted import left is client data that nobody would find.
        for name in names_in(folder)? {
            let path = folder.join(&name);
            if is_leftover(&name) || is_older_leftover(&name, &path) {
                fs::remove_file(path)
                    .map_err(|err| IoError::new("write", folder, &err))?;
                opened.n_removed += 1;
            }
        }
        Ok(opened)
    }

    /// How many working files of interrupted imports were removed.
    pub fn n_removed(&self) -> usize {
        self.n_removed
    }

    /// Writes the extract of a client under its working name: that of the first of the client's
    /// identifiers.
    pub fn add(&mut self, ids: &[String], bytes: &[u8]) -> Result<(), IoError> {
        let Some(id) = ids.first() else { return Ok(()) };
        // Of a client there is one, sealed or not, under whichever of their identifiers.
        let mut there = Vec::new();
        for id in ids {
            let both = [SEALED, PLAIN].map(|it| self.path(id, it));
            let files = both.into_iter().filter(|it| it.symlink_metadata().is_ok());
            let before = there.len();
            there.extend(files);
            let stays = |it: &PathBuf| self.existing == Existing::Keep || !is_extract(it);
            if there[before..].iter().any(stays) {
                return Err(IoError::Exists(self.shown(id)));
            }
        }
        let own = self.path(id, self.ending());
        self.replaced.extend(there.into_iter().filter(|it| *it != own));
        let name = format!("{id}.{}", self.ending());
        let seal = |key| seal::seal(Kind::Extract, &name, bytes, key, &random);
        let sealed = self.key.as_ref().map(seal);
        let part = self.working(id, PART);
        let written = write_unsynced(&part, sealed.as_deref().unwrap_or(bytes));
        // Only its own parts does it remove.
        self.names.push(id.to_owned());
        let shared = written.and_then(|()| share(&part, self.audience));
        shared.map_err(|err| err.at(self.shown(id)))
    }

    /// The path as a message may show it: an identifier by its last two characters.
    fn shown(&self, id: &str) -> PathBuf {
        self.path(&masked_id(id), self.ending())
    }

    fn ending(&self) -> &'static str {
        if self.key.is_some() { SEALED } else { PLAIN }
    }

    /// A working name of an extract.
    fn working(&self, id: &str, kind: &str) -> PathBuf {
        self.folder.join(format!("{OURS}{id}.{}.{kind}", self.ending()))
    }

    fn path(&self, id: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{id}.{ending}"))
    }

    /// Gives all of them their names. Where one cannot have it, those before it lose theirs
    /// again, and what they took the place of is put back.
    pub fn keep(mut self) -> Result<(), IoError> {
        // One wait for all: a disk takes as long for one file as for ten thousand.
        sync_all(&self.lock, self.names.iter().map(|id| self.working(id, PART)))
            .map_err(|err| IoError::new("write", &self.folder, &err))?;
        let mut given = Vec::new();
        let done = self.names.iter().try_for_each(|id| {
            let target = self.path(id, self.ending());
            let is_new = target.symlink_metadata().is_err();
            if !is_new {
                // A second name: at no moment is there no extract. Where the disk knows none,
                // there is nothing to put back.
                let _ = fs::hard_link(&target, self.working(id, OLD));
            }
            fs::rename(self.working(id, PART), target)?;
            given.push((id, is_new));
            Ok(())
        });
        for (id, is_new) in given.iter().filter(|_| done.is_err()) {
            let target = self.path(id, self.ending());
            let _ = if *is_new {
                fs::remove_file(target)
            } else {
                fs::rename(self.working(id, OLD), target)
            };
        }
        for id in &self.names {
            let _ = fs::remove_file(self.working(id, OLD));
        }
        // What they replace goes last: it is not lost before they are there.
        if done.is_ok() {
            self.remove_replaced();
        }
        self.is_kept = done.is_ok();
        // The names may follow later: an extract can be made again.
        let _ = sync_folder(&self.folder);
        done.map_err(|err| IoError::new("write", &self.folder, &err))
    }

    /// Removes what the new extracts take the place of. On a disk that does not tell small
    /// letters from capitals, a name of such a file can be that of a new one.
    fn remove_replaced(&self) {
        let level = |it: &Path| it.to_string_lossy().to_lowercase();
        let real = |it: &Path| fs::canonicalize(it).ok();
        let new = self.names.iter().map(|id| self.path(id, self.ending()));
        let new: HashMap<_, _> = new.map(|it| (level(&it), it)).collect();
        let is_new = |path: &PathBuf| {
            new.get(&level(path)).is_some_and(|it| real(it) == real(path))
        };
        for path in self.replaced.iter().filter(|it| !is_new(it)) {
            let _ = fs::remove_file(path);
        }
    }
}

/// The folder, held for this import alone.
fn locked(folder: &Path) -> Result<File, IoError> {
    let file = holder(folder).map_err(|err| IoError::new("read", folder, &err))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(IoError::InUse(folder.to_owned())),
        Err(TryLockError::Error(err)) => Err(IoError::new("write", folder, &err)),
    }
}

/// What stands for a folder in a lock.
#[cfg(unix)]
fn holder(folder: &Path) -> std::io::Result<File> {
    File::open(folder)
}

/// Windows opens no folder as a file: an empty one in it stands for it, which the system removes
/// when nobody has it open any more.
#[cfg(not(unix))]
fn holder(folder: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(windows)]
    {
        const DELETE_ON_CLOSE: u32 = 0x0400_0000;
        std::os::windows::fs::OpenOptionsExt::custom_flags(&mut options, DELETE_ON_CLOSE);
    }
    options.open(folder.join(format!("{OURS}lock")))
}

/// True for an extract, sealed or not, also one that cannot be opened: nothing else is replaced.
fn is_extract(path: &Path) -> bool {
    let is_link = path.is_symlink();
    // One that is larger than what is read has its name at the beginning.
    if path.metadata().is_ok_and(|it| it.len() > MAX_BYTES) {
        return !is_link && begins_as_extract(path);
    }
    let bytes = read_bytes(path, MAX_BYTES).unwrap_or_default();
    let is_plain = || !Extract::peek_ids(&String::from_utf8_lossy(&bytes)).is_empty();
    !is_link && (seal::is_sealed(&bytes) || is_plain())
}

/// True where a file of another ending begins as an extract does: a copy under another name may
/// be the newer one. A working file of an import is not one yet.
pub(super) fn begins_as_extract(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    if name.starts_with(OURS.as_bytes()) {
        return false;
    }
    let start = read_start(path, MAX_HEAD as u64).unwrap_or_default();
    seal::is_sealed(&start) || Plain::of(&start).says("client-record-extract/")
}

/// Waits until all files that were written to the disk of this folder are on it.
#[cfg(target_os = "linux")]
fn sync_all(folder: &File, _: impl Iterator<Item = PathBuf>) -> std::io::Result<()> {
    Ok(rustix::fs::syncfs(folder)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_all(_: &File, files: impl Iterator<Item = PathBuf>) -> std::io::Result<()> {
    files.into_iter().try_for_each(|it| File::options().write(true).open(it)?.sync_all())
}

/// True for a working name of ours, sealed or not.
fn is_leftover(name: &str) -> bool {
    let endings = [SEALED, PLAIN]
        .into_iter()
        .flat_map(|it| [PART, OLD].map(|kind| format!(".{it}.{kind}")));
    name.starts_with(OURS) && endings.into_iter().any(|it| name.ends_with(&it))
}

/// True for a working name as versions before 0.2 gave them, `ID.json.part`: anybody may have
/// named a file so, and it is taken for one of ours only if it begins as they do.
fn is_older_leftover(name: &str, path: &Path) -> bool {
    let id = [SEALED, PLAIN].into_iter().find_map(|ending| {
        let rest = name.strip_suffix(PART).or(name.strip_suffix(OLD))?;
        rest.strip_suffix('.')?.strip_suffix(ending)?.strip_suffix('.')
    });
    let is_named = id.is_some_and(|it| ClientId::new(it).is_some());
    if !is_named || !path.symlink_metadata().is_ok_and(|it| it.is_file()) {
        return false;
    }
    let start = Given::at(path).and_then(|it| it.start(BEGINNING)).unwrap_or_default();
    let words: Vec<u8> =
        start.iter().copied().filter(|it| !it.is_ascii_whitespace()).collect();
    seal::is_sealed(&start) || words.starts_with(b"{\"format\":\"client-record-extract/")
}

/// How much of a file shows whether it is an extract, in bytes.
const BEGINNING: u64 = 256;

impl Drop for ExtractFolder {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What stopped the import is what is reported.
        for id in &self.names {
            let _ = fs::remove_file(self.working(id, PART));
        }
        if self.made {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}
