//! Days as exports write them: HUD's form or that of a spreadsheet, with a time behind it or
//! without; and days that stand for "not known".

use chrono::NaiveDate;

use crate::model::Day;
use crate::source::{is_day_not_known, is_day_of_a_record};

/// What stands where a day is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// This day.
    On(Day),
    /// A day that means "not known".
    NotKnown,
}

/// A day of a record; none where the text is no such day.
pub(super) fn day_of_record(text: &str) -> Option<Written> {
    if is_day_not_known(text) {
        return Some(Written::NotKnown);
    }
    day(text).map(Written::On)
}

/// A day that an extract can have. One that means "not known" is none.
pub(super) fn day(text: &str) -> Option<Day> {
    calendar_day(text).filter(|it| !is_day_not_known(text) && is_day_of_a_record(*it))
}

/// HUD's form, `2022-05-04`, or one that exports have instead: `5/4/2022`, `05-04-2022`;
/// a time after it is left out.
pub(super) fn calendar_day(text: &str) -> Option<Day> {
    let text = match text.split_once([' ', 'T']) {
        Some((text, time)) if is_time(time) => text,
        Some(_) => return None,
        None => text,
    };
    let mut parts = text.split(['-', '/']);
    let [a, b, c] = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() {
        return None;
    }
    // Four digits of the year: 22 is not one.
    let (year, month, day) = match [a.len(), b.len(), c.len()] {
        [4, 1..=2, 1..=2] => (a, b, c),
        [1..=2, 1..=2, 4] => (c, a, b),
        _ => return None,
    };
    let is_number = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if ![year, month, day].into_iter().all(is_number) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// True for a time of day, with or without its half of the day and its zone. What else stands
/// behind a day says something of it: another day, say.
fn is_time(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_sign = |b: u8| b.is_ascii_digit() || b":.+-Zz".contains(&b);
    let is_clock = words.next().is_none_or(|it| {
        let digits = it.bytes().take_while(u8::is_ascii_digit).count();
        let it = it.strip_suffix("AM").or(it.strip_suffix("PM")).unwrap_or(it);
        (1..=2).contains(&digits)
            && it.as_bytes().get(digits) == Some(&b':')
            && it.bytes().all(is_sign)
    });
    let is_more = |it: &str| {
        let is_zone = it.len() <= 4 && it.bytes().all(|b| b.is_ascii_uppercase());
        let is_half =
            ["am", "pm", "a.m.", "p.m."].iter().any(|h| it.eq_ignore_ascii_case(h));
        let is_offset =
            it.starts_with(['+', '-']) && it.len() <= 6 && it.bytes().all(is_sign);
        is_zone || is_half || is_offset
    };
    is_clock && words.all(is_more)
}

#[cfg(test)]
mod tests {
    use super::{Written, day, day_of_record};

    #[test]
    fn dates_are_read_in_the_forms_that_exports_have() {
        for text in [
            "2022-05-04",
            "2022-05-04 13:38:05",
            "5/4/2022",
            "05-04-2022 12:00:00",
            "2022-05-04T13:38:05.000Z",
            "2022-05-04 13:38:05 -0800",
            "5/4/2022 1:38:05 PM",
            "5/4/2022 1:38PM PST",
        ] {
            assert_eq!(
                day(text).map(|it| it.to_string()),
                Some("2022-05-04".into()),
                "{text}"
            );
        }
        for text in [
            "",
            "22-05-04",
            "2022-13-01",
            "5/4/22",
            "yesterday",
            "2022-02-30",
            "44685",
            "2022-05-04 to 2022-06-01",
            "2022-05-04 - 2022-06-01",
            "2022-05-04 12:00 (guess)",
            "5/4/2022 or so",
            "2022-05-04 1300",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_means_not_known_is_neither_a_day_nor_wrong() {
        for text in ["0000-00-00", "1900-01-01 00:00:00", "12/31/9999", "1/1/1753"] {
            assert_eq!(day_of_record(text), Some(Written::NotKnown), "{text}");
            assert_eq!(day(text), None, "{text}");
        }
        for text in ["1875-01-01", "2201-01-01", "0202-01-05", "2026-00-00"] {
            assert_eq!(day_of_record(text), None, "{text}");
        }
    }
}
