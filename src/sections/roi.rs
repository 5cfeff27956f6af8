//! Release of Information: permissions to share, and which is in force on the day.

use serde::Serialize;

use super::breaks::breakable;
use super::words::{Words, newest_first};
use crate::model::{Day, Roi};
use crate::plan::Released;

/// What the release page shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RoiView {
    /// What holds on the day of the build.
    pub status: Status,
    /// The same in a sentence.
    pub sentence: String,
    /// Every release, newest first.
    pub rows: Vec<Row>,
}

/// What a release is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Permission given, within its dates.
    InForce,
    /// Past its last day.
    Ended,
    /// Before its first day.
    NotStarted,
    /// Permission refused, within its dates.
    Refused,
}

impl Status {
    /// Every status, in the order in which they are explained.
    pub const ALL: [Self; 4] =
        [Self::InForce, Self::Ended, Self::NotStarted, Self::Refused];

    /// The word by which catalogs and templates know it.
    pub fn key(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Ended => "ended",
            Self::NotStarted => "not-started",
            Self::Refused => "refused",
        }
    }
}

/// One release.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// "R1": what names this line on the worksheet.
    pub number: String,
    /// What it is on the day of the build.
    pub status: Status,
    /// That the form says no, where its status does not tell.
    pub refusal: Option<String>,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// How it was given, and where a paper is kept.
    pub how: String,
    /// What that means in the language of the page, where it is a word of a list.
    pub how_meant: Option<String>,
    /// Who took it.
    pub agency: String,
}

/// Shows the releases.
pub(super) fn view(words: &Words<'_>, rois: &Vec<Released<Roi>>) -> RoiView {
    let at = words.handover.at;
    let sorted = newest_first(rois, |it| it.start_date);
    let statuses = statuses(&sorted, at);
    let status = overall(&statuses);
    let until = sorted
        .iter()
        .zip(&statuses)
        .filter(|(_, status)| **status == Status::InForce)
        .map(|(it, _)| it)
        .map(|it| it.end_date)
        .max_by_key(|it| it.unwrap_or(Day::MAX))
        .flatten();
    let sentence = match (status, until) {
        (Status::InForce, Some(day)) => {
            words.catalog.fill("roi-in-force-until", &[("day", &words.day(day))])
        }
        (status, _) => words.get(&format!("roi-{}", status.key())),
    };
    let rows = sorted
        .into_iter()
        .zip(statuses)
        .map(|(it, status)| {
            let how = [it.documentation.as_ref(), it.location.as_ref()];
            let how: Vec<_> = how
                .into_iter()
                .flatten()
                .filter(|it| !it.is_blank())
                .map(|it| it.as_str())
                .collect();
            Row {
                number: String::new(),
                status,
                refusal: refusal(words, it, status),
                start: words.day_or_none(it.start_date),
                end: match (it.permission, it.end_date) {
                    (true, None) => words.get("roi-no-end"),
                    (_, end) => words.day_or_none(end),
                },
                how: if how.is_empty() {
                    words.get("nothing-written")
                } else {
                    breakable(&how.join(words.catalog.get("between-parts")))
                },
                how_meant: words.gloss(it.documentation.as_ref()),
                agency: words.text_or_none(it.agency.as_ref()),
            }
        })
        .collect();
    RoiView { status, sentence, rows }
}

/// What a form says that says no and is not in force: "Ended" alone would hide it.
fn refusal(words: &Words<'_>, roi: &Roi, status: Status) -> Option<String> {
    let is_hidden = !roi.permission && status != Status::Refused;
    is_hidden.then(|| words.get("roi-status-refused"))
}

fn status_on(roi: &Roi, day: Day) -> Status {
    if roi.start_date.is_some_and(|start| start > day) {
        Status::NotStarted
    } else if roi.end_date.is_some_and(|end| end < day) {
        Status::Ended
    } else if roi.permission {
        Status::InForce
    } else {
        Status::Refused
    }
}

/// The status of each form. A refusal that holds ends every permission from before it.
fn statuses(newest_first: &[&Roi], day: Day) -> Vec<Status> {
    let mut refused = false;
    newest_first
        .iter()
        .map(|it| {
            let status = status_on(it, day);
            let ended = refused && status == Status::InForce;
            refused |= status == Status::Refused;
            if ended { Status::Ended } else { status }
        })
        .collect()
}

/// What holds on the day: a permission in force, since several agencies may each hold one;
/// else a refusal.
fn overall(statuses: &[Status]) -> Status {
    let by_weight = [Status::InForce, Status::Refused, Status::NotStarted];
    by_weight.into_iter().find(|it| statuses.contains(it)).unwrap_or(Status::Ended)
}

#[cfg(test)]
mod tests {
    use super::{Status, overall, statuses};
    use crate::diagnostics::Origin;
    use crate::model::Roi;
    use crate::source::{Read, Reader, Source};

    /// Each row: permission, start, end; newest first.
    #[track_caller]
    fn check(rows: &[(bool, &str, &str)], expected: Status) {
        let rows: Vec<Roi> = rows
            .iter()
            .map(|(permission, start, end)| {
                let json = serde_json::json!({
                    "client_id": "A1", "permission": permission, "start_date": start,
                    "end_date": if end.is_empty() { None } else { Some(end) },
                });
                let source =
                    Source::json(Origin::Extract(0), String::new(), json.to_string());
                Roi::read(&source.root, &mut Reader::new(Origin::Extract(0)))
                    .expect("a row")
            })
            .collect();
        let day = "2026-11-20".parse().expect("a day");
        let rows: Vec<&Roi> = rows.iter().collect();
        assert_eq!(overall(&statuses(&rows, day)), expected);
    }

    #[test]
    fn the_last_day_still_counts() {
        check(&[(true, "2025-11-20", "2026-11-20")], Status::InForce);
        check(&[(true, "2025-11-20", "2026-11-19")], Status::Ended);
        check(&[(true, "2026-11-20", "")], Status::InForce);
        check(&[(true, "2026-11-21", "")], Status::NotStarted);
    }

    #[test]
    fn a_newer_refusal_ends_an_older_permission() {
        check(
            &[(false, "2026-01-01", ""), (true, "2025-01-01", "2028-01-01")],
            Status::Refused,
        );
        check(&[(true, "2026-01-01", ""), (false, "2025-01-01", "")], Status::InForce);
    }

    #[test]
    fn a_refusal_has_dates_too() {
        check(
            &[(false, "2027-01-01", ""), (true, "2025-01-01", "2028-01-01")],
            Status::InForce,
        );
        check(&[(false, "2020-01-01", "2021-01-01")], Status::Ended);
        check(
            &[(true, "2027-01-01", ""), (true, "2020-01-01", "2021-01-01")],
            Status::NotStarted,
        );
    }

    #[test]
    fn a_refusal_ends_what_was_before_it_and_not_what_came_after() {
        check(
            &[
                (true, "2026-01-01", "2026-12-31"),
                (false, "2025-06-01", ""),
                (true, "2025-01-01", "2028-01-01"),
            ],
            Status::InForce,
        );
    }

    #[test]
    fn an_older_longer_permission_still_holds() {
        check(
            &[(true, "2026-01-01", "2026-02-01"), (true, "2025-01-01", "2028-01-01")],
            Status::InForce,
        );
    }
}
