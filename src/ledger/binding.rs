//! What a package was made from, known by content: what says the same is the same, whatever its
//! file is called, when it was written, and however it is laid out.
//!
//! The form is `binding/1`. The content of a text is its tree as JSON without blanks, the keys of
//! each object in the order of their bytes; comments, line ends and the order of keys are no
//! content. Of an extract, `exported_at` is left out: a record that was exported again and says
//! the same is the same record. The digest is HMAC-SHA-256 under a key derived from the desk key
//! for `binding/1`, over two parts, each with its length (eight bytes, the highest first) before
//! it: the word `request`, `extract` or `client`, and the content; of a client that is the
//! identifier in small letters. Of several profiles the identifiers are sorted, with a line end
//! between two, and the contents of their extracts are a list in the same order: in whatever
//! order they are named, it is the same person. Without the key, a digest tells nothing to
//! somebody who guesses what it stands for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::ClientId;
use crate::seal::{DeskKey, DeskKeys, KeyId};
use crate::source::{Node, canonical, canonical_without};

/// The name of the form.
const FORM: &str = "binding/1";

/// What a request or an extract says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content(String);

impl Content {
    /// The content of a request that was read.
    pub fn request(root: &Node) -> Self {
        Self(canonical(root))
    }

    /// The content of an extract that was read.
    pub fn extract(root: &Node) -> Self {
        Self(canonical_without(root, "exported_at"))
    }

    /// The content of the extracts of several profiles, each with its identifier.
    pub fn extracts(mut all: Vec<(&ClientId, Self)>) -> Option<Self> {
        all.sort_by_key(|(id, _)| id.as_str().to_lowercase());
        let mut contents: Vec<String> = all.into_iter().map(|(_, it)| it.0).collect();
        match contents.len() {
            0 | 1 => contents.pop().map(Self),
            _ => Some(Self(format!("[{}]", contents.join(",")))),
        }
    }

    fn digest(&self, what: &str, key: &DeskKey) -> String {
        key.digest(FORM, &[what, &self.0])
    }
}

/// What a package was made from, as its line of the ledger tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// The name of the form, `binding/1`.
    pub form: String,
    /// The name of the key.
    pub key: KeyId,
    /// The digest of the client's identifiers, in small letters.
    pub client: String,
    /// The digest of what the request said.
    pub request: String,
    /// The digest of what the extract said; the letter of a denial has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extract: Option<String>,
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Both say what they said; or the extract is gone.
    Same,
    /// The request says something else.
    RequestChanged,
    /// The extract says something else.
    ExtractChanged,
    /// The key is missing, or the line is of an earlier version.
    Unknown,
}

impl Binding {
    /// Binds a package to what it is made from.
    pub fn new(
        clients: &[ClientId],
        request: &Content,
        extract: Option<&Content>,
        key: &DeskKey,
    ) -> Self {
        Self {
            form: FORM.into(),
            key: key.id().clone(),
            client: client_digest(clients, key),
            request: request.digest("request", key),
            extract: extract.map(|it| it.digest("extract", key)),
        }
    }

    /// Compares with what is there now.
    pub fn compare(
        &self,
        request: &Content,
        extract: Option<&Content>,
        keys: &DeskKeys,
    ) -> Compared {
        let Some(key) = keys.get(&self.key).filter(|_| self.form == FORM) else {
            return Compared::Unknown;
        };
        let now = extract.map(|it| it.digest("extract", key));
        if request.digest("request", key) != self.request {
            Compared::RequestChanged
        } else if now.is_some() && now != self.extract {
            Compared::ExtractChanged
        } else {
            Compared::Same
        }
    }

    /// True where it is certain that a package was made for somebody else.
    pub fn is_of_another_client(&self, clients: &[ClientId], keys: &DeskKeys) -> bool {
        let key = keys.get(&self.key).filter(|_| self.form == FORM);
        key.is_some_and(|it| client_digest(clients, it) != self.client)
    }

    /// True where it is certain that a package was made from this extract.
    pub fn is_of_extract(&self, extract: &Content, keys: &DeskKeys) -> bool {
        let key = keys.get(&self.key).filter(|_| self.form == FORM);
        key.is_some_and(|it| Some(extract.digest("extract", it)) == self.extract)
    }

    /// True where both were surely made from one request.
    pub fn is_of_request(&self, other: &Self) -> bool {
        (&self.form, &self.key, &self.request)
            == (&other.form, &other.key, &other.request)
    }
}

fn client_digest(clients: &[ClientId], key: &DeskKey) -> String {
    let ids: BTreeSet<String> =
        clients.iter().map(|it| it.as_str().to_lowercase()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    key.digest(FORM, &["client", &ids.join("\n")])
}

#[cfg(test)]
mod tests {
    use super::{Binding, Compared, Content};
    use crate::diagnostics::Origin;
    use crate::model::ClientId;
    use crate::seal::{DeskKey, DeskKeys};
    use crate::source::Source;

    fn request(text: &str) -> Content {
        let source = Source::toml(Origin::Request, "r".into(), text.into());
        assert!(!source.report.is_refused(), "{text}");
        Content::request(&source.root)
    }

    fn extract(text: &str) -> Content {
        let source = Source::json(Origin::Extract(0), "e".into(), text.into());
        Content::extract(&source.root)
    }

    fn key(i: u8) -> DeskKey {
        DeskKey::generate(&move |it: &mut [u8]| it.fill(i))
    }

    fn keys(all: &[u8]) -> DeskKeys {
        let mut keys = DeskKeys::default();
        for it in all {
            keys.add(key(*it));
        }
        keys
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        let one = request("a = 1\nb = \"x\"\n[c]\nd = [1, 2]\n");
        for same in [
            "# a comment\r\nb   = 'x'\r\na=1\r\nc = { d = [ 1, 2 ] }\r\n",
            "c.d = [1,\n2]\nb = \"\\u0078\"\na = 0x1",
        ] {
            assert_eq!(request(same), one, "{same}");
        }
        for other in [
            "a = 2\nb = \"x\"\n[c]\nd = [1, 2]\n",
            "a = \"1\"\nb = \"x\"\n[c]\nd = [1, 2]\n",
            "a = 1\nb = \"x\"\n[c]\nd = [2, 1]\n",
            "a = 1\nb = \"x\"\n",
        ] {
            assert_ne!(request(other), one, "{other}");
        }
    }

    #[test]
    fn the_day_of_an_export_is_not_what_it_says() {
        let one = extract(r#"{"exported_at": "2026-11-18", "a": {"exported_at": 1}}"#);
        assert_eq!(
            extract(r#"{ "a":{"exported_at":1},"exported_at":"2026-11-20"}"#),
            one
        );
        assert_ne!(extract(r#"{"exported_at": "2026-11-18", "a": {}}"#), one);
    }

    fn client(ids: &str) -> Vec<ClientId> {
        let ids = ids.split(' ').map(|it| ClientId::new(it).expect("an identifier"));
        ids.collect()
    }

    #[test]
    fn several_profiles_are_one_client_in_any_order() {
        let (r, e) = (request("a = 1"), extract(r#"{"b": 1}"#));
        let bound = Binding::new(&client("A1 B2"), &r, None, &key(1));
        for (ids, is_other) in [
            ("A1 B2", false),
            ("b2 a1", false),
            ("A1", true),
            ("A1 B2 C3", true),
            ("A1B2", true),
        ] {
            let found = bound.is_of_another_client(&client(ids), &keys(&[1]));
            assert_eq!(found, is_other, "{ids}");
        }
        let (ids, other) = (client("A1 B2"), extract(r#"{"b": 2}"#));
        let both = [(&ids[0], e.clone()), (&ids[1], other.clone())];
        let turned: Vec<_> = both.iter().rev().cloned().collect();
        let one = Content::extracts(both.to_vec());
        assert_eq!(one, Content::extracts(turned));
        assert_ne!(one, Content::extracts(vec![(&ids[0], other), (&ids[1], e.clone())]));
        assert_eq!(Content::extracts(vec![(&ids[0], e.clone())]), Some(e));
    }

    #[test]
    fn a_binding_knows_what_has_changed() {
        let (r, e) = (request("a = 1"), extract(r#"{"b": 1}"#));
        let bound = Binding::new(&client("A1"), &r, Some(&e), &key(1));
        let compare = |r: &str, e: Option<&str>, all: &[u8]| {
            let e = e.map(extract);
            bound.compare(&request(r), e.as_ref(), &keys(all))
        };
        assert_eq!(compare("a=1 # x", Some(r#"{"b":1}"#), &[2, 1]), Compared::Same);
        assert_eq!(compare("a=1", None, &[1]), Compared::Same);
        assert_eq!(compare("a=2", Some(r#"{"b":2}"#), &[1]), Compared::RequestChanged);
        assert_eq!(compare("a=1", Some(r#"{"b":2}"#), &[1]), Compared::ExtractChanged);
        assert_eq!(compare("a=1", Some(r#"{"b":1}"#), &[2]), Compared::Unknown);
        assert!(bound.is_of_another_client(&client("A2"), &keys(&[1])));
        assert!(!bound.is_of_another_client(&client("a1"), &keys(&[1])));
        assert!(!bound.is_of_another_client(&client("A2"), &keys(&[2])), "not certain");
        // One text is another digest as a request than as an extract, and under another key.
        let same = extract(r#"{"a": 1}"#);
        let twice = Binding::new(&client("A1"), &r, Some(&same), &key(1));
        assert_ne!(Some(&twice.request), twice.extract.as_ref());
        assert_ne!(Binding::new(&client("A1"), &r, None, &key(2)).request, bound.request);
    }
}
