//! A file of two columns that a flag names: what the export itself does not say.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::bad_row::{TableFile, Wrong};
use super::error::ExportError;
use super::layout::Layout;
use super::table::Table;

/// The mapping from PersonalID to the HMIS identifier.
const IDS: Layout = Layout {
    file: TableFile::Flag("--ids"),
    is_needed: true,
    needed: &["PersonalID", "UniqueIdentifier"],
    optional: &[],
};

/// The agency of a project, where lists name none.
const AGENCIES: Layout = Layout {
    file: TableFile::Flag("--agencies"),
    is_needed: true,
    needed: &["ProjectID", "OrganizationName"],
    optional: &[],
};

/// What each key of such a file is mapped to.
#[derive(Default)]
pub struct Mapping {
    /// The values of a key, in the order of the file.
    values: HashMap<String, Vec<String>>,
    /// The first key of a value, and its row. Only identifiers have this.
    keys: HashMap<String, (String, u64)>,
    /// The rows of the first two keys of a value that has several.
    shared: HashMap<String, [u64; 2]>,
}

impl Mapping {
    /// Reads PersonalIDs, each with its HMIS identifiers: a client may have several.
    pub fn ids(bytes: &[u8]) -> Result<Self, ExportError> {
        let mut mapping = Self::default();
        each(bytes, &IDS, |personal, id, row, _| {
            mapping.tell(&personal, &id, row);
            let ids = mapping.values.entry(personal).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
            Ok(())
        })?;
        Ok(mapping)
    }

    /// Reads ProjectIDs, each with the name of its agency.
    pub fn agencies(bytes: &[u8]) -> Result<Self, ExportError> {
        let mut mapping = Self::default();
        each(bytes, &AGENCIES, |project, agency, _, twice| {
            match mapping.values.entry(project) {
                Entry::Vacant(it) => drop(it.insert(vec![agency])),
                // The same pair again says nothing new.
                Entry::Occupied(it) if it.get().contains(&agency) => {}
                Entry::Occupied(_) => return Err(twice),
            }
            Ok(())
        })?;
        Ok(mapping)
    }

    /// Notes whose an identifier is.
    fn tell(&mut self, personal: &str, id: &str, row: u64) {
        match self.keys.entry(level(id)) {
            Entry::Vacant(it) => drop(it.insert((personal.to_owned(), row))),
            Entry::Occupied(it) if it.get().0 == personal => {}
            Entry::Occupied(it) => {
                let rows = [it.get().1, row];
                self.shared.entry(it.key().clone()).or_insert(rows);
            }
        }
    }

    /// What a key is mapped to first.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.all(key).first().map(String::as_str)
    }

    /// All that a key is mapped to.
    pub(super) fn all(&self, key: &str) -> &[String] {
        self.values.get(key).map_or(&[], Vec::as_slice)
    }

    /// True for an identifier that leads to two PersonalIDs.
    pub(super) fn is_shared(&self, id: &str) -> bool {
        self.shared.contains_key(&level(id))
    }

    /// The PersonalIDs of identifiers, also of one that leads to two.
    pub(super) fn those_of<'a>(&'a self, asked: &BTreeSet<String>) -> HashSet<&'a str> {
        let is_asked = |ids: &Vec<String>| ids.iter().any(|it| asked.contains(it));
        let those = self.values.iter().filter(|it| is_asked(it.1));
        those.map(|it| it.0.as_str()).collect()
    }

    /// The PersonalIDs of identifiers. One of them that leads to two is refused: whose record is
    /// meant, nothing tells.
    pub(super) fn asked<'a>(
        &'a self,
        asked: &BTreeSet<String>,
    ) -> Result<impl Iterator<Item = &'a str>, ExportError> {
        let rows = asked.iter().filter_map(|it| self.shared.get(&level(it))).min();
        if let Some([first, second]) = rows {
            return Err(ExportError::IdOfTwo(IDS.file, [*first, *second]));
        }
        Ok(self.those_of(asked).into_iter())
    }
}

/// An identifier as it is compared with those of others: a file system may not tell small letters
/// from capitals.
fn level(id: &str) -> String {
    id.to_lowercase()
}

/// Reads the pairs of a file, each with its row, and with the error for a key that stood before.
fn each(
    bytes: &[u8],
    layout: &'static Layout,
    mut take: impl FnMut(String, String, u64, ExportError) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut table = Table::open(layout, Box::new(bytes))?;
    let (from, to) = (layout.needed[0], layout.needed[1]);
    while let Some(row) = table.next()? {
        let pair = row.check().and_then(|()| Ok((row.needed(from)?, row.needed(to)?)));
        let (key, value) = pair.map_err(ExportError::Row)?;
        let twice = ExportError::Row(row.bad(Wrong::Twice(from)));
        take(key, value, row.line(), twice)?;
    }
    Ok(())
}
