//! TOML to tree, by the toml crate's own spanned table.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::once::doubled_key;
use super::tree::{Entry, MAX_DEPTH, Node, Value};
use crate::diagnostics::{Diagnostic, Origin, Place, Report};

/// Parses a whole text.
pub(super) fn parse(origin: Origin, text: &str) -> (Node, Report) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut report = Report::default();
    for err in &errors {
        let span = err.span().unwrap_or(0..0);
        // The crate's own words may repeat the text; only a doubled key gets its own name.
        let it = if err.message().contains("duplicate") {
            doubled_key()
        } else {
            Diagnostic::error("malformed-toml", "this is not valid TOML")
                .hint("write `key = \"value\"` on one line; dates stand without quotes")
        };
        report.push(it.at(Place::Range { origin, span }));
    }
    let root = if errors.is_empty() {
        Node { span: 0..0, value: Value::Map(entries(table.get_ref(), 0)) }
    } else {
        Node { span: 0..0, value: Value::Null }
    };
    (root, report)
}

fn entries(table: &DeTable<'_>, depth: usize) -> Vec<Entry> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            node: node(value, depth + 1),
        })
        .collect();
    entries.sort_by_key(|it| it.key_span.start);
    entries
}

fn node(value: &Spanned<DeValue<'_>>, depth: usize) -> Node {
    let tree = match value.get_ref() {
        // Deeper than any key of ours: an unknown value, reported by its key.
        _ if depth > MAX_DEPTH => Value::Null,
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Float, Value::Integer),
        DeValue::Float(_) => Value::Float,
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(it) => Value::Text(it.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|it| node(it, depth + 1)).collect())
        }
        DeValue::Table(table) => Value::Map(entries(table, depth)),
    };
    Node { span: value.span(), value: tree }
}
