//! An import of a HUD HMIS CSV export, from its files to the extract of each client.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono_tz::Tz;

use super::bad_row::TableFile;
use super::client::{self, CLIENT};
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::header::{Header, header};
use super::held::HeldExport;
use super::household::Households;
use super::ids::{Ids, leave_out};
use super::lost::nobodys;
use super::pass::{Part, Pass};
use super::projects::{Projects, projects};
use super::record::record;
use super::stay::{ENROLLMENT, EXIT, HOUSEHOLD, Stay};
use super::wanted::Wanted;
use crate::model::Standard;

/// Bytes of rows that one pass is to hold, about.
const PASS: u64 = 64 * 1024 * 1024;

/// The files that grow with the number of clients.
const BY_CLIENT: [TableFile; 3] = [CLIENT.file, ENROLLMENT.file, EXIT.file];

/// Reads an export and hands each extract on: its client's identifiers, of which the first names it, and its JSON. Where rows
/// are bad and not to be skipped, or are or may be of a client that was asked for by name, it
/// stops, and none is to be kept.
pub fn import<E: From<ExportError>>(
    export: &dyn Export,
    wanted: &Wanted,
    take: impl FnMut(&[String], &[u8]) -> Result<(), E>,
) -> Result<Counts, E> {
    match &wanted.clients {
        // However large the export is, those who were asked for are held at once.
        Some(asked) => {
            let held =
                HeldExport::read(export, asked, wanted.ids.as_deref(), wanted.zone)?;
            held.import(wanted, take)
        }
        None => all(export, wanted, take),
    }
}

/// Imports every client, in as many passes as keep what is held small.
fn all<E: From<ExportError>>(
    export: &dyn Export,
    wanted: &Wanted,
    mut take: impl FnMut(&[String], &[u8]) -> Result<(), E>,
) -> Result<Counts, E> {
    let mut counts = Counts::default();
    let mut whole = Whole::read(export, wanted.zone, &mut counts)?;
    let n_parts = n_parts(export);
    let mut ids = Ids::of(wanted);
    let mut n_beside = 0;
    for part in 0..n_parts {
        // What was counted in the first pass is not counted again.
        let mut again = Counts::default();
        let told = if part == 0 { &mut counts } else { &mut again };
        let is_kept = |id: &str| part_of(id, n_parts) == part;
        let mut pass = Pass::read(export, is_kept, false, told)?;
        pass.add_to(&mut counts);
        whole.check_hashed(&counts)?;
        if counts.bad > 0 && !wanted.skip_bad_rows {
            return Ok(counts);
        }
        if part == 0 {
            counts.nobodys(whole.projects.take_nobodys());
            counts.nobodys(nobodys(export, std::mem::take(&mut pass.doubts))?);
        }
        let part = pass.finish(&whole.projects);
        leave_out(&part.lost, &mut ids, &mut counts)?;
        let households = Households::read(export, &part.clients)?;
        let personals = part.clients.keys();
        let handing = Handing { whole: &whole, part: &part, households: &households };
        n_beside +=
            handing.hand_on(personals, wanted, &mut ids, &mut counts, &mut take)?;
    }
    counts.not_merged = wanted.merge.n_clients() - n_beside;
    finish(&mut counts, whole.header.standard, wanted, &ids);
    Ok(counts)
}

/// What an export says of no client.
pub(super) struct Whole {
    pub header: Header,
    pub projects: Projects,
}

impl Whole {
    /// Reads it.
    pub(super) fn read(
        export: &dyn Export,
        zone: Tz,
        counts: &mut Counts,
    ) -> Result<Self, ExportError> {
        let header = header(export, zone, counts)?;
        counts.may_be_hashed = header.may_be_hashed;
        Ok(Self { header, projects: projects(export, counts)? })
    }

    /// Fails where the export says that it may be hashed, and a row is.
    pub(super) fn check_hashed(&self, counts: &Counts) -> Result<(), ExportError> {
        let hashed = counts.hashed.clone().filter(|_| self.header.may_be_hashed);
        hashed.map_or(Ok(()), |it| Err(ExportError::HashedRow(it)))
    }
}

/// What extracts are made from.
pub(super) struct Handing<'a> {
    pub whole: &'a Whole,
    pub part: &'a Part,
    pub households: &'a Households,
}

impl Handing<'_> {
    /// Hands on the extracts of clients; for how many identifiers there was something from
    /// elsewhere.
    pub(super) fn hand_on<'p, E: From<ExportError>>(
        &self,
        personals: impl Iterator<Item = &'p String>,
        wanted: &Wanted,
        ids: &mut Ids<'_>,
        counts: &mut Counts,
        mut take: impl FnMut(&[String], &[u8]) -> Result<(), E>,
    ) -> Result<usize, E> {
        let Whole { header, projects } = self.whole;
        let mut n_beside = 0;
        let mut too_large = BTreeSet::new();
        for personal in personals {
            let Some((client, stays)) = self.part.clients.get(personal) else { continue };
            let Some(own) = ids.take(personal, counts)? else { continue };
            let mut stays: Vec<&Stay> = stays.values().collect();
            counts.client(&own);
            counts.enrollments += stays.len();
            counts.without_project +=
                stays.iter().filter(|it| projects.get(&it.project).is_none()).count();
            too_large.extend(self.households.too_large(stays.iter().copied()));
            let others = self.households.names_of(personal, stays.iter().copied());
            counts.household(others.is_some());
            let beside = wanted.merge.of_all(&own);
            n_beside += beside.n;
            let mut draft = record(&own, header, client, &mut stays, projects);
            draft.household_names = others;
            if let Some(sections) = &beside.parts {
                counts.merged += 1;
                draft.merge(sections).expect("an export has none of these sections");
            }
            if let Some(private) = beside.private {
                draft.set_private(private);
            }
            take(&own, &draft.to_json())?;
            ids.found.extend(own);
        }
        counts.households.too_large += too_large.len();
        Ok(n_beside)
    }
}

/// In how many parts the clients of an export are read: those of one are held at once.
fn n_parts(export: &dyn Export) -> u64 {
    let sizes = BY_CLIENT.iter().map(|it| export.size(it.name()));
    sizes.fold(0, u64::saturating_add).div_ceil(PASS).max(1)
}

/// In which part a client is.
fn part_of(personal: &str, n_parts: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    personal.hash(&mut hasher);
    hasher.finish() % n_parts
}

/// What is known only after the last client.
pub(super) fn finish(
    counts: &mut Counts,
    standard: Standard,
    wanted: &Wanted,
    ids: &Ids<'_>,
) {
    // The columns of the other standard are not missing.
    if let Some(columns) = counts.missing.get_mut(CLIENT.file.name()) {
        let both = client::SPELLINGS.iter().all(|it| columns.contains(it));
        columns.retain(|it| {
            !client::is_of_other(standard, it)
                && (both || !client::SPELLINGS.contains(it))
        });
    }
    // That no household is known is told of each client.
    if let Some(columns) = counts.missing.get_mut(ENROLLMENT.file.name()) {
        columns.retain(|it| *it != HOUSEHOLD);
    }
    counts.missing.retain(|_, columns| !columns.is_empty());
    if let Some(asked) = &wanted.clients {
        counts.not_found = asked.difference(&ids.found).count();
        counts.not_merged = 0;
    }
}
