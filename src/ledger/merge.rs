//! One ledger from those of several shards.

use std::collections::{HashMap, VecDeque};

use super::{Entry, START};
use crate::package::digest;

/// One ledger from those of several shards, with a new chain. Each keeps its own order; between
/// them time decides. A line that two of them have is taken once.
pub fn merge(ledgers: Vec<Vec<Entry>>) -> String {
    let mut queues: Vec<VecDeque<Entry>> =
        ledgers.into_iter().map(VecDeque::from).collect();
    // How often an event was written, and how often each of the ledgers has it.
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
