//! One ledger from those of several shards.

use std::collections::{HashMap, VecDeque};

use super::START;
use super::entry::{Action, Entry};
use super::state::{State, states};
use crate::package::digest;

/// One ledger from those of several shards, with a new chain. Each keeps its own order; between
/// them time decides, but the one that is preferred comes after all others. A line that two of
/// them have is taken once.
pub fn merge(ledgers: Vec<Vec<Entry>>, preferred: Option<usize>) -> String {
    let mut queues: Vec<VecDeque<Entry>> =
        ledgers.into_iter().map(VecDeque::from).collect();
    // How often an event was written, and how often each of the ledgers has it.
    let mut written: HashMap<String, usize> = HashMap::new();
    let mut told: Vec<HashMap<String, usize>> = vec![HashMap::new(); queues.len()];
    let (mut text, mut previous, mut n) = (String::new(), START.to_owned(), 0);
    let heads = |queues: &[VecDeque<Entry>]| {
        let all = queues.iter().enumerate();
        let heads = all.filter_map(|(i, it)| {
            Some((Some(i) == preferred, it.front()?.recorded_at.clone(), i))
        });
        heads.min().map(|it| it.2)
    };
    while let Some(i) = heads(&queues) {
        let Some(entry) = queues[i].pop_front() else { break };
        let event = Entry { n: 0, previous: String::new(), ..entry };
        let key = serde_json::to_string(&event).expect("texts and numbers only");
        let n_told = told[i].entry(key.clone()).or_default();
        *n_told += 1;
        let n_written = written.entry(key).or_default();
        if *n_told <= *n_written {
            continue;
        }
        *n_written += 1;
        n += 1;
        let line = Entry { n, previous, ..event };
        let line = serde_json::to_string(&line).expect("texts and numbers only");
        previous = digest(line.as_bytes());
        text.extend([line.as_str(), "\n"]);
    }
    text
}

/// A ticket of which two ledgers tell differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The ticket.
    pub ticket: String,
    /// The later of the two ledgers, from 0.
    pub ledger: usize,
    /// True where time may not decide: both released a package and it is not certain that they
    /// were made from one request, so that two people may have one ticket; or one released it
    /// and the other closed it.
    pub is_open: bool,
}

/// The tickets of which two ledgers tell differently.
pub fn conflicts(ledgers: &[Vec<Entry>]) -> Vec<Conflict> {
    let all: Vec<_> = ledgers.iter().map(|it| states(it)).collect();
    let mut conflicts = Vec::new();
    for (ledger, mine) in all.iter().enumerate() {
        for (ticket, state) in mine {
            let others = all[..ledger].iter().filter_map(|it| it.get(ticket));
            let differs = |it: &&State| {
                it.receipt != state.receipt || is_closed(it) != is_closed(state)
            };
            let mut others = others.filter(differs).peekable();
            if others.peek().is_some() {
                let is_open = others.any(|it| is_open(it, state));
                let ticket = ticket_of(&ledgers[ledger], ticket);
                conflicts.push(Conflict { ticket, ledger, is_open });
            }
        }
    }
    conflicts
}

fn is_closed(it: &State) -> bool {
    matches!(it.action, Action::Deny | Action::Withdraw)
}

fn is_open(one: &State, two: &State) -> bool {
    let is_released = |it: &State| matches!(it.action, Action::Release | Action::Replace);
    if is_closed(one) != is_closed(two) {
        return true;
    }
    let is_same = match (&one.binding, &two.binding) {
        (Some(one), Some(two)) => one.is_of_request(two),
        _ => false,
    };
    is_released(one) && is_released(two) && !is_same
}

/// A ticket as it is written.
fn ticket_of(entries: &[Entry], lower: &str) -> String {
    let found = entries.iter().rev().find(|it| it.ticket.to_lowercase() == lower);
    found.map_or_else(|| lower.to_owned(), |it| it.ticket.clone())
}
