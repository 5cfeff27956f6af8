//! Moments as exports write them: a day, and a time of the 24-hour clock or of the 12-hour one,
//! with an offset or by the clock of the site.

use chrono::{
    DateTime, FixedOffset, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike,
};
use chrono_tz::Tz;

use super::bad_row::Wrong;
use super::written_day::day;

/// `2022-05-04 13:38:05`, `5/4/2022 1:38 PM`, or a day alone, by the clock of the zone; with an
/// offset or `Z`, by that. Else what is wrong with the column.
pub(super) fn moment(
    text: &str,
    zone: Tz,
    column: &'static str,
) -> Result<DateTime<Tz>, Wrong> {
    let text = text.trim();
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text, None),
    };
    let date = day(date).ok_or(Wrong::NotADate(column))?;
    let Some(time) = time else {
        return in_zone(date.and_time(NaiveTime::MIN), zone, column);
    };
    // What else stands behind a day says something of it.
    if !time.starts_with(|it: char| it.is_ascii_digit()) || !time.contains(':') {
        return Err(Wrong::NotADate(column));
    }
    let not_a_time = || Wrong::NotATime(column);
    let (time, offset) = parted(time).ok_or_else(not_a_time)?;
    let local = date.and_time(clock(time).ok_or_else(not_a_time)?);
    match offset {
        None => in_zone(local, zone, column),
        Some(offset) => {
            let at = local.and_local_timezone(offset).single().ok_or_else(not_a_time)?;
            Ok(at.with_timezone(&zone))
        }
    }
}

/// A moment by the clock of a zone. An hour that the clock skipped in spring is the hour after;
/// of the one that it showed twice in autumn, the earlier.
fn in_zone(
    local: NaiveDateTime,
    zone: Tz,
    column: &'static str,
) -> Result<DateTime<Tz>, Wrong> {
    let at = |it: NaiveDateTime| zone.from_local_datetime(&it).earliest();
    let at = at(local).or_else(|| at(local + TimeDelta::hours(1)));
    at.ok_or(Wrong::NotATime(column))
}

/// Zones that are written in letters, and their hours (RFC 5322, 4.3).
const ZONES: [(&str, i32); 11] = [
    ("UTC", 0),
    ("UT", 0),
    ("GMT", 0),
    ("EDT", -4),
    ("EST", -5),
    ("CDT", -5),
    ("CST", -6),
    ("MDT", -6),
    ("MST", -7),
    ("PDT", -7),
    ("PST", -8),
];

/// A time, and the offset behind it; none where what looks like an offset is not one.
fn parted(time: &str) -> Option<(&str, Option<FixedOffset>)> {
    let zone =
        ZONES.iter().find_map(|(name, hours)| Some((time.strip_suffix(name)?, hours)));
    if let Some((time, hours)) = zone {
        return Some((time.trim_end(), FixedOffset::east_opt(hours * 3600)));
    }
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time.trim_end(), FixedOffset::east_opt(0)));
    }
    let Some(at) = time.rfind(['+', '-']) else { return Some((time, None)) };
    let (time, offset) = time.split_at(at);
    // `-08` has no minutes.
    let minutes = if offset.len() == 3 { "00" } else { "" };
    let offset = format!("{offset}{minutes}").parse().ok()?;
    Some((time.trim_end(), Some(offset)))
}

/// A time of day: `14:05`, `14:05:00.123`, `2:05 PM`, `2:05:00 p.m.`. An hour past noon that also
/// says `PM` is of the 24-hour clock; one that contradicts its half of the day is no time.
fn clock(text: &str) -> Option<NaiveTime> {
    let low = text.to_ascii_lowercase();
    let halves = ["a.m.", "am", "p.m.", "pm"];
    let half = halves.iter().find(|it| low.ends_with(*it));
    let digits = &low[..low.len() - half.map_or(0, |it| it.len())];
    let time = ["%H:%M:%S%.f", "%H:%M"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(digits.trim_end(), form).ok())?;
    let Some(half) = half else { return Some(time) };
    let is_morning = half.starts_with('a');
    let hour = match (time.hour(), is_morning) {
        (12, true) => 0,
        (it @ 0..12, true) | (it @ 12.., false) => it,
        (it @ 1..12, false) => it + 12,
        (13.., true) | (0, false) => return None,
    };
    time.with_hour(hour)
}

#[cfg(test)]
mod tests {
    use super::{Wrong, moment};

    const ZONE: chrono_tz::Tz = chrono_tz::America::Los_Angeles;

    #[test]
    fn a_moment_is_read_with_its_offset_or_by_the_clock_of_the_site() {
        for (text, expected) in [
            ("2026-11-18T22:05:00Z", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18 22:05:00Z", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18T14:05:00.123-08:00", "2026-11-18T14:05:00.123-08:00"),
            ("2026-11-18 17:05:00 -0500", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18 17:05-05", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18 14:05:00 PST", "2026-11-18T14:05:00-08:00"),
            ("11/18/2026 5:05 PM EST", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18 22:05:00 UTC", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18 5:05 PM -0500", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18 14:05:00", "2026-11-18T14:05:00-08:00"),
            ("2026-11-18", "2026-11-18T00:00:00-08:00"),
            // The clock went from 2 to 3; and in autumn from 2 to 1: the earlier one.
            ("2026-03-08 02:30:00", "2026-03-08T03:30:00-07:00"),
            ("2026-11-01 01:30:00", "2026-11-01T01:30:00-07:00"),
        ] {
            let found = moment(text, ZONE, "ExportDate").map(|it| it.to_rfc3339());
            assert_eq!(found.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn both_clocks_are_read() {
        for (time, expected) in [
            ("2:05 PM", "14:05:00"),
            ("2:05:09 PM", "14:05:09"),
            ("02:05:09pm", "14:05:09"),
            ("2:05 p.m.", "14:05:00"),
            ("14:05", "14:05:00"),
            // The half is said twice.
            ("14:05:00 PM", "14:05:00"),
            ("12:00 AM", "00:00:00"),
            ("12:00 PM", "12:00:00"),
            ("12:30:00 a.m.", "00:30:00"),
            ("0:05 AM", "00:05:00"),
            ("11:59:59 PM", "23:59:59"),
            ("9:05", "09:05:00"),
        ] {
            let text = format!("11/18/2026 {time}");
            let found = moment(&text, ZONE, "ExportDate").map(|it| it.time().to_string());
            assert_eq!(found.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_read_is_told_apart() {
        for time in [
            "14:05 AM",
            "0:05 PM",
            "24:00",
            "25:00:00Z",
            "14:60",
            "2:05 XM",
            "14:05:00 XST",
            "14:05 +99",
            "14:05 ++08:00",
            "14:05:00 to 15:00",
            "14:05 é-08:00",
            "14:05 aé",
        ] {
            let text = format!("2026-11-18 {time}");
            let found = moment(&text, ZONE, "ExportDate");
            assert_eq!(found, Err(Wrong::NotATime("ExportDate")), "{text}");
        }
        for text in
            ["", "yesterday", "2026-11-18 to 2026-11-20", "2026-11-18 1405", "14:05"]
        {
            let found = moment(text, ZONE, "ExportDate");
            assert_eq!(found, Err(Wrong::NotADate("ExportDate")), "{text}");
        }
    }
}
