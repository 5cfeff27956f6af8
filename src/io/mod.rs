//! The only place that touches the file system, the clock and the operating system's
//! randomness. It moves bytes; it decides nothing about a record.

mod archive;
mod condition;
mod desk;
mod downloads;
mod error;
mod exports;
mod extract_folder;
mod extracts;
mod files;
mod folder;
mod fresh;
mod given;
mod key_file;
mod ledger_file;
mod mention;
mod old_files;
mod open;
mod output;
mod output_error;
mod passphrase_list;
mod pictures;
mod process;
mod purge;
mod purge_plan;
mod recovery;
mod release;
mod request_folder;
mod restore;
mod secrets;
mod site_file;
mod standing;
mod supplied;

pub use condition::{Locking, free_bytes, is_closed, is_on_network, locking_in};
pub use desk::{Desk, KEY};
pub use downloads::{DownloadError, MAX_TABLES, open_download};
pub use error::IoError;
pub use exports::open_export;
pub use extract_folder::ExtractFolder;
pub use extracts::{ExtractIndex, Found, Why};
pub use files::{
    Existing, PathKind, is_below, is_same_folder, kind_of, names_in, read_bytes,
    read_folder, read_limited, read_start, read_stdin, text_of, write_new,
};
pub use folder::{make_folders, read_ledger, write_new_below};
pub use given::{Given, STDIN};
pub use key_file::{join_keys, keep_head, kept_head, keys_of, read_keys};
pub use old_files::{Left, OldFile};
pub use open::{Audience, open_folder, open_private};
pub use output::{probe_folder, settle};
pub use output_error::{Evidence, Locked, OutputError, Stopped};
pub use passphrase_list::{Listed, PassphraseList, StagedLine};
pub use pictures::{export, state_of, write_samples};
pub use process::{guard_process, interrupts};
pub use purge::{Purged, purge};
pub use purge_plan::{Keeping, OldPackage, PurgePlan, Stores};
pub use release::{Printed, record_deed, release, release_print};
pub use request_folder::{RequestFolder, requests_in};
pub use restore::{Restored, restore_ledger};
pub use secrets::{StagedSecret, check_new, random};
pub use site_file::{SearchedSite, Untrusted, current_folder, search_site};
pub use standing::{May, Standing};
pub use supplied::Supplied;

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
