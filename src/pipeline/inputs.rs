//! The texts of a run, for places in diagnostics.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

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

fn texts_of(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(texts_of).collect(),
        _ => Vec::new(),
    }
}
