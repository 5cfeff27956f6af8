//! Numbers in a plain text, however they are written, and what is known by its shape.

use std::collections::BTreeSet;

use super::plain::digits;
use super::runs::number_runs;
use super::written_days::days_in;
use crate::model::{Day, fold};

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

/// What a plain text holds by its shape alone: whosever it is, it does not belong in a
/// ticket. Days of the request itself are no harm.
pub(super) fn shaped(text: &str, own_days: &BTreeSet<Day>) -> Option<&'static str> {
    let is_mail = |it: &str| {
        it.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    let number = number_runs(text).find_map(|it| shape_of(it, own_days));
    let has_mail = || text.split_whitespace().any(is_mail);
    number.or_else(|| has_mail().then_some("something of the shape of an e-mail address"))
}

/// The same, but for what a signature of the staff has: phone numbers and addresses.
pub(super) fn shaped_as_of_a_client(
    text: &str,
    own_days: &BTreeSet<Day>,
) -> Option<&'static str> {
    let mut shapes = number_runs(text).filter_map(|it| shape_of(it, own_days));
    shapes.find(|it| *it != PHONE)
}

const PHONE: &str = "something of the shape of a phone number";

/// What a run of digits is by its shape.
fn shape_of(run: &str, own_days: &BTreeSet<Day>) -> Option<&'static str> {
    let groups: Vec<usize> = run
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|n| *n > 0)
        .collect();
    // A day with the hour behind it is no longer number.
    let is_day =
        is_day(&groups) || matches!(&groups[..], [day @ .., 1 | 2] if is_day(day));
    let is_international = run.trim_start().starts_with('+');
    match groups.iter().sum::<usize>() {
        _ if is_day => days_in(run)
            .is_disjoint(own_days)
            .then_some("something of the shape of a date"),
        // Nine with a hyphen after five are a postal code.
        9 if groups != [5, 4] => {
            Some("something of the shape of a Social Security number")
        }
        10 => Some(PHONE),
        11 if is_international || digits(run).starts_with('1') => Some(PHONE),
        7 if groups == [3, 4] => Some(PHONE),
        _ => None,
    }
}

/// Two short groups and a year, or a year and two short groups.
fn is_day(groups: &[usize]) -> bool {
    matches!(groups, [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::plain::plain;
    use super::{shaped, spaced};

    #[test]
    fn words_stand_between_single_blanks_and_ordinals_are_numbers() {
        let text = "the 5th of May, St. James; 22nd";
        assert_eq!(spaced(text), " the 5 may st james 22 ");
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
            assert!(shaped(&plain(text), &BTreeSet::new()).is_some(), "{text}");
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
            assert_eq!(shaped(&plain(text), &BTreeSet::new()), None, "{text}");
        }
        let own = BTreeSet::from(["2026-11-16".parse().expect("a day")]);
        assert_eq!(shaped("asked on 11/16/2026", &own), None);
        assert!(shaped("asked on 11/16/2026, born 3/4/71", &own).is_some());
        for hour in ["11/16/2026 2:30 pm", "11/16/2026 10:15", "2026-11-16 14:05"] {
            assert_eq!(shaped(hour, &own), None, "{hour}");
            let date = Some("something of the shape of a date");
            assert_eq!(shaped(&hour.replace("16", "17"), &own), date, "{hour}");
        }
    }
}
