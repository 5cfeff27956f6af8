//! How many rows of each section go out, for the summary of a build and of a check.

use serde_json::{Value, json};

use super::outcome::counted;
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

/// The same for `--json`: every section, its state and its rows; and its profile, from 1, where
/// there are several.
pub(super) fn sections_json(plan: &Plan) -> Value {
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
