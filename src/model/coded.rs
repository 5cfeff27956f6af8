//! The coded fields of the format, a row each: the one list that the import, the rule about
//! unknown codes read. A field that is added to a record gets its row here.

use super::{ClientText, Enrollment, Profile, Standard, Veteran};
use crate::diagnostics::Pointer;

/// A field that holds one code of a list of HUD's.
pub struct Coded<T: 'static> {
    /// The key in an extract, which is also the list's name in `data/hud/`.
    pub key: &'static str,
    /// HUD's column.
    pub column: &'static str,
    /// The one standard that asks for it; none where both do.
    pub only: Option<Standard>,
    of: fn(&T) -> Option<i64>,
}

/// A field that holds the names of those of HUD's columns that are set to 1.
pub struct Named<T: 'static> {
    /// The key in an extract, which is also the list's name in `data/hud/`.
    pub key: &'static str,
    /// HUD's columns, of both standards.
    pub columns: &'static [&'static str],
    /// The one standard that asks for it; none where both do.
    pub only: Option<Standard>,
    of: fn(&T) -> &[ClientText],
}

/// A record with coded fields.
pub trait Codes: Sized + 'static {
    /// Its codes, in the order of HUD's columns.
    const CODED: &'static [Coded<Self>];
    /// Its lists of names of columns.
    const NAMED: &'static [Named<Self>];

    /// Visits every code and name: the list, what is written, and where.
    fn codes(&self, at: &Pointer, visit: &mut dyn FnMut(&str, &str, Pointer)) {
        for field in Self::CODED {
            if let Some(code) = (field.of)(self) {
                visit(field.key, &code.to_string(), at.key(field.key));
            }
        }
        for field in Self::NAMED {
            for (i, name) in (field.of)(self).iter().enumerate() {
                visit(field.key, name.as_str(), at.key(field.key).index(i));
            }
        }
    }
}

macro_rules! coded {
    ($($column:literal => $field:ident $(in $standard:ident)?,)*) => {
        &[$(Coded {
            key: stringify!($field),
            column: $column,
            only: [$(Some(Standard::$standard),)? None][0],
            of: |it| it.$field,
        },)*]
    };
}

macro_rules! named {
    ($($columns:expr => $field:ident $(in $standard:ident)?,)*) => {
        &[$(Named {
            key: stringify!($field),
            columns: $columns,
            only: [$(Some(Standard::$standard),)? None][0],
            of: |it| names(&it.$field),
        },)*]
    };
}

/// The names of a list that may be absent.
fn names<'a>(field: impl Into<Option<&'a Vec<ClientText>>>) -> &'a [ClientText] {
    field.into().map(Vec::as_slice).unwrap_or_default()
}

impl Codes for Profile {
    const CODED: &'static [Coded<Self>] = coded! {
        "NameDataQuality" => name_data_quality,
        "SSNDataQuality" => ssn_data_quality,
        "DOBDataQuality" => dob_data_quality,
        "Sex" => sex in Fy2026,
        "RaceNone" => race_none,
        "VeteranStatus" => veteran_status,
        "GenderNone" => gender_none in Fy2024,
    };
    const NAMED: &'static [Named<Self>] = named! {
        &RACES => race_ethnicity,
        &GENDERS => gender in Fy2024,
    };
}

impl Codes for Veteran {
    const CODED: &'static [Coded<Self>] = coded! {
        "MilitaryBranch" => military_branch,
        "DischargeStatus" => discharge_status,
    };
    const NAMED: &'static [Named<Self>] = named! { &THEATERS => theaters, };
}

impl Codes for Enrollment {
    const CODED: &'static [Coded<Self>] = coded! {
        "ProjectType" => project_type,
        "RelationshipToHoH" => relationship_to_hoh,
        "Destination" => destination,
    };
    const NAMED: &'static [Named<Self>] = &[];
}

/// HUD 3.04; the column for Hispanic has another name in each standard.
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
/// HUD 3.06 of FY2024.
const GENDERS: [&str; 7] = [
    "Woman",
    "Man",
    "NonBinary",
    "CulturallySpecific",
    "Transgender",
    "Questioning",
    "DifferentIdentity",
];
/// HUD V1.3 to V1.10.
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
