//! What is to be typeset: a document, and the data that its templates read.

use serde::Serialize;
use sha2::{Digest, Sha256};
use typst::foundations::Bytes;

use super::document::Document;
use super::qr::Qr;
use crate::model::Day;
use crate::request::{Language, Layout};
use crate::sections::{Catalog, Imprint, View};
use crate::site::Site;

/// What is to be typeset: a document, and the data that its templates read.
#[derive(Debug, Clone)]
pub struct Manuscript {
    document: Document,
    page: Bytes,
    imprint: Bytes,
    view: Bytes,
    words: Bytes,
    qr: Bytes,
    ident: String,
}

/// What all documents of a package have in common.
#[derive(Debug, Clone, Copy)]
pub struct DocumentContext<'a> {
    /// The ticket; none for what is the same under every one.
    pub ticket: Option<&'a str>,
    /// The day it is printed.
    pub at: Day,
    /// Who prints it.
    pub site: &'a Site,
    /// The language of the page.
    pub language: Language,
    /// Its edition.
    pub layout: Layout,
    /// The words that templates look up.
    pub catalog: &'a Catalog,
    /// The code that leads to the guidance.
    pub qr: &'a Qr,
    /// True where each page is marked as a sample, of somebody who is made up.
    pub is_sample: bool,
}

impl Manuscript {
    /// A document and its view.
    pub fn new(
        document: Document,
        view: &impl Serialize,
        context: DocumentContext<'_>,
    ) -> Self {
        const JSON: &str = "a view is made of texts and numbers";
        let DocumentContext {
            ticket,
            at,
            site,
            language,
            layout,
            catalog,
            qr,
            is_sample,
        } = context;
        let page = serde_json::json!({
            "language": language.token(),
            "layout": layout.token(),
            "is-sample": is_sample,
            // So that a number that a template counts looks like one that Rust wrote.
            "digits": (0..10).map(|it| catalog.number(it)).collect::<String>(),
        });
        let imprint = Imprint::new(site, at, ticket, catalog);
        let json = |it: Result<Vec<u8>, _>| Bytes::new(it.expect(JSON));
        Self {
            document,
            page: Bytes::from_string(page.to_string()),
            imprint: json(serde_json::to_vec(&imprint)),
            view: json(serde_json::to_vec(view)),
            words: json(serde_json::to_vec(catalog.words())),
            qr: qr.0.clone(),
            ident: ident(ticket, document),
        }
    }

    /// The files that its templates read, by their paths.
    pub fn given(&self) -> [(&'static str, &Bytes); 5] {
        [
            ("/page.json", &self.page),
            ("/imprint.json", &self.imprint),
            ("/view.json", &self.view),
            ("/words.json", &self.words),
            ("/qr.svg", &self.qr),
        ]
    }

    /// Those of them that hold words to be printed.
    pub(super) fn texts(&self) -> [&Bytes; 3] {
        [&self.imprint, &self.view, &self.words]
    }

    /// What two documents have in common that are the same.
    pub fn digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for part in [self.document.template().as_bytes(), self.ident.as_bytes()] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        for (_, bytes) in self.given() {
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        }
        digest.finalize().into()
    }

    /// What tells it from all others: only a digest of it is written, as a file's first /ID.
    pub(super) fn ident(&self) -> &str {
        &self.ident
    }

    /// Which document it becomes.
    pub fn document(&self) -> Document {
        self.document
    }

    /// Another document from the same view.
    fn beside(&self, document: Document, ticket: Option<&str>) -> Self {
        Self { document, ident: ident(ticket, document), ..self.clone() }
    }
}

/// What tells a document from all others.
fn ident(ticket: Option<&str>, document: Document) -> String {
    let name = document.file_name();
    ticket.into_iter().chain([name]).collect::<Vec<_>>().join("/")
}

/// The members of a package: the record with its cover, and the cover alone.
pub fn members(view: &View, context: DocumentContext<'_>) -> [Manuscript; 2] {
    let cover = Manuscript::new(Document::Cover, view, context);
    let record = cover.beside(Document::Record, context.ticket);
    [record, cover]
}
