//! The only place that touches the file system, the clock and the operating system's
//! randomness. It moves bytes; it decides nothing about a record.

mod exports;
mod extract_folder;
mod extracts;
mod files;
mod folder;
mod fresh;
mod ledger_file;
mod output;
mod passphrase_list;
mod pictures;
mod recovery;
mod release;
mod secrets;

pub use exports::open_export;
pub use extract_folder::ExtractFolder;
pub use extracts::{ExtractIndex, Found, requests_in};
pub use files::{
    Existing, IoError, PathKind, is_below, kind_of, names_in, read_bytes, read_folder,
    read_limited, read_stdin, write_new,
};
pub use folder::read_ledger;
pub use output::{Locked, OutputError, Settled, Standing, probe, probe_folder, settle};
pub use passphrase_list::{Listed, PassphraseList, StagedLine, listed_secrets};
pub use pictures::{export, state_of, write_pictures};
pub use release::{release, release_print, reopen};
pub use secrets::{StagedSecret, check_new, random, read_secret, read_secret_fd};

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;

use crate::model::Day;

/// Today, where the help desk is.
pub fn today(zone: Tz) -> Day {
    now().with_timezone(&zone).date_naive()
}

/// Now, RFC 3339, in UTC, to the second.
pub fn timestamp() -> String {
    now().to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[expect(clippy::disallowed_methods, reason = "this is the door to the clock")]
fn now() -> DateTime<Utc> {
    Utc::now()
}
