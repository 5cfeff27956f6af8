//! `crr print`: the record unlocked, for a printer. It is the one command that writes a package's
//! content unencrypted; so it asks first, and the ledger has a line for it.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::desk::{DeskFlags, desk};
use crate::cli::flags::RecordFlags;
use crate::cli::outcome::{self, Done, counted};
use crate::cli::read::{self, Extracts};
use crate::cli::sections_told::copy_json;
use crate::cli::session::Session;
use crate::cli::terminal;
use crate::diagnostics::{Diagnostic, Failure, Place, hide_ids};
use crate::io::{self, Desk, Standing};
use crate::ledger::{Deed, Wish};
use crate::pipeline::{self, Context, Ready, pool};
use crate::plan::ProfileRecord;

#[derive(Debug, ClapArgs)]
pub(crate) struct Print {
    /// The request (a TOML file).
    request: PathBuf,
    /// The new file; it is NOT encrypted, and anyone who can open it can read the record.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Skip the confirmation prompt.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    of: DeskFlags,
    #[command(flatten)]
    record: RecordFlags,
}

impl Print {
    /// Writes one record, after every check that a build makes.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let context = read::context(&self.record.context, session)?;
        let desk = desk(&self.of, &self.record.context.site, &context.site)?;
        let standing = read::standing(&desk)?;
        let inputs = &mut *session.inputs;
        let asked = read::request(&self.request, inputs)?;
        read::may(&asked, Wish::to(Deed::Print), &standing, &desk)?;
        let extracts = Extracts::of(&self.record, &context.site, standing.keys());
        let ready = read::ready(asked, &self.record, &extracts, &context, inputs)?;
        print(self, ready, &desk, &context, standing)
    }
}

fn print(
    args: &Print,
    ready: Ready,
    desk: &Desk,
    context: &Context,
    mut standing: Standing,
) -> Result<Done, Failure> {
    let to = || Place::Outside("--to".into());
    if io::is_below(&args.to, &desk.out) {
        return Err(Failure::refused(
            Diagnostic::error(
                "print-beside-package",
                "an unencrypted record would be in the output folder, beside locked packages",
            )
            .at(to())
            .hint("name a file in another folder"),
        ));
    }
    io::check_new(&args.to).map_err(|err| outcome::writing(&err, "--to"))?;
    let ids = ready.plan.record().profiles().iter().flat_map(ProfileRecord::ids);
    let ids: Vec<_> = ids.map(|it| it.as_str().to_owned()).collect();
    let name = hide_ids(&args.to.display().to_string(), &ids);
    if !args.yes {
        let question = format!(
            "This writes the record of request {} to `{name}`, NOT encrypted.\n\
             Anyone who can open that file can read the record. Print it, then delete it.",
            ready.plan.handover().ticket.as_str()
        );
        if !terminal::has_asker() || !terminal::agrees(&question) {
            return Err(Failure::refused(
                Diagnostic::error(
                    "print-not-confirmed",
                    "writing an unencrypted record was not confirmed",
                )
                .at(to())
                .hint("answer `yes` at a terminal, or pass `--yes`"),
            ));
        }
    }
    let record = pipeline::print(&ready, context, &pool())?;
    let ticket = ready.plan.handover().ticket.as_str();
    let file = (args.to.as_path(), record.bytes());
    let made_from = ready.made_from(context, &desk.operator);
    let printed = io::release_print(desk, ticket, &made_from, file, &mut standing);
    let mut result = copy_json(&ready.plan);
    result["file"] = name.clone().into();
    let mut report = ready.report;
    outcome::unlocked(printed, &mut report)?;
    Ok(Done {
        data: name.clone(),
        summary: format!(
            "wrote {ticket}, {}, NOT encrypted: print it, then delete the file and empty \
             the trash\n",
            counted(record.n_pages(), "page")
        ),
        result: Some(result),
        report,
        ..Done::default()
    })
}
