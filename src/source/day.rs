//! Days as they are read, and those that mean "not known". Systems without a day of their own
//! write the first or the last one they can: SQL Server's 1753, the zero of a spreadsheet,
//! years 0000, 0001 and 9999. Every door asks this one list.

use chrono::{Datelike, NaiveDate};

use super::read::{Read, Reader};
use super::tree::{Node, Value};
use crate::diagnostics::{Diagnostic, Origin, Severity};

/// A civil day, written `YYYY-MM-DD`.
pub type Day = NaiveDate;

/// Years that a day of a living person's record can have.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Years of which every day means "not known".
const NOT_KNOWN_YEARS: [i32; 5] = [0, 1, 1753, 2999, 9999];

/// Those of them that mean "without end" where a last day is written.
const ENDLESS_YEARS: [i32; 2] = [2999, 9999];

/// Days that are a spreadsheet's or a program's zero. The last is of no calendar: so Excel
/// writes its zero.
const ZEROS: [(i32, u32, u32); 4] =
    [(1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1900, 1, 0)];

/// True where a day's text means that no day is known, in any of the forms that exports have;
/// a time after it is left out.
pub fn is_day_not_known(text: &str) -> bool {
    let Some((year, month, day)) = parts(text) else { return false };
    NOT_KNOWN_YEARS.contains(&year)
        || ZEROS.contains(&(year, month, day))
        // The day before the month.
        || ZEROS.contains(&(year, day, month))
}

/// True for a day that a record can have: a living person's.
pub fn is_day_of_a_record(day: Day) -> bool {
    YEARS.contains(&day.year())
}

/// Year, month and day, also of a day that no calendar has.
fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let text = text.trim().split([' ', 'T', 't']).next()?;
    let mut parts = text.split(['-', '/', '.']);
    let all = [parts.next()?, parts.next()?, parts.next()?];
    let (year, a, b) = match all {
        _ if parts.next().is_some() => return None,
        [year, a, b] if year.len() == 4 => (year, a, b),
        [a, b, year] if year.len() == 4 => (year, a, b),
        _ => return None,
    };
    let is_number = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    let is_short = |it: &str| (1..=2).contains(&it.len()) && is_number(it);
    if !is_number(year) || !is_short(a) || !is_short(b) {
        return None;
    }
    Some((year.parse().ok()?, a.parse().ok()?, b.parse().ok()?))
}

impl Read for NaiveDate {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a date", node);
        };
        if is_day_not_known(text) {
            return reader.refuse(
                Diagnostic::error(
                    "placeholder-day",
                    "this day stands for \"not known\"",
                )
                .hint("write the day on which it happened, or leave an optional key out"),
            );
        }
        // chrono alone would take `2026-1-2`, signs and blanks; HUD's form is exactly this.
        let is_form = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        match text.parse::<Self>() {
            Ok(day) if is_form && is_day_of_a_record(day) => Some(day),
            _ => reader.refuse(match day_fault(text) {
                Some(message) => Diagnostic::error("not-a-date", message).hint(
                    "write the day as YYYY-MM-DD; check the month and the day of it",
                ),
                None => Diagnostic::error(
                    "not-a-date",
                    "this is not a day of the calendar",
                )
                .hint("write the day as YYYY-MM-DD, between the years 1900 and 2100"),
            }),
        }
    }

    /// A record's day that is blank or means "not known" is not written down. What the help
    /// desk writes is read to the letter.
    fn is_none(node: &Node, reader: &mut Reader) -> bool {
        let Value::Text(text) = &node.value else { return false };
        if !matches!(reader.origin(), Origin::Extract(_)) {
            return false;
        }
        let is_not_known = is_day_not_known(text);
        if is_not_known && !is_endless_release(text, reader) {
            let said =
                "this day stands for \"not known\" and is read as not written down";
            let note = Diagnostic::new(Severity::Note, "placeholder-day", said);
            reader.report.push(note.at(reader.here()));
        }
        is_not_known || text.trim().is_empty()
    }
}

/// What is wrong with a text that gives a day and is none, in words that do not repeat it.
fn day_fault(text: &str) -> Option<&'static str> {
    let (year, a, b) = parts(text)?;
    let is_possible = |month, day| Day::from_ymd_opt(year, month, day).is_some();
    if !is_possible(a, b) && !is_possible(b, a) {
        return Some("this day does not exist");
    }
    text.contains(['/', '.']).then_some("this day is not written as YYYY-MM-DD")
}

/// True for the end of a release of information that has none: it is read as it is meant.
fn is_endless_release(text: &str, reader: &Reader) -> bool {
    let steps: Vec<String> = reader.pointer().steps().collect();
    let is_end = matches!(&steps[..], [section, _, key]
        if section == "release_of_information" && key == "end_date");
    is_end && parts(text).is_some_and(|(year, ..)| ENDLESS_YEARS.contains(&year))
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::{Day, is_day_not_known};

    #[test]
    fn days_that_mean_not_known_are_told_in_every_form() {
        for text in [
            "0000-00-00",
            "0000-00-00 00:00:00",
            "0001-01-01",
            "0001-01-01T00:00:00Z",
            "1/1/0001",
            "1753-01-01 00:00:00.000",
            "1899-12-30",
            "12/30/1899",
            "30/12/1899 0:00",
            "30.12.1899",
            "1899-12-31",
            "1900-01-01",
            "1/1/1900",
            "1/0/1900",
            "1900-01-01T08:00:00-08:00",
            "2999-12-31",
            "12-31-2999",
            "9999-12-31",
            " 9999-12-31T23:59:59.9999999 ",
        ] {
            assert!(is_day_not_known(text), "{text}");
        }
        for text in [
            "",
            "1900-01-02",
            "1900-02-01",
            "1899-12-29",
            "1754-01-01",
            "2062-11-30",
            "2100-12-31",
            "1970-01-01",
            "1/1/00",
            "0000",
            "9999",
            "the 1900-01-01",
            "1900-01-01-02",
            "+999-12-31",
            "9999-12",
        ] {
            assert!(!is_day_not_known(text), "{text}");
        }
    }

    proptest! {
        /// Of all days that a record can have, one means "not known".
        #[test]
        fn a_day_of_a_life_is_known(after in 1_u64..73_000, time in "([ T][0-9:.]{1,8})?") {
            let first = Day::from_ymd_opt(1900, 1, 1).expect("a day");
            let day = first + Days::new(after);
            for form in ["%Y-%m-%d", "%m/%d/%Y", "%-m/%-d/%Y", "%m-%d-%Y"] {
                let text = format!("{}{time}", day.format(form));
                prop_assert!(!is_day_not_known(&text), "{}", text);
                let text = format!("{}{time}", first.format(form));
                prop_assert!(is_day_not_known(&text), "{}", text);
            }
        }

        #[test]
        fn any_text_can_be_asked(text in "\\PC{0,24}") {
            is_day_not_known(&text);
        }
    }
}
