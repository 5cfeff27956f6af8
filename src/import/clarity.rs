//! What Clarity's interfaces give of one client (client, enrollments, files) to an extract. The
//! shapes are those of recorded traffic (`data/policy/client-record-requests.md`,
//! 11.3): every field may be absent.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::clarity_keys::{unused_of_client, unused_of_file, unused_of_stay};
use super::clarity_left_out::LeftOut;
use super::clarity_profile::{profile, standard};
use super::clarity_value::{At, ClarityError, Pages, Wrong, parse};
use super::mapping::Mapping;
use super::merge::Merge;
use crate::diagnostics::Pointer;
use crate::extract::{Draft, DraftDocument, DraftEnrollment, Head};
use crate::model::{ClientId, Day};

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

/// The extract of the client, its identifier, and what was left out.
pub fn clarity(
    inputs: &Clarity<'_>,
    exported_at: &str,
    merge: &Merge,
) -> Result<(String, Vec<u8>, LeftOut), ClarityError> {
    let client = parse("--client", inputs.client)?;
    let client = At::root("--client", &client);
    // A list of one client is that client.
    let client = match client.value {
        Value::Array(all) => match &client.items()?[..] {
            [one] => one.with("", &all[0]),
            _ => return client.wrong(Wrong::SeveralClients),
        },
        _ => client,
    };
    let id = client.text("/unique_identifier")?;
    let Some(id) = id.filter(|it| ClientId::new(it).is_some()) else {
        return client.wrong(Wrong::Missing("unique_identifier"));
    };
    let mut left_out = LeftOut::default();
    let standard = standard(&client, &mut left_out)?;
    let source = "Clarity Human Services";
    let head = Head { standard, exported_at, source, client_id: &id };
    let mut draft = Draft::new(head, profile(&client, &id, standard, &mut left_out)?);
    left_out.unused.extend(unused_of_client(&client));
    let whose = Whose { id: &id, person: client.text("/personal_id")? };
    if let Some(pages) = Pages::parse("--enrollments", &inputs.enrollments)? {
        let items = pages.items()?;
        let stays = items
            .iter()
            .map(|it| enrollment(it, &whose, &inputs.agencies, &mut left_out));
        let stays = stays.filter_map(Result::transpose);
        draft.enrollments = Some(stays.collect::<Result<_, _>>()?);
        left_out.unused.extend(unused_of_stay(&items));
    }
    if let Some(pages) = Pages::parse("--files", &inputs.files)? {
        let items = pages.items()?;
        let files = items.iter().map(|it| document(it, &id, &mut left_out));
        draft.documents =
            Some(files.filter_map(Result::transpose).collect::<Result<_, _>>()?);
        left_out.unused.extend(unused_of_file(&items));
    }
    match merge.of(&id) {
        Some(sections) => draft.merge(sections).map_err(|twice| {
            let at = Pointer::root().key(twice.key());
            ClarityError::new("--with", at, Wrong::TwoInputs)
        })?,
        None => left_out.not_merged = merge.n_clients(),
    }
    if let Some(private) = merge.private(&id) {
        // Private if either says so.
        draft.set_private(private || left_out.private == Some(true));
    }
    left_out.sections = draft.rows();
    let bytes = draft.to_json();
    Ok((id, bytes, left_out))
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
) -> Result<Option<DraftEnrollment<'a>>, ClarityError> {
    let person = item.text("/personalId")?;
    if person.is_none() || person != whose.person {
        return item.wrong(Wrong::AnotherPersons);
    }
    if item.flag("/deleted")? == Some(true) {
        left_out.deleted_stays += 1;
        return Ok(None);
    }
    if let Some(members) = item.get("/enrollmentHouseholdMembers") {
        for member in members.items()? {
            left_out.members += usize::from(member.text("/personalId")? != person);
        }
    }
    let data = named_values(item)?;
    let data = item.with("/data", &data);
    // Which of its fields are pairs of a name and a value differs by interface.
    let own = |key: &str| {
        let at = format!("/{key}");
        At::the_one(item.get(&at), data.get(&at))
    };
    let code = |key| own(key)?.map_or(Ok(None), |it| it.code(""));
    let mut day = |key| match own(key)? {
        Some(it) => it.day("", &mut left_out.unknown_days),
        None => Ok::<Option<Day>, ClarityError>(None),
    };
    let Some(enrollment_id) = item.text("/enrollmentId")? else {
        return item.wrong(Wrong::Missing("enrollmentId"));
    };
    let [move_in_date, exit_date] = [day("moveInDate")?, day("exitDate")?];
    let entry_date = match own("entryDate")? {
        Some(it) => it.expected_day("", &mut left_out.unknown_days)?,
        None => item.expected_day("/entryDate", &mut left_out.unknown_days)?,
    };
    let project = item.text("/project/projectId")?;
    let agency = project.and_then(|it| agencies.get(&it).map(str::to_owned));
    if agency.is_none() && !agencies.is_empty() {
        left_out.without_agency.push(item.named());
    }
    Ok(Some(DraftEnrollment {
        client_id: whose.id,
        enrollment_id: enrollment_id.into(),
        project_name: item.text("/project/projectName")?.map(Cow::Owned),
        project_type: item.code("/project/projectType")?,
        agency: agency.map(Cow::Owned),
        relationship_to_hoh: code("relationshipToHoH")?,
        entry_date,
        move_in_date,
        exit_date,
        destination: code("destination")?,
        participating: None,
        funders: Vec::new(),
    }))
}

/// The list of names and values in an enrollment, both texts, as an object.
fn named_values(item: &At<'_>) -> Result<Value, ClarityError> {
    let mut fields = Map::new();
    if let Some(data) = item.get("/data") {
        for pair in data.items()? {
            if let Some(field) = pair.text("/field")? {
                let value: Value = pair.text("/value")?.into();
                if fields.get(&field).is_some_and(|it| *it != value) {
                    return pair.wrong(Wrong::TwoValues);
                }
                fields.insert(field, value);
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
    if item.flag("/deleted")? == Some(true) {
        left_out.deleted += 1;
        return Ok(None);
    }
    let Some(document_id) = item.text("/id")? else {
        return item.wrong(Wrong::Missing("id"));
    };
    if item.flag("/private")? == Some(true) {
        left_out.private_files.push(item.named());
    }
    // A name of the list, and what staff typed; the name of the file where there is neither.
    let listed = item.text("/fileName/name")?;
    let typed = item.text("/otherName")?.filter(|it| Some(it) != listed.as_ref());
    let name = match (listed, typed) {
        (Some(listed), Some(typed)) => Some(format!("{listed}: {typed}")),
        (None, None) => item.text("/name")?,
        (listed, typed) => listed.or(typed),
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
