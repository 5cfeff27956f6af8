//! JSON to tree. serde_json reads every byte; this file only keeps score of where it was.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::once::doubled_key;
use super::tree::{Entry, MAX_DEPTH, Node, Value};
use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report, Span};

/// Parses a whole text.
pub(super) fn parse(origin: Origin, text: &str) -> (Node, Report) {
    let mut walk = Walk { origin, text, report: Report::default() };
    let root = match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => walk.node(raw.get(), &Pointer::root(), 0),
        Err(err) => {
            walk.malformed(&err);
            None
        }
    };
    (root.unwrap_or(Node { span: 0..text.len(), value: Value::Null }), walk.report)
}

struct Walk<'a> {
    origin: Origin,
    text: &'a str,
    report: Report,
}

impl<'a> Walk<'a> {
    /// A raw value lies inside the text, so its address tells its place.
    fn span(&self, raw: &str) -> Span {
        let start = raw.as_ptr() as usize - self.text.as_ptr() as usize;
        start..start + raw.len()
    }

    fn node(&mut self, raw: &'a str, at: &Pointer, depth: usize) -> Option<Node> {
        let span = self.span(raw);
        if depth > MAX_DEPTH {
            self.report.push(
                Diagnostic::error(
                    "too-deep",
                    format!("values are nested more than {MAX_DEPTH} deep"),
                )
                .at(Place::Range {
                    origin: self.origin,
                    span: span.start..span.start + 1,
                })
                .hint("export the record again; no extract nests this deep"),
            );
            return None;
        }
        let value = match raw.as_bytes().first()? {
            b'{' => Value::Map(self.map(raw, at, depth)?),
            b'[' => {
                let items: Vec<&'a RawValue> = self.ask(raw)?;
                let nodes = items
                    .iter()
                    .enumerate()
                    .map(|(i, it)| self.node(it.get(), &at.index(i), depth + 1));
                Value::List(nodes.collect::<Option<_>>()?)
            }
            b'"' => Value::Text(self.ask(raw)?),
            b't' => Value::Bool(true),
            b'f' => Value::Bool(false),
            b'n' => Value::Null,
            _ => raw.parse().map_or(Value::Float, Value::Integer),
        };
        Some(Node { span, value })
    }

    fn map(&mut self, raw: &'a str, at: &Pointer, depth: usize) -> Option<Vec<Entry>> {
        let Pairs(pairs) = self.ask(raw)?;
        let mut entries: Vec<Entry> = Vec::with_capacity(pairs.len());
        let mut seen = HashSet::with_capacity(pairs.len());
        let mut from = self.span(raw).start + 1;
        for (key, raw) in pairs {
            let span = self.span(raw.get());
            let key_span = self.key_span(from, span.start);
            from = span.end;
            let inner = at.key(&key);
            if !seen.insert(key.clone()) {
                self.report.push(
                    doubled_key()
                        .at(Place::Range { origin: self.origin, span: key_span }),
                );
                continue;
            }
            let node = self.node(raw.get(), &inner, depth + 1)?;
            entries.push(Entry { key: key.into_owned(), key_span, node });
        }
        Some(entries)
    }

    /// Between the end of the last value and the start of this one stands only the key.
    fn key_span(&self, from: usize, to: usize) -> Span {
        let gap = &self.text[from..to];
        let start = gap.find('"').unwrap_or(0);
        let end = gap.rfind('"').map_or(gap.len(), |at| at + 1);
        from + start..from + end
    }

    /// Asks serde_json for one level; an error here can only be inside a string.
    fn ask<T: Deserialize<'a>>(&mut self, raw: &'a str) -> Option<T> {
        match serde_json::from_str(raw) {
            Ok(value) => Some(value),
            Err(_) => {
                self.report.push(
                    Diagnostic::error(
                        "malformed-json",
                        "this is not a valid JSON string",
                    )
                    .at(Place::Range { origin: self.origin, span: self.span(raw) })
                    .hint("export the record again, as UTF-8 JSON"),
                );
                None
            }
        }
    }

    /// serde_json's own words may repeat the text, so only its position is passed on.
    fn malformed(&mut self, err: &serde_json::Error) {
        let line_start = self.text.split_inclusive('\n').take(err.line().max(1) - 1);
        let line_start: usize = line_start.map(str::len).sum();
        let at = (line_start + err.column().max(1) - 1).min(self.text.len());
        let at = (0..=at).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        let message = if err.is_eof() {
            "the JSON text ends too early"
        } else {
            "this is not valid JSON"
        };
        self.report.push(
            Diagnostic::error("malformed-json", message)
                .at(Place::Range { origin: self.origin, span: at..at })
                .hint(
                    "export the record again; if it was edited by hand, mend this place",
                ),
        );
    }
}

/// An object's members in order, duplicates and all.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(0));
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
