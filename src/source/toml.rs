//! TOML to tree, by the toml crate's own spanned table.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::once::doubled_key;
use super::slips::{Slip, of_another_kind};
use super::tree::{Entry, MAX_DEPTH, Node, Value};
use crate::diagnostics::{Diagnostic, Origin, Place, Report, Span};

/// Parses a whole text.
pub(super) fn parse(origin: Origin, text: &str) -> (Node, Report) {
    let mut report = Report::default();
    if let Some(it) = of_another_kind(origin, text) {
        report.push(it);
        return (Node { span: 0..0, value: Value::Null }, report);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut slips: Vec<(Slip, Vec<Span>)> = Vec::new();
    for err in &errors {
        let span = err.span().unwrap_or(0..0);
        let line = line_of(text, span.start);
        if let Some(slip) = Slip::of(&text[line.clone()]) {
            // One slip, said once: of a line there are often several errors.
            match slips.iter_mut().find(|it| it.0 == slip) {
                Some((_, lines)) if lines.contains(&line) => {}
                Some((_, lines)) => lines.push(line),
                None => slips.push((slip, vec![line])),
            }
            continue;
        }
        // The crate's own words may repeat the text; only a doubled key gets its own name.
        let it = if err.message().contains("duplicate") {
            doubled_key()
        } else {
            Diagnostic::error("malformed-toml", "this is not valid TOML")
                .hint("write `key = \"value\"` on one line; dates stand without quotes")
        };
        report.push(it.at(Place::Range { origin, span }));
    }
    report.extend(slips.into_iter().map(|(slip, lines)| slip.told(origin, lines)));
    let root = if errors.is_empty() {
        Node { span: 0..0, value: Value::Map(entries(table.get_ref(), 0)) }
    } else {
        Node { span: 0..0, value: Value::Null }
    };
    (root, report)
}

/// The line that holds a byte, without the spaces around it.
fn line_of(text: &str, at: usize) -> Span {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let end = text[at..].find('\n').map_or(text.len(), |it| at + it);
    let line = &text[start..end];
    let start = end - line.trim_start().len();
    start..start + text[start..end].trim_end().len()
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
