//! An import of a HUD HMIS CSV export, from its files to the extract of each client.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::bad_row::TableFile;
use super::client::{self, CLIENT};
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::header::header;
use super::household::Households;
use super::ids::{Ids, leave_out};
use super::lost::nobodys;
use super::pass::Pass;
use super::projects::projects;
use super::record::record;
use super::stay::{ENROLLMENT, EXIT, HOUSEHOLD};
use super::wanted::Wanted;
use crate::model::Standard;

/// Bytes of rows that one pass is to hold, about.
const PASS: u64 = 64 * 1024 * 1024;

/// The files that grow with the number of clients.
const BY_CLIENT: [TableFile; 3] = [CLIENT.file, ENROLLMENT.file, EXIT.file];

/// Reads an export and hands each extract on: its client's first identifier and its JSON. Where rows
/// are bad and not to be skipped, or are or may be of a client that was asked for by name, it
/// stops, and none is to be kept.
pub fn import<E: From<ExportError>>(
    export: &dyn Export,
    wanted: &Wanted,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Counts, E> {
    let mut counts = Counts::default();
    let header = header(export, wanted.zone, &mut counts)?;
    counts.may_be_hashed = header.may_be_hashed;
    let mut projects = projects(export, &mut counts)?;
    let parts = Parts::of(export, wanted)?;
    let mut ids = Ids::of(wanted);
    let mut n_beside = 0;
    for part in 0..parts.n {
        let mut pass = parts.read(export, part, &mut counts)?;
        if let Some(row) = counts.hashed.clone().filter(|_| header.may_be_hashed) {
            return Err(ExportError::HashedRow(row).into());
        }
        // Who was asked for by name is stopped by rows of their own alone.
        if counts.bad > 0 && !wanted.skip_bad_rows && parts.asked.is_none() {
            return Ok(counts);
        }
        if part == 0 {
            counts.nobodys(projects.take_nobodys());
            counts.nobodys(nobodys(export, std::mem::take(&mut pass.doubts))?);
        }
        let (clients, lost) = pass.finish(&projects);
        leave_out(lost, &mut ids, &mut counts)?;
        if parts.asked.is_some() && counts.left_out + counts.nobodys > 0 {
            return Ok(counts);
        }
        let households = Households::read(export, &clients)?;
        counts.households.too_large += households.too_large;
        for (personal, (client, stays)) in clients {
            let mut stays: Vec<_> = stays.into_values().collect();
            let Some(own) = ids.take(&personal, &mut counts)? else { continue };
            counts.client(&own);
            counts.enrollments += stays.len();
            counts.without_project +=
                stays.iter().filter(|it| projects.get(&it.project).is_none()).count();
            let others = households.names_of(&personal, &stays);
            counts.household(others.is_some());
            let beside = wanted.merge.of_all(&own);
            n_beside += beside.n;
            let mut draft = record(&own, &header, &client, &mut stays, &projects);
            draft.household_names = others;
            if let Some(sections) = &beside.parts {
                counts.merged += 1;
                draft.merge(sections).expect("an export has none of these sections");
            }
            if let Some(private) = beside.private {
                draft.set_private(private);
            }
            take(&own[0], &draft.to_json())?;
            ids.found.extend(own);
        }
    }
    counts.not_merged = wanted.merge.n_clients() - n_beside;
    finish(&mut counts, header.standard, wanted, &ids);
    Ok(counts)
}

/// The parts of an export: the clients of one are held at once.
struct Parts<'a> {
    n: u64,
    /// The PersonalIDs that were asked for. However large the export is, they are one part.
    asked: Option<HashSet<&'a str>>,
}

impl<'a> Parts<'a> {
    fn of(export: &dyn Export, wanted: &'a Wanted) -> Result<Self, ExportError> {
        let asked = match (&wanted.clients, &wanted.ids) {
            (None, _) => None,
            (Some(asked), None) => Some(asked.iter().map(String::as_str).collect()),
            (Some(asked), Some(ids)) => Some(ids.asked(asked)?.collect::<HashSet<_>>()),
        };
        let sizes = BY_CLIENT.iter().map(|it| export.size(it.name()));
        let bytes = sizes.fold(0, u64::saturating_add);
        let n = if asked.is_some() { 1 } else { bytes.div_ceil(PASS).max(1) };
        Ok(Self { n, asked })
    }

    /// Reads one part. What was counted in the first pass is not counted again, but for what
    /// only the pass sees that keeps it.
    fn read<'s>(
        &'s self,
        export: &dyn Export,
        part: u64,
        counts: &mut Counts,
    ) -> Result<Pass<impl Fn(&str) -> bool + use<'s, 'a>>, ExportError> {
        let is_kept = move |id: &str| match &self.asked {
            Some(asked) => asked.contains(id),
            None => part_of(id, self.n) == part,
        };
        let mut again = Counts::default();
        let told = if part == 0 { &mut *counts } else { &mut again };
        let mut pass = Pass::read(export, is_kept, self.asked.is_some(), told)?;
        counts.again(&again);
        counts.unknown_days.append(again.unknown_days);
        pass.clashes.drain(..).for_each(|it| counts.clash(it));
        Ok(pass)
    }
}

/// In which part a client is.
fn part_of(personal: &str, n_parts: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    personal.hash(&mut hasher);
    hasher.finish() % n_parts
}

/// What is known only after the last client.
fn finish(counts: &mut Counts, standard: Standard, wanted: &Wanted, ids: &Ids<'_>) {
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
