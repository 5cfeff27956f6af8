//! `crr build`.

use std::fmt::Write;
use std::path::Path;

use rayon::ThreadPool;

use super::Done;
use super::args::Build;
use super::batch::batch;
use super::inputs::Inputs;
use super::load::{Extracts, Ready, load};
use super::many;
use super::outcome::{self, Stop};
use super::secret;
use super::shared::Shared;
use super::sheets::{Guides, guide_sheets, passphrase_document, pool, record_sheets};
use super::terminal::Terminal;
use crate::diagnostics::Diagnostic;
use crate::io::{self, StagedSecret};
use crate::package::{Content, MESSAGE, Package, Parts, Passphrase, pack};
use crate::plan::Plan;
use crate::render::{Rendered, render};
use crate::request::Language;
use crate::sections::message;

/// The main job: one request in, one verified package out; or many of them.
pub(super) fn build(
    args: &Build,
    terminal: &Terminal,
    inputs: &mut Inputs,
) -> Result<Done, Stop> {
    let shared = Shared::of(&args.job.kit, inputs)?;
    match args.requests.as_slice() {
        [path] if many::is_one(&args.requests) && args.shard.is_none() => {
            build_one(path, args, &shared, inputs)
        }
        _ => {
            io::close_if_fresh(&args.out);
            batch(args, &shared, inputs, terminal)
        }
    }
}

fn build_one(
    path: &Path,
    args: &Build,
    shared: &Shared,
    inputs: &mut Inputs,
) -> Result<Done, Stop> {
    let extracts = Extracts::of(&args.job);
    let ready = load(path, &args.job, &extracts, shared, inputs)?;
    let ticket = ready.plan.ticket.as_str();
    let hand_over = &args.hand_over;
    secret::check_hand_over(&args.passphrase, hand_over, &args.out, args.replace)?;
    io::probe(&args.out, ticket, args.replace).map_err(|held| Stop::held(&held))?;
    let passphrase = secret::to_lock(&args.passphrase, &ready.record_words)?;

    let with_sheet = hand_over.passphrase_sheet.is_some();
    let (package, sheet) =
        package(&ready, shared, &passphrase, with_sheet, &Guides::default(), &pool())?;
    let sheet = sheet.as_ref().map(|it| it.bytes.as_slice());
    let staged = secret::stage(hand_over, &passphrase, sheet, args.replace)?;
    io::close_if_fresh(&args.out);
    let released = io::release(&args.out, &package, args.replace, io::timestamp())
        .map_err(|held| Stop::held(&held))?;
    staged.into_iter().for_each(StagedSecret::keep);
    let folder = released.folder;
    let mut report = ready.report;
    for ticket in released.finished {
        report.push(outcome::finished(&ticket));
    }
    let is_kept = secret::is_supplied(&args.passphrase) || secret::is_written(hand_over);
    Ok(Done {
        data: folder.display().to_string(),
        summary: summary(&package, &ready.plan),
        result: Some(serde_json::json!({
            "folder": folder.display().to_string(),
            "receipt": package.receipt,
        })),
        secret: (!is_kept || hand_over.spell).then_some(passphrase),
        spell: hand_over.spell,
        report,
        ..Done::default()
    })
}

/// Sets all documents, locks those that hold client data, opens them again. Beside the package
/// goes the sheet with its passphrase, where one is asked for.
pub(super) fn package(
    ready: &Ready,
    shared: &Shared,
    passphrase: &Passphrase,
    with_sheet: bool,
    guides: &Guides,
    pool: &ThreadPool,
) -> Result<(Package, Option<Rendered>), Stop> {
    let Shared { site, kit, .. } = shared;
    let (request, plan) = (&ready.request, &ready.plan);
    let formats = site.formats(request);
    let [cover, record] = record_sheets(plan, &ready.hud, shared);
    // The longest work comes first.
    let mut sheets = vec![record, cover];
    let known = guide_sheets(request, plan, shared).map(|it| (guides.get(&it), it));
    sheets.extend(known.iter().filter(|it| it.0.is_none()).map(|it| it.1.clone()));
    if with_sheet {
        sheets.push(passphrase_document(passphrase, plan, shared));
    }
    let rendered =
        render(&sheets, kit, pool).map_err(|report| shared.template_fault(report))?;
    let mut rendered = rendered.into_iter();
    let mut next = || rendered.next().expect("one for each sheet");
    let (record, cover) = (next(), next());
    let made = known.map(|(known, sheet)| {
        known.unwrap_or_else(|| {
            let made = next();
            guides.keep(&sheet, &made);
            made
        })
    });
    let sheet = with_sheet.then(next);
    let members = [cover, record];
    let (words, english) = (kit.catalog(plan.language), kit.catalog(Language::En));
    let parts = Parts {
        content: Content { members: &members, words, language: plan.language },
        guides: &made,
        formats,
        message: message(request, plan.at, site, words, english),
    };
    let pack = || pack(&parts, passphrase, &io::random, plan, kit.digest());
    let package = pool.install(pack);
    let package = package.map_err(|err| {
        Stop::fault(
            Diagnostic::error("not-locked", err.to_string())
                .hint("run the build again; if it comes back, please report it"),
        )
    })?;
    Ok((package, sheet))
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
        let what = match (file.locked, file.name.as_str()) {
            (true, _) => "opened again and compared",
            (false, MESSAGE) => "not sent: open it with your mail program",
            (false, _) => "not locked",
        };
        writeln!(text, "  {}  {kilobytes} kB, {what}", file.name).expect(INFALLIBLE);
    }
    for member in &package.receipt.members {
        let pages = if member.pages == 1 { "page" } else { "pages" };
        writeln!(text, "    {}  {} {pages}", member.name, member.pages)
            .expect(INFALLIBLE);
    }
    text
}
