//! `crr build`.

use std::fmt::Write;
use std::path::Path;

use super::batch::batch;
use super::build_args::Build;
use crate::cli::batch_common::is_one;
use crate::cli::outcome::{self, Done, ShownSecret, counted};
use crate::cli::passphrase;
use crate::cli::read::{self, Extracts};
use crate::cli::session::Session;
use crate::diagnostics::Failure;
use crate::io;
use crate::package::{MESSAGE, Package};
use crate::pipeline::{Context, Guides, Inputs, Produced, pool, produce};
use crate::plan::Handover;
use crate::render::Rendered;

impl Build {
    /// The main job: one request in, one verified package out; or many of them.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let context = read::context(&self.record.context, session.inputs)?;
        match self.requests.as_slice() {
            [path] if is_one(&self.requests) && self.shard.is_none() => {
                build_one(path, self, &context, session.inputs)
            }
            _ => batch(self, &context, session.inputs, session.terminal),
        }
    }
}

fn build_one(
    path: &Path,
    args: &Build,
    context: &Context,
    inputs: &mut Inputs,
) -> Result<Done, Failure> {
    let out = args.to.out.as_path();
    let mut standing = read::standing(out)?;
    let asked = read::open_request(path, &standing, context, inputs)?;
    let extracts = Extracts::of(&args.record);
    let ready = read::ready(asked, &args.record, &extracts, context, inputs)?;
    let ticket = ready.plan.handover().ticket.as_str();
    let hand_over = &args.hand_over;
    passphrase::check_hand_over(&args.passphrase, hand_over, out)?;
    let existing = args.existing();
    io::probe(out, ticket, false, existing).map_err(|it| outcome::not_written(&it))?;
    let mut list = passphrase::list(hand_over)?;
    let phrase = passphrase::to_lock(&args.passphrase, ticket, &ready.record_words)?;

    let with_sheet = hand_over.passphrase_sheet.is_some();
    let guides = Guides::default();
    let produced =
        produce(&ready, &phrase, with_sheet, context, &guides, &io::random, &pool())?;
    let Produced { package, sheet } = produced;
    let line = list
        .as_mut()
        .map(|it| passphrase::stage_line(it, &package, &phrase, context.at))
        .transpose()?;
    let sheet = sheet.as_ref().map(Rendered::bytes);
    let sheet = passphrase::stage_sheet(hand_over, sheet)?;
    let mut report = ready.report;
    let released = io::release(out, &package, &ready.content, existing, &mut standing);
    let folder = outcome::unlocked(released, &mut report)?;
    if let Some(it) = line {
        it.keep();
    }
    if let Some(it) = sheet {
        it.keep();
    }
    let is_kept =
        passphrase::is_supplied(&args.passphrase) || passphrase::is_written(hand_over);
    let spell = hand_over.spell;
    Ok(Done {
        data: folder.display().to_string(),
        summary: summary(&package, ready.plan.handover()),
        result: Some(serde_json::json!({
            "folder": folder.display().to_string(),
            "receipt": package.receipt(),
        })),
        secret: (!is_kept || spell).then_some(ShownSecret { passphrase: phrase, spell }),
        report,
        ..Done::default()
    })
}

const INFALLIBLE: &str = "writing to a string cannot fail";

fn summary(package: &Package, handover: &Handover) -> String {
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
            (false, _) => "not locked",
        };
        writeln!(text, "  {}  {kilobytes} kB, {what}", file.name).expect(INFALLIBLE);
    }
    for member in &package.receipt().members {
        let pages = counted(member.pages, "page");
        writeln!(text, "    {}  {pages}", member.name).expect(INFALLIBLE);
    }
    text
}
