//! The rows of `crr status` as a table, as CSV and as JSON, and the line below them.

use comfy_table::{ContentArrangement, Table};
use serde_json::{Value, json};

use super::outcome::counted;
use crate::ledger::{Deadline, Row, Stage, Totals};
use crate::model::Day;

/// The width from which each day has a column of its own, in columns of a terminal.
const WIDE: u16 = 110;

/// The narrowest table, in columns of a terminal.
const NARROWEST: u16 = 60;

/// The rows as a table of at most this width. On a narrow terminal a cell has several lines.
pub(super) fn table(rows: &[Row], width: u16) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.load_style(comfy_table::presets::NOTHING);
    table.set_width(width.max(NARROWEST));
    let is_wide = width >= WIDE;
    if is_wide {
        table.set_header(["TICKET", "AGENCY", "ASKED", "DUE", "STATE", "BY", "NEXT"]);
    } else {
        table.set_header(["TICKET, AGENCY", "ASKED, DUE", "STATE", "NEXT"]);
    }
    for row in rows {
        let agency = row.agency.clone().unwrap_or_else(|| "agency not known".into());
        let asked = day(row.asked_on);
        let (due, state) = (due(&row.deadline), state(row));
        let by = way(row);
        let next = row.next.clone();
        if is_wide {
            table.add_row([
                row.ticket.clone(),
                agency,
                asked,
                due,
                state,
                by.into(),
                next,
            ]);
        } else {
            let of = format!("{}\n{agency}", row.ticket);
            let days = format!("{asked}\n{due}");
            let state = format!("{state}\n{by}");
            table.add_row([of, days, state.trim_end().into(), next]);
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt() + "\n\n"
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "not known".into(), |it| it.to_string())
}

fn due(deadline: &Deadline) -> String {
    match deadline {
        Deadline::Unknown => "no deadline known".into(),
        Deadline::Exempt => "no deadline (exempt)".into(),
        Deadline::By(due) if due.moved_by.is_empty() => due.on.to_string(),
        Deadline::By(due) => format!("{} (after {})", due.on, due.moved_by.join(", ")),
    }
}

/// Where a ticket stands, in words.
fn state(row: &Row) -> String {
    let since = row.since.map(|it| format!(" {it}")).unwrap_or_default();
    let days = counted(usize::try_from(row.n_days_late).unwrap_or(usize::MAX), "day");
    let late = if row.n_days_late > 0 { format!(", {days} late") } else { String::new() };
    let why = row.why.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    match row.stage {
        Stage::Late => format!("{days} late"),
        Stage::DueToday => "due today".into(),
        Stage::Open => "open".into(),
        Stage::Printed => format!("printed{since}{late}"),
        Stage::Released => format!("released{since}{late}"),
        Stage::SentAgain => format!("sent again{since}{why}{late}"),
        Stage::Denied => format!("denied{since}{why}{late}"),
        Stage::Withdrawn => format!("withdrawn{since}"),
        Stage::Purged => format!("purged{since}{late}"),
    }
}

/// How a copy goes, in words.
fn way(row: &Row) -> &str {
    match row.method.as_deref().unwrap_or_default() {
        "email" if row.protection.is_some() => "encrypted e-mail",
        "email" => "e-mail",
        "in-person" => "in person",
        other => other,
    }
}

/// The line below the table, without its end.
pub(super) fn totals_line(totals: &Totals) -> String {
    let standing = Stage::ALL.iter().filter(|it| totals.at(**it) > 0);
    let standing = standing.map(|it| format!("{} {}", totals.at(*it), words(*it)));
    let mut line = counted(totals.n, "ticket");
    for (i, it) in standing.enumerate() {
        line += if i == 0 { ": " } else { ", " };
        line += &it;
    }
    if totals.n_answered > 0 {
        let (n, n_in_time) = (totals.n_answered, totals.n_in_time);
        let answered = format!("\nanswered with a deadline: {n}, in time: {n_in_time}");
        line.push_str(&answered);
    }
    line + "\n"
}

fn words(stage: Stage) -> String {
    stage.token().replace('-', " ")
}

/// The columns of the CSV, which are the keys of a row in JSON.
const COLUMNS: [&str; 13] = [
    "ticket",
    "agency",
    "asked_on",
    "due_on",
    "moved_by",
    "state",
    "since",
    "answered_on",
    "days_late",
    "method",
    "why",
    "next",
    "protection",
];

/// The rows for a spreadsheet.
pub(super) fn csv(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect(INFALLIBLE);
    for row in rows {
        let row = row_json(row);
        let cells = COLUMNS.iter().map(|key| cell(&row[key]));
        writer.write_record(cells).expect(INFALLIBLE);
    }
    let bytes = writer.into_inner().expect(INFALLIBLE);
    String::from_utf8(bytes).expect("made of texts")
}

const INFALLIBLE: &str = "writing to memory cannot fail";

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items = items.iter().filter_map(Value::as_str);
            items.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    };
    // A spreadsheet would take it for a formula.
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

fn row_json(row: &Row) -> Value {
    let moved_by: &[&str] = match &row.deadline {
        Deadline::By(due) => &due.moved_by,
        Deadline::Unknown | Deadline::Exempt => &[],
    };
    json!({
        "ticket": row.ticket,
        "agency": row.agency,
        "asked_on": row.asked_on,
        "due_on": row.deadline.day(),
        "moved_by": moved_by,
        "exempt": row.deadline == Deadline::Exempt,
        "state": row.stage.token(),
        "since": row.since,
        "answered_on": row.answered_on,
        "days_late": row.n_days_late,
        "method": row.method,
        "protection": row.protection,
        "why": row.why,
        "next": row.next,
        "exported_on": row.exported_on,
    })
}

/// All of it, for programs.
pub(super) fn json(rows: &[Row], totals: &Totals, at: Day) -> Value {
    let mut told = json!({ "tickets": totals.n });
    for stage in Stage::ALL {
        told[stage.token().replace('-', "_")] = totals.at(stage).into();
    }
    told["answered"] = totals.n_answered.into();
    told["in_time"] = totals.n_in_time.into();
    json!({
        "at": at,
        "rows": rows.iter().map(row_json).collect::<Vec<_>>(),
        "totals": told,
    })
}
