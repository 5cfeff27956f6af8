//! Enrollment History: every stay in a project, newest first, with a timeline.

use chrono::Datelike;
use serde::Serialize;

use super::timeline::{self, Timeline};
use super::words::Words;
use crate::model::{Day, Enrollment, Kind, Standing};
use crate::plan::Released;

/// HUD list 3.15.1: "Self (Head of Household)".
const HEAD_OF_HOUSEHOLD: i64 = 1;

/// The most rows of one table; beyond that there is a table a year.
const MAX_TABLE: usize = 40;

/// What the enrollment pages show.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EnrollmentsView {
    /// "12 programs, 3 with no last day".
    pub count: String,
    /// The drawing; none of too few stays.
    pub timeline: Option<Timeline>,
    /// What programs of the kinds that occur do.
    pub kinds: Vec<ProgramKind>,
    /// True where the client was the head of a household: the rows do not repeat it.
    pub any_head: bool,
    /// The tables: one, or one a year where there are many stays.
    pub groups: Vec<Group>,
    /// Words for the enrollments that were left out.
    pub left_out: Option<String>,
}

/// A kind of program, and what such programs do.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ProgramKind {
    kind: Kind,
    /// What the kind is called.
    pub label: String,
    /// What such programs do.
    pub about: String,
}

/// Stays that share a table.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Group {
    /// The year in which they began, in words; none where one table holds all.
    pub heading: Option<String>,
    /// Newest first.
    pub rows: Vec<Row>,
}

/// One stay.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// "E1": what names this line on the worksheet.
    pub number: String,
    /// The project.
    pub project: String,
    /// The agency.
    pub agency: String,
    /// What kind of project it is.
    pub project_type: String,
    /// The client's place in the household, or that none is written down.
    pub relationship: String,
    /// True where that place is head of household.
    pub is_head: bool,
    /// First day, or that it is not written down or still to come.
    pub entry: String,
    /// The day of moving into housing.
    pub move_in: Option<String>,
    /// How far the stay is.
    pub stage: Stage,
    /// Last day, or that one is written down though it is still to come.
    pub exit: Option<String>,
    /// Where the client went; none where neither that nor a last day is written down.
    pub destination: Option<String>,
}

/// How far a stay is on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It begins later.
    NotBegun,
    /// The client is in the program.
    Open,
    /// It has ended.
    Ended,
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
    EnrollmentsView {
        count: count(words, enrollments),
        kinds: kinds(words, &sorted),
        timeline: timeline::draw(words, &sorted),
        any_head: sorted
            .iter()
            .any(|it| it.relationship_to_hoh == Some(HEAD_OF_HOUSEHOLD)),
        groups: groups(words, &sorted, sorted.len() > MAX_TABLE),
        left_out: (words.profile.n_not_participating > 0).then(|| {
            words.catalog.count("not-participating", words.profile.n_not_participating)
        }),
    }
}

/// "12 programs, 3 with no last day".
pub(super) fn count(words: &Words<'_>, enrollments: &[Released<Enrollment>]) -> String {
    let n_open = enrollments.iter().filter(|it| it.is_open(words.handover.at)).count();
    let programs = words.catalog.count("n-programs", enrollments.len());
    match n_open {
        0 => programs,
        n => {
            let n = words.catalog.number(n);
            words.catalog.fill("n-programs-open", &[("programs", &programs), ("n", &n)])
        }
    }
}

fn kinds(words: &Words<'_>, rows: &[&Enrollment]) -> Vec<ProgramKind> {
    let mut kinds: Vec<_> = rows.iter().map(|it| words.project_kind(it)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let about = |kind| ProgramKind {
        kind,
        label: timeline::kind_words(words, kind),
        about: timeline::kind_about(words, kind),
    };
    kinds.into_iter().map(about).collect()
}

fn groups(words: &Words<'_>, newest_first: &[&Enrollment], by_year: bool) -> Vec<Group> {
    let year = |it: &Enrollment| it.entry_date.map(|day| day.year());
    let same = |a: &&Enrollment, b: &&Enrollment| !by_year || year(a) == year(b);
    let heading = |it: &Enrollment| match year(it) {
        Some(year) => {
            words.catalog.fill("started-in", &[("year", &words.catalog.year(year))])
        }
        None => words.get("no-first-day"),
    };
    newest_first
        .chunk_by(same)
        .map(|rows| Group {
            heading: by_year.then(|| heading(rows[0])),
            rows: rows.iter().map(|it| row(words, it)).collect(),
        })
        .collect()
}

fn row(words: &Words<'_>, it: &Enrollment) -> Row {
    let with_day =
        |key: &str, day: Day| words.catalog.fill(key, &[("day", &words.short_day(day))]);
    let stage = match it.standing(words.handover.at) {
        Standing::NotBegun => Stage::NotBegun,
        Standing::Open | Standing::OpenUntil(_) => Stage::Open,
        Standing::Ended => Stage::Ended,
    };
    let has_gone = it.exit_date.is_some() || it.destination.is_some();
    Row {
        number: String::new(),
        project: words.text_or_none(it.project_name.as_ref()),
        agency: words.text_or_none(it.agency.as_ref()),
        project_type: words.code("project_type", it.project_type),
        relationship: words.code("relationship_to_hoh", it.relationship_to_hoh),
        is_head: it.relationship_to_hoh == Some(HEAD_OF_HOUSEHOLD),
        entry: match it.entry_date {
            Some(day) if stage == Stage::NotBegun => with_day("starts-on", day),
            Some(day) => words.short_day(day),
            None => words.get("no-first-day"),
        },
        move_in: it.move_in_date.map(|day| words.short_day(day)),
        stage,
        exit: it.exit_date.map(|day| match stage {
            Stage::Ended => words.short_day(day),
            Stage::NotBegun | Stage::Open => with_day("last-day-ahead", day),
        }),
        destination: has_gone.then(|| words.code("destination", it.destination)),
    }
}
