//! Client Documentation: the list of uploaded documents, never the files.

use serde::Serialize;

use super::words::Words;
use crate::model::UploadedDocument;
use crate::plan::Kept;

/// What the documents page shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DocumentsView {
    /// Newest first.
    pub rows: Vec<Row>,
    /// True where one of them cannot be deleted.
    pub any_needed: bool,
}

/// One document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// What it is called.
    pub name: String,
    /// Its category.
    pub category: String,
    /// Who added it.
    pub agency: String,
    /// The day it was added.
    pub added: String,
    /// Whether it can be deleted.
    pub deletion: String,
}

/// Shows the documents.
pub(super) fn view(
    words: &Words<'_>,
    documents: &Vec<Kept<UploadedDocument>>,
) -> DocumentsView {
    let mut sorted: Vec<&UploadedDocument> = documents.iter().map(|it| &**it).collect();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.added_on));
    let needed = |it: &UploadedDocument| it.program_eligibility == Some(true);
    let rows = sorted.iter().map(|it| Row {
        name: words.text_or_none(it.name.as_ref()),
        category: words.text_or_none(it.category.as_ref()),
        agency: words.text_or_none(it.agency.as_ref()),
        added: words.day_or_none(it.added_on),
        deletion: words.get(if needed(it) { "deletion-needed" } else { "deletion-ask" }),
    });
    DocumentsView { rows: rows.collect(), any_needed: sorted.iter().any(|it| needed(it)) }
}
