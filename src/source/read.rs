//! From tree to types, collecting every problem on the way.

use std::collections::HashSet;

use super::{Entry, Node, Value};
use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report, Severity};
use crate::model::{ClientText, Day};

/// A type that can be read from a [`Node`].
pub trait Read: Sized {
    /// Reads the value; where it is wrong, says so to the reader and gives `None`.
    fn read(node: &Node, reader: &mut Reader) -> Option<Self>;

    /// The value of a missing key; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// Keeps the place and the findings of one pass over one source.
#[derive(Debug)]
pub struct Reader {
    origin: Origin,
    at: Pointer,
    /// All that was found.
    pub report: Report,
}

impl Reader {
    /// A reader at the root of a source.
    pub fn new(origin: Origin) -> Self {
        Self { origin, at: Pointer::root(), report: Report::default() }
    }

    /// The value being read.
    pub fn here(&self) -> Place {
        Place::value(self.origin, self.at.clone())
    }

    /// Reports an error about the value being read.
    pub fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.report.push(diagnostic.at(self.here()));
        None
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type<T>(&mut self, expected: &str, node: &Node) -> Option<T> {
        // Only fields of ours are ever descended into, so the last step is no data.
        let name = self.at.steps().last().unwrap_or_default();
        let is_index = name.bytes().all(|b| b.is_ascii_digit());
        let name = if is_index { "this".into() } else { format!("`{name}`") };
        let found = node.value.kind();
        let mut it = Diagnostic::error(
            "wrong-type",
            format!("{name} must be {expected}, found {found}"),
        );
        if let (Value::Text(_), true) = (&node.value, expected.contains("number")) {
            it = it.hint("write the number without quotes");
        } else if matches!(node.value, Value::Integer(_)) && expected.contains("string") {
            it = it.hint("write the value in double quotes");
        }
        self.refuse(it)
    }

    /// The members of an object.
    pub fn map<'a>(&mut self, node: &'a Node) -> Option<&'a [Entry]> {
        match &node.value {
            Value::Map(entries) => Some(entries),
            _ => self.wrong_type("an object", node),
        }
    }

    /// Reads one member.
    pub fn field<T: Read>(&mut self, entries: &[Entry], key: &str) -> Option<T> {
        match entries.iter().find(|it| it.key == key) {
            Some(entry) => self.within(key, |reader| T::read(&entry.node, reader)),
            None => T::absent().or_else(|| {
                self.refuse(
                    Diagnostic::error(
                        "missing-key",
                        format!("the required key `{key}` is missing"),
                    )
                    .hint(format!("add `{key}`; `crr schema` describes every key")),
                )
            }),
        }
    }

    /// Reads something a key further down.
    pub fn within<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let here = self.at.clone();
        self.at = here.key(key);
        let value = read(self);
        self.at = here;
        value
    }

    /// Reads the items of a list; every item is read even where one is wrong.
    pub fn items<T: Read>(&mut self, nodes: &[Node]) -> Option<Vec<T>> {
        let here = self.at.clone();
        let items: Vec<Option<T>> = nodes
            .iter()
            .enumerate()
            .map(|(i, node)| {
                self.at = here.index(i);
                T::read(node, self)
            })
            .collect();
        self.at = here;
        items.into_iter().collect()
    }

    /// Reports keys that nobody asked for. In an extract they are a warning, and never
    /// printed on a page; in what the help desk writes a misspelt key could release what was
    /// to be held back, so it is an error. The key itself may be data: it is not repeated.
    pub fn unknown(&mut self, entries: &[Entry], known: &[&str]) {
        let known: HashSet<_> = known.iter().copied().collect();
        for entry in entries.iter().filter(|it| !known.contains(it.key.as_str())) {
            let severity = match self.origin {
                Origin::Extract | Origin::Receipt => Severity::Warning,
                Origin::Request | Origin::Site | Origin::Ticket => Severity::Error,
            };
            let it = Diagnostic::new(severity, "unknown-key", "this key is not known")
                .at(Place::Range { origin: self.origin, span: entry.key_span.clone() });
            self.report.push(match nearest(&entry.key, &known) {
                Some(near) => it.hint(format!("did you mean `{near}`?")),
                None if severity == Severity::Warning => {
                    it.hint("it is left out of every page; remove it")
                }
                None => it.hint("remove it, or see `crr schema` for the keys there are"),
            });
        }
    }
}

/// The known key that a misspelt one was probably meant to be.
fn nearest<'a>(name: &str, known: &HashSet<&'a str>) -> Option<&'a str> {
    let mut near: Vec<_> = known.iter().map(|it| (distance(name, it), *it)).collect();
    near.sort_unstable();
    near.first().filter(|(n, it)| *n <= 2 && *n < it.len() / 2).map(|(_, it)| *it)
}

/// Levenshtein distance of two short keys.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Types that may hold a client's words or days, wherever they stand.
pub trait Texts {
    /// Visits every text and every day with its place. Texts and days are visited together,
    /// so that no type can hand on the one and forget the other.
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>);

    /// Visits every text with its place.
    fn texts(&self, at: &Pointer, visit: Visit<'_>) {
        self.leaves(at, &mut |at, leaf| {
            if let Leaf::Text(text) = leaf {
                visit(at, text);
            }
        });
    }
}

/// A value that tells something about a client by itself; a code tells it by its list.
#[derive(Debug, Clone, Copy)]
pub enum Leaf<'a> {
    /// Words.
    Text(&'a ClientText),
    /// A day.
    Day(Day),
}

/// What is done with each text.
pub type Visit<'a> = &'a mut dyn FnMut(&Pointer, &ClientText);

/// What is done with each text and each day.
pub type VisitLeaf<'a> = &'a mut dyn FnMut(&Pointer, Leaf<'_>);

impl<T: Read> Read for Option<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Null => Some(None),
            _ => T::read(node, reader).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Texts> Texts for Option<T> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        if let Some(it) = self {
            it.leaves(at, visit);
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::List(nodes) => reader.items(nodes),
            _ => reader.wrong_type("a list", node),
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        for (i, it) in self.iter().enumerate() {
            it.leaves(&at.index(i), visit);
        }
    }
}

impl Read for bool {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Bool(value) => Some(value),
            _ => reader.wrong_type("true or false", node),
        }
    }
}

impl Read for i64 {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Integer(value) => Some(value),
            _ => reader.wrong_type("a whole number", node),
        }
    }
}

macro_rules! no_texts {
    ($($ty:ty),*) => {$(
        impl Texts for $ty {
            fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
        }
    )*};
}
no_texts!(bool, i64);

impl Texts for Day {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        visit(at, Leaf::Day(*self));
    }
}

/// A struct that is read key by key: every key is checked even where another is wrong,
/// and keys that are not fields are reported. The fields are the one list of keys: the
/// reader, the JSON Schema and the search for texts and days are all made from it.
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[doc = $doc:literal])* $field_vis:vis $field:ident: $ty:ty,)*
    }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[doc = $doc])* $field_vis $field: $ty,)* }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut properties = serde_json::Map::new();
                let mut required: Vec<&str> = Vec::new();
                $(
                    let mut schema = generator.subschema_for::<$ty>();
                    let words = concat!($($doc),*).trim();
                    schema.insert("description".into(), words.into());
                    properties.insert(stringify!($field).into(), schema.to_value());
                    if <$ty as $crate::source::Read>::absent().is_none() {
                        required.push(stringify!($field));
                    }
                )*
                schemars::json_schema!({
                    "type": "object",
                    "properties": properties,
                    "required": required,
                })
            }
        }

        impl $crate::source::Read for $name {
            fn read(
                node: &$crate::source::Node,
                reader: &mut $crate::source::Reader,
            ) -> Option<Self> {
                let entries = reader.map(node)?;
                $(let $field = reader.field::<$ty>(entries, stringify!($field));)*
                reader.unknown(entries, &[$(stringify!($field)),*]);
                Some(Self { $($field: $field?,)* })
            }
        }

        impl $crate::source::Texts for $name {
            fn leaves(
                &self,
                at: &$crate::diagnostics::Pointer,
                visit: $crate::source::VisitLeaf<'_>,
            ) {
                $(self.$field.leaves(&at.key(stringify!($field)), visit);)*
            }
        }
    };
}

/// An enum that is written as one of a few words. With `default`, a missing key means that
/// one; with `slug`, a word that is none of them has a name of its own.
macro_rules! tokens {
    ($(#[$meta:meta])* $vis:vis enum $name:ident
        $(default $default:ident)? $(slug $slug:literal)? {
        $($(#[$variant_meta:meta])* $variant:ident = $token:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$variant_meta])* $variant,)* }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that stands for it in files.
            pub fn token(self) -> &'static str {
                match self { $(Self::$variant => $token,)* }
            }
        }

        impl $crate::source::Read for $name {
            fn read(
                node: &$crate::source::Node,
                reader: &mut $crate::source::Reader,
            ) -> Option<Self> {
                let words = Self::ALL.iter().map(|it| format!("`{}`", it.token()));
                let words = words.collect::<Vec<_>>().join(", ");
                match &node.value {
                    $crate::source::Value::Text(text) => match text.as_str() {
                        $($token => Some(Self::$variant),)*
                        _ => reader.refuse(
                            $crate::diagnostics::Diagnostic::error(
                                [$($slug,)? "unknown-word"][0],
                                "this word is not one of those allowed here",
                            )
                            .hint(format!("write one of {words}")),
                        ),
                    },
                    _ => reader.wrong_type("a string", node),
                }
            }

            $(fn absent() -> Option<Self> {
                Some(Self::$default)
            })?
        }

        impl $crate::source::Texts for $name {
            fn leaves(
                &self,
                _: &$crate::diagnostics::Pointer,
                _: $crate::source::VisitLeaf<'_>,
            ) {}
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.token())
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($token),*] })
            }
        }
    };
}

pub(crate) use {record, tokens};
