//! All rows of a file, one after another.

use super::bad_row::BadRow;
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::layout::Layout;
use super::table::{Row, Table};

/// Reads the rows of a file. Those that the export marks as deleted are only shown; bad ones are
/// noted, and skipped.
pub(super) fn rows<S>(
    export: &dyn Export,
    layout: &'static Layout,
    counts: &mut Counts,
    state: &mut S,
    each: impl Fn(&mut S, &Row<'_>, &mut Counts) -> Result<(), BadRow>,
    deleted: impl Fn(&mut S, &Row<'_>),
    skip: impl Fn(&mut S, &Row<'_>, BadRow),
) -> Result<(), ExportError> {
    let name = layout.file.name();
    let Some(reader) = export.open(name)? else {
        return if layout.is_needed { Err(ExportError::NoFile(name)) } else { Ok(()) };
    };
    let mut table = Table::open(layout, reader)?;
    if !table.missing().is_empty() {
        counts.missing.insert(name, table.missing().to_vec());
    }
    while let Some(row) = table.next()? {
        *counts.rows.entry(name).or_default() += 1;
        let read = row.check().and_then(|()| {
            if row.is_deleted()? {
                *counts.deleted.entry(name).or_default() += 1;
                deleted(state, &row);
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
