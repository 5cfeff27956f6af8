//! Business days: not Saturdays and Sundays, not federal holidays as they are observed, not
//! the holidays of the county, which the site file lists.

use chrono::{Datelike, Days, Weekday};

use crate::model::Day;

/// The day by which something is to be answered, and the holidays that moved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day that is in time.
    pub on: Day,
    /// The holidays between the first day and the last one that would else have counted.
    pub moved_by: Vec<&'static str>,
}

/// The last of so many business days after a day.
pub fn due_after(from: Day, n_days: usize, county: &[Day]) -> Due {
    let (mut on, mut n, mut moved_by) = (from, 0, Vec::new());
    for day in from.iter_days().skip(1) {
        if n == n_days {
            break;
        }
        on = day;
        match holiday(day, county) {
            Some(name) if !is_weekend(day) => moved_by.push(name),
            None if !is_weekend(day) => n += 1,
            _ => {}
        }
    }
    Due { on, moved_by }
}

/// How many business days come after one day, up to and with another.
pub(super) fn business_days_after(from: Day, to: Day, county: &[Day]) -> usize {
    from.iter_days()
        .skip(1)
        .take_while(|day| *day <= to)
        .filter(|day| is_business_day(*day, county))
        .count()
}

/// The days of a year on which federal offices are closed, besides weekends.
pub fn federal_holidays(year: i32) -> Vec<Day> {
    let first = Day::from_ymd_opt(year, 1, 1);
    let days = first.into_iter().flat_map(|it| it.iter_days());
    let days = days.take_while(|it| it.year() == year);
    days.filter(|it| federal_holiday(*it).is_some()).collect()
}

/// True for a day on which an office works.
fn is_business_day(day: Day, county: &[Day]) -> bool {
    !is_weekend(day) && holiday(day, county).is_none()
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The holiday that is kept on a day, federal or of the county.
fn holiday(day: Day, county: &[Day]) -> Option<&'static str> {
    federal_holiday(day).or_else(|| county.contains(&day).then_some("county holiday"))
}

/// A legal public holiday (5 U.S.C. 6103), on the day on which it is observed: one that
/// falls on a Saturday is kept on the Friday before, one on a Sunday on the Monday after.
fn federal_holiday(day: Day) -> Option<&'static str> {
    let beside = match day.weekday() {
        Weekday::Fri => day.succ_opt(),
        Weekday::Mon => day.pred_opt(),
        Weekday::Sat | Weekday::Sun => return None,
        _ => None,
    };
    let beside = beside.and_then(fixed_holiday);
    beside.or_else(|| fixed_holiday(day)).or_else(|| floating_holiday(day))
}

/// Holidays on a day of the month.
fn fixed_holiday(day: Day) -> Option<&'static str> {
    match (day.month(), day.day()) {
        (1, 1) => Some("New Year's Day"),
        (7, 4) => Some("Independence Day"),
        (11, 11) => Some("Veterans Day"),
        (12, 25) => Some("Christmas Day"),
        // Public Law 117-17, of June 2021.
        (6, 19) if day.year() >= 2021 => Some("Juneteenth"),
        _ => None,
    }
}

/// Holidays on a weekday of the month.
fn floating_holiday(day: Day) -> Option<&'static str> {
    let nth = (day.day() - 1) / 7 + 1;
    let is_last =
        day.checked_add_days(Days::new(7)).is_some_and(|it| it.month() != day.month());
    match (day.month(), day.weekday()) {
        (1, Weekday::Mon) if nth == 3 => Some("Martin Luther King Jr. Day"),
        (2, Weekday::Mon) if nth == 3 => Some("Washington's Birthday"),
        (5, Weekday::Mon) if is_last => Some("Memorial Day"),
        (9, Weekday::Mon) if nth == 1 => Some("Labor Day"),
        (10, Weekday::Mon) if nth == 2 => Some("Columbus Day"),
        (11, Weekday::Thu) if nth == 4 => Some("Thanksgiving Day"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// The dates that the Office of Personnel Management publishes.
    #[test]
    fn federal_holidays_are_those_that_are_published() {
        let published = [
            // 2021: the first Juneteenth, kept on Friday the 18th.
            "2021-01-01 2021-01-18 2021-02-15 2021-05-31 2021-06-18 2021-07-05 2021-09-06 \
             2021-10-11 2021-11-11 2021-11-25 2021-12-24 2021-12-31",
            "2024-01-01 2024-01-15 2024-02-19 2024-05-27 2024-06-19 2024-07-04 2024-09-02 \
             2024-10-14 2024-11-11 2024-11-28 2024-12-25",
            "2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 \
             2026-10-12 2026-11-11 2026-11-26 2026-12-25",
            "2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 \
             2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31",
        ];
        for year in published {
            let expected: Vec<Day> = year.split_whitespace().map(day).collect();
            let first = Day::from_ymd_opt(expected[0].year(), 1, 1).expect("a day");
            let found: Vec<Day> = first
                .iter_days()
                .take_while(|it| it.year() == first.year())
                .filter(|it| federal_holiday(*it).is_some())
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[track_caller]
    fn check(from: &str, to: &str, expected: usize) {
        assert_eq!(business_days_after(day(from), day(to), &[]), expected, "{from} {to}");
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        check("2026-11-16", "2026-11-16", 0);
        check("2026-11-16", "2026-11-17", 1);
        check("2026-11-16", "2026-11-23", 5);
        // Thanksgiving lies between.
        check("2026-11-20", "2026-11-27", 4);
        check("2026-11-20", "2026-11-30", 5);
        check("2026-11-30", "2026-11-20", 0);
    }

    /// Eleven a year: in 28 years the calendar comes round, and of the New Year's Days at
    /// both ends one is kept in the year before the first, one in the last.
    #[test]
    fn every_year_has_eleven_holidays() {
        let days = day("2022-01-01").iter_days().take_while(|it| it.year() < 2050);
        assert_eq!(days.filter(|it| federal_holiday(*it).is_some()).count(), 28 * 11);
    }

    proptest! {
        #[test]
        fn business_days_add_up(from in 0_u64..20_000, a in 0_u64..400, b in 0_u64..400) {
            let from = day("2000-01-01") + Days::new(from);
            let (middle, to) = (from + Days::new(a), from + Days::new(a + b));
            let n = |from, to| business_days_after(from, to, &[]);
            prop_assert_eq!(n(from, to), n(from, middle) + n(middle, to));
            // Of seven days two are free, and no week has more than two holidays.
            let week = n(from, from + Days::new(7));
            prop_assert!((3..=5).contains(&week), "{} has {}", from, week);
            // The county's days count once, and only where they were business days.
            let less = business_days_after(from, to, &[middle, middle]);
            let counts = b > 0 && a > 0 && is_business_day(middle, &[]);
            prop_assert!(n(from, to) - less <= usize::from(counts || a > 0));
            if counts {
                prop_assert_eq!(less + 1, n(from, to));
            }
        }
    }

    #[test]
    fn the_countys_holidays_count_too() {
        // Cesar Chavez Day, 31 March.
        let county = [day("2026-03-31")];
        let n = business_days_after(day("2026-03-30"), day("2026-04-01"), &county);
        assert_eq!(n, 1);
    }

    #[test]
    fn a_due_day_names_the_holidays_that_moved_it() {
        let county = [day("2026-11-27")];
        for (from, n, county, on, moved_by) in [
            ("2026-11-16", 5, &[][..], "2026-11-23", &[][..]),
            ("2026-11-20", 5, &[], "2026-11-30", &["Thanksgiving Day"]),
            (
                "2026-11-20",
                5,
                &county,
                "2026-12-01",
                &["Thanksgiving Day", "county holiday"],
            ),
            // Kept on the Friday before, and on a Saturday nobody counts it.
            ("2026-07-01", 3, &[], "2026-07-07", &["Independence Day"]),
            ("2026-12-23", 1, &[], "2026-12-24", &[]),
            ("2026-12-24", 1, &[], "2026-12-28", &["Christmas Day"]),
            ("2026-11-16", 0, &[], "2026-11-16", &[]),
        ] {
            let due = due_after(day(from), n, county);
            assert_eq!((due.on, &*due.moved_by), (day(on), moved_by), "{from}, {n}");
            assert_eq!(business_days_after(day(from), due.on, county), n);
        }
    }
}
