//! Numbers and days in a plain text, however they are written.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::model::{Day, fold};

/// A text with one kind of digit, of hyphen and of blank (Unicode NFKC).
pub(super) fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    text.nfkc().map(sign).collect()
}

/// The digits of a text, one after the other.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The folded words of a text between single blanks, with one at each end; ordinals without
/// their ending, and without "of".
pub(super) fn spaced(text: &str) -> String {
    let folded = fold(text);
    let cardinal = |it: &str| {
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| it.strip_suffix(end));
        number
            // "St" alone is a street.
            .filter(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
            .unwrap_or(it)
            .to_owned()
    };
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty() && *it != "of")
        .map(cardinal);
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

/// How people write a day, folded as [`spaced`] folds.
const DAY_FORMS: [&str; 17] = [
    "%Y %m %d",
    "%Y%m%d",
    "%m %d %Y",
    "%m%d%Y",
    "%-m %-d %Y",
    "%m %d %y",
    "%-m %-d %y",
    "%d %m %Y",
    "%-d %-m %Y",
    "%B %-d %Y",
    "%b %-d %Y",
    "%-d %B %Y",
    "%-d %b %Y",
    "%Y %-m %-d",
    "%b %-d %y",
    "%d%b%Y",
    "%-d%b%Y",
];

/// A day as people write it, folded as [`spaced`] folds.
pub(super) fn spellings(day: Day) -> Vec<String> {
    DAY_FORMS.iter().map(|it| day.format(it).to_string().to_lowercase()).collect()
}

/// Every day that can be read in the words of a text.
pub(super) fn days_in(text: &str) -> BTreeSet<Day> {
    let spaced = spaced(text);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let has_digit = |it: &String| it.bytes().any(|b| b.is_ascii_digit());
    let runs = (1..=3).flat_map(|n| words.windows(n).map(|it| it.join(" ")));
    let read = |run: String| {
        let days = DAY_FORMS.iter().map(move |it| Day::parse_from_str(&run, it));
        days.filter_map(Result::ok)
    };
    runs.filter(has_digit).flat_map(read).collect()
}

/// What a plain text holds by its shape alone: whosever it is, it does not belong in a
/// ticket. Days of the request itself are no harm.
pub(super) fn shaped(text: &str, own_days: &[String]) -> Option<&'static str> {
    let spaced = spaced(text);
    let is_own_day = own_days.iter().any(|it| spaced.contains(&format!(" {it} ")));
    let is_mail = |it: &str| {
        it.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    for run in number_runs(text) {
        let groups: Vec<usize> = run
            .split(|c: char| !c.is_ascii_digit())
            .map(str::len)
            .filter(|n| *n > 0)
            .collect();
        let is_international = run.trim_start().starts_with('+');
        match groups.iter().sum::<usize>() {
            // Nine with a hyphen after five are a postal code.
            9 if groups != [5, 4] => {
                return Some("something of the shape of a Social Security number");
            }
            10 => return Some("something of the shape of a phone number"),
            11 if is_international || digits(run).starts_with('1') => {
                return Some("something of the shape of a phone number");
            }
            7 if groups == [3, 4] => {
                return Some("something of the shape of a phone number");
            }
            _ if is_day(&groups) && !is_own_day => {
                return Some("something of the shape of a date");
            }
            _ => {}
        }
    }
    text.split_whitespace()
        .any(is_mail)
        .then_some("something of the shape of an e-mail address")
}

/// Runs of digits and of the signs that stand between them in numbers and dates.
fn number_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit() && !"-./() +".contains(c))
        .map(|it| it.trim_matches(|c: char| !c.is_ascii_digit() && c != '+'))
        .filter(|it| it.bytes().any(|b| b.is_ascii_digit()))
}

/// Two short groups and a year, or a year and two short groups.
fn is_day(groups: &[usize]) -> bool {
    matches!(groups, [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2])
}

#[cfg(test)]
mod tests {
    use super::{plain, shaped, spaced, spellings};

    #[test]
    fn a_day_is_known_in_every_usual_form() {
        let day = "1980-01-02".parse().expect("a day");
        for text in [
            "born 1/2/1980",
            "DOB: 01-02-1980.",
            "1980-01-02",
            "on January 2, 1980",
            "2 Jan 1980",
            "01/02/80",
            "19800102",
            "January 2nd, 1980",
            "the 2nd of January 1980",
            "1980/1/2",
            "02JAN1980",
        ] {
            let spaced = spaced(text);
            let known =
                spellings(day).iter().any(|it| spaced.contains(&format!(" {it} ")));
            assert!(known, "{text}");
        }
        assert!(
            !spellings(day).iter().any(|it| spaced("in 1980, at 1 or 2").contains(it))
        );
    }

    #[test]
    fn numbers_are_known_by_their_shape() {
        for text in [
            "ssn 123-45-6789",
            "123456789",
            "123 - 45 - 6789",
            "123\u{2011}45\u{2011}6789",
            "2/3/1990",
            "3/4/71",
            "1990/3/4",
            "call (714) 555-0100 now",
            "714.555.0100",
            "1-714-555-0100",
            "+17145550100",
            "(714) 555 0100",
            "555-0100",
            "write to a@example.org",
        ] {
            assert!(shaped(&plain(text), &[]).is_some(), "{text}");
        }
        for text in [
            "42 CFR 2.23",
            "34 USC 12291(b)(2)",
            "room 12",
            "5 days",
            "69 FR 45888",
            "ticket 2026-0142",
            "Sampletown, CA 90000-1234",
        ] {
            assert_eq!(shaped(&plain(text), &[]), None, "{text}");
        }
        let own = spellings("2026-11-16".parse().expect("a day"));
        assert_eq!(shaped("asked on 11/16/2026", &own), None);
    }
}
