//! What was done for each ticket, from its first line to its last: more than its state, which
//! only decides what may follow.

use std::collections::BTreeMap;

use super::account::Account;
use super::entry::{Action, Entry};
use crate::model::Day;

/// What was done for a ticket.
#[derive(Debug, Clone)]
pub(super) struct History<'a> {
    /// The ticket as it is written.
    pub(super) ticket: &'a str,
    /// What was done last, of what decides; nothing where it was only printed.
    pub(super) action: Option<Action>,
    /// The day of that, where the desk is.
    pub(super) on: Option<Day>,
    /// Why: the word that goes with a denial, or with what was done once more.
    pub(super) why: Option<String>,
    /// How many copies were sent.
    pub(super) n_sent: usize,
    /// The day of the first package or letter since the ticket was last open.
    pub(super) answered_on: Option<Day>,
    /// The day of the last copy that was printed unlocked, since the ticket was last open.
    pub(super) printed_on: Option<Day>,
    /// What the last line that tells it says of the request.
    pub(super) account: Option<&'a Account>,
}

/// The history of every ticket, by its name in small letters.
pub(super) fn histories<'a>(
    entries: &'a [Entry],
    day_of: &dyn Fn(&str) -> Option<Day>,
) -> BTreeMap<String, History<'a>> {
    let mut all = BTreeMap::new();
    for entry in entries {
        let history = all.entry(entry.ticket.to_lowercase()).or_insert_with(|| History {
            ticket: &entry.ticket,
            action: None,
            on: None,
            why: None,
            n_sent: 0,
            answered_on: None,
            printed_on: None,
            account: None,
        });
        history.add(entry, day_of);
    }
    all
}

impl<'a> History<'a> {
    fn add(&mut self, entry: &'a Entry, day_of: &dyn Fn(&str) -> Option<Day>) {
        let built_on = entry.account.as_ref().map(|it| it.built_on);
        let on = built_on.or_else(|| day_of(&entry.recorded_at));
        self.account = entry.account.as_ref().or(self.account);
        match entry.action {
            Action::Print if entry.because.is_some() && self.is_sent() => {
                self.n_sent += 1
            }
            Action::Print => {
                self.printed_on = on;
                return;
            }
            // What was purged of a closed ticket leaves it closed.
            Action::Purge if self.is_closed() => return,
            Action::Reopen => (self.answered_on, self.printed_on) = (None, None),
            Action::Release | Action::Replace => self.n_sent += 1,
            Action::Deny | Action::Withdraw | Action::Purge => {}
        }
        if matches!(entry.action, Action::Release | Action::Replace | Action::Deny) {
            self.answered_on = self.answered_on.or(on);
        }
        let because = entry.because.map(|it| it.token().to_owned());
        self.why = entry.reason.clone().or(because);
        // A copy that is sent again another way stands for the package.
        let action = match entry.action {
            Action::Print => Action::Replace,
            action => action,
        };
        (self.action, self.on) = (Some(action), on);
    }

    /// True where a copy went out.
    fn is_sent(&self) -> bool {
        matches!(self.action, Some(Action::Release | Action::Replace | Action::Purge))
    }

    fn is_closed(&self) -> bool {
        matches!(self.action, Some(Action::Deny | Action::Withdraw))
    }
}
