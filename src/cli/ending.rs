//! What is printed when a command has come to its end, in words or as JSON.

use std::path::Path;

use super::outcome::{self, Done, ShownSecret, outcome_of, report_of};
use super::terminal::Terminal;
use crate::diagnostics::{Envelope, Failure, emit};
use crate::pipeline::Inputs;

/// Prints all that a command has to tell; gives the exit code.
pub(super) fn finish(
    terminal: &Terminal,
    command: &'static str,
    done: &Result<Done, Failure>,
    inputs: &Inputs,
) -> u8 {
    // First of all: whoever stops the program in the midst of the rest has seen it.
    if let Ok(Done { secret: Some(ShownSecret { passphrase, spell }), .. }) = done {
        terminal.show(passphrase, *spell);
    }
    if terminal.json {
        print_json(terminal, command, None, done, inputs);
    } else {
        terminal.problems(&emit(report_of(done), inputs));
        match done {
            Ok(done) => {
                if !done.data.is_empty() {
                    terminal.data(&done.data);
                }
                terminal.summary(&done.summary);
            }
            Err(failure) => terminal.problems(&outcome::closing(failure)),
        }
    }
    outcome_of(done).code()
}

/// Prints the envelope of a command, or of one of its requests.
pub(super) fn print_json(
    terminal: &Terminal,
    command: &'static str,
    input: Option<&Path>,
    done: &Result<Done, Failure>,
    inputs: &Inputs,
) {
    let mut envelope = Envelope::new(command, outcome_of(done), report_of(done), inputs);
    envelope.input = input.map(|it| it.display().to_string());
    envelope.result = done.as_ref().ok().and_then(|it| it.result.clone());
    let json = serde_json::to_string(&envelope).expect("texts and numbers only");
    terminal.json_data(&json);
}
