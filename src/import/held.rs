//! What an export says of some clients, held: it is read once, and each of them can be imported
//! from it as if nobody else had been asked for. What is held grows with those clients, not
//! with the export.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::handing::{Handing, Whole, finish};
use super::ids::{Ids, leave_out};
use super::lost::nobodys;
use super::mapping::Mapping;
use super::pass::{Lost, Part, Pass};
use super::spelling::{NotFound, not_found};
use super::wanted::Wanted;

/// What an export says of some clients.
pub struct HeldExport {
    /// The identifiers that it was read for.
    asked: BTreeSet<String>,
    whole: Whole,
    part: Part,
    /// What Client.csv says of those that were asked for, and that it does not have.
    missing: NotFound,
    /// What is said of the export, whoever is asked for.
    shared: Counts,
}

impl HeldExport {
    /// Reads an export for the clients of these identifiers.
    pub fn read(
        export: &dyn Export,
        asked: &BTreeSet<String>,
        ids: Option<&Mapping>,
        zone: Tz,
    ) -> Result<Self, ExportError> {
        let mut shared = Counts::default();
        let mut whole = Whole::read(export, zone, &mut shared)?;
        let personals = ids.map(|it| it.those_of(asked));
        let is_kept = |id: &str| match &personals {
            Some(personals) => personals.contains(id),
            None => asked.contains(id),
        };
        // Who was asked for by name is stopped by rows of their own alone.
        let mut pass = Pass::read(export, is_kept, true, &mut shared)?;
        whole.check_hashed(&shared)?;
        shared.nobodys(whole.projects.take_nobodys());
        shared.nobodys(nobodys(export, std::mem::take(&mut pass.doubts))?);
        shared.of_unknown = pass.of_unknown;
        let part = pass.finish(&whole.projects);
        let all = match &personals {
            Some(personals) => personals.iter().map(|it| (*it).to_owned()).collect(),
            None => asked.clone(),
        };
        let is_there =
            |it: &&String| part.clients.contains_key(*it) || part.lost.contains_key(*it);
        let missing = all.iter().filter(|it| !is_there(it)).cloned().collect();
        let missing = not_found(export, &missing)?;
        Ok(Self { asked: asked.clone(), whole, part, missing, shared })
    }

    /// True where it was read for all of these identifiers.
    pub fn is_of(&self, asked: &BTreeSet<String>) -> bool {
        asked.is_subset(&self.asked)
    }

    /// Hands on the extracts of the clients that are wanted, as [`super::import`] does: those of
    /// some that it was read for.
    pub fn import<E: From<ExportError>>(
        &self,
        wanted: &Wanted,
        take: impl FnMut(&[String], &[u8]) -> Result<(), E>,
    ) -> Result<Counts, E> {
        let mut counts = self.shared.clone();
        let asked = wanted.clients.as_ref().unwrap_or(&self.asked);
        let personals: BTreeSet<String> = match &wanted.ids {
            Some(ids) => {
                ids.asked(asked, wanted.skip_bad_rows)?.map(str::to_owned).collect()
            }
            None => asked.clone(),
        };
        for personal in &personals {
            self.part.own.get(personal).into_iter().for_each(|it| counts.add(it));
        }
        // What is another's here may be theirs, as if that one had not been asked for.
        let others = self.part.own.iter().filter(|it| !personals.contains(it.0));
        counts.of_unknown += others.map(|it| it.1.of_unknown).sum::<usize>();
        let of_these = |all: &BTreeSet<String>| all.intersection(&personals).count();
        counts.nearly_found = of_these(&self.missing.nearly);
        counts.deleted_clients = of_these(&self.missing.deleted);
        let beside = wanted.ids.iter().flat_map(|it| it.bad_rows());
        beside.for_each(|it| counts.bad(it.clone()));
        let lost = self.lost(&personals, wanted, &mut counts);
        let mut ids = Ids::of(wanted);
        leave_out(&lost, &mut ids, &mut counts)?;
        if counts.nobodys > 0 || (counts.left_out > 0 && !wanted.skip_bad_rows) {
            return Ok(counts);
        }
        let whole_ones = personals.iter().filter(|it| !lost.contains_key(*it));
        let Self { whole, part, .. } = self;
        let handing = Handing { whole, part };
        handing.hand_on(whole_ones, wanted, &mut ids, &mut counts, take)?;
        finish(&mut counts, whole.header.standard, wanted, &ids);
        Ok(counts)
    }

    /// What these clients lost. Rows of identifiers that cannot be read are skipped on request
    /// only; else they have stopped whom they may name.
    fn lost(
        &self,
        personals: &BTreeSet<String>,
        wanted: &Wanted,
        counts: &mut Counts,
    ) -> Lost {
        let rows = |it: &String| Some((it.clone(), self.part.lost.get(it)?.clone()));
        let mut lost: Lost = personals.iter().filter_map(rows).collect();
        if let Some(ids) = wanted.ids.as_ref().filter(|_| wanted.skip_bad_rows) {
            counts.nobodys(ids.nobodys(false));
            for personal in personals {
                let rows = ids.losses(personal);
                if !rows.is_empty() {
                    lost.entry(personal.clone()).or_default().extend(rows);
                }
            }
        }
        lost
    }
}
