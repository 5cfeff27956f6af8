//! The documents of a request: those that are locked, the guides, the passphrase sheet.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};
use zeroize::Zeroizing;

use super::context::Context;
use crate::model::Ticket;
use crate::package::{Member, Passphrase};
use crate::plan::{Denial, Handover, Plan};
use crate::render::{
    Document, DocumentContext, Documents, KitError, Manuscript, Rendered, TEXT, WEB,
    flat, html, language_names, members, text,
};
use crate::request::{Language, Layout};
use crate::sections::{
    self, EXAMPLE, HelpLine, View, guide, opening, passphrase_sheet, view,
};

/// Threads of one build: the cover beside the record, the record's sections side by side.
const MAX_THREADS: usize = 4;

/// How a document for the client is typeset.
fn for_client<'a>(handover: &'a Handover, context: &'a Context) -> DocumentContext<'a> {
    DocumentContext {
        ticket: Some(handover.ticket.as_str()),
        at: handover.at,
        site: &context.site,
        language: handover.language,
        layout: handover.layout,
        catalog: context.kit.catalog(handover.language),
        qr: context.qr(),
        is_sample: false,
    }
}

/// What the record shows, on pages and without them.
pub(super) fn view_of(plan: &Plan, context: &Context) -> View {
    let kit = &context.kit;
    let words = (kit.catalog(plan.handover().language), kit.catalog(Language::En));
    view(plan, &context.site, words, &help_lines(context))
}

/// Where to get help, in every language, where the site wants it printed.
fn help_lines(context: &Context) -> Vec<HelpLine> {
    if context.site.prints_help() { context.kit.help_lines() } else { Vec::new() }
}

/// A record whose every page says that it is a sample.
pub(super) fn sample_record(plan: &Plan, context: &Context) -> Manuscript {
    let document =
        DocumentContext { is_sample: true, ..for_client(plan.handover(), context) };
    let [record, _] = members(&view_of(plan, context), document);
    record
}

/// The documents that are locked: the record with its cover, and the cover alone.
pub(super) fn record(
    view: &View,
    handover: &Handover,
    context: &Context,
) -> [Manuscript; 2] {
    members(view, for_client(handover, context))
}

/// The record without a PDF, as the members that the lockers hold.
pub(super) fn plain(view: &View, handover: &Handover, context: &Context) -> Vec<Member> {
    let flat = flat(view, for_client(handover, context));
    let member =
        |name: &str, text: String| (name.to_owned(), Zeroizing::new(text.into_bytes()));
    vec![member(TEXT, text(&flat)), member(WEB, html(&flat))]
}

/// The record of a plan without a PDF: its names and texts, for those who check them.
pub fn plain_record(plan: &Plan, context: &Context) -> Vec<Member> {
    plain(&view_of(plan, context), plan.handover(), context)
}

/// The guides that lie beside a package.
pub(super) fn guides(
    handover: &Handover,
    is_six_words: bool,
    context: &Context,
) -> [Manuscript; 2] {
    let Context { site, kit, .. } = context;
    // They are the same under every ticket: those of a batch are made once.
    let client = DocumentContext { ticket: None, ..for_client(handover, context) };
    // Staff read English, on the paper of the office.
    let staff = DocumentContext {
        language: Language::En,
        layout: Layout::Letter,
        catalog: kit.staff(),
        ..client
    };
    let opening = opening(handover, client.catalog, is_six_words);
    let english = kit.catalog(Language::En);
    let guide = guide(handover, site, kit.staff(), english, client.catalog);
    [
        Manuscript::new(Document::HowToOpen, &opening, client),
        Manuscript::new(Document::AgencyGuide, &guide, staff),
    ]
}

/// The guides of a batch: those of two requests are the same, unless language, layout or the
/// way of the copy differ.
#[derive(Debug, Default)]
pub struct Guides(Mutex<HashMap<[u8; 32], Rendered>>);

impl Guides {
    /// One that was made before.
    pub fn get(&self, manuscript: &Manuscript) -> Option<Rendered> {
        self.lock().get(&manuscript.digest()).cloned()
    }

    /// Keeps those that were made now for the next request.
    pub fn keep(&self, manuscripts: &[Manuscript], rendered: &Documents) {
        for manuscript in manuscripts {
            let document = manuscript.document();
            let is_guide =
                matches!(document, Document::HowToOpen | Document::AgencyGuide);
            if let Some(it) = rendered.get(document).filter(|_| is_guide) {
                self.lock().insert(manuscript.digest(), it.clone());
            }
        }
    }

    /// A worker that panicked has kept a whole one, or none.
    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Rendered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sheet with the passphrase, on paper whatever the layout of the pages is.
pub(super) fn passphrase(
    passphrase: &Passphrase,
    ticket: &Ticket,
    language: Language,
    context: &Context,
) -> Manuscript {
    let document = DocumentContext {
        ticket: Some(ticket.as_str()),
        at: context.at,
        site: &context.site,
        language,
        layout: Layout::Letter,
        catalog: context.kit.catalog(language),
        qr: context.qr(),
        is_sample: false,
    };
    let view = passphrase_sheet(passphrase.expose());
    Manuscript::new(Document::PassphraseSheet, &view, document)
}

/// The letter that gives no copy.
pub(super) fn denial(denial: &Denial, context: &Context) -> Manuscript {
    let document = for_client(&denial.handover, context);
    let help = help_lines(context);
    let view = sections::denial(denial, &context.site, document.catalog, &help);
    Manuscript::new(Document::DenialLetter, &view, document)
}

/// The form that the agency fills in with a client of a language.
pub(super) fn request_form(
    language: Language,
    context: &Context,
) -> Result<Manuscript, KitError> {
    let kit = &context.kit;
    let words = kit.form_words(language).transpose()?;
    let view = sections::request_form(language, words.as_ref(), &language_names());
    let document = DocumentContext {
        ticket: None,
        at: context.at,
        site: &context.site,
        language: Language::En,
        layout: Layout::Letter,
        catalog: kit.staff(),
        qr: context.qr(),
        is_sample: false,
    };
    Ok(Manuscript::new(Document::RequestForm, &view, document))
}

/// Every document of a plan, for those who look at them or check them.
pub fn documents(plan: &Plan, context: &Context) -> Vec<Manuscript> {
    let example = Passphrase::to_open(EXAMPLE);
    let view = view_of(plan, context);
    let mut all = Vec::from(record(&view, plan.handover(), context));
    all.extend(guides(plan.handover(), example.is_six_words(), context));
    let handover = plan.handover();
    all.push(passphrase(&example, &handover.ticket, handover.language, context));
    all
}

/// The threads of one build.
pub fn pool() -> ThreadPool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    pool_of(cores.min(MAX_THREADS))
}

/// That many threads.
pub fn pool_of(n: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(n)
        .build()
        .expect("a system that runs us can start a thread")
}
