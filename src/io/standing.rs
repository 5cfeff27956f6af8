//! What the ledger says of the tickets of a desk, as far as it was read, and whether it is the
//! ledger that it should be.

use std::collections::BTreeMap;
use std::io::ErrorKind::NotADirectory;
use std::path::Path;

use super::desk::Desk;
use super::error::IoError;
use super::files::{names_in, read_bytes, real};
use super::folder::NEW;
use super::key_file::{has_lost_head, kept_head, read_keys};
use super::ledger_file::LedgerFile;
use super::open::read_private;
use super::output_error::{Evidence, OutputError, Stopped};
use crate::ledger::{
    Action, Because, Deed, Entry, Fault, Folder, Head, LEDGER, Next, State, Stop, Wish,
    add_states, next, readable, verify,
};
use crate::package::{RECEIPT, Receipt, digest};
use crate::seal::DeskKeys;

/// The largest receipt and the largest file of a package that are read, in bytes.
const MAX_RECEIPT: u64 = 1024 * 1024;
const MAX_FILE: u64 = 1024 * 1024 * 1024;

/// What the ledger says, as far as it was read, and the keys to compare with.
#[derive(Debug, Default)]
pub struct Standing {
    n_bytes: usize,
    states: BTreeMap<String, State>,
    keys: DeskKeys,
    head: Head,
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// It, with this line of the ledger.
    Do(Action, Option<Because>),
    /// Nothing, if the package that is there was made from the same request and extract.
    Compare,
}

impl Standing {
    /// Reads the ledger of a desk, without its lock.
    pub fn of(desk: &Desk) -> Result<Self, OutputError> {
        let mut standing = Self::default();
        // Before the ledger: another run may add a line in between, and keep its head.
        let kept = kept_head(desk)?;
        match read_private(&desk.ledger, u64::MAX - 1, desk.audience()) {
            Ok(bytes) => standing.read(desk, &bytes, kept.as_ref())?,
            // Whether anything can be written there is another question.
            Err(IoError::NotFound(_) | IoError::Other { kind: NotADirectory, .. }) => {
                standing.look_for_ledger(desk)?;
            }
            Err(err) => return Err(err.into()),
        }
        Ok(standing)
    }

    /// The state of a ticket; none where the ledger does not know it.
    pub fn state(&self, ticket: &str) -> Option<&State> {
        self.states.get(&ticket.to_lowercase())
    }

    /// The state of every ticket.
    pub(super) fn states(&self) -> impl Iterator<Item = &State> {
        self.states.values()
    }

    /// True where the ledger says that a package was released, and something is there.
    pub fn is_released(&self, desk: &Desk, ticket: &str) -> bool {
        let action = self.state(ticket).map(|it| it.action);
        matches!(action, Some(Action::Release | Action::Replace))
            && desk.out.join(ticket).symlink_metadata().is_ok()
    }

    /// What it says of one ticket.
    #[must_use]
    pub fn of_ticket(&self, ticket: Option<&str>) -> Self {
        let ticket = ticket.unwrap_or_default().to_lowercase();
        let state = self.states.get(&ticket).cloned();
        let states = state.map(|it| (ticket, it)).into_iter().collect();
        let (keys, head) = (self.keys.clone(), self.head.clone());
        Self { n_bytes: self.n_bytes, states, keys, head }
    }

    /// The receipts of the packages that stand for tickets, by the ticket in small letters.
    pub(super) fn receipts(&self) -> impl Iterator<Item = (String, String)> {
        let with = self
            .states
            .iter()
            .filter_map(|(ticket, it)| Some((ticket, it.receipt.as_ref()?)));
        with.map(|(ticket, receipt)| (ticket.clone(), receipt.clone()))
    }

    /// The last line that was read; none of a ledger that is empty.
    pub fn head(&self) -> Option<&Head> {
        Some(&self.head).filter(|it| it.n > 0)
    }

    /// The keys of the desk.
    pub fn keys(&self) -> &DeskKeys {
        &self.keys
    }

    /// What the ledger and the output folder say to a deed.
    pub fn may(&self, desk: &Desk, ticket: &str, wish: Wish) -> Result<May, Stopped> {
        let state = self.state(ticket);
        if state.is_some_and(|it| it.ticket != ticket) {
            return Err(self.stopped(desk, ticket, wish.deed, Stop::OtherCapitals));
        }
        let folder = folder(&desk.out.join(ticket), state, wish.deed);
        match next(state, folder, wish) {
            Next::Do(action, because) => Ok(May::Do(action, because)),
            Next::Compare => Ok(May::Compare),
            Next::Stop(stop) => Err(self.stopped(desk, ticket, wish.deed, stop)),
        }
    }

    /// What a command that was stopped reports.
    pub(super) fn stopped(
        &self,
        desk: &Desk,
        ticket: &str,
        deed: Deed,
        stop: Stop,
    ) -> Stopped {
        let state = self.state(ticket);
        Stopped {
            deed,
            stop,
            known: state.map(|it| it.ticket.clone()).unwrap_or_default(),
            since: state.map(|it| desk.day_of(&it.since)),
            reason: state.and_then(|it| it.reason.clone()),
            folder: desk.out.join(ticket),
        }
    }

    /// Reads what was added since.
    pub(super) fn update(
        &mut self,
        desk: &Desk,
        ledger: &mut LedgerFile,
    ) -> Result<(), OutputError> {
        if ledger.len()? < self.n_bytes as u64 {
            // It is shorter than it was: somebody put another in its place.
            *self = Self::default();
        }
        let bytes = ledger.bytes_from(self.n_bytes as u64)?;
        if self.n_bytes == 0 && bytes.is_empty() {
            return self.look_for_ledger(desk);
        }
        let kept = if self.n_bytes == 0 { kept_head(desk)? } else { None };
        self.read(desk, &bytes, kept.as_ref())
    }

    /// The first reading compares the head that is kept with the key.
    fn read(
        &mut self,
        desk: &Desk,
        bytes: &[u8],
        kept: Option<&Head>,
    ) -> Result<(), OutputError> {
        let text = String::from_utf8_lossy(bytes);
        if self.n_bytes == 0 {
            self.keys = read_keys(&desk.key, desk.audience())?;
            if let Some(kept) = kept.filter(|it| !it.is_in(&text)) {
                let (path, n_kept) = (desk.ledger.clone(), kept.n);
                let n = text.lines().count();
                return Err(OutputError::LedgerChanged { path, n_kept, n });
            }
        }
        let entries =
            if self.n_bytes == 0 { whole(desk, &text)? } else { readable(&text) };
        add_states(&mut self.states, &entries);
        if let Some(head) = last_of(&text) {
            self.head = head;
        }
        self.n_bytes += bytes.len();
        Ok(())
    }

    /// Where there is no ledger, nothing may show that there was one.
    pub(super) fn look_for_ledger(&mut self, desk: &Desk) -> Result<(), OutputError> {
        self.keys = read_keys(&desk.key, desk.audience())?;
        let evidence = if has_ledger_in(desk) {
            Evidence::LedgerInOut
        } else if has_packages(&desk.out) {
            Evidence::Packages
        } else if let Some(head) = kept_head(desk)?.filter(|it| it.n > 0) {
            Evidence::Head(head.n)
        } else if has_lost_head(desk)? {
            Evidence::Key
        } else {
            return Ok(());
        };
        Err(OutputError::LedgerMissing(desk.ledger.clone(), evidence))
    }
}

/// The last whole line of a part of a ledger.
fn last_of(text: &str) -> Option<Head> {
    let line = text[..text.rfind('\n')?].lines().next_back()?;
    let n = readable(line).first()?.n;
    Some(Head { n, digest: digest(line.as_bytes()) })
}

/// The lines of a ledger whose chain holds. A last line that was cut off is seen to under the
/// lock.
fn whole(desk: &Desk, text: &str) -> Result<Vec<Entry>, OutputError> {
    let end = text.rfind('\n').map_or(0, |it| it + 1);
    verify(&text[..end]).map_err(|broken| match broken.fault {
        Fault::Newer => OutputError::LedgerNewer(desk.ledger.clone()),
        _ => OutputError::LedgerBroken(desk.ledger.clone(), Some(broken)),
    })
}

/// What an output folder has under the name of a ticket. Only a build looks at every byte of it.
fn folder(path: &Path, state: Option<&State>, deed: Deed) -> Folder {
    if path.symlink_metadata().is_err() {
        return Folder::Absent;
    }
    let receipt = receipt_in(path);
    let Some((bytes, receipt)) = receipt else { return Folder::Other };
    if receipt.denied.is_some() {
        return Folder::Letter;
    }
    let known = state.and_then(|it| it.receipt.as_ref());
    let is_known = known.is_some_and(|it| *it == digest(&bytes));
    if is_known && (deed != Deed::Build || is_unchanged(path, &receipt)) {
        Folder::Released
    } else {
        Folder::Other
    }
}

/// The receipt of a folder, and its bytes.
pub(super) fn receipt_in(folder: &Path) -> Option<(Vec<u8>, Receipt)> {
    let bytes = read_bytes(&folder.join(RECEIPT), MAX_RECEIPT).ok()?;
    let receipt = Receipt::parse(&bytes).ok()?;
    Some((bytes, receipt))
}

/// True where every file of a receipt is there, byte for byte.
fn is_unchanged(folder: &Path, receipt: &Receipt) -> bool {
    receipt.files.iter().all(|file| {
        let bytes = read_bytes(&folder.join(&file.name), MAX_FILE);
        bytes.is_ok_and(|it| it.len() == file.bytes && digest(&it) == file.sha256)
    })
}

/// Earlier versions kept the ledger in the output folder, whatever the site file was.
fn has_ledger_in(desk: &Desk) -> bool {
    let older = desk.out.join(LEDGER);
    older.symlink_metadata().is_ok() && real(&older) != real(&desk.ledger)
}

/// What the first build of a desk had staged when it was interrupted is no package yet: a
/// ledger need not have known it.
fn has_packages(out: &Path) -> bool {
    let names = names_in(out).unwrap_or_default();
    let mut names = names.iter().filter(|it| !it.starts_with(NEW));
    names.any(|it| out.join(it).join(RECEIPT).symlink_metadata().is_ok())
}
