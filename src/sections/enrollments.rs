//! Enrollment History: every stay in a project, newest first, with a timeline.

use serde::Serialize;

use super::timeline::{self, Timeline};
use super::words::Words;
use crate::model::{Enrollment, Kind};
use crate::plan::Kept;

/// What the enrollment pages show.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EnrollmentsView {
    /// "12 programs, 3 still open".
    pub count: String,
    /// The drawing.
    pub timeline: Timeline,
    /// The table.
    pub rows: Vec<Row>,
    /// Words for the enrollments that were left out.
    pub left_out: Option<String>,
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
pub(super) fn view(words: &Words<'_>, enrollments: &Vec<Kept<Enrollment>>) -> EnrollmentsView {
    let mut sorted: Vec<&Enrollment> = enrollments.iter().map(|it| &**it).collect();
    sorted.sort_by(|a, b| {
        (b.entry_date, b.exit_date.is_none(), b.exit_date)
            .cmp(&(a.entry_date, a.exit_date.is_none(), a.exit_date))
    });
    EnrollmentsView {
        count: count(words, enrollments),
        timeline: timeline::draw(words, &sorted),
        rows: sorted.iter().map(|it| row(words, it)).collect(),
        left_out: (words.plan.n_not_participating > 0)
            .then(|| words.catalog.count("not-participating", words.plan.n_not_participating)),
    }
}

/// "12 programs, 3 still open".
pub(super) fn count(words: &Words<'_>, enrollments: &[Kept<Enrollment>]) -> String {
    let n_open = enrollments.iter().filter(|it| it.exit_date.is_none()).count();
    let programs = words.catalog.count("n-programs", enrollments.len());
    match n_open {
        0 => programs,
        n => {
            let n = n.to_string();
            words.catalog.fill("n-programs-open", &[("programs", &programs), ("n", &n)])
        }
    }
}

fn row(words: &Words<'_>, it: &Enrollment) -> Row {
    Row {
        project: words.text_or_none(it.project_name.as_ref()),
        agency: words.text_or_none(it.agency.as_ref()),
        project_type: words.code("project_type", it.project_type),
        relationship: it
            .relationship_to_hoh
            .map(|code| words.code("relationship_to_hoh", Some(code))),
        entry: words.short_day(it.entry_date),
        move_in: it.move_in_date.map(|day| words.short_day(day)),
        exit: it.exit_date.map(|day| words.short_day(day)),
        destination: it.exit_date.map(|_| words.code("destination", it.destination)),
    }
}

/// What a bar of the timeline is filled with.
pub(super) fn kind(words: &Words<'_>, it: &Enrollment) -> Kind {
    words.hud.kind(it.project_type)
}
