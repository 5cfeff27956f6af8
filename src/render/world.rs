//! The world that Typst sees: templates, fonts, one record's view, and nothing else.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};

use super::kit::Kit;
use super::looks::Looks;
use super::manuscript::Manuscript;
use super::paths::file_id;

/// One document's world.
pub(super) struct MemoryWorld<'a> {
    kit: &'a Kit,
    looks: &'a Looks,
    main: FileId,
    /// What the document is set from.
    given: [(FileId, Bytes); 5],
}

fn built_in(path: &str) -> FileId {
    file_id(path).expect("the paths of built-in templates are plain")
}

impl<'a> MemoryWorld<'a> {
    /// The world of one document.
    pub(super) fn new(kit: &'a Kit, manuscript: &Manuscript) -> Self {
        let text = |it| std::str::from_utf8(it).unwrap_or_default();
        Self {
            kit,
            looks: kit.looks_for(&manuscript.texts().map(|it| text(it))),
            main: built_in(manuscript.document().template()),
            given: manuscript.given().map(|(path, it)| (built_in(path), it.clone())),
        }
    }

    /// Where in the templates an error arose.
    pub(super) fn place(&self, error: &SourceDiagnostic) -> String {
        let Some(id) = error.span.id() else { return "templates".into() };
        let path = format!("templates{}", id.vpath().get_with_slash());
        let line = self.range(error.span).and_then(|range| {
            let source = self.source(id).ok()?;
            source.lines().byte_to_line_column(range.start)
        });
        match line {
            Some((line, column)) => format!("{path}:{}:{}", line + 1, column + 1),
            None => path,
        }
    }
}

impl World for MemoryWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.kit.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.looks.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.kit.source(id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.given.iter().find(|it| it.0 == id) {
            Some((_, bytes)) => Ok(bytes.clone()),
            None => self.kit.file(id).cloned().ok_or_else(|| missing(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.looks.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
