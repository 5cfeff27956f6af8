//! Days as people write them, in any order, with any signs between, in the months' names of
//! several languages and in several calendars: read, and compared as days.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use icu_calendar::cal::Hijri;
use icu_calendar::{AsCalendar, Date};
use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;

use super::names::folded;
use super::plain::plain;
use crate::model::Day;

/// Every day that can be read in a text: one writing may be several.
pub(super) fn days_in(text: &str) -> BTreeSet<Day> {
    let items = items(text);
    let mut days = BTreeSet::new();
    for it in &items {
        if let Item::Number(number) = it {
            days.extend(in_one(number));
        }
    }
    for three in items.windows(3) {
        days.extend(in_three(three));
    }
    days
}

/// A piece of a text that may be a part of a day.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    Number(Number),
    Month(Calendars, u8),
    Other,
}

#[derive(Debug, Clone, PartialEq)]
struct Number {
    digits: String,
    part: Option<Part>,
}

/// What a sign behind a number says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
}

/// Calendars that call a month by one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Calendars {
    European,
    Persian,
    Islamic,
    /// Not said.
    Any,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    european: Vec<String>,
    persian: Vec<String>,
    islamic: Vec<String>,
    skipped: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/rules/months.toml"))
        .expect("a test reads the built-in list")
});

static MONTHS: LazyLock<BTreeMap<String, (Calendars, u8)>> = LazyLock::new(|| {
    let lists = [
        (Calendars::European, &WORDS.european),
        (Calendars::Persian, &WORDS.persian),
        (Calendars::Islamic, &WORDS.islamic),
    ];
    let mut months = BTreeMap::new();
    for (calendar, list) in lists {
        for (month, names) in (1..).zip(list) {
            months.extend(
                names.split_whitespace().map(|it| (folded(it), (calendar, month))),
            );
        }
    }
    months
});

static SKIPPED: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| WORDS.skipped.split_whitespace().map(folded).collect());

/// The most words of a month's name.
const MOST_WORDS: usize = 3;

/// The pieces of a text, without what says nothing.
fn items(text: &str) -> Vec<Item> {
    let words = words(&in_figures(&folded(&plain(text))));
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let named = (1..=MOST_WORDS).rev().find_map(|n| {
            let name = words.get(at..at + n)?.concat();
            MONTHS.get(&name).map(|it| (n, *it))
        });
        let word = words[at].as_str();
        at += 1;
        if let Some((n, (calendar, month))) = named {
            items.push(Item::Month(calendar, month));
            at += n - 1;
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            // "Thang 5": the word stands before the number.
            let is_month =
                at > 1 && ["thang", "thg", "mes"].contains(&words[at - 2].as_str());
            let part = is_month.then_some(Part::Month);
            items.push(Item::Number(Number { digits: word.to_owned(), part }));
        } else if let Some(part) = part_of(word) {
            match items.last_mut() {
                Some(Item::Number(it)) if it.part.is_none() => it.part = Some(part),
                _ => items.push(Item::Other),
            }
        } else if !SKIPPED.contains(word) && !["thang", "thg"].contains(&word) {
            items.push(Item::Other);
        }
    }
    items
}

fn part_of(word: &str) -> Option<Part> {
    match word {
        "年" | "년" => Some(Part::Year),
        "月" | "월" => Some(Part::Month),
        "日" | "号" | "號" | "일" => Some(Part::Day),
        _ => None,
    }
}

/// Runs of digits, runs of letters, and each of the signs behind numbers alone.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        let is_sign = |c: char| part_of(c.encode_utf8(&mut [0; 4])).is_some();
        let kind = |c: char| (c.is_ascii_digit(), c.is_alphanumeric() && !is_sign(c));
        match words.last_mut() {
            Some(word) if c.is_alphanumeric() && !is_sign(c) && kind(last) == kind(c) => {
                word.push(c);
            }
            _ if c.is_alphanumeric() => words.push(c.to_string()),
            // A mark on a letter, without which a Thai month is another word.
            Some(word) if last.is_alphanumeric() && is_combining_mark(c) => {
                word.push(c);
                continue;
            }
            _ => {}
        }
        last = c;
    }
    words
}

/// Numbers that Chinese writes in words before a year, a month or a day, in figures.
fn in_figures(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut figures = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let n = chars[at..].iter().take_while(|c| figure(**c).is_some()).count();
        let is_part = chars.get(at + n).is_some_and(|c| "年月日号號".contains(*c));
        if n > 0 && is_part {
            figures.push_str(&value(&chars[at..at + n]));
            at += n;
        } else {
            figures.push(chars[at]);
            at += 1;
        }
    }
    figures
}

fn figure(c: char) -> Option<u32> {
    const FIGURES: [char; 11] =
        ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let c = if matches!(c, '零' | '○') { '〇' } else { c };
    FIGURES.iter().position(|it| *it == c).and_then(|it| it.try_into().ok())
}

/// "一九八〇" is written figure by figure, "二十三" with its tens.
fn value(chars: &[char]) -> String {
    let figures: Vec<u32> = chars.iter().filter_map(|c| figure(*c)).collect();
    match *figures {
        [10] => "10".into(),
        [10, ones] => (10 + ones).to_string(),
        [tens, 10] => (tens * 10).to_string(),
        [tens, 10, ones] => (tens * 10 + ones).to_string(),
        _ => figures.iter().map(ToString::to_string).collect(),
    }
}

/// A day in one run of digits.
fn in_one(number: &Number) -> Vec<Day> {
    let text = number.digits.as_str();
    let orders: &[[std::ops::Range<usize>; 3]] = match text.len() {
        8 => &[[0..4, 4..6, 6..8], [4..8, 0..2, 2..4], [4..8, 2..4, 0..2]],
        6 => &[[0..2, 2..4, 4..6], [4..6, 0..2, 2..4], [4..6, 2..4, 0..2]],
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
                let parts = [Part::Year, Part::Month, Part::Day];
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

/// The days that a year, a month and a day can be, in every calendar that is meant.
fn days_of(
    calendar: Calendars,
    (year, part): (&str, Option<Part>),
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
fn years(number: i32, n_digits: usize, part: Option<Part>) -> Vec<i32> {
    match n_digits {
        4 if (1800..2200).contains(&number) => vec![number],
        // Thailand counts from 543 years earlier.
        4 if (2400..2700).contains(&number) => vec![number - 543],
        1..=3 if part == Some(Part::Year) => {
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

#[cfg(test)]
mod tests {
    use super::days_in;
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
        ] {
            let day: Day = day.parse().expect("a day");
            assert!(days_in(text).contains(&day), "{text}: {:?}", days_in(text));
        }
    }
}
