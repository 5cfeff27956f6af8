//! `crr build`.

use std::fmt::Write;

use rayon::{ThreadPool, ThreadPoolBuilder};
use zeroize::Zeroizing;

use super::Done;
use super::args::Build;
use super::inputs::Inputs;
use super::load::{Extracts, Ready, load};
use super::outcome::{self, Stop};
use super::secret;
use super::shared::Shared;
use crate::diagnostics::Diagnostic;
use crate::io;
use crate::model::Hud;
use crate::package::{Package, Passphrase, pack};
use crate::plan::Plan;
use crate::render::{Setting, Sheet, members, render};
use crate::request::{Format, Language, Layout, Request};
use crate::sections::{guide, opening, view};

/// Threads of one build: the cover beside the record, the record's sections side by side.
const MAX_THREADS: usize = 4;

/// The main job: one request in, one verified package out.
pub(super) fn build(args: &Build, inputs: &mut Inputs) -> Result<Done, Stop> {
    let shared = Shared::of(&args.job.kit, inputs)?;
    let extracts = Extracts::of(&args.job);
    let ready = load(&args.request, &args.job, &extracts, &shared, inputs)?;
    let ticket = ready.plan.ticket.as_str();
    let passphrase_out = args.passphrase_out.as_deref();
    secret::check_way_out(&args.passphrase, passphrase_out, &args.out)?;
    if let Some(path) = passphrase_out {
        io::check_secret(path, args.replace)
            .map_err(|err| Stop::writing(&err, "--passphrase-out"))?;
    }
    io::probe(&args.out, ticket, args.replace).map_err(|held| Stop::held(&held))?;
    let passphrase = secret::to_lock(&args.passphrase, &ready.record_words)?;

    let package = package(&ready, &shared, &passphrase)?;

    // The passphrase is on the disk before the package is, and goes again if the package
    // does not come: no package is ever there whose passphrase nobody has.
    let staged = match passphrase_out {
        Some(path) => {
            let line = Zeroizing::new(format!("{}\n", passphrase.expose()));
            let staged = io::stage_secret(path, line.as_bytes(), args.replace);
            Some(staged.map_err(|err| Stop::writing(&err, "--passphrase-out"))?)
        }
        None => None,
    };
    let released = io::release(&args.out, &package, args.replace, io::timestamp())
        .map_err(|held| Stop::held(&held))?;
    if let Some(staged) = staged {
        staged.keep();
    }
    let folder = released.folder;
    let mut report = ready.report;
    for ticket in released.finished {
        report.push(outcome::finished(&ticket));
    }
    let shown = secret::is_supplied(&args.passphrase) || passphrase_out.is_some();
    Ok(Done {
        data: folder.display().to_string(),
        summary: summary(&package, &ready.plan),
        result: Some(serde_json::json!({
            "folder": folder.display().to_string(),
            "receipt": package.receipt,
        })),
        secret: (!shown).then_some(passphrase),
        report,
        ..Done::default()
    })
}

/// Sets all documents, locks those that hold client data, opens them again.
fn package(
    ready: &Ready,
    shared: &Shared,
    passphrase: &Passphrase,
) -> Result<Package, Stop> {
    let formats = shared.site.formats(&ready.request);
    let (members, guides) = sheets(&ready.request, &ready.plan, &ready.hud, shared);
    let n_members = members.len();
    let [cover, record] = members;
    let members = [cover, record.lockable(formats.contains(&Format::Pdf))];
    let sheets: Vec<Sheet> = members.into_iter().chain(guides).collect();
    let rendered = render(&sheets, &shared.kit, &pool())
        .map_err(|report| shared.template_fault(report))?;
    let (members, guides) = rendered.split_at(n_members);
    let kit = shared.kit.digest();
    let random = &mut io::random;
    pack(members, guides, formats, passphrase, random, &ready.plan, kit).map_err(|err| {
        Stop::fault(
            Diagnostic::error("not-locked", err.to_string())
                .hint("run the build again; if it comes back, please report it"),
        )
    })
}

/// The documents of a package: those that are locked, and the guides.
pub(super) fn sheets(
    request: &Request,
    plan: &Plan,
    hud: &Hud,
    shared: &Shared,
) -> ([Sheet; 2], [Sheet; 2]) {
    let Shared { site, kit, .. } = shared;
    let (english, client) = (kit.catalog(Language::En), kit.catalog(plan.language));
    let view = view(plan, site, hud, client, &kit.help_lines());
    let setting = Setting {
        ticket: plan.ticket.as_str(),
        language: plan.language,
        layout: plan.layout,
        catalog: client,
        link: site.guidance_url.as_str(),
    };
    let opening = opening(request, plan.at, site, client);
    let guide = guide(request, plan, site, kit.staff(), english, client);
    // Staff read English, on the paper of the office.
    let staff = Setting {
        language: Language::En,
        layout: Layout::Letter,
        catalog: kit.staff(),
        ..setting
    };
    let guides = [
        Sheet::new(("how-to-open.pdf", "/how-to-open.typ"), &opening, setting),
        Sheet::new(("agency-guide.pdf", "/agency-guide.typ"), &guide, staff),
    ];
    (members(&view, setting), guides)
}

/// The threads of one build.
pub(super) fn pool() -> ThreadPool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    ThreadPoolBuilder::new()
        .num_threads(cores.min(MAX_THREADS))
        .build()
        .expect("a system that runs us can start a thread")
}

const INFALLIBLE: &str = "writing to a string cannot fail";

fn summary(package: &Package, plan: &Plan) -> String {
    let mut text = format!(
        "built {} for {}, as of {}\n",
        package.ticket,
        plan.agency.as_str(),
        plan.at
    );
    for file in &package.receipt.files {
        let kilobytes = file.bytes.div_ceil(1000);
        let what = if file.locked { "opened again and compared" } else { "not locked" };
        writeln!(text, "  {}  {kilobytes} kB, {what}", file.name).expect(INFALLIBLE);
    }
    for member in &package.receipt.members {
        let pages = if member.pages == 1 { "page" } else { "pages" };
        writeln!(text, "    {}  {} {pages}", member.name, member.pages)
            .expect(INFALLIBLE);
    }
    text
}
