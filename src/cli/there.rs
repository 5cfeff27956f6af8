//! A package that is there: is it still what request and extract ask for?

use super::flags::RecordFlags;
use super::outcome::{agreeing, counted};
use super::read::{self, Extracts};
use super::stopped::request_changed;
use crate::diagnostics::{Diagnostic, Failure, Place, Pointer, Report};
use crate::io::{Desk, Standing};
use crate::ledger::{Compared, State};
use crate::model::Day;
use crate::pipeline::{Asked, Context, Inputs};

/// What a comparison leaves to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum There {
    /// Both say what they said.
    Same,
    /// The extract says something else; the days of both exports.
    ExtractChanged(String),
    /// It cannot be compared.
    Unknown,
}

impl There {
    /// What there is to say of one package.
    pub(super) fn report(self, ticket: &str) -> Report {
        match self {
            Self::Same => Report::default(),
            Self::ExtractChanged(days) => {
                extract_changed(&[(ticket.to_owned(), days)]).into()
            }
            Self::Unknown => not_comparable(&[ticket.to_owned()]).into(),
        }
    }
}

/// Compares the package of a ticket with what its request and its extract say now. A request
/// that says something else is refused: it may be about another client. A strict run takes
/// nothing for done that is not the same.
pub(super) fn compare(
    asked: &Asked,
    flags: &RecordFlags,
    extracts: &Extracts<'_>,
    standing: &Standing,
    desk: &Desk,
    context: &Context,
    inputs: &mut Inputs,
) -> Result<There, Failure> {
    let ticket = asked.ticket.as_deref().unwrap_or_default();
    let here = || Place::request(Pointer::from("/ticket"));
    let state = standing.state(ticket);
    let Some((state, bound)) = state.and_then(|it| Some((it, it.binding.as_ref()?)))
    else {
        return unknown(flags, here());
    };
    // An extract that is gone, or is none, is no change.
    let is_recent = is_recent(state, context);
    let supplied = match is_recent.then(|| read::supplied(asked, extracts, inputs)) {
        // One that was named has to be there.
        Some(Err(it)) if !flags.extract.is_empty() || !flags.from.from.is_empty() => {
            return Err(it);
        }
        Some(Ok(it)) => Some(it),
        _ => None,
    };
    let content = supplied.as_ref().and_then(|it| it.content.as_ref());
    match bound.compare(&asked.content, content, standing.keys()) {
        Compared::Same => Ok(There::Same),
        Compared::Unknown => unknown(flags, here()),
        Compared::RequestChanged => Err(Failure::refused(
            request_changed(
                "the package was built from a request that says something else",
                &desk.out.join(ticket),
            )
            .hint("find out which of the two is right; `--replace --because REASON` rebuilds the package from this request"),
        )),
        Compared::ExtractChanged => {
            let all = supplied.and_then(|it| it.extracts).unwrap_or_default().into_iter();
            let now = all.map(|it| it.exported_at.0.with_timezone(&desk.zone).date_naive());
            let now = now.min();
            let days = days(state.exported_on, now);
            if flags.strict {
                return Err(hardened(extract_changed(&[(ticket.to_owned(), days)]), here()));
            }
            Ok(There::ExtractChanged(days))
        }
    }
}

fn unknown(flags: &RecordFlags, here: Place) -> Result<There, Failure> {
    if flags.strict {
        return Err(hardened(not_comparable(&[]), here));
    }
    Ok(There::Unknown)
}

/// A strict run takes a warning for an error.
fn hardened(warning: Diagnostic, here: Place) -> Failure {
    let mut report = Report::from(warning.at(here));
    report.harden();
    Failure::refused(report)
}

/// A record that changes later than an export may be old is another request's matter.
fn is_recent(state: &State, context: &Context) -> bool {
    let max = chrono::Days::new(context.site.limits.max_export_age_days.unsigned_abs());
    let until = state.built_on.and_then(|it| it.checked_add_days(max));
    until.is_none_or(|it| it >= context.at)
}

fn days(then: Option<Day>, now: Option<Day>) -> String {
    let day =
        |it: Option<Day>| it.map_or_else(|| "an unknown day".into(), |it| it.to_string());
    format!("exported on {} then, on {} now", day(then), day(now))
}

/// The most tickets that one warning names.
const MAX_NAMED: usize = 20;

/// Records have changed since their packages were built.
pub(super) fn extract_changed(tickets: &[(String, String)]) -> Diagnostic {
    let have = agreeing(tickets.len(), ["has", "have"]);
    let since = agreeing(tickets.len(), ["its package was", "their packages were"]);
    let records = counted(tickets.len(), "record");
    let it = Diagnostic::warning(
        "extract-changed",
        format!("{records} {have} changed since {since} built"),
    );
    let lines = tickets.iter().map(|(ticket, days)| format!("{ticket}: {days}"));
    named(it, lines)
        .hint("to send the record as it is now, pass `--replace --ticket TICKET --because corrected`; the package that is there stays as it was released")
}

/// Packages of which it is not known what they were made from.
pub(super) fn not_comparable(tickets: &[String]) -> Diagnostic {
    let n = tickets.len().max(1);
    let were = agreeing(n, ["this package was", "these packages were"]);
    let it = Diagnostic::warning(
        "not-comparable",
        format!("it is not known what {were} built from"),
    );
    named(it, tickets.iter().cloned())
        .hint("an earlier version of crr built it, or the desk's key is missing: add the line of your copy of `desk.key` to `desk.key`")
        .hint("or compare it with the request yourself; what is built from now on can be compared")
}

fn named(mut it: Diagnostic, lines: impl ExactSizeIterator<Item = String>) -> Diagnostic {
    let n = lines.len();
    for line in lines.take(MAX_NAMED) {
        it = it.at(Place::Outside(line));
    }
    if n > MAX_NAMED {
        it = it.at(Place::Outside(format!("and {} more", n - MAX_NAMED)));
    }
    it
}
