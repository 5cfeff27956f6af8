//! The documents of a request: those that are locked, the guides, the passphrase sheet.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::shared::Shared;
use crate::model::Hud;
use crate::package::Passphrase;
use crate::plan::Plan;
use crate::render::{Rendered, Setting, Sheet, members};
use crate::request::{Language, Layout, Request};
use crate::sections::{EXAMPLE, guide, opening, passphrase_sheet, view};

/// Threads of one build: the cover beside the record, the record's sections side by side.
const MAX_THREADS: usize = 4;

/// How a document for the client is set.
fn setting<'a>(plan: &'a Plan, shared: &'a Shared) -> Setting<'a> {
    Setting {
        ticket: Some(plan.ticket.as_str()),
        at: plan.at,
        site: &shared.site,
        language: plan.language,
        layout: plan.layout,
        catalog: shared.kit.catalog(plan.language),
        qr: shared.qr(),
    }
}

/// The documents that are locked: the cover alone, and the record with its cover.
pub(super) fn record_sheets(plan: &Plan, hud: &Hud, shared: &Shared) -> [Sheet; 2] {
    let setting = setting(plan, shared);
    let help = shared.kit.help_lines();
    members(&view(plan, &shared.site, hud, setting.catalog, &help), setting)
}

/// The guides that lie beside a package.
pub(super) fn guide_sheets(
    request: &Request,
    plan: &Plan,
    shared: &Shared,
) -> [Sheet; 2] {
    let Shared { site, kit, .. } = shared;
    // They are the same under every ticket: those of a batch are made once.
    let client = Setting { ticket: None, ..setting(plan, shared) };
    let english = kit.catalog(Language::En);
    // Staff read English, on the paper of the office.
    let staff = Setting {
        language: Language::En,
        layout: Layout::Letter,
        catalog: kit.staff(),
        ..client
    };
    let opening = opening(request, site, client.catalog);
    let guide = guide(request, plan, site, kit.staff(), english, client.catalog);
    [
        Sheet::new(("how-to-open.pdf", "/how-to-open.typ"), &opening, client),
        Sheet::new(("agency-guide.pdf", "/agency-guide.typ"), &guide, staff),
    ]
}

/// The guides of a batch: those of two requests are the same, unless language, edition or the
/// way of the copy differ.
#[derive(Default)]
pub(super) struct Guides(Mutex<HashMap<[u8; 32], Rendered>>);

impl Guides {
    /// One that was made before.
    pub(super) fn get(&self, sheet: &Sheet) -> Option<Rendered> {
        self.lock().get(&sheet.digest()).cloned()
    }

    /// Keeps one for the next request.
    pub(super) fn keep(&self, sheet: &Sheet, rendered: &Rendered) {
        self.lock().insert(sheet.digest(), rendered.clone());
    }

    /// A worker that panicked has kept a whole one, or none.
    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Rendered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sheet with the passphrase, on paper whatever the edition of the pages is.
pub(super) fn passphrase_document(
    passphrase: &Passphrase,
    plan: &Plan,
    shared: &Shared,
) -> Sheet {
    let setting = Setting { layout: Layout::Letter, ..setting(plan, shared) };
    let view = passphrase_sheet(passphrase.expose());
    Sheet::new(("passphrase-sheet.pdf", "/passphrase-sheet.typ"), &view, setting)
}

/// Every document there is, for those who look at them or check them.
pub(super) fn documents(
    request: &Request,
    plan: &Plan,
    hud: &Hud,
    shared: &Shared,
) -> Vec<Sheet> {
    let example = Passphrase::to_open(EXAMPLE);
    let mut sheets = Vec::from(record_sheets(plan, hud, shared));
    sheets.extend(guide_sheets(request, plan, shared));
    sheets.push(passphrase_document(&example, plan, shared));
    sheets
}

/// The threads of one build.
pub(super) fn pool() -> ThreadPool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    pool_of(cores.min(MAX_THREADS))
}

/// That many threads.
pub(super) fn pool_of(n: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(n)
        .build()
        .expect("a system that runs us can start a thread")
}
