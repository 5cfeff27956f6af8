//! `crr print`: the record unlocked, for a printer. It is the one command that writes client
//! data in the clear; so it asks, and the ledger knows.

use super::Done;
use super::args::Print;
use super::inputs::Inputs;
use super::load::{Extracts, load};
use super::outcome::{self, Stop, counted};
use super::shared::Shared;
use super::sheets::{pool, record_sheets};
use super::terminal;
use crate::diagnostics::{Diagnostic, Place};
use crate::io;
use crate::render::render;

/// Writes one record, after every check that a build makes.
pub(super) fn print(args: &Print, inputs: &mut Inputs) -> Result<Done, Stop> {
    let shared = Shared::of(&args.job.kit, inputs)?;
    let extracts = Extracts::of(&args.job);
    let ready = load(&args.request, &args.job, &extracts, &shared, inputs)?;
    let to = || Place::Outside("--to".into());
    if io::is_below(&args.to, &args.out) {
        return Err(Stop::refused(
            Diagnostic::error(
                "print-beside-package",
                "an unlocked record would lie in the output folder, which is handed on",
            )
            .at(to())
            .hint("name a file in another folder"),
        ));
    }
    io::check_secret(&args.to, false).map_err(|err| Stop::writing_new(&err, "--to"))?;
    let name = args.to.display();
    if !args.yes {
        let question = format!(
            "This writes the record of request {} to `{name}`, NOT locked.\n\
             Whoever can read that file reads the record. Print it and delete it.",
            ready.plan.ticket.as_str()
        );
        if !terminal::has_asker() || !terminal::agrees(&question) {
            return Err(Stop::refused(
                Diagnostic::error(
                    "print-not-confirmed",
                    "nobody agreed to an unlocked record",
                )
                .at(to())
                .hint("answer `yes` at a terminal, or pass `--yes`"),
            ));
        }
    }
    let [_, record] = record_sheets(&ready.plan, &ready.hud, &shared);
    let rendered = render(&[record], &shared.kit, &pool())
        .map_err(|report| shared.template_fault(report))?;
    let ticket = ready.plan.ticket.as_str();
    let file = (args.to.as_path(), rendered[0].bytes.as_slice());
    io::close_if_fresh(&args.out);
    let finished = io::release_print(&args.out, ticket, file, io::timestamp())
        .map_err(|held| Stop::held(&held))?;
    let mut report = ready.report;
    for ticket in finished {
        report.push(outcome::finished(&ticket));
    }
    Ok(Done {
        data: name.to_string(),
        summary: format!(
            "wrote {ticket}, {}, NOT locked: print it, then delete the file and empty \
             the trash\n",
            counted(rendered[0].n_pages, "page")
        ),
        result: Some(serde_json::json!({ "ticket": ticket, "file": name.to_string() })),
        report,
        ..Done::default()
    })
}
