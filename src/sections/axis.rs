//! The line of time of a timeline: where days lie on it, and its years.

use chrono::{Datelike, Months};

use crate::model::Day;

/// Months after the day of the build at which the line ends at the latest, where it does not
/// end with the year: what is planned further ahead is not drawn.
const MONTHS_AHEAD: Months = Months::new(6);

/// The line of time that all positions are measured on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    from: Day,
    to: Day,
}

impl Axis {
    /// From the first of January of the first year to the end of this one; some months
    /// further where something is planned for them.
    pub(super) fn over(first: Day, today: Day, last: Day) -> Self {
        let new_year = |it: i32, or: Day| Day::from_ymd_opt(it, 1, 1).unwrap_or(or);
        let first = first.min(today);
        let from = new_year(first.year(), first);
        let end = new_year(today.year() + 1, today);
        let ahead = today.checked_add_months(MONTHS_AHEAD).unwrap_or(today);
        let to = if last > end { end.max(ahead) } else { end };
        Self { from, to }
    }

    /// True for a day that is beyond the end.
    pub(super) fn is_beyond(self, day: Day) -> bool {
        day > self.to
    }

    /// The last day of the line.
    pub(super) fn end(self) -> Day {
        self.to
    }

    /// The place of a day, from 0 to 1.
    pub(super) fn at(self, day: Day) -> f64 {
        // A day has no part of a second that f64 could lose: these numbers stay below 2^22.
        let days = |it: Day| {
            f64::from(i32::try_from((it - self.from).num_days()).unwrap_or(i32::MAX))
        };
        (days(day) / days(self.to).max(1.0)).clamp(0.0, 1.0)
    }

    /// At most ten years with their places: every year, or every second, fifth, tenth.
    pub(super) fn years(self) -> Vec<(i32, f64)> {
        let (first, last) = (self.from.year(), self.to.year());
        let n_years = last - first + 1;
        let step = [1, 2, 5, 10, 20, 50].into_iter().find(|it| n_years <= it * 10);
        let step = step.unwrap_or(100);
        (first..=last)
            .filter(|year| (year - first) % step == 0)
            .filter_map(|year| Some((year, self.at(Day::from_ymd_opt(year, 1, 1)?))))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::Axis;
    use crate::model::Day;

    #[track_caller]
    fn check(today: &str, last: &str, end: &str) {
        let day = |text: &str| text.parse().expect("a day");
        let axis = Axis::over(day("2024-05-01"), day(today), day(last));
        assert_eq!(axis.end(), day(end), "{today}, {last}");
    }

    #[test]
    fn the_line_ends_some_months_after_today_at_most() {
        check("2026-11-20", "2026-11-20", "2027-01-01");
        check("2026-11-20", "2026-12-31", "2027-01-01");
        check("2026-11-20", "2027-02-01", "2027-05-20");
        check("2026-11-20", "2062-11-30", "2027-05-20");
        check("2026-02-01", "2062-11-30", "2027-01-01");
        check("2026-08-31", "2062-11-30", "2027-02-28");
    }

    proptest! {
        #[test]
        fn every_day_lies_on_the_line_and_no_year_past_it(
            first in 0_u64..70_000,
            today in 40_000_u64..60_000,
            last in 0_u64..70_000,
        ) {
            let day = |n| Day::from_ymd_opt(1900, 1, 1).expect("a day") + Days::new(n);
            let axis = Axis::over(day(first), day(today), day(last));
            prop_assert!(!axis.is_beyond(day(today)));
            prop_assert!((axis.end() - day(today)).num_days() <= 366);
            let places = [first, today, last].map(|it| axis.at(day(it)));
            prop_assert!(places.iter().all(|it| (0.0..=1.0).contains(it)));
            let years = axis.years();
            prop_assert!((1..=11).contains(&years.len()), "{:?}", years);
            prop_assert!(years.is_sorted_by(|a, b| a.1 < b.1));
        }
    }
}
