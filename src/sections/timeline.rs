//! The timeline: bars on a line of years, newest first as in the table. Up to [`MAX_BARS`]
//! stays get a bar each; beyond that, stays of one kind share a lane and what overlaps is drawn
//! as one. Fewer than [`MIN_BARS`] stays say nothing in a drawing, and have none.

use serde::Serialize;

use super::axis::Axis;
use super::words::Words;
use crate::model::{Day, Enrollment, Kind, Standing};
use crate::request::Layout;

/// The fewest stays that are drawn.
const MIN_BARS: usize = 3;

/// The most bars that fit on one page of paper, and of large print or a telephone.
const MAX_BARS: usize = 30;
const MAX_LARGE_BARS: usize = 12;

/// A drawing, in parts of its width from 0 to 1.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Timeline {
    /// What a screen reader says in place of the drawing.
    pub alt: String,
    /// From the top.
    pub lanes: Vec<Lane>,
    /// Years along the foot.
    pub ticks: Vec<Tick>,
    /// The day of the build.
    pub today: f64,
    /// What an arrow at the end of a bar means; none where there is none.
    pub arrow: Option<String>,
    /// True where stays were merged by kind.
    pub merged: bool,
    /// Words for the stays that are not drawn.
    pub left_out: Option<String>,
}

/// One line of the drawing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Lane {
    /// What stands beside it.
    pub label: String,
    /// Its fill.
    pub kind: Kind,
    /// Its bars.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Bar {
    from: f64,
    to: f64,
    /// True where it ends in an arrow.
    open: bool,
}

/// A year along the foot.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tick {
    at: f64,
    label: String,
}

/// Draws stays that are sorted newest first; none where too few can be drawn.
pub(super) fn draw(words: &Words<'_>, newest_first: &[&Enrollment]) -> Option<Timeline> {
    let today = words.handover.at;
    let days = || newest_first.iter().filter_map(|it| it.entry_date);
    let ends = newest_first.iter().filter_map(|it| it.exit_date);
    let last = days().chain(ends).max().unwrap_or(today);
    let axis = Axis::over(days().min().unwrap_or(today), today, last);
    let drawn: Vec<Stay<'_>> =
        newest_first.iter().filter_map(|it| Stay::of(it, axis, today)).collect();
    if drawn.len() < MIN_BARS {
        return None;
    }
    let most = match words.handover.layout {
        Layout::Letter => MAX_BARS,
        Layout::LargePrint | Layout::Phone => MAX_LARGE_BARS,
    };
    let merged = drawn.len() > most;
    let n_left_out = newest_first.len() - drawn.len();
    let left_out =
        (n_left_out > 0).then(|| words.catalog.count("timeline-left-out", n_left_out));
    let year = |(year, at)| Tick { at, label: words.catalog.year(year) };
    Some(Timeline {
        alt: alt(words, drawn.len(), merged, left_out.as_deref()),
        lanes: if merged { merge(words, &drawn) } else { each(words, &drawn) },
        ticks: axis.years().into_iter().map(year).collect(),
        today: axis.at(today),
        arrow: arrow(words, &drawn),
        merged,
        left_out,
    })
}

/// A stay that is drawn.
struct Stay<'a> {
    row: &'a Enrollment,
    standing: Standing,
    bar: Bar,
}

impl<'a> Stay<'a> {
    /// None for a stay whose first day is not written down, or is past the end of the line.
    fn of(row: &'a Enrollment, axis: Axis, today: Day) -> Option<Self> {
        let entry = row.entry_date.filter(|it| !axis.is_beyond(*it))?;
        let standing = row.standing(today);
        let (end, open) = match (standing, row.exit_date) {
            (Standing::Open, _) => (today, true),
            // It goes on beyond the line.
            (_, Some(exit)) if axis.is_beyond(exit) => (axis.end(), true),
            (_, Some(exit)) => (exit, false),
            (_, None) => (axis.end(), true),
        };
        let bar = Bar { from: axis.at(entry), to: axis.at(end.max(entry)), open };
        Some(Self { row, standing, bar })
    }
}

/// What the arrows mean: that stays are open, or, where one points to a later day, that they
/// go on.
fn arrow(words: &Words<'_>, drawn: &[Stay<'_>]) -> Option<String> {
    let mut arrows = drawn.iter().filter(|it| it.bar.open).peekable();
    arrows.peek()?;
    let all_open = arrows.all(|it| it.standing == Standing::Open);
    Some(words.get(if all_open { "still-open" } else { "timeline-goes-on" }))
}

/// A lane for each stay.
fn each(words: &Words<'_>, drawn: &[Stay<'_>]) -> Vec<Lane> {
    let lane = |it: &Stay<'_>| Lane {
        label: label(words, it.row),
        kind: words.project_kind(it.row),
        bars: vec![it.bar.clone()],
    };
    drawn.iter().map(lane).collect()
}

/// Characters of a name that a lane has room for; the table has all of it.
const MAX_LABEL: usize = 40;

/// The name of a project on one line: blanks that do not break, and not too many letters.
fn label(words: &Words<'_>, it: &Enrollment) -> String {
    let name = it.project_name.as_ref().filter(|it| !it.is_blank());
    let name =
        name.map_or_else(|| words.get("nothing-written"), |it| it.as_str().to_owned());
    let mut text: String = name.chars().take(MAX_LABEL).collect();
    if text.len() < name.len() {
        text.push('…');
    }
    text.replace(char::is_whitespace, "\u{A0}")
}

/// One lane a kind; what overlaps or touches becomes one bar.
fn merge(words: &Words<'_>, drawn: &[Stay<'_>]) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    // Oldest first: only the last bar of a lane can overlap the next.
    for it in drawn.iter().rev() {
        let (kind, bar) = (words.project_kind(it.row), it.bar.clone());
        let lane = match lanes.iter_mut().find(|it| it.kind == kind) {
            Some(lane) => lane,
            None => {
                let label = kind_words(words, kind);
                lanes.push(Lane { label, kind, bars: Vec::new() });
                lanes.last_mut().expect("one was just pushed")
            }
        };
        match lane.bars.last_mut().filter(|last| bar.from <= last.to) {
            Some(last) => {
                last.to = last.to.max(bar.to);
                last.open |= bar.open;
            }
            None => lane.bars.push(bar),
        }
    }
    lanes.sort_by_key(|it| it.kind);
    lanes
}

/// A kind of program in words.
pub(super) fn kind_words(words: &Words<'_>, kind: Kind) -> String {
    words.get(&format!("kind-{}", kind_key(kind)))
}

/// What programs of a kind do.
pub(super) fn kind_about(words: &Words<'_>, kind: Kind) -> String {
    words.get(&format!("kind-about-{}", kind_key(kind)))
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Shelter => "shelter",
        Kind::Housing => "housing",
        Kind::Outreach => "outreach",
        Kind::Access => "access",
        Kind::Services => "services",
        Kind::Other => "other",
    }
}

fn alt(
    words: &Words<'_>,
    n_drawn: usize,
    merged: bool,
    left_out: Option<&str>,
) -> String {
    let mut parts = vec![words.get("timeline-alt")];
    if merged {
        parts.push(words.catalog.count("timeline-alt-merged", n_drawn));
    }
    parts.extend(left_out.map(str::to_owned));
    parts.push(words.get("timeline-alt-table"));
    parts.join(" ")
}
