//! Arguments, the terminal, and one function a subcommand.

mod args;
mod batch;
mod build;
mod check;
mod deny;
mod explain;
mod import;
mod import_args;
mod import_lost;
mod inputs;
mod ledger;
mod load;
mod many;
mod outcome;
mod preview;
mod print;
mod progress;
mod samples;
mod schema;
mod secret;
mod shared;
mod sheets;
mod templates;
mod terminal;
mod verify;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clap::Parser;

use crate::diagnostics::{Diagnostic, Envelope, Outcome, Report, emit};
use args::{Args, Command};
use inputs::Inputs;
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
    let done = guard(|| dispatch(&args.command, &terminal, &mut inputs));
    finish(&terminal, name, &done, &inputs)
}

/// Runs something that may panic. A panic's words may repeat a value, so `main` has silenced
/// them; it ends like any other fault of ours. What was half done is not kept: writing is
/// all or nothing.
fn guard<T>(run: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Err(Stop::fault(
            Diagnostic::error("fault", "the program came to a state it should not be in")
                .hint("please report what was run, without the record"),
        ))
    })
}

fn dispatch(
    command: &Command,
    terminal: &Terminal,
    inputs: &mut Inputs,
) -> Result<Done, Stop> {
    match command {
        Command::Build(it) => build::build(it, terminal, inputs),
        Command::Check(it) => check::check(it, terminal, inputs),
        Command::Deny(it) => deny::deny(it, inputs),
        Command::Import(it) => import::import(it, inputs),
        Command::Print(it) => print::print(it, inputs),
        Command::Verify(it) => verify::verify(it),
        Command::Ledger(it) => ledger::ledger(it),
        Command::Explain(it) => explain::explain(it, inputs),
        Command::Schema(it) => Ok(schema::schema(it)),
        Command::Preview(it) => preview::preview(it, terminal, inputs),
        Command::Templates(it) => templates::run(it, inputs),
    }
}

/// Help goes to standard output; a mistake to standard error, or into the envelope.
fn usage(err: &clap::Error, arguments: &[OsString]) -> u8 {
    if err.use_stderr() && arguments.iter().any(|it| it == "--json") {
        let problem = Diagnostic::error("usage", err.kind().to_string())
            .hint("`crr help` tells every command and flag");
        let terminal = Terminal::new(args::Color::Never, true, true);
        let inputs = Inputs::default();
        let stop = Stop { outcome: Outcome::Usage, report: problem.into() };
        return finish(&terminal, "usage", &Err(stop), &inputs);
    }
    terminal::usage(err)
}

/// What a command that came to its end has to tell.
#[derive(Default)]
struct Done {
    /// How it ended: of many requests some may have been refused.
    outcome: Outcome,
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
    /// True where it is spelled too.
    spell: bool,
}

fn finish(
    terminal: &Terminal,
    command: &'static str,
    done: &Result<Done, Stop>,
    inputs: &Inputs,
) -> u8 {
    // First of all: whoever stops the program in the midst of the rest has seen it.
    if let Ok(Done { secret: Some(secret), spell, .. }) = done {
        terminal.show(secret, *spell);
    }
    if terminal.json {
        print_json(terminal, command, None, done, inputs);
    } else {
        let (Ok(Done { report, .. }) | Err(Stop { report, .. })) = done;
        terminal.problems(&emit(report, inputs));
        match done {
            Ok(done) => {
                if !done.data.is_empty() {
                    terminal.data(&done.data);
                }
                terminal.summary(&done.summary);
            }
            Err(stop) => terminal.problems(&outcome::closing(stop)),
        }
    }
    outcome_of(done).code()
}

fn outcome_of(done: &Result<Done, Stop>) -> Outcome {
    done.as_ref().map_or_else(|stop| stop.outcome, |done| done.outcome)
}

/// Prints the envelope of a command, or of one of its requests.
fn print_json(
    terminal: &Terminal,
    command: &'static str,
    input: Option<&Path>,
    done: &Result<Done, Stop>,
    inputs: &Inputs,
) {
    let (Ok(Done { report, .. }) | Err(Stop { report, .. })) = done;
    let mut envelope = Envelope::new(command, outcome_of(done), report, inputs);
    envelope.input = input.map(|it| it.display().to_string());
    envelope.result = done.as_ref().ok().and_then(|it| it.result.clone());
    let json = serde_json::to_string(&envelope).expect("texts and numbers only");
    terminal.json_data(&json);
}
