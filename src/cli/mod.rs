//! Arguments, the terminal, and one function a subcommand.

mod args;
mod build;
mod load;
mod outcome;
mod schema;
mod secret;
mod terminal;
mod verify;

use std::ffi::OsString;

use clap::Parser;

use crate::diagnostics::{Envelope, Outcome, Report, emit};
use args::{Args, Command};
use load::Inputs;
use outcome::Stop;
use terminal::Terminal;

/// Runs one command line; gives the exit code (DESIGN §7). It may be called again.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(err) => return terminal::usage(&err),
    };
    let common = args.command.common();
    let terminal = Terminal::new(common.color, common.quiet, common.json);
    let mut inputs = Inputs::default();
    let done = match &args.command {
        Command::Build(it) => build::build(it, &mut inputs),
        Command::Check(it) => build::check(it, &mut inputs),
        Command::Verify(it) => verify::verify(it),
        Command::Ledger(it) => verify::ledger(it),
        Command::Schema(it) => Ok(schema::schema(it)),
    };
    let name = args.command.name();
    match done {
        Ok(done) => {
            finish(&terminal, name, Outcome::Done, &done.report, &inputs, Some(&done))
        }
        Err(Stop { outcome, report }) => {
            finish(&terminal, name, outcome, &report, &inputs, None)
        }
    }
}

/// What a command that succeeded has to tell.
struct Done {
    /// Warnings and notes.
    report: Report,
    /// For standard output, without `--json`.
    data: String,
    /// For the person at the terminal.
    summary: String,
    /// For `--json`.
    result: Option<serde_json::Value>,
    /// A passphrase that has to be shown, once, and only to a terminal.
    secret: Option<crate::package::Passphrase>,
}

fn finish(
    terminal: &Terminal,
    command: &'static str,
    outcome: Outcome,
    report: &Report,
    inputs: &Inputs,
    done: Option<&Done>,
) -> u8 {
    if terminal.json {
        let result = done.and_then(|it| it.result.clone());
        let envelope = Envelope::new(command, outcome, report, inputs, result);
        terminal.data(&serde_json::to_string(&envelope).expect("texts and numbers only"));
    } else {
        terminal.problems(&emit(report, inputs));
        match done {
            Some(done) => {
                if !done.data.is_empty() {
                    terminal.data(&done.data);
                }
                terminal.summary(&done.summary);
            }
            None => terminal.problems(&outcome::closing(outcome, report)),
        }
    }
    if let Some(secret) = done.and_then(|it| it.secret.as_ref()) {
        terminal.show(secret);
    }
    outcome.code()
}
