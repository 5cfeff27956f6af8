//! What somebody answers to a finding.

use crate::model::{ClientId, Day, Instant, PlainText, StaffName};
use crate::source::record;

record! {
    /// An answer to what was said of a place: somebody has looked at it, in this export.
    #[derive(Debug, Clone)]
    pub struct Answer {
        /// The value, or its whole row: a JSON Pointer, as the finding prints it.
        pub at: PlainText,
        /// The profile it is in, where the request names several.
        pub client_id: Option<ClientId>,
        /// The `exported_at` of the extract that was looked at: in another, the place may
        /// say something else.
        pub export: Instant,
    }
}

record! {
    /// A warning that has no place in the extract, and that somebody accepts.
    #[derive(Debug, Clone)]
    pub struct Accepted {
        /// The name of the warning, as it stands in brackets at the end of its line.
        pub rule: PlainText,
        /// The day somebody accepted it, from the day of the request on.
        pub on: Day,
        /// Who accepted it, by login or initials.
        pub by: StaffName,
    }
}
