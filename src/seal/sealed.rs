//! A file that lies sealed on the desk's disk: one line of JSON that says what it is, then
//! AES-256-GCM (NIST SP 800-38D). The line is bound to the content: it cannot be exchanged or
//! edited.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::key::{DeskKey, DeskKeys, KeyId};
use crate::package::Randomness;
use crate::source::read_json;

/// What the line calls the format.
const FORMAT: &str = "client-record-sealed/1";
/// How every sealed file begins, whatever version wrote it.
const BEGINNING: &[u8] = b"{\"format\":\"client-record-sealed/";
/// What the cipher's key is derived for.
const PURPOSE: &str = "client-record-sealed/1";
/// Bytes of the vector, which follows the line.
const VECTOR: usize = 12;
/// The longest line that is read, in bytes.
const MAX_LINE: usize = 1024;

/// What a sealed file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The extract of one client.
    Extract,
}

/// The line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: String,
    kind: Kind,
    /// The name that the file was given.
    name: String,
    key: KeyId,
}

/// Why a sealed file is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealError {
    /// The desk does not have the key of this name.
    NoKey(KeyId),
    /// A newer version of the program sealed it.
    Newer,
    /// It was changed, or is not whole.
    Damaged,
}

/// True for a file that begins as a sealed one does.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGINNING)
}

/// Seals a content of a kind, under the name that its file is given.
pub fn seal(
    kind: Kind,
    name: &str,
    content: &[u8],
    key: &DeskKey,
    random: Randomness<'_>,
) -> Vec<u8> {
    let head =
        Head { format: FORMAT.into(), kind, name: name.into(), key: key.id().clone() };
    let mut sealed = serde_json::to_vec(&head).expect("texts only");
    sealed.push(b'\n');
    let mut vector = [0; VECTOR];
    random(&mut vector);
    let payload = Payload { msg: content, aad: &sealed };
    let cipher = Aes256Gcm::new(&(*key.derived(PURPOSE)).into());
    let content = cipher
        .encrypt(&vector.into(), payload)
        .expect("no file of ours is longer than AES-GCM can seal");
    sealed.extend(vector);
    sealed.extend(content);
    sealed
}

/// Opens a sealed file.
pub fn open(
    kind: Kind,
    sealed: &[u8],
    keys: &DeskKeys,
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let end = sealed.iter().take(MAX_LINE).position(|it| *it == b'\n');
    let (line, rest) = sealed.split_at(end.ok_or(SealError::Damaged)? + 1);
    let head: Head = read_json(line).map_err(|_| unreadable(line))?;
    if head.format != FORMAT {
        return Err(unreadable(line));
    }
    if head.kind != kind {
        return Err(SealError::Damaged);
    }
    let key = keys.get(&head.key).ok_or(SealError::NoKey(head.key))?;
    let (vector, content) =
        rest.split_first_chunk::<VECTOR>().ok_or(SealError::Damaged)?;
    let payload = Payload { msg: content, aad: line };
    Aes256Gcm::new(&(*key.derived(PURPOSE)).into())
        .decrypt(&(*vector).into(), payload)
        .map(Zeroizing::new)
        .map_err(|_| SealError::Damaged)
}

/// A line that this version does not write: of another one, or damaged.
fn unreadable(line: &[u8]) -> SealError {
    #[derive(Deserialize)]
    struct Format {
        format: String,
    }
    match read_json::<Format>(line) {
        Ok(it) if it.format != FORMAT => SealError::Newer,
        _ => SealError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(i: u8) -> DeskKey {
        DeskKey::generate(&move |it: &mut [u8]| it.fill(i))
    }

    fn keys(i: u8) -> DeskKeys {
        let mut keys = DeskKeys::default();
        keys.add(key(i));
        keys
    }

    fn sealed() -> Vec<u8> {
        seal(
            Kind::Extract,
            "69E400001.sealed",
            b"{\"a\":1}",
            &key(7),
            &|it: &mut [u8]| {
                it.fill(3);
            },
        )
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_alone() {
        let sealed = sealed();
        assert!(is_sealed(&sealed));
        let opened = open(Kind::Extract, &sealed, &keys(7)).expect("it opens");
        assert_eq!(&**opened, b"{\"a\":1}");
        assert!(!sealed.windows(4).any(|it| it == b"\"a\":"));
        let other = open(Kind::Extract, &sealed, &keys(8));
        assert_eq!(other, Err(SealError::NoKey(key(7).id().clone())));
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let sealed = sealed();
        for i in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[i / 8] ^= 1 << (i % 8);
            assert!(open(Kind::Extract, &changed, &keys(7)).is_err(), "bit {i}");
        }
        for n in 0..sealed.len() {
            assert!(open(Kind::Extract, &sealed[..n], &keys(7)).is_err(), "{n} bytes");
        }
    }

    #[test]
    fn a_newer_file_is_known_as_one() {
        let line = br#"{"format":"client-record-sealed/2","more":1}"#;
        let newer = [&line[..], b"\nxxxxxxxxxxxxxxxx"].concat();
        assert!(is_sealed(&newer));
        assert_eq!(open(Kind::Extract, &newer, &keys(7)), Err(SealError::Newer));
    }
}
