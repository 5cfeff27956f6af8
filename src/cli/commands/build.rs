//! `crr build`.

use std::fmt::Write;
use std::path::Path;

use super::batch::batch;
use super::build_args::Build;
use crate::cli::batch_common::is_one;
use crate::cli::desk::desk;
use crate::cli::next_steps;
use crate::cli::outcome::{self, Done, ShownSecret, counted};
use crate::cli::passphrase;
use crate::cli::read::{self, Extracts};
use crate::cli::sections_told::{package_json, sections_line};
use crate::cli::session::Session;
use crate::cli::stopped;
use crate::cli::there::{self, There};
use crate::diagnostics::{Failure, Report};
use crate::io::{self, Desk, May, Standing};
use crate::package::{MESSAGE, Package, TO_AGENCY};
use crate::pipeline::{Asked, Context, Guides, Inputs, Produced, pool, produce};
use crate::plan::Plan;
use crate::render::Rendered;

impl Build {
    /// The main job: one request in, one verified package out; or many of them.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let context = read::context(&self.record.context, session)?;
        let site = &self.record.context.site;
        let desk = desk(&self.to, site, &context.site)?;
        match self.requests.as_slice() {
            [path] if is_one(&self.requests) && self.shard.is_none() => {
                let mut report = Report::default();
                let standing = outcome::unlocked(io::settle(&desk), &mut report)?;
                let n_completed = report.items().len();
                match build_one(path, self, &desk, standing, &context, session.inputs) {
                    Ok(mut done) => {
                        report.append(std::mem::take(&mut done.report));
                        Ok(Done { report, ..done })
                    }
                    Err(it) => Err(it.after(report).having_completed(n_completed)),
                }
            }
            _ => batch(self, &desk, &context, session.inputs, session.terminal),
        }
    }
}

// Long: the steps of one build, in their order.
fn build_one(
    path: &Path,
    args: &Build,
    desk: &Desk,
    mut standing: Standing,
    context: &Context,
    inputs: &mut Inputs,
) -> Result<Done, Failure> {
    let out = desk.out.as_path();
    let asked = read::request(path, inputs)?;
    let ticket = asked.ticket.as_deref().unwrap_or_default();
    args.check_tickets(|it| it.eq_ignore_ascii_case(ticket))?;
    let wish = args.wish(ticket);
    let extracts = Extracts::of(&args.record, &context.site, standing.keys());
    if read::may(&asked, wish, &standing, desk)? == Some(May::Compare) {
        let record = &args.record;
        let there =
            there::compare(&asked, record, &extracts, &standing, desk, context, inputs)?;
        return Ok(already_built(&asked, there, &standing, desk));
    }
    let ready = read::ready(asked, &args.record, &extracts, context, inputs)?;
    if ready.plan.handover().is_by_encrypted_email() {
        let refused = Failure::refused(stopped::by_encrypted_email());
        return Err(refused.after(ready.report));
    }
    let ticket = ready.plan.handover().ticket.as_str();
    let hand_over = &args.hand_over;
    passphrase::check_hand_over(&args.passphrase, hand_over, out)?;
    io::probe_folder(out).map_err(|it| outcome::not_written(&it))?;
    let mut list = passphrase::list(hand_over)?;
    if let Some(list) = &mut list {
        list.note(&standing);
    }
    let phrase = passphrase::to_lock(&args.passphrase, ticket, &ready.record_words)?;

    let with_sheet = passphrase::wants_sheet(hand_over);
    let guides = Guides::default();
    let produced =
        produce(&ready, &phrase, with_sheet, context, &guides, &io::random, &pool())?;
    let Produced { mut package, sheet } = produced;
    package.note_head(standing.head().map(ToString::to_string).as_deref());
    let line = list
        .as_mut()
        .map(|it| passphrase::stage_line(it, &package, &phrase, context.at))
        .transpose()?;
    let sheet = sheet.as_ref().map(Rendered::bytes);
    let sheet = passphrase::stage_sheet(hand_over, package.ticket(), sheet)?;
    let made_from = ready.made_from(context, &desk.operator);
    let mut report = ready.report;
    report.append(passphrase::open_folders(&args.passphrase, hand_over));
    let released = io::release(desk, &package, &made_from, wish, &mut standing);
    let folder = outcome::unlocked(released, &mut report)?;
    if let Some(it) = line {
        it.keep();
    }
    passphrase::keep_sheet(sheet)?;
    let is_kept =
        passphrase::is_supplied(&args.passphrase) || passphrase::is_written(hand_over);
    let spell = hand_over.spell;
    let which = next_steps::which(&args.passphrase, hand_over);
    let handover = ready.plan.handover();
    Ok(Done {
        next: next_steps::after_build(handover, &context.site, &folder, &which),
        data: folder.display().to_string(),
        summary: summary(&package, &ready.plan),
        result: Some(package_json(&ready.plan, &folder, &package)),
        secret: (!is_kept || spell).then_some(ShownSecret { passphrase: phrase, spell }),
        report,
        ..Done::default()
    })
}

/// What there is to say of a package that is there and was made from the same.
fn already_built(asked: &Asked, there: There, standing: &Standing, desk: &Desk) -> Done {
    let ticket = asked.ticket.clone().unwrap_or_default();
    let built_on = standing.state(&ticket).and_then(|it| it.built_on);
    let on = built_on.map_or_else(String::new, |it| format!(" on {it}"));
    Done {
        data: desk.out.join(&ticket).display().to_string(),
        summary: format!(
            "skipped {ticket}: already built{on}; `--replace --because REASON` builds it again\n"
        ),
        result: Some(serde_json::json!({ "ticket": ticket, "there": true })),
        report: there.report(&ticket),
        ..Done::default()
    }
}

const INFALLIBLE: &str = "writing to a string cannot fail";

fn summary(package: &Package, plan: &Plan) -> String {
    let handover = plan.handover();
    let mut text = format!(
        "built {} for {}, as of {}\n",
        package.ticket(),
        handover.agency.as_str(),
        handover.at
    );
    for file in &package.receipt().files {
        let kilobytes = file.bytes.div_ceil(1000);
        let what = match (file.locked, file.name.as_str()) {
            (true, _) => "locked; opened again and compared",
            (false, MESSAGE) => "not sent: open it in your mail program",
            (false, TO_AGENCY) => "for the ticket",
            (false, _) => "not locked",
        };
        writeln!(text, "  {}  {kilobytes} kB, {what}", file.name).expect(INFALLIBLE);
    }
    // They are in the locked files, not beside them.
    let pages = package.pages().iter().map(|(name, n_pages)| {
        let name = name.strip_suffix(".pdf").unwrap_or(name);
        format!("{name}: {}", counted(*n_pages, "page"))
    });
    let pages: Vec<String> = pages.collect();
    writeln!(text, "  {}", pages.join("; ")).expect(INFALLIBLE);
    text + &sections_line(plan)
}
