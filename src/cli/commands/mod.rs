//! One file a command: its arguments, then what it does. A new one is its file and its lines
//! here.

mod batch;
mod batch_counts;
mod build;
mod build_args;
mod check;
mod closing;
mod deny;
mod doctor;
mod explain;
mod form;
mod import;
mod import_args;
mod import_seal;
mod import_tables;
mod ledger;
mod new;
mod passphrase;
mod preview;
mod print;
mod purge;
mod schema;
mod shell;
mod site;
mod status;
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
            /// The name, as `--json` gives it.
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
    /// Write a request, from questions or flags.
    "new" New(new::New),
    /// Write the agency's form: a PDF to fill in with the client, or a text for the ticket.
    "form" Form(form::Form),
    /// Check a request, render the record, lock it, and write the package.
    "build" Build(build_args::Build),
    /// Run every check on requests without writing anything.
    "check" Check(check::Check),
    /// Write the letter that tells a client why they get no copy, and what they can do.
    "deny" Deny(deny::Deny),
    /// Record that nobody asks for this copy any more.
    "withdraw" Withdraw(closing::Withdraw),
    /// Record that a denial or a withdrawal no longer applies, so that the ticket can be built.
    "reopen" Reopen(closing::Reopen),
    /// Show what is open, due, late and done, ticket by ticket.
    "status" Status(status::Status),
    /// Remove packages, requests and extracts past the site's retention, after asking.
    "purge" Purge(purge::Purge),
    /// Convert a vendor export to extracts.
    "import" Import(import_args::Import),
    /// Write an unencrypted PDF for printing.
    "print" Print(print::Print),
    /// Open a package with its passphrase and compare it with its receipt.
    "verify" Verify(verify::Verify),
    /// Spell a passphrase that is in a file, or write its sheet.
    "passphrase" Passphrase(passphrase::Spoken),
    /// Verify or merge release ledgers.
    "ledger" Ledger(ledger::Ledger),
    /// Look whether all is in order, and where each setting comes from.
    "doctor" Doctor(doctor::Doctor),
    /// Print the site file that counts, or write a new one.
    "site" Site(site::SiteCommand),
    /// Explain a name in brackets: what the message means, and what to do.
    "explain" Explain(explain::Explain),
    /// Print the JSON Schema of a file format.
    "schema" Schema(schema::Schema),
    /// Print a script that completes commands and flags.
    #[command(hide = true)]
    "completions" Completions(shell::Completions),
    /// Write manual pages.
    #[command(hide = true)]
    "man" Man(shell::ManPages),
    /// Render the built-in samples to PNG, for template authors.
    "preview" Preview(preview::Preview),
    /// Export the built-in templates, or check modified ones.
    "templates" Templates(templates::Templates),
}
