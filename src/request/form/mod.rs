//! What the agency's Client Record Request Form says, or whoever answers for it: the answers
//! from which a request is written. Everything may be missing; what must not be is named.
//! Nothing of it identifies the client but the HMIS ID.

mod ask;
mod block;
mod block_find;
mod block_marks;
mod block_read;
mod lines;
mod opened_on;
mod written;

pub use ask::Ask;
pub use block::block;
pub use block_find::form_lines;
pub use block_read::{Fault, ReadForm, read_block};
pub use lines::{CLIENT, Fills, Item, LEAD, Line, Options, STAFF, TITLE, lines, phrases};
pub use opened_on::{Made, OpenedOn};

use super::{Authority, Language, Protection, Relation, SsnShown};
use crate::model::{ClientId, Day, SectionKind, Ticket};
use crate::source::tokens;

tokens! {
    /// The way of a copy to whoever receives it.
    pub enum Way {
        /// Handed over at the agency, on paper.
        InPerson = "in-person",
        /// By e-mail to whoever asked.
        Email = "email",
        /// By e-mail to a person whom the client approved in writing.
        TrustedContact = "trusted-contact",
    }
}

impl Way {
    /// True where something is sent.
    pub fn is_mailed(self) -> bool {
        self != Self::InPerson
    }
}

/// The answers, as far as there are any.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The help desk's ticket.
    pub ticket: Option<Ticket>,
    /// The HMIS identifiers of the client, one for each profile.
    pub clients: Vec<ClientId>,
    /// The agency that asks.
    pub agency: Option<String>,
    /// Who asks.
    pub asked_by: Option<Relation>,
    /// The day they asked the agency.
    pub requested_on: Option<Day>,
    /// The day the agency told the help desk.
    pub submitted_on: Option<Day>,
    /// The day the agency verified who asks.
    pub identity_verified_on: Option<Day>,
    /// The day the agency found the record in HMIS itself.
    pub found_in_hmis_on: Option<Day>,
    /// The day the agency called, as it does where it cannot find the record.
    pub called_on: Option<Day>,
    /// By what a parent or guardian showed that they are one.
    pub authority_seen: Option<Authority>,
    /// The day a minor consented, whom a runaway and homeless youth program served.
    pub youth_consented_on: Option<Day>,
    /// Whether something in the record could put the client in danger.
    pub danger_told: Option<bool>,
    /// How the copy reaches them.
    pub way: Option<Way>,
    /// The day the client approved the trusted contact in writing.
    pub approved_in_writing_on: Option<Day>,
    /// What the trusted contact is to the client.
    pub contact_relation: Option<String>,
    /// Whether others may read what is sent or handed over.
    pub others_may_read: Option<bool>,
    /// What an e-mailed copy is opened on.
    pub opened_on: Option<OpenedOn>,
    /// What protects what is mailed, where that is no passphrase.
    pub protection: Option<Protection>,
    /// The day they said that they can open it.
    pub can_open_confirmed_on: Option<Day>,
    /// The day they come for it.
    pub pick_up_on: Option<Day>,
    /// The language they read.
    pub language: Option<Language>,
    /// Whether they need large print.
    pub is_large: Option<bool>,
    /// The parts they want; none are the site's own.
    pub sections: Vec<SectionKind>,
    /// How much of the Social Security number they want printed.
    pub ssn: Option<SsnShown>,
    /// What has no key in a request and the desk still has to know: whole lines.
    pub notes: Vec<String>,
}

impl Form {
    /// What a request cannot be written without, and nobody has answered.
    pub fn missing(&self) -> Vec<Ask> {
        Ask::ALL.iter().copied().filter(|it| it.is_due(self)).collect()
    }

    /// The same answers, with those of another form where it has one.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        macro_rules! take {
            ($($field:ident),*) => {$(
                if other.$field.is_some() {
                    self.$field = other.$field;
                }
            )*};
        }
        take!(ticket, agency, asked_by, requested_on, submitted_on, identity_verified_on);
        take!(found_in_hmis_on, called_on, authority_seen, youth_consented_on, way);
        take!(approved_in_writing_on, contact_relation, others_may_read, opened_on);
        take!(protection, danger_told);
        take!(can_open_confirmed_on, pick_up_on, language, is_large, ssn);
        if !other.clients.is_empty() {
            self.clients = other.clients;
        }
        if !other.sections.is_empty() {
            self.sections = other.sections;
        }
        self.notes.extend(other.notes);
        self
    }

    /// Every day that it names: they tell nothing about the client.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        [
            self.requested_on,
            self.submitted_on,
            self.identity_verified_on,
            self.found_in_hmis_on,
            self.called_on,
            self.youth_consented_on,
            self.approved_in_writing_on,
            self.can_open_confirmed_on,
            self.pick_up_on,
        ]
        .into_iter()
        .flatten()
    }
}
