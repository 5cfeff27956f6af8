//! Client Profile: who the system says the client is, field by field.

use serde::Serialize;

use super::breaks::breakable;
use super::words::{Fact, SILENT, Words};
use crate::model::{ClientText, Profile, Ssn, Standard, Veteran, is_filling};
use crate::request::SsnShown;

/// HUD list 1.8: "Yes".
const YES: i64 = 1;

/// What the profile page shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ProfileView {
    /// Name, birth date, and so on.
    pub facts: Vec<Fact>,
    /// Service in the armed forces, where any is recorded or the client is a veteran.
    pub veteran: Option<Vec<Fact>>,
    /// What is said of it where the client is not recorded as a veteran.
    pub veteran_doubt: Option<String>,
    /// What the community added.
    pub custom: Vec<Fact>,
}

/// Shows the profile.
pub(super) fn view(words: &Words<'_>, profile: &Profile) -> ProfileView {
    let mut facts = names(words, profile);
    facts.push(ssn(words, profile));
    facts.push(dob(words, profile));
    facts.extend(sex_and_gender(words, profile));
    if let Some(text) = written(profile.different_identity.as_ref()) {
        facts.push(said(words, "different-identity", breakable(text)));
    }
    facts.push(tokens(
        words,
        "race-ethnicity",
        "race_ethnicity",
        &profile.race_ethnicity,
        ("race_none", profile.race_none),
    ));
    if let Some(text) = written(profile.additional_race_ethnicity.as_ref()) {
        facts.push(said(words, "additional-race-ethnicity", breakable(text)));
    }
    facts.push(coded(words, "veteran-status", "veteran_status", profile.veteran_status));
    let is_veteran = profile.veteran_status == Some(YES);
    let veteran = profile.veteran.as_ref().filter(|it| is_veteran || !it.is_empty());
    ProfileView {
        facts,
        veteran: veteran.map(|it| service(words, it)),
        veteran_doubt: veteran
            .filter(|_| !is_veteran)
            .map(|_| words.get("veteran-doubt")),
        custom: words.custom(&profile.custom_fields),
    }
}

/// A name that HMIS replaced by its SHA-256: 64 hexadecimal digits (HUD CSV, hashed export).
fn is_hashed(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A name, and nothing that only stands in its place.
fn name_of(text: Option<&ClientText>) -> Option<&str> {
    written(text).filter(|it| !is_filling(it) && !is_hashed(it))
}

fn written(text: Option<&ClientText>) -> Option<&str> {
    text.filter(|it| !it.is_blank()).map(ClientText::as_str)
}

/// The client's name as the cover says it; `None` where none is on record.
pub(super) fn full_name(profile: &Profile) -> Option<String> {
    let parts = [
        &profile.first_name,
        &profile.middle_name,
        &profile.last_name,
        &profile.name_suffix,
    ];
    let name: Vec<_> = parts.into_iter().filter_map(|it| name_of(it.as_ref())).collect();
    (!name.is_empty()).then(|| name.join(" "))
}

fn names(words: &Words<'_>, profile: &Profile) -> Vec<Fact> {
    let quality = profile.name_data_quality;
    let name = |key: &str, text: Option<&ClientText>| {
        if let Some(text) = name_of(text) {
            return Fact { personal: true, ..said(words, key, breakable(text)) };
        }
        let value = words.silence("name_data_quality", quality);
        Fact { silent: true, ..said(words, key, value) }
    };
    let mut facts = vec![name("first-name", profile.first_name.as_ref())];
    // These are asked of nobody who has none: empty ones are left out.
    let optional = |facts: &mut Vec<Fact>, key: &str, text: Option<&ClientText>| {
        if let Some(text) = name_of(text) {
            facts.push(Fact { personal: true, ..said(words, key, breakable(text)) });
        }
    };
    optional(&mut facts, "middle-name", profile.middle_name.as_ref());
    facts.push(name("last-name", profile.last_name.as_ref()));
    optional(&mut facts, "suffix", profile.name_suffix.as_ref());
    optional(&mut facts, "alias", profile.alias.as_ref());
    facts.push(coded(words, "name-quality", "name_data_quality", quality));
    facts
}

fn ssn(words: &Words<'_>, profile: &Profile) -> Fact {
    let quality = profile.ssn_data_quality;
    let value = match (Ssn::of(profile.ssn.as_ref()), words.record.ssn) {
        (Ssn::Full(it), SsnShown::Full) => {
            Some(format!("{}-{}-{}", &it[..3], &it[3..5], &it[5..]))
        }
        (Ssn::Full(it), SsnShown::LastFour) => Some(ends_in(words, &it[5..])),
        (Ssn::LastFour(it), _) => Some(ends_in(words, &it)),
        (Ssn::Partial, _) => Some(words.get("ssn-partial")),
        (Ssn::None, _) => None,
    };
    let silent = value.is_none();
    let value = value.unwrap_or_else(|| words.silence("ssn_data_quality", quality));
    let mut notes = quality_notes(words, "ssn_data_quality", quality, silent);
    // Who needs the whole number can have it: the system holds it.
    if matches!(
        (Ssn::of(profile.ssn.as_ref()), words.record.ssn),
        (Ssn::Full(_), SsnShown::LastFour)
    ) {
        notes.push(words.get("ssn-ask"));
    }
    Fact { notes, silent, ..said(words, "ssn", value) }
}

fn ends_in(words: &Words<'_>, digits: &str) -> String {
    words.catalog.fill("ssn-ends-in", &[("digits", digits)])
}

fn dob(words: &Words<'_>, profile: &Profile) -> Fact {
    let quality = profile.dob_data_quality;
    let silent = profile.dob.is_none();
    let value = match profile.dob {
        Some(day) => words.day(day),
        None => words.silence("dob_data_quality", quality),
    };
    let notes = quality_notes(words, "dob_data_quality", quality, silent);
    Fact { notes, silent, ..said(words, "dob", value) }
}

/// How sure a value is. Where there is none, the reason stands in its place already; what else
/// is recorded of it is not hidden.
fn quality_notes(
    words: &Words<'_>,
    list: &str,
    quality: Option<i64>,
    silent: bool,
) -> Vec<String> {
    let quality = quality.filter(|it| !silent || !SILENT.contains(it));
    quality.map(|it| words.code(list, Some(it))).into_iter().collect()
}

/// FY2024 asks for gender, FY2026 for sex. What is supplied is shown under its own name;
/// where neither is, the question of the standard stays unanswered.
fn sex_and_gender(words: &Words<'_>, profile: &Profile) -> Vec<Fact> {
    let chosen = profile.gender.as_deref().unwrap_or_default();
    let none = ("gender_none", profile.gender_none);
    let mut facts = Vec::new();
    let asks_gender = words.profile.standard == Standard::Fy2024 && profile.sex.is_none();
    if asks_gender || !chosen.is_empty() || profile.gender_none.is_some() {
        facts.push(tokens(words, "gender", "gender", chosen, none));
    }
    if profile.sex.is_some() || facts.is_empty() {
        facts.push(coded(words, "sex", "sex", profile.sex));
    }
    facts
}

fn service(words: &Words<'_>, veteran: &Veteran) -> Vec<Fact> {
    let year = |key, year: Option<i64>| Fact {
        silent: year.is_none(),
        ..said(
            words,
            key,
            year.map_or_else(|| words.get("nothing-written"), |it| words.year(it)),
        )
    };
    let theaters = tokens(words, "theaters", "theaters", &veteran.theaters, ("", None));
    vec![
        year("year-entered-service", veteran.year_entered_service),
        year("year-separated", veteran.year_separated),
        Fact { notes: vec![words.get("theaters-note")], ..theaters },
        coded(words, "military-branch", "military_branch", veteran.military_branch),
        coded(words, "discharge-status", "discharge_status", veteran.discharge_status),
    ]
}

fn tokens(
    words: &Words<'_>,
    key: &str,
    list: &str,
    tokens: &[ClientText],
    (none_list, none): (&str, Option<i64>),
) -> Fact {
    if tokens.is_empty() {
        let value = words.silence(none_list, none);
        return Fact { silent: true, ..said(words, key, value) };
    }
    let texts: Vec<_> = tokens.iter().map(|it| words.token(list, it.as_str())).collect();
    // An answer and a reason for having none contradict each other; both are on record.
    let notes = none.map(|it| words.code(none_list, Some(it))).into_iter().collect();
    Fact { notes, ..said(words, key, texts.join(words.catalog.get("between-values"))) }
}

fn coded(words: &Words<'_>, key: &str, list: &str, code: Option<i64>) -> Fact {
    let silent = code.is_none_or(|it| SILENT.contains(&it));
    Fact { silent, ..said(words, key, words.code(list, code)) }
}

fn said(words: &Words<'_>, key: &str, value: String) -> Fact {
    let label = words.get(&format!("field-{key}"));
    let number = String::new();
    Fact { number, label, value, notes: Vec::new(), silent: false, personal: false }
}
