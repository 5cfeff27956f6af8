//! Places: a file we were given and a pointer into it, kept symbolic until printed.

use std::fmt::{self, Display, Write};

/// A byte range of a source text.
pub type Span = std::ops::Range<usize>;

/// Which of the things we were given a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The request, TOML.
    Request,
    /// An extract, JSON: that of the first profile, or of a further one.
    Extract(usize),
    /// The site file, TOML.
    Site,
    /// The receipt of a package, JSON.
    Receipt,
    /// The text of the ticket, plain.
    Ticket,
    /// A mapping of the columns of tables, TOML.
    Map,
}

/// Where a diagnostic points.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A value inside a file, by its pointer.
    Value {
        /// The file.
        origin: Origin,
        /// The value.
        pointer: Pointer,
        /// A word under the carets, when several places are shown.
        label: &'static str,
    },
    /// A byte range of a file that could not be read as a tree.
    Range {
        /// The file.
        origin: Origin,
        /// The bytes.
        span: Span,
    },
    /// A value of a file that is read once and not kept, so that no line of it can be shown.
    Input {
        /// The flag or argument that gives the file, and its name where that gives several.
        file: String,
        /// The line, from 1; none where the file is not read by lines.
        row: Option<u64>,
        /// The value: the name of a column or a JSON pointer; empty for all of it.
        part: String,
    },
    /// Something outside the files: an argument, a folder, a prompt.
    Outside(String),
}

impl Place {
    /// A value in the request.
    pub fn request(pointer: impl Into<Pointer>) -> Self {
        Self::value(Origin::Request, pointer)
    }

    /// A value in the extract; of several, in the first.
    pub fn extract(pointer: impl Into<Pointer>) -> Self {
        Self::value(Origin::Extract(0), pointer)
    }

    /// The same place in the extract of another profile; what is in no extract stays.
    #[must_use]
    pub fn of_profile(mut self, nth: usize) -> Self {
        if let Self::Value { origin: Origin::Extract(it), .. }
        | Self::Range { origin: Origin::Extract(it), .. } = &mut self
        {
            *it = nth;
        }
        self
    }

    /// A value in any file.
    pub fn value(origin: Origin, pointer: impl Into<Pointer>) -> Self {
        Self::Value { origin, pointer: pointer.into(), label: "" }
    }

    /// A row of a table, or one of its columns.
    pub fn row(file: impl Into<String>, row: u64, column: Option<&str>) -> Self {
        let part = column.unwrap_or_default().to_owned();
        Self::Input { file: file.into(), row: Some(row), part }
    }

    /// A value of a JSON file that is not kept.
    pub fn member(file: impl Into<String>, pointer: &Pointer) -> Self {
        Self::Input { file: file.into(), row: None, part: pointer.as_str().to_owned() }
    }

    /// The file it is in.
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Self::Value { origin, .. } | Self::Range { origin, .. } => Some(*origin),
            Self::Input { .. } | Self::Outside(_) => None,
        }
    }

    /// The same place with a word under its carets.
    #[must_use]
    pub fn labelled(mut self, word: &'static str) -> Self {
        if let Self::Value { label, .. } = &mut self {
            *label = word;
        }
        self
    }
}

/// A JSON Pointer (RFC 6901); TOML values are addressed the same way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer to a member of this object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + 1 + key.len());
        text.push_str(&self.0);
        text.push('/');
        for c in key.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Self(text)
    }

    /// The pointer to an item of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut text = self.0.clone();
        write!(text, "/{index}").expect("writing to a string cannot fail");
        Self(text)
    }

    /// The unescaped steps from the root.
    pub fn steps(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|it| it.replace("~1", "/").replace("~0", "~"))
    }

    /// The text of the pointer; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Pointer {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn steps_undo_the_escapes() {
        let pointer = Pointer::root().key("a/b~c").index(3);
        assert_eq!(pointer.as_str(), "/a~1b~0c/3");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["a/b~c", "3"]);
    }
}
