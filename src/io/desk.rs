//! Where a help desk keeps its things.

use std::path::{Path, PathBuf};

use chrono::DateTime;
use chrono_tz::Tz;

use super::files::real;
use super::open::Audience;
use crate::model::StaffName;

/// The name of the key's file where nothing else is said.
pub const KEY: &str = "desk.key";

/// Where a help desk keeps its packages, its ledger and its key, and who works there.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The folder of the packages.
    pub out: PathBuf,
    /// The ledger.
    pub ledger: PathBuf,
    /// The file of keys.
    pub key: PathBuf,
    /// True where the desk's group may read and write them too.
    pub is_shared: bool,
    /// Where today is today.
    pub zone: Tz,
    /// Who runs the program.
    pub operator: StaffName,
}

impl Desk {
    /// The day of an instant (RFC 3339) where the desk is; a text that is none comes back as it
    /// was.
    pub fn day_of(&self, instant: &str) -> String {
        DateTime::parse_from_rfc3339(instant).map_or_else(
            |_| instant.to_owned(),
            |it| it.with_timezone(&self.zone).date_naive().to_string(),
        )
    }

    /// Who may use its ledger and its key.
    pub fn audience(&self) -> Audience {
        if self.is_shared { Audience::Group } else { Audience::Owner }
    }

    /// The file beside the key that keeps the heads of ledgers.
    pub(super) fn heads(&self) -> PathBuf {
        self.key.with_extension("head")
    }

    /// The ledger as seen from the key: where both are moved together, it stays the same.
    pub(super) fn ledger_name(&self) -> String {
        let ledger = real(&self.ledger).unwrap_or_else(|| self.ledger.clone());
        let home = self.key.parent().filter(|it| *it != Path::new(""));
        let home = real(home.unwrap_or(Path::new(".")));
        let below = home.as_ref().and_then(|it| ledger.strip_prefix(it).ok());
        let parts = below.unwrap_or(&ledger).iter().map(|it| it.to_string_lossy());
        let text = parts.collect::<Vec<_>>().join("/");
        text.replace("//", "/")
    }
}
