//! `crr passphrase spell` and `crr passphrase sheet`: a passphrase that is in a file, read aloud
//! on the telephone or handed over on paper, after its package was built.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use crate::cli::desk::{DeskFlags, DeskOfSite, desk};
use crate::cli::flags::{ContextFlags, tokens};
use crate::cli::outcome::{self, Done, ShownSecret};
use crate::cli::passphrase;
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::terminal;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::io::{self, Desk, Supplied};
use crate::ledger;
use crate::model::Ticket;
use crate::package::Passphrase;
use crate::pipeline::{passphrase_sheet, pool};
use crate::request::Language;

#[derive(Debug, ClapArgs)]
pub(crate) struct Spoken {
    #[command(subcommand)]
    command: SpokenCommand,
}

#[derive(Debug, Subcommand)]
enum SpokenCommand {
    /// Show a passphrase on the terminal, word by word and letter by letter.
    Spell(Spell),
    /// Write a passphrase to a half-page PDF for the recipient.
    Sheet(Sheet),
}

#[derive(Debug, ClapArgs)]
struct Spell {
    /// File with the passphrase, or a list of passphrases.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Ticket whose passphrase of the list is meant; needed where the list has several.
    #[arg(value_parser = ticket)]
    ticket: Option<Ticket>,
    #[command(flatten)]
    of: DeskOfSite,
}

#[derive(Debug, ClapArgs)]
struct Sheet {
    /// File with the passphrase, or a list of passphrases.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Ticket whose passphrase it is.
    #[arg(value_parser = ticket)]
    ticket: Ticket,
    /// The new PDF; it must be outside the output folder.
    #[arg(long, value_name = "PDF")]
    to: PathBuf,
    /// Language of the sheet; default: that of the package.
    #[arg(long, value_parser = tokens(Language::ALL, Language::token))]
    language: Option<Language>,
    #[command(flatten)]
    of: DeskFlags,
    #[command(flatten)]
    context: ContextFlags,
}

fn ticket(text: &str) -> Result<Ticket, &'static str> {
    Ticket::new(text).ok_or("use only letters, digits and `-`, as in `2026-0142`")
}

impl Spoken {
    /// Runs the one that was asked for.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match &self.command {
            SpokenCommand::Spell(it) => spell(it, session).map_err(Failure::of_reading),
            SpokenCommand::Sheet(it) => sheet(it, session),
        }
    }
}

/// Only a terminal is shown a passphrase.
fn spell(args: &Spell, session: &mut Session<'_>) -> Result<Done, Failure> {
    if !terminal::has_reader() {
        return Err(passphrase::unseen("run this at a terminal"));
    }
    let desk = args.of.desk(session)?;
    let passphrase = listed(&args.file, args.ticket.as_ref(), &desk)?;
    Ok(Done { secret: Some(ShownSecret { passphrase, spell: true }), ..Done::default() })
}

fn sheet(args: &Sheet, session: &mut Session<'_>) -> Result<Done, Failure> {
    let context = read::context(&args.context, session)?;
    let desk = desk(&args.of, &args.context.site, &context.site)?;
    passphrase::check_not_below(&args.to, "--to", &desk.out)?;
    io::check_new(&args.to).map_err(|err| outcome::writing(&err, "--to"))?;
    let passphrase = listed(&args.file, Some(&args.ticket), &desk)?;
    let language = args.language.or_else(|| language_of(&args.ticket, &desk));
    let language = language.unwrap_or(Language::En);
    let sheet = passphrase_sheet(&passphrase, &args.ticket, language, &context, &pool())?;
    io::write_new(&args.to, sheet.bytes())
        .map_err(|err| outcome::writing(&err, "--to"))?;
    let name = args.to.display().to_string();
    Ok(Done {
        data: name.clone(),
        summary: format!(
            "wrote the passphrase of {}, NOT encrypted: it never goes where the files go\n",
            args.ticket.as_str()
        ),
        result: Some(serde_json::json!({ "ticket": args.ticket.as_str(), "file": name })),
        ..Done::default()
    })
}

/// The passphrase of a file: its first line, or of a list the line of a ticket, first that of
/// the package that the ledger has.
fn listed(
    file: &std::path::Path,
    ticket: Option<&Ticket>,
    desk: &Desk,
) -> Result<Passphrase, Failure> {
    let supplied = Supplied::read(file).map_err(|err| outcome::reading(&err, "FILE"))?;
    let here = || Place::Outside(file.display().to_string());
    let tickets = supplied.tickets();
    let named = match (ticket.map(Ticket::as_str), tickets.first()) {
        (_, None) => {
            let line =
                supplied.first_line().map_err(|err| outcome::reading(&err, "FILE"))?;
            return Ok(Passphrase::to_open(line.trim()));
        }
        (Some(ticket), _) => ticket,
        (None, Some(only)) if tickets.len() == 1 => only,
        (None, _) => {
            return Err(Failure::refused(
                Diagnostic::error(
                    "ticket-not-named",
                    "this list has passphrases of several tickets",
                )
                .at(here())
                .hint("name the ticket after the file"),
            ));
        }
    };
    let standing = read::standing(desk)?;
    let receipt = standing.state(named).and_then(|it| it.receipt.as_deref());
    let Some(text) = supplied.listed(named, receipt).into_iter().next() else {
        return Err(Failure::refused(
            Diagnostic::error(
                "ticket-not-listed",
                "this list has no passphrase of the ticket",
            )
            .at(here())
            .hint("check the spelling of the ticket, and which list its build wrote to"),
        ));
    };
    Ok(Passphrase::to_open(&text))
}

/// The language of the package of a ticket, as the ledger has it.
fn language_of(ticket: &Ticket, desk: &Desk) -> Option<Language> {
    let entries = ledger::readable(&io::read_ledger(&desk.ledger).ok()?);
    let mut of = entries.iter().rev().filter(|it| it.ticket == ticket.as_str());
    let account = of.find_map(|it| it.account.as_ref())?;
    Language::ALL.iter().copied().find(|it| it.token() == account.language)
}
