//! Identifiers that two files of one export write differently: a spreadsheet drops zeros at the
//! beginning, adds `.0` and thousands marks, what is to keep it from that is left in the cell, and
//! people change capitals. Whose such a row is, nobody can tell.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::client::CLIENT;
use super::error::ExportError;
use super::export::Export;
use super::table::Table;

/// An identifier without what spreadsheets and people change.
pub(super) fn level(id: &str) -> String {
    let bare: String = id.chars().filter(|it| !is_mark(*it)).collect();
    let whole = match bare.split_once('.') {
        Some((number, rest)) if is_number(number) && rest.bytes().all(|b| b == b'0') => {
            number
        }
        _ => &bare,
    };
    let short = whole.trim_start_matches('0');
    if is_number(whole) && !short.is_empty() {
        short.to_owned()
    } else {
        whole.to_lowercase()
    }
}

/// True for what is written around a number or a text, `'0101` and `="0101"`, for what parts
/// thousands, and for what nobody sees.
fn is_mark(it: char) -> bool {
    matches!(it, '\'' | '"' | '=' | ',' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
        || it.is_whitespace()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// An identifier as a number: those of a whole export are compared in little memory.
pub(super) fn mark(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Identifiers by what is left of them.
#[derive(Default)]
pub(super) struct Levels(HashMap<String, Vec<String>>);

impl Levels {
    /// Takes up identifiers.
    pub(super) fn of<'a>(ids: impl IntoIterator<Item = &'a String>) -> Self {
        let mut levels = Self::default();
        for id in ids {
            levels.0.entry(level(id)).or_default().push(id.clone());
        }
        levels
    }

    /// Those that may be meant by one that is none of them.
    pub(super) fn meant_by(&self, id: &str) -> &[String] {
        self.0.get(&level(id)).map_or(&[], Vec::as_slice)
    }
}

/// What Client.csv says of PersonalIDs that no row of it is kept of.
#[derive(Default)]
pub(super) struct NotFound {
    /// Those that it writes differently.
    pub nearly: BTreeSet<String>,
    /// Those that it marks as deleted.
    pub deleted: BTreeSet<String>,
}

/// Searches for PersonalIDs that no row of Client.csv is kept of.
pub(super) fn not_found(
    export: &dyn Export,
    missing: &BTreeSet<String>,
) -> Result<NotFound, ExportError> {
    let levels = Levels::of(missing);
    let mut found = NotFound::default();
    let reader = match export.open(CLIENT.file.name())? {
        Some(reader) if !missing.is_empty() => reader,
        _ => return Ok(found),
    };
    let mut table = Table::open(&CLIENT, reader)?;
    while let Some(row) = table.next()? {
        let personal = row.cell("PersonalID").filter(|_| row.check().is_ok());
        let Some(personal) = personal else { continue };
        if missing.contains(personal) {
            let is_deleted = row.is_deleted().unwrap_or(false);
            found.deleted.extend(is_deleted.then(|| personal.to_owned()));
        } else {
            found.nearly.extend(levels.meant_by(personal).iter().cloned());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn only_zeros_fractions_marks_and_capitals_are_levelled() {
        for (one, other) in [
            ("0101", "101"),
            ("101.0", "101"),
            ("P1", "p1"),
            ("00", "00.0"),
            ("'0101", "101"),
            ("=\"0101\"", "101"),
            ("1,001", "1001"),
            ("\u{200b}P1", "P1"),
            ("P 1", "P1"),
        ] {
            assert_eq!(level(one), level(other), "{one} {other}");
        }
        for (one, other) in [
            ("101", "1010"),
            ("P01", "P1"),
            ("P-1", "P1"),
            ("101.5", "101"),
            ("A.0", "A"),
            ("0", ""),
        ] {
            assert_ne!(level(one), level(other), "{one} {other}");
        }
    }
}
