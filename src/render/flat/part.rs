//! What a record without a PDF is made of.

use std::borrow::Cow;

/// A record as parts that follow each other.
#[derive(Debug)]
pub struct Flat {
    /// BCP 47 tag of its words.
    pub(super) language: &'static str,
    /// True where they run from right to left.
    pub(super) is_rtl: bool,
    /// What stands between a label and its value.
    pub(super) after_label: String,
    /// The parts, in the order in which they are read.
    pub(super) parts: Vec<Part>,
}

/// A part of a record.
#[derive(Debug)]
pub(super) enum Part {
    /// The title (rank 1), or what a part of the record is called.
    Heading(u8, Text),
    /// A paragraph.
    Paragraph(Text),
    /// A paragraph that stands out: an empty section, something held back.
    Notice(Text),
    /// A list.
    Points(Vec<Text>),
    /// What is in the record: the titles of its parts, and what each holds.
    Contents(Vec<Fact>),
    /// Labels and values.
    Facts(Vec<Fact>),
    /// Words and what they mean; steps and what to do.
    Terms(Vec<Fact>),
    /// Rows under named columns.
    Table(Table),
}

/// A label, and the lines that it has.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) label: Text,
    pub(super) lines: Vec<Text>,
}

/// Rows under named columns; the first cell of a row names the row.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) caption: Text,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row: what names it on the telephone, where it is numbered, and its cells. Each cell is one
/// line or several.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: Option<String>,
    pub(super) cells: Vec<Vec<Text>>,
}

/// Words that follow each other, each in its voice.
#[derive(Debug, Clone, Default)]
pub(super) struct Text(pub(super) Vec<Run>);

/// Words of one voice.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) words: String,
    pub(super) voice: Voice,
}

/// With whose voice words are read aloud, and so in which direction they run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Voice {
    /// That of the page.
    Page,
    /// That of a language.
    Language(&'static str),
    /// Of no language that we know: what people are called, where they can be reached.
    Named,
    /// An address that leads elsewhere.
    Link(String),
}

impl Text {
    /// Words in one voice.
    pub(super) fn of(words: impl Into<String>, voice: Voice) -> Self {
        Self(vec![Run { words: words.into(), voice }])
    }

    /// This text and what follows it.
    pub(super) fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The words alone.
    pub(super) fn words(&self) -> Cow<'_, str> {
        match &*self.0 {
            [one] => Cow::Borrowed(&one.words),
            runs => runs.iter().map(|it| it.words.as_str()).collect(),
        }
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::of(words, Voice::Page)
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::of(words, Voice::Page)
    }
}
