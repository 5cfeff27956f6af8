//! The sheet with the passphrase, for the recipient's hand. It holds no client data.

use chrono::Datelike;
use serde::Serialize;

use super::Catalog;
use crate::model::{Day, Ticket};
use crate::site::Site;

/// What the template of the passphrase sheet sees.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PassphraseSheet<'a> {
    site: &'a str,
    printed: String,
    date: (i32, u32, u32),
    ticket: &'a str,
    /// As it is typed.
    passphrase: &'a str,
    /// Its words, where hyphens part it into words.
    words: Vec<&'a str>,
}

/// The sheet for a passphrase.
pub fn passphrase_sheet<'a>(
    passphrase: &'a str,
    ticket: &'a Ticket,
    at: Day,
    site: &'a Site,
    catalog: &Catalog,
) -> PassphraseSheet<'a> {
    let words: Vec<_> = passphrase.split('-').collect();
    let is_words = words
        .iter()
        .all(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_lowercase()));
    PassphraseSheet {
        site: site.name.as_str(),
        printed: catalog.day(at),
        date: (at.year(), at.month(), at.day()),
        ticket: ticket.as_str(),
        passphrase,
        words: if is_words { words } else { Vec::new() },
    }
}
