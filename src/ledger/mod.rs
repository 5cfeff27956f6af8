//! The ledger, an accounting of disclosures: one line for each release, chained by digest, so
//! that an edited, removed, reordered or cut-off line is found. It contains no client data.

mod binding;
mod merge;
mod state;

pub use binding::{RequestContent, RequestDigest, SALT};
pub use merge::merge;
pub use state::{State, states};

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::package::{FileEntry, Package, digest};

/// The name of the file.
pub const LEDGER: &str = "ledger.jsonl";

/// What the first line has before it.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The version of the line; a line without one is of version 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub format: u32,
    /// Its number, from 1.
    pub n: u64,
    /// When it was written, RFC 3339, UTC.
    pub recorded_at: String,
    /// The ticket.
    pub ticket: String,
    /// What was done.
    pub action: Action,
    /// The files beside the receipt.
    pub files: Vec<FileEntry>,
    /// SHA-256 of the receipt; an unlocked print has none, and no digest either: whoever
    /// guesses its content could verify the guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// What the request said that a package was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestDigest>,
    /// Why a ticket was reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Because>,
    /// SHA-256 of the line before, without its line end.
    pub previous: String,
}

/// The version of the lines that are written: 2 knows `request`, `because` and `reopen`
/// (`data/policy/formats.md`).
const FORMAT: u32 = 2;

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_first(format: &u32) -> bool {
    *format == 1
}

/// True for a line that a newer version of the program wrote: what it means is not known here.
pub fn is_newer(line: &str) -> bool {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default = "first")]
        format: u32,
    }
    serde_json::from_str::<Head>(line).is_ok_and(|it| it.format > FORMAT)
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// A package was made.
    Release,
    /// A package was rebuilt and replaced the one before.
    Replace,
    /// No copy was given: a letter says why.
    Deny,
    /// A denial no longer applies: the ticket may be built.
    Reopen,
    /// The record was written unlocked, for a printer.
    Print,
}

/// Why a ticket that was denied is open again. A word of a list: free text could say who the
/// client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The client appealed, and the appeal was granted.
    Appeal,
    /// The denial was a mistake.
    Mistake,
    /// The client asked again, and the reason no longer applies.
    AskedAgain,
    /// Something else.
    Other,
}

impl Because {
    /// Every reason.
    pub const ALL: &'static [Self] =
        &[Self::Appeal, Self::Mistake, Self::AskedAgain, Self::Other];

    /// The word that stands for it.
    pub fn token(self) -> &'static str {
        match self {
            Self::Appeal => "appeal",
            Self::Mistake => "mistake",
            Self::AskedAgain => "asked-again",
            Self::Other => "other",
        }
    }
}

/// What an entry says, besides its number and its place in the chain.
#[derive(Debug)]
pub struct LedgerEvent<'a> {
    ticket: &'a str,
    action: Action,
    files: &'a [FileEntry],
    receipt: Option<String>,
    request: Option<RequestDigest>,
    because: Option<Because>,
}

impl<'a> LedgerEvent<'a> {
    /// A package was made from a request.
    pub fn package(package: &'a Package, action: Action, request: RequestDigest) -> Self {
        Self {
            files: &package.receipt().files,
            receipt: Some(package.receipt_digest()),
            request: Some(request),
            ..Self::without_files(package.ticket(), action)
        }
    }

    /// A record was written unlocked.
    pub fn print(ticket: &'a str) -> Self {
        Self::without_files(ticket, Action::Print)
    }

    /// A denied ticket is open again.
    pub fn reopen(ticket: &'a str, because: Because) -> Self {
        Self { because: Some(because), ..Self::without_files(ticket, Action::Reopen) }
    }

    fn without_files(ticket: &'a str, action: Action) -> Self {
        Self { ticket, action, files: &[], receipt: None, request: None, because: None }
    }
}

/// What is wrong with a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not a valid entry.
    Unreadable,
    /// A newer version of the program wrote it.
    Newer,
    /// It does not follow from the line before: that was edited, removed or moved.
    Unchained,
    /// The file ends within it.
    CutOff,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "is not a valid entry",
            Self::Newer => "was written by a newer version of crr",
            Self::Unchained => {
                "does not follow from the line before it: one of the two was edited, removed \
                 or moved"
            }
            Self::CutOff => "is cut off",
        })
    }
}

/// The receipts that stand for the packages of the tickets now: those of their last lines
/// that have one.
pub fn receipts(entries: &[Entry]) -> BTreeMap<&str, &str> {
    let with = entries.iter().filter_map(|it| Some((&it.ticket, it.receipt.as_ref()?)));
    with.map(|(ticket, receipt)| (ticket.as_str(), receipt.as_str())).collect()
}

/// The lines that can be read, whether the chain holds or not.
pub fn readable(text: &str) -> Vec<Entry> {
    text.lines().filter_map(|it| serde_json::from_str(it).ok()).collect()
}

/// The line for an event, after the last line of the ledger; without its line end.
pub fn line_after(
    last: Option<&str>,
    event: &LedgerEvent<'_>,
    recorded_at: String,
) -> Option<String> {
    let n = match last {
        None => 1,
        // A number that has none after it was not counted by us.
        Some(line) => serde_json::from_str::<Entry>(line).ok()?.n.checked_add(1)?,
    };
    let entry = Entry {
        format: FORMAT,
        n,
        recorded_at,
        ticket: event.ticket.to_owned(),
        action: event.action,
        files: event.files.to_vec(),
        receipt: event.receipt.clone(),
        request: event.request.clone(),
        because: event.because,
        previous: last.map_or_else(|| START.into(), |line| digest(line.as_bytes())),
    };
    serde_json::to_string(&entry).ok()
}

/// Reads a whole ledger and checks the chain.
pub fn verify(text: &str) -> Result<Vec<Entry>, Broken> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut previous = START.to_owned();
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let broken = |fault| Broken { line: i + 1, fault };
        let body = line.strip_suffix('\n').ok_or(broken(Fault::CutOff))?;
        let entry: Entry = serde_json::from_str(body).map_err(|_| {
            broken(if is_newer(body) { Fault::Newer } else { Fault::Unreadable })
        })?;
        // Also where it has no key that is not known: what they mean there is not.
        if entry.format > FORMAT {
            return Err(broken(Fault::Newer));
        }
        let n = entries.last().map_or(1, |it| it.n + 1);
        if entry.previous != previous || entry.n != n {
            return Err(broken(Fault::Unchained));
        }
        previous = digest(body.as_bytes());
        entries.push(entry);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of a ticket.
    pub(super) fn entry(ticket: &str, action: Action) -> Entry {
        Entry {
            format: FORMAT,
            n: 1,
            recorded_at: "2026-11-20T10:00:00Z".into(),
            ticket: ticket.into(),
            action,
            files: Vec::new(),
            receipt: Some(START.into()),
            request: None,
            because: None,
            previous: START.into(),
        }
    }

    fn chain(n: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for i in 0..n {
            let previous =
                lines.last().map_or_else(|| START.into(), |it| digest(it.as_bytes()));
            let entry = Entry {
                n: i as u64 + 1,
                previous,
                ..entry(&format!("T-{i}"), Action::Release)
            };
            lines.push(serde_json::to_string(&entry).expect("an entry"));
        }
        lines
    }

    #[track_caller]
    fn check(lines: &[String], expected: Option<(usize, Fault)>) {
        let text: String = lines.iter().map(|it| format!("{it}\n")).collect();
        let found = verify(&text).err().map(|it| (it.line, it.fault));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_chain_that_was_not_touched_holds() {
        check(&chain(4), None);
        check(&[], None);
    }

    #[test]
    fn shards_merge_into_a_chain_that_holds() {
        let read = |lines: &[String]| {
            let text: String = lines.iter().map(|it| format!("{it}\n")).collect();
            verify(&text).expect("a ledger")
        };
        let (one, two) = (read(&chain(3)), read(&chain(5)));
        let merged = verify(&merge(vec![two, one])).expect("a ledger");
        let tickets: Vec<_> = merged.iter().map(|it| it.ticket.as_str()).collect();
        // The first three are the same in both.
        assert_eq!(tickets, ["T-0", "T-1", "T-2", "T-3", "T-4"]);
        assert_eq!(merge(vec![merged.clone(), merged]).lines().count(), 5);
        assert_eq!(merge(Vec::new()), "");
    }

    #[test]
    fn after_the_last_number_there_is_no_line() {
        let line = |n| {
            let entry = Entry { n, ..entry("T-1", Action::Deny) };
            let last = serde_json::to_string(&entry).expect("an entry");
            let event = LedgerEvent::reopen("T-1", Because::Appeal);
            line_after(Some(&last), &event, "2026-11-20T10:00:00Z".into())
        };
        assert!(line(u64::MAX - 1).is_some());
        assert_eq!(line(u64::MAX), None);
    }

    #[test]
    fn every_change_is_found() {
        let mut edited = chain(4);
        edited[1] = edited[1].replace("T-1", "T-9");
        check(&edited, Some((3, Fault::Unchained)));
        let mut removed = chain(4);
        removed.remove(1);
        check(&removed, Some((2, Fault::Unchained)));
        let mut beheaded = chain(4);
        beheaded.remove(0);
        check(&beheaded, Some((1, Fault::Unchained)));
        let mut moved = chain(4);
        moved.swap(1, 2);
        check(&moved, Some((2, Fault::Unchained)));
        let mut noise = chain(2);
        noise.push("{}".into());
        check(&noise, Some((3, Fault::Unreadable)));
        let mut newer = chain(2);
        newer[1] = newer[1].replace(r#""format":2"#, r#""format":3,"more":1"#);
        check(&newer, Some((2, Fault::Newer)));
        let mut same_keys = chain(2);
        same_keys[1] = same_keys[1].replace(r#""format":2"#, r#""format":3"#);
        check(&same_keys, Some((2, Fault::Newer)));
        let cut = format!("{}\n{}", chain(2)[0], &chain(2)[1][..40]);
        assert_eq!(verify(&cut), Err(Broken { line: 2, fault: Fault::CutOff }));
    }
}
