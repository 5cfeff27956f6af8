//! Codes that HUD's lists do not contain. Which fields are coded, `model/coded.rs` says.

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::{Codes, Hud};

/// Every code is in its list of the declared standard.
pub(super) fn unknown_code(facts: &Facts<'_>) -> Vec<Finding> {
    let hud = Hud::of(facts.extract.standard);
    let mut findings = Vec::new();
    let mut check = |list: &str, code: &str, at: Pointer| {
        if hud.plain(list, code).is_none() {
            findings.push(Finding::new(
                format!("this code is not in HUD's list of `{list}`"),
                [Place::extract(at)],
            ));
        }
    };
    if let Some(it) = facts.extract.profile.supplied() {
        let at = Pointer::from("/profile");
        it.codes(&at, &mut check);
        if let Some(veteran) = &it.veteran {
            veteran.codes(&at.key("veteran"), &mut check);
        }
    }
    let enrollments = facts.extract.enrollments.supplied();
    for (i, it) in enrollments.into_iter().flatten().enumerate() {
        it.codes(&Pointer::from("/enrollments").index(i), &mut check);
    }
    findings
}
