//! The tree that JSON and TOML become: values that know their bytes.

use crate::diagnostics::Span;

/// Levels of nesting that are read; the formats need five.
pub(super) const MAX_DEPTH: usize = 24;

/// A value and its bytes.
#[derive(Debug)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What JSON and TOML can both say.
#[derive(Debug)]
pub enum Value {
    /// JSON `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction or exponent, or one too large.
    Float,
    /// A text; TOML's local dates arrive as their text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object or table, in the order of the text.
    Map(Vec<Entry>),
}

/// A member of an object.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Value {
    /// The name of the type, as diagnostics say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Float => "a number that is not whole, or too large",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}
