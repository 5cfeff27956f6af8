//! What a package was made from, known by content: a request that says the same is the same,
//! whatever its file is called, when it was written, and however it is laid out.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::source::{Node, canonical};

/// What a request says: its tree in one form, without comments, spaces and the order of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContent(String);

impl RequestContent {
    /// The content of a text that was read.
    pub fn of(root: &Node) -> Self {
        Self(canonical(root))
    }

    /// Its digest, salted: two lines of the ledger for one request do not look alike.
    pub fn digest(&self, salt: [u8; SALT]) -> RequestDigest {
        let hash = Sha256::new().chain_update(salt).chain_update(&self.0).finalize();
        RequestDigest(format!("{}:{}", hex(&salt), hex(&hash)))
    }

    /// True where a digest is that of this content.
    pub fn is(&self, digest: &RequestDigest) -> bool {
        salt_of(digest).is_some_and(|salt| self.digest(salt) == *digest)
    }
}

/// Bytes of a salt.
pub const SALT: usize = 16;

/// The salt and the SHA-256 of a salted [`RequestContent`], in hexadecimal with a colon between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDigest(String);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn salt_of(RequestDigest(text): &RequestDigest) -> Option<[u8; SALT]> {
    let (salt, _) = text.split_once(':')?;
    let digits = |i: usize| u8::from_str_radix(salt.get(2 * i..2 * i + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..SALT).map(digits).collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::RequestContent;
    use crate::diagnostics::Origin;
    use crate::source::Source;

    fn content(text: &str) -> RequestContent {
        let source = Source::toml(Origin::Request, "r".into(), text.into());
        assert!(!source.report.is_refused(), "{text}");
        RequestContent::of(&source.root)
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        let one = content("a = 1\nb = \"x\"\n[c]\nd = [1, 2]\n");
        for same in [
            "# a comment\r\nb   = 'x'\r\na=1\r\nc = { d = [ 1, 2 ] }\r\n",
            "c.d = [1,\n2]\nb = \"\\u0078\"\na = 0x1",
        ] {
            assert!(content(same) == one, "{same}");
            assert!(content(same).is(&one.digest([7; 16])), "{same}");
        }
        for other in [
            "a = 2\nb = \"x\"\n[c]\nd = [1, 2]\n",
            "a = \"1\"\nb = \"x\"\n[c]\nd = [1, 2]\n",
            "a = 1\nb = \"x\"\n[c]\nd = [2, 1]\n",
            "a = 1\nb = \"x\"\n",
        ] {
            assert!(!content(other).is(&one.digest([7; 16])), "{other}");
        }
    }

    #[test]
    fn a_digest_depends_on_its_salt() {
        let it = content("a = 1");
        assert_ne!(it.digest([0; 16]), it.digest([1; 16]));
    }
}
