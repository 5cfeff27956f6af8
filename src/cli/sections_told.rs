//! What goes out, by when and how much of it: for the summary of a build and of a check, and
//! for `--json`.

use std::path::Path;

use serde_json::{Value, json};

use super::outcome::counted;
use crate::package::Package;
use crate::plan::{Plan, ProfileRecord, State};

/// Each section that was asked for with its rows: "enrollments: 3 rows; documents: not
/// supplied"; of several profiles a line each.
pub(super) fn sections_line(plan: &Plan) -> String {
    let profiles = plan.record().profiles();
    let line = |(i, it): (usize, &ProfileRecord)| {
        let told = it.sizes().into_iter().filter(|(_, state)| *state != State::NotAsked);
        let told: Vec<String> = told
            .map(|(kind, state)| {
                format!("{}: {}", kind.token().replace('-', " "), words(state))
            })
            .collect();
        let which = if profiles.len() > 1 {
            format!("profile {}: ", i + 1)
        } else {
            String::new()
        };
        format!("  {which}{}\n", told.join("; "))
    };
    profiles.iter().enumerate().map(line).collect()
}

/// What `--json` tells of a copy: the days that count, and its sections.
pub(super) fn copy_json(plan: &Plan) -> Value {
    let handover = plan.handover();
    let exported_at = plan.record().profiles().iter().map(|it| it.exported_at.0).min();
    json!({
        "ticket": handover.ticket.as_str(),
        "agency": handover.agency.as_str(),
        "exported_at": exported_at.map(|it| it.to_rfc3339()),
        "due_on": handover.due_on,
        "sections": sections_json(plan),
    })
}

/// The same of a copy that was built into a folder, with its receipt.
pub(super) fn package_json(plan: &Plan, folder: &Path, package: &Package) -> Value {
    let mut told = copy_json(plan);
    told["folder"] = json!(folder.display().to_string());
    told["receipt"] = json!(package.receipt());
    told
}

/// Every section, its state and its rows; and its profile, from 1, where
/// there are several.
fn sections_json(plan: &Plan) -> Value {
    let profiles = plan.record().profiles();
    let of_profile = |(i, it): (usize, &ProfileRecord)| {
        let told = it.sizes().into_iter().map(|(kind, state)| {
            let (word, rows) = match state {
                State::Present(n) => ("present", Some(n)),
                State::NotSupplied => ("not-supplied", None),
                State::Unavailable => ("unavailable", None),
                State::NotAsked => ("not-asked", None),
                State::Withheld => ("withheld", None),
            };
            let mut told =
                json!({ "section": kind.token(), "state": word, "rows": rows });
            if profiles.len() > 1 {
                told["profile"] = json!(i + 1);
            }
            told
        });
        told.collect::<Vec<_>>()
    };
    profiles.iter().enumerate().flat_map(of_profile).collect()
}

fn words(state: State<usize>) -> String {
    match state {
        State::Present(n) => counted(n, "row"),
        State::NotSupplied => "not supplied".into(),
        State::Unavailable => "not exported".into(),
        State::NotAsked => "not asked for".into(),
        State::Withheld => "held back".into(),
    }
}
