//! What Clarity's interfaces return of a client: imported or refused, the same each time; every
//! row is the client's, every stay and file one that the list gives to them, and nothing of a
//! value is told.
//!
//! The bytes are several files: each begins with a line `== NAME`: `client`, `enrollments`,
//! `files` (each page one), `agencies`, `with`.

use client_record_request::diagnostics::{Checked, Diagnostic, Origin, Report};
use client_record_request::extract::Extract;
use client_record_request::import::{
    Clarity, ClarityError, LeftOut, Mapping, Merge, clarity,
};
use client_record_request::pipeline::Inputs;
use client_record_request::source::{Node, Source, Value};

use super::parts::{part, parts, untold};
use super::told::told;

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let secret = values(text);
    let tell = |report: Report| told(&report, &secret, &Inputs::default());
    if let Some(Err(err)) = part(data, "agencies").map(Mapping::agencies) {
        return tell(Diagnostic::of(&err).into());
    }
    if let Some(Err(err)) = texts(data, "with").first().map(|it| Merge::parse(it)) {
        return tell(Diagnostic::of(&err).into());
    }
    let first = imported(data);
    assert_eq!(first, imported(data), "another outcome the second time");
    match first {
        Err(err) => tell(Diagnostic::of(&err).into()),
        Ok((id, bytes, left_out)) => {
            let mut report = Report::default();
            for place in left_out.unknown_days {
                report.push(Diagnostic::warning("placeholder-day", "a day").at(place));
            }
            tell(report);
            let text = String::from_utf8(bytes).expect("JSON is UTF-8");
            check(data, &id, text);
        }
    }
}

fn imported(data: &[u8]) -> Result<(String, Vec<u8>, LeftOut), ClarityError> {
    let merge = texts(data, "with").first().map(|it| Merge::parse(it));
    let agencies = part(data, "agencies").map(Mapping::agencies);
    let retrieved = Clarity {
        client: texts(data, "client").first().copied().unwrap_or_default(),
        enrollments: texts(data, "enrollments"),
        files: texts(data, "files"),
        agencies: agencies.and_then(Result::ok).unwrap_or_default(),
    };
    let merge = merge.and_then(Result::ok).unwrap_or_default();
    clarity(&retrieved, "2026-11-18T14:05:00-08:00", &merge)
}

/// The files of a name.
fn texts<'a>(data: &'a [u8], name: &str) -> Vec<&'a str> {
    let of_name = parts(data).filter(|it| it.0 == name.as_bytes());
    of_name.filter_map(|it| std::str::from_utf8(it.1).ok()).collect()
}

/// The extract is one of the client, and each stay and file is in a list as theirs.
fn check(data: &[u8], id: &str, text: String) {
    let source = Source::json(Origin::Extract(0), "extract.json".into(), text);
    let Checked { value, report } = Extract::parse(&source);
    assert_eq!(value.is_none(), report.is_refused());
    let Some(extract) = value else { return };
    assert_eq!(extract.client_id.as_str(), id);
    let client = trees(data, "client");
    let person = client.first().and_then(|it| word(&it.root, "personal_id"));
    let stays = trees(data, "enrollments");
    for stay in extract.enrollments.supplied().into_iter().flatten() {
        let is_it = |it: &Node| {
            word(it, "enrollmentId").as_deref() == Some(stay.enrollment_id.as_str())
                && word(it, "personalId") == person
        };
        assert!(has(&stays, &is_it), "a stay of somebody else");
    }
    let files = trees(data, "files");
    // Documents from elsewhere are told by their own list.
    if part(data, "with").is_some() || files.is_empty() {
        return;
    }
    for document in extract.documents.supplied().into_iter().flatten() {
        let is_it = |it: &Node| {
            let owner = member(it, "client").and_then(|it| word(it, "uniqueIdentifier"));
            word(it, "id").as_deref() == Some(document.document_id.as_str())
                && owner.as_deref() == Some(id)
        };
        assert!(has(&files, &is_it), "a file of somebody else");
    }
}

fn trees(data: &[u8], name: &str) -> Vec<Source> {
    let tree =
        |it: &str| Source::json(Origin::Extract(0), name.to_owned(), it.to_owned());
    texts(data, name).into_iter().map(tree).collect()
}

/// True where something in a tree is that; what is too deep for a tree of ours may be.
fn has(trees: &[Source], is_it: &dyn Fn(&Node) -> bool) -> bool {
    trees.iter().any(|it| !it.report.items().is_empty() || within(&it.root, is_it))
}

fn within(node: &Node, is_it: &dyn Fn(&Node) -> bool) -> bool {
    is_it(node)
        || match &node.value {
            Value::Map(entries) => entries.iter().any(|it| within(&it.node, is_it)),
            Value::List(items) => items.iter().any(|it| within(it, is_it)),
            _ => false,
        }
}

fn member<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|it| it.key == key).map(|it| &it.node)
}

/// A text or a number, as the importer reads it.
fn word(node: &Node, key: &str) -> Option<String> {
    match &member(node, key)?.value {
        Value::Text(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The words of values: a place names keys, as far as they are plain.
fn values(text: &str) -> String {
    let mut keys = Vec::new();
    let pieces: Vec<&str> = text.split('"').collect();
    for pair in pieces.windows(2) {
        if pair[1].trim_start().starts_with(':') {
            keys.push(pair[0].to_owned());
        }
    }
    untold(text, &keys)
}
