//! Export.csv: what it says of the whole export.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, NaiveTime, SecondsFormat, TimeZone};
use chrono_tz::Tz;

use super::bad_row::{TableFile, Wrong};
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::rows::rows;
use super::table::{Layout, day};
use crate::model::Standard;

const EXPORT: Layout = Layout {
    file: TableFile::Export("Export.csv"),
    is_needed: true,
    needed: &["ExportDate", "CSVVersion"],
    optional: &[&["HashStatus"]],
};

/// What Export.csv says of the whole.
pub(super) struct Header {
    pub standard: Standard,
    /// RFC 3339.
    pub exported_at: String,
    /// The format and its version.
    pub source: String,
    /// True where it says that names may be hashed, in a way that HUD does not know.
    pub may_be_hashed: bool,
}

/// Reads Export.csv. Of several rows the oldest counts: no record is newer than it says.
pub(super) fn header(
    export: &dyn Export,
    zone: Tz,
    counts: &mut Counts,
) -> Result<Header, ExportError> {
    let mut found: Vec<(NaiveDateTime, String)> = Vec::new();
    let mut hashed = BTreeSet::new();
    let before = counts.bad;
    let mut state = (&mut found, &mut hashed);
    rows(
        export,
        &EXPORT,
        counts,
        &mut state,
        |(found, hashed), row, _| {
            let date = row.needed("ExportDate")?;
            let date =
                moment(&date).ok_or_else(|| row.bad(Wrong::NotADate("ExportDate")))?;
            hashed.extend(row.code("HashStatus")?);
            found.push((date, row.needed("CSVVersion")?));
            Ok(())
        },
        |_, _, _| {},
    )?;
    // Not every system writes it: what does not say so is not hashed.
    counts.missing.remove(EXPORT.file.name());
    if counts.bad > before {
        return Err(ExportError::Row(counts.told.remove(before)));
    }
    found.sort();
    let standard = |version: &str| match version.get(..4) {
        Some("2024") => Some(Standard::Fy2024),
        Some("2026") => Some(Standard::Fy2026),
        _ => None,
    };
    let (date, version) = found.first().ok_or(ExportError::Version)?;
    let first = standard(version).ok_or(ExportError::Version)?;
    if found.iter().any(|(_, it)| standard(it) != Some(first)) {
        return Err(ExportError::Versions);
    }
    let at = zone.from_local_datetime(date).earliest().ok_or(ExportError::Version)?;
    Ok(Header {
        standard: first,
        exported_at: at.to_rfc3339_opts(SecondsFormat::Secs, false),
        source: format!("HUD HMIS CSV {version}"),
        may_be_hashed: may_be_hashed(&hashed)?,
    })
}

/// HUD list 1.5: 1 unhashed, 2 SHA-1 RHY, 3 hashed - other, 4 SHA-256 (RHY). What is exported as
/// 3 may be as it was: only its names can tell.
fn may_be_hashed(found: &BTreeSet<i64>) -> Result<bool, ExportError> {
    let refused = found.iter().find_map(|status| match status {
        1 | 3 => None,
        2 | 4 => Some(ExportError::Hashed(*status)),
        _ => Some(ExportError::HashStatus(*status)),
    });
    refused.map_or_else(|| Ok(found.contains(&3)), Err)
}

/// `2022-05-04 13:38:05`, or a day alone.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let date = day(text)?;
    let time = text.split_once([' ', 'T']).map(|it| it.1);
    let time = match time {
        None => NaiveTime::MIN,
        Some(time) => ["%H:%M:%S%.f", "%H:%M", "%I:%M:%S %p", "%I:%M %p"]
            .iter()
            .find_map(|form| NaiveTime::parse_from_str(time.trim(), form).ok())?,
    };
    Some(date.and_time(time))
}
