//! A mapping as it is used: the built-in one, with what a file says laid over it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::answers::{Answer, Answers, YES_NO};
use super::label::{has_words, level, level_column, level_file};
use super::map_file::{MapFile, TableWords};
use super::shape::{SHAPES, Shape};
use crate::diagnostics::Origin;
use crate::model::{SectionKind, Standard};
use crate::source::Source;

/// The built-in mapping, for what Clarity's Looker downloads.
pub const LOOKER: &str = include_str!("../../../data/import/looker.toml");

/// Which dashboard to build, once, so that its download can be imported.
pub const RECIPE: &str = include_str!("../../../data/import/looker-recipe.md");

/// How tables become one client's record: which columns are which fields, and what answers
/// mean.
#[derive(Debug, Clone)]
pub struct TableMap {
    pub(super) source: String,
    pub(super) standard: Standard,
    /// Columns that say whose row it is.
    pub(super) client: Vec<String>,
    pub(super) views: HashSet<String>,
    /// Cells that say nothing, to the letter: a person may be called Null.
    nothing: BTreeSet<String>,
    pub(super) row_limits: BTreeSet<u64>,
    pub(super) deleted: Vec<String>,
    refused: Vec<String>,
    pub(super) ignored: Vec<String>,
    left_out: Vec<String>,
    cut_words: Vec<String>,
    files: Vec<(String, SectionKind)>,
    /// Columns by section, by field, the first to be asked first.
    columns: BTreeMap<SectionKind, Vec<Vec<String>>>,
    pub(super) answers: Answers,
    /// What a page calls a field of the community's own, and its columns.
    pub(super) custom_fields: Vec<(String, Vec<String>)>,
}

impl TableMap {
    /// The built-in mapping.
    pub fn looker() -> Self {
        let source = Source::toml(Origin::Map, "looker.toml".into(), LOOKER.into());
        let file = MapFile::parse(&source).value;
        Self::empty().with(&file.expect("a test reads the built-in mapping"))
    }

    /// The built-in mapping with a file laid over it, or in its place where the file says so.
    pub fn over(file: &MapFile) -> Self {
        if file.instead { Self::empty().with(file) } else { Self::looker().with(file) }
    }

    fn empty() -> Self {
        let columns =
            SHAPES.iter().map(|it| (it.section, vec![Vec::new(); it.fields.len()]));
        Self {
            source: "tables".into(),
            standard: Standard::Fy2026,
            client: Vec::new(),
            views: HashSet::new(),
            nothing: BTreeSet::new(),
            row_limits: BTreeSet::new(),
            deleted: Vec::new(),
            refused: Vec::new(),
            ignored: Vec::new(),
            left_out: Vec::new(),
            cut_words: Vec::new(),
            files: Vec::new(),
            columns: columns.collect(),
            answers: Answers::of_hud(),
            custom_fields: Vec::new(),
        }
    }

    /// This mapping with what a file adds to it; what the file says of a column, an answer or a
    /// file holds.
    fn with(mut self, file: &MapFile) -> Self {
        if let Some(source) = &file.source {
            self.source.clone_from(source);
        }
        self.standard = file.standard.unwrap_or(self.standard);
        let columns = |key| labels(file.words(key), level_column);
        self.make_room(file, &columns("ignored").collect::<Vec<_>>());
        self.ignored.extend(columns("ignored"));
        self.client.extend(columns("client"));
        self.deleted.extend(columns("deleted"));
        self.refused.extend(labels(file.words("refused"), level));
        self.views.extend(labels(file.words("views"), level));
        self.nothing.extend(file.words("nothing").iter().map(|it| it.trim().to_owned()));
        self.left_out.extend(labels(file.words("left_out"), level_file));
        self.cut_words.extend(file.words("cut_words").iter().cloned());
        self.row_limits.extend(&file.row_limits);
        for table in &file.tables {
            self.table(table);
        }
        for (list, text, answer) in &file.values {
            self.answers.add(list, text, answer);
        }
        for (label, columns) in &file.custom_fields {
            let columns = labels(columns, level_column).collect();
            self.custom_fields.retain(|it| it.0 != *label);
            self.custom_fields.push((label.clone(), columns));
        }
        self
    }

    /// What a file says of a column takes the place of what was said of it.
    fn make_room(&mut self, file: &MapFile, ignored: &[String]) {
        for field in self.columns.values_mut().flatten() {
            field.retain(|it| !ignored.contains(it));
        }
        // A field of the community's own is one of the profile.
        let custom = file.custom_fields.iter().flat_map(|it| &it.1);
        let custom: Vec<_> = custom.map(|it| level_column(it)).collect();
        self.ignored.retain(|it| !custom.contains(it));
        for field in self.columns.get_mut(&SectionKind::Profile).into_iter().flatten() {
            field.retain(|it| !custom.contains(it));
        }
        for table in &file.tables {
            let columns = table.columns.values().flatten();
            let columns: Vec<_> = columns.map(|it| level_column(it)).collect();
            self.ignored.retain(|it| !columns.contains(it));
            let fields = self.columns.get_mut(&table.shape.section);
            for field in fields.into_iter().flatten() {
                field.retain(|it| !columns.contains(it));
            }
        }
    }

    fn table(&mut self, table: &TableWords) {
        let section = table.shape.section;
        for name in labels(&table.files, level_file) {
            self.files.retain(|it| it.0 != name);
            self.files.push((name, section));
        }
        let fields = self.columns.get_mut(&section).expect("every section has its list");
        for (i, columns) in &table.columns {
            fields[*i].splice(0..0, labels(columns, level_column));
        }
    }

    /// The columns of a field, the first to be asked first.
    pub(super) fn columns(&self, shape: &Shape, field: usize) -> &[String] {
        &self.columns[&shape.section][field]
    }

    /// The section that a file's name says it is.
    pub(super) fn section_of(&self, file: &str) -> Option<SectionKind> {
        let name = level_file(file);
        self.files.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// True for a file that is not to be read.
    pub(super) fn is_left_out(&self, file: &str) -> bool {
        self.left_out.contains(&level_file(file))
    }

    /// True for a file whose name says that no copy carries it.
    pub(super) fn is_refused(&self, file: &str) -> bool {
        let name = level_file(file);
        self.refused.iter().any(|words| has_words(&name, words))
    }

    /// The words of columns that no table may have.
    pub(super) fn refused(&self) -> &[String] {
        &self.refused
    }

    /// What a cell says: none where it says nothing. The pad against formulas goes, and so does
    /// what a system adds to each of its answers.
    pub(super) fn said<'a>(&self, cell: &'a str) -> Option<&'a str> {
        let mut text = cell.trim_matches(|c: char| c.is_whitespace() || is_no_width(c));
        if let Some(padded) = text.strip_prefix('\'')
            && padded.starts_with(['=', '+', '-', '@'])
        {
            text = padded;
        }
        for word in &self.cut_words {
            text = text.strip_suffix(word.as_str()).unwrap_or(text).trim_end();
        }
        (!text.is_empty() && !self.nothing.contains(text)).then_some(text)
    }
}

impl TableMap {
    /// True where a row says yes in one of these columns.
    pub(super) fn says_yes(&self, said: &[Option<&str>], columns: &[usize]) -> bool {
        let yes = |at: &usize| said[*at].and_then(|it| self.yes_no(it));
        columns.iter().any(|at| yes(at) == Some(true))
    }

    /// The code that a text stands for in a list; none where that is not known.
    pub(super) fn one_code(&self, list: &str, text: &str) -> Option<i64> {
        match self.answers.one(list, text)? {
            Answer::Code(code) => Some(*code),
            Answer::Name(_) | Answer::Nothing => None,
        }
    }

    /// What a text says to a question that takes yes or no; none where that is not known.
    pub(super) fn yes_no(&self, text: &str) -> Option<bool> {
        match self.answers.one(YES_NO, text)? {
            Answer::Code(code) => Some(*code == 1),
            Answer::Name(_) | Answer::Nothing => None,
        }
    }
}

/// Words as they are compared. What has no letter or digit would fit a column without a name.
fn labels(words: &[String], level: fn(&str) -> String) -> impl Iterator<Item = String> {
    words.iter().map(move |it| level(it)).filter(|it| !it.is_empty())
}

fn is_no_width(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(text: &str) -> TableMap {
        let source = Source::toml(Origin::Map, "m".into(), text.into());
        TableMap::over(&MapFile::parse(&source).value.expect("a mapping"))
    }

    #[test]
    fn the_built_in_mapping_is_one_and_has_columns_for_every_field() {
        let map = TableMap::looker();
        for shape in SHAPES {
            for (i, field) in shape.fields.iter().enumerate() {
                assert!(!map.columns(shape, i).is_empty(), "{}", field.key);
            }
        }
    }

    #[test]
    fn a_cell_says_what_is_left_of_it() {
        let map = over("cut_words = [\"(HUD)\"]");
        assert_eq!(map.said(" '=1+1 "), Some("=1+1"));
        assert_eq!(map.said("'Ana"), Some("'Ana"));
        assert_eq!(map.said("Yes (HUD)"), Some("Yes"));
        assert_eq!(map.said("Null"), Some("Null"));
        for nothing in ["", " ", "∅", "null", "\u{FEFF}"] {
            assert_eq!(map.said(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn what_a_file_says_of_a_column_holds() {
        let map = over("[tables.enrollments]\nproject_name = [\"Exit Date\"]\n");
        let shape = Shape::of(SectionKind::Enrollments).expect("a shape");
        let of = |key| map.columns(shape, shape.field(key).expect("a field").0);
        assert_eq!(of("project_name")[0], "exit date");
        assert!(!of("exit_date").contains(&"exit date".to_owned()));
        let map = over("instead = true\nclient = [\"Number\"]");
        assert_eq!(map.client, ["number"]);
        assert!(map.section_of("enrollments.csv").is_none());
    }
}
