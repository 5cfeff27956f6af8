//! Days as people write them, in any order, with any signs between, in the months' names of
//! several languages and in several calendars: read, and compared as days.

mod calendars;
mod items;

use std::collections::BTreeSet;

use calendars::{Calendars, Sign, days_of};
use items::{Item, Number, items};

use super::plain::plain;
use super::runs::number_runs;
use crate::model::Day;

/// Every day that can be read in a text: one writing may be several.
pub(super) fn days_in(text: &str) -> BTreeSet<Day> {
    let month = |it| match it {
        Item::Roman(month) => Item::Month(Calendars::European, month),
        other => other,
    };
    let mut items: Vec<Item> = items(text).into_iter().map(month).collect();
    let mut days = BTreeSet::new();
    for it in &items {
        if let Item::Number(number) = it {
            days.extend(in_one(number));
        }
    }
    for three in items.windows(3) {
        days.extend(in_three(three));
    }
    items.retain(|it| *it != Item::To);
    for at in 0..items.len() {
        days.extend(in_range(&items[at..]));
    }
    days
}

/// A part of a day, as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A month of a year.
    Month(i32, u32),
    /// A day of a month, in whichever year.
    Day(u32, u32),
}

/// Every month of a year, and every day of a month, that a text names without the rest.
pub(super) fn parts_in(text: &str) -> BTreeSet<Part> {
    let items = items(text);
    let number = |at: Option<usize>, digits: std::ops::RangeInclusive<usize>| match items
        .get(at?)?
    {
        Item::Number(it) if digits.contains(&it.digits.len()) => {
            it.digits.parse::<u32>().ok()
        }
        _ => None,
    };
    let mut parts = BTreeSet::new();
    for (at, it) in items.iter().enumerate() {
        let Item::Month(Calendars::European, month) = it else { continue };
        let month = u32::from(*month);
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        let (day_before, day_after) = (number(before, 1..=2), number(after, 1..=2));
        let (year_before, year_after) = (number(before, 4..=4), number(after, 4..=4));
        let year = year_after.filter(|_| day_before.is_none());
        let year = year.or(year_before.filter(|_| day_after.is_none()));
        parts.extend(year.and_then(|it| Some(Part::Month(it.try_into().ok()?, month))));
        let has_year = number(Some(at + 2), 2..=4).is_some();
        let day = day_after.filter(|_| !has_year && year_before.is_none());
        let is_whole = year_after.is_some() || day_after.is_some();
        let day = day.or(day_before.filter(|_| !is_whole));
        parts.extend(day.map(|it| Part::Day(month, it)));
    }
    parts.extend(number_runs(&plain(text)).filter_map(part_of));
    parts
}

/// "2023-05", "05/2023", "5/8".
fn part_of(run: &str) -> Option<Part> {
    let sign = run.chars().find(|c| !c.is_ascii_digit())?;
    let (a, b) = run.split_once(sign)?;
    let number = |it: &str| it.parse::<u32>().ok();
    match (a.len(), b.len(), sign) {
        (4, 2, '-' | '/' | '.') => Some(Part::Month(a.parse().ok()?, number(b)?)),
        (1 | 2, 4, '-' | '/' | '.') => Some(Part::Month(b.parse().ok()?, number(a)?)),
        (1 | 2, 1 | 2, '/') | (2, 2, '-') => Some(Part::Day(number(a)?, number(b)?)),
        _ => None,
    }
}

/// Days that share what stands behind another: "8-31 May 2023", "May 8-31, 2023",
/// "May 8 to August 31, 2023"; and those without the name of a month.
fn in_range(items: &[Item]) -> Vec<Day> {
    use Item::{Month, Number as N};
    let day = |calendar: &Calendars, month: &u8, day: &Number, year: &Number| {
        let year = (year.digits.as_str(), year.part);
        let days = days_of(*calendar, year, &month.to_string(), &day.digits);
        days.into_iter().filter(|_| year.0.len() == 4).collect::<Vec<_>>()
    };
    match items {
        [Month(calendar, month), N(a), N(b), N(year), ..] => {
            [day(calendar, month, a, year), day(calendar, month, b, year)].concat()
        }
        [N(a), N(_), Month(calendar, month), N(year), ..]
        | [Month(calendar, month), N(a), Month(..), N(_), N(year), ..]
        | [N(a), Month(calendar, month), N(_), Month(..), N(year), ..] => {
            day(calendar, month, a, year)
        }
        _ => in_range_of_numbers(items),
    }
}

/// "5/8-8/31/2023", "5/8-31/2023".
fn in_range_of_numbers(items: &[Item]) -> Vec<Day> {
    use Item::Number as N;
    let day = |month: &Number, day: &Number, year: &Number| {
        let year = (year.digits.as_str(), year.part);
        let days = days_of(Calendars::European, year, &month.digits, &day.digits);
        days.into_iter().filter(|_| year.0.len() == 4).collect::<Vec<_>>()
    };
    match items {
        [N(a), N(b), N(_), N(_), N(year), ..] if year.digits.len() == 4 => {
            [day(a, b, year), day(b, a, year)].concat()
        }
        [N(a), N(b), N(c), N(year), ..] => [day(a, b, year), day(a, c, year)].concat(),
        _ => Vec::new(),
    }
}

/// The year first, then month and day.
const YEAR_FIRST: [std::ops::Range<usize>; 3] = [0..4, 4..6, 6..8];

/// A day in one run of digits, with the hour behind it as cameras and phones write it.
fn in_one(number: &Number) -> Vec<Day> {
    let text = number.digits.as_str();
    let is_hour = |it: &str| {
        let below =
            |at: usize, end: u8| it[at..at + 2].parse().is_ok_and(|n: u8| n < end);
        below(0, 24) && below(2, 60) && (it.len() < 6 || below(4, 60))
    };
    let orders: &[[std::ops::Range<usize>; 3]] = match text.len() {
        8 => &[YEAR_FIRST, [4..8, 0..2, 2..4], [4..8, 2..4, 0..2]],
        6 => &[[0..2, 2..4, 4..6], [4..6, 0..2, 2..4], [4..6, 2..4, 0..2]],
        12 | 14 | 17 if is_hour(&text[8..text.len().min(14)]) => &[YEAR_FIRST],
        12 if is_hour(&text[6..]) => &[[0..2, 2..4, 4..6]],
        _ => &[],
    };
    let of = |order: &[std::ops::Range<usize>; 3]| {
        let [year, month, day] = order.clone().map(|it| &text[it]);
        days_of(Calendars::Any, (year, None), month, day)
    };
    orders.iter().flat_map(of).collect()
}

/// A day in three pieces.
fn in_three(three: &[Item]) -> Vec<Day> {
    match three {
        [Item::Month(calendar, month), Item::Number(a), Item::Number(b)]
        | [Item::Number(a), Item::Month(calendar, month), Item::Number(b)]
        | [Item::Number(a), Item::Number(b), Item::Month(calendar, month)] => {
            let month = month.to_string();
            let of = |year: &Number, day: &Number| {
                days_of(*calendar, (&year.digits, year.part), &month, &day.digits)
            };
            [of(a, b), of(b, a)].concat()
        }
        [Item::Number(a), Item::Number(b), Item::Number(c)] => {
            // Year, month and day among them.
            let orders = [[a, b, c], [c, a, b], [c, b, a]];
            let is_one = |it: &&[&Number; 3]| {
                let parts = [Sign::Year, Sign::Month, Sign::Day];
                it.iter().zip(parts).all(|(it, part)| it.part.is_none_or(|it| it == part))
            };
            let of = |[year, month, day]: [&Number; 3]| {
                let year = (year.digits.as_str(), year.part);
                days_of(Calendars::Any, year, &month.digits, &day.digits)
            };
            orders.iter().filter(is_one).flat_map(|it| of(*it)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Part, days_in, parts_in};
    use crate::model::Day;

    // Long: a table, a line a form.
    #[test]
    fn a_day_is_read_in_every_usual_form() {
        let day: Day = "1980-01-02".parse().expect("a day");
        for text in [
            "born 1/2/1980",
            "DOB: 01-02-1980.",
            "1980-01-02",
            "02.01.1980",
            "2 . 1 . 80",
            "on January 2, 1980",
            "Jan. 2nd, '80",
            "2 Jan 1980",
            "01/02/80",
            "19800102",
            "01021980",
            "010280",
            "the 2nd of January 1980",
            "1980/1/2",
            "02JAN1980",
            "1980 Jan 02",
            "2 de enero de 1980",
            "enero 2 de 1980",
            "2/ene/80",
            "ngày 2 tháng 1 năm 1980",
            "ngày 2 tháng giêng năm 1980",
            "2 tháng 1, 1980",
            "1980년 1월 2일생",
            "80. 1. 2.",
            "出生于1980年1月2日。",
            "一九八〇年一月二日",
            "民國69年1月2日",
            "昭和55年1月2日",
            "１９８０年１月２日",
            "۱۲ دی ۱۳۵۸",
            "۱۳۵۸/۱۰/۱۲",
            "1358-10-12",
            "۲ ژانویهٔ ۱۹۸۰",
            "٢ يناير ١٩٨٠",
            "٢ كانون الثاني ١٩٨٠",
            "٢/١/١٩٨٠",
            "2 января 1980 г.",
            "2 มกราคม 2523",
            "๒/๑/๒๕๒๓",
            "2 janvier 1980",
            "2.I.1980",
            "०२-०१-१९८०",
            "1980\u{2010}01\u{2011}02",
            "1980_01_02",
            "۱۲ دی ۵۸",
        ] {
            assert!(days_in(text).contains(&day), "{text}: {:?}", days_in(text));
        }
        for text in [
            "in 1980, at 1 or 2",
            "1980",
            "January 1980",
            "2 January",
            "1980-01-03",
            "call 1 2",
            "room 1, house 2, 1980 dollars",
        ] {
            assert!(!days_in(text).contains(&day), "{text}");
        }
    }

    #[test]
    fn days_in_words_and_of_other_calendars_are_compared_as_days() {
        for (text, day) in [
            ("1 محرم 1421", "2000-04-06"),
            ("1/1/1421", "2000-04-06"),
            ("1380/1/1", "2001-03-21"),
            ("一九八〇年十一月二十三日", "1980-11-23"),
            ("2 กุมภาพันธ์ 2523", "1980-02-02"),
            ("nacida el doce de abril de 1979", "1979-04-12"),
            ("el treinta y uno de mayo de 1979", "1979-05-31"),
            ("April twelve, 1979", "1979-04-12"),
            ("on twenty-one mai 1979", "1979-05-21"),
            ("ipinanganak noong ika-12 ng Abril 1979", "1979-04-12"),
            ("3 mai 2001; 5 MAR 2001", "2001-05-03"),
            ("May thirty-first, 1979", "1979-05-31"),
            ("05年3月2日", "2005-03-02"),
            ("8-31 May 2023", "2023-05-08"),
            ("from 5/8-31/2023", "2023-05-31"),
        ] {
            let day: Day = day.parse().expect("a day");
            assert!(days_in(text).contains(&day), "{text}: {:?}", days_in(text));
        }
    }

    #[test]
    fn a_month_and_a_day_without_the_rest_are_parts() {
        let (month, day) = (Part::Month(2023, 5), Part::Day(5, 8));
        for (text, parts) in [
            ("May 2023", vec![month]),
            ("in 2023, may", vec![month]),
            ("2023-05", vec![month]),
            ("5/2023", vec![month]),
            ("May 8", vec![day]),
            ("8 mai", vec![day]),
            ("5/8", vec![day]),
            ("May 8, 2023", vec![]),
            ("8 May 2023", vec![]),
            ("2023 May 8", vec![]),
            ("8 May 9", vec![Part::Day(5, 9)]),
            ("may 8 2", vec![day]),
            ("58 or 2023", vec![]),
        ] {
            assert_eq!(parts_in(text), parts.into_iter().collect(), "{text}");
        }
        assert_eq!(parts_in("she may call"), BTreeSet::new());
    }
}
