//! From what was read of an export to the extracts of clients, which are handed on one by one.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::client::{self, CLIENT};
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::header::{Header, header};
use super::ids::Ids;
use super::pass::Part;
use super::projects::{Projects, projects};
use super::record::record;
use super::stay::{ENROLLMENT, HOUSEHOLD, Stay};
use super::wanted::Wanted;
use crate::model::Standard;

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
        counts.exported_at.clone_from(&header.exported_at);
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
            let stays: Vec<&Stay> = stays.all().iter().collect();
            counts.client(&own);
            counts.enrollments += stays.len();
            projects.count(stays.iter().map(|it| it.project.as_str()), counts);
            counts.not_shown(client, header.standard);
            too_large.extend(self.part.households.too_large(stays.iter().copied()));
            let others = self.part.households.names_of(personal, stays.iter().copied());
            counts.household(others.is_some());
            if wanted.merge.has_rows_of_others(&own) {
                return Err(ExportError::RowsOfOthers.into());
            }
            let beside = wanted.merge.of_all(&own);
            n_beside += beside.n;
            let mut draft = record(&own, header, client, stays, projects);
            draft.household_names = others;
            if let Some(sections) = &beside.parts {
                counts.merged += 1;
                draft.merge(sections).expect("an export has none of these sections");
            }
            if let Some(private) = beside.private {
                draft.set_private(private);
            }
            counts.add_sections(&draft.rows());
            take(&own, &draft.to_json())?;
            ids.found.extend(own);
        }
        counts.households.too_large += too_large.len();
        Ok(n_beside)
    }
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
