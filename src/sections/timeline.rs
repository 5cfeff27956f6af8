//! The timeline: bars on a line of years. Up to [`MAX_BARS`] stays get a bar each; beyond
//! that, stays of one kind share a lane and what overlaps is drawn as one.

use chrono::Datelike;
use serde::Serialize;

use super::words::Words;
use crate::model::{Day, Enrollment, Kind};
use crate::request::Layout;

/// The most bars that fit on one page of paper, and of large print or a telephone.
const MAX_BARS: usize = 40;
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
    /// The kinds that occur, for the legend.
    pub kinds: Vec<Legend>,
    /// True where stays were merged by kind.
    pub merged: bool,
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
    open: bool,
}

/// A year along the foot.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tick {
    at: f64,
    label: String,
}

/// A fill and its meaning.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Legend {
    kind: Kind,
    label: String,
    /// What programs of the kind do.
    about: String,
}

/// The line of time that all positions are measured on.
#[derive(Debug, Clone, Copy)]
struct Scale {
    from: Day,
    days: f64,
}

impl Scale {
    /// From the first of January of the first year to the end of the last.
    fn over(first: Day, last: Day) -> Self {
        let from = Day::from_ymd_opt(first.year(), 1, 1).unwrap_or(first);
        let to = Day::from_ymd_opt(last.year() + 1, 1, 1).unwrap_or(last);
        // A day has no part of a second that f64 could lose: these numbers stay below 2^22.
        let days =
            f64::from(i32::try_from((to - from).num_days().max(1)).unwrap_or(i32::MAX));
        Self { from, days }
    }

    fn at(&self, day: Day) -> f64 {
        let days = i32::try_from((day - self.from).num_days()).unwrap_or(0);
        (f64::from(days) / self.days).clamp(0.0, 1.0)
    }
}

/// Draws stays that are sorted newest first.
pub(super) fn draw(words: &Words<'_>, newest_first: &[&Enrollment]) -> Timeline {
    let today = words.handover.at;
    let end = |it: &Enrollment| it.exit_date.unwrap_or(today).max(it.entry_date);
    let first = newest_first.iter().map(|it| it.entry_date).min().unwrap_or(today);
    let last = newest_first.iter().map(|it| end(it)).max().unwrap_or(today).max(today);
    let scale = Scale::over(first, last);
    let bar = |it: &Enrollment| Bar {
        from: scale.at(it.entry_date),
        to: scale.at(end(it)),
        open: it.exit_date.is_none(),
    };
    let most = match words.handover.layout {
        Layout::Letter => MAX_BARS,
        Layout::LargePrint | Layout::Phone => MAX_LARGE_BARS,
    };
    let merged = newest_first.len() > most;
    let oldest_first = newest_first.iter().rev();
    let lanes = if merged {
        merge(words, oldest_first.map(|it| (words.project_kind(it), bar(it))))
    } else {
        oldest_first
            .map(|it| Lane {
                label: label(words, it),
                kind: words.project_kind(it),
                bars: vec![bar(it)],
            })
            .collect()
    };
    let mut kinds: Vec<_> =
        newest_first.iter().map(|it| words.project_kind(it)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    Timeline {
        alt: alt(words, newest_first, merged),
        lanes,
        ticks: ticks(words, scale, first.year(), last.year()),
        today: scale.at(today),
        kinds: kinds
            .into_iter()
            .map(|kind| Legend {
                kind,
                label: kind_words(words, kind),
                about: words.get(&format!("kind-about-{}", kind_key(kind))),
            })
            .collect(),
        merged,
    }
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
fn merge(words: &Words<'_>, bars: impl Iterator<Item = (Kind, Bar)>) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for (kind, bar) in bars {
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

fn kind_words(words: &Words<'_>, kind: Kind) -> String {
    words.get(&format!("kind-{}", kind_key(kind)))
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

/// At most ten labels: every year, or every second, fifth, tenth.
fn ticks(words: &Words<'_>, scale: Scale, first: i32, last: i32) -> Vec<Tick> {
    let n_years = last - first + 2;
    let step =
        [1, 2, 5, 10, 20, 50].into_iter().find(|it| n_years <= it * 10).unwrap_or(100);
    (first..=last + 1)
        .filter(|year| (year - first) % step == 0)
        .filter_map(|year| Day::from_ymd_opt(year, 1, 1).map(|day| (year, day)))
        .map(|(year, day)| Tick { at: scale.at(day), label: words.catalog.year(year) })
        .collect()
}

fn alt(words: &Words<'_>, newest_first: &[&Enrollment], merged: bool) -> String {
    let catalog = words.catalog;
    let intro = catalog.get("timeline-alt");
    let rest = if merged {
        catalog.count("timeline-alt-merged", newest_first.len())
    } else {
        let one = |it: &&Enrollment| {
            let end = match it.exit_date {
                Some(day) => words.short_day(day),
                None => words.get("still-open"),
            };
            catalog.fill(
                "timeline-alt-stay",
                &[
                    ("project", &words.text_or_none(it.project_name.as_ref())),
                    ("kind", &kind_words(words, words.project_kind(it))),
                    ("start", &words.short_day(it.entry_date)),
                    ("end", &end),
                ],
            )
        };
        newest_first.iter().rev().map(one).collect::<Vec<_>>().join(" ")
    };
    format!("{intro} {rest} {}", catalog.get("timeline-alt-table"))
}
