//! A mapping file, as it is written: what is laid over the built-in mapping, or takes its place.

use std::collections::BTreeMap;

use super::answers::{ANY, Answer, LISTS, List};
use super::label::{level, level_column};
use super::shape::{SHAPES, Shape};
use crate::diagnostics::{Checked, Diagnostic, Origin, Place};
use crate::model::{PlainText, Standard};
use crate::request::check_version;
use crate::source::{Entry, Node, Read, Reader, Source, Value};

/// The largest mapping file that is read, in bytes.
pub const MAX_MAP: u64 = 256 * 1024;

/// What a mapping file says. What it does not say is none or empty.
#[derive(Debug, Default)]
pub struct MapFile {
    pub(super) source: Option<String>,
    pub(super) standard: Option<Standard>,
    pub(super) instead: bool,
    /// Lists of words, by their keys.
    pub(super) words: BTreeMap<&'static str, Vec<String>>,
    pub(super) row_limits: Vec<u64>,
    pub(super) tables: Vec<TableWords>,
    /// The list, the text, and what it stands for.
    pub(super) values: Vec<(&'static str, String, Answer)>,
    /// What a page calls a field of the community's own, and its columns.
    pub(super) custom_fields: Vec<(String, Vec<String>)>,
}

/// What a mapping says of a table.
#[derive(Debug)]
pub(super) struct TableWords {
    pub shape: &'static Shape,
    pub files: Vec<String>,
    /// Columns, by the place of their field.
    pub columns: BTreeMap<usize, Vec<String>>,
}

/// The keys with lists of words.
const WORDS: [&str; 8] = [
    "client",
    "views",
    "nothing",
    "deleted",
    "refused",
    "ignored",
    "left_out",
    "cut_words",
];
/// The other keys.
const OTHERS: [&str; 9] = [
    "format",
    "name",
    "source",
    "standard",
    "instead",
    "row_limits",
    "tables",
    "values",
    "custom_fields",
];

impl MapFile {
    /// Reads a mapping file, collecting every problem.
    pub fn parse(source: &Source) -> Checked<Self> {
        source.read(|_: &Self, _| {})
    }

    /// The words of a key.
    pub(super) fn words(&self, key: &str) -> &[String] {
        self.words.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Read for MapFile {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let entries = reader.map(node)?;
        let format = reader.field::<Option<i64>>(entries, "format").flatten();
        check_version(format, Origin::Map, &mut reader.report);
        // What it is called is for those who keep several.
        reader.field::<Option<PlainText>>(entries, "name");
        let mut file = Self {
            source: text(reader.field(entries, "source").flatten()),
            standard: reader.field::<Option<Standard>>(entries, "standard").flatten(),
            instead: reader.field::<Option<bool>>(entries, "instead").flatten()
                == Some(true),
            ..Self::default()
        };
        for key in WORDS {
            file.words.insert(key, texts(reader.field(entries, key)));
        }
        let limits = reader.field::<Vec<i64>>(entries, "row_limits").unwrap_or_default();
        file.row_limits =
            limits.into_iter().filter_map(|it| it.try_into().ok()).collect();
        within(entries, "tables", reader, |entries, reader| {
            file.tables = tables(entries, reader);
        });
        within(entries, "values", reader, |entries, reader| {
            file.values = values(entries, reader);
        });
        within(entries, "custom_fields", reader, |entries, reader| {
            file.custom_fields = custom_fields(entries, reader);
        });
        reader.unknown(entries, &[&WORDS[..], &OTHERS[..]].concat());
        Some(file)
    }
}

/// Reads a part that is an object, where it is there.
fn within(
    entries: &[Entry],
    key: &str,
    reader: &mut Reader,
    read: impl FnOnce(&[Entry], &mut Reader),
) {
    if let Some(entry) = entries.iter().find(|it| it.key == key) {
        reader.within(key, |reader| {
            if let Some(entries) = reader.map(&entry.node) {
                read(entries, reader);
            }
        });
    }
}

fn text(text: Option<PlainText>) -> Option<String> {
    text.map(|it| it.as_str().to_owned())
}

fn texts(texts: Option<Vec<PlainText>>) -> Vec<String> {
    texts.unwrap_or_default().iter().map(|it| it.as_str().to_owned()).collect()
}

fn tables(entries: &[Entry], reader: &mut Reader) -> Vec<TableWords> {
    let mut tables = Vec::new();
    for shape in SHAPES {
        within(entries, shape.section.key(), reader, |entries, reader| {
            let mut words =
                TableWords { shape, files: Vec::new(), columns: BTreeMap::new() };
            words.files = texts(reader.field(entries, "files"));
            let mut seen = Vec::new();
            for (i, field) in shape.fields.iter().enumerate() {
                let columns = texts(reader.field(entries, field.key));
                for column in &columns {
                    once(&mut seen, level_column(column), field.key, reader);
                }
                words.columns.insert(i, columns);
            }
            let keys: Vec<_> = shape.fields.iter().map(|it| it.key).collect();
            reader.unknown(entries, &[&["files"], &keys[..]].concat());
            tables.push(words);
        });
    }
    reader
        .unknown(entries, &SHAPES.iter().map(|it| it.section.key()).collect::<Vec<_>>());
    tables
}

/// Refuses a column that is to be two fields of one table.
fn once(
    seen: &mut Vec<(String, &'static str)>,
    label: String,
    key: &'static str,
    reader: &mut Reader,
) {
    match seen.iter().find(|it| it.0 == label) {
        Some((_, other)) if *other != key => reader.within(key, |reader| {
            let message = format!("a column here is one of `{other}` too");
            let it = Diagnostic::error("map-ambiguous", message);
            reader.refuse::<()>(it.hint("keep it in one of the two"));
        }),
        _ => seen.push((label, key)),
    }
}

fn values(entries: &[Entry], reader: &mut Reader) -> Vec<(&'static str, String, Answer)> {
    let mut values = Vec::new();
    let keys: Vec<_> = LISTS.iter().map(|it| it.key).chain([ANY]).collect();
    for key in &keys {
        within(entries, key, reader, |entries, reader| {
            let mut seen: BTreeMap<String, Answer> = BTreeMap::new();
            for entry in entries {
                let place =
                    Place::Range { origin: Origin::Map, span: entry.key_span.clone() };
                let Some(answer) = answer(key, entry, &place, reader) else { continue };
                let old = seen.insert(level(&entry.key), answer.clone());
                if old.is_some_and(|it| it != answer) {
                    let message = "two lines give this answer two meanings";
                    let it = Diagnostic::error("map-ambiguous", message).at(place);
                    reader.report.push(it.hint(
                        "keep one: capitals, spaces, dashes and commas make no difference",
                    ));
                }
                values.push((*key, entry.key.clone(), answer));
            }
        });
    }
    reader.unknown(entries, &keys);
    values
}

/// What a line says of an answer: a code of HUD's, a column of HUD's, or nothing.
fn answer(
    list: &str,
    entry: &Entry,
    place: &Place,
    reader: &mut Reader,
) -> Option<Answer> {
    let answer = match &entry.node.value {
        Value::Integer(code) => Answer::Code(*code),
        Value::Text(text) if text == "nothing" => Answer::Nothing,
        Value::Text(text) => Answer::Name(text.clone()),
        _ => {
            let message =
                "this must be a code of HUD's, a column of HUD's or \"nothing\"";
            reader
                .report
                .push(Diagnostic::error("wrong-type", message).at(place.clone()));
            return None;
        }
    };
    let is_known = match List::of(list) {
        Some(list) => list.can_mean(&answer),
        None => LISTS.iter().any(|it| it.can_mean(&answer)),
    };
    if !is_known {
        let message = "HUD's list has no such code or column";
        let it = Diagnostic::error("map-unknown-code", message).at(place.clone());
        let hint = match list {
            "race_ethnicity" | "gender" => {
                "write the name of HUD's column, such as \"White\", or 8, 9 or 99"
            }
            "yes_no" => "write 1 for yes and 0 for no",
            _ => "look the code up in the folder data/hud",
        };
        reader.report.push(it.hint(hint).hint("write \"nothing\" where it says nothing"));
        return None;
    }
    Some(answer)
}

/// The name of a field is the community's, and so is each column of it.
fn custom_fields(entries: &[Entry], reader: &mut Reader) -> Vec<(String, Vec<String>)> {
    let field = |entry: &Entry| {
        let columns = reader
            .within(&entry.key, |reader| Vec::<PlainText>::read(&entry.node, reader));
        (entry.key.clone(), texts(columns))
    };
    entries.iter().map(field).collect()
}
