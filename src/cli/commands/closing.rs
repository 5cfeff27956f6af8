//! `crr withdraw` and `crr reopen`: what closes a ticket without a package, and what opens it
//! again. Neither reads a request: it may be gone.

use clap::Args as ClapArgs;

use crate::cli::desk::DeskOfSite;
use crate::cli::flags::tokens;
use crate::cli::next_steps;
use crate::cli::outcome::{self, Done};
use crate::cli::session::Session;
use crate::diagnostics::{Failure, Report};
use crate::io::{self, Desk};
use crate::ledger::{Because, Deed, Wish};
use crate::model::Ticket;

#[derive(Debug, ClapArgs)]
pub(crate) struct Withdraw {
    /// The ticket whose copy nobody asks for any more.
    #[arg(value_parser = ticket)]
    ticket: Ticket,
    #[command(flatten)]
    of: DeskOfSite,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Reopen {
    /// The ticket that was denied or withdrawn.
    #[arg(value_parser = ticket)]
    ticket: Ticket,
    /// Why that no longer applies.
    #[arg(long, value_parser = tokens(Because::REOPEN, Because::token))]
    because: Because,
    #[command(flatten)]
    of: DeskOfSite,
}

fn ticket(text: &str) -> Result<Ticket, &'static str> {
    Ticket::new(text).ok_or(
        "use only letters, digits and `-`, at most 64 characters, as in `2026-0142`",
    )
}

impl Withdraw {
    /// Writes the line of the ledger.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let ticket = self.ticket.as_str();
        let (desk, report) = record(&self.of, ticket, Wish::to(Deed::Withdraw), session)?;
        let there = desk.out.join(ticket);
        let there = there.symlink_metadata().is_ok().then(|| {
            format!(
                "`{}` is still there: delete what nobody is to get\n",
                there.display()
            )
        });
        Ok(Done {
            next: next_steps::after_withdrawal(ticket, there.is_some()),
            summary: format!(
                "withdrew {ticket}: it will not be built, unless it is reopened\n{}",
                there.unwrap_or_default()
            ),
            result: Some(serde_json::json!({ "ticket": ticket })),
            report,
            ..Done::default()
        })
    }
}

impl Reopen {
    /// Writes the line of the ledger.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let ticket = self.ticket.as_str();
        let wish = Wish { because: Some(self.because), ..Wish::to(Deed::Reopen) };
        let (_, report) = record(&self.of, ticket, wish, session)?;
        Ok(Done {
            next: next_steps::after_reopening(),
            summary: format!("reopened {ticket}: it can be built\n"),
            result: Some(serde_json::json!({
                "ticket": ticket,
                "because": self.because.token(),
            })),
            report,
            ..Done::default()
        })
    }
}

fn record(
    of: &DeskOfSite,
    ticket: &str,
    wish: Wish,
    session: &mut Session<'_>,
) -> Result<(Desk, Report), Failure> {
    let desk = of.desk(session)?;
    let mut report = Report::default();
    outcome::unlocked(io::record_deed(&desk, ticket, wish), &mut report)?;
    Ok((desk, report))
}
