//! What every document says of itself: who printed it, when, under which ticket.

use chrono::Datelike;
use serde::Serialize;

use super::Catalog;
use crate::model::Day;
use crate::site::Site;

/// What the frame of every page sees: `/imprint.json`. It is kept apart from what a document
/// is about, which is large, and read anew for the foot of each page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Imprint<'a> {
    /// The system's name.
    site: &'a str,
    /// The day of the build, written out.
    printed: String,
    /// The same for the file's properties: year, month, day.
    date: (i32, u32, u32),
    /// None for what is the same under every ticket.
    ticket: Option<&'a str>,
}

impl<'a> Imprint<'a> {
    /// The imprint of what is printed on a day, in words of the catalog.
    pub fn new(
        site: &'a Site,
        at: Day,
        ticket: Option<&'a str>,
        catalog: &Catalog,
    ) -> Self {
        Self {
            site: site.name.as_str(),
            printed: catalog.day(at),
            date: (at.year(), at.month(), at.day()),
            ticket,
        }
    }
}
