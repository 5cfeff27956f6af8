//! The nouns of the record: client, profile, release of information, enrollment,
//! document, contact, and HUD's codes.

mod coded;
mod digest;
mod fold;
mod hud;
mod offered;
mod rows;
mod standing;

pub use crate::source::{
    ClientId, ClientText, Day, Instant, MAX_TEXT, PlainText, StaffName, Ticket,
};
pub use coded::{Coded, Codes, Named};
pub use digest::is_digest;
pub use fold::{fold, words_of};
pub use hud::{Hud, Kind, Standard};
pub use offered::{Alert, Assessment, Location, Service};
pub use rows::{
    Contact, ContactKind, CustomField, Enrollment, Profile, Roi, SectionKind, Ssn,
    UploadedDocument, Veteran, is_filling,
};
pub use standing::Standing;
