//! What the ledger says of a ticket: what was done last, and so what may follow.

use std::collections::BTreeMap;

use super::{Action, Entry, RequestDigest};

/// The last event of a ticket that decides what may follow. A print decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What was done.
    pub action: Action,
    /// When, RFC 3339, UTC.
    pub since: String,
    /// SHA-256 of the receipt of the package that stands for the ticket now.
    pub receipt: Option<String>,
    /// The request that package was made from.
    pub request: Option<RequestDigest>,
}

/// The state of every ticket, by its name in small letters: two folders that differ in case
/// alone are one on many systems.
pub fn states(entries: &[Entry]) -> BTreeMap<String, State> {
    let mut states = BTreeMap::new();
    for entry in entries {
        if entry.action == Action::Print {
            continue;
        }
        let state = State {
            action: entry.action,
            since: entry.recorded_at.clone(),
            receipt: entry.receipt.clone(),
            request: entry.request.clone(),
        };
        states.insert(entry.ticket.to_lowercase(), state);
    }
    states
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::{Action, states};

    #[test]
    fn the_last_deed_of_a_ticket_decides_and_a_print_does_not() {
        let deeds = [
            ("T-1", Action::Release),
            ("T-2", Action::Release),
            ("T-1", Action::Deny),
            ("t-1", Action::Print),
        ];
        let entries: Vec<_> = deeds.map(|(ticket, action)| entry(ticket, action)).into();
        let states = states(&entries);
        assert_eq!(states["t-1"].action, Action::Deny);
        assert_eq!(states["t-2"].action, Action::Release);
        assert_eq!(states.len(), 2);
    }
}
