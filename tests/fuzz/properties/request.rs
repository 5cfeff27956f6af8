//! A request: read or refused, the same in any layout, and told without its values.

use std::fmt::Write;

use client_record_request::diagnostics::Origin;
use client_record_request::pipeline::{Asked, Inputs, ask};
use client_record_request::source::{Node, Source, Value};

use super::told::told;

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (asked, inputs) = asked(text);
    told(&asked.report, text, &inputs);
    assert_eq!(asked.request.is_none(), asked.report.is_refused());
    if let Some(request) = &asked.request {
        assert_eq!(asked.ticket.as_deref(), Some(request.ticket.as_str()));
    }
    let tree = Source::toml(Origin::Request, "request.toml".into(), text.to_owned());
    let Some(other) = laid_out_anew(&tree).filter(|_| !tree.report.is_refused()) else {
        return;
    };
    let (again, _) = self::asked(&other);
    assert!(again.content == asked.content, "other content in another layout:\n{other}");
    assert_eq!(again.request.is_some(), asked.request.is_some(), "{other}");
    assert_eq!(again.ticket, asked.ticket);
}

fn asked(text: &str) -> (Asked, Inputs) {
    let mut inputs = Inputs::default();
    let asked = ask("request.toml".into(), text.to_owned(), &mut inputs);
    (asked, inputs)
}

/// The same as TOML of another look: the keys from the last to the first, tables in one line,
/// comments between; none where it says what has no such form.
fn laid_out_anew(source: &Source) -> Option<String> {
    let Value::Map(entries) = &source.root.value else { return None };
    let mut text = String::from("# another layout\r\n");
    for entry in entries.iter().rev() {
        write!(text, "\t{} =  ", quoted(&entry.key)).ok()?;
        value(&entry.node, &mut text)?;
        text.push_str("  # of it\r\n\r\n");
    }
    Some(text)
}

fn value(node: &Node, text: &mut String) -> Option<()> {
    match &node.value {
        // Too deep to be read.
        Value::Null => return None,
        Value::Bool(it) => write!(text, "{it}").ok()?,
        Value::Integer(it) => write!(text, "{it}").ok()?,
        Value::Float => text.push_str("0.5"),
        Value::Text(it) => text.push_str(&quoted(it)),
        Value::List(items) => {
            text.push('[');
            for item in items {
                text.push_str("\r\n  ");
                value(item, text)?;
                text.push_str(", # next\n");
            }
            text.push(']');
        }
        Value::Map(entries) => {
            text.push('{');
            for (i, entry) in entries.iter().rev().enumerate() {
                let comma = if i > 0 { ", " } else { " " };
                write!(text, "{comma}{} = ", quoted(&entry.key)).ok()?;
                value(&entry.node, text)?;
            }
            text.push_str(" }");
        }
    }
    Some(())
}

/// A basic string (TOML 1.0, "String") with all escaped that may not stand as it is.
fn quoted(it: &str) -> String {
    let mut text = String::from('"');
    for c in it.chars() {
        if c.is_control() || c == '"' || c == '\\' {
            write!(text, "\\U{:08x}", u32::from(c)).expect("a string takes it");
        } else {
            text.push(c);
        }
    }
    text + "\""
}
