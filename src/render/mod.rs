//! Templates and fonts to PDF. The Typst world is in memory: it has no clock, no file
//! system, no packages, and a record's date comes from the record. [`flat()`] makes plain text and
//! a web page of the same views.

mod document;
mod embedded;
mod flat;
mod font_program;
mod glyphs;
mod kit;
mod looks;
mod manuscript;
mod objects;
mod pack;
mod paths;
mod preview;
mod qr;
mod references;
mod seal;
mod world;

pub use document::Document;
pub use embedded::templates;
pub use flat::{Flat, TEXT, WEB, flat, html, text};
pub use glyphs::{check_glyphs, check_language, check_text};
pub(crate) use kit::hex;
pub use kit::{Kit, KitError, Overrides, language_names};
pub use manuscript::{DocumentContext, Manuscript, members};
pub use pack::pack;
pub use preview::{headings, pictures};
pub use qr::Qr;
pub use seal::{Seal, seal, seal_opens_to};

use std::collections::BTreeMap;

use rayon::ThreadPool;
use rayon::prelude::*;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use zeroize::Zeroizing;

use crate::diagnostics::{Diagnostic, Place, Report};
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

/// Typesets all documents, side by side.
///
/// Typst takes its threads from the pool it runs in; the caller makes the pool, one for a
/// single build, one a worker in a batch.
pub fn render(
    manuscripts: &[Manuscript],
    kit: &Kit,
    pool: &ThreadPool,
) -> Result<Documents, Report> {
    let rendered: Result<Vec<_>, Report> = pool.install(|| {
        in_order(manuscripts).par_iter().map(|it| compile(it, kit)).collect()
    });
    let rendered = rendered?.into_iter().flatten();
    Ok(Documents(rendered.map(|it| (it.document, it)).collect()))
}

/// What is set side by side, each with what waits for it: the cover is the beginning of the
/// record, and Typst remembers what it has set.
fn in_order(manuscripts: &[Manuscript]) -> Vec<Vec<&Manuscript>> {
    let is_cover = |it: &&Manuscript| it.document() == Document::Cover;
    let (covers, others): (Vec<_>, Vec<_>) = manuscripts.iter().partition(is_cover);
    let mut rows: Vec<_> = others.into_iter().map(|it| vec![it]).collect();
    let record = rows.iter_mut().find(|it| it[0].document() == Document::Record);
    match record {
        Some(it) => it.extend(covers),
        None => rows.push(covers),
    }
    rows
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

/// Typesets documents, each when the one before it is laid out.
fn compile(manuscripts: &[&Manuscript], kit: &Kit) -> Result<Vec<Rendered>, Report> {
    let Some((manuscript, rest)) = manuscripts.split_first() else {
        return Ok(Vec::new());
    };
    let world = MemoryWorld::new(kit, manuscript);
    let document = lay_out(&world)?;
    let (written, rest) =
        rayon::join(|| write(manuscript, &document, &world), || compile(rest, kit));
    let mut all = vec![written?];
    all.extend(rest?);
    Ok(all)
}

/// Writes what was laid out as a PDF.
fn write(
    manuscript: &Manuscript,
    document: &PagedDocument,
    world: &MemoryWorld<'_>,
) -> Result<Rendered, Report> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options = PdfOptions {
        // Only a digest of it is written, as the first half of the file's /ID.
        ident: Smart::Custom(manuscript.ident().to_owned()),
        creator: Smart::Custom(Some(concat!("crr ", env!("CARGO_PKG_VERSION")).into())),
        standards: standards.expect("these go together"),
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(document, &options).map_err(|err| blame(&err, world))?;
    let pdf = Zeroizing::new(pdf);
    let bytes = pack(&pdf).ok_or_else(not_packed)?;
    Ok(Rendered {
        document: manuscript.document(),
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
