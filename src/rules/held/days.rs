//! Days that are held back, whole and as people write a part of them.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::model::Day;
use crate::rules::names::Certainty;
use crate::rules::written_days::{Part, days_in, parts_in};

/// Days that are looked for.
pub(super) struct Days<T> {
    whole: BTreeMap<Day, T>,
    parts: BTreeMap<Part, T>,
}

impl<T> Default for Days<T> {
    fn default() -> Self {
        Self { whole: BTreeMap::new(), parts: BTreeMap::new() }
    }
}

impl<T: Copy> Days<T> {
    /// Adds a day; where something happened to the client on it, its month tells too.
    pub(super) fn add(&mut self, day: Day, is_event: bool, value: T) {
        self.whole.entry(day).or_insert(value);
        if is_event {
            let parts =
                [Part::Month(day.year(), day.month()), Part::Day(day.month(), day.day())];
            for it in parts {
                self.parts.entry(it).or_insert(value);
            }
        }
    }

    pub(super) fn get(&self, day: Day) -> Option<T> {
        self.whole.get(&day).copied()
    }

    pub(super) fn found_in(&self, text: &str) -> Option<(Certainty, T)> {
        if self.whole.is_empty() {
            return None;
        }
        let whole = days_in(text).into_iter().find_map(|it| self.get(it));
        let sure = whole.map(|it| (Certainty::Sure, it));
        sure.or_else(|| {
            if self.parts.is_empty() {
                return None;
            }
            let part = parts_in(text).into_iter().find_map(|it| self.parts.get(&it));
            part.map(|it| (Certainty::Doubtful, *it))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Days;
    use crate::rules::names::Certainty;

    #[test]
    fn a_day_is_found_whole_and_in_part() {
        let found = |text: &str| {
            let mut days = Days::default();
            days.add("2023-05-08".parse().expect("a day"), true, ());
            days.found_in(text).map_or(Certainty::None, |it| it.0)
        };
        for text in [
            "IMG20230508120000",
            "202305081200",
            "PXL_20230508_120301123.jpg",
            "May. 8 (Mon), 2023",
            "8\u{2013}31 May 2023",
            "May 8\u{2013}31, 2023",
            "May 8 to August 31, 2023",
            "8 May - 31 August 2023",
            "5/8\u{2013}8/31/2023",
            "5/8-31/2023",
            "May eighth 2023",
            "the eighth of May, 2023",
            "Monday, 8 May 2023",
        ] {
            assert_eq!(found(text), Certainty::Sure, "{text}");
        }
        for text in
            ["May 2023", "2023-05", "05/2023", "5/8", "May 8", "8 May", "mayo de 2023"]
        {
            assert_eq!(found(text), Certainty::Doubtful, "{text}");
        }
        for text in [
            "May 9, 2023",
            "8 May 2022",
            "May 8, 2022",
            "June 2023",
            "2023",
            "she may",
            "5/9",
            "Lease, 2020 to 2023",
            "Part V 8",
            "555-0508",
            "20230509120000",
            "999905081200",
        ] {
            assert_eq!(found(text), Certainty::None, "{text}");
        }
    }
}
