//! The command line of `crr build`.

use std::num::NonZeroU8;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::flags::{HandOver, OutFlag, PassphraseIn, RecordFlags, Shard, existing};
use crate::io::Existing;

#[derive(Debug, ClapArgs)]
pub(crate) struct Build {
    /// Requests (TOML files), or folders of them.
    #[arg(required = true, value_name = "REQUEST")]
    pub requests: Vec<PathBuf>,
    #[command(flatten)]
    pub record: RecordFlags,
    #[command(flatten)]
    pub to: OutFlag,
    /// Replace an existing package for this ticket.
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub passphrase: PassphraseIn,
    #[command(flatten)]
    pub hand_over: HandOver,
    /// With many requests: build only part I of N, e.g. `2/8`.
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// With many requests: how many to build at once; default: one per CPU core.
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroU8>,
}

impl Build {
    /// What happens to a package that exists.
    pub(super) fn existing(&self) -> Existing {
        existing(self.replace)
    }
}
