//! The head of a ledger, its last line by number and digest. It is kept a second time, with the
//! key: a chain alone cannot show that its end was cut off, or that all of it was made anew.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::START;
use crate::package::digest;
use crate::source::read_json;

/// The last line of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The number of lines.
    pub n: u64,
    /// SHA-256 of the last line without its line end.
    pub digest: String,
}

impl Default for Head {
    fn default() -> Self {
        Self { n: 0, digest: START.into() }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.n, self.digest)
    }
}

impl FromStr for Head {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.split_once(':').and_then(|(n, digest)| {
            let is_digest = digest.len() == START.len()
                && digest.bytes().all(|it| it.is_ascii_hexdigit());
            let digest = is_digest.then(|| digest.to_ascii_lowercase())?;
            Some(Self { n: n.parse().ok()?, digest })
        });
        parsed.ok_or("write it as `crr ledger verify` prints it: number, `:`, digest")
    }
}

impl Head {
    /// The head of a ledger's text.
    pub fn of(text: &str) -> Self {
        let n = text.lines().count() as u64;
        let last = text.lines().next_back();
        last.map_or_else(Self::default, |it| Self { n, digest: digest(it.as_bytes()) })
    }

    /// True where a ledger has this line in its place: then it is the same ledger, or has grown
    /// since.
    pub fn is_in(&self, text: &str) -> bool {
        let Some(before) = self.n.checked_sub(1) else { return self.digest == START };
        let line = usize::try_from(before).ok().and_then(|it| text.lines().nth(it));
        line.is_some_and(|it| digest(it.as_bytes()) == self.digest)
    }
}

/// The heads that lie with a key: of each ledger that is kept with it, by the ledger's path as
/// seen from the key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heads(Vec<KeptHead>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptHead {
    ledger: String,
    n: u64,
    digest: String,
}

impl Heads {
    /// Reads the file: one line of JSON a ledger. A line that is none is passed over: a head
    /// that is lost only shows less.
    pub fn parse(text: &str) -> Self {
        Self(text.lines().filter_map(|it| read_json(it.as_bytes()).ok()).collect())
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let line =
            |it: &KeptHead| serde_json::to_string(it).expect("texts and numbers") + "\n";
        self.0.iter().map(line).collect()
    }

    /// The head of a ledger.
    pub fn get(&self, ledger: &str) -> Option<Head> {
        let kept = self.0.iter().find(|it| it.ledger == ledger)?;
        Some(Head { n: kept.n, digest: kept.digest.clone() })
    }

    /// Keeps a head.
    pub fn set(&mut self, ledger: &str, head: &Head) {
        self.0.retain(|it| it.ledger != ledger);
        let (n, digest) = (head.n, head.digest.clone());
        self.0.push(KeptHead { ledger: ledger.into(), n, digest });
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, Heads};

    #[test]
    fn a_head_is_found_in_a_ledger_that_has_grown_and_in_no_other() {
        let head = Head::of("a\nb\n");
        // printf b | sha256sum
        assert!(head.to_string().starts_with("2:3e23e8160039594a"), "{head}");
        assert!(head.is_in("a\nb\n") && head.is_in("a\nb\nc\n"));
        assert!(!head.is_in("a\n") && !head.is_in("b\na\n") && !head.is_in(""));
        assert!(Head::default().is_in("") && Head::default().is_in("a\n"));
        assert_eq!(head.to_string().parse(), Ok(head));
        for bad in ["", "2", "2:", "2:3e", "x:3e"] {
            assert!(bad.parse::<Head>().is_err(), "{bad}");
        }
    }

    #[test]
    fn heads_read_back() {
        let mut heads = Heads::default();
        heads.set("ledger.jsonl", &Head::default());
        heads.set("/else/ledger.jsonl", &Head::of("a\n"));
        heads.set("ledger.jsonl", &Head::of("a\nb\n"));
        let again = Heads::parse(&(heads.text() + "{\n"));
        assert_eq!(again, heads);
        assert_eq!(again.get("ledger.jsonl").map(|it| it.n), Some(2));
        assert_eq!(again.get("other"), None);
    }
}
