//! The chain: each line has the digest of the one before it.

use std::collections::BTreeMap;
use std::fmt;

use rayon::prelude::*;
use serde::Deserialize;

use super::START;
use super::entry::{Entry, FORMAT, LedgerEvent, first};
use crate::package::digest;
use crate::source::{JsonFault, read_json};

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
    /// It has a key twice.
    DoubledKey,
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
            Self::DoubledKey => "has the same key twice",
        })
    }
}

/// Lines from which it pays to read some of them at a time.
const AT_A_TIME: usize = 256;

/// Reads a whole ledger and checks the chain.
pub fn verify(text: &str) -> Result<Vec<Entry>, Broken> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let read: Vec<_> =
        lines.par_iter().with_min_len(AT_A_TIME).map(|it| entry_of(it)).collect();
    let mut entries: Vec<Entry> = Vec::with_capacity(read.len());
    let mut previous = START.to_owned();
    for (i, read) in read.into_iter().enumerate() {
        let broken = |fault| Broken { line: i + 1, fault };
        let (entry, digest) = read.map_err(broken)?;
        let n = entries.last().map_or(1, |it| it.n + 1);
        if entry.previous != previous || entry.n != n {
            return Err(broken(Fault::Unchained));
        }
        previous = digest;
        entries.push(entry);
    }
    Ok(entries)
}

/// The entry of a line, and the digest that the next one has.
fn entry_of(line: &str) -> Result<(Entry, String), Fault> {
    let body = line.strip_suffix('\n').ok_or(Fault::CutOff)?;
    match read_json::<Entry>(body.as_bytes()) {
        Ok(entry) if entry.format <= FORMAT => Ok((entry, digest(body.as_bytes()))),
        Ok(_) => Err(Fault::Newer),
        // What a newer version writes may be no entry of ours.
        Err(_) if is_newer(body) => Err(Fault::Newer),
        Err(JsonFault::Twice { .. }) => Err(Fault::DoubledKey),
        Err(JsonFault::Malformed) => Err(Fault::Unreadable),
    }
}

/// The line for an event, after the last line of the ledger; without its line end.
pub fn line_after(
    last: Option<&str>,
    event: &LedgerEvent<'_>,
    recorded_at: String,
) -> Option<String> {
    let n = match last {
        None => 1,
        Some(line) => read_json::<Entry>(line.as_bytes()).ok()?.n.checked_add(1)?,
    };
    let entry = Entry {
        format: FORMAT,
        n,
        recorded_at,
        ticket: event.ticket.to_owned(),
        action: event.action,
        operator: Some(event.operator.clone()),
        because: event.because,
        reason: event.reason.map(str::to_owned),
        account: event.account.cloned(),
        files: event.files.to_vec(),
        receipt: event.receipt.clone(),
        binding: event.binding.clone(),
        previous: last.map_or_else(|| START.into(), |line| digest(line.as_bytes())),
    };
    serde_json::to_string(&entry).ok()
}

/// True for a line that a newer version of the program wrote: what it means is not known here.
pub fn is_newer(line: &str) -> bool {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default = "first")]
        format: u32,
    }
    read_json::<Head>(line.as_bytes()).is_ok_and(|it| it.format > FORMAT)
}

/// The receipts that stand for the packages of the tickets now: those of their last lines
/// that have one.
pub fn receipts(entries: &[Entry]) -> BTreeMap<&str, &str> {
    let with = entries.iter().filter_map(|it| Some((&it.ticket, it.receipt.as_ref()?)));
    with.map(|(ticket, receipt)| (ticket.as_str(), receipt.as_str())).collect()
}

/// The lines that can be read, whether the chain holds or not.
pub fn readable(text: &str) -> Vec<Entry> {
    let lines: Vec<&str> = text.lines().collect();
    let lines = lines.par_iter().with_min_len(AT_A_TIME);
    lines.filter_map(|it| read_json(it.as_bytes()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entry::Action;
    use super::super::merge;
    use super::super::state::tests::entry;
    use super::*;

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
        let merged = verify(&merge(vec![two, one], None)).expect("a ledger");
        let tickets: Vec<_> = merged.iter().map(|it| it.ticket.as_str()).collect();
        // The first three are the same in both.
        assert_eq!(tickets, ["T-0", "T-1", "T-2", "T-3", "T-4"]);
        assert_eq!(merge(vec![merged.clone(), merged], None).lines().count(), 5);
        assert_eq!(merge(Vec::new(), None), "");
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
        let mut doubled = chain(2);
        doubled[1] = doubled[1].replace(r#""n":2"#, r#""n":9,"n":2"#);
        check(&doubled, Some((2, Fault::DoubledKey)));
        let cut = format!("{}\n{}", chain(2)[0], &chain(2)[1][..40]);
        assert_eq!(verify(&cut), Err(Broken { line: 2, fault: Fault::CutOff }));
    }
}
