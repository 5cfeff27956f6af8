//! Client Documentation: the list of uploaded documents, never the files.

use serde::Serialize;

use super::words::{Words, newest_first};
use crate::model::UploadedDocument;
use crate::plan::Released;
use crate::site::Site;

/// What the documents page shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DocumentsView {
    /// Newest first.
    pub rows: Vec<Row>,
}

/// One document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// "D1": what names this line on the worksheet.
    pub number: String,
    /// What it is called.
    pub name: String,
    /// Its category.
    pub category: String,
    /// What that means in the language of the page, where it is a word of a list.
    pub category_meant: Option<String>,
    /// Who added it.
    pub agency: String,
    /// The day it was added.
    pub added: String,
    /// Whether it can be deleted.
    pub deletion: String,
}

/// Whether a document can be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deletion {
    /// A program needs it.
    Needed,
    /// Nothing stands against it.
    Ask,
    /// Nobody said: it is not promised.
    Unknown,
}

impl Deletion {
    /// What the export says of the document, else what the site says of its category.
    fn of(document: &UploadedDocument, site: &Site) -> Self {
        let is_listed =
            || document.category.as_ref().is_some_and(|it| site.needs(it.as_str()));
        match document.program_eligibility {
            Some(true) => Self::Needed,
            Some(false) => Self::Ask,
            None if is_listed() => Self::Needed,
            None => Self::Unknown,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Needed => "deletion-needed",
            Self::Ask => "deletion-ask",
            Self::Unknown => "deletion-unknown",
        }
    }
}

/// Shows the documents.
pub(super) fn view(
    words: &Words<'_>,
    documents: &Vec<Released<UploadedDocument>>,
) -> DocumentsView {
    let sorted = newest_first(documents, |it| it.added_on);
    let deletion = |it: &UploadedDocument| Deletion::of(it, words.site);
    let rows = sorted.iter().map(|it| Row {
        number: String::new(),
        name: words.text_or_none(it.name.as_ref()),
        category: words.text_or_none(it.category.as_ref()),
        category_meant: words.gloss(it.category.as_ref()),
        agency: words.text_or_none(it.agency.as_ref()),
        added: words.day_or_none(it.added_on),
        deletion: words.get(deletion(it).key()),
    });
    DocumentsView { rows: rows.collect() }
}
