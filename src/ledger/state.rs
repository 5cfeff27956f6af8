//! What the ledger says of a ticket: what was done last, and so what may follow.

use std::collections::BTreeMap;

use super::binding::Binding;
use super::entry::{Action, Entry};
use crate::model::Day;

/// The last deed that decides what may follow for a ticket, and the package that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The ticket as it is written.
    pub ticket: String,
    /// What was done; a print, which decides nothing, only where nothing else was.
    pub action: Action,
    /// When, RFC 3339, UTC.
    pub since: String,
    /// Why no copy was given: the word that `crr deny --reason` takes.
    pub reason: Option<String>,
    /// SHA-256 of the receipt of the package or letter that was made last.
    pub receipt: Option<String>,
    /// What that was made from.
    pub binding: Option<Binding>,
    /// The day of the export that it was made from.
    pub exported_on: Option<Day>,
    /// The day of its build.
    pub built_on: Option<Day>,
    /// True where it was deleted since, past its retention.
    pub is_purged: bool,
    /// The copy that was printed unlocked since, where that was the answer: the ticket was open,
    /// or it is said why it was sent again. A print beside a package changes nothing.
    pub printed: Option<PrintedCopy>,
}

/// A copy that went out unlocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedCopy {
    /// When, RFC 3339, UTC.
    pub since: String,
    /// The day of its build.
    pub built_on: Option<Day>,
    /// What it was made from; a line of an earlier version does not say.
    pub binding: Option<Binding>,
}

impl State {
    /// True where a ticket was denied or withdrawn.
    fn is_closed(&self) -> bool {
        matches!(self.action, Action::Deny | Action::Withdraw)
    }

    /// True where a copy of the record went out, locked or not; a letter is none.
    pub fn has_copy_out(&self) -> bool {
        let is_package = matches!(self.action, Action::Release | Action::Replace);
        is_package || self.printed.is_some() || self.exported_on.is_some()
    }

    /// What the copy that went out last was made from.
    pub fn sent_from(&self) -> Option<&Binding> {
        match &self.printed {
            Some(printed) => printed.binding.as_ref(),
            None => self.binding.as_ref(),
        }
    }
}

/// The state of every ticket, by its name in small letters: two folders that differ in case
/// alone are one on many systems.
pub fn states(entries: &[Entry]) -> BTreeMap<String, State> {
    let mut states = BTreeMap::new();
    add_states(&mut states, entries);
    states
}

/// Goes on from what earlier lines said.
pub fn add_states(states: &mut BTreeMap<String, State>, entries: &[Entry]) {
    for entry in entries {
        let ticket = entry.ticket.to_lowercase();
        if entry.action == Action::Print
            && let Some(state) = states.get_mut(&ticket)
        {
            add_print(state, entry);
            continue;
        }
        let mut state = State {
            ticket: entry.ticket.clone(),
            action: entry.action,
            since: entry.recorded_at.clone(),
            reason: entry.reason.clone(),
            receipt: entry.receipt.clone(),
            binding: entry.binding.clone(),
            exported_on: entry.account.as_ref().and_then(|it| it.exported_on),
            built_on: entry.account.as_ref().map(|it| it.built_on),
            is_purged: entry.action == Action::Purge,
            printed: None,
        };
        if entry.action == Action::Print {
            // No package was made of it.
            state.binding = None;
            add_print(&mut state, entry);
        }
        if entry.receipt.is_none()
            && let Some(before) = states.remove(&ticket)
        {
            // What was made last is still what is there.
            let is_purged = before.is_purged || state.is_purged;
            state = if entry.action == Action::Purge && before.is_closed() {
                // A ticket whose letter was deleted is still denied.
                State { is_purged, printed: None, ..before }
            } else {
                State {
                    ticket: state.ticket,
                    action: state.action,
                    since: state.since,
                    reason: state.reason,
                    is_purged,
                    printed: None,
                    ..before
                }
            };
        }
        states.insert(ticket, state);
    }
}

/// A copy that was printed. It decides nothing of what may follow.
fn add_print(state: &mut State, entry: &Entry) {
    let is_open = matches!(state.action, Action::Print | Action::Reopen);
    if is_open || (entry.because.is_some() && !state.is_closed()) {
        state.printed = Some(PrintedCopy {
            since: entry.recorded_at.clone(),
            built_on: entry.account.as_ref().map(|it| it.built_on),
            binding: entry.binding.clone(),
        });
    }
}

/// Since when what was made of a ticket last is purged; none where it is not.
pub fn purged_since<'a>(entries: &'a [Entry], ticket: &str) -> Option<&'a str> {
    let is_purged = states(entries).get(&ticket.to_lowercase())?.is_purged;
    let mut lines = entries.iter().rev();
    let line = lines.find(|it| {
        it.action == Action::Purge && it.ticket.eq_ignore_ascii_case(ticket)
    })?;
    is_purged.then_some(&line.recorded_at)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::START;
    use super::super::entry::FORMAT;
    use super::{Action, Entry, states};

    /// A line of a ticket.
    pub(in super::super) fn entry(ticket: &str, action: Action) -> Entry {
        Entry {
            format: FORMAT,
            n: 1,
            recorded_at: "2026-11-20T10:00:00Z".into(),
            ticket: ticket.into(),
            action,
            operator: None,
            because: None,
            reason: None,
            account: None,
            files: Vec::new(),
            receipt: Some(START.into()),
            binding: None,
            previous: START.into(),
        }
    }

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

    #[test]
    fn what_is_purged_of_a_closed_ticket_leaves_it_closed() {
        let purge = Entry { receipt: None, ..entry("T-1", Action::Purge) };
        for (action, expected) in [
            (Action::Release, Action::Purge),
            (Action::Deny, Action::Deny),
            (Action::Withdraw, Action::Withdraw),
        ] {
            let states = states(&[entry("T-1", action), purge.clone()]);
            assert_eq!(states["t-1"].action, expected);
            assert!(states["t-1"].is_purged);
            assert_eq!(states["t-1"].receipt.as_deref(), Some(START));
        }
        // What is built again is there again.
        let again = [entry("T-1", Action::Release), purge, entry("T-1", Action::Release)];
        assert!(!states(&again)["t-1"].is_purged);
    }

    #[test]
    fn a_withdrawal_leaves_the_package_as_it_is_known() {
        let withdrawn = Entry { receipt: None, ..entry("t-1", Action::Withdraw) };
        let states = states(&[entry("T-1", Action::Release), withdrawn]);
        assert_eq!(states["t-1"].action, Action::Withdraw);
        assert_eq!(states["t-1"].receipt.as_deref(), Some(START));
    }
}
