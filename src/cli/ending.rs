//! What is printed when a command has come to its end, in words or as JSON.

use std::path::Path;

use serde_json::Value;

use super::next_steps;
use super::outcome::{self, Done, ShownSecret, outcome_of, report_of};
use super::session::Applied;
use super::terminal::Terminal;
use crate::diagnostics::{Envelope, Failure, Sources, emit, hide_ids, hide_in_path};
use crate::pipeline::Inputs;

/// Prints all that a command has to tell; gives the exit code.
pub(super) fn finish(
    terminal: &Terminal,
    command: &'static str,
    done: &Result<Done, Failure>,
    applied: Option<&Applied>,
    inputs: &Inputs,
) -> u8 {
    // First of all: whoever stops the program in the midst of the rest has seen it.
    if let Ok(Done { secret: Some(ShownSecret { passphrase, spell }), .. }) = done {
        terminal.show(passphrase, *spell);
    }
    if terminal.json {
        print_json(terminal, command, None, done, applied, inputs);
    } else {
        terminal.problems(&emit(report_of(done), inputs));
        match done {
            Ok(done) => {
                let ids = inputs.to_hide();
                if !done.data.is_empty() {
                    terminal.data(&shown_data(command, &done.data, &ids));
                }
                terminal.summary(&hide_ids(&done.summary, &ids));
                terminal.summary(&hide_ids(&next_steps::told(&done.next), &ids));
            }
            Err(failure) => terminal.problems(&outcome::closing(failure)),
        }
    }
    match done {
        Ok(Done { is_interrupted: true, .. }) => INTERRUPTED,
        _ => outcome_of(done).code(),
    }
}

/// What a shell gives for a program that Ctrl-C has ended.
const INTERRUPTED: u8 = 130;

/// Prints the envelope of a command, or of one of its requests.
pub(super) fn print_json(
    terminal: &Terminal,
    command: &'static str,
    input: Option<&Path>,
    done: &Result<Done, Failure>,
    applied: Option<&Applied>,
    inputs: &Inputs,
) {
    let mut report = applied.map(|it| it.report.clone()).unwrap_or_default();
    report.append(report_of(done).clone());
    let mut envelope = Envelope::new(command, outcome_of(done), &report, inputs);
    envelope.applied = applied.map(|it| serde_json::to_value(it).expect("texts only"));
    let ids = inputs.to_hide();
    envelope.input = input.map(|it| hide_in_path(&it.display().to_string(), &ids));
    envelope.result = done.as_ref().ok().and_then(with_next);
    if let Some(it) = &mut envelope.result {
        hide_in(it, &ids);
    }
    let json = serde_json::to_string(&envelope).expect("texts and numbers only");
    terminal.json_data(&json);
}

/// The result of a command, with its next steps.
fn with_next(done: &Done) -> Option<Value> {
    let mut result = done.result.clone()?;
    if !done.next.is_empty() {
        result["next"] = done.next.clone().into();
    }
    Some(result)
}

/// Data for a person or a program. The folder of a package is what a script goes on with; it is
/// named after the ticket, which the desk has chosen.
fn shown_data(command: &str, data: &str, ids: &[String]) -> String {
    if ["build", "deny"].contains(&command) {
        data.to_owned()
    } else {
        hide_ids(data, ids)
    }
}

/// Masks identifiers in every text of a result, but for the folder of a package.
fn hide_in(value: &mut Value, ids: &[String]) {
    match value {
        Value::String(text) => *text = hide_ids(text, ids),
        Value::Array(items) => items.iter_mut().for_each(|it| hide_in(it, ids)),
        Value::Object(map) => {
            let shown = map.iter_mut().filter(|(key, _)| *key != "folder");
            shown.for_each(|(_, it)| hide_in(it, ids));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
