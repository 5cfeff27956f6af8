//! Exports of the vendor's system to extracts (`data/policy/formats.md`, 4).
//!
//! A HUD HMIS CSV export is read as a stream, in as many passes as keep what is held at once
//! small: each pass keeps the clients of one part, hands their extracts on and drops them. So
//! memory grows with the part and the largest client, not with the export. The first pass looks
//! at every row before anything is handed on; that two rows tell of one thing shows in the pass
//! that keeps them, so who takes extracts keeps none before the end. What a HUD CSV cannot hold
//! (releases, documents, contacts) stays absent, and the pages say that it was not supplied.
//!
//! A row that cannot be read is skipped on request only, and the client whose row it is with it:
//! no extract lacks a row untold. What is noted of such rows grows with their number.

mod clarity;
mod export;
mod hud;
mod lines;
mod lost;
mod pass;
mod projects;
mod record;
mod table;

pub use clarity::{Clarity, ClarityError, LeftOut, clarity};
pub use export::{Export, ExportError, MAX_EXPANDED, NOT_HASHED};
pub use lost::LeftOutClient;
pub use record::{Merge, MergeError};
pub use table::BadRow;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono_tz::Tz;

use crate::model::ClientId;
use pass::Pass;
use table::{Row, Table};

/// Bytes of rows that one pass is to hold, about.
const PASS: u64 = 64 * 1024 * 1024;

/// Bad rows, and clients without an extract, that are told one by one; more are counted.
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
    /// Goes on where rows cannot be read, without the clients whose rows they are.
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
    /// Clients that get no extract, because a row of theirs cannot be read.
    pub left_out: usize,
    /// The first of them.
    pub told_left_out: Vec<LeftOutClient>,
    /// Rows that cannot be read and are of a client that nobody can tell.
    pub nobodys: usize,
    /// The first of them.
    pub told_nobodys: Vec<BadRow>,
    /// True where Export.csv says that names may be hashed, and none is.
    pub may_be_hashed: bool,
    /// The first row that is hashed.
    hashed: Option<BadRow>,
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
        if row.is_hashed() {
            self.hashed.get_or_insert_with(|| row.clone());
        }
        if self.told.len() < MAX_TOLD {
            self.told.push(row);
        }
    }

    fn left_out(&mut self, id: &str, rows: Vec<BadRow>) {
        self.left_out += 1;
        if self.told_left_out.len() < MAX_TOLD {
            self.told_left_out.push(LeftOutClient::new(id, rows));
        }
    }

    fn nobodys(&mut self, rows: Vec<BadRow>) {
        self.nobodys += rows.len();
        let room = MAX_TOLD - self.told_nobodys.len();
        self.told_nobodys.extend(rows.into_iter().take(room));
    }
}

/// Reads an export and hands each extract on: its client's identifier and its JSON. Where rows
/// are bad and not to be skipped, or are or may be of a client that was asked for by name, it
/// stops, and none is to be kept.
pub fn import<E: From<ExportError>>(
    export: &dyn Export,
    wanted: &Wanted,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Counts, E> {
    let mut counts = Counts::default();
    let header = hud::header(export, wanted.zone, &mut counts)?;
    counts.may_be_hashed = header.may_be_hashed;
    let mut projects = projects::projects(export, &mut counts)?;
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
        let is_kept = |id: &str| is_of(id, part);
        let mut pass = Pass::read(export, is_kept, asked.is_some(), told)?;
        let without = (
            std::mem::take(&mut told.without_client),
            std::mem::take(&mut told.without_enrollment),
        );
        counts.without_client += without.0;
        counts.without_enrollment += without.1;
        // Two rows for one thing are seen in the pass that keeps them.
        pass.clashes.drain(..).for_each(|it| counts.bad(it));
        if header.may_be_hashed
            && let Some(row) = counts.hashed.take()
        {
            return Err(ExportError::HashedRow(row).into());
        }
        if counts.bad > 0 && !wanted.skip_bad_rows {
            return Ok(counts);
        }
        if is_first {
            counts.nobodys(projects.take_nobodys());
            counts.nobodys(lost::nobodys(export, std::mem::take(&mut pass.doubts))?);
        }
        let (mut clients, lost) = pass.finish(&projects);
        // Where there is a mapping, a PersonalID is nobody's HMIS identifier.
        let id_of = |personal: &str| {
            let id = match &wanted.ids {
                None => Some(personal),
                Some(ids) => ids.get(personal).map(String::as_str),
            };
            id.filter(|it| ClientId::new(it).is_some()).map(str::to_owned)
        };
        // A file system may not tell small letters from capitals.
        let mut is_new = |id: &str| names.insert(id.to_lowercase());
        for (personal, rows) in lost {
            match id_of(&personal) {
                Some(id) if is_new(&id) => counts.left_out(&id, rows),
                Some(_) => return Err(ExportError::SameId.into()),
                None => counts.without_id += 1,
            }
        }
        if asked.is_some() && counts.left_out + counts.nobodys > 0 {
            return Ok(counts);
        }
        for (personal, (client, stays)) in &mut clients {
            let Some(id) = id_of(personal) else {
                counts.without_id += 1;
                continue;
            };
            if !is_new(&id) {
                return Err(ExportError::SameId.into());
            }
            found.insert(id.clone());
            counts.clients += 1;
            counts.enrollments += stays.len();
            counts.merged += usize::from(wanted.merge.of(&id).is_some());
            counts.without_project +=
                stays.iter().filter(|it| projects.get(&it.project).is_none()).count();
            let bytes = record::extract(&id, &header, client, stays, &projects, wanted);
            take(&id, &bytes)?;
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

/// Reads the rows of a file that the export does not mark as deleted; bad ones are noted, and
/// skipped.
fn rows<S>(
    export: &dyn Export,
    layout: &'static hud::Layout,
    counts: &mut Counts,
    state: &mut S,
    each: impl Fn(&mut S, &Row<'_>, &mut Counts) -> Result<(), BadRow>,
    skip: impl Fn(&mut S, &Row<'_>, BadRow),
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
        let read = row.check().and_then(|()| {
            if row.text("DateDeleted")?.is_some() {
                *counts.deleted.entry(layout.file).or_default() += 1;
                return Ok(());
            }
            each(state, &row, counts)
        });
        if let Err(bad) = read {
            counts.bad(bad.clone());
            skip(state, &row, bad);
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
        let pair = row.check().and_then(|()| {
            Ok((row.needed(layout.needed[0])?, row.needed(layout.needed[1])?))
        });
        let (key, value) = pair.map_err(ExportError::Row)?;
        if pairs.insert(key, value).is_some() {
            return Err(ExportError::Twice(layout.file));
        }
    }
    Ok(pairs)
}
