//! The text for the ticket: what the agency does with the files of a package, and what it
//! copies into later tickets. In English, without client data and without the passphrase.

use super::Catalog;
use crate::plan::Handover;
use crate::request::{Format, Method, Recipient};
use crate::site::Site;

/// The text of `to-agency.txt`, but for its end: where the help desk's ledger ended before the
/// release is known to whoever releases.
#[derive(Debug)]
pub struct ToAgency {
    text: String,
    /// Of a ledger that was empty.
    first: String,
    /// With a gap for the ledger's last line.
    after: String,
}

impl ToAgency {
    /// The whole text, with the last line of the ledger before this release, as
    /// `crr ledger verify --expect` takes it.
    pub fn with_head(&self, head: Option<&str>) -> String {
        let last = match head {
            Some(head) => self.after.replace("{head}", head),
            None => self.first.clone(),
        };
        format!("{}{last}\n", self.text)
    }
}

/// The text that goes with a package, whose guides have these names: how to open it, and the
/// agency guide.
pub fn to_agency(
    handover: &Handover,
    site: &Site,
    staff: &Catalog,
    guides: [&str; 2],
) -> ToAgency {
    let word = |key: &str| staff.get(key).to_owned();
    let ticket = handover.ticket.as_str();
    let mut text = staff.fill("ticket-title", &[("ticket", ticket)]);
    text += "\n";
    text += staff.get("ticket-lead");
    text += "\n\n";
    text += &staff.fill("ticket-made", &[("day", &staff.day(handover.at))]);
    if let Some(due) = handover.due_on {
        let key = if handover.at > due { "ticket-overdue" } else { "ticket-due" };
        text.extend([" ", &staff.fill(key, &[("day", &staff.day(due))])]);
    }
    text += "\n";
    text += staff.get(way(handover));
    let mut part = |title: &str, lines: &[String]| {
        text.extend(["\n\n", staff.get(title), "\n", &lines.join("\n")]);
    };
    part("ticket-files", &files(handover, staff, guides));
    if handover.is_by_encrypted_email() {
        let lines = ["ticket-encrypted-1", "ticket-encrypted-2", "ticket-encrypted-3"];
        part("ticket-encrypted", &lines.map(word));
    } else {
        // A number that is told is one that they can correct.
        let phone = site.agency(handover.agency.as_str());
        let phone = phone.and_then(|it| it.phone.as_ref());
        let first = match phone {
            Some(it) => staff.fill("ticket-phrase-1-at", &[("phone", it.as_str())]),
            None => word("ticket-phrase-1"),
        };
        part("ticket-phrase", &[first, word("ticket-phrase-2")]);
        part(
            "ticket-stuck",
            &["ticket-stuck-1", "ticket-stuck-2", "ticket-stuck-3"].map(word),
        );
    }
    part("ticket-later", &[word("ticket-later-lead")]);
    for later in ["ticket-delete", "ticket-private", "ticket-other"] {
        part(later, &[word(&format!("{later}-text"))]);
    }
    part("ticket-ledger", &[]);
    ToAgency {
        text,
        first: word("ticket-ledger-first"),
        after: word("ticket-ledger-after"),
    }
}

fn way(handover: &Handover) -> &'static str {
    match (handover.method, handover.recipient) {
        (Method::InPerson, _) => "ticket-in-person",
        (Method::Email, Recipient::TrustedContact) => "ticket-email-contact",
        (Method::Email, _) => "ticket-email-requester",
    }
}

/// Each file, whom it is for and what it is; the one that is handed over comes first.
fn files(
    handover: &Handover,
    staff: &Catalog,
    [opening, guide]: [&str; 2],
) -> Vec<String> {
    let ticket = handover.ticket.as_str();
    let is_mailed = handover.method == Method::Email;
    let line = |name: &str, key: &str| format!("- {name}: {}", staff.get(key));
    if handover.is_by_encrypted_email() {
        return vec![
            line(&handover.attached(), "ticket-file-unlocked"),
            line(&handover.as_text(), "ticket-file-unlocked-text"),
            line("message.txt", "ticket-file-txt-encrypted"),
            line(guide, "ticket-file-guide"),
        ];
    }
    let mut formats = handover.formats.clone();
    formats.sort_by_key(|it| *it != handover.attach);
    let mut lines: Vec<String> = formats
        .iter()
        .map(|it| {
            let key = match it {
                Format::Pdf => "ticket-file-pdf",
                Format::Zip => "ticket-file-zip",
                Format::Html => "ticket-file-html",
            };
            line(&format!("{ticket}.{}", it.token()), key)
        })
        .collect();
    if is_mailed {
        lines.push(line("message.eml", "ticket-file-eml"));
        lines.push(line("message.txt", "ticket-file-txt"));
    }
    lines.push(line(opening, "ticket-file-opening"));
    lines.push(line(guide, "ticket-file-guide"));
    lines
}
