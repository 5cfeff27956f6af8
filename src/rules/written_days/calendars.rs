//! The days that the parts of a writing can be, in every calendar that is meant.

use icu_calendar::cal::Hijri;
use icu_calendar::{AsCalendar, Date};

use crate::model::Day;

/// What a sign behind a number says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Year,
    Month,
    Day,
}

/// Calendars that call a month by one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Calendars {
    European,
    Persian,
    Islamic,
    /// Not said.
    Any,
}

/// The days that a year, a month and a day can be, in every calendar that is meant.
pub(super) fn days_of(
    calendar: Calendars,
    (year, part): (&str, Option<Sign>),
    month: &str,
    day: &str,
) -> Vec<Day> {
    let short = |it: &str| if it.len() <= 2 { it.parse::<u8>().ok() } else { None };
    let (Ok(number), Some(month), Some(day)) =
        (year.parse::<i32>(), short(month), short(day))
    else {
        return Vec::new();
    };
    let is_meant = |it: Calendars| calendar == it || calendar == Calendars::Any;
    let mut days = Vec::new();
    if is_meant(Calendars::European) {
        let days_in = |it: i32| Day::from_ymd_opt(it, month.into(), day.into());
        days.extend(years(number, year.len(), part).into_iter().filter_map(days_in));
    }
    let others = match year.len() {
        4 if (1200..1500).contains(&number) => vec![number],
        2 if calendar != Calendars::Any => vec![1300 + number, 1400 + number],
        _ => Vec::new(),
    };
    for year in others {
        if is_meant(Calendars::Persian) {
            days.extend(
                Date::try_new_persian(year, month, day).ok().and_then(|it| of_iso(&it)),
            );
        }
        if is_meant(Calendars::Islamic) {
            let calendar = Hijri::new_umm_al_qura();
            let date = Date::try_new_hijri_with_calendar(year, month, day, calendar);
            days.extend(date.ok().and_then(|it| of_iso(&it)));
        }
    }
    days
}

/// Years before the first of an era, by how it is counted: of the Republic of China, Taishō
/// and Shōwa, Heisei, Reiwa.
const ERAS: [i32; 4] = [1911, 1925, 1988, 2018];

/// The years of the calendar of Europe that a number can be.
pub(super) fn years(number: i32, n_digits: usize, part: Option<Sign>) -> Vec<i32> {
    match n_digits {
        4 if (1800..2200).contains(&number) => vec![number],
        // Thailand counts from 543 years earlier.
        4 if (2400..2700).contains(&number) => vec![number - 543],
        1..=3 if part == Some(Sign::Year) => {
            let counted = ERAS.iter().map(|it| it + number);
            counted.chain([1900 + number, 2000 + number]).collect()
        }
        2 => vec![1900 + number, 2000 + number],
        // An apostrophe for the century leaves two; of the Republic of China there are three.
        3 => vec![1911 + number],
        _ => Vec::new(),
    }
}

fn of_iso<A: AsCalendar>(date: &Date<A>) -> Option<Day> {
    let iso = date.to_calendar(icu_calendar::cal::Iso);
    let year = iso.era_year().year;
    Day::from_ymd_opt(year, iso.month().ordinal.into(), iso.day_of_month().0.into())
}
