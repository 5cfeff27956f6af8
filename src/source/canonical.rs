//! A tree in one form: what two texts say is the same where this is.

use super::tree::{Entry, Node, Value};

/// The tree as JSON without blanks, the keys of each object in the order of their bytes.
pub fn canonical(node: &Node) -> String {
    let mut text = String::new();
    write(node, &mut text);
    text
}

/// The same of an object without one of its own keys.
pub fn canonical_without(node: &Node, key: &str) -> String {
    let mut text = String::new();
    match &node.value {
        Value::Map(entries) => map(entries, Some(key), &mut text),
        _ => write(node, &mut text),
    }
    text
}

fn write(node: &Node, text: &mut String) {
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Bool(it) => text.push_str(if *it { "true" } else { "false" }),
        Value::Integer(it) => text.push_str(&it.to_string()),
        // No format of ours has such a number; where one stands, the file is refused.
        Value::Float => text.push_str("float"),
        Value::Text(it) => quote(it, text),
        Value::List(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        Value::Map(entries) => map(entries, None, text),
    }
}

fn map(entries: &[Entry], without: Option<&str>, text: &mut String) {
    let mut sorted: Vec<_> =
        entries.iter().filter(|it| Some(it.key.as_str()) != without).collect();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    text.push('{');
    for (i, entry) in sorted.into_iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        quote(&entry.key, text);
        text.push(':');
        write(&entry.node, text);
    }
    text.push('}');
}

fn quote(it: &str, text: &mut String) {
    text.push_str(&serde_json::Value::from(it).to_string());
}
