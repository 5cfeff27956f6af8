//! The file of the desk's keys, and beside it the heads of the ledgers that are kept with them.
#![expect(clippy::disallowed_methods, reason = "this is the door to the file system")]

use std::fs::File;
use std::io::ErrorKind::NotADirectory;
use std::path::Path;

use zeroize::Zeroizing;

use super::desk::Desk;
use super::error::IoError;
use super::files::{is_same_folder, write_beside, write_new};
use super::folder::make_folder;
use super::open::{Audience, read_private, share};
use super::random;
use crate::ledger::{Head, Heads};
use crate::seal::{DeskKey, DeskKeys};

/// The largest file of keys or heads that is read, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The keys of a file; none where there is no such file.
pub fn read_keys(path: &Path, audience: Audience) -> Result<DeskKeys, IoError> {
    let bytes = match read_private(path, MAX_BYTES, audience) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(err) if is_missing(&err) => return Ok(DeskKeys::default()),
        Err(err) => return Err(err),
    };
    let text = std::str::from_utf8(&bytes).ok();
    let keys = text.and_then(|it| DeskKeys::parse(it).ok());
    keys.ok_or_else(|| IoError::NotKeys(path.to_owned()))
}

/// The keys of a desk; where it has none, the first one is made.
pub fn keys_of(desk: &Desk) -> Result<DeskKeys, IoError> {
    let keys = read_keys(&desk.key, desk.audience())?;
    if keys.current().is_some() {
        return Ok(keys);
    }
    make_home(desk)?;
    // First the head: a key without one has lost its ledger.
    if kept_head(desk)?.is_none() {
        keep_head(desk, &Head::default())?;
    }
    let mut keys = DeskKeys::default();
    keys.add(DeskKey::generate(&random));
    match write_new(&desk.key, keys.text().as_bytes()) {
        Ok(()) => share(&desk.key, desk.audience()).map(|()| keys),
        // Another run has made one since.
        Err(IoError::Exists(_)) => read_keys(&desk.key, desk.audience()),
        Err(err) => Err(err),
    }
}

/// Makes the output folder, where the key is to be there; any other folder of a key exists, or
/// its path is mistyped.
fn make_home(desk: &Desk) -> Result<(), IoError> {
    let Some(home) = desk.key.parent().filter(|it| *it != Path::new("")) else {
        return Ok(());
    };
    if is_same_folder(home, &desk.out) {
        make_folder(home)?;
        let _ = share(home, desk.audience());
        return Ok(());
    }
    if home.symlink_metadata().is_err() {
        return Err(IoError::NoFolder(home.to_owned()));
    }
    Ok(())
}

/// Adds keys to those of a file, which is made where there is none.
pub fn join_keys(path: &Path, more: DeskKeys) -> Result<(), IoError> {
    let mut keys = read_keys(path, Audience::Owner)?;
    let before = keys.text();
    keys.join(more);
    if keys.text() == before {
        return Ok(());
    }
    write_beside(path, keys.text().as_bytes())
}

/// What is kept of the head of a desk's ledger; none where nothing is known of it.
pub fn kept_head(desk: &Desk) -> Result<Option<Head>, IoError> {
    Ok(heads(desk)?.and_then(|it| it.get(&desk.ledger_name())))
}

/// Keeps the head of a desk's ledger.
pub fn keep_head(desk: &Desk, head: &Head) -> Result<(), IoError> {
    // Several ledgers may be kept with one key, each under its own lock.
    let lock = File::open(&desk.key).ok().filter(|it| it.lock().is_ok());
    let mut heads = heads(desk)?.unwrap_or_default();
    heads.set(&desk.ledger_name(), head);
    write_beside(&desk.heads(), heads.text().as_bytes())?;
    drop(lock);
    share(&desk.heads(), desk.audience())
}

/// True where a key lies without any head: then both head and ledger were lost.
pub(super) fn has_lost_head(desk: &Desk) -> Result<bool, IoError> {
    Ok(read_keys(&desk.key, desk.audience())?.current().is_some()
        && heads(desk)?.is_none())
}

fn heads(desk: &Desk) -> Result<Option<Heads>, IoError> {
    match read_private(&desk.heads(), MAX_BYTES, desk.audience()) {
        Ok(bytes) => Ok(Some(Heads::parse(&String::from_utf8_lossy(&bytes)))),
        Err(err) if is_missing(&err) => Ok(None),
        Err(err) => Err(err),
    }
}

/// Where a file stands in the place of a folder, whether anything can be written there is
/// another question.
fn is_missing(err: &IoError) -> bool {
    matches!(err, IoError::NotFound(_) | IoError::Other { kind: NotADirectory, .. })
}
