//! Assessments, services, alerts and locations: sections that the newer policy offers.

use serde::Serialize;

use super::breaks::breakable;
use super::words::{Fact, Words, newest_first};
use crate::model::{Alert, Assessment, ClientText, Day, Location, Service};
use crate::plan::Released;

/// What the page of assessments shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AssessmentsView {
    /// Newest first.
    pub rows: Vec<AssessmentRow>,
}

/// One assessment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AssessmentRow {
    /// What it is called.
    pub name: String,
    /// When, and by whom.
    pub asked: String,
    /// Questions and what was answered.
    pub answers: Vec<Fact>,
}

/// What a table of the other three shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TableView {
    /// Newest first.
    pub rows: Vec<TableRow>,
}

/// A row: each cell a text, with a second line where there is more to say.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TableRow {
    /// "S1": what names this line on the worksheet.
    pub number: String,
    /// What stands in it.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cell {
    /// What is written.
    pub text: String,
    /// More of it.
    pub note: Option<String>,
}

/// Shows the assessments.
pub(super) fn assessments(
    words: &Words<'_>,
    rows: &Vec<Released<Assessment>>,
) -> AssessmentsView {
    let sorted = newest_first(rows, |it| it.date);
    let row = |it: &&Assessment| AssessmentRow {
        name: words.text_or_none(it.name.as_ref()),
        asked: words.catalog.fill(
            "assessment-asked",
            &[
                ("day", &words.day_or_none(it.date)),
                ("agency", &words.text_or_none(it.agency.as_ref())),
            ],
        ),
        answers: words.custom(&it.answers),
    };
    AssessmentsView { rows: sorted.iter().map(row).collect() }
}

/// Shows the services: name, first and last day, agency.
pub(super) fn services(words: &Words<'_>, rows: &Vec<Released<Service>>) -> TableView {
    let sorted = newest_first(rows, |it| it.start);
    let row = |it: &&Service| {
        let name = cell(words.text_or_none(it.name.as_ref()));
        with_span(words, name, (it.start, it.end), it.agency.as_ref())
    };
    TableView { rows: sorted.iter().map(row).collect() }
}

/// Shows the alerts: heading and text, first and last day, agency.
pub(super) fn alerts(words: &Words<'_>, rows: &Vec<Released<Alert>>) -> TableView {
    let sorted = newest_first(rows, |it| it.start);
    let row = |it: &&Alert| {
        let text = it.text.as_ref().filter(|it| !it.is_blank());
        let title = Cell {
            text: words.text_or_none(it.title.as_ref()),
            note: text.map(|it: &ClientText| breakable(it.as_str())),
        };
        with_span(words, title, (it.start, it.end), it.agency.as_ref())
    };
    TableView { rows: sorted.iter().map(row).collect() }
}

/// Shows the locations: kind, address, day.
pub(super) fn locations(words: &Words<'_>, rows: &Vec<Released<Location>>) -> TableView {
    let sorted = newest_first(rows, |it| it.date);
    let shown = |it: &&Location| {
        row(vec![
            cell(words.text_or_none(it.kind.as_ref())),
            cell(words.text_or_none(it.address.as_ref())),
            cell(words.day_or_none(it.date)),
        ])
    };
    TableView { rows: sorted.iter().map(shown).collect() }
}

/// A row of something that has a first and a last day and an agency.
fn with_span(
    words: &Words<'_>,
    what: Cell,
    (start, end): (Option<Day>, Option<Day>),
    agency: Option<&ClientText>,
) -> TableRow {
    let end = end.map_or_else(|| words.get("roi-no-end"), |it| words.short_day(it));
    let start = words.day_or_none(start);
    row(vec![what, cell(start), cell(end), cell(words.text_or_none(agency))])
}

fn row(cells: Vec<Cell>) -> TableRow {
    TableRow { number: String::new(), cells }
}

fn cell(text: String) -> Cell {
    Cell { text, note: None }
}
