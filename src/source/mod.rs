//! Texts we are given, as trees whose every value knows where it stands.
//!
//! JSON and TOML become the same [`Node`], so one reader ([`Read`]) checks requests,
//! extracts and site files, collects every problem, and points at each.

mod canonical;
mod day;
mod described;
mod ids;
mod json;
mod once;
mod read;
mod record;
mod signs;
mod slips;
mod text;
mod toml;
mod tree;
mod typed_day;
mod visit;

pub use canonical::{canonical, canonical_without};
pub use day::{Day, is_day_not_known, is_day_of_a_record};
pub use described::{Described, Takes};
pub use ids::{ClientId, StaffName, Ticket};
pub use once::{JsonFault, read_json};
pub use read::{Read, Reader};
pub(crate) use record::{record, tokens};
pub use text::{ClientText, Instant, MAX_TEXT, PlainText};
pub use tree::{Entry, Node, Value};
pub use typed_day::{NotADay, typed_day};
pub use visit::{Leaf, Texts, Visit, VisitLeaf, Written};

use crate::diagnostics::{Checked, Origin, Pointer, Report, Span};

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
    /// What is wrong with the text itself.
    pub report: Report,
    /// The bytes at which lines start.
    lines: Vec<usize>,
}

impl Source {
    /// Parses JSON (RFC 8259). A text that is refused is a source too: its lines can be shown.
    pub fn json(origin: Origin, name: String, text: String) -> Self {
        let (root, report) = json::parse(origin, &text);
        let lines = line_starts(&text);
        Self { origin, name, text, root, report, lines }
    }

    /// Parses TOML 1.0, in the same way.
    pub fn toml(origin: Origin, name: String, text: String) -> Self {
        let (root, report) = toml::parse(origin, &text);
        let lines = line_starts(&text);
        Self { origin, name, text, root, report, lines }
    }

    /// Reads the whole tree as one value: all problems of the text and of its values.
    pub fn read<T: Read>(&self, check: impl FnOnce(&T, &mut Report)) -> Checked<T> {
        if self.report.is_refused() {
            return Checked::refused(self.report.clone());
        }
        let mut reader = Reader::new(self.origin);
        let value = T::read(&self.root, &mut reader);
        if let Some(it) = &value {
            check(it, &mut reader.report);
        }
        let mut report = self.report.clone();
        report.append(reader.report);
        Checked::new(value, report)
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
        Self { origin, name, text, root, report: Report::default(), lines }
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
