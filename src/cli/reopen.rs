//! `crr reopen`: a denial no longer holds.

use super::Done;
use super::args::Reopen;
use super::outcome::{self, Stop};
use crate::diagnostics::Report;
use crate::io;

/// Writes the line of the ledger. No request is read: it may be gone.
pub(super) fn reopen(args: &Reopen) -> Result<Done, Stop> {
    let ticket = args.ticket.as_str();
    let mut report = Report::default();
    outcome::unlocked(io::reopen(&args.out, ticket, args.because), &mut report)?;
    Ok(Done {
        summary: format!("reopened {ticket}: it can be built\n"),
        result: Some(serde_json::json!({
            "ticket": ticket,
            "because": args.because.token(),
        })),
        report,
        ..Done::default()
    })
}
