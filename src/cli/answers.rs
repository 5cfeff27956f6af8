//! Flags that answer what `crr new` asks, one for each question.

use clap::Args as ClapArgs;

use super::flags::{day, tokens};
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::model::{ClientId, Day, SectionKind};
use crate::request::form::{Form, OpenedOn, Way};
use crate::request::{Authority, Language, Protection, Relation, SsnShown};

/// The answers of a form.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Answers (days as 2026-11-16 or 11/16/2026)")]
pub(super) struct Answers {
    /// The client's HMIS ID; again for each further profile of the same person.
    // A name that somebody types here is not repeated: clap would.
    #[arg(long, value_name = "ID")]
    client_id: Vec<String>,
    /// Agency that asks for the client.
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    /// Who asks: the client, or a parent or guardian of a minor.
    #[arg(long, value_name = "WHO", value_parser = tokens(&ASKERS, Relation::token))]
    asked_by: Option<Relation>,
    /// Day they asked the agency.
    #[arg(long, value_name = "DAY", value_parser = day)]
    requested_on: Option<Day>,
    /// Day the agency verified who asks.
    #[arg(long, value_name = "DAY", value_parser = day)]
    identity_verified_on: Option<Day>,
    /// Day the agency found the record in HMIS itself, so that it is not private.
    #[arg(long, value_name = "DAY", value_parser = day)]
    found_in_hmis_on: Option<Day>,
    /// Day the agency called the help desk instead; then the request came by phone.
    #[arg(long, value_name = "DAY", value_parser = day)]
    called_on: Option<Day>,
    /// Day the agency told the help desk.
    #[arg(long, value_name = "DAY", value_parser = day)]
    submitted_on: Option<Day>,
    /// Paper by which a parent or guardian showed that they are one.
    #[arg(long, value_name = "PAPER", value_parser = tokens(Authority::ALL, Authority::token))]
    authority_seen: Option<Authority>,
    /// Day the minor consented, where a runaway and homeless youth program served them.
    #[arg(long, value_name = "DAY", value_parser = day)]
    youth_consented_on: Option<Day>,
    /// Whether something in the record could put the client in danger if somebody saw it.
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    danger_told: Option<bool>,
    /// How the copy reaches them.
    #[arg(long, value_name = "WAY", value_parser = tokens(Way::ALL, Way::token))]
    delivery: Option<Way>,
    /// Day the client approved the trusted contact in writing.
    #[arg(long, value_name = "DAY", value_parser = day)]
    approved_in_writing_on: Option<Day>,
    /// What the trusted contact is to the client, as `case manager`.
    #[arg(long, value_name = "TEXT")]
    contact_relation: Option<String>,
    /// Whether others may read that mailbox, or what is handed over.
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    others_may_read: Option<bool>,
    /// What an e-mailed copy is opened on; it decides the kind of file and the layout.
    #[arg(long, value_name = "WHAT", value_parser = tokens(OpenedOn::ALL, OpenedOn::token))]
    opened_on: Option<OpenedOn>,
    /// What protects an e-mailed copy: a passphrase, or the service that encrypts the e-mail.
    #[arg(long, value_name = "HOW", value_parser = tokens(Protection::ALL, Protection::token))]
    protection: Option<Protection>,
    /// Day they said that they can open it.
    #[arg(long, value_name = "DAY", value_parser = day)]
    can_open_confirmed_on: Option<Day>,
    /// Day they come for a copy that is handed over.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pick_up_on: Option<Day>,
    /// Language they read; default: English.
    #[arg(long, value_name = "WORD", value_parser = tokens(Language::ALL, Language::token))]
    language: Option<Language>,
    /// Large print, at 18 points.
    #[arg(long)]
    large_print: bool,
    /// Part of the record they want; again for each; default: what the site file says.
    #[arg(long, value_name = "PART", value_parser = tokens(SectionKind::ALL, SectionKind::token))]
    section: Vec<SectionKind>,
    /// How much of the Social Security number is printed; default: the last four digits.
    #[arg(long, value_name = "HOW", value_parser = tokens(SsnShown::ALL, SsnShown::token))]
    ssn: Option<SsnShown>,
}

/// Those who get a copy.
const ASKERS: [Relation; 3] = [Relation::Client, Relation::Parent, Relation::Guardian];

impl Answers {
    /// What was answered.
    pub(super) fn form(&self) -> Result<Form, Failure> {
        let clients = self.client_id.iter().map(|it| client_id(it));
        let clients = clients.collect::<Result<_, _>>().map_err(|it| {
            Failure::usage(
                Diagnostic::error("not-an-id", "this is not an HMIS identifier")
                    .at(Place::Outside("--client-id".into()))
                    .hint(it),
            )
        })?;
        Ok(Form {
            ticket: None,
            clients,
            agency: self.agency.clone(),
            asked_by: self.asked_by,
            requested_on: self.requested_on,
            submitted_on: self.submitted_on,
            identity_verified_on: self.identity_verified_on,
            found_in_hmis_on: self.found_in_hmis_on,
            called_on: self.called_on,
            authority_seen: self.authority_seen,
            youth_consented_on: self.youth_consented_on,
            danger_told: self.danger_told,
            way: self.delivery,
            approved_in_writing_on: self.approved_in_writing_on,
            contact_relation: self.contact_relation.clone(),
            others_may_read: self.others_may_read,
            opened_on: self.opened_on,
            protection: self.protection,
            can_open_confirmed_on: self.can_open_confirmed_on,
            pick_up_on: self.pick_up_on,
            language: self.language,
            is_large: self.large_print.then_some(true),
            sections: self.section.clone(),
            ssn: self.ssn,
            notes: Vec::new(),
        })
    }
}

/// What cannot be an HMIS ID is refused as it is typed: a name has no digit.
pub(super) fn client_id(text: &str) -> Result<ClientId, &'static str> {
    let text = text.trim();
    let id = ClientId::new(text).filter(|_| text.bytes().any(|b| b.is_ascii_digit()));
    id.ok_or("type the HMIS ID alone, as in 69E44770D: letters and digits, no name")
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err("type `yes` or `no`"),
    }
}
