//! The message that carries a locked file by e-mail: in the client's language, then in
//! English. It names nobody; the passphrase comes another way.

use super::Catalog;
use super::words::contact_of;
use crate::model::Day;
use crate::plan::Handover;
use crate::request::{Format, Language, Method, Recipient};
use crate::site::Site;

/// What the message says and what it carries.
#[derive(Debug)]
pub struct Message {
    /// The neutral subject.
    pub subject: String,
    /// Paragraphs, with an empty line between them.
    pub text: String,
    /// The languages it is in, BCP 47.
    pub languages: String,
    /// The agency's own address, where the site file knows it.
    pub from: Option<String>,
    /// The day of the build.
    pub day: Day,
    /// Which of the locked files it carries.
    pub attach: Format,
    /// The same for a mail program that takes no draft: what to do, then what to copy.
    pub by_hand: String,
}

/// The message of a copy that goes by e-mail.
pub fn message(
    handover: &Handover,
    site: &Site,
    client: &Catalog,
    english: &Catalog,
    staff: &Catalog,
) -> Option<Message> {
    if handover.method != Method::Email {
        return None;
    }
    let attach = handover.attach;
    let text = |words: &Catalog| paragraphs(handover, site, words).join("\n\n");
    let subject = match handover.recipient {
        Recipient::TrustedContact => "mail-subject-contact",
        _ => "mail-subject",
    };
    let own = handover.language.token();
    let agency = site.agency(handover.agency.as_str());
    let from = agency.and_then(|it| it.email.as_ref());
    let mut message = Message {
        subject: client.get(subject).to_owned(),
        text: text(client),
        languages: own.to_owned(),
        from: from.map(|it| it.as_str().to_owned()),
        day: handover.at,
        attach,
        by_hand: String::new(),
    };
    if handover.language != Language::En {
        message.subject = format!("{} / {}", message.subject, english.get(subject));
        message.text = format!("{}\n\n\nEnglish\n\n{}", message.text, text(english));
        message.languages = format!("{own}, en");
    }
    message.text.push('\n');
    message.by_hand = by_hand(&message, handover, staff);
    Some(message)
}

/// The mail programs whose users are told what to do.
const PROGRAMS: [&str; 4] = ["outlook", "new-outlook", "gmail", "apple"];

fn by_hand(message: &Message, handover: &Handover, staff: &Catalog) -> String {
    let file = handover.attached();
    let with_file = |key: &str| staff.fill(key, &[("file", &file)]);
    let mut text = String::new();
    if handover.is_by_encrypted_email() {
        // How a service encrypts differs from one to the next.
        let names = [("file", file.as_str()), ("text", &handover.as_text())];
        text += &staff.fill("hand-encrypted", &names);
    } else {
        text += &with_file("hand-lead");
        for program in PROGRAMS {
            text.extend(["\n\n", &with_file(&format!("hand-{program}"))]);
        }
    }
    for (title, body) in
        [("hand-subject", &message.subject), ("hand-text", &message.text)]
    {
        text.extend(["\n\n", staff.get(title), "\n\n", body]);
    }
    text
}

fn paragraphs(handover: &Handover, site: &Site, words: &Catalog) -> Vec<String> {
    let file = handover.attached();
    let encrypted = handover.is_by_encrypted_email();
    let lead = match handover.recipient {
        Recipient::TrustedContact if encrypted => "mail-lead-contact-encrypted",
        _ if encrypted => "mail-lead-encrypted",
        Recipient::TrustedContact => "mail-lead-contact",
        _ => "mail-lead",
    };
    let word = |key: &str| words.get(key).to_owned();
    let mut lines = vec![word("mail-hello"), words.fill(lead, &[("file", &file)])];
    if site.names_agency() {
        lines.push(words.fill("mail-agency", &[("agency", handover.agency.as_str())]));
    }
    if encrypted {
        lines.push(word("mail-encrypted"));
    } else {
        let open = format!("mail-open-{}", handover.attach.token());
        lines.extend([word("mail-passphrase"), word(&open)]);
    }
    lines.extend([
        word("mail-stuck"),
        // A line of its own: mail programs make a link of it.
        format!("{}\n{}", words.get("mail-more"), site.guidance_url.as_str()),
        word("mail-change"),
    ]);
    if let Some(contact) = contact_of(words, site, handover.agency.as_str()) {
        lines.push(words.fill("mail-contact", &[("contact", &contact)]));
    }
    lines.extend(["mail-safe", "mail-mistake"].map(word));
    lines
}
