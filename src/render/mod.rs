//! Templates and fonts to PDF. The Typst world is in memory: it has no clock, no file
//! system, no packages, and a record's date comes from the record.

mod document;
mod embedded;
mod glyphs;
mod kit;
mod looks;
mod objects;
mod pack;
mod preview;
mod qr;
mod references;
mod seal;
mod world;

pub use document::Document;
pub use embedded::templates;
pub use glyphs::{check_glyphs, check_language, check_text};
pub(crate) use kit::hex;
pub use kit::{Kit, KitError, Overrides};
pub use pack::pack;
pub use preview::{headings, pictures};
pub use qr::Qr;
pub use seal::{Seal, seal};

use std::collections::BTreeMap;

use rayon::ThreadPool;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use zeroize::Zeroizing;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::model::Day;
use crate::request::{Language, Layout};
use crate::sections::{Catalog, Imprint, View};
use crate::site::Site;
use world::MemoryWorld;

/// A finished PDF, still unlocked: it lives in memory only and is wiped when it goes. Only
/// [`render`] makes one.
#[derive(Debug, Clone)]
pub struct Rendered {
    document: Document,
    bytes: Zeroizing<Vec<u8>>,
    n_pages: usize,
}

impl Rendered {
    /// Which document it is.
    pub fn document(&self) -> Document {
        self.document
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its pages.
    pub fn n_pages(&self) -> usize {
        self.n_pages
    }

    /// The file, out of its wrapping.
    pub fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.bytes
    }
}

/// Finished documents, by what they are.
#[derive(Debug, Default)]
pub struct Documents(BTreeMap<Document, Rendered>);

impl Documents {
    /// One of them.
    pub fn get(&self, document: Document) -> Option<&Rendered> {
        self.0.get(&document)
    }

    /// Takes one out.
    pub fn take(&mut self, document: Document) -> Option<Rendered> {
        self.0.remove(&document)
    }

    /// Adds one that was made before.
    pub fn add(&mut self, rendered: Rendered) {
        self.0.insert(rendered.document, rendered);
    }
}

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
}

impl Manuscript {
    /// A document and its view.
    pub fn new(
        document: Document,
        view: &impl Serialize,
        context: DocumentContext<'_>,
    ) -> Self {
        const JSON: &str = "a view is made of texts and numbers";
        let DocumentContext { ticket, at, site, language, layout, catalog, qr } = context;
        let page = serde_json::json!({
            "language": language.token(),
            "layout": layout.token(),
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

/// Typesets all documents, side by side.
///
/// Typst takes its threads from the pool it runs in; the caller makes the pool, one for a
/// single build, one a worker in a batch.
pub fn render(
    manuscripts: &[Manuscript],
    kit: &Kit,
    pool: &ThreadPool,
) -> Result<Documents, Report> {
    let rendered: Result<Vec<Rendered>, Report> =
        pool.install(|| manuscripts.par_iter().map(|it| compile(it, kit)).collect());
    Ok(Documents(rendered?.into_iter().map(|it| (it.document, it)).collect()))
}

/// Forgets what Typst remembers and the last so many documents did not need.
pub fn trim_cache(n_documents: usize) {
    comemo::evict(n_documents);
}

/// Lays a document out.
fn lay_out(world: &MemoryWorld<'_>) -> Result<PagedDocument, Report> {
    let compiled = typst::compile::<PagedDocument>(world);
    compiled.output.map_err(|errors| blame(&errors, world))
}

fn compile(manuscript: &Manuscript, kit: &Kit) -> Result<Rendered, Report> {
    let world = MemoryWorld::new(kit, manuscript);
    let document = lay_out(&world)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options = PdfOptions {
        // Only a digest of it is written, as the first half of the file's /ID.
        ident: Smart::Custom(manuscript.ident.clone()),
        creator: Smart::Custom(Some(concat!("crr ", env!("CARGO_PKG_VERSION")).into())),
        standards: standards.expect("these go together"),
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|err| blame(&err, &world))?;
    let pdf = Zeroizing::new(pdf);
    let bytes = pack(&pdf).ok_or_else(not_packed)?;
    Ok(Rendered {
        document: manuscript.document,
        bytes: Zeroizing::new(bytes),
        n_pages: document.pages().len(),
    })
}

fn not_packed() -> Report {
    Diagnostic::error("pdf-not-packed", "the PDF is not as Typst writes it")
        .hint("this is a fault of ours; please report it")
        .into()
}

/// Typst's own words may repeat a client's: only the place in the template is passed on.
fn blame(errors: &[SourceDiagnostic], world: &MemoryWorld<'_>) -> Report {
    let mut places: Vec<_> = errors.iter().map(|it| world.place(it)).collect();
    places.dedup();
    let mut report = Report::default();
    for place in places {
        report.push(
            Diagnostic::error("template-error", "a template could not be set")
                .at(Place::Outside(place))
                .hint("with `--templates`: compare the file with the built-in one")
                .hint("without it this is a fault of ours; please report it"),
        );
    }
    report
}
