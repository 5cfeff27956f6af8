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
    /// Tickets whose packages are not those that the ledger tells of.
    pub unknown: Vec<String>,
    /// True where the head that was kept is not in it: lines were lost, or changed.
    pub is_another: bool,
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
    // All that can fail is read before anything is written.
    let kept = kept_head(desk)?;
    let names = if desk.out.is_dir() { names_in(&desk.out)? } else { Vec::new() };
    let text = match copy {
        Some(_) if ledger.len()? > 0 => {
            return Err(IoError::Exists(desk.ledger.clone()).into());
        }
        Some(text) => text.to_owned(),
        None if !ledger.repair_last_line()? => return Err(broken(ledger)),
        None => String::from_utf8_lossy(&ledger.bytes_from(0)?).into_owned(),
    };
    let entries = verify(&text)
        .map_err(|it| OutputError::LedgerBroken(desk.ledger.clone(), Some(it)))?;
    if let Some(text) = text.strip_suffix('\n').filter(|_| copy.is_some()) {
        ledger.append(text)?;
    }
    let (mut head, states) = (Head::of(&text), states(&entries));
    let is_another = kept.as_ref().is_some_and(|it| !it.is_in(&text));
    let (mut tickets, mut unknown) = (Vec::new(), Vec::new());
    for ticket in names.into_iter().filter(|it| !it.starts_with('.')) {
        let Some((bytes, receipt)) = receipt_in(&desk.out.join(&ticket)) else {
            continue;
        };
        let digest = digest(&bytes);
        match states.get(&ticket.to_lowercase()) {
            // What the ledger says of a ticket stands: a package that it does not tell of may
            // have been put back from before a denial.
            Some(it) if it.receipt.as_ref() == Some(&digest) => {}
            Some(_) => unknown.push(ticket),
            None if receipt.ticket != ticket => unknown.push(ticket),
            None => {
                let (reason, operator) = (receipt.denied.as_deref(), &desk.operator);
                let event = LedgerEvent::restored(
                    &ticket,
                    &receipt.files,
                    digest,
                    reason,
                    operator,
                );
                head = add_line(ledger, &event)?.head;
                tickets.push(ticket);
            }
        }
    }
    let n_lost = kept.map_or(0, |it| it.n).saturating_sub(head.n);
    keep_head(desk, &head)?;
    Ok(Restored { n_lines: head.n, tickets, unknown, is_another, n_lost })
}
