//! `crr withdraw` and `crr reopen`: what closes a ticket without a package, and what opens it
//! again. Neither needs a request: it may be gone.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::desk::{DeskOfSite, desk};
use crate::cli::flags::tokens;
use crate::cli::folders::DeskFolder;
use crate::cli::next_steps;
use crate::cli::outcome::{self, Done};
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::site_file::SiteFile;
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::io::{self, Desk};
use crate::ledger::{Because, Deed, Wish};
use crate::model::Ticket;
use crate::site::Site;

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
    #[arg(
        long,
        value_name = "REASON",
        value_parser = tokens(Because::REOPEN, Because::token)
    )]
    because: Because,
    #[command(flatten)]
    of: DeskOfSite,
}

fn ticket(text: &str) -> Result<Ticket, &'static str> {
    if text.to_ascii_lowercase().ends_with(".toml") {
        return Err("write the ticket, as in `2026-0142`, not the file of its request");
    }
    Ticket::new(text).ok_or(
        "use only letters, digits and `-`, at most 64 characters, as in `2026-0142`",
    )
}

impl Withdraw {
    /// Writes the line of the ledger.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let ticket = self.ticket.as_str();
        let site = read::site(&self.of.site, session)?;
        let desk = desk(&self.of.flags, &self.of.site, &site)?;
        let is_known = read::standing(&desk)?.state(ticket).is_some();
        let mut report = record(&desk, ticket, Wish::to(Deed::Withdraw))?;
        if !is_known {
            report.append(without_request(ticket, &self.of.site.find(), &site));
        }
        let there = desk.out.join(ticket);
        let there = there.symlink_metadata().is_ok().then(|| {
            format!(
                "`{}` is still there: delete it if nobody should get it\n",
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
        let desk = self.of.desk(session)?;
        let report = record(&desk, ticket, wish)?;
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

fn record(desk: &Desk, ticket: &str, wish: Wish) -> Result<Report, Failure> {
    let mut report = Report::default();
    outcome::unlocked(io::record_deed(desk, ticket, wish), &mut report)?;
    Ok(report)
}

/// A ticket that nothing was done for and that no request has, where there are requests: it may
/// be mistyped, and then another one stays open.
fn without_request(ticket: &str, file: &SiteFile, site: &Site) -> Report {
    let folder = DeskFolder::Requests.find(None, file, site).path;
    let Ok(paths) = io::requests_in(&folder) else { return Report::default() };
    let is_its = |path: &PathBuf| {
        read::glance(path).is_some_and(|it| it.ticket.eq_ignore_ascii_case(ticket))
    };
    if paths.is_empty() || paths.iter().any(is_its) {
        return Report::default();
    }
    let folder = folder.display();
    let message =
        format!("no request in `{folder}` has this ticket, and nothing was done for it");
    Diagnostic::warning("ticket-not-known", message)
        .at(Place::Outside("TICKET".into()))
        .hint(format!(
            "if it is mistyped, run `crr reopen {ticket} --because mistake`, and withdraw the \
             right one"
        ))
        .into()
}
