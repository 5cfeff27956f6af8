//! Codes that HUD's lists do not hold.

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::Hud;

/// Every code is in its list of the declared standard.
pub(super) fn unknown_code(facts: &Facts<'_>) -> Vec<Finding> {
    let hud = Hud::of(facts.extract.standard);
    let mut codes: Vec<(&str, Option<String>, Pointer)> = Vec::new();
    let number = |it: Option<i64>| it.map(|code| code.to_string());
    if let Some(it) = facts.extract.profile.supplied() {
        let at = Pointer::from("/profile");
        for (list, code) in [
            ("name_data_quality", it.name_data_quality),
            ("ssn_data_quality", it.ssn_data_quality),
            ("dob_data_quality", it.dob_data_quality),
            ("sex", it.sex),
            ("gender_none", it.gender_none),
            ("race_none", it.race_none),
            ("veteran_status", it.veteran_status),
        ] {
            codes.push((list, number(code), at.key(list)));
        }
        let tokens = [
            ("race_ethnicity", Some(&it.race_ethnicity)),
            ("gender", it.gender.as_ref()),
        ];
        for (list, texts) in tokens {
            for (i, text) in texts.into_iter().flatten().enumerate() {
                codes.push((list, Some(text.as_str().into()), at.key(list).index(i)));
            }
        }
        if let Some(it) = &it.veteran {
            let at = at.key("veteran");
            codes.push((
                "military_branch",
                number(it.military_branch),
                at.key("military_branch"),
            ));
            codes.push((
                "discharge_status",
                number(it.discharge_status),
                at.key("discharge_status"),
            ));
            for (i, text) in it.theaters.iter().enumerate() {
                let at = at.key("theaters").index(i);
                codes.push(("theaters", Some(text.as_str().into()), at));
            }
        }
    }
    for (i, it) in facts.extract.enrollments.supplied().into_iter().flatten().enumerate()
    {
        let at = Pointer::from("/enrollments").index(i);
        for (list, code) in [
            ("project_type", it.project_type),
            ("relationship_to_hoh", it.relationship_to_hoh),
            ("destination", it.destination),
        ] {
            codes.push((list, number(code), at.key(list)));
        }
    }
    codes
        .into_iter()
        .filter_map(|(list, code, at)| code.map(|code| (list, code, at)))
        .filter(|(list, code, _)| hud.plain(list, code).is_none())
        .map(|(list, _, at)| {
            Finding::new(
                format!("this code is not in HUD's list of `{list}`"),
                [Place::extract(at.as_str())],
            )
        })
        .collect()
}
