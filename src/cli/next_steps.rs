//! What is to be done after a command: to whom which file, who tells whom the passphrase, by
//! when. One function for each deed, from what is known of the way to two or three steps.

use std::path::Path;

use super::flags::{HandOver, PassphraseIn};
use super::passphrase;
use crate::package::{BY_HAND, TO_AGENCY};
use crate::plan::Handover;
use crate::render::Document;
use crate::site::Site;

/// After a build: the files and the passphrase go to the agency, by two ways.
pub(super) fn after_build(
    handover: &Handover,
    site: &Site,
    folder: &Path,
    passphrase: &str,
) -> Vec<String> {
    let agency = handover.agency.as_str();
    let folder = folder.display();
    let by = by(handover);
    let phone = site.agency(agency).and_then(|it| it.phone.as_ref());
    let at = phone.map(|it| format!(" at {}", it.as_str())).unwrap_or_default();
    let last = match handover.method.token() {
        "email" => {
            "the agency sends `message.eml` from its own mail program, and gives the \
             passphrase by phone or in person"
                .to_owned()
        }
        _ => format!(
            "the agency goes through the record with the client, and hands over the file or \
             a print, with `{}`",
            Document::HowToOpen.name_beside(handover.ticket.as_str())
        ),
    };
    vec![
        format!(
            "send all files in `{folder}` but `receipt.json` to {agency}, in the ticket{by}; \
             paste the text of `{TO_AGENCY}` into it"
        ),
        format!("call {agency}{at} with {passphrase}; it never goes where the files go"),
        last,
    ]
}

/// Which passphrase is told to the agency, in words.
pub(super) fn which(from: &PassphraseIn, to: &HandOver) -> String {
    let named = |path: &Path| format!("`{}`", path.display());
    match (&to.passphrase_out, &to.passphrase_sheet) {
        (Some(list), _) => format!("the passphrase in {}", named(list)),
        (None, Some(sheet)) => format!("the passphrase on {}", named(sheet)),
        _ if to.passphrase_sheets.is_some() => "the passphrase on the sheet".into(),
        _ if passphrase::is_supplied(from) => "the passphrase that you supplied".into(),
        _ => "the passphrase shown above".into(),
    }
}

/// After a copy that an encrypted e-mail carries: it is not locked, and goes no other way. The
/// agency may still have one that went out before.
pub(super) fn after_encrypted_copy(
    handover: &Handover,
    folder: &str,
    is_again: bool,
) -> Vec<String> {
    let agency = handover.agency.as_str();
    let file = handover.attached();
    let mut steps = vec![
        format!(
            "send the files in `{folder}` to {agency} with your encrypted e-mail service{}; \
             they never go into the ticket, only the text of `{TO_AGENCY}` does",
            by(handover)
        ),
        format!(
            "the agency sends `{file}` with its own encrypted e-mail service, and the text of \
             `{BY_HAND}`"
        ),
        format!("delete `{folder}`, and empty the trash"),
    ];
    if is_again {
        steps.push(format!("ask {agency} to delete the copy that it was sent before"));
    }
    steps
}

/// After many builds: each agency gets its own.
pub(super) fn after_batch(list: &Path) -> Vec<String> {
    vec![
        "send the files of each package, all but `receipt.json`, to its agency, in the \
         ticket; `crr status` shows which agency and by when"
            .into(),
        format!(
            "call each agency with the passphrase of its ticket, in `{}`; it never goes \
             where the files go",
            list.display()
        ),
    ]
}

/// After a denial: the letter goes to the client by way of the agency.
pub(super) fn after_denial(handover: &Handover, letter: &Path) -> Vec<String> {
    let (agency, ticket) = (handover.agency.as_str(), handover.ticket.as_str());
    vec![
        format!("send `{}` to {agency}, in the ticket{}", letter.display(), by(handover)),
        "the agency writes the client's name on it, hands it over, and explains how to \
         complain"
            .into(),
        format!(
            "if an appeal is granted, run `crr reopen {ticket} --because appeal`, then build"
        ),
    ]
}

/// After a withdrawal; where something was built, the agency may have it.
pub(super) fn after_withdrawal(ticket: &str, is_built: bool) -> Vec<String> {
    let told = if is_built {
        "tell the agency that the ticket is closed, and ask it to delete the files it has"
    } else {
        "tell the agency that the ticket is closed"
    };
    vec![
        told.into(),
        format!("if they ask again, run `crr reopen {ticket} --because asked-again`"),
    ]
}

/// After a ticket was reopened.
pub(super) fn after_reopening() -> Vec<String> {
    vec![
        "export the record again, so that it is not older than the request".into(),
        "run `crr check` on the request, then `crr build`".into(),
    ]
}

/// By when, after a comma.
fn by(handover: &Handover) -> String {
    match handover.due_on {
        Some(day) if day < handover.at => format!(", now: it was due on {day}"),
        Some(day) if day == handover.at => ", today: it is due".into(),
        Some(day) => format!(", by {day}"),
        None => String::new(),
    }
}

/// The steps as they stand below a summary.
pub(super) fn told(steps: &[String]) -> String {
    let numbered = steps.iter().zip(1..).map(|(it, n)| format!("  {n}. {it}\n"));
    let lines: String = numbered.collect();
    if lines.is_empty() { lines } else { format!("next:\n{lines}") }
}
