//! Contact Information: how the client can be reached, as far as it was supplied.

use serde::Serialize;

use super::breaks::breakable;
use super::words::{Words, newest_first};
use crate::model::Contact;
use crate::plan::Released;

/// What the contact page shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ContactsView {
    /// Newest first.
    pub rows: Vec<Row>,
}

/// One contact.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// "C1": what names this line on the worksheet.
    pub number: String,
    /// Phone, e-mail, address.
    pub kind: String,
    /// The number or address.
    pub value: String,
    /// A remark.
    pub note: Option<String>,
    /// What the remark means in the language of the page, where it is a usual one.
    pub note_meant: Option<String>,
    /// The day of the last change.
    pub updated: String,
}

/// Shows the contacts.
pub(super) fn view(words: &Words<'_>, contacts: &Vec<Released<Contact>>) -> ContactsView {
    let sorted = newest_first(contacts, |it| it.updated_on);
    let rows = sorted.into_iter().map(|it| Row {
        number: String::new(),
        kind: words.get(&format!("contact-{}", it.kind.token())),
        value: words.text_or_none(it.value.as_ref()),
        note: it
            .note
            .as_ref()
            .filter(|it| !it.is_blank())
            .map(|it| breakable(it.as_str())),
        note_meant: words.gloss(it.note.as_ref()),
        updated: words.day_or_none(it.updated_on),
    });
    ContactsView { rows: rows.collect() }
}
