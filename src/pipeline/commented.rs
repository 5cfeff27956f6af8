//! The formats as commented files: every key with its meaning and the words it takes, from the
//! schema of the format. What a file need not have is commented out.

use crate::source::{Described, Takes};

/// The widest line of a comment.
const WIDTH: usize = 90;

/// A format in TOML: a request or a site file.
pub fn commented_toml(keys: &[Described]) -> String {
    let mut out = String::new();
    table(&mut out, keys, &[], false);
    out.trim_start().to_owned()
}

/// A format in JSON, with comments: an extract. They are for people; JSON has none.
pub fn commented_json(keys: &[Described]) -> String {
    let mut out = String::new();
    object(&mut out, keys, 0);
    out.push('\n');
    out
}

/// What a key means, whether it is needed, and which words it takes.
fn about(key: &Described) -> String {
    let mut words = key.about.clone();
    if key.is_required {
        words += " Required.";
    }
    if let it @ [_, ..] = key.words() {
        let all = it.join(" | ");
        words.extend([" ", one_or_more(&key.takes), ": ", &all, "."]);
    }
    words.trim().to_owned()
}

fn one_or_more(takes: &Takes) -> &'static str {
    if matches!(takes, Takes::List(_)) { "A list of" } else { "One of" }
}

/// Words as comments, wrapped at spaces.
fn comment(out: &mut String, words: &str, mark: &str) {
    let mut line = mark.to_owned();
    for word in words.split_whitespace() {
        if line.len() + word.len() >= WIDTH && line.len() > mark.len() {
            out.extend([line.trim_end(), "\n"]);
            mark.clone_into(&mut line);
        }
        line.extend([" ", word]);
    }
    out.extend([line.trim_end(), "\n"]);
}

/// The keys of a table, then the tables below it: so TOML wants it.
fn table(out: &mut String, keys: &[Described], path: &[&str], is_optional: bool) {
    let is_table = |it: &&Described| below(&it.takes).is_some();
    for key in keys.iter().filter(|it| !is_table(it)) {
        comment(out, &about(key), "#");
        let off = if is_optional || !key.is_required { "# " } else { "" };
        out.extend([off, &key.key, " = ", &example(key, &key.takes), "\n"]);
    }
    for key in keys.iter().filter(is_table) {
        let path = [path, &[key.key.as_str()]].concat();
        let is_optional = is_optional || !key.is_required;
        let is_list = matches!(key.takes, Takes::List(_));
        let (open, close) = if is_list { ("[[", "]]") } else { ("[", "]") };
        let off = if is_optional { "# " } else { "" };
        out.push('\n');
        comment(out, &about(key), "#");
        out.extend([off, open, &path.join("."), close, "\n"]);
        table(out, below(&key.takes).unwrap_or_default(), &path, is_optional);
    }
}

/// The keys of a table or of a list of tables.
fn below(takes: &Takes) -> Option<&[Described]> {
    match takes {
        Takes::Keys(keys) => Some(keys),
        Takes::List(of) => match &**of {
            Takes::Keys(keys) => Some(keys),
            _ => None,
        },
        _ => None,
    }
}

fn object(out: &mut String, keys: &[Described], depth: usize) {
    let indent = "  ".repeat(depth + 1);
    out.push_str("{\n");
    for (i, key) in keys.iter().enumerate() {
        comment(out, &about(key), &format!("{indent}//"));
        out.extend([&indent, "\"", key.key.as_str(), "\": "]);
        match (below(&key.takes), &key.takes) {
            (Some(keys), Takes::List(_)) => {
                out.push('[');
                object(out, keys, depth + 1);
                out.push(']');
            }
            (Some(keys), _) => object(out, keys, depth + 1),
            (None, takes) => out.push_str(&quoted(&example(key, takes), takes)),
        }
        out.push_str(if i + 1 < keys.len() { ",\n" } else { "\n" });
    }
    out.push_str(&"  ".repeat(depth));
    out.push('}');
}

/// An example as JSON has it: days stand in quotes there.
fn quoted(example: &str, takes: &Takes) -> String {
    match takes {
        Takes::Day => format!("\"{example}\""),
        _ => example.to_owned(),
    }
}

/// What could stand there, made up.
fn example(key: &Described, takes: &Takes) -> String {
    match takes {
        Takes::Word(words) => text(words.first().map_or("", String::as_str)),
        Takes::Text(form) => text(match (key.key.as_str(), form) {
            ("ticket", _) => "2026-0142",
            ("client_id" | "client_ids" | "further_ids", _) => "69E44770D",
            ("agency", _) => "Harbor Bridge Outreach",
            (_, Some(it)) if !it.starts_with('^') => it,
            (_, Some(it)) if it.starts_with("^https") => "https://example.org/page",
            _ => "…",
        }),
        Takes::Day => "2026-11-16".into(),
        Takes::Moment => text("2026-11-18T14:05:00-08:00"),
        Takes::Number => "1".into(),
        Takes::Truth => "true".into(),
        Takes::List(of) => match &**of {
            Takes::Word(words) => {
                let all: Vec<String> = words.iter().map(|it| text(it)).collect();
                format!("[{}]", all.join(", "))
            }
            of => format!("[{}]", example(key, of)),
        },
        Takes::Keys(_) => "{}".into(),
    }
}

/// A text in quotes: none of ours has any in it.
fn text(words: &str) -> String {
    format!("\"{words}\"")
}
