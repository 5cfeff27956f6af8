//! What stands in the file of a request beside its keys and values.

use std::path::Path;

use crate::diagnostics::Span;
use crate::source::{Node, Source, Value};

/// What somebody wrote in a request that is no key and no value: it is searched for what
/// identifies the client, and goes nowhere.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// The comments, with their places.
    pub comments: Vec<(Span, String)>,
    /// The name of the file, without its ending.
    pub file_name: String,
}

impl Wording {
    /// The comments and the name of a request's file.
    pub fn of(source: &Source) -> Self {
        let mut texts = Vec::new();
        collect(&source.root, &mut texts);
        let stem = Path::new(&source.name).file_stem().unwrap_or_default();
        Self {
            comments: comments(&source.text, &texts),
            file_name: stem.to_string_lossy().into_owned(),
        }
    }
}

/// The bytes of every text: a sign of a comment in one is none.
fn collect(node: &Node, texts: &mut Vec<Span>) {
    match &node.value {
        Value::Text(_) => texts.push(node.span.clone()),
        Value::List(items) => items.iter().for_each(|it| collect(it, texts)),
        Value::Map(entries) => {
            for it in entries {
                texts.push(it.key_span.clone());
                collect(&it.node, texts);
            }
        }
        _ => {}
    }
}

fn comments(text: &str, texts: &[Span]) -> Vec<(Span, String)> {
    let mut comments = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let is_comment = |at: usize| !texts.iter().any(|it| it.contains(&(start + at)));
        let found = line.match_indices('#').map(|it| it.0).find(|at| is_comment(*at));
        if let Some(at) = found {
            let words = line[at..].trim_end();
            comments.push((start + at..start + at + words.len(), words.to_owned()));
        }
        start += line.len();
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::Wording;
    use crate::diagnostics::Origin;
    use crate::source::Source;

    #[test]
    fn comments_are_told_from_texts() {
        let text =
            "# one\nticket = \"a # b\" # two\n[delivery]\nnote = '''\n# no\n'''\n#three";
        let source = Source::toml(Origin::Request, "in/for-ana.toml".into(), text.into());
        let wording = Wording::of(&source);
        let words: Vec<&str> = wording.comments.iter().map(|it| &*it.1).collect();
        assert_eq!(words, ["# one", "# two", "#three"]);
        assert_eq!(&text[wording.comments[1].0.clone()], "# two");
        assert_eq!(wording.file_name, "for-ana");
    }
}
