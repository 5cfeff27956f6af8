//! Days as people type them: in the order of the United States, with the month's name, or as
//! files want them. What is read this way is written `YYYY-MM-DD` from then on.

use super::day::{Day, is_day_not_known, is_day_of_a_record};

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADay {
    /// No calendar has it, as November 31.
    DoesNotExist,
    /// It stands for "not known", or is no day of a living person's record.
    OutOfReach,
    /// It is not written as a day.
    Unreadable,
}

impl NotADay {
    /// What is wrong with it.
    pub fn message(self) -> &'static str {
        match self {
            Self::DoesNotExist => "this day does not exist",
            Self::OutOfReach => "this day is not between the years 1900 and 2100",
            Self::Unreadable => "this is not a day",
        }
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::DoesNotExist => "check the month and the day",
            Self::OutOfReach => "check the year",
            Self::Unreadable => "type it as `2026-11-16` or `11/16/2026`",
        }
    }
}

/// The day that a text gives: `2026-11-16`, `11/16/2026`, `11-16-26`, `November 16, 2026`,
/// `16 Nov 2026`. Of two numbers that could be either, the first is the month.
pub fn typed_day(text: &str) -> Result<Day, NotADay> {
    if is_day_not_known(text) {
        return Err(NotADay::OutOfReach);
    }
    let (year, month, day) = parts(text).ok_or(NotADay::Unreadable)?;
    let found = Day::from_ymd_opt(year, month, day).ok_or(NotADay::DoesNotExist)?;
    if is_day_of_a_record(found) { Ok(found) } else { Err(NotADay::OutOfReach) }
}

/// Year, month and day, also of a day that does not exist.
fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let is_break = |c: char| c.is_whitespace() || "-/.,".contains(c);
    let words: Vec<&str> = text.split(is_break).filter(|it| !it.is_empty()).collect();
    let [a, b, c] = words[..] else { return None };
    if a.len() == 4 && number(a).is_some() {
        return Some((year(a)?, month(b)?, number(c)?));
    }
    match (named(a), named(b)) {
        (Some(month), _) => Some((year(c)?, month, day(b)?)),
        (_, Some(month)) => Some((year(c)?, month, day(a)?)),
        _ => Some((year(c)?, number(a)?, number(b)?)),
    }
}

fn number(text: &str) -> Option<u32> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= 4;
    is_number.then(|| text.parse().ok()).flatten()
}

/// A day of the month, also as an ordinal: "16th".
fn day(text: &str) -> Option<u32> {
    let text = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number(text)
}

/// A year in four digits, or in two: of this century.
fn year(text: &str) -> Option<i32> {
    let year = i32::try_from(number(text)?).ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

fn month(text: &str) -> Option<u32> {
    number(text).or_else(|| named(text))
}

/// A month by its English name, or by three letters or more of it.
fn named(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    let found = MONTHS.iter().position(|it| text.len() >= 3 && it.starts_with(&text))?;
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::{NotADay, typed_day};

    #[test]
    fn a_day_is_read_as_people_type_it() {
        for text in [
            "2026-11-16",
            "11/16/2026",
            " 11-16-26 ",
            "11.16.2026",
            "November 16, 2026",
            "Nov 16th 2026",
            "16 nov 2026",
            "2026/11/16",
            "11/\u{A0}16/2026",
        ] {
            let day = typed_day(text).map(|it| it.to_string());
            assert_eq!(day.as_deref(), Ok("2026-11-16"), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_day_is_told_apart() {
        for (text, why) in [
            ("2026-11-31", NotADay::DoesNotExist),
            ("11/31/2026", NotADay::DoesNotExist),
            ("16/11/2026", NotADay::DoesNotExist),
            ("2/29/2026", NotADay::DoesNotExist),
            ("1/1/1900", NotADay::OutOfReach),
            ("2026-11-16 noon", NotADay::Unreadable),
            ("3/4/971", NotADay::Unreadable),
            ("soon", NotADay::Unreadable),
            ("", NotADay::Unreadable),
        ] {
            assert_eq!(typed_day(text), Err(why), "{text}");
        }
    }
}
