//! Texts we are given, as trees whose every value knows where it stands.
//!
//! JSON and TOML become the same [`Node`], so one reader ([`Read`]) checks requests,
//! extracts and site files, collects every problem, and points at each.

mod json;
mod read;
mod toml;

pub use read::{Leaf, Read, Reader, Texts, Visit, VisitLeaf};
pub(crate) use read::{record, tokens};

use crate::diagnostics::{Origin, Pointer, Report, Span};

/// A text that was parsed.
#[derive(Debug)]
pub struct Source {
    /// What it is to us.
    pub origin: Origin,
    /// The name its giver knows it by.
    pub name: String,
    /// The text.
    pub text: String,
    /// The tree; `Null` where the text could not be parsed.
    pub root: Node,
    /// The bytes at which lines start.
    lines: Vec<usize>,
}

/// A value and its bytes.
#[derive(Debug)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What JSON and TOML can both say.
#[derive(Debug)]
pub enum Value {
    /// JSON `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction or exponent, or one too large.
    Float,
    /// A text; TOML's local dates arrive as their text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object or table, in the order of the text.
    Map(Vec<Entry>),
}

/// A member of an object.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Value {
    /// The name of the type, as diagnostics say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Float => "a number that is not whole, or too large",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}

/// Levels of nesting that are read; the formats need five.
const MAX_DEPTH: usize = 24;

impl Source {
    /// Parses JSON (RFC 8259). The source comes back even where the text is refused, so
    /// that its lines can be shown.
    pub fn json(origin: Origin, name: String, text: String) -> (Self, Report) {
        let (root, report) = json::parse(origin, &text);
        let lines = line_starts(&text);
        (Self { origin, name, text, root, lines }, report)
    }

    /// Parses TOML 1.0, in the same way.
    pub fn toml(origin: Origin, name: String, text: String) -> (Self, Report) {
        let (root, report) = toml::parse(origin, &text);
        let lines = line_starts(&text);
        (Self { origin, name, text, root, lines }, report)
    }

    /// A plain text: a list of its lines.
    pub fn lines(origin: Origin, name: String, text: String) -> Self {
        let lines = line_starts(&text);
        let node = |(start, line): (usize, &str)| Node {
            span: start..start + line.len(),
            value: Value::Text(line.to_owned()),
        };
        let items = lines.iter().copied().zip(text.split('\n')).map(node).collect();
        let root = Node { span: 0..text.len(), value: Value::List(items) };
        Self { origin, name, text, root, lines }
    }

    /// The bytes of a value; of a missing one, those of its nearest parent's first line.
    pub fn locate(&self, pointer: &Pointer) -> Span {
        let mut node = &self.root;
        for step in pointer.steps() {
            let next = match &node.value {
                Value::Map(entries) => {
                    entries.iter().find(|it| it.key == step).map(|it| &it.node)
                }
                Value::List(items) => step.parse().ok().and_then(|i: usize| items.get(i)),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => return self.head(node),
            }
        }
        match node.value {
            Value::Map(_) | Value::List(_) => self.head(node),
            _ => node.span.clone(),
        }
    }

    /// The number of the line that holds a byte, from 1, and the byte it starts at.
    pub fn line_at(&self, byte: usize) -> (usize, usize) {
        let n = self.lines.partition_point(|start| *start <= byte);
        (n, self.lines[n - 1])
    }

    /// The first character of a large value: carets under all of it would help nobody.
    fn head(&self, node: &Node) -> Span {
        node.span.start..(node.span.start + 1).min(self.text.len())
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}
