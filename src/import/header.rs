//! Export.csv: what it says of the whole export.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;

use super::bad_row::TableFile;
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::layout::Layout;
use super::moment::moment;
use super::rows::rows;
use crate::model::Standard;

const EXPORT: Layout = Layout {
    file: TableFile::Export("Export.csv"),
    is_needed: true,
    needed: &["ExportDate"],
    optional: &[&["CSVVersion", "HashStatus"]],
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
    let mut found: Vec<(DateTime<Tz>, Option<String>)> = Vec::new();
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
                moment(&date, zone, "ExportDate").map_err(|wrong| row.bad(wrong))?;
            hashed.extend(row.code("HashStatus")?);
            found.push((date, row.kept("CSVVersion")?));
            Ok(())
        },
        |_, _| {},
        |_, _, _| {},
    )?;
    // Not every system writes it: what does not say so is not hashed.
    counts.missing.remove(EXPORT.file.name());
    if counts.bad > before {
        return Err(ExportError::Row(counts.told.remove(before)));
    }
    found.sort();
    let (at, version) = found.first().ok_or(ExportError::Version(None))?;
    let version = version.as_deref().ok_or(ExportError::NoVersion)?;
    let first = standard(version).ok_or_else(|| ExportError::Version(shown(version)))?;
    if found.iter().any(|(_, it)| it.as_deref().and_then(standard) != Some(first)) {
        return Err(ExportError::Versions);
    }
    Ok(Header {
        standard: first,
        exported_at: at.to_rfc3339_opts(SecondsFormat::Secs, false),
        source: format!("HUD HMIS CSV {version}"),
        may_be_hashed: may_be_hashed(&hashed)?,
    })
}

/// The standard of a version: `2026 v1.0`, and as people write it, `FY2026`.
fn standard(version: &str) -> Option<Standard> {
    let mut years = version.split(|it: char| !it.is_ascii_digit());
    let year = years.find(|it| it.len() == 4)?;
    match year {
        _ if years.any(|it| it.len() == 4) => None,
        "2024" => Some(Standard::Fy2024),
        "2026" => Some(Standard::Fy2026),
        _ => None,
    }
}

/// A version as a message may show it, `FY2022 v1.3` or `6.12`: what has other words need not be
/// one, as where the cells of the row have moved.
fn shown(version: &str) -> Option<String> {
    let is_number = |it: &str| {
        (1..=4).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let is_part = |it: &str| {
        let it = it.strip_prefix("FY").or(it.strip_prefix(['v', 'V'])).unwrap_or(it);
        it.is_empty() || is_number(it)
    };
    let is_one = version.len() <= 16 && version.split(' ').all(is_part);
    is_one.then(|| version.to_owned())
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

#[cfg(test)]
mod tests {
    use super::{shown, standard};
    use crate::model::Standard;

    #[test]
    fn a_version_is_known_by_its_year() {
        for text in ["2026 v1.0", "FY2026 v1.0", "FY 2026", "HMIS CSV 2026"] {
            assert_eq!(standard(text), Some(Standard::Fy2026), "{text}");
        }
        for text in ["2022 v1.3", "6.12, 1.2", "2024-2026", "20261", ""] {
            assert_eq!(standard(text), None, "{text}");
        }
        assert_eq!(shown("2022 v1.3").as_deref(), Some("2022 v1.3"));
        assert_eq!(shown("FY 2020 v1.0").as_deref(), Some("FY 2020 v1.0"));
        for text in ["Maria Example, 1980", "Maria", "Example 1980", "123456789"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
