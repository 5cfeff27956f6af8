//! Why something is held back, or no copy is given at all.

use crate::source::tokens;

tokens! {
    /// Why something is held back: the reasons a privacy notice may reserve (HUD 2004
    /// HMIS Data and Technical Standards; `data/policy/client-record-requests.md`, 10.2),
    /// or a law.
    pub enum Reason {
        /// Compiled in reasonable anticipation of litigation.
        AnticipatedLitigation = "anticipated-litigation",
        /// About another person.
        AboutAnotherPerson = "about-another-person",
        /// Obtained under a promise of confidentiality.
        PromisedConfidentiality = "promised-confidentiality",
        /// Likely to endanger somebody's life or safety.
        EndangersLifeOrSafety = "endangers-life-or-safety",
        /// A law requires it.
        RequiredByLaw = "required-by-law",
    }
}

/// What stands in the place of a reason that the reader of a copy or a letter is not to know,
/// in words and receipts.
pub const NOT_TOLD: &str = "not-told";

tokens! {
    /// Why no copy is given at all.
    pub enum DenialReason {
        /// Compiled in reasonable anticipation of litigation.
        AnticipatedLitigation = "anticipated-litigation",
        /// About another person.
        AboutAnotherPerson = "about-another-person",
        /// Obtained under a promise of confidentiality.
        PromisedConfidentiality = "promised-confidentiality",
        /// Likely to endanger somebody's life or safety.
        EndangersLifeOrSafety = "endangers-life-or-safety",
        /// A law requires it.
        RequiredByLaw = "required-by-law",
        /// Neither the client asks, nor a parent or guardian of a minor client.
        AskedByAnother = "asked-by-another",
        /// The agency could not verify who asks.
        IdentityNotVerified = "identity-not-verified",
    }
}
