//! The tables of ways to reach the client. One row may give a person, telephones, an e-mail
//! address and an address: an entry each.

use super::cell::Row;
use super::fault::Faults;
use super::gather::Table;
use super::map::TableMap;
use super::seen::Seen;
use crate::extract::DraftContact;
use crate::model::ContactKind;

/// The ways to reach the client of all tables that have some.
pub(super) fn contacts<'a>(
    tables: &[Table],
    client: &'a str,
    map: &TableMap,
    faults: &mut Faults,
) -> Vec<DraftContact<'a>> {
    let mut seen = Seen::default();
    let mut contacts: Vec<DraftContact<'_>> = Vec::new();
    for table in tables {
        for row in &table.rows {
            let mut row = Row::new(table, row, map, faults);
            let of_row = of_row(&mut row, client);
            let (n, before) = (of_row.len(), contacts.len());
            contacts.extend(of_row.into_iter().filter(|it| seen.is_new(it)));
            if n > 0 && contacts.len() == before {
                faults.says_the_same(&table.file);
            }
        }
    }
    contacts
}

fn of_row<'a>(row: &mut Row<'_>, client: &'a str) -> Vec<DraftContact<'a>> {
    let kind = row.text("type");
    let note = joined(kind.into_iter().chain(row.text("note")), "; ");
    let updated_on = row.day("updated_on");
    let address = joined(row.texts("address").into_iter(), ", ");
    let address = joined(address.into_iter().chain(row.digits("postal_code")), " ");
    let mut values: Vec<(ContactKind, Option<String>)> = Vec::new();
    values.extend(row.text("person").map(|it| (ContactKind::Person, Some(it))));
    let phones = row.texts("phone").into_iter();
    values.extend(phones.map(|it| (ContactKind::Phone, Some(it))));
    let emails = row.texts("email").into_iter();
    values.extend(emails.map(|it| (ContactKind::Email, Some(it))));
    values.extend(address.map(|it| (ContactKind::Address, Some(it))));
    if values.is_empty() && note.is_some() {
        // A remark alone is on record too.
        values.push((ContactKind::Other, None));
    }
    let contact = |(kind, value)| DraftContact {
        client_id: client,
        kind,
        value,
        note: note.clone(),
        updated_on,
    };
    values.into_iter().map(contact).collect()
}

/// Texts put together; none where there is none.
fn joined(texts: impl Iterator<Item = String>, between: &str) -> Option<String> {
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(between))
}
