//! A file of passphrases: a file that is none is left as it is; to one that is, a line can be
//! added and taken back, and no line of another ticket is touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use client_record_request::io::{Listed, PassphraseList, Supplied};
use client_record_request::pipeline::sample_day;

const TICKET: &str = "2026-0142";
const MADE: &str = "abacus-zoom-crouton-dagger-ember-fable";
const RECEIPT: &str = "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730";

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let folder = Folder::new();
    let path = folder.0.join("list");
    fs::write(&path, data).expect("a file in memory");
    let Ok(mut list) = PassphraseList::open(&path) else {
        assert!(
            fs::read(&path).expect("it is there") == data,
            "a file of others was changed"
        );
        return;
    };
    let whole = data.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
    let (before, line) = (&data[..whole], listed());
    drop(list.stage(&line).expect("a line"));
    assert!(read(&path) == before, "a line that was taken back left something");
    list.stage(&line).expect("a line").keep();
    drop(list);
    let secrets = Supplied::read(&path).expect("a list").listed(TICKET, Some(RECEIPT));
    assert_eq!(secrets.first().map(|it| it.as_str()), Some(MADE));
    let after = read(&path);
    assert!(others(&after) == others(before), "a line of another ticket was touched");
    assert_eq!(
        after.split_inclusive(|it| *it == b'\n').filter(|it| is_ours(it)).count(),
        1
    );
    assert_eq!(fs::read_dir(&folder.0).expect("a folder").count(), 1, "a file was left");
}

fn listed() -> Listed<'static> {
    Listed { ticket: TICKET, passphrase: MADE, day: sample_day(), receipt: RECEIPT }
}

fn is_ours(line: &[u8]) -> bool {
    line.starts_with(format!("{TICKET}\t").as_bytes())
}

fn others(list: &[u8]) -> Vec<&[u8]> {
    list.split_inclusive(|it| *it == b'\n').filter(|it| !is_ours(it)).collect()
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

/// A folder of its own, in memory where the system has such a place.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let n = NUMBER.fetch_add(1, Ordering::Relaxed);
        let memory = Path::new("/dev/shm");
        let root = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = root.join(format!("crr-list-{}-{n}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
