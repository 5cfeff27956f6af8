//! A file of two columns that a flag names: what the export itself does not say.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::bad_row::{BadRow, TableFile, Wrong};
use super::error::ExportError;
use super::layout::Layout;
use super::rounded::Rounded;
use super::table::{Row, Table};

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
    /// The rows of identifiers that cannot be read.
    bad: Vec<BadPair>,
    /// Where each thing that stands in one of them does.
    bad_by_piece: HashMap<String, Vec<usize>>,
    /// Those that may name somebody without saying so in full.
    vague: Vec<usize>,
}

/// A row of identifiers that cannot be read.
struct BadPair {
    row: BadRow,
    /// What stands in it.
    pieces: Vec<String>,
    /// True where it does not say whose identifier it gives.
    is_nobodys: bool,
    /// True where it is half a row, or several.
    is_part: bool,
    /// True where the file may have been cut off within the last piece.
    is_cut: bool,
    /// The PersonalIDs that may have stood in it, where it was rounded.
    rounded: Option<Rounded>,
}

impl BadPair {
    fn of(row: &Row<'_>, bad: BadRow) -> Self {
        let [personal, id] = [IDS.needed[0], IDS.needed[1]];
        Self {
            row: bad,
            pieces: row.pieces().map(str::to_owned).collect(),
            is_nobodys: row.cell(personal).is_none(),
            is_part: row.check().is_err(),
            rounded: row.cell(personal).and_then(Rounded::of),
            is_cut: row.is_cut_in(personal) || row.is_cut_in(id),
        }
    }

    /// True where it gives, or may give, an identifier of this client.
    fn may_name(&self, id: &str) -> bool {
        let is_it = |it: &String| level(it) == level(id);
        self.pieces.iter().any(is_it) || self.may_mean(id)
    }

    /// True where what is left in it may have been this identifier.
    fn may_mean(&self, id: &str) -> bool {
        let begins = |it: &String| self.is_cut && level(id).starts_with(&level(it));
        self.pieces.last().is_some_and(begins)
            || self.rounded.as_ref().is_some_and(|it| it.may_be(id))
    }
}

impl Mapping {
    /// Reads PersonalIDs, each with its HMIS identifiers: a client may have several. Rows that
    /// cannot be read are kept apart: whom they concern is known when somebody is asked for.
    pub fn ids(bytes: &[u8]) -> Result<Self, ExportError> {
        let mut mapping = Self::default();
        each(bytes, &IDS, |row, pair| {
            let (personal, id) = match pair {
                Ok(pair) => pair,
                Err(bad) => {
                    mapping.bad.push(BadPair::of(row, bad));
                    return Ok(());
                }
            };
            mapping.tell(&personal, &id, row.line());
            let ids = mapping.values.entry(personal).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
            Ok(())
        })?;
        mapping.sort_bad();
        Ok(mapping)
    }

    /// Notes what stands in rows that cannot be read.
    fn sort_bad(&mut self) {
        for (i, bad) in self.bad.iter().enumerate() {
            for piece in &bad.pieces {
                self.bad_by_piece.entry(level(piece)).or_default().push(i);
            }
            if bad.is_cut || bad.rounded.is_some() {
                self.vague.push(i);
            }
        }
    }

    /// Reads ProjectIDs, each with the name of its agency.
    pub fn agencies(bytes: &[u8]) -> Result<Self, ExportError> {
        let mut mapping = Self::default();
        each(bytes, &AGENCIES, |row, pair| {
            let (project, agency) = pair.map_err(ExportError::Row)?;
            let twice = || ExportError::Row(row.bad(Wrong::Twice(AGENCIES.needed[0])));
            match mapping.values.entry(project) {
                Entry::Vacant(it) => drop(it.insert(vec![agency])),
                // The same pair again says nothing new.
                Entry::Occupied(it) if it.get().contains(&agency) => {}
                Entry::Occupied(_) => return Err(twice()),
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

    /// True where no row maps anything.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
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
    /// meant, nothing tells. So is a row that cannot be read and may name one of them, unless
    /// those are to be left out: then [`Mapping::losses`] tells who is.
    pub(super) fn asked<'a>(
        &'a self,
        asked: &BTreeSet<String>,
        skip_bad_rows: bool,
    ) -> Result<impl Iterator<Item = &'a str>, ExportError> {
        let rows = asked.iter().filter_map(|it| self.shared.get(&level(it))).min();
        if let Some([first, second]) = rows {
            return Err(ExportError::IdOfTwo(IDS.file, [*first, *second]));
        }
        let personals = self.those_of(asked);
        let is_theirs = |it: &&BadPair| {
            let mut names =
                asked.iter().map(String::as_str).chain(personals.iter().copied());
            it.is_nobodys || names.any(|name| it.may_name(name))
        };
        match self.bad.iter().find(is_theirs).filter(|_| !skip_bad_rows) {
            Some(bad) => Err(ExportError::Row(bad.row.clone())),
            None => Ok(personals.into_iter()),
        }
    }

    /// The rows that cannot be read and give, or may give, an identifier of a client.
    pub(super) fn losses(&self, personal: &str) -> Vec<BadRow> {
        let names = || {
            [personal].into_iter().chain(self.all(personal).iter().map(String::as_str))
        };
        let named = names().filter_map(|it| self.bad_by_piece.get(&level(it))).flatten();
        let may_be = |i: &&usize| names().any(|it| self.bad[**i].may_mean(it));
        let rows: BTreeSet<_> = named.chain(self.vague.iter().filter(may_be)).collect();
        rows.into_iter().map(|i| self.bad[*i].row.clone()).collect()
    }

    /// The rows that do not say whose identifier they give. Where everybody is wanted, also what
    /// is left of a row and names nobody whom another row names, and a PersonalID that was
    /// rounded.
    pub(super) fn nobodys(&self, are_all_wanted: bool) -> Vec<BadRow> {
        let is_named = |it: &String| {
            self.values.contains_key(it) || self.keys.contains_key(&level(it))
        };
        let is_unclear = |it: &&BadPair| {
            it.rounded.is_some() || (it.is_part && !it.pieces.iter().any(is_named))
        };
        let is_nobodys =
            |it: &&BadPair| it.is_nobodys || (are_all_wanted && is_unclear(it));
        self.bad.iter().filter(is_nobodys).map(|it| it.row.clone()).collect()
    }

    /// The rows that cannot be read.
    pub(super) fn bad_rows(&self) -> impl Iterator<Item = &BadRow> {
        self.bad.iter().map(|it| &it.row)
    }
}

/// An identifier as it is compared with those of others: a file system may not tell small letters
/// from capitals.
fn level(id: &str) -> String {
    id.to_lowercase()
}

/// Reads the rows of a file, each with its pair, or with what is wrong with it.
fn each(
    bytes: &[u8],
    layout: &'static Layout,
    mut take: impl FnMut(
        &Row<'_>,
        Result<(String, String), BadRow>,
    ) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut table = Table::open(layout, Box::new(bytes))?;
    let (from, to) = (layout.needed[0], layout.needed[1]);
    while let Some(row) = table.next()? {
        let pair = row.check().and_then(|()| Ok((row.needed(from)?, row.needed(to)?)));
        take(&row, pair)?;
    }
    Ok(())
}
