//! What `crr import` reports of rows that cannot be read, and of the clients they are about.

use super::outcome::counted;
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::import::{BadRow, Counts, LeftOutClient, NOT_HASHED, TableFile};

/// What to do about rows without which there is no extract.
pub(super) const EXPORT_AGAIN: &str =
    "export again; if the rows are the same, correct them in HMIS";

/// What to do about rows of the file of `--ids`.
const CORRECT_IDS: &str = "correct those rows in the file of `--ids`";

/// The most rows that are named of one client, or of nobody.
const MAX_NAMED: usize = 3;

/// The rows that cannot be read: the first one by one, the rest as a number.
pub(super) fn bad_rows(counts: &Counts, is_error: bool) -> Report {
    let severity = if is_error { Severity::Error } else { Severity::Warning };
    let told = |row: &BadRow| Diagnostic { severity, ..Diagnostic::of(row) };
    let mut rows: Vec<_> = counts.told.iter().map(told).collect();
    let more = counts.bad - counts.told.len();
    if more > 0 {
        let more = format!("{} cannot be read", counted(more, "more row"));
        let place = Place::Outside("EXPORT".into());
        rows.push(Diagnostic::new(severity, "bad-row", more).at(place));
    }
    let is_hashed = counts.told.iter().any(BadRow::is_hashed);
    let mut report = Report::default();
    let n = rows.len();
    for (i, mut row) in rows.into_iter().enumerate() {
        if is_error && i + 1 == n {
            if is_hashed {
                row = row.hint(NOT_HASHED);
            }
            row = row.hint(if counts.told.iter().all(is_of_ids) {
                "correct those rows in the file of `--ids`, or pass `--skip-bad-rows` to go \
                 on without the clients whose rows these are"
            } else {
                "export again, or pass `--skip-bad-rows` to go on without the clients \
                 whose rows these are"
            });
        }
        report.push(row);
    }
    report
}

/// The clients that get no extract because a row of theirs was skipped, and the rows that may be
/// anybody's. Where clients were asked for by name and none of them gets one, it is an error.
pub(super) fn lost(counts: &Counts, is_asked: bool) -> Report {
    let severity = |is_error| if is_error { Severity::Error } else { Severity::Warning };
    let mut report = Report::default();
    if counts.left_out > 0 {
        let message = left_out(counts.left_out, is_asked);
        let severity = severity(is_asked && counts.clients == 0);
        let mut it = Diagnostic::new(severity, "client-left-out", message);
        for client in &counts.told_left_out {
            it = it.at(Place::Outside(named(client)));
        }
        let more = counts.left_out - counts.told_left_out.len();
        if more > 0 {
            it = it.at(Place::Outside(counted(more, "more client")));
        }
        let mut rows = counts.told_left_out.iter().flat_map(|it| &it.rows);
        if rows.clone().any(|it| !is_of_ids(it)) {
            it = it.hint(EXPORT_AGAIN);
        }
        if rows.any(is_of_ids) {
            it = it.hint(CORRECT_IDS);
        }
        report.push(it);
    }
    if counts.nobodys > 0 {
        let rows = counted(counts.nobodys, "skipped row");
        let (verb, may) = if counts.nobodys == 1 {
            ("does", "it may be")
        } else {
            ("do", "they may be")
        };
        let whose =
            if is_asked { "about a client asked for" } else { "about any client" };
        let message = format!("{rows} {verb} not say about whom: {may} {whose}");
        let place = Place::Outside(places(&counts.told_nobodys, counts.nobodys));
        let it = Diagnostic::new(severity(is_asked), "row-of-nobody", message).at(place);
        let mut it = if counts.told_nobodys.iter().all(is_of_ids) {
            it.hint(CORRECT_IDS)
        } else {
            it.hint(EXPORT_AGAIN)
        };
        if !is_asked {
            it = it.hint(
                "an extract may lack what they say: compare it with HMIS before you use it",
            );
        }
        report.push(it);
    }
    report
}

/// True for a row of the file of `--ids`.
fn is_of_ids(row: &BadRow) -> bool {
    matches!(row.file, TableFile::Flag(_))
}

fn left_out(n: usize, is_asked: bool) -> String {
    let clients = counted(n, "client");
    let asked = if is_asked { " asked for" } else { "" };
    let rows =
        if n == 1 { "a row of this record was" } else { "rows of these records were" };
    format!("{clients}{asked} got no extract: {rows} skipped")
}

fn named(client: &LeftOutClient) -> String {
    format!("client `{}`: {}", client.id, places(&client.rows, client.rows.len()))
}

/// Where rows are, the first of so many.
fn places(rows: &[BadRow], n: usize) -> String {
    let mut places: Vec<_> = rows
        .iter()
        .take(MAX_NAMED)
        .map(|it| format!("{}, row {}", it.file.name(), it.line))
        .collect();
    let more = n - places.len();
    if more > 0 {
        places.push(counted(more, "more row"));
    }
    places.join("; ")
}
