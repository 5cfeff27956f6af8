//! How many rows of each section go out, for the summary of a build and of a check.

use serde_json::{Value, json};

use super::outcome::counted;
use crate::plan::{Plan, State};

/// Each section that was asked for with its rows: "enrollments: 3 rows; documents: not
/// supplied".
pub(super) fn sections_line(plan: &Plan) -> String {
    let sizes = plan.record().first().sizes().into_iter();
    let told = sizes.filter(|(_, state)| *state != State::NotAsked);
    let told: Vec<String> = told
        .map(|(kind, state)| {
            format!("{}: {}", kind.token().replace('-', " "), words(state))
        })
        .collect();
    format!("  {}\n", told.join("; "))
}

/// The same for `--json`: every section, its state and its rows.
pub(super) fn sections_json(plan: &Plan) -> Value {
    let sizes = plan.record().first().sizes().into_iter();
    let told = sizes.map(|(kind, state)| {
        let (word, rows) = match state {
            State::Present(n) => ("present", Some(n)),
            State::NotSupplied => ("not-supplied", None),
            State::Unavailable => ("unavailable", None),
            State::NotAsked => ("not-asked", None),
            State::Withheld => ("withheld", None),
        };
        json!({ "section": kind.token(), "state": word, "rows": rows })
    });
    told.collect()
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
