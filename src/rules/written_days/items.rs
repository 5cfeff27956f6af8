//! The pieces of a text that may be parts of a day.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;

use super::calendars::{Calendars, Sign};
use crate::rules::names::folded;
use crate::rules::ordinals::{DAYS, ORDINALS};
use crate::rules::plain::plain;

/// A piece of a text that may be a part of a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Number(Number),
    Month(Calendars, u8),
    /// A month as a Roman number, which is a letter too.
    Roman(u8),
    /// What stands between two days: "to".
    To,
    Other,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub digits: String,
    pub part: Option<Sign>,
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
    toml::from_str(include_str!("../../../data/rules/months.toml"))
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
pub(super) fn items(text: &str) -> Vec<Item> {
    let words = words(&in_figures(&folded(&plain(text))));
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let named = joined(&words[at..], MOST_WORDS, &MONTHS);
        let word = words[at].as_str();
        at += 1;
        if let Some((n, (calendar, month))) = named {
            let is_roman = word.bytes().all(|b| b"ivx".contains(&b));
            items.push(if is_roman {
                Item::Roman(month)
            } else {
                Item::Month(calendar, month)
            });
            at += n - 1;
        } else if let Some((n, day)) = joined(&words[at - 1..], 2, &ORDINALS)
            .filter(|it| it.1 <= 31)
            .or_else(|| in_numbers(&words, at - 1))
        {
            items.push(Item::Number(Number { digits: day.to_string(), part: None }));
            at += n - 1;
        } else if TO.contains(&word) {
            items.push(Item::To);
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            // "Thang 5": the word stands before the number.
            let is_month =
                at > 1 && ["thang", "thg", "mes"].contains(&words[at - 2].as_str());
            let part = is_month.then_some(Sign::Month);
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

/// Words between two days.
const TO: [&str; 8] = ["to", "through", "thru", "until", "til", "till", "and", "hasta"];

/// How many of the first words, as many as possible, make a word of a list when they are run
/// together; and what the list has for it.
fn joined<T: Copy>(
    words: &[String],
    most: usize,
    list: &BTreeMap<String, T>,
) -> Option<(usize, T)> {
    // Few words begin anything of a list.
    let first = words.first()?.as_str();
    let next = list.range::<str, _>((Bound::Included(first), Bound::Unbounded)).next();
    next.filter(|(it, _)| it.starts_with(first))?;
    (1..=most).rev().find_map(|n| {
        let name = words.get(..n)?.concat();
        list.get(&name).map(|it| (n, *it))
    })
}

/// A day of a month as a number in words beside a month, "April twelve" or "doce de abril", and
/// of how many words. Elsewhere it may count anything.
fn in_numbers(words: &[String], at: usize) -> Option<(usize, u8)> {
    let is_month =
        |it: &String| MONTHS.get(it).is_some_and(|it| it.0 == Calendars::European);
    let (n, day) = joined(&words[at..], 3, &DAYS)?;
    let telling = |it: &&String| !SKIPPED.contains(*it);
    let before = words[..at].iter().rev().find(telling);
    let after = words[at + n..].iter().find(telling);
    before.into_iter().chain(after).any(is_month).then_some((n, day))
}

fn part_of(word: &str) -> Option<Sign> {
    match word {
        "年" | "년" => Some(Sign::Year),
        "月" | "월" => Some(Sign::Month),
        "日" | "号" | "號" | "일" => Some(Sign::Day),
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
