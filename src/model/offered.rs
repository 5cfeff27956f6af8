//! The rows of sections that the newer policy offers besides the dashboard
//! (`data/policy/client-record-requests.md`, 2.2): printed only where a request asks for
//! them.

use super::{ClientId, ClientText, CustomField, Day};
use crate::source::record;

record! {
    /// A set of questions that staff asked.
    #[derive(Debug, Clone)]
    pub struct Assessment {
        /// Whose row this is.
        pub client_id: ClientId,
        /// The row's id, by which it can be held back.
        pub assessment_id: Option<ClientText> as Listed,
        /// What it is called.
        pub name: Option<ClientText>,
        /// The day it was asked.
        pub date: Option<Day>,
        /// Who asked.
        pub agency: Option<ClientText> as Listed,
        /// Questions and answers.
        pub answers: Vec<CustomField>,
    }
}

record! {
    /// Help that was given.
    #[derive(Debug, Clone)]
    pub struct Service {
        /// Whose row this is.
        pub client_id: ClientId,
        /// The row's id, by which it can be held back.
        pub service_id: Option<ClientText> as Listed,
        /// What it is called.
        pub name: Option<ClientText>,
        /// Its first day.
        pub start: Option<Day>,
        /// Its last day.
        pub end: Option<Day>,
        /// Who gave it.
        pub agency: Option<ClientText> as Listed,
    }
}

record! {
    /// A note for other staff.
    #[derive(Debug, Clone)]
    pub struct Alert {
        /// Whose row this is.
        pub client_id: ClientId,
        /// The row's id, by which it can be held back.
        pub alert_id: Option<ClientText> as Listed,
        /// Its heading.
        pub title: Option<ClientText>,
        /// What it says.
        pub text: Option<ClientText>,
        /// Its first day.
        pub start: Option<Day>,
        /// Its last day.
        pub end: Option<Day>,
        /// Who wrote it.
        pub agency: Option<ClientText> as Listed,
    }
}

record! {
    /// A place.
    #[derive(Debug, Clone)]
    pub struct Location {
        /// Whose row this is.
        pub client_id: ClientId,
        /// The row's id, by which it can be held back.
        pub location_id: Option<ClientText> as Listed,
        /// What kind of place it is.
        pub kind: Option<ClientText> as Listed,
        /// Where it is.
        pub address: Option<ClientText>,
        /// The day it was written down.
        pub date: Option<Day>,
    }
}
