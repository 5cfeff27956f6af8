//! Who asks, and what the agency verified and saw of them.

use crate::model::Day;
use crate::source::{record, tokens};

tokens! {
    /// Who asks, as seen from the client.
    pub enum Relation {
        /// The client.
        Client = "client",
        /// A parent of a minor client.
        Parent = "parent",
        /// A guardian of a minor client.
        Guardian = "guardian",
        /// Anybody else: refused, and sent to the HMIS Lead.
        Other = "other",
    }
}

tokens! {
    /// By what a parent or guardian shows that they are one: the documents that 22 CFR 51.28
    /// takes for a minor's passport, and a court's letters of guardianship (California Probate
    /// Code § 2310).
    pub enum Authority {
        /// A birth certificate that names the parent.
        BirthCertificate = "birth-certificate",
        /// A decree of adoption that names the parent.
        AdoptionDecree = "adoption-decree",
        /// A court's order of custody, of placement or of dependency.
        CourtOrder = "court-order",
        /// A court's letters of guardianship.
        LettersOfGuardianship = "letters-of-guardianship",
    }
}

record! {
    /// Who asks.
    #[derive(Debug, Clone)]
    pub struct Requester {
        /// Who that is to the client.
        pub relation: Relation,
        /// The day the agency verified who asks; required, not after the build.
        pub identity_verified_on: Option<Day>,
        /// The document by which a parent or guardian showed that they may ask; required for
        /// one.
        pub authority_seen: Option<Authority>,
        /// The day a minor consented to a parent's or guardian's request; required where a
        /// program for runaway and homeless youth served them.
        pub youth_consented_on: Option<Day>,
        /// True where they said that something in the record could put the client in danger,
        /// or were not sure: it is then withheld, or the warning is accepted.
        pub danger_told: Option<bool>,
    }
}
