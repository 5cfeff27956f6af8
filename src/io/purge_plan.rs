//! What a desk no longer has to keep: packages, requests and extracts past their retention, each
//! only where it still is what the ledger tells of. Nothing is changed here, no link is followed
//! out of the desk's folders, and what is left is told with its reason.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::desk::Desk;
use super::error::IoError;
use super::files::{names_in, read_bytes};
use super::old_files::{Left, OldFile, Sorted, extracts, requests};
use super::passphrase_list::n_lines_of;
use super::standing::{Standing, receipt_in};
use crate::ledger::{Action, State};
use crate::model::Day;
use crate::package::{RECEIPT, digest};

/// The largest file that is compared, in bytes.
pub(super) const MAX_FILE: u64 = 1024 * 1024 * 1024;

/// How long a desk keeps what it has released; without a number it keeps it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keeping {
    /// Days after the build of a package, or after a ticket was closed.
    pub packages_days: Option<u64>,
    /// Days after a ticket was released or closed, for its request.
    pub requests_days: Option<u64>,
    /// True where an extract goes once its package was released.
    pub deletes_extracts: bool,
}

/// Where a desk keeps what is no package.
#[derive(Debug, Clone, Default)]
pub struct Stores {
    /// The folder of requests.
    pub requests: Option<PathBuf>,
    /// The folder of extracts.
    pub extracts: Option<PathBuf>,
    /// Lists of passphrases, or folders of them.
    pub passphrases: Vec<PathBuf>,
}

/// What would be removed, and what would be left.
#[derive(Debug, Default)]
pub struct PurgePlan {
    /// Packages and letters.
    pub packages: Vec<OldPackage>,
    /// Lists of passphrases, each with how many of its lines would go.
    pub lists: Vec<(PathBuf, usize)>,
    /// Requests.
    pub requests: Vec<OldFile>,
    /// Extracts.
    pub extracts: Vec<OldFile>,
    /// What is past its retention, and stays.
    pub left: Vec<(PathBuf, Left)>,
    /// The tickets of the requests that were only printed: of where the print is, nothing is known.
    pub printed: Vec<String>,
    /// The clients that requests and extracts name, to be masked where a file is called after one.
    pub ids: Vec<String>,
}

/// A package or a letter that would be removed, but for its receipt.
#[derive(Debug)]
pub struct OldPackage {
    /// Its ticket.
    pub ticket: String,
    /// Its folder.
    pub folder: PathBuf,
    /// SHA-256 of its receipt.
    pub(super) receipt: String,
    /// Its files, as they were when they were compared.
    pub(super) files: Vec<OldFile>,
}

impl PurgePlan {
    /// Compares what is there with the ledger.
    pub fn of(
        desk: &Desk,
        standing: &Standing,
        keeping: Keeping,
        stores: &Stores,
        at: Day,
    ) -> Result<Self, IoError> {
        let mut plan = Self::default();
        if let Some(days) = keeping.packages_days {
            let states = standing.states();
            for state in states.filter(|it| is_past(it, desk, days, at)) {
                plan.package(desk, state);
            }
            plan.lists(stores, standing)?;
        }
        if let Some(folder) = &stores.requests
            && let Some(days) = keeping.requests_days
        {
            let is_old = |it: &State| match &it.printed {
                Some(copy) => is_before(copy.built_on, &copy.since, desk, days, at),
                None => is_past(it, desk, days, at),
            };
            let mut sorted = requests(folder, standing, is_old)?;
            plan.printed = std::mem::take(&mut sorted.printed);
            plan.requests = plan.taking(sorted);
        }
        if let Some(folder) = &stores.extracts
            && keeping.deletes_extracts
        {
            let requests = stores.requests.as_deref();
            let sorted = extracts(folder, requests, standing)?;
            plan.extracts = plan.taking(sorted);
        }
        Ok(plan)
    }

    /// True where nothing would be removed.
    pub fn is_empty(&self) -> bool {
        self.packages.is_empty()
            && self.lists.is_empty()
            && self.requests.is_empty()
            && self.extracts.is_empty()
    }

    /// What would go of files that were sorted; what stays is added to the rest of it.
    fn taking(&mut self, sorted: Sorted) -> Vec<OldFile> {
        self.left.extend(sorted.left);
        self.ids.extend(sorted.ids);
        sorted.old
    }

    /// A package whole, or not at all.
    fn package(&mut self, desk: &Desk, state: &State) {
        let folder = desk.out.join(&state.ticket);
        let Ok(data) = folder.symlink_metadata() else { return };
        if !data.is_dir() {
            let why = if data.is_symlink() { Left::Link } else { Left::NotOurs };
            self.left.push((folder, why));
            return;
        }
        let Some(known) = &state.receipt else { return };
        let Some((_, receipt)) =
            receipt_in(&folder).filter(|(bytes, _)| digest(bytes) == *known)
        else {
            self.left.push((folder, Left::Changed));
            return;
        };
        let mut files = Vec::new();
        for file in &receipt.files {
            let path = folder.join(&file.name);
            match unchanged(&path, &file.name, &file.sha256) {
                // An earlier run was interrupted after this one.
                None => {}
                Some(true) => files.push(OldFile { path, digest: file.sha256.clone() }),
                Some(false) => {
                    self.left.push((folder, Left::Changed));
                    return;
                }
            }
        }
        if files.is_empty() {
            return;
        }
        let is_ours = |name: &String| {
            name == RECEIPT || receipt.files.iter().any(|it| it.name == *name)
        };
        let names = names_in(&folder).unwrap_or_default();
        let others = names.iter().filter(|it| !is_ours(it));
        self.left.extend(others.map(|it| (folder.join(it), Left::NotOurs)));
        let (ticket, receipt) = (state.ticket.clone(), known.clone());
        self.packages.push(OldPackage { ticket, folder, receipt, files });
    }

    /// The lines of packages that are purged, or will be.
    fn lists(&mut self, stores: &Stores, standing: &Standing) -> Result<(), IoError> {
        let mut receipts = purged_receipts(standing);
        let now = self.packages.iter();
        receipts.extend(now.map(|it| (it.ticket.to_lowercase(), it.receipt.clone())));
        for path in lists_in(&stores.passphrases)? {
            match n_lines_of(&path, &receipts) {
                Ok(0) => {}
                Ok(n) => self.lists.push((path, n)),
                Err(IoError::NotAList(_)) => self.left.push((path, Left::NotOurs)),
                Err(IoError::IsALink(_)) => self.left.push((path, Left::Link)),
                Err(err) => return Err(err),
            }
        }
        Ok(())
    }
}

/// The receipts of the packages that were purged, by the ticket in small letters.
pub(super) fn purged_receipts(standing: &Standing) -> BTreeMap<String, String> {
    let purged = standing.states().filter(|it| it.is_purged);
    let with = purged.filter_map(|it| Some((it, it.receipt.clone()?)));
    with.map(|(it, receipt)| (it.ticket.to_lowercase(), receipt)).collect()
}

/// The files that paths lead to, folders opened; what does not exist is no list.
fn lists_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>, IoError> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let names = names_in(path)?.into_iter().map(|it| path.join(it));
            let is_file =
                |it: &PathBuf| it.symlink_metadata().is_ok_and(|it| !it.is_dir());
            all.extend(names.filter(is_file));
        } else if path.symlink_metadata().is_ok() {
            all.push(path.clone());
        }
    }
    Ok(all)
}

/// True for a ticket that was released or closed more than so many days ago.
fn is_past(state: &State, desk: &Desk, days: u64, at: Day) -> bool {
    let built_on = match state.action {
        Action::Release | Action::Replace | Action::Deny | Action::Purge => {
            state.built_on
        }
        Action::Withdraw => None,
        Action::Reopen | Action::Print => return false,
    };
    is_before(built_on, &state.since, desk, days, at)
}

/// True for what was built, or else done, more than so many days ago.
fn is_before(
    built_on: Option<Day>,
    since: &str,
    desk: &Desk,
    days: u64,
    at: Day,
) -> bool {
    let on = built_on.or_else(|| desk.day_of(since).parse().ok());
    let until = on.and_then(|it: Day| it.checked_add_days(chrono::Days::new(days)));
    until.is_some_and(|it| it < at)
}

/// Whether a file of a package is as its receipt says; none where it is gone. A name that leads
/// out of the folder is of no file of ours.
fn unchanged(path: &Path, name: &str, sha256: &str) -> Option<bool> {
    let mut parts = Path::new(name).components();
    let is_plain =
        matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    if !is_plain {
        return Some(false);
    }
    let data = path.symlink_metadata().ok()?;
    let is_same = || read_bytes(path, MAX_FILE).is_ok_and(|it| digest(&it) == sha256);
    Some(data.is_file() && is_same())
}
