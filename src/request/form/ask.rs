//! What a request cannot be written without: each with the flag that gives it, what it is, and
//! why it is asked.

use super::{Form, Way};
use crate::request::Relation;
use crate::source::tokens;

tokens! {
    /// An answer that may be due; its word is the flag that gives it.
    pub enum Ask {
        /// The help desk's ticket.
        Ticket = "ticket",
        /// The client, by HMIS ID.
        ClientId = "client-id",
        /// The agency that asks.
        Agency = "agency",
        /// Who asks.
        AskedBy = "asked-by",
        /// The day they asked the agency.
        RequestedOn = "requested-on",
        /// The day the agency verified who asks.
        IdentityVerifiedOn = "identity-verified-on",
        /// The day the agency found the record, or called.
        FoundInHmisOn = "found-in-hmis-on",
        /// The day the agency told the help desk.
        SubmittedOn = "submitted-on",
        /// The paper of a parent or guardian.
        AuthoritySeen = "authority-seen",
        /// How the copy reaches them.
        Delivery = "delivery",
        /// The day of the client's written approval.
        ApprovedInWritingOn = "approved-in-writing-on",
        /// Whether others read that mailbox.
        OthersMayRead = "others-may-read",
        /// What it is opened on.
        OpenedOn = "opened-on",
        /// The day they said that they can open it.
        CanOpenConfirmedOn = "can-open-confirmed-on",
    }
}

impl Ask {
    /// What is asked, in the words of the form.
    pub fn what(self) -> &'static str {
        match self {
            Self::Ticket => "the number of the help-desk ticket",
            Self::ClientId => "the client's HMIS ID",
            Self::Agency => "the agency that asks for the client",
            Self::AskedBy => "who asks: the client, or a parent or guardian of a minor",
            Self::RequestedOn => "the day they asked the agency",
            Self::IdentityVerifiedOn => "the day the agency verified who asks",
            Self::FoundInHmisOn => {
                "the day the agency found the record in HMIS itself, or called"
            }
            Self::SubmittedOn => "the day the agency told the help desk",
            Self::AuthoritySeen => "the paper that the parent or guardian showed",
            Self::Delivery => {
                "how the copy reaches them: in person, by e-mail, to a trusted contact"
            }
            Self::ApprovedInWritingOn => {
                "the day the client approved the trusted contact in writing"
            }
            Self::OthersMayRead => "whether others may read that mailbox",
            Self::OpenedOn => "what the e-mailed copy is opened on",
            Self::CanOpenConfirmedOn => "the day they said that they can open it",
        }
    }

    /// Why it is asked.
    pub fn why(self) -> &'static str {
        match self {
            Self::Ticket => "It names the request and everything that is built from it.",
            Self::ClientId => {
                "It finds the record. Nothing else may identify the client here."
            }
            Self::Agency => "It must have served the client, or take part in HMIS now.",
            Self::AskedBy => "Nobody else gets a copy without the HMIS Lead.",
            Self::RequestedOn => "The deadline counts from this day.",
            Self::IdentityVerifiedOn => "Without it the copy could go to a stranger.",
            Self::FoundInHmisOn => {
                "A record that the agency cannot find may be private: then it must call."
            }
            Self::SubmittedOn => {
                "The agency has five business days to tell the help desk."
            }
            Self::AuthoritySeen => "A parent or guardian must show that they are one.",
            Self::Delivery => "It decides what is built, and what the agency is told.",
            Self::ApprovedInWritingOn => {
                "Nobody but the client can send the record to somebody else."
            }
            Self::OthersMayRead => {
                "If so, nothing says that something was held back for safety."
            }
            Self::OpenedOn => "It decides the kind of file and the layout.",
            Self::CanOpenConfirmedOn => {
                "The policy allows e-mail only to those who know how to open the file."
            }
        }
    }

    /// True where a request needs the answer and the form does not have it.
    pub(super) fn is_due(self, form: &Form) -> bool {
        let is_mailed = form.way.is_some_and(Way::is_mailed);
        let is_guarded =
            matches!(form.asked_by, Some(Relation::Parent | Relation::Guardian));
        match self {
            Self::Ticket => form.ticket.is_none(),
            Self::ClientId => form.clients.is_empty(),
            Self::Agency => form.agency.is_none(),
            Self::AskedBy => form.asked_by.is_none(),
            Self::RequestedOn => form.requested_on.is_none(),
            Self::IdentityVerifiedOn => form.identity_verified_on.is_none(),
            Self::FoundInHmisOn => {
                form.found_in_hmis_on.is_none() && form.called_on.is_none()
            }
            Self::SubmittedOn => form.submitted_on.is_none(),
            Self::AuthoritySeen => is_guarded && form.authority_seen.is_none(),
            Self::Delivery => form.way.is_none(),
            Self::ApprovedInWritingOn => {
                form.way == Some(Way::TrustedContact)
                    && form.approved_in_writing_on.is_none()
            }
            Self::OthersMayRead => {
                form.way == Some(Way::Email) && form.others_may_read.is_none()
            }
            Self::OpenedOn => is_mailed && form.opened_on.is_none(),
            Self::CanOpenConfirmedOn => is_mailed && form.can_open_confirmed_on.is_none(),
        }
    }
}
