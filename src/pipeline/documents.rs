//! The documents of a request: those that are locked, the guides, the passphrase sheet.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::context::Context;
use super::prepare::Ready;
use crate::model::Hud;
use crate::package::Passphrase;
use crate::plan::Plan;
use crate::render::{
    Document, DocumentContext, Documents, Manuscript, Rendered, members,
};
use crate::request::{Language, Layout, Request};
use crate::sections::{self, Denial, EXAMPLE, guide, opening, passphrase_sheet, view};

/// Threads of one build: the cover beside the record, the record's sections side by side.
const MAX_THREADS: usize = 4;

/// How a document for the client is set.
fn setting<'a>(plan: &'a Plan, context: &'a Context) -> DocumentContext<'a> {
    DocumentContext {
        ticket: Some(plan.ticket.as_str()),
        at: plan.at,
        site: &context.site,
        language: plan.language,
        layout: plan.layout,
        catalog: context.kit.catalog(plan.language),
        qr: context.qr(),
    }
}

/// The documents that are locked: the cover alone, and the record with its cover.
pub(super) fn record(plan: &Plan, hud: &Hud, context: &Context) -> [Manuscript; 2] {
    let setting = setting(plan, context);
    let help = context.kit.help_lines();
    members(&view(plan, &context.site, hud, setting.catalog, &help), setting)
}

/// The guides that lie beside a package.
pub(super) fn guides(
    request: &Request,
    plan: &Plan,
    context: &Context,
) -> [Manuscript; 2] {
    let Context { site, kit, .. } = context;
    // They are the same under every ticket: those of a batch are made once.
    let client = DocumentContext { ticket: None, ..setting(plan, context) };
    let english = kit.catalog(Language::En);
    // Staff read English, on the paper of the office.
    let staff = DocumentContext {
        language: Language::En,
        layout: Layout::Letter,
        catalog: kit.staff(),
        ..client
    };
    let opening = opening(request, site, client.catalog);
    let guide = guide(request, plan, site, kit.staff(), english, client.catalog);
    [
        Manuscript::new(Document::HowToOpen, &opening, client),
        Manuscript::new(Document::AgencyGuide, &guide, staff),
    ]
}

/// The guides of a batch: those of two requests are the same, unless language, edition or the
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

/// The sheet with the passphrase, on paper whatever the edition of the pages is.
pub(super) fn passphrase_sheet_of(
    passphrase: &Passphrase,
    plan: &Plan,
    context: &Context,
) -> Manuscript {
    let setting = DocumentContext { layout: Layout::Letter, ..setting(plan, context) };
    let view = passphrase_sheet(passphrase.expose());
    Manuscript::new(Document::PassphraseSheet, &view, setting)
}

/// The letter that gives no copy.
pub(super) fn denial(denial: &Denial<'_>, context: &Context) -> Manuscript {
    let Context { site, kit, .. } = context;
    let request = denial.request;
    let catalog = kit.catalog(request.language);
    let setting = DocumentContext {
        ticket: Some(request.ticket.as_str()),
        at: denial.at,
        site,
        language: request.language,
        layout: request.layout,
        catalog,
        qr: context.qr(),
    };
    let view = sections::denial(denial, site, catalog);
    Manuscript::new(Document::DenialLetter, &view, setting)
}

/// Every document of a request, for those who look at them or check them.
pub fn documents(ready: &Ready, context: &Context) -> Vec<Manuscript> {
    let Ready { request, plan, hud, .. } = ready;
    let example = Passphrase::to_open(EXAMPLE);
    let mut all = Vec::from(record(plan, hud, context));
    all.extend(guides(request, plan, context));
    all.push(passphrase_sheet_of(&example, plan, context));
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
