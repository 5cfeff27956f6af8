//! Arguments, the terminal, and one function a subcommand.

mod batch_common;
mod commands;
mod flags;
mod outcome;
mod passphrase;
mod progress;
mod read;
mod terminal;

use std::ffi::OsString;
use std::path::Path;

use clap::Parser;

use crate::diagnostics::{Diagnostic, Envelope, Failure, emit};
use crate::pipeline::Inputs;
use commands::{Command, Session};
use flags::{Color, Global};
use outcome::{Done, ShownSecret, guard, outcome_of, report_of};
use terminal::Terminal;

/// Builds the copy of an HMIS record that a client asked for: checked, readable, locked.
#[derive(Debug, Parser)]
#[command(name = "crr", version, propagate_version = true)]
#[command(after_help = "Exit codes: 0 done, 1 refused, 2 usage, 3 machine, 4 our fault.")]
struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// Runs one command line; gives the exit code, which `crr --help` lists. It may be called
/// again.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let args = match Args::try_parse_from(&arguments) {
        Ok(args) => args,
        Err(err) => return usage(&err, &arguments),
    };
    let Global { color, quiet, json } = args.global;
    let terminal = Terminal::new(color, quiet, json);
    let mut inputs = Inputs::default();
    let mut session = Session { terminal: &terminal, inputs: &mut inputs };
    let done = guard(|| args.command.run(&mut session));
    finish(&terminal, args.command.name(), &done, &inputs)
}

/// Help goes to standard output; a mistake to standard error, or into the envelope.
fn usage(err: &clap::Error, arguments: &[OsString]) -> u8 {
    if err.use_stderr() && arguments.iter().any(|it| it == "--json") {
        let problem = Diagnostic::error("usage", err.kind().to_string())
            .hint("`crr help` tells every command and flag");
        let terminal = Terminal::new(Color::Never, true, true);
        let inputs = Inputs::default();
        return finish(&terminal, "usage", &Err(Failure::usage(problem)), &inputs);
    }
    terminal::usage(err)
}

fn finish(
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
fn print_json(
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
