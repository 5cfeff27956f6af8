//! The words of a flat record as they are put down, one part after the other.

use super::part::{Fact, Part, Row, Table, Text, Voice};
use crate::model::Day;
use crate::request::Language;
use crate::sections::{self, Block, Catalog};

/// The parts that were put down so far.
pub(super) struct Sheet<'a> {
    pub(super) words: &'a Catalog,
    language: Language,
    /// The day of the build, written out.
    pub(super) today: String,
    /// The rank of the headings of sections: of several profiles, below that of its name.
    pub(super) rank: u8,
    pub(super) parts: Vec<Part>,
}

impl<'a> Sheet<'a> {
    /// An empty one.
    pub(super) fn new(words: &'a Catalog, language: Language, at: Day) -> Self {
        Self { words, language, today: words.day(at), rank: 2, parts: Vec::new() }
    }

    /// A word of the catalog.
    pub(super) fn word(&self, key: &str) -> Text {
        self.words.get(key).into()
    }

    /// Sentences one after the other.
    pub(super) fn sentences(&self, all: &[&str]) -> Text {
        all.join(self.words.get("between-sentences")).into()
    }

    /// Words as they were recorded: English, as a rule.
    pub(super) fn recorded(&self, words: &str) -> Text {
        if self.language == Language::En || words == self.words.get("nothing-written") {
            words.into()
        } else {
            Text::of(words, Voice::Language("en"))
        }
    }

    /// What belongs to no language: a name, a number, an address.
    pub(super) fn named(&self, words: &str) -> Text {
        if words == self.words.get("nothing-written") {
            words.into()
        } else {
            Text::of(words, Voice::Named)
        }
    }

    /// The number of a line, before what the line is about.
    pub(super) fn numbered(number: &str, text: Text) -> Text {
        Text::of(number, Voice::Named).then(" ".into()).then(text)
    }

    /// A heading, so many ranks below that of a section.
    pub(super) fn heading(&mut self, below: u8, title: impl Into<Text>) {
        self.parts.push(Part::Heading(self.rank + below, title.into()));
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: impl Into<Text>) {
        self.parts.push(Part::Paragraph(text.into()));
    }

    /// A paragraph that stands out.
    pub(super) fn notice(&mut self, text: &str) {
        self.parts.push(Part::Notice(text.into()));
    }

    /// A list.
    pub(super) fn points<T: Into<Text>>(&mut self, points: impl IntoIterator<Item = T>) {
        let points: Vec<Text> = points.into_iter().map(Into::into).collect();
        // A list of nothing would be announced, and hold nothing.
        if !points.is_empty() {
            self.parts.push(Part::Points(points));
        }
    }

    /// Labels and values.
    pub(super) fn facts(&mut self, facts: impl IntoIterator<Item = Fact>) {
        self.parts.push(Part::Facts(facts.into_iter().collect()));
    }

    /// Words and what they mean.
    pub(super) fn terms(&mut self, terms: impl IntoIterator<Item = Fact>) {
        self.parts.push(Part::Terms(terms.into_iter().collect()));
    }

    /// Fields of a profile or an assessment.
    pub(super) fn fields(
        &mut self,
        fields: &[sections::Fact],
        said: impl Fn(&Self, &sections::Fact) -> (Text, Text),
    ) {
        let fact = |it: &sections::Fact| {
            let (label, value) = said(self, it);
            let value = if it.silent { it.value.as_str().into() } else { value };
            fact(
                Self::numbered(&it.number, label),
                value,
                it.notes.iter().map(String::as_str),
            )
        };
        let facts: Vec<_> = fields.iter().map(fact).collect();
        self.facts(facts);
    }

    /// Rows under columns, named by keys of the catalog; nothing where there is none.
    pub(super) fn table(
        &mut self,
        caption: impl Into<Text>,
        header: &[&str],
        rows: Vec<Row>,
    ) {
        if rows.is_empty() {
            return;
        }
        let header = header.iter().map(|it| self.words.get(it).to_owned()).collect();
        let caption = caption.into();
        self.parts.push(Part::Table(Table { caption, header, rows }));
    }

    /// The common shape of a section: heading, what it is, how to have it changed, what was held
    /// back, then its body or what is said in place of it.
    pub(super) fn section<T>(
        &mut self,
        name: &str,
        block: &Block<T>,
        lead: Text,
        body: impl FnOnce(&mut Self, &T),
    ) {
        self.heading(0, self.word(&format!("section-{name}")));
        // Staff who read English follow.
        if let Some(english) = &block.english {
            self.paragraph(Text::of(english.as_str(), Voice::Language("en")));
        }
        self.paragraph(lead);
        if block.is_in_it() {
            let revision = block.revision.as_str();
            self.terms([fact(self.word("change-title"), revision.into(), None)]);
        }
        block.withheld.iter().for_each(|it| self.notice(it));
        match (&block.body, &block.empty) {
            (Some(it), _) => body(self, it),
            (None, Some(empty)) if !empty.is_empty() => self.notice(empty),
            (None, _) => {}
        }
    }
}

/// A row that has a number.
pub(super) fn row(number: &str, cells: Vec<Vec<Text>>) -> Row {
    Row { number: Some(number.to_owned()), cells }
}

/// A label, its value, and the lines below it.
pub(super) fn fact<'a>(
    label: Text,
    value: Text,
    notes: impl IntoIterator<Item = &'a str>,
) -> Fact {
    let mut lines = vec![value];
    lines.extend(notes.into_iter().map(Text::from));
    Fact { label, lines }
}
