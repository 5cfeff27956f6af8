//! The files of a HUD HMIS CSV export that hold a client's record, and their columns (HMIS CSV
//! Format Specifications, FY2024 and FY2026).

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, NaiveTime, SecondsFormat, TimeZone};
use chrono_tz::Tz;

use super::table::{BadRow, HASHED, Row, day};
use super::{Counts, Export, ExportError, rows};
use crate::model::{Day, Standard, is_digest};

/// A file and its columns.
pub(super) struct Layout {
    pub file: &'static str,
    /// True where there is no import without it.
    pub is_needed: bool,
    /// Columns without which the file says nothing.
    pub needed: &'static [&'static str],
    /// Columns that may be missing: it is told. Lists of them, each in its own order.
    pub optional: &'static [&'static [&'static str]],
}

const EXPORT: Layout = Layout {
    file: "Export.csv",
    is_needed: true,
    needed: &["ExportDate", "CSVVersion"],
    optional: &[&["HashStatus"]],
};
pub(super) const CLIENT: Layout = Layout {
    file: "Client.csv",
    is_needed: true,
    needed: &["PersonalID"],
    optional: &[
        &TEXTS,
        &CODES,
        &["DOB", "DateDeleted", "GenderNone"],
        &["YearEnteredService", "YearSeparated", "MilitaryBranch", "DischargeStatus"],
        &RACES,
        &GENDERS,
        &THEATERS,
    ],
};
pub(super) const ENROLLMENT: Layout = Layout {
    file: "Enrollment.csv",
    is_needed: true,
    needed: &["EnrollmentID", "PersonalID", "ProjectID", "EntryDate"],
    optional: &[&["RelationshipToHoH", "MoveInDate", "DateDeleted"]],
};
pub(super) const EXIT: Layout = Layout {
    file: "Exit.csv",
    is_needed: true,
    needed: &["EnrollmentID", "PersonalID", "ExitDate"],
    optional: &[&["Destination", "DateDeleted"]],
};
/// The mapping from PersonalID to the HMIS identifier: no file of HUD's.
pub(super) const IDS: Layout = Layout {
    file: "--ids",
    is_needed: true,
    needed: &["PersonalID", "UniqueIdentifier"],
    optional: &[],
};

/// The agency of a project, where lists name none: no file of HUD's.
pub(super) const AGENCIES: Layout = Layout {
    file: "--agencies",
    is_needed: true,
    needed: &["ProjectID", "OrganizationName"],
    optional: &[],
};

/// The files that grow with the number of clients.
pub(super) const BY_CLIENT: [&str; 3] = [CLIENT.file, ENROLLMENT.file, EXIT.file];

/// Columns of Client.csv that are set to 1 where they hold (HUD 3.04, 3.06, V1).
const RACES: [&str; 8] = [
    "AmIndAKNative",
    "Asian",
    "BlackAfAmerican",
    "HispanicLatinaeo",
    "HispanicLatinao",
    "MidEastNAfrican",
    "NativeHIPacific",
    "White",
];
const GENDERS: [&str; 7] = [
    "Woman",
    "Man",
    "NonBinary",
    "CulturallySpecific",
    "Transgender",
    "Questioning",
    "DifferentIdentity",
];
const THEATERS: [&str; 8] = [
    "WorldWarII",
    "KoreanWar",
    "VietnamWar",
    "DesertStorm",
    "AfghanistanOEF",
    "IraqOIF",
    "IraqOND",
    "OtherTheater",
];

/// Which columns of Client.csv are of the other standard, so that nobody misses them.
pub(super) fn is_of_other(standard: Standard, column: &str) -> bool {
    let newer = ["Sex", "HispanicLatinao"].contains(&column);
    let older =
        ["GenderNone", "HispanicLatinaeo"].contains(&column) || GENDERS.contains(&column);
    match standard {
        Standard::Fy2024 => newer,
        Standard::Fy2026 => older,
    }
}

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
                moment(&date).ok_or_else(|| row.bad("ExportDate", "not a date"))?;
            hashed.extend(row.code("HashStatus")?);
            found.push((date, row.needed("CSVVersion")?));
            Ok(())
        },
        |_, _, _| {},
    )?;
    // Not every system writes it: what does not say so is not hashed.
    counts.missing.remove(EXPORT.file);
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

/// A row of Client.csv.
pub(super) struct Client {
    pub texts: [Option<String>; 6],
    pub codes: [Option<i64>; 6],
    pub dob: Option<Day>,
    pub races: Vec<&'static str>,
    pub genders: Vec<&'static str>,
    pub gender_none: Option<i64>,
    pub veteran: Option<Veteran>,
}

/// The columns of [`Client::texts`] and [`Client::codes`].
pub(super) const TEXTS: [&str; 6] = [
    "FirstName",
    "MiddleName",
    "LastName",
    "NameSuffix",
    "SSN",
    "AdditionalRaceEthnicity",
];
pub(super) const CODES: [&str; 6] = [
    "NameDataQuality",
    "SSNDataQuality",
    "DOBDataQuality",
    "Sex",
    "RaceNone",
    "VeteranStatus",
];

/// What only veterans answer.
pub(super) struct Veteran {
    pub entered: Option<i64>,
    pub separated: Option<i64>,
    pub theaters: Vec<&'static str>,
    pub branch: Option<i64>,
    pub discharge: Option<i64>,
}

impl Client {
    pub(super) fn of(row: &Row<'_>) -> Result<Self, BadRow> {
        check_not_hashed(row)?;
        let mut texts = [const { None }; 6];
        for (text, column) in texts.iter_mut().zip(TEXTS) {
            *text = row.kept(column)?;
        }
        let mut codes = [None; 6];
        for (code, column) in codes.iter_mut().zip(CODES) {
            *code = row.code(column)?;
        }
        let veteran = Veteran {
            entered: row.code("YearEnteredService")?,
            separated: row.code("YearSeparated")?,
            theaters: set(row, &THEATERS)?,
            branch: row.code("MilitaryBranch")?,
            discharge: row.code("DischargeStatus")?,
        };
        let says_something = veteran.entered.is_some()
            || veteran.separated.is_some()
            || !veteran.theaters.is_empty()
            || veteran.branch.is_some()
            || veteran.discharge.is_some();
        Ok(Self {
            texts,
            codes,
            dob: row.day("DOB")?,
            races: set(row, &RACES)?,
            genders: set(row, &GENDERS)?,
            gender_none: row.code("GenderNone")?,
            veteran: says_something.then_some(veteran),
        })
    }
}

/// A digest is nobody's name, whatever Export.csv says of it.
fn check_not_hashed(row: &Row<'_>) -> Result<(), BadRow> {
    for column in ["FirstName", "MiddleName", "LastName"] {
        if row.text(column)?.is_some_and(is_digest) {
            return Err(row.bad(column, HASHED));
        }
    }
    // HUD CSV, hashed for RHY: the last four, then the digest.
    let is_ssn = |it: &str| is_digest(it) || it.get(4..).is_some_and(is_digest);
    if row.text("SSN")?.is_some_and(is_ssn) {
        return Err(row.bad("SSN", HASHED));
    }
    Ok(())
}

/// The columns that are set to 1.
fn set(row: &Row<'_>, columns: &[&'static str]) -> Result<Vec<&'static str>, BadRow> {
    let mut found = Vec::new();
    for column in columns {
        if row.code(column)? == Some(1) {
            found.push(*column);
        }
    }
    Ok(found)
}

/// A row of Enrollment.csv with its exit.
pub(super) struct Stay {
    pub enrollment: String,
    pub project: String,
    pub entry: Day,
    pub relationship: Option<i64>,
    pub move_in: Option<Day>,
    pub exit: Option<(Day, Option<i64>)>,
}

impl Stay {
    pub(super) fn of(row: &Row<'_>) -> Result<Self, BadRow> {
        let entry = row.day("EntryDate")?;
        Ok(Self {
            enrollment: row.needed("EnrollmentID")?,
            project: row.needed("ProjectID")?,
            entry: entry.ok_or_else(|| row.bad("EntryDate", "blank"))?,
            relationship: row.code("RelationshipToHoH")?,
            move_in: row.day("MoveInDate")?,
            exit: None,
        })
    }
}

/// A row of Exit.csv: which stay, when, where to.
pub(super) fn exit(row: &Row<'_>) -> Result<(String, (Day, Option<i64>)), BadRow> {
    let date = row.day("ExitDate")?.ok_or_else(|| row.bad("ExitDate", "blank"))?;
    Ok((row.needed("EnrollmentID")?, (date, row.code("Destination")?)))
}
