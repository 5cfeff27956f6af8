//! The ledger: one line a release, chained by digest, so that an edited, removed, reordered
//! or cut-off line is found. It holds no client data.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::package::{FileEntry, Package, RECEIPT, digest};

/// The name of the file.
pub const LEDGER: &str = "ledger.jsonl";

/// What the first line has before it.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
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
    /// guesses its content could make sure of the guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// SHA-256 of the line before, without its line end.
    pub previous: String,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// A package was made.
    Release,
    /// A package was made anew.
    Replace,
    /// No copy was given: a letter says why.
    Deny,
    /// The record was written unlocked, for a printer.
    Print,
}

/// What an entry tells, besides its number and its place in the chain.
#[derive(Debug)]
pub struct Deed<'a> {
    ticket: &'a str,
    action: Action,
    files: &'a [FileEntry],
    receipt: Option<String>,
}

impl<'a> Deed<'a> {
    /// A package was made; none without its receipt.
    pub fn package(package: &'a Package, action: Action) -> Option<Self> {
        let (_, receipt) = package.files.iter().find(|(name, _)| name == RECEIPT)?;
        Some(Self {
            ticket: &package.ticket,
            action,
            files: &package.receipt.files,
            receipt: Some(digest(receipt)),
        })
    }

    /// A record was written unlocked.
    pub fn print(ticket: &'a str) -> Self {
        Self { ticket, action: Action::Print, files: &[], receipt: None }
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
    /// It is no entry.
    Unreadable,
    /// It does not follow on the line before: that was edited, removed or moved.
    Unchained,
    /// The file ends within it.
    CutOff,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "is not an entry",
            Self::Unchained => {
                "does not follow on the line before it: one of the two was edited, removed \
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

/// The line for a deed, after the last line of the ledger; without its line end.
pub fn line_after(
    last: Option<&str>,
    deed: &Deed<'_>,
    recorded_at: String,
) -> Option<String> {
    let n = match last {
        None => 1,
        Some(line) => serde_json::from_str::<Entry>(line).ok()?.n + 1,
    };
    let entry = Entry {
        n,
        recorded_at,
        ticket: deed.ticket.to_owned(),
        action: deed.action,
        files: deed.files.to_vec(),
        receipt: deed.receipt.clone(),
        previous: last.map_or_else(|| START.into(), |line| digest(line.as_bytes())),
    };
    serde_json::to_string(&entry).ok()
}

/// One ledger from those of several shards, chained anew. Each keeps its own order; between
/// them time decides. A line that two of them hold is taken once.
pub fn merge(ledgers: Vec<Vec<Entry>>) -> String {
    let mut queues: Vec<VecDeque<Entry>> =
        ledgers.into_iter().map(VecDeque::from).collect();
    // How often a deed was written, and how often each of the ledgers has told of it.
    let mut written: HashMap<String, usize> = HashMap::new();
    let mut told: Vec<HashMap<String, usize>> = vec![HashMap::new(); queues.len()];
    let (mut text, mut previous, mut n) = (String::new(), START.to_owned(), 0);
    let heads = |queues: &[VecDeque<Entry>]| {
        let all = queues.iter().enumerate();
        let heads = all.filter_map(|(i, it)| Some((it.front()?.recorded_at.clone(), i)));
        heads.min().map(|it| it.1)
    };
    while let Some(i) = heads(&queues) {
        let Some(entry) = queues[i].pop_front() else { break };
        let deed = Entry { n: 0, previous: String::new(), ..entry };
        let key = serde_json::to_string(&deed).expect("texts and numbers only");
        let n_told = told[i].entry(key.clone()).or_default();
        *n_told += 1;
        let n_written = written.entry(key).or_default();
        if *n_told <= *n_written {
            continue;
        }
        *n_written += 1;
        n += 1;
        let line = Entry { n, previous, ..deed };
        let line = serde_json::to_string(&line).expect("texts and numbers only");
        previous = digest(line.as_bytes());
        text.extend([line.as_str(), "\n"]);
    }
    text
}

/// Reads a whole ledger and checks the chain.
pub fn verify(text: &str) -> Result<Vec<Entry>, Broken> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut previous = START.to_owned();
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let broken = |fault| Broken { line: i + 1, fault };
        let body = line.strip_suffix('\n').ok_or(broken(Fault::CutOff))?;
        let entry: Entry =
            serde_json::from_str(body).map_err(|_| broken(Fault::Unreadable))?;
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

    fn chain(n: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for i in 0..n {
            let previous =
                lines.last().map_or_else(|| START.into(), |it| digest(it.as_bytes()));
            let entry = Entry {
                n: i as u64 + 1,
                recorded_at: "2026-11-20T10:00:00Z".into(),
                ticket: format!("T-{i}"),
                action: Action::Release,
                files: Vec::new(),
                receipt: Some(START.into()),
                previous,
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
        let cut = format!("{}\n{}", chain(2)[0], &chain(2)[1][..40]);
        assert_eq!(verify(&cut), Err(Broken { line: 2, fault: Fault::CutOff }));
    }
}
