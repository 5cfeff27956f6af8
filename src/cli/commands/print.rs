//! `crr print`: the record unlocked, for a printer. It is the one command that writes a package's
//! content unencrypted; so it asks first, and the ledger has a line for it.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::desk::{DeskFlags, desk};
use crate::cli::flags::{RecordFlags, tokens};
use crate::cli::next_steps;
use crate::cli::outcome::{self, Done, counted};
use crate::cli::read::{self, Extracts};
use crate::cli::sections_told::copy_json;
use crate::cli::session::Session;
use crate::cli::terminal;
use crate::diagnostics::{Diagnostic, Failure, Place, hide_in_path};
use crate::io::{self, Desk, Printed, Standing};
use crate::ledger::{Because, Deed, State, Wish};
use crate::pipeline::{self, Context, Ready, pool};
use crate::plan::ProfileRecord;

#[derive(Debug, ClapArgs)]
pub(crate) struct Print {
    /// The request (a TOML file).
    request: PathBuf,
    /// The new file, or the new folder where the copy goes by encrypted e-mail; it is NOT
    /// encrypted, and anyone who can open it can read the record.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Why it is sent again by encrypted e-mail, where a copy went out before; for the ledger.
    #[arg(
        long,
        value_name = "REASON",
        value_parser = tokens(Because::REBUILD, Because::token)
    )]
    because: Option<Because>,
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
        let because = self.because;
        if because.is_some() && !asked.is_by_encrypted_email() {
            return Err(not_sent_again());
        }
        let wish = Wish { because, ..Wish::to(Deed::Print) };
        read::may(&asked, wish, &standing, &desk)?;
        let extracts = Extracts::of(&self.record, &context.site, standing.keys());
        let ready = read::ready(asked, &self.record, &extracts, &context, inputs)?;
        print(self, ready, wish, &desk, &context, standing)
    }
}

/// A reason is for a copy that is sent once more; a print of a package is of what was sent.
fn not_sent_again() -> Failure {
    Failure::refused(
        Diagnostic::error(
            "print-not-sent-again",
            "this request does not go by encrypted e-mail: a print of it is not sent again",
        )
        .at(Place::Outside("--because".into()))
        .hint("to send the package again, run `crr build --replace --because REASON`")
        .hint("to send it by encrypted e-mail, write `protection = \"encrypted-email\"` under [delivery]"),
    )
}

fn print(
    args: &Print,
    ready: Ready,
    wish: Wish,
    desk: &Desk,
    context: &Context,
    mut standing: Standing,
) -> Result<Done, Failure> {
    let handover = ready.plan.handover();
    let ticket = handover.ticket.as_str();
    let is_mailed = handover.is_by_encrypted_email();
    let is_again = standing.state(ticket).is_some_and(State::has_copy_out);
    check_place(args, desk, is_mailed)?;
    let ids = ready.plan.record().profiles().iter().flat_map(ProfileRecord::ids);
    let ids: Vec<_> = ids.map(|it| it.as_str().to_owned()).collect();
    let name = hide_in_path(&args.to.display().to_string(), &ids);
    confirm(args, ticket, &name, is_mailed)?;
    let made_from = ready.made_from(context, &desk.operator);
    let (printed, n_pages) = if is_mailed {
        let head = standing.head().map(ToString::to_string);
        let copy = pipeline::unlocked(&ready, context, head.as_deref(), &pool())?;
        let printed = Printed::Folder(&args.to, &copy.files);
        (
            io::release_print(desk, ticket, &made_from, wish, printed, &mut standing),
            copy.n_pages,
        )
    } else {
        let record = pipeline::print(&ready, context, &pool())?;
        let printed = Printed::File(&args.to, record.bytes());
        (
            io::release_print(desk, ticket, &made_from, wish, printed, &mut standing),
            record.n_pages(),
        )
    };
    let mut result = copy_json(&ready.plan);
    result["file"] = name.clone().into();
    let pages = counted(n_pages, "page");
    let (then, next) = if is_mailed {
        ("see below", next_steps::after_encrypted_copy(handover, &name, is_again))
    } else {
        ("print it, then delete the file and empty the trash", Vec::new())
    };
    let summary = format!("wrote {ticket}, {pages}, NOT encrypted: {then}\n");
    let mut report = ready.report;
    outcome::unlocked(printed, &mut report)?;
    Ok(Done {
        data: name,
        summary,
        result: Some(result),
        next,
        report,
        ..Done::default()
    })
}

fn to() -> Place {
    Place::Outside("--to".into())
}

/// A record that is not locked stays apart from those that are, and takes nobody's place.
fn check_place(args: &Print, desk: &Desk, is_mailed: bool) -> Result<(), Failure> {
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
    if is_mailed && args.to.extension().is_some_and(|it| it.eq_ignore_ascii_case("pdf")) {
        return Err(Failure::refused(
            Diagnostic::error(
                "print-to-folder",
                "this copy goes by encrypted e-mail, and is a folder: the record, and what \
                 the agency needs to send it",
            )
            .at(to())
            .hint("name a new folder, without `.pdf`"),
        ));
    }
    io::check_new(&args.to).map_err(|err| outcome::writing(&err, "--to"))
}

/// Asks whoever is there, unless they have said so.
fn confirm(
    args: &Print,
    ticket: &str,
    name: &str,
    is_mailed: bool,
) -> Result<(), Failure> {
    let (what, then) = if is_mailed {
        ("folder", "Send it by encrypted e-mail, then delete it.")
    } else {
        ("file", "Print it, then delete it.")
    };
    let question = format!(
        "This writes the record of request {ticket} to `{name}`, NOT encrypted.\n\
         Anyone who can open that {what} can read the record. {then}"
    );
    if args.yes || (terminal::has_asker() && terminal::agrees(&question)) {
        return Ok(());
    }
    Err(Failure::refused(
        Diagnostic::error(
            "print-not-confirmed",
            "writing an unencrypted record was not confirmed",
        )
        .at(to())
        .hint("answer `yes` at a terminal, or pass `--yes`"),
    ))
}
