//! Exports of the vendor's system to extracts (`data/policy/formats.md`, 4).
//!
//! A HUD HMIS CSV export is read as a stream, in as many passes as keep what is held at once
//! small: each pass keeps the clients of one part, hands their extracts on and drops them. So
//! memory grows with the part and the largest client, not with the export. The first pass looks
//! at every row before anything is handed on; that two rows tell of one thing shows in the pass
//! that keeps them, so who takes extracts keeps none before the end. What a HUD CSV cannot hold
//! (releases, documents, contacts) stays absent, and the pages say that it was not supplied.

mod clarity;
mod export;
mod hud;
mod record;
mod table;

pub use clarity::{Clarity, ClarityError, LeftOut, clarity};
pub use export::{Export, ExportError, MAX_EXPANDED};
pub use record::{Merge, MergeError};
pub use table::BadRow;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono_tz::Tz;

use crate::model::ClientId;
use hud::{Client, Stay};
use table::{Row, Table};

/// Bytes of rows that one pass is to hold, about.
const PASS: u64 = 64 * 1024 * 1024;

/// Bad rows that are told one by one; more are counted.
const MAX_TOLD: usize = 15;

/// What is wanted of an export.
#[derive(Debug)]
pub struct Wanted {
    /// The identifiers that were asked for; none means all.
    pub clients: Option<BTreeSet<String>>,
    /// The HMIS identifier of each PersonalID; none where the PersonalID itself is it.
    pub ids: Option<HashMap<String, String>>,
    /// Sections from elsewhere, by HMIS identifier.
    pub merge: Merge,
    /// Goes on where rows cannot be read.
    pub skip_bad_rows: bool,
    /// The zone of the export's own clock.
    pub zone: Tz,
}

impl Wanted {
    /// The PersonalIDs of the clients that were asked for.
    fn personal_ids(&self) -> Option<HashSet<&str>> {
        let asked = self.clients.as_ref()?;
        Some(match &self.ids {
            None => asked.iter().map(String::as_str).collect(),
            Some(ids) => {
                let those = ids.iter().filter(|(_, id)| asked.contains(*id));
                those.map(|it| it.0.as_str()).collect()
            }
        })
    }
}

/// What the import found besides the extracts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Extracts that were made.
    pub clients: usize,
    /// Stays in them.
    pub enrollments: usize,
    /// Rows that the export marks as deleted, by file.
    pub deleted: BTreeMap<&'static str, usize>,
    /// Enrollments and exits whose PersonalID no row of Client.csv has.
    pub without_client: usize,
    /// Exits of enrollments that no row of Enrollment.csv has.
    pub without_enrollment: usize,
    /// Enrollments whose project no row of Project.csv has.
    pub without_project: usize,
    /// Clients that have no HMIS identifier.
    pub without_id: usize,
    /// Rows that cannot be read.
    pub bad: usize,
    /// The first of them.
    pub told: Vec<BadRow>,
    /// Optional columns that are missing, by file.
    pub missing: BTreeMap<&'static str, Vec<&'static str>>,
    /// Identifiers that were asked for and are not there: a count.
    pub not_found: usize,
    /// Clients that got sections from elsewhere.
    pub merged: usize,
    /// Clients of such sections that the export does not have, where all were asked for.
    pub not_merged: usize,
}

impl Counts {
    fn bad(&mut self, row: BadRow) {
        self.bad += 1;
        if self.told.len() < MAX_TOLD {
            self.told.push(row);
        }
    }
}

/// Reads an export and hands each extract on: its client's identifier and its JSON. Where rows
/// are bad and not to be skipped, it stops, and none is to be kept.
pub fn import<E: From<ExportError>>(
    export: &dyn Export,
    wanted: &Wanted,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Counts, E> {
    let mut counts = Counts::default();
    let header = hud::header(export, wanted.zone, &mut counts)?;
    let projects = hud::projects(export, &mut counts)?;
    let sizes = hud::BY_CLIENT.iter().map(|it| export.size(it));
    let bytes = sizes.fold(0, u64::saturating_add);
    let asked = wanted.personal_ids();
    // A few clients are one part, however large the export is.
    let n_parts = if asked.is_some() { 1 } else { bytes.div_ceil(PASS).max(1) };
    let is_of = |id: &str, part| match &asked {
        Some(asked) => asked.contains(id),
        None => part_of(id, n_parts) == part,
    };
    let (mut found, mut names) = (BTreeSet::new(), HashSet::new());
    for part in 0..n_parts {
        let is_first = part == 0;
        // What was counted in the first pass is not counted again.
        let mut again = Counts::default();
        let told = if is_first { &mut counts } else { &mut again };
        let mut clashes = Vec::new();
        let mut clients = read(export, |id| is_of(id, part), told, &mut clashes)?;
        let without = (
            std::mem::take(&mut told.without_client),
            std::mem::take(&mut told.without_enrollment),
        );
        counts.without_client += without.0;
        counts.without_enrollment += without.1;
        // Two rows for one thing are seen in the pass that keeps them.
        for (personal, bad) in clashes {
            counts.bad(bad);
            // Which of the two is right, nobody knows.
            clients.remove(&personal);
        }
        if counts.bad > 0 && !wanted.skip_bad_rows {
            return Ok(counts);
        }
        for (personal, (client, stays)) in &mut clients {
            // Where there is a mapping, a PersonalID is nobody's HMIS identifier.
            let id = match &wanted.ids {
                None => Some(personal),
                Some(ids) => ids.get(personal),
            };
            let Some(id) = id.filter(|it| ClientId::new(it).is_some()) else {
                counts.without_id += 1;
                continue;
            };
            // A file system may not tell small letters from capitals.
            if !names.insert(id.to_lowercase()) {
                return Err(ExportError::SameId.into());
            }
            found.insert(id.clone());
            counts.clients += 1;
            counts.enrollments += stays.len();
            counts.merged += usize::from(wanted.merge.of(id).is_some());
            counts.without_project +=
                stays.iter().filter(|it| !projects.contains_key(&it.project)).count();
            let bytes = record::extract(id, &header, client, stays, &projects, wanted);
            take(id, &bytes)?;
        }
    }
    // The columns of the other standard are not missing.
    if let Some(columns) = counts.missing.get_mut(hud::CLIENT.file) {
        columns.retain(|it| !hud::is_of_other(header.standard, it));
    }
    counts.missing.retain(|_, columns| !columns.is_empty());
    match &wanted.clients {
        Some(asked) => counts.not_found = asked.difference(&found).count(),
        None => counts.not_merged = wanted.merge.n_clients() - counts.merged,
    }
    Ok(counts)
}

/// In which part a client is.
fn part_of(personal: &str, n_parts: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    personal.hash(&mut hasher);
    hasher.finish() % n_parts
}

const SAME: &str = "another row has the same";

type Clients = BTreeMap<String, (Client, Vec<Stay>)>;

/// Reads what is about clients, and keeps those of a part. Where two rows tell of the same
/// thing, neither can be right for sure: the second is a clash.
fn read(
    export: &dyn Export,
    is_kept: impl Fn(&str) -> bool,
    counts: &mut Counts,
    clashes: &mut Vec<(String, BadRow)>,
) -> Result<Clients, ExportError> {
    let mut clients = Clients::new();
    rows(export, &hud::CLIENT, counts, |row, _| {
        let personal = row.needed("PersonalID")?;
        let client = Client::of(row)?;
        if !is_kept(&personal) {
            return Ok(());
        }
        match clients.entry(personal) {
            Entry::Vacant(place) => drop(place.insert((client, Vec::new()))),
            Entry::Occupied(place) => {
                clashes.push((place.key().clone(), row.bad("PersonalID", SAME)));
            }
        }
        Ok(())
    })?;
    rows(export, &hud::ENROLLMENT, counts, |row, counts| {
        let personal = row.needed("PersonalID")?;
        let stay = Stay::of(row)?;
        if is_kept(&personal) {
            match clients.get_mut(&personal) {
                Some((_, stays)) => stays.push(stay),
                None => counts.without_client += 1,
            }
        }
        Ok(())
    })?;
    rows(export, &hud::EXIT, counts, |row, counts| {
        let personal = row.needed("PersonalID")?;
        let (enrollment, exit) = hud::exit(row)?;
        if is_kept(&personal) {
            match clients.get_mut(&personal) {
                Some((_, stays)) => {
                    let stay = stays.iter_mut().find(|it| it.enrollment == enrollment);
                    match stay {
                        Some(stay) if stay.exit.is_none() => stay.exit = Some(exit),
                        Some(_) => {
                            clashes.push((personal, row.bad("EnrollmentID", SAME)));
                        }
                        None => counts.without_enrollment += 1,
                    }
                }
                None => counts.without_client += 1,
            }
        }
        Ok(())
    })?;
    Ok(clients)
}

/// Reads the rows of a file that the export does not mark as deleted; bad ones are noted.
fn rows(
    export: &dyn Export,
    layout: &'static hud::Layout,
    counts: &mut Counts,
    mut each: impl FnMut(&Row<'_>, &mut Counts) -> Result<(), BadRow>,
) -> Result<(), ExportError> {
    let Some(reader) = export.open(layout.file)? else {
        return if layout.is_needed {
            Err(ExportError::NoFile(layout.file))
        } else {
            Ok(())
        };
    };
    let mut table = Table::open(layout, reader)?;
    if !table.missing().is_empty() {
        counts.missing.insert(layout.file, table.missing().to_vec());
    }
    while let Some(row) = table.next()? {
        let read = row.and_then(|row| {
            if row.text("DateDeleted")?.is_some() {
                *counts.deleted.entry(layout.file).or_default() += 1;
                return Ok(());
            }
            each(&row, counts)
        });
        if let Err(bad) = read {
            counts.bad(bad);
        }
    }
    Ok(())
}

/// The pairs of a mapping file: `PersonalID`, then the HMIS identifier.
pub fn ids(bytes: &[u8]) -> Result<HashMap<String, String>, ExportError> {
    pairs(bytes, &hud::IDS)
}

/// The pairs of a mapping file: `ProjectID`, then the name of its agency.
pub fn agencies(bytes: &[u8]) -> Result<HashMap<String, String>, ExportError> {
    pairs(bytes, &hud::AGENCIES)
}

/// The two columns of a mapping file.
fn pairs(
    bytes: &[u8],
    layout: &'static hud::Layout,
) -> Result<HashMap<String, String>, ExportError> {
    let mut table = Table::open(layout, Box::new(bytes))?;
    let mut pairs = HashMap::new();
    while let Some(row) = table.next()? {
        let pair = row.and_then(|row| {
            Ok((row.needed(layout.needed[0])?, row.needed(layout.needed[1])?))
        });
        let (key, value) = pair.map_err(ExportError::Row)?;
        if pairs.insert(key, value).is_some() {
            return Err(ExportError::Twice(layout.file));
        }
    }
    Ok(pairs)
}
