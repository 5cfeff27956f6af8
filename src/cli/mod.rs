//! Arguments, the terminal, and one function a subcommand.

mod answers;
mod batch_common;
mod beside_requests;
mod clarity_remarks;
mod commands;
mod desk;
mod doctor;
mod ending;
mod examples;
mod extract_file;
mod flags;
mod folders;
mod found;
mod from_download;
mod from_flags;
mod import_lost;
mod import_not_shown;
mod import_remarks;
mod import_with;
mod interview;
mod next_steps;
mod outcome;
mod overview;
mod passphrase;
mod progress;
mod questions;
mod read;
mod request_file;
mod sections_told;
mod session;
mod site_file;
mod status_told;
mod stopped;
mod tables;
mod terminal;
mod there;
mod ticket_form;
mod usage;
mod version;
mod wrap;

use std::ffi::OsString;

use clap::{CommandFactory as _, FromArgMatches as _, Parser};

use crate::diagnostics::Failure;
use crate::pipeline::Inputs;
use commands::Command;
use ending::finish;
use flags::{Color, Global};
use outcome::guard;
use session::Session;
use terminal::Terminal;
use version::VERSION;

/// Builds the copy of an HMIS record that a client asked for: checked, readable, locked.
#[derive(Debug, Parser)]
#[command(name = "crr", version = VERSION, propagate_version = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// The command line, with the overview as its help, and the examples in that of each command.
fn command() -> clap::Command {
    overview::with_overview(examples::shown(Args::command()))
}

/// Runs one command line; gives the exit code, which `crr --help` lists. It may be called
/// again.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parse = |mut command: clap::Command| {
        let matches = command.try_get_matches_from_mut(&arguments)?;
        Args::from_arg_matches(&matches)
    };
    // The help is put together where somebody is to read it.
    let args = match parse(Args::command()).or_else(|_| parse(command())) {
        Ok(args) => args,
        Err(err) => {
            return usage(&usage::with_words(err, command(), &arguments), &arguments);
        }
    };
    let Global { color, quiet, json } = args.global;
    let terminal = Terminal::new(color, quiet, json);
    let mut inputs = Inputs::default();
    let mut session = Session::new(&terminal, &mut inputs, command);
    let done = guard(|| args.command.run(&mut session));
    let applied = session.applied.take();
    finish(&terminal, args.command.name(), &done, applied.as_ref(), &inputs)
}

/// Help goes to standard output; a mistake to standard error, or into the envelope.
fn usage(err: &clap::Error, arguments: &[OsString]) -> u8 {
    if err.use_stderr() && arguments.iter().any(|it| it == "--json") {
        let failure = Failure::usage(usage::problem(err));
        let terminal = Terminal::new(Color::Never, true, true);
        return finish(&terminal, "usage", &Err(failure), None, &Inputs::default());
    }
    terminal::usage(err)
}
