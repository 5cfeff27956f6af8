//! The worksheet: what the client tears off, fills in and hands to staff. Staff read English,
//! so that its labels stand in both languages, and it says of which record it is, without a
//! name.

use std::collections::BTreeMap;

use serde::Serialize;

use super::breaks::breakable;
use super::catalog::Catalog;
use super::words::{Words, ids};
use crate::request::Language;

/// What the worksheet shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Worksheet {
    /// The number of the request.
    pub ticket: String,
    /// The HMIS identifiers of the client.
    pub client_id: String,
    /// The agency that takes it.
    pub agency: String,
    /// Its labels in English, by their keys; none where the client's language is English.
    pub english: BTreeMap<&'static str, String>,
}

/// The labels that staff need to read.
const LABELS: [&str; 14] = [
    "worksheet-title",
    "worksheet-request",
    "cover-id",
    "col-agency-name",
    "worksheet-number",
    "worksheet-now",
    "worksheet-should",
    "worksheet-missing",
    "worksheet-name",
    "worksheet-date",
    "worksheet-reach",
    "worksheet-received",
    "worksheet-received-on",
    "worksheet-answer-by",
];

/// Shows the worksheet of all profiles.
pub(super) fn worksheet(all: &[Words<'_>], english: &Catalog) -> Worksheet {
    let Words { handover, record, .. } = all[0];
    let is_english = handover.language == Language::En;
    let labels = LABELS.into_iter().filter(|_| !is_english);
    Worksheet {
        ticket: handover.ticket.as_str().to_owned(),
        client_id: record.profiles().iter().map(ids).collect::<Vec<_>>().join(", "),
        agency: breakable(handover.agency.as_str()),
        english: labels.map(|key| (key, english.get(key).to_owned())).collect(),
    }
}
