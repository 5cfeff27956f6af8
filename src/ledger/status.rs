//! What is open, due, late and done at a desk, a row for each ticket. It is told from the
//! requests that are there and from the ledger; where a request is gone, from the ledger alone.
//! Nothing of a row identifies a client.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Account;
use super::entry::{Action, Entry};
use super::history::{History, histories};
use crate::model::Day;
use crate::rules::Due;

/// What a request says of its ticket.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The ticket.
    pub ticket: String,
    /// The agency that asks.
    pub agency: String,
    /// The day the client asked.
    pub asked_on: Day,
    /// True where a law lifts the deadline.
    pub is_exempt: bool,
    /// By hand or by e-mail.
    pub method: String,
    /// What protects it on its way, where that is no passphrase: an encrypted e-mail carries
    /// it, so it is printed, not built.
    pub protection: Option<String>,
}

/// What days are measured by.
pub struct Clock<'a> {
    /// The day from which all is seen.
    pub at: Day,
    /// The day by which what was asked on a day is due.
    pub due: &'a dyn Fn(Day) -> Option<Due>,
    /// The day of an instant where the desk is.
    pub day_of: &'a dyn Fn(&str) -> Option<Day>,
    /// How many days the desk keeps a package.
    pub kept_days: Option<u64>,
    /// How many days it keeps a request.
    pub requests_kept_days: Option<u64>,
}

/// By when an answer is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deadline {
    /// No rule and no site file says so.
    Unknown,
    /// A law lifts it.
    Exempt,
    /// By this day.
    By(Due),
}

impl Deadline {
    /// The day.
    pub fn day(&self) -> Option<Day> {
        match self {
            Self::By(due) => Some(due.on),
            Self::Unknown | Self::Exempt => None,
        }
    }
}

/// Where a ticket stands, in the order of what needs doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Open, and its deadline has passed.
    Late,
    /// Open, and due on this day.
    DueToday,
    /// Open.
    Open,
    /// Printed unlocked; no package was made.
    Printed,
    /// A package was made.
    Released,
    /// More than one was.
    SentAgain,
    /// No copy was given.
    Denied,
    /// Nobody asks for it any more.
    Withdrawn,
    /// What was released was deleted, past its retention.
    Purged,
}

impl Stage {
    /// All of them, in the order of what needs doing.
    pub const ALL: [Self; 9] = [
        Self::Late,
        Self::DueToday,
        Self::Open,
        Self::Printed,
        Self::Released,
        Self::SentAgain,
        Self::Denied,
        Self::Withdrawn,
        Self::Purged,
    ];

    /// The word for programs.
    pub fn token(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::DueToday => "due-today",
            Self::Open => "open",
            Self::Printed => "printed",
            Self::Released => "released",
            Self::SentAgain => "sent-again",
            Self::Denied => "denied",
            Self::Withdrawn => "withdrawn",
            Self::Purged => "purged",
        }
    }

    /// True where somebody waits for an answer.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Late | Self::DueToday | Self::Open)
    }
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The ticket.
    pub ticket: String,
    /// The agency; unknown where only a line without it is left.
    pub agency: Option<String>,
    /// The day the client asked.
    pub asked_on: Option<Day>,
    /// By when an answer was or is due.
    pub deadline: Deadline,
    /// The day of the export that was sent; none where nothing was.
    pub exported_on: Option<Day>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when; an open one stands where it is since it was asked.
    pub since: Option<Day>,
    /// The day of the first answer.
    pub answered_on: Option<Day>,
    /// How many days after its deadline it was answered, or still is not.
    pub n_days_late: u64,
    /// By hand or by e-mail.
    pub method: Option<String>,
    /// What protects it on its way, where that is no passphrase.
    pub protection: Option<String>,
    /// Why: the word of a denial, or of what was sent again.
    pub why: Option<String>,
    /// What to do.
    pub next: String,
}

/// A row for each ticket, first what needs doing.
pub fn status(asked: &[Asking], entries: &[Entry], clock: &Clock<'_>) -> Vec<Row> {
    let histories = histories(entries, clock.day_of);
    let mut by_ticket: BTreeMap<String, Vec<&Asking>> = BTreeMap::new();
    for it in asked {
        by_ticket.entry(it.ticket.to_lowercase()).or_default().push(it);
    }
    let tickets: BTreeSet<&String> = histories.keys().chain(by_ticket.keys()).collect();
    let rows = tickets.into_iter().filter_map(|ticket| {
        let requests = by_ticket.get(ticket).map(Vec::as_slice).unwrap_or_default();
        row(requests, histories.get(ticket), clock)
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    rows
}

/// What needs doing comes first: of what is open, what is due first; of the rest, what was done
/// last.
fn order(row: &Row) -> (Stage, bool, i64, &str) {
    let day = |it: Option<Day>| it.map_or(0, |it| (it - Day::default()).num_days());
    let rank = match row.stage {
        Stage::SentAgain => Stage::Released,
        stage => stage,
    };
    let (has_none, day) = match row.deadline.day() {
        _ if !row.stage.is_open() => (false, -day(row.since)),
        None => (true, day(row.asked_on)),
        due => (false, day(due)),
    };
    (rank, has_none, day, &row.ticket)
}

fn row(
    requests: &[&Asking],
    history: Option<&History<'_>>,
    clock: &Clock<'_>,
) -> Option<Row> {
    let request = requests.first();
    let account = history.and_then(|it| it.account);
    let ticket = request.map(|it| it.ticket.as_str());
    let action = history.and_then(|it| it.action);
    let is_open = matches!(action, None | Some(Action::Reopen));
    // What is still to be done is as the request says; what was done, as the ledger says.
    let of_request = request.map(|it| Told::of_request(it));
    let of_account = account.map(Told::of_account);
    let told =
        if is_open { of_request.or(of_account) } else { of_account.or(of_request) };
    let by = deadline(told, account.filter(|_| !is_open), clock);
    let printed_on = history.and_then(|it| it.printed_on);
    let answered_on = history.and_then(|it| it.answered_on).or(printed_on);
    let late =
        by.day().map_or(0, |due| (answered_on.unwrap_or(clock.at) - due).num_days());
    let stage = match action {
        Some(Action::Release | Action::Replace) if history?.n_sent > 1 => {
            Stage::SentAgain
        }
        Some(Action::Release | Action::Replace) => Stage::Released,
        Some(Action::Deny) => Stage::Denied,
        Some(Action::Withdraw) => Stage::Withdrawn,
        Some(Action::Purge) => Stage::Purged,
        _ if printed_on.is_some() => Stage::Printed,
        _ if late > 0 => Stage::Late,
        _ if by.day() == Some(clock.at) => Stage::DueToday,
        _ => Stage::Open,
    };
    // Of a withdrawn ticket nobody waits for an answer.
    let counts = stage.is_open() || answered_on.is_some();
    let exported_on = account.filter(|_| !is_open || printed_on.is_some());
    let since = if is_open { printed_on } else { history.and_then(|it| it.on) };
    Some(Row {
        ticket: ticket.or(history.map(|it| it.ticket))?.to_owned(),
        agency: told.map(|it| it.agency.to_owned()),
        asked_on: told.map(|it| it.asked_on),
        deadline: by,
        exported_on: exported_on.and_then(|it| it.exported_on),
        stage,
        since,
        answered_on,
        n_days_late: if counts { u64::try_from(late).unwrap_or(0) } else { 0 },
        method: told.map(|it| it.method.to_owned()),
        protection: told.and_then(|it| it.protection).map(ToOwned::to_owned),
        why: history.filter(|_| !is_open).and_then(|it| it.why.clone()),
        next: next_step(stage, requests, since, clock),
    })
}

/// What is told of a ticket.
#[derive(Clone, Copy)]
struct Told<'a> {
    agency: &'a str,
    asked_on: Day,
    method: &'a str,
    protection: Option<&'a str>,
    is_exempt: bool,
}

impl<'a> Told<'a> {
    fn of_request(it: &'a Asking) -> Self {
        Self {
            agency: &it.agency,
            asked_on: it.asked_on,
            method: &it.method,
            protection: it.protection.as_deref(),
            is_exempt: it.is_exempt,
        }
    }

    fn of_account(it: &'a Account) -> Self {
        Self {
            agency: &it.agency,
            asked_on: it.requested_on,
            method: &it.method,
            protection: it.protection.as_deref(),
            is_exempt: it.is_exempt,
        }
    }
}

/// By when: as the rules say now, or, where it was answered, as the ledger says they did then.
fn deadline(
    told: Option<Told<'_>>,
    account: Option<&Account>,
    clock: &Clock<'_>,
) -> Deadline {
    let Some(told) = told else { return Deadline::Unknown };
    let now = (clock.due)(told.asked_on);
    match account.map(|it| it.due_on) {
        _ if told.is_exempt => Deadline::Exempt,
        None => now.map_or(Deadline::Unknown, Deadline::By),
        Some(None) => Deadline::Unknown,
        Some(Some(on)) => Deadline::By(
            now.filter(|it| it.on == on).unwrap_or(Due { on, moved_by: Vec::new() }),
        ),
    }
}

/// When what went out is past its retention.
fn purge_after(since: Option<Day>, n_days: Option<u64>, at: Day) -> String {
    let until = n_days.and_then(|n| since?.checked_add_days(chrono::Days::new(n)));
    match until {
        Some(day) if day < at => "purge it".into(),
        Some(day) => format!("none; purge it after {day}"),
        None => "none".into(),
    }
}

/// What to do, in words.
fn next_step(
    stage: Stage,
    requests: &[&Asking],
    since: Option<Day>,
    clock: &Clock<'_>,
) -> String {
    let n_requests = requests.len();
    let is_printed = requests.iter().any(|it| it.protection.is_some());
    match stage {
        it if it.is_open() && n_requests > 1 => {
            "find out which of the requests with this ticket is right"
        }
        it if it.is_open() && n_requests == 0 => "ask the agency for the request again",
        Stage::Late if is_printed => "print it now; tell the agency why it is late",
        Stage::DueToday if is_printed => "print it today",
        Stage::Open if is_printed => {
            "check it, then print it: it goes by encrypted e-mail"
        }
        Stage::Late => "build it now; tell the agency why it is late",
        Stage::DueToday => "build it today",
        Stage::Open => "check it, then build it",
        Stage::Released | Stage::SentAgain => {
            return purge_after(since, clock.kept_days, clock.at);
        }
        // No package is there, only what it was made from.
        Stage::Printed if n_requests > 0 => {
            return purge_after(since, clock.requests_kept_days, clock.at);
        }
        Stage::Denied => "none; an appeal reopens it",
        Stage::Withdrawn => "none; reopen it if they ask again",
        Stage::Printed | Stage::Purged => "none",
    }
    .into()
}
