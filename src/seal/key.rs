//! Keys of 32 random bytes, and the file that holds them: one a line, in hexadecimal.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::package::Randomness;
use crate::render::hex;

/// Bytes of a key.
pub(super) const KEY: usize = 32;

/// The name of a key: the first eight hexadecimal digits of its SHA-256. It gives nothing of
/// the key away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyId(String);

impl KeyId {
    /// The name as it is written; a file that somebody made up may give any text, which is not
    /// shown.
    pub fn as_str(&self) -> &str {
        let is_name =
            self.0.len() == 8 && self.0.bytes().all(|it| it.is_ascii_hexdigit());
        if is_name { &self.0 } else { "unknown" }
    }
}

/// One key; its bytes are wiped when it goes.
#[derive(Clone)]
pub struct DeskKey {
    bytes: Zeroizing<[u8; KEY]>,
    id: KeyId,
}

impl fmt::Debug for DeskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeskKey({})", self.id.0)
    }
}

impl DeskKey {
    /// A new key.
    pub fn generate(random: Randomness<'_>) -> Self {
        let mut bytes = Zeroizing::new([0; KEY]);
        random(&mut *bytes);
        Self::of(bytes)
    }

    fn of(bytes: Zeroizing<[u8; KEY]>) -> Self {
        let id = KeyId(hex(&Sha256::digest(*bytes)[..4]));
        Self { bytes, id }
    }

    /// Its name.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The key of one purpose.
    pub(super) fn derived(&self, purpose: &str) -> Zeroizing<[u8; KEY]> {
        let mut derived = Zeroizing::new([0; KEY]);
        Hkdf::<Sha256>::new(None, &*self.bytes)
            .expand(purpose.as_bytes(), &mut *derived)
            .expect("32 bytes are fewer than HKDF can give");
        derived
    }

    /// The keyed digest (HMAC-SHA-256, RFC 2104) of parts that are read one after the other,
    /// in hexadecimal.
    pub fn digest(&self, purpose: &str, parts: &[&str]) -> String {
        let key = self.derived(purpose);
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&*key).expect("a key of any length is taken");
        for part in parts {
            // With its length before it, no part can run into the next.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        hex(&mac.finalize().into_bytes())
    }

    /// Its line of the file, without the line end.
    pub fn line(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(&*self.bytes))
    }
}

/// The keys of a desk: the first one is used from now on, the others open and compare what was
/// made with them.
#[derive(Debug, Clone, Default)]
pub struct DeskKeys(Vec<DeskKey>);

/// A text that is not a file of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotKeys;

impl DeskKeys {
    /// The keys of a file's text.
    pub fn parse(text: &str) -> Result<Self, NotKeys> {
        // Who adds a line by hand may leave an empty one.
        let lines = text.lines().filter(|it| !it.trim().is_empty());
        let keys: Option<Vec<_>> = lines.map(read).collect();
        keys.filter(|it| !it.is_empty()).map(Self).ok_or(NotKeys)
    }

    /// The text of a file.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text =
            Zeroizing::new(String::with_capacity(self.0.len() * (2 * KEY + 1)));
        for key in &self.0 {
            text.push_str(&key.line());
            text.push('\n');
        }
        text
    }

    /// The key that is used from now on.
    pub fn current(&self) -> Option<&DeskKey> {
        self.0.first()
    }

    /// A key by its name.
    pub fn get(&self, id: &KeyId) -> Option<&DeskKey> {
        self.0.iter().find(|it| it.id == *id)
    }

    /// Adds a key; one that is there already stays where it is.
    pub fn add(&mut self, key: DeskKey) {
        if self.get(&key.id).is_none() {
            self.0.push(key);
        }
    }

    /// Adds all keys of another file.
    pub fn join(&mut self, other: Self) {
        other.0.into_iter().for_each(|it| self.add(it));
    }
}

fn read(line: &str) -> Option<DeskKey> {
    let line = line.trim_end().as_bytes();
    if line.len() != 2 * KEY {
        return None;
    }
    let mut bytes = Zeroizing::new([0; KEY]);
    for (byte, digits) in bytes.iter_mut().zip(line.chunks(2)) {
        let digit =
            |it: u8| char::from(it).to_digit(16).and_then(|it| u8::try_from(it).ok());
        *byte = digit(digits[0])? << 4 | digit(digits[1])?;
    }
    Some(DeskKey::of(bytes))
}

#[cfg(test)]
mod tests {
    use super::{DeskKey, DeskKeys, NotKeys};

    #[test]
    fn a_file_of_keys_reads_back() {
        let mut keys = DeskKeys::default();
        for i in [7, 9] {
            keys.add(DeskKey::generate(&|it: &mut [u8]| it.fill(i)));
        }
        let again = DeskKeys::parse(&keys.text()).expect("keys");
        assert_eq!(again.text(), keys.text());
        let first = again.current().expect("a key");
        assert_eq!(*first.line(), "07".repeat(32));
        // printf '\x07%.0s' {1..32} | sha256sum
        assert_eq!(first.id().as_str(), "4bb06f8e");
        assert!(again.get(first.id()).is_some());
        // One that is there is not added again, and the first stays the first.
        let mut joined = again.clone();
        joined.join(DeskKeys::parse(&"09".repeat(32)).expect("a key"));
        assert_eq!(joined.text(), keys.text());
        assert!(!format!("{keys:?}").contains("0707"));
    }

    #[test]
    fn what_is_no_file_of_keys_is_refused() {
        for text in ["", "\n", "07", &"0g".repeat(32), &"07".repeat(33), "é"] {
            assert_eq!(DeskKeys::parse(text).err(), Some(NotKeys), "{text}");
        }
        assert!(DeskKeys::parse(&format!("{}\r\n", "AB".repeat(32))).is_ok());
    }

    #[test]
    fn a_digest_depends_on_the_key_the_purpose_and_where_a_part_ends() {
        let key = |i| DeskKey::generate(&move |it: &mut [u8]| it.fill(i));
        let one = key(1).digest("a", &["x", "yz"]);
        assert_eq!(one, key(1).digest("a", &["x", "yz"]));
        assert_ne!(one, key(2).digest("a", &["x", "yz"]));
        assert_ne!(one, key(1).digest("b", &["x", "yz"]));
        assert_ne!(one, key(1).digest("a", &["xy", "z"]));
    }
}
