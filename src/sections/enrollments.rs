//! Enrollment History: every stay in a project, newest first, with a timeline.

use chrono::Datelike;
use serde::Serialize;

use super::timeline::{self, Timeline};
use super::words::Words;
use crate::model::Enrollment;
use crate::plan::Released;

/// HUD list 3.15.1: "Self (Head of Household)".
const HEAD_OF_HOUSEHOLD: i64 = 1;

/// The most rows of one table; beyond that there is a table a year.
const MAX_TABLE: usize = 40;

/// What the enrollment pages show.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EnrollmentsView {
    /// "12 programs, 3 still open".
    pub count: String,
    /// The drawing.
    pub timeline: Timeline,
    /// The tables: one, or one a year where there are many stays.
    pub groups: Vec<Group>,
    /// Words for the enrollments that were left out.
    pub left_out: Option<String>,
}

/// Stays that share a table.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Group {
    /// The year in which they began; none where one table holds all.
    pub year: Option<String>,
    /// Newest first.
    pub rows: Vec<Row>,
}

/// One stay.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// The project.
    pub project: String,
    /// The agency.
    pub agency: String,
    /// What kind of project it is.
    pub project_type: String,
    /// The client's place in the household; left out where it was not recorded.
    pub relationship: Option<String>,
    /// True where that place is head of household.
    pub is_head: bool,
    /// First day.
    pub entry: String,
    /// The day of moving into housing.
    pub move_in: Option<String>,
    /// Last day; none while the stay is open.
    pub exit: Option<String>,
    /// Where the client went; none while the stay is open.
    pub destination: Option<String>,
}

/// Shows the enrollments.
pub(super) fn view(
    words: &Words<'_>,
    enrollments: &Vec<Released<Enrollment>>,
) -> EnrollmentsView {
    let mut sorted: Vec<&Enrollment> = enrollments.iter().map(|it| &**it).collect();
    sorted.sort_by(|a, b| {
        (b.entry_date, b.exit_date.is_none(), b.exit_date).cmp(&(
            a.entry_date,
            a.exit_date.is_none(),
            a.exit_date,
        ))
    });
    let timeline = timeline::draw(words, &sorted);
    EnrollmentsView {
        count: count(words, enrollments),
        groups: groups(words, &sorted, sorted.len() > MAX_TABLE),
        timeline,
        left_out: (words.profile.n_not_participating > 0).then(|| {
            words.catalog.count("not-participating", words.profile.n_not_participating)
        }),
    }
}

/// "12 programs, 3 still open".
pub(super) fn count(words: &Words<'_>, enrollments: &[Released<Enrollment>]) -> String {
    let n_open = enrollments.iter().filter(|it| it.exit_date.is_none()).count();
    let programs = words.catalog.count("n-programs", enrollments.len());
    match n_open {
        0 => programs,
        n => {
            let n = words.catalog.number(n);
            words.catalog.fill("n-programs-open", &[("programs", &programs), ("n", &n)])
        }
    }
}

fn groups(words: &Words<'_>, newest_first: &[&Enrollment], by_year: bool) -> Vec<Group> {
    let same = |a: &&Enrollment, b: &&Enrollment| {
        !by_year || a.entry_date.year() == b.entry_date.year()
    };
    newest_first
        .chunk_by(same)
        .map(|rows| Group {
            year: by_year.then(|| words.catalog.year(rows[0].entry_date.year())),
            rows: rows.iter().map(|it| row(words, it)).collect(),
        })
        .collect()
}

fn row(words: &Words<'_>, it: &Enrollment) -> Row {
    Row {
        project: words.text_or_none(it.project_name.as_ref()),
        agency: words.text_or_none(it.agency.as_ref()),
        project_type: words.code("project_type", it.project_type),
        relationship: it
            .relationship_to_hoh
            .map(|code| words.code("relationship_to_hoh", Some(code))),
        is_head: it.relationship_to_hoh == Some(HEAD_OF_HOUSEHOLD),
        entry: words.short_day(it.entry_date),
        move_in: it.move_in_date.map(|day| words.short_day(day)),
        exit: it.exit_date.map(|day| words.short_day(day)),
        destination: it.exit_date.map(|_| words.code("destination", it.destination)),
    }
}
