//! `crr reopen`: a denial no longer applies.

use clap::Args as ClapArgs;

use crate::cli::flags::{OutFlag, tokens};
use crate::cli::outcome::{self, Done};
use crate::cli::session::Session;
use crate::diagnostics::{Failure, Report};
use crate::io;
use crate::ledger::Because;
use crate::model::Ticket;

#[derive(Debug, ClapArgs)]
pub(crate) struct Reopen {
    /// The ticket that was denied.
    #[arg(value_parser = ticket)]
    ticket: Ticket,
    /// Why the denial no longer applies.
    #[arg(long, value_parser = tokens(Because::ALL, Because::token))]
    because: Because,
    #[command(flatten)]
    of: OutFlag,
}

fn ticket(text: &str) -> Result<Ticket, &'static str> {
    Ticket::new(text).ok_or(
        "use only letters, digits and `-`, at most 64 characters, as in `2026-0142`",
    )
}

impl Reopen {
    /// Writes the line of the ledger. No request is read: it may be gone.
    pub(super) fn run(&self, _: &mut Session<'_>) -> Result<Done, Failure> {
        let ticket = self.ticket.as_str();
        let mut report = Report::default();
        let reopened = io::reopen(&self.of.out, ticket, self.because);
        outcome::unlocked(reopened, &mut report)?;
        Ok(Done {
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
