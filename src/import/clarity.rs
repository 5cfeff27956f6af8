//! What Clarity's interfaces give of one client (client, enrollments, files) to an extract. The
//! shapes are those of recorded traffic (`data/policy/client-record-requests.md`,
//! 11.3): every field may be absent.

use serde_json::{Map, Value};

use super::clarity_value::{At, ClarityError, Pages, Wrong, parse};
use super::mapping::Mapping;
use super::merge::Merge;
use crate::diagnostics::{Place, Pointer};
use crate::extract::{Draft, DraftDocument, DraftEnrollment, Fields, Head};
use crate::model::{ClientId, Standard};

/// What was read of a client's record, as JSON each.
#[derive(Default)]
pub struct Clarity<'a> {
    /// The client.
    pub client: &'a str,
    /// The pages of the list of enrollments.
    pub enrollments: Vec<&'a str>,
    /// The pages of the list of files.
    pub files: Vec<&'a str>,
    /// The agencies of projects: the list of enrollments names none.
    pub agencies: Mapping,
}

/// What was left out.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct LeftOut {
    /// Other people of the household.
    pub members: usize,
    /// Files that the system marks as deleted.
    pub deleted: usize,
    /// Clients of sections from elsewhere, where this one is none of them.
    pub not_merged: usize,
    /// Days that mean "not known".
    pub unknown_days: Vec<Place>,
}

/// The extract of the client, its identifier, and what was left out.
pub fn clarity(
    inputs: &Clarity<'_>,
    exported_at: &str,
    merge: &Merge,
) -> Result<(String, Vec<u8>, LeftOut), ClarityError> {
    let client = parse("--client", inputs.client)?;
    let client = At::root("--client", &client);
    let id = client.text("/unique_identifier")?;
    let Some(id) = id.filter(|it| ClientId::new(it).is_some()) else {
        return client.wrong(Wrong::Missing("unique_identifier"));
    };
    let mut left_out = LeftOut::default();
    let standard = if either(&client, "gender")?.is_some() {
        Standard::Fy2024
    } else {
        Standard::Fy2026
    };
    let source = "Clarity Human Services";
    let head = Head { standard, exported_at, source, client_id: &id };
    let mut draft = Draft::new(head, profile(&client, &id, standard, &mut left_out)?);
    let whose = Whose { id: &id, person: client.text("/personal_id")? };
    if let Some(pages) = Pages::parse("--enrollments", &inputs.enrollments)? {
        let items = pages.items()?;
        let stays = items
            .iter()
            .map(|it| enrollment(it, &whose, &inputs.agencies, &mut left_out));
        draft.enrollments = Some(stays.collect::<Result<_, _>>()?);
    }
    if let Some(pages) = Pages::parse("--files", &inputs.files)? {
        let items = pages.items()?;
        let files = items.iter().map(|it| document(it, &id, &mut left_out));
        draft.documents =
            Some(files.filter_map(Result::transpose).collect::<Result<_, _>>()?);
    }
    match merge.of(&id) {
        Some(sections) => draft.merge(sections).map_err(|twice| {
            let at = Pointer::root().key(twice.key());
            ClarityError::new("--with", at, Wrong::TwoInputs)
        })?,
        None => left_out.not_merged = merge.n_clients(),
    }
    if let Some(private) = merge.private(&id) {
        draft.set_private(private);
    }
    let bytes = draft.to_json();
    Ok((id, bytes, left_out))
}

/// Race and ethnicity in Clarity's own codes; the name of the last differs by standard.
const RACES: [(i64, &str); 7] = [
    (1, "AmIndAKNative"),
    (2, "Asian"),
    (3, "BlackAfAmerican"),
    (4, "NativeHIPacific"),
    (5, "White"),
    (7, "MidEastNAfrican"),
    (6, "Hispanic"),
];
const GENDERS: [(i64, &str); 7] = [
    (0, "Woman"),
    (1, "Man"),
    (2, "CulturallySpecific"),
    (3, "DifferentIdentity"),
    (4, "NonBinary"),
    (5, "Transgender"),
    (6, "Questioning"),
];
const SUFFIXES: [(i64, &str); 8] = [
    (1, "Jr."),
    (2, "Sr."),
    (3, "I"),
    (4, "II"),
    (5, "III"),
    (6, "IV"),
    (7, "V"),
    (10, "VI"),
];
/// HUD's codes for no answer, which Clarity shares (HUD list 1.8).
const NO_ANSWER: [i64; 3] = [8, 9, 99];

fn profile(
    client: &At<'_>,
    id: &str,
    standard: Standard,
    left_out: &mut LeftOut,
) -> Result<Fields, ClarityError> {
    let own =
        |key| Ok::<_, ClarityError>(either(client, key)?.unwrap_or_else(|| at_top(key)));
    let races = client.codes(&own("race_ethnicity")?)?;
    let suffix = client.code(&own("name_suffix")?)?;
    let suffix = SUFFIXES.iter().find(|it| Some(it.0) == suffix).map(|it| it.1);
    let parts = [client.given("/ssn1")?, client.given("/ssn2")?, client.given("/ssn3")?];
    let ssn: Vec<String> = parts.into_iter().flatten().collect();
    let mut profile = Fields::of(id);
    profile.set("first_name", client.given("/first_name")?);
    profile.set("middle_name", client.given(&own("name_middle")?)?);
    profile.set("last_name", client.given("/last_name")?);
    profile.set("name_suffix", suffix);
    profile.set("alias", client.given("/alias")?);
    profile.set("name_data_quality", client.code("/name_quality")?);
    profile.set("ssn", (!ssn.is_empty()).then(|| ssn.join("-")));
    profile.set("ssn_data_quality", client.code("/ssn_quality")?);
    profile.day("dob", client.day("/birth_date", &mut left_out.unknown_days)?);
    profile.set("dob_data_quality", client.code("/dob_quality")?);
    profile.set("race_ethnicity", race_names(&races, standard));
    profile.set("race_none", no_answer(&races));
    let detail = client.text(&own("additional_race_ethnicity_detail")?)?;
    profile.set("additional_race_ethnicity", detail);
    profile.set("veteran_status", client.code(&own("veteran")?)?);
    if standard == Standard::Fy2024 {
        let genders = client.codes(&own("gender")?)?;
        profile.set("gender", names(&genders, &GENDERS));
        profile.set("gender_none", no_answer(&genders));
        profile.set("different_identity", client.text(&own("gender_identity_text")?)?);
    }
    Ok(profile)
}

/// Where a field of the client stands: among the values of a screen, where the interface was
/// asked for them so, or at the top. In both it has to be the same.
fn either(client: &At<'_>, key: &str) -> Result<Option<String>, ClarityError> {
    let [nested, top] = [format!("/screenValues/{key}"), at_top(key)];
    match (client.get(&nested), client.get(&top)) {
        (Some(one), Some(two)) if one.value != two.value => one.wrong(Wrong::TwoValues),
        (Some(_), _) => Ok(Some(nested)),
        (None, Some(_)) => Ok(Some(top)),
        (None, None) => Ok(None),
    }
}

fn at_top(key: &str) -> String {
    format!("/{key}")
}

fn names(codes: &[i64], table: &[(i64, &'static str)]) -> Vec<&'static str> {
    let name = |code: &i64| table.iter().find(|it| it.0 == *code).map(|it| it.1);
    codes.iter().filter_map(name).collect()
}

fn race_names(codes: &[i64], standard: Standard) -> Vec<&'static str> {
    let hispanic = match standard {
        Standard::Fy2024 => "HispanicLatinaeo",
        Standard::Fy2026 => "HispanicLatinao",
    };
    let name = |it| if it == "Hispanic" { hispanic } else { it };
    names(codes, &RACES).into_iter().map(name).collect()
}

fn no_answer(codes: &[i64]) -> Option<i64> {
    codes.iter().copied().find(|it| NO_ANSWER.contains(it))
}

/// Whose record it is.
struct Whose<'a> {
    id: &'a str,
    /// The identifier that enrollments name people by.
    person: Option<String>,
}

fn enrollment<'a>(
    item: &At<'_>,
    whose: &Whose<'a>,
    agencies: &Mapping,
    left_out: &mut LeftOut,
) -> Result<DraftEnrollment<'a>, ClarityError> {
    let person = item.text("/personalId")?;
    if person.is_none() || person != whose.person {
        return item.wrong(Wrong::AnotherPersons);
    }
    if let Some(members) = item.get("/enrollmentHouseholdMembers") {
        for member in members.items()? {
            left_out.members += usize::from(member.text("/personalId")? != person);
        }
    }
    let data = named_values(item)?;
    let data = item.with("/data", &data);
    let Some(enrollment_id) = item.text("/enrollmentId")? else {
        return item.wrong(Wrong::Missing("enrollmentId"));
    };
    let unknown = &mut left_out.unknown_days;
    let project = item.text("/project/projectId")?;
    let agency = project.and_then(|it| agencies.get(&it).map(str::to_owned));
    Ok(DraftEnrollment {
        client_id: whose.id,
        enrollment_id,
        project_name: item.text("/project/projectName")?,
        project_type: item.code("/project/projectType")?,
        agency,
        relationship_to_hoh: data.code("/relationshipToHoH")?,
        entry_date: item.expected_day("/entryDate", unknown)?,
        move_in_date: data.day("/moveInDate", unknown)?,
        exit_date: item.day("/exitDate", unknown)?,
        destination: data.code("/destination")?,
        participating: None,
        funders: Vec::new(),
    })
}

/// The list of names and values in an enrollment, both texts, as an object.
fn named_values(item: &At<'_>) -> Result<Value, ClarityError> {
    let mut fields = Map::new();
    if let Some(data) = item.get("/data") {
        for pair in data.items()? {
            if let Some(field) = pair.text("/field")? {
                fields.insert(field, pair.text("/value")?.into());
            }
        }
    }
    Ok(Value::Object(fields))
}

fn document<'a>(
    item: &At<'_>,
    id: &'a str,
    left_out: &mut LeftOut,
) -> Result<Option<DraftDocument<'a>>, ClarityError> {
    if item.text("/client/uniqueIdentifier")?.as_deref() != Some(id) {
        return item.wrong(Wrong::AnotherClients);
    }
    if item.is_set("/deleted") {
        left_out.deleted += 1;
        return Ok(None);
    }
    let Some(document_id) = item.text("/id")? else {
        return item.wrong(Wrong::Missing("id"));
    };
    // A name of the list, or the one that staff typed.
    let name = match item.text("/fileName/name")? {
        Some(name) => Some(name),
        None => item.text("/otherName")?.or(item.text("/name")?),
    };
    Ok(Some(DraftDocument {
        client_id: id,
        document_id,
        category: item.text("/category/name")?,
        name,
        added_on: item.day("/file/added_date", &mut left_out.unknown_days)?,
        agency: item.text("/agency/name")?,
        // That a file is of a program does not say that it proves eligibility for one.
        program_eligibility: None,
    }))
}
