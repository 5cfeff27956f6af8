//! The extract of one client, as JSON.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::Wanted;
use super::hud::{CODES, Client, Header, Stay, TEXTS};
use super::projects::Projects;
use crate::extract::FORMAT;
use crate::model::{Day, SectionKind, Standard};

/// Sections from elsewhere, by HMIS identifier and key.
#[derive(Debug, Default)]
pub struct Merge(HashMap<String, Map<String, Value>>);

/// Why sections cannot be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeError {
    /// It is no extract, and no list of them.
    Malformed,
    /// It holds a section that the HUD export holds itself.
    Section,
    /// Two parts of it are about one client.
    Twice,
    /// It holds a key that is no section.
    Key,
}

impl std::fmt::Display for MergeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is no extract, and no list of them",
            Self::Section => {
                "it holds a profile or enrollments: those come from the export"
            }
            Self::Twice => "two parts of it are about one client",
            Self::Key => "it holds a key that is no section",
        })
    }
}

impl Merge {
    /// The sections of a client.
    pub(super) fn of(&self, id: &str) -> Option<&Map<String, Value>> {
        self.0.get(id)
    }

    /// Of how many clients there are sections.
    pub(super) fn n_clients(&self) -> usize {
        self.0.len()
    }

    /// Reads an extract, or a list of them, that hold no profile and no enrollments.
    pub fn parse(text: &str) -> Result<Self, MergeError> {
        let value: Value =
            serde_json::from_str(text).map_err(|_| MergeError::Malformed)?;
        let parts = match value {
            Value::Array(parts) => parts,
            one => vec![one],
        };
        let mut merge = HashMap::new();
        for part in parts {
            let Value::Object(mut part) = part else { return Err(MergeError::Malformed) };
            let Some(Value::String(id)) = part.remove("client_id") else {
                return Err(MergeError::Malformed);
            };
            if OWN.iter().any(|it| part.contains_key(it.key())) {
                return Err(MergeError::Section);
            }
            part.retain(|key, _| !HEAD.contains(&key.as_str()));
            let is_section =
                |key: &String| SectionKind::ALL.iter().any(|it| it.key() == key);
            if !part.keys().all(is_section) {
                return Err(MergeError::Key);
            }
            if merge.insert(id, part).is_some() {
                return Err(MergeError::Twice);
            }
        }
        Ok(Self(merge))
    }
}

/// What an extract says of itself.
const HEAD: [&str; 4] = ["format", "standard", "exported_at", "source"];

/// The sections that a HUD export holds.
const OWN: [SectionKind; 2] = [SectionKind::Profile, SectionKind::Enrollments];

#[derive(Serialize)]
struct Extract<'a> {
    format: &'static str,
    standard: &'static str,
    exported_at: &'a str,
    source: &'a str,
    client_id: &'a str,
    profile: Map<String, Value>,
    enrollments: Vec<Enrollment<'a>>,
    #[serde(flatten)]
    merged: Option<&'a Map<String, Value>>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the format")]
struct Enrollment<'a> {
    client_id: &'a str,
    enrollment_id: &'a str,
    project_name: Option<&'a str>,
    project_type: Option<i64>,
    agency: Option<&'a str>,
    relationship_to_hoh: Option<i64>,
    entry_date: Day,
    move_in_date: Option<Day>,
    exit_date: Option<Day>,
    destination: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participating: Option<bool>,
}

/// The extract of a client.
pub(super) fn extract(
    id: &str,
    header: &Header,
    client: &Client,
    stays: &mut [Stay],
    projects: &Projects,
    wanted: &Wanted,
) -> Vec<u8> {
    stays.sort_by(|a, b| (a.entry, &a.enrollment).cmp(&(b.entry, &b.enrollment)));
    let enrollments = stays.iter().map(|it| {
        let project = projects.get(&it.project);
        Enrollment {
            client_id: id,
            enrollment_id: &it.enrollment,
            project_name: project.and_then(|it| it.name.as_deref()),
            project_type: project.and_then(|it| it.kind),
            agency: project.and_then(|it| it.agency.as_deref()),
            relationship_to_hoh: it.relationship,
            entry_date: it.entry,
            move_in_date: it.move_in,
            exit_date: it.exit.map(|it| it.0),
            destination: it.exit.and_then(|it| it.1),
            // Only what is to be left out is said.
            participating: project.and_then(|it| it.participates).filter(|it| !it),
        }
    });
    let extract = Extract {
        format: FORMAT,
        standard: header.standard.token(),
        exported_at: &header.exported_at,
        source: &header.source,
        client_id: id,
        profile: profile(id, header.standard, client),
        enrollments: enrollments.collect(),
        merged: wanted.merge.of(id),
    };
    let mut bytes = serde_json::to_vec_pretty(&extract).expect("texts and numbers only");
    bytes.push(b'\n');
    bytes
}

/// The keys of the profile for [`TEXTS`] and [`CODES`].
const TEXT_KEYS: [&str; 6] = [
    "first_name",
    "middle_name",
    "last_name",
    "name_suffix",
    "ssn",
    "additional_race_ethnicity",
];
const CODE_KEYS: [&str; 6] = [
    "name_data_quality",
    "ssn_data_quality",
    "dob_data_quality",
    "sex",
    "race_none",
    "veteran_status",
];
const _: () = assert!(TEXTS.len() == TEXT_KEYS.len() && CODES.len() == CODE_KEYS.len());

fn profile(id: &str, standard: Standard, client: &Client) -> Map<String, Value> {
    let mut profile = Map::new();
    profile.insert("client_id".into(), id.into());
    for (key, text) in TEXT_KEYS.iter().zip(&client.texts) {
        profile.insert((*key).into(), text.as_deref().into());
    }
    for (key, code) in CODE_KEYS.iter().zip(client.codes) {
        if *key != "sex" || standard == Standard::Fy2026 {
            profile.insert((*key).into(), code.into());
        }
    }
    profile.insert("dob".into(), client.dob.map(|it| it.to_string()).into());
    profile.insert("race_ethnicity".into(), client.races.as_slice().into());
    if standard == Standard::Fy2024 {
        profile.insert("gender".into(), client.genders.as_slice().into());
        profile.insert("gender_none".into(), client.gender_none.into());
    }
    if let Some(it) = &client.veteran {
        let veteran = serde_json::json!({
            "year_entered_service": it.entered,
            "year_separated": it.separated,
            "theaters": it.theaters,
            "military_branch": it.branch,
            "discharge_status": it.discharge,
        });
        profile.insert("veteran".into(), veteran);
    }
    profile
}
