//! One file a command: its arguments, then what it does. A new one is its file and its lines
//! here.

mod batch;
mod build;
mod check;
mod deny;
mod explain;
mod import;
mod import_args;
mod import_lost;
mod import_remarks;
mod ledger;
mod preview;
mod print;
mod reopen;
mod schema;
mod templates;
mod verify;

use clap::Subcommand;

use super::outcome::Done;
use super::session::Session;
use crate::diagnostics::Failure;

macro_rules! commands {
    ($($(#[$meta:meta])* $name:literal $command:ident($args:ty),)*) => {
        #[derive(Debug, Subcommand)]
        pub(super) enum Command {
            $($(#[$meta])* $command($args),)*
        }

        impl Command {
            /// The name, as `--json` tells it.
            pub(super) fn name(&self) -> &'static str {
                match self { $(Self::$command(_) => $name,)* }
            }

            /// Runs it.
            pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
                match self { $(Self::$command(it) => it.run(session),)* }
            }
        }
    };
}

commands! {
    /// Check a request, render the record, lock it, and write the package.
    "build" Build(build::Build),
    /// Put every check to requests; nothing is written.
    "check" Check(check::Check),
    /// Write the letter that tells a client why they get no copy, and what they can do.
    "deny" Deny(deny::Deny),
    /// Write into the ledger that a denial no longer holds: the ticket may be built.
    "reopen" Reopen(reopen::Reopen),
    /// Make extracts of an export of the vendor's system.
    "import" Import(import_args::Import),
    /// Write a record unlocked, for a printer: the one command that does.
    "print" Print(print::Print),
    /// Open a package with its passphrase and compare it with its receipt.
    "verify" Verify(verify::Verify),
    /// Look after the ledger of releases.
    "ledger" Ledger(ledger::Ledger),
    /// Explain a rule: the sentence it rests on, and what to do; without a name, list all.
    "explain" Explain(explain::Explain),
    /// Print the JSON Schema of a file format.
    "schema" Schema(schema::Schema),
    /// Draw the pages of fictional records as PNG, for authors of templates.
    "preview" Preview(preview::Preview),
    /// Copy the built-in templates, or check a changed set.
    "templates" Templates(templates::Templates),
}
