//! The command line of `crr build`.

use std::num::NonZeroU8;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::desk::DeskFlags;
use crate::cli::flags::{HandOver, PassphraseIn, RecordFlags, Shard, tokens};
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::ledger::{Because, Deed, Wish};

#[derive(Debug, ClapArgs)]
pub(crate) struct Build {
    /// Requests (TOML files), or folders of them.
    #[arg(required = true, value_name = "REQUEST")]
    pub requests: Vec<PathBuf>,
    #[command(flatten)]
    pub record: RecordFlags,
    #[command(flatten)]
    pub to: DeskFlags,
    /// Build the package again, in place of the one that is there.
    #[arg(long, help_heading = "Output")]
    pub replace: bool,
    /// Build the package once more, though the one that was released is gone.
    #[arg(long, help_heading = "Output")]
    pub again: bool,
    /// Why: goes with `--replace` and `--again`, into the ledger.
    #[arg(
        long,
        value_name = "REASON",
        value_parser = tokens(Because::REBUILD, Because::token),
        help_heading = "Output"
    )]
    pub because: Option<Because>,
    /// With many requests: the ticket that `--replace` and `--again` are for; may be repeated.
    #[arg(long, value_name = "TICKET", help_heading = MANY)]
    pub ticket: Vec<String>,
    #[command(flatten)]
    pub passphrase: PassphraseIn,
    #[command(flatten)]
    pub hand_over: HandOver,
    /// With many requests: build only part I of N, e.g. `2/8`, into an `--out` of its own. With a
    /// site file, all parts of one machine share its ledger; `--site built-in` gives each part one
    /// of its own, in `--out`.
    #[arg(long, value_name = "I/N", help_heading = MANY)]
    pub shard: Option<Shard>,
    /// With many requests: how many to build at once; default: one per CPU core.
    #[arg(long, value_name = "N", help_heading = MANY)]
    pub jobs: Option<NonZeroU8>,
}

/// What is of use with many requests alone.
const MANY: &str = "Many requests";

impl Build {
    /// What is wanted for a ticket: of many, only those that are named are built again.
    pub(super) fn wish(&self, ticket: &str) -> Wish {
        let is_this = |it: &String| it.eq_ignore_ascii_case(ticket);
        let is_named = self.ticket.is_empty() || self.ticket.iter().any(is_this);
        Wish {
            replace: self.replace && is_named,
            again: self.again && is_named,
            because: self.because,
            ..Wish::to(Deed::Build)
        }
    }

    /// Each ticket that is named is one of this run.
    pub(super) fn check_tickets(
        &self,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<(), Failure> {
        match self.ticket.iter().find(|it| !is_known(it)) {
            None => Ok(()),
            Some(ticket) => Err(Failure::refused(
                Diagnostic::error(
                    "no-such-ticket",
                    format!("no request of this run has the ticket `{ticket}`"),
                )
                .at(Place::Outside("--ticket".into()))
                .hint("check the spelling of the ticket"),
            )),
        }
    }
}
