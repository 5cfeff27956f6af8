//! From tree to types, collecting every problem on the way.

use std::collections::HashSet;

use strsim::levenshtein;

use super::tree::{Entry, Node, Value};
use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report, Severity};

/// A type that can be read from a [`Node`].
pub trait Read: Sized {
    /// Reads the value; where it is wrong, says so to the reader and gives `None`.
    fn read(node: &Node, reader: &mut Reader) -> Option<Self>;

    /// True for a value that says that there is none; what is passed over is noted.
    fn is_none(_: &Node, _: &mut Reader) -> bool {
        false
    }

    /// The value of a missing key; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// Keeps the place and the findings of one pass over one source.
#[derive(Debug)]
pub struct Reader {
    origin: Origin,
    at: Pointer,
    /// All that was found.
    pub report: Report,
}

impl Reader {
    /// A reader at the root of a source.
    pub fn new(origin: Origin) -> Self {
        Self { origin, at: Pointer::root(), report: Report::default() }
    }

    /// What is being read.
    pub(super) fn origin(&self) -> Origin {
        self.origin
    }

    /// The pointer of the value being read.
    pub(super) fn pointer(&self) -> &Pointer {
        &self.at
    }

    /// The value being read.
    pub fn here(&self) -> Place {
        Place::value(self.origin, self.at.clone())
    }

    /// Reports an error about the value being read.
    pub fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.report.push(diagnostic.at(self.here()));
        None
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type<T>(&mut self, expected: &str, node: &Node) -> Option<T> {
        // Only fields of ours are ever descended into, so the last step is no data.
        let name = self.at.steps().last().unwrap_or_default();
        let is_root = name.is_empty();
        let is_index = name.bytes().all(|b| b.is_ascii_digit());
        let name = if is_index || is_root { "this".into() } else { format!("`{name}`") };
        let found = node.value.kind();
        let mut it = Diagnostic::error(
            "wrong-type",
            format!("{name} must be {expected}, found {found}"),
        );
        if let (Value::Text(_), true) = (&node.value, expected.contains("number")) {
            it = it.hint("write the number without quotes");
        } else if matches!(node.value, Value::Integer(_)) && expected.contains("string") {
            it = it.hint("write the value in double quotes");
        } else if matches!(self.origin, Origin::Extract(_)) && is_root {
            it = it.hint("where this is a download, import it: pass it with `--from`");
        }
        self.refuse(it)
    }

    /// The members of an object.
    pub fn map<'a>(&mut self, node: &'a Node) -> Option<&'a [Entry]> {
        match &node.value {
            Value::Map(entries) => Some(entries),
            _ => self.wrong_type("an object", node),
        }
    }

    /// Reads one member.
    pub fn field<T: Read>(&mut self, entries: &[Entry], key: &str) -> Option<T> {
        match entries.iter().find(|it| it.key == key) {
            Some(entry) => self.within(key, |reader| T::read(&entry.node, reader)),
            None => T::absent().or_else(|| {
                self.refuse(
                    Diagnostic::error(
                        "missing-key",
                        format!("the required key `{key}` is missing"),
                    )
                    .hint(format!("add `{key}`; {}", describes(self.origin))),
                )
            }),
        }
    }

    /// Reads something a key further down.
    pub fn within<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let here = self.at.clone();
        self.at = here.key(key);
        let value = read(self);
        self.at = here;
        value
    }

    /// Reads the items of a list; every item is read even where one is wrong.
    pub fn items<T: Read>(&mut self, nodes: &[Node]) -> Option<Vec<T>> {
        let here = self.at.clone();
        let items: Vec<Option<T>> = nodes
            .iter()
            .enumerate()
            .map(|(i, node)| {
                self.at = here.index(i);
                T::read(node, self)
            })
            .collect();
        self.at = here;
        items.into_iter().collect()
    }

    /// Reports keys that nobody asked for. In an extract they are a warning, and never
    /// printed on a page; in what the help desk writes a misspelt key could release what was
    /// to be held back, so it is an error. The key itself may be data: it is not repeated.
    pub fn unknown(&mut self, entries: &[Entry], known: &[&str]) {
        let known: HashSet<_> = known.iter().copied().collect();
        for entry in entries.iter().filter(|it| !known.contains(it.key.as_str())) {
            let same = known.iter().copied().find(|it| is_same_key(&entry.key, it));
            let place =
                Place::Range { origin: self.origin, span: entry.key_span.clone() };
            if let Some(same) = same.filter(|_| matches!(self.origin, Origin::Extract(_)))
            {
                self.report.push(in_other_letters(same, entries).at(place));
                continue;
            }
            let severity = match self.origin {
                Origin::Extract(_) | Origin::Receipt => Severity::Warning,
                Origin::Request | Origin::Site | Origin::Ticket | Origin::Map => {
                    Severity::Error
                }
            };
            let it = Diagnostic::new(severity, "unknown-key", "this key is not known")
                .at(place);
            self.report.push(match nearest(&entry.key, &known) {
                Some(near) => it.hint(format!("did you mean `{near}`?")),
                None if severity == Severity::Warning => {
                    it.hint("it is left out of every page; remove it")
                }
                None => it.hint(format!("remove it; {}", describes(self.origin))),
            });
        }
    }
}

/// True for two writings of one key: case, hyphens, blanks and underscores do not count.
fn is_same_key(a: &str, b: &str) -> bool {
    let letters = |it: &str| -> String {
        let all = it.chars().filter(|c| c.is_alphanumeric());
        all.flat_map(char::to_lowercase).collect()
    };
    letters(a) == letters(b)
}

/// What is said of a known key of the extract that is written in other letters: it would be
/// left out, and another that stands beside it would win.
fn in_other_letters(key: &str, entries: &[Entry]) -> Diagnostic {
    if entries.iter().any(|it| it.key == key) {
        let message = "the same key stands twice, in other letters";
        return Diagnostic::error("duplicate-key", message)
            .hint("keep one of them; which is right cannot be guessed");
    }
    Diagnostic::error("unknown-key", "this key is known in other letters only")
        .hint(format!("write it as `{key}`"))
}

/// Where every key of a format is described.
fn describes(origin: Origin) -> &'static str {
    match origin {
        Origin::Request => "`crr schema request --commented` describes every key",
        Origin::Extract(_) => "`crr schema extract --commented` describes every key",
        Origin::Site => "`crr schema site --commented` describes every key",
        Origin::Map => "`crr import tables --print-map` shows every key",
        Origin::Receipt | Origin::Ticket => "it is written by crr alone",
    }
}

/// Keys that were given another name, with it.
const RENAMED: [(&str, &str); 1] = [("approved_by_client_on", "approved_in_writing_on")];

/// The known key that a misspelt one, or one of an earlier version, was probably meant to be.
fn nearest<'a>(name: &str, known: &HashSet<&'a str>) -> Option<&'a str> {
    let renamed = RENAMED.iter().find(|(old, _)| *old == name);
    if let Some(new) = renamed.and_then(|(_, new)| known.get(new)) {
        return Some(new);
    }
    // No key is as long; and the comparison takes the product of both lengths.
    let short: String = name.chars().take(64).collect();
    let mut near: Vec<_> =
        known.iter().map(|it| (levenshtein(&short, it), *it)).collect();
    near.sort_unstable();
    near.first().filter(|(n, it)| *n <= 2 && *n < it.len() / 2).map(|(_, it)| *it)
}

impl<T: Read> Read for Option<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Null => Some(None),
            _ if T::is_none(node, reader) => Some(None),
            _ => T::read(node, reader).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::List(nodes) => reader.items(nodes),
            _ => reader.wrong_type("a list", node),
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
}

impl Read for bool {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Bool(value) => Some(value),
            _ => reader.wrong_type("true or false", node),
        }
    }
}

impl Read for i64 {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Integer(value) => Some(value),
            _ => reader.wrong_type("a whole number", node),
        }
    }
}
