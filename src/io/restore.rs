//! A ledger that was lost, made again from a copy and from the packages that are there.

use super::desk::Desk;
use super::error::IoError;
use super::files::names_in;
use super::key_file::{keep_head, kept_head};
use super::ledger_file::LedgerFile;
use super::output::broken;
use super::output_error::OutputError;
use super::release::add_line;
use super::standing::receipt_in;
use crate::ledger::{Head, LedgerEvent, states, verify};
use crate::package::digest;

/// What was restored.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// Lines of the ledger now.
    pub n_lines: u64,
    /// Tickets whose packages it knows of only because they are there.
    pub tickets: Vec<String>,
    /// How many lines fewer there are than the head tells that is kept with the key.
    pub n_lost: u64,
}

/// Makes the ledger again: from the text of a copy, or from what is left of it, and from the
/// packages in the output folder that it does not know of. A copy takes nobody's place.
pub fn restore_ledger(desk: &Desk, copy: Option<&str>) -> Result<Restored, OutputError> {
    let mut ledger = LedgerFile::open(&desk.ledger, desk.audience())?;
    let done = restore(desk, copy, &mut ledger);
    ledger.remove_if_empty();
    done
}

fn restore(
    desk: &Desk,
    copy: Option<&str>,
    ledger: &mut LedgerFile,
) -> Result<Restored, OutputError> {
    if let Some(text) = copy {
        if ledger.len()? > 0 {
            return Err(IoError::Exists(desk.ledger.clone()).into());
        }
        verify(text).map_err(|_| broken(ledger))?;
        if let Some(text) = text.strip_suffix('\n') {
            ledger.append(text)?;
        }
    } else if !ledger.repair_last_line()? {
        return Err(broken(ledger));
    }
    let text = String::from_utf8_lossy(&ledger.bytes_from(0)?).into_owned();
    let entries = verify(&text).map_err(|_| broken(ledger))?;
    let (mut head, states) = (Head::of(&text), states(&entries));
    let n_kept = kept_head(desk)?.map_or(0, |it| it.n);
    let mut tickets = Vec::new();
    let names = if desk.out.is_dir() { names_in(&desk.out)? } else { Vec::new() };
    for ticket in names.into_iter().filter(|it| !it.starts_with('.')) {
        let Some((bytes, receipt)) = receipt_in(&desk.out.join(&ticket)) else {
            continue;
        };
        let digest = digest(&bytes);
        let known = states.get(&ticket.to_lowercase());
        if receipt.ticket != ticket
            || known.is_some_and(|it| it.receipt.as_ref() == Some(&digest))
        {
            continue;
        }
        let reason = receipt.denied.as_deref();
        let operator = &desk.operator;
        let event =
            LedgerEvent::restored(&ticket, &receipt.files, digest, reason, operator);
        head = add_line(ledger, &event)?.head;
        tickets.push(ticket);
    }
    let n_lost = n_kept.saturating_sub(head.n);
    keep_head(desk, &head)?;
    Ok(Restored { n_lines: head.n, tickets, n_lost })
}
