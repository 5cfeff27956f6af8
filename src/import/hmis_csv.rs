//! An import of a HUD HMIS CSV export, from its files to the extract of each client.

use super::bad_row::TableFile;
use super::client::CLIENT;
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::handing::{Handing, Whole, finish};
use super::held::HeldExport;
use super::ids::{Ids, leave_out, lose};
use super::lost::nobodys;
use super::pass::Pass;
use super::spelling::{level, mark};
use super::stay::{ENROLLMENT, EXIT};
use super::wanted::Wanted;

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
    // Where everybody is wanted, each row of identifiers is somebody's.
    if let Some(ids) = &wanted.ids {
        ids.bad_rows().for_each(|it| counts.bad(it.clone()));
        counts.nobodys(ids.nobodys(true));
    }
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
        let mut part = pass.finish(&whole.projects);
        lose(&mut part, wanted.ids.as_deref());
        leave_out(&part.lost, &mut ids, &mut counts)?;
        let personals = part.clients.keys();
        let handing = Handing { whole: &whole, part: &part };
        n_beside +=
            handing.hand_on(personals, wanted, &mut ids, &mut counts, &mut take)?;
    }
    counts.not_merged = wanted.merge.n_clients() - n_beside;
    finish(&mut counts, whole.header.standard, wanted, &ids);
    Ok(counts)
}

/// In how many parts the clients of an export are read: those of one are held at once.
fn n_parts(export: &dyn Export) -> u64 {
    let sizes = BY_CLIENT.iter().map(|it| export.size(it.name()));
    sizes.fold(0, u64::saturating_add).div_ceil(PASS).max(1)
}

/// In which part a client is: where whoever may be meant by the same identifier is.
fn part_of(personal: &str, n_parts: u64) -> u64 {
    match n_parts {
        1 => 0,
        n => mark(&level(personal)) % n,
    }
}
