//! What Clarity's interfaces give of one client (client, enrollments, files) to an extract. The
//! shapes are those of recorded traffic (`data/policy/client-record-requests.md`,
//! 11.3): every field may be absent.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::{Map, Value, json};

use super::Merge;
use super::table::{HASHED, day};
use crate::extract::FORMAT;
use crate::model::{ClientId, Standard, is_digest};

/// What was read of a client's record, as JSON each.
#[derive(Debug, Default)]
pub struct Clarity<'a> {
    /// The client.
    pub client: &'a str,
    /// The pages of the list of enrollments.
    pub enrollments: Vec<&'a str>,
    /// The pages of the list of files.
    pub files: Vec<&'a str>,
    /// The agencies of projects, by the project's identifier: the list of enrollments names none.
    pub agencies: HashMap<String, String>,
}

/// What cannot be an extract. It never holds a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClarityError {
    /// Which of the inputs.
    pub input: &'static str,
    /// Where in it: a JSON pointer.
    pub at: String,
    /// What is wrong.
    pub what: &'static str,
}

impl ClarityError {
    /// The stable name of the problem.
    pub fn slug(&self) -> &'static str {
        if self.what == HASHED { "export-hashed" } else { "clarity-unreadable" }
    }

    /// What to do.
    pub fn hint(&self) -> &'static str {
        if self.what == HASHED {
            "ask the system for this client again, not hashed"
        } else {
            "ask the system for this client again, all pages of each list"
        }
    }
}

impl fmt::Display for ClarityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}: {}", self.input, self.at, self.what)
    }
}

/// What was left out on the way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Other people of the household.
    pub members: usize,
    /// Files that the system marks as deleted.
    pub deleted: usize,
    /// Clients of sections from elsewhere, where this one is none of them.
    pub not_merged: usize,
}

/// A part of an input, and where it is.
struct At<'a> {
    input: &'static str,
    place: String,
    value: &'a Value,
}

impl<'a> At<'a> {
    fn wrong<T>(&self, what: &'static str) -> Result<T, ClarityError> {
        Err(ClarityError { input: self.input, at: self.place.clone(), what })
    }

    /// What stands at a path; none where it, or what leads there, is absent or null.
    fn get(&self, path: &str) -> Option<At<'a>> {
        let value = self.value.pointer(path).filter(|it| !it.is_null())?;
        Some(At { value, ..self.below(path) })
    }

    fn text(&self, path: &str) -> Result<Option<String>, ClarityError> {
        let Some(it) = self.get(path) else { return Ok(None) };
        match it.value {
            Value::String(text) => {
                Ok(Some(text.trim().to_owned()).filter(|it| !it.is_empty()))
            }
            Value::Number(number) => Ok(Some(number.to_string())),
            _ => it.wrong("not a text"),
        }
    }

    fn code(&self, path: &str) -> Result<Option<i64>, ClarityError> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        text.parse().map(Some).or_else(|_| self.below(path).wrong("not a number"))
    }

    /// A text that the client gave; a digest is none.
    fn given(&self, path: &str) -> Result<Option<String>, ClarityError> {
        let text = self.text(path)?;
        if text.as_deref().is_some_and(is_digest) {
            return self.below(path).wrong(HASHED);
        }
        Ok(text)
    }

    /// A day, in the words of the extract.
    fn day(&self, path: &str) -> Result<Option<String>, ClarityError> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        let day = day(&text).map(|it| it.to_string());
        day.map(Some).map_or_else(|| self.below(path).wrong("not a date"), Ok)
    }

    /// The place of what stands at a path.
    fn below(&self, path: &str) -> At<'a> {
        At { place: format!("{}{path}", self.place), ..*self }
    }

    fn codes(&self, path: &str) -> Result<Vec<i64>, ClarityError> {
        let Some(it) = self.get(path) else { return Ok(Vec::new()) };
        let Value::Array(items) = it.value else { return it.wrong("not a list") };
        items
            .iter()
            .map(|code| code.as_i64().map_or_else(|| it.wrong("not numbers"), Ok))
            .collect()
    }

    fn items(&self) -> Result<Vec<At<'a>>, ClarityError> {
        let Value::Array(items) = self.value else { return self.wrong("not a list") };
        let item = |(i, value)| At {
            input: self.input,
            place: format!("{}/{i}", self.place),
            value,
        };
        Ok(items.iter().enumerate().map(item).collect())
    }
}

/// Race and ethnicity in Clarity's own codes; the last differs by standard.
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

/// The extract of the client, its identifier, and what was left out.
pub fn clarity(
    inputs: &Clarity<'_>,
    exported_at: &str,
    merge: &Merge,
) -> Result<(String, Vec<u8>, LeftOut), ClarityError> {
    let parse = |input: &'static str, text: &str| {
        serde_json::from_str::<Value>(text).map_err(|_| ClarityError {
            input,
            at: String::new(),
            what: "not JSON",
        })
    };
    let client = parse("--client", inputs.client)?;
    let client = At { input: "--client", place: String::new(), value: &client };
    let Some(id) =
        client.text("/unique_identifier")?.filter(|it| ClientId::new(it).is_some())
    else {
        return client.wrong("no `unique_identifier`");
    };
    let mut left_out = LeftOut::default();
    let mut extract = Map::new();
    let standard =
        if client.get("/gender").is_some() { Standard::Fy2024 } else { Standard::Fy2026 };
    for (key, value) in [
        ("format", FORMAT),
        ("standard", standard.token()),
        ("exported_at", exported_at),
        ("source", "Clarity Human Services"),
        ("client_id", &id),
    ] {
        extract.insert(key.into(), value.into());
    }
    extract.insert("profile".into(), profile(&client, &id, standard)?);
    let person = client.text("/personal_id")?;
    if !inputs.enrollments.is_empty() {
        let pages: Result<Vec<_>, _> =
            inputs.enrollments.iter().map(|it| parse("--enrollments", it)).collect();
        let mut rows = Vec::new();
        for item in listed("--enrollments", &pages?)? {
            rows.push(enrollment(
                &item,
                &id,
                person.as_deref(),
                &inputs.agencies,
                &mut left_out,
            )?);
        }
        extract.insert("enrollments".into(), rows.into());
    }
    if !inputs.files.is_empty() {
        let pages: Result<Vec<_>, _> =
            inputs.files.iter().map(|it| parse("--files", it)).collect();
        let mut rows = Vec::new();
        for item in listed("--files", &pages?)? {
            rows.extend(document(&item, &id, &mut left_out)?);
        }
        extract.insert("documents".into(), rows.into());
    }
    if let Some(sections) = merge.of(&id) {
        for (key, section) in sections {
            if extract.insert(key.clone(), section.clone()).is_some() {
                let at = format!("/{key}");
                let what = "this section comes from two inputs";
                return Err(ClarityError { input: "--with", at, what });
            }
        }
    } else {
        left_out.not_merged = merge.n_clients();
    }
    let mut bytes = serde_json::to_vec_pretty(&extract).expect("texts and numbers only");
    bytes.push(b'\n');
    Ok((id, bytes, left_out))
}

/// The items of all pages; where a page tells how many there are, all of them have to be there.
fn listed<'a>(
    input: &'static str,
    pages: &'a [Value],
) -> Result<Vec<At<'a>>, ClarityError> {
    let mut items = Vec::new();
    let mut total = None;
    for page in pages {
        let page = At { input, place: String::new(), value: page };
        let list = ["/data/listEnrollments", "/listEnrollments"];
        let page = list.iter().find_map(|it| page.get(it)).unwrap_or(page);
        let found =
            page.get("/items").unwrap_or(At { place: page.place.clone(), ..page });
        items.extend(found.items()?);
        total =
            page.code("/meta/total_count")?.or(page.code("/_meta/totalCount")?).or(total);
    }
    let mut seen = HashSet::new();
    for item in &items {
        let id = item.text("/enrollmentId")?.or(item.text("/id")?);
        if id.is_some_and(|it| !seen.insert(it)) {
            return item.wrong("it is there twice");
        }
    }
    let n = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if total.is_some_and(|it| it != n) {
        let all = At { input, place: "/meta/total_count".into(), value: &Value::Null };
        return all.wrong("a page is missing, or one is there twice");
    }
    Ok(items)
}

fn profile(client: &At<'_>, id: &str, standard: Standard) -> Result<Value, ClarityError> {
    let names = |codes: &[i64], table: &[(i64, &'static str)]| -> Vec<&'static str> {
        let name = |code: &i64| table.iter().find(|it| it.0 == *code).map(|it| it.1);
        codes.iter().filter_map(name).collect()
    };
    let none = |codes: &[i64]| codes.iter().copied().find(|it| NO_ANSWER.contains(it));
    let races = client.codes("/screenValues/race_ethnicity")?;
    let hispanic = match standard {
        Standard::Fy2024 => "HispanicLatinaeo",
        Standard::Fy2026 => "HispanicLatinao",
    };
    let race_names: Vec<_> = names(&races, &RACES)
        .into_iter()
        .map(|it| if it == "Hispanic" { hispanic } else { it })
        .collect();
    let suffix = client.code("/screenValues/name_suffix")?;
    let suffix = SUFFIXES.iter().find(|it| Some(it.0) == suffix).map(|it| it.1);
    let parts = [client.given("/ssn1")?, client.given("/ssn2")?, client.given("/ssn3")?];
    let ssn: Vec<String> = parts.into_iter().flatten().collect();
    let mut profile = json!({
        "client_id": id,
        "first_name": client.given("/first_name")?,
        "middle_name": client.given("/screenValues/name_middle")?,
        "last_name": client.given("/last_name")?,
        "name_suffix": suffix,
        "alias": client.given("/alias")?,
        "name_data_quality": client.code("/name_quality")?,
        "ssn": (!ssn.is_empty()).then(|| ssn.join("-")),
        "ssn_data_quality": client.code("/ssn_quality")?,
        "dob": client.day("/birth_date")?,
        "dob_data_quality": client.code("/dob_quality")?,
        "race_ethnicity": race_names,
        "race_none": none(&races),
        "additional_race_ethnicity":
            client.text("/screenValues/additional_race_ethnicity_detail")?,
        "veteran_status": client.code("/screenValues/veteran")?,
    });
    if standard == Standard::Fy2024 {
        let genders = client.codes("/gender")?;
        profile["gender"] = names(&genders, &GENDERS).into();
        profile["gender_none"] = none(&genders).into();
    }
    Ok(profile)
}

fn enrollment(
    item: &At<'_>,
    id: &str,
    person: Option<&str>,
    agencies: &HashMap<String, String>,
    left_out: &mut LeftOut,
) -> Result<Value, ClarityError> {
    let whose = item.text("/personalId")?;
    if whose.is_none() || whose.as_deref() != person {
        return item.wrong("this is another person's enrollment, or does not say whose");
    }
    if let Some(members) = item.get("/enrollmentHouseholdMembers") {
        for member in members.items()? {
            left_out.members += usize::from(member.text("/personalId")? != whose);
        }
    }
    // Names and values, both texts.
    let mut fields = Map::new();
    if let Some(data) = item.get("/data") {
        for pair in data.items()? {
            if let Some(field) = pair.text("/field")? {
                fields.insert(field, pair.text("/value")?.into());
            }
        }
    }
    let fields = Value::Object(fields);
    let data =
        At { input: item.input, place: format!("{}/data", item.place), value: &fields };
    let (Some(enrollment), Some(entry)) =
        (item.text("/enrollmentId")?, item.day("/entryDate")?)
    else {
        return item.wrong("no `enrollmentId` or no `entryDate`");
    };
    let project = item.text("/project/projectId")?;
    Ok(json!({
        "client_id": id,
        "enrollment_id": enrollment,
        "project_name": item.text("/project/projectName")?,
        "project_type": item.code("/project/projectType")?,
        "agency": project.and_then(|it| agencies.get(&it)),
        "relationship_to_hoh": data.code("/relationshipToHoH")?,
        "entry_date": entry,
        "move_in_date": data.day("/moveInDate")?,
        "exit_date": item.day("/exitDate")?,
        "destination": data.code("/destination")?,
    }))
}

fn document(
    item: &At<'_>,
    id: &str,
    left_out: &mut LeftOut,
) -> Result<Option<Value>, ClarityError> {
    if item.text("/client/uniqueIdentifier")?.as_deref() != Some(id) {
        return item.wrong("this is another client's file, or does not say whose");
    }
    let is_deleted = item.get("/deleted").is_some_and(|it| {
        it.value.as_bool().unwrap_or_else(|| it.value.as_i64().is_some_and(|it| it != 0))
    });
    if is_deleted {
        left_out.deleted += 1;
        return Ok(None);
    }
    let Some(document) = item.text("/id")? else { return item.wrong("no `id`") };
    // A name of the list, or the one that staff typed.
    let name = match item.text("/fileName/name")? {
        Some(name) => Some(name),
        None => item.text("/otherName")?.or(item.text("/name")?),
    };
    Ok(Some(json!({
        "client_id": id,
        "document_id": document,
        "category": item.text("/category/name")?,
        "name": name,
        "added_on": item.day("/file/added_date")?,
        "agency": item.text("/agency/name")?,
        // That a file is of a program does not say that it proves eligibility for one.
        "program_eligibility": Value::Null,
    })))
}
