//! The profile of a client in Clarity's JSON: where each field stands, and what its codes mean.

use super::clarity_left_out::LeftOut;
use super::clarity_value::{At, ClarityError};
use crate::extract::Fields;
use crate::model::Standard;

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
const NO_ANSWER: [i64; 3] = [8, 9, NOT_COLLECTED];
/// The question was not asked.
const NOT_COLLECTED: i64 = 99;

/// The standard that a profile tells: FY2026 asks for sex, FY2024 for gender. Where it has
/// neither, that is told: the newer one is taken.
pub(super) fn standard(
    client: &At<'_>,
    left_out: &mut LeftOut,
) -> Result<Standard, ClarityError> {
    let has = |key| Ok::<_, ClarityError>(either(client, key)?.is_some());
    let is_gender = has("gender")?;
    let is_older = is_gender || has("gender_identity_text")?;
    let is_newer = has("sex")?;
    left_out.has_both_standards = is_gender && is_newer;
    left_out.has_no_standard = !is_older && !is_newer;
    Ok(if is_older && !is_newer { Standard::Fy2024 } else { Standard::Fy2026 })
}

/// The fields of a profile.
pub(super) fn profile(
    client: &At<'_>,
    id: &str,
    standard: Standard,
    left_out: &mut LeftOut,
) -> Result<Fields, ClarityError> {
    let given = |key| either(client, key)?.map_or(Ok(None), |it| it.given(""));
    let code = |key| either(client, key)?.map_or(Ok(None), |it| it.code(""));
    let text = |key| either(client, key)?.map_or(Ok(None), |it| it.text(""));
    let mut profile = Fields::of(id);
    if let Some(private) = either(client, "private")? {
        left_out.private = private.flag("")?;
        profile.set("private", left_out.private);
    }
    let parts = [given("ssn1")?, given("ssn2")?, given("ssn3")?];
    let ssn: Vec<String> = parts.into_iter().flatten().collect();
    profile.set("first_name", given("first_name")?);
    profile.set("middle_name", given("name_middle")?);
    profile.set("last_name", given("last_name")?);
    profile.set("name_suffix", text("name_suffix")?.map(suffix));
    profile.set("alias", given("alias")?);
    profile.set("name_data_quality", code("name_quality")?);
    profile.set("ssn", (!ssn.is_empty()).then(|| ssn.join("-")));
    profile.set("ssn_data_quality", code("ssn_quality")?);
    let dob = match either(client, "birth_date")? {
        Some(it) => it.day("", &mut left_out.unknown_days)?,
        None => None,
    };
    profile.day("dob", dob);
    profile.set("dob_data_quality", code("dob_quality")?);
    if standard == Standard::Fy2026 && either(client, "sex")?.is_some() {
        profile.set("sex", code("sex")?);
    }
    let (races, none) = several(either(client, "race_ethnicity")?, &RACES, left_out)?;
    let hispanic = match standard {
        Standard::Fy2024 => "HispanicLatinaeo",
        Standard::Fy2026 => "HispanicLatinao",
    };
    let race = |it: String| if it == "Hispanic" { hispanic.to_owned() } else { it };
    profile.set("race_ethnicity", races.into_iter().map(race).collect::<Vec<_>>());
    profile.set("race_none", none);
    let detail = text("additional_race_ethnicity_detail")?;
    profile.set("additional_race_ethnicity", detail);
    profile.set("veteran_status", code("veteran")?);
    if standard == Standard::Fy2024 {
        let (genders, none) = several(either(client, "gender")?, &GENDERS, left_out)?;
        profile.set("gender", genders);
        profile.set("gender_none", none);
    }
    // The client's own words are printed whatever the standard asks for.
    let words = text("gender_identity_text")?;
    if standard == Standard::Fy2024 || words.is_some() {
        profile.set("different_identity", words);
    }
    Ok(profile)
}

/// Where a field of the client stands: among the values of a screen, where the interface was
/// asked for them so, or at the top. In both it has to say the same.
fn either<'a>(client: &At<'a>, key: &str) -> Result<Option<At<'a>>, ClarityError> {
    At::the_one(
        client.get(&format!("/screenValues/{key}")),
        client.get(&format!("/{key}")),
    )
}

/// The names of several answers, and why there is none. A code that no list here has goes through
/// as the number it is, so that the page says so.
fn several(
    field: Option<At<'_>>,
    table: &[(i64, &str)],
    left_out: &mut LeftOut,
) -> Result<(Vec<String>, Option<i64>), ClarityError> {
    let Some(field) = field else { return Ok((Vec::new(), None)) };
    let codes = field.codes("")?;
    let is_none = |it: &i64| NO_ANSWER.contains(it);
    let name = |code: &i64| {
        let known = table.iter().find(|it| it.0 == *code);
        known.map_or_else(|| code.to_string(), |it| it.1.to_owned())
    };
    let names: Vec<String> = codes.iter().filter(|it| !is_none(it)).map(name).collect();
    let mut nones: Vec<i64> = codes.into_iter().filter(is_none).collect();
    nones.sort_by_key(|it| *it == NOT_COLLECTED);
    nones.dedup();
    let none = nones.first().copied().filter(|_| names.is_empty());
    let is_lost = |it: &i64| Some(*it) != none && *it != NOT_COLLECTED;
    left_out
        .not_kept
        .extend(nones.iter().filter(|it| is_lost(it)).map(|_| field.named()));
    Ok((names, none))
}

/// The text of a suffix: Clarity's code of one, or what was typed.
fn suffix(text: String) -> String {
    let known = SUFFIXES.iter().find(|it| text.parse() == Ok(it.0));
    known.map_or(text, |it| it.1.to_owned())
}
