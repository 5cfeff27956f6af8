//! The texts of a run, for places in diagnostics.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use unicode_normalization::char::is_combining_mark;

use super::schema::keys;
use crate::diagnostics::{Origin, Pointer, Sources, Span};
use crate::package::digest;
use crate::source::{Node, Source, Value};

/// The texts of a run. A copy shares them: what all requests of a run have in common is
/// read once.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    sources: Vec<Arc<Source>>,
}

impl Inputs {
    /// Keeps a text: places in it can be shown from here on.
    pub fn keep(&mut self, source: Source) -> &Source {
        self.sources.push(Arc::new(source));
        self.sources.last().expect("one was just pushed")
    }

    /// SHA-256 of the text of a kind that was read last.
    pub(super) fn digest(&self, origin: Origin) -> String {
        digest(self.of(origin).map_or("", |it| &it.text).as_bytes())
    }

    fn of(&self, origin: Origin) -> Option<&Source> {
        self.sources.iter().rev().find(|it| it.origin == origin).map(Arc::as_ref)
    }
}

impl Sources for Inputs {
    fn name(&self, origin: Origin) -> String {
        self.of(origin).map_or_else(String::new, |it| it.name.clone())
    }

    fn text(&self, origin: Origin) -> Option<&str> {
        self.of(origin).map(|it| it.text.as_str())
    }

    fn locate(&self, origin: Origin, pointer: &Pointer) -> Option<Span> {
        self.of(origin).map(|it| it.locate(pointer))
    }

    fn line_at(&self, origin: Origin, byte: usize) -> Option<(usize, usize)> {
        self.of(origin).map(|it| it.line_at(byte))
    }

    fn client_ids(&self) -> Vec<String> {
        let is_about =
            |it: &&Arc<Source>| matches!(it.origin, Origin::Request | Origin::Extract(_));
        self.sources.iter().filter(is_about).flat_map(|it| client_ids_of(it)).collect()
    }

    fn to_hide(&self) -> Vec<String> {
        let is_extract = |it: &&Arc<Source>| matches!(it.origin, Origin::Extract(_));
        let names = self.sources.iter().filter(is_extract).flat_map(|it| names_of(it));
        self.client_ids().into_iter().chain(names).collect()
    }

    fn is_key(&self, word: &str) -> bool {
        static KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(keys);
        KEYS.contains(word)
    }
}

/// Keys whose value is an identifier of a client, or a list of them.
const KEYS: [&str; 3] = ["client_id", "client_ids", "further_ids"];

/// The clients that a text names, also where it could not be parsed.
fn client_ids_of(source: &Source) -> Vec<String> {
    if let Value::Map(entries) = &source.root.value {
        let entries = entries.iter().filter(|it| KEYS.contains(&it.key.as_str()));
        return entries.flat_map(|it| texts_of(&it.node)).collect();
    }
    let Some((_, after)) = source.text.split_once(KEYS[0]) else { return Vec::new() };
    let mut words = after.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.find(|it| it.len() > 1).map(str::to_owned).into_iter().collect()
}

/// The keys of a profile whose value is a name.
const NAMES: [&str; 4] = ["first_name", "middle_name", "last_name", "alias"];

/// The words of the names in an extract: of the client, and of others of the household.
fn names_of(source: &Source) -> Vec<String> {
    let profile = members(&source.root, &["profile"]);
    let own = profile.into_iter().flat_map(|it| members(it, &NAMES));
    let others = members(&source.root, &["household_names"]);
    let texts = own.chain(others).flat_map(texts_of);
    let words = |it: String| -> Vec<String> {
        it.split(|c: char| !c.is_alphabetic() && !is_combining_mark(c))
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    texts.flat_map(words).collect()
}

fn members<'a>(node: &'a Node, keys: &[&str]) -> Vec<&'a Node> {
    let Value::Map(entries) = &node.value else { return Vec::new() };
    let entries = entries.iter().filter(|it| keys.contains(&it.key.as_str()));
    entries.map(|it| &it.node).collect()
}

fn texts_of(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(texts_of).collect(),
        _ => Vec::new(),
    }
}
