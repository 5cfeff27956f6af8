//! A file of two columns that a flag names: what the export itself does not say.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::bad_row::{TableFile, Wrong};
use super::error::ExportError;
use super::table::{Layout, Table};

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

/// The pairs of such a file.
#[derive(Default)]
pub struct Mapping(HashMap<String, Mapped>);

struct Mapped {
    value: String,
    row: u64,
}

impl Mapping {
    /// Reads PersonalIDs, each with its HMIS identifier.
    pub fn ids(bytes: &[u8]) -> Result<Self, ExportError> {
        Self::parse(bytes, &IDS)
    }

    /// Reads ProjectIDs, each with the name of its agency.
    pub fn agencies(bytes: &[u8]) -> Result<Self, ExportError> {
        Self::parse(bytes, &AGENCIES)
    }

    fn parse(bytes: &[u8], layout: &'static Layout) -> Result<Self, ExportError> {
        let mut table = Table::open(layout, Box::new(bytes))?;
        let (from, to) = (layout.needed[0], layout.needed[1]);
        let mut pairs = HashMap::new();
        while let Some(row) = table.next()? {
            let pair =
                row.check().and_then(|()| Ok((row.needed(from)?, row.needed(to)?)));
            let (key, value) = pair.map_err(ExportError::Row)?;
            match pairs.entry(key) {
                Entry::Vacant(it) => drop(it.insert(Mapped { value, row: row.line() })),
                // The same pair again says nothing new.
                Entry::Occupied(it) if it.get().value == value => {}
                Entry::Occupied(_) => {
                    return Err(ExportError::Row(row.bad(Wrong::Twice(from))));
                }
            }
        }
        Ok(Self(pairs))
    }

    /// What a key is mapped to.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|it| it.value.as_str())
    }

    /// The row of a key in the file of `--ids`.
    pub(super) fn same_id(&self, key: &str) -> ExportError {
        ExportError::SameId(IDS.file, self.0.get(key).map(|it| it.row))
    }

    /// The keys and what they are mapped to.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, it)| (key.as_str(), it.value.as_str()))
    }
}
