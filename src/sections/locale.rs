//! Days, numbers and plural forms as a language writes them (Unicode CLDR, by ICU4X). The
//! calendar is always the Gregorian one: it is that of the record.

use chrono::Datelike;
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_locale_core::Locale as Tag;
use icu_plurals::{PluralCategory, PluralRules};

use crate::model::Day;
use crate::request::Language;

type DayFormatter = FixedCalendarDateTimeFormatter<Gregorian, YMD>;

/// How one language writes days and numbers.
pub(super) struct Locale {
    language: Language,
    long: DayFormatter,
    short: DayFormatter,
    numbers: DecimalFormatter,
    plurals: PluralRules,
}

const COMPILED_IN: &str = "the data of every language is compiled in";

impl Locale {
    /// The ways of a language.
    pub(super) fn of(language: Language) -> Self {
        let tag = match language {
            Language::En => "en-US",
            Language::Es => "es-US",
            other => other.token(),
        };
        let tag: Tag = tag.parse().expect("the tokens are BCP 47 tags");
        // The medium form of Arabic is all figures: which is the month, nobody can tell.
        let short = if language == Language::Ar { YMD::long() } else { YMD::medium() };
        let mut options = DecimalFormatterOptions::default();
        // Years are numbers too.
        options.grouping_strategy = Some(GroupingStrategy::Never);
        Self {
            language,
            long: DayFormatter::try_new((&tag).into(), YMD::long()).expect(COMPILED_IN),
            short: DayFormatter::try_new((&tag).into(), short).expect(COMPILED_IN),
            numbers: DecimalFormatter::try_new((&tag).into(), options)
                .expect(COMPILED_IN),
            plurals: PluralRules::try_new_cardinal((&tag).into()).expect(COMPILED_IN),
        }
    }

    /// "November 18, 2026".
    pub(super) fn long_day(&self, day: Day) -> String {
        match self.language {
            Language::Vi => vietnamese(day),
            // In a line from right to left the year of a broken date looks lost.
            Language::Fa | Language::Ar => {
                self.long.format(&gregorian(day)).to_string().replace(' ', "\u{A0}")
            }
            _ => self.long.format(&gregorian(day)).to_string(),
        }
    }

    /// "Nov 18, 2026": for tables.
    pub(super) fn short_day(&self, day: Day) -> String {
        match self.language {
            Language::Vi => vietnamese(day),
            // The form with words breaks in a column; with the year first, figures are plain.
            Language::ZhHans | Language::ZhHant => day.format("%Y/%-m/%-d").to_string(),
            _ => self.short.format(&gregorian(day)).to_string(),
        }
    }

    /// A whole number in the digits of the language, without separators.
    pub(super) fn number(&self, n: i64) -> String {
        self.numbers.format_to_string(&Decimal::from(n))
    }

    /// The plural form that a count takes: `one`, `few`, `other`.
    pub(super) fn plural(&self, n: usize) -> &'static str {
        name(self.plurals.category_for(n))
    }

    /// All plural forms of the language.
    pub(super) fn plurals(&self) -> impl Iterator<Item = &'static str> {
        self.plurals.categories().map(name)
    }
}

fn name(form: PluralCategory) -> &'static str {
    match form {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// As it is said; CLDR leaves a word out, and its short form is one that few know. A column
/// that is too narrow breaks it before the year.
fn vietnamese(day: Day) -> String {
    day.format("%-d\u{A0}tháng\u{A0}%-m năm\u{A0}%Y").to_string()
}

fn gregorian(day: Day) -> Date<Gregorian> {
    let (month, of_month) = (day.month(), day.day());
    let byte = |it: u32| u8::try_from(it).expect("a month has at most 31 days");
    Date::try_new_gregorian(day.year(), byte(month), byte(of_month))
        .expect("days of a record lie between 1900 and 2100")
}

#[cfg(test)]
mod tests {
    use super::Locale;
    use crate::request::Language;

    #[test]
    fn days_as_readers_write_them() {
        let day = "2026-11-08".parse().expect("a day");
        let ways = |language| {
            let locale = Locale::of(language);
            (locale.long_day(day), locale.short_day(day))
        };
        let vietnamese = "8\u{A0}tháng\u{A0}11 năm\u{A0}2026".to_owned();
        assert_eq!(ways(Language::Vi), (vietnamese.clone(), vietnamese));
        for language in [Language::ZhHans, Language::ZhHant] {
            let expected = ("2026年11月8日".to_owned(), "2026/11/8".to_owned());
            assert_eq!(ways(language), expected);
        }
        let (long, short) = ways(Language::Ar);
        assert_eq!(long, "8\u{A0}نوفمبر\u{A0}2026");
        assert_eq!(short, "8 نوفمبر 2026");
        assert_eq!(ways(Language::Fa).0.matches('\u{A0}').count(), 2);
    }
}
