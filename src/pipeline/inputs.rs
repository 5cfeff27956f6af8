//! The texts of a run, for places in diagnostics.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use super::schema::keys;
use crate::diagnostics::{Origin, Pointer, Sources, Span};
use crate::package::digest;
use crate::source::{Source, Value};

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
        let about = [Origin::Request, Origin::Extract];
        let sources = self.sources.iter().filter(|it| about.contains(&it.origin));
        sources.filter_map(|it| client_id_of(it)).collect()
    }

    fn is_key(&self, word: &str) -> bool {
        static KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(keys);
        KEYS.contains(word)
    }
}

/// The client that a text names, also where it could not be parsed.
fn client_id_of(source: &Source) -> Option<String> {
    const KEY: &str = "client_id";
    if let Value::Map(entries) = &source.root.value {
        let entry = entries.iter().find(|it| it.key == KEY)?;
        let Value::Text(text) = &entry.node.value else { return None };
        return Some(text.clone());
    }
    let (_, after) = source.text.split_once(KEY)?;
    let mut words = after.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.find(|it| !it.is_empty()).map(str::to_owned)
}
