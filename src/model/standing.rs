//! What a stay is on a day: one judgment for pages, counts and rules.

use super::{Day, Enrollment};

/// What a stay in a project is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It begins later.
    NotBegun,
    /// It has begun, or may have, and has no last day.
    Open,
    /// It has begun, and its last day is to come.
    OpenUntil(Day),
    /// It has ended.
    Ended,
}

impl Enrollment {
    /// What the stay is on a day. Who leaves on a day is gone on it; a stay whose first day is
    /// not written down has begun.
    pub fn standing(&self, on: Day) -> Standing {
        match (self.entry_date, self.exit_date) {
            (_, Some(exit)) if exit <= on => Standing::Ended,
            (Some(entry), _) if entry > on => Standing::NotBegun,
            (_, Some(exit)) => Standing::OpenUntil(exit),
            (_, None) => Standing::Open,
        }
    }

    /// True where the client is in the program on a day.
    pub fn is_open(&self, on: Day) -> bool {
        matches!(self.standing(on), Standing::Open | Standing::OpenUntil(_))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Standing;
    use crate::diagnostics::Origin;
    use crate::model::{Day, Enrollment};
    use crate::source::{Read, Reader, Source};

    fn stay(entry: Option<Day>, exit: Option<Day>) -> Enrollment {
        let json = serde_json::json!({
            "client_id": "A1", "enrollment_id": "E-1",
            "entry_date": entry.map(|it| it.to_string()),
            "exit_date": exit.map(|it| it.to_string()),
        });
        let source = Source::json(Origin::Extract(0), String::new(), json.to_string());
        Enrollment::read(&source.root, &mut Reader::new(Origin::Extract(0)))
            .expect("a row")
    }

    #[track_caller]
    fn check(entry: &str, exit: &str, expected: Standing) {
        let day = |text: &str| text.parse().ok();
        let on = "2026-11-20".parse().expect("a day");
        assert_eq!(stay(day(entry), day(exit)).standing(on), expected);
    }

    #[test]
    fn a_stay_is_open_from_its_first_day_until_the_day_before_its_last() {
        check("2026-11-20", "", Standing::Open);
        check("2026-11-21", "", Standing::NotBegun);
        check("2026-01-05", "2026-11-20", Standing::Ended);
        let next = "2026-11-21".parse().expect("a day");
        check("2026-01-05", "2026-11-21", Standing::OpenUntil(next));
        check("2026-12-01", "2026-12-31", Standing::NotBegun);
    }

    #[test]
    fn a_stay_without_a_first_day_has_begun() {
        check("", "", Standing::Open);
        check("", "2026-11-19", Standing::Ended);
        let later = "2027-01-31".parse().expect("a day");
        check("", "2027-01-31", Standing::OpenUntil(later));
    }

    #[test]
    fn what_ends_before_it_begins_is_not_open() {
        check("2026-12-15", "2026-03-01", Standing::Ended);
        check("2026-12-15", "2026-12-01", Standing::NotBegun);
    }

    proptest! {
        #[test]
        fn open_means_begun_and_not_left(
            entry in proptest::option::of(0_u64..60),
            exit in proptest::option::of(0_u64..60),
            on in 0_u64..60,
        ) {
            let day = |n: u64| {
                Day::from_ymd_opt(2026, 1, 1).expect("a day") + chrono::Days::new(n)
            };
            let is_open = stay(entry.map(day), exit.map(day)).is_open(day(on));
            let has_begun = entry.is_none_or(|it| it <= on);
            prop_assert_eq!(is_open, has_begun && exit.is_none_or(|it| it > on));
        }
    }
}
