//! The request: what the agency asked the help desk for (`data/policy/formats.md`, 2). It
//! names the client by HMIS identifier only.

mod answer;
mod choices;
pub mod form;
mod profiles;
mod reasons;
mod release;
mod requester;
mod version;
mod wording;

pub use answer::{Accepted, Answer};
pub(crate) use choices::check_list;
pub use profiles::{MAX_PROFILES, is_same};
pub use reasons::{DenialReason, NOT_TOLD, Reason};
pub(crate) use release::check_parts;
pub use release::{Part, Release, SsnShown};
pub use requester::{Authority, Relation, Requester};
pub(crate) use version::check_version;
pub use wording::Wording;

use crate::diagnostics::{Checked, Diagnostic, Origin, Place, Pointer, Report};
use crate::model::{ClientId, Day, Instant, PlainText, SectionKind, StaffName, Ticket};
use crate::source::{Source, Value, record, tokens};

/// The largest request that is read, in bytes.
pub const MAX_BYTES: u64 = 256 * 1024;

record! {
    /// One client record request.
    #[derive(Debug, Clone)]
    pub struct Request {
        /// The version of this format; a file without one is of version 1.
        pub format: Option<i64>,
        /// Names every output: letters, digits, `-`.
        pub ticket: Ticket,
        /// The client's HMIS identifier, and nothing else about the person.
        pub client_id: Option<ClientId>,
        /// Instead: those of one person with several profiles, in the order of the pages.
        pub client_ids: Option<Vec<ClientId>>,
        /// The day the agency found the record in HMIS, so that it is not private to others;
        /// required with `intake = "ticket"` where the extract does not say.
        pub found_in_hmis_on: Option<Day>,
        /// The agency that asks for the client.
        pub agency: PlainText,
        /// How the request came in; a private record comes by phone only.
        pub intake: Intake,
        /// The day of the call; required with `intake = "phone"`.
        pub called_on: Option<Day>,
        /// The day the client asked the agency.
        pub requested_on: Day,
        /// The day the agency told the help desk.
        pub submitted_on: Day,
        /// The language of everything the client reads.
        pub language: Language,
        /// The layout of the pages.
        pub layout: Layout,
        /// The ticket's own text; searched for identifying data, never printed.
        pub ticket_text: Option<PlainText>,
        /// Who asks.
        pub requester: Requester,
        /// How the copy reaches the client.
        pub delivery: Delivery,
        /// What is released.
        pub release: Option<Release>,
        /// What is held back, and why.
        pub withhold: Vec<Withhold>,
        /// Places of which something was said, that were looked at and may stay.
        pub reviewed: Vec<Answer>,
        /// Places that seem to name somebody, and do not.
        pub not_the_person: Vec<Answer>,
        /// Warnings about the request or its surroundings that somebody accepts.
        pub accepted: Vec<Accepted>,
        /// What lifts the five-day clock.
        pub exempt: Option<Exempt>,
    }
}

impl Request {
    /// Reads a request, collecting every problem.
    pub fn parse(source: &Source) -> Checked<Self> {
        source.read(Self::check)
    }

    /// True where the client reads the copy, and nobody else is likely to.
    pub fn is_read_by_client(&self) -> bool {
        self.is_answered_to_client() && self.delivery.recipient == Recipient::Requester
    }

    /// True where an answer to whoever asks reaches the client, and nobody else is likely to
    /// read it.
    pub fn is_answered_to_client(&self) -> bool {
        let may_others = self.delivery.others_may_read == Some(true);
        self.requester.relation == Relation::Client && !may_others
    }

    /// True where the copy is not locked, because the e-mail that carries it is encrypted.
    pub fn is_by_encrypted_email(&self) -> bool {
        self.delivery.protection == Protection::EncryptedEmail
    }

    /// What each key alone cannot tell.
    fn check(&self, report: &mut Report) {
        check_version(self.format, Origin::Request, report);
        self.check_profiles(report);
        let formats = Place::request(Pointer::from("/delivery/formats"));
        if let Some(it) = &self.delivery.formats {
            check_list(it, formats, CHOICES, report);
        }
        if let Some(it) = self.release.as_ref().and_then(|it| it.sections.as_ref()) {
            let sections = Place::request(Pointer::from("/release/sections"));
            check_list(it, sections, CHOICES, report);
        }
        if let Some(it) = &self.release {
            check_parts(
                &it.not_in_export,
                Place::request("/release/not_in_export"),
                report,
            );
        }
        for (i, it) in self.withhold.iter().enumerate() {
            if !it.rows.is_empty() && it.export.is_none() {
                let at = Pointer::from("/withhold").index(i);
                report.push(
                    Diagnostic::error("missing-key", "`rows` needs `export` beside it")
                        .at(Place::request(at))
                        .hint("write the `exported_at` of the extract as `export`: in another the rows may have other numbers"),
                );
            }
        }
        if self.agency.as_str().chars().count() > MAX_AGENCY {
            report.push(
                Diagnostic::error(
                    "text-too-long",
                    format!("the agency's name has more than {MAX_AGENCY} characters"),
                )
                .at(Place::request(Pointer::from("/agency")))
                .hint("write the name alone"),
            );
        }
    }
}

/// The ticket that a text gives, whatever else is wrong with it.
pub fn ticket_of(source: &Source) -> Option<String> {
    let Value::Map(entries) = &source.root.value else { return None };
    let entry = entries.iter().find(|it| it.key == "ticket")?;
    match &entry.node.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// The longest name of an agency, in characters: the cover has room for it.
const MAX_AGENCY: usize = 120;

/// What to do about a list of choices of a request.
const CHOICES: &str =
    "name each choice once, or leave the key out for the site's default";

tokens! {
    /// How a request came in.
    pub enum Intake default Ticket {
        /// By help-desk ticket.
        Ticket = "ticket",
        /// By telephone.
        Phone = "phone",
    }
}

tokens! {
    /// The language of everything the client reads.
    pub enum Language default En {
        /// English.
        En = "en",
        /// Spanish.
        Es = "es",
        /// Vietnamese.
        Vi = "vi",
        /// Korean.
        Ko = "ko",
        /// Chinese, simplified.
        ZhHans = "zh-Hans",
        /// Chinese, traditional.
        ZhHant = "zh-Hant",
        /// Farsi.
        Fa = "fa",
        /// Arabic.
        Ar = "ar",
    }
}

tokens! {
    /// The layout of the pages.
    pub enum Layout default Letter {
        /// US Letter, for a duplex printer.
        Letter = "letter",
        /// US Letter in large print.
        LargePrint = "large-print",
        /// Narrow pages for a telephone.
        Phone = "phone",
    }
}

tokens! {
    /// How the copy reaches the client.
    pub enum Method {
        /// Handed over at the agency.
        InPerson = "in-person",
        /// Sent by e-mail, locked.
        Email = "email",
    }
}

tokens! {
    /// What protects an e-mailed copy.
    pub enum Protection default Locked {
        /// A passphrase: the files are locked.
        Locked = "locked",
        /// The service that sends the e-mail encrypts it: the file is not locked, and
        /// `crr print` makes it.
        EncryptedEmail = "encrypted-email",
    }
}

tokens! {
    /// Who receives an e-mailed copy.
    pub enum Recipient default Requester {
        /// The client, or the parent or guardian of a minor.
        Requester = "requester",
        /// A person the client approved in writing; by e-mail only, and not for a minor.
        TrustedContact = "trusted-contact",
        /// A court: refused, and sent to the HMIS Lead.
        Subpoena = "subpoena",
        /// A study: refused, and sent to the HMIS Lead.
        Research = "research",
        /// Anybody else: refused, and sent to the HMIS Lead.
        Other = "other",
    }
}

tokens! {
    /// A locked form of the record.
    pub enum Format {
        /// AES-256 zip.
        Zip = "zip",
        /// The record as a PDF that asks for the passphrase.
        Pdf = "pdf",
        /// A web page that asks for the passphrase and needs no network.
        Html = "html",
    }
}

record! {
    /// How the copy reaches the client.
    #[derive(Debug, Clone)]
    pub struct Delivery {
        /// By hand or by e-mail.
        pub method: Method,
        /// Who receives it.
        pub recipient: Recipient,
        /// What protects an e-mailed copy; an encrypted e-mail service takes the place of a
        /// passphrase only where somebody writes so.
        pub protection: Protection,
        /// What is built; default: the site file.
        pub formats: Option<Vec<Format>>,
        /// Which of them the message carries; default: the site file.
        pub attach: Option<Format>,
        /// The day the recipient said that they can open it; required for e-mail.
        pub can_open_confirmed_on: Option<Day>,
        /// The day the client approved the trusted contact in writing, from the day they
        /// asked on; required for one.
        pub approved_in_writing_on: Option<Day>,
        /// What the trusted contact is to the client.
        pub relation: Option<PlainText>,
        /// True where others may read what the client is sent or handed, such as the mail of a
        /// shared address: nothing then tells that something was held back for safety.
        pub others_may_read: Option<bool>,
        /// The day they come for a copy that is handed over; the guide for the agency names it.
        pub pick_up_on: Option<Day>,
    }
}

record! {
    /// Something held back.
    #[derive(Debug, Clone)]
    pub struct Withhold {
        /// The section it is in.
        pub section: SectionKind,
        /// The profile it is in, where the request names several; none with a whole section
        /// means all of them.
        pub client_id: Option<ClientId>,
        /// The rows by their ids; no ids and no rows means the whole section.
        pub ids: Vec<PlainText>,
        /// Rows that have no ids, by their numbers from 0.
        pub rows: Vec<i64>,
        /// The `exported_at` of the extract whose rows are numbered; required with `rows`.
        pub export: Option<Instant>,
        /// Why.
        pub reason: Reason,
        /// Who approved it, by login or initials; for the ledger.
        pub approved_by: Option<StaffName>,
    }
}

impl Withhold {
    /// True where all of the section is held back.
    pub fn is_whole(&self) -> bool {
        self.ids.is_empty() && self.rows.is_empty()
    }

    /// True where a row is held back by its number or its id.
    pub fn holds(&self, row: usize, id: Option<&str>) -> bool {
        let id = id.filter(|it| !it.is_empty());
        self.ids.iter().any(|it| Some(it.as_str()) == id)
            || self.rows.iter().any(|it| usize::try_from(*it) == Ok(row))
    }
}

record! {
    /// What lifts the five-day clock.
    #[derive(Debug, Clone)]
    pub struct Exempt {
        /// The law.
        pub law: PlainText,
        /// What is being waited for.
        pub note: Option<PlainText>,
    }
}
