//! Arguments, the terminal, and one function a subcommand.

mod args;
mod build;
mod explain;
mod load;
mod outcome;
mod schema;
mod secret;
mod terminal;
mod verify;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Parser;

use crate::diagnostics::{Diagnostic, Envelope, Outcome, Report, emit};
use args::{Args, Command};
use load::Inputs;
use outcome::Stop;
use terminal::Terminal;

/// Runs one command line; gives the exit code (DESIGN §7). It may be called again.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let args = match Args::try_parse_from(&arguments) {
        Ok(args) => args,
        Err(err) => return usage(&err, &arguments),
    };
    let common = args.command.common();
    let terminal = Terminal::new(common.color, common.quiet, common.json);
    let name = args.command.name();
    let mut inputs = Inputs::default();
    // A panic's words may repeat a value, so `main` has silenced them; it ends like any
    // other fault of ours. What was half done is not kept: writing is all or nothing.
    let done = catch_unwind(AssertUnwindSafe(|| dispatch(&args.command, &mut inputs)))
        .unwrap_or_else(|_| {
            Err(Stop::fault(
                Diagnostic::error(
                    "fault",
                    "the program came to a state it should not be in",
                )
                .hint("please report what was run, without the record"),
            ))
        });
    match done {
        Ok(done) => {
            finish(&terminal, name, Outcome::Done, &done.report, &inputs, Some(&done))
        }
        Err(Stop { outcome, report }) => {
            finish(&terminal, name, outcome, &report, &inputs, None)
        }
    }
}

fn dispatch(command: &Command, inputs: &mut Inputs) -> Result<Done, Stop> {
    match command {
        Command::Build(it) => build::build(it, inputs),
        Command::Check(it) => build::check(it, inputs),
        Command::Verify(it) => verify::verify(it),
        Command::Ledger(it) => verify::ledger(it),
        Command::Explain(it) => explain::explain(it, inputs),
        Command::Schema(it) => Ok(schema::schema(it)),
    }
}

/// Help goes to standard output; a mistake to standard error, or into the envelope.
fn usage(err: &clap::Error, arguments: &[OsString]) -> u8 {
    if err.use_stderr() && arguments.iter().any(|it| it == "--json") {
        let problem = Diagnostic::error("usage", err.kind().to_string())
            .hint("`crr help` tells every command and flag");
        let terminal = Terminal::new(args::Color::Never, true, true);
        let inputs = Inputs::default();
        return finish(
            &terminal,
            "usage",
            Outcome::Usage,
            &problem.into(),
            &inputs,
            None,
        );
    }
    terminal::usage(err)
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
        let json = serde_json::to_string(&envelope).expect("texts and numbers only");
        terminal.json_data(&json);
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
