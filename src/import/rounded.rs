//! Numbers that a spreadsheet rounded: an identifier of twelve digits becomes `1.23457E+11`, and
//! which one it was, nothing tells. Which it was not, its first digits do.

use std::ops::RangeInclusive;

/// True for what Excel makes of a long number, `1.23457E+08`, and other programs, `1.23457e+08`:
/// its last digits are lost.
pub(super) fn is_rounded(text: &str) -> bool {
    parts(text).is_some()
}

/// True for a number with a point and a power of ten, however a program writes it: `4.82E+11`,
/// `9.0e12`. A table may have texts of letters and digits that a sign alone tells from one.
pub(super) fn is_with_power(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['e', 'E']) else { return false };
    let power = power.strip_prefix('+').unwrap_or(power);
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    number.contains('.') && number.split('.').all(is_digits) && is_digits(power)
}

/// The number before the power of ten, and the power.
fn parts(text: &str) -> Option<(&str, &str)> {
    let (number, power) = text.split_once("E+").or_else(|| text.split_once("e+"))?;
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    (is_number(power) && number.split('.').all(is_number)).then_some((number, power))
}

/// The numbers that would be rounded to this text.
pub(super) struct Rounded(RangeInclusive<f64>);

impl Rounded {
    /// None where the text is no rounded number.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (number, power) = parts(text)?;
        let decimals = number.split_once('.').map_or(0, |it| it.1.len());
        let last =
            power.parse::<i32>().ok()?.checked_sub(i32::try_from(decimals).ok()?)?;
        let value = text.parse::<f64>().ok().filter(|it| it.is_finite())?;
        // A little more than half: these numbers are not exact.
        let half = 0.500_001 * 10_f64.powi(last);
        Some(Self(value - half..=value + half))
    }

    /// True where the identifier may have been this one.
    pub(super) fn may_be(&self, id: &str) -> bool {
        number(id).is_some_and(|it| self.0.contains(&it))
    }
}

/// An identifier that is a number, with or without what marks it as a text.
fn number(id: &str) -> Option<f64> {
    let id = id.trim_start_matches('\'');
    let id = id.strip_suffix(".0").unwrap_or(id);
    id.bytes().all(|b| b.is_ascii_digit()).then(|| id.parse().ok())?
}

/// The identifiers that are numbers, in their order.
#[derive(Default)]
pub(super) struct Numbers(Vec<(f64, String)>);

impl Numbers {
    /// Takes up identifiers.
    pub(super) fn of<'a>(ids: impl IntoIterator<Item = &'a String>) -> Self {
        let numbers = ids.into_iter().filter_map(|it| Some((number(it)?, it.clone())));
        let mut numbers: Vec<_> = numbers.collect();
        numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self(numbers)
    }

    /// Those that may be meant by a rounded one.
    pub(super) fn meant_by(&self, text: &str) -> Vec<String> {
        let Some(Rounded(range)) = Rounded::of(text) else { return Vec::new() };
        let from = self.0.partition_point(|it| it.0 < *range.start());
        let those = self.0[from..].iter().take_while(|it| it.0 <= *range.end());
        those.map(|it| it.1.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Numbers, Rounded, is_rounded, is_with_power};

    #[test]
    fn only_numbers_with_these_first_digits_may_be_meant() {
        let all = ["123456789", "123457000", "0123457499", "123457501", "P1", "123456"];
        let all = all.map(str::to_owned);
        let numbers = Numbers::of(&all);
        assert_eq!(
            numbers.meant_by("1.23457E+08"),
            ["123456789", "123457000", "0123457499"]
        );
        assert_eq!(numbers.meant_by("1E+5"), ["123456"]);
        for text in ["1.23457E+09", "1.3E+08", "123456789", "1E+99999999999", "1E+400"] {
            assert!(numbers.meant_by(text).is_empty(), "{text}");
        }
        let it = Rounded::of("1.23457e+08").expect("a rounded number");
        assert!(
            it.may_be("123456789") && !it.may_be("P123456789") && !it.may_be("12345")
        );
    }

    #[test]
    fn what_is_written_with_a_power_of_ten_is_rounded() {
        for text in ["1.23457E+08", "1E+11", "1.23457e+08"] {
            assert!(is_rounded(text), "{text}");
        }

        for text in ["4.82E+11", "9.0e12"] {
            assert!(is_with_power(text), "{text}");
        }
        for text in ["12E45", "4E8E.1", "4.82"] {
            assert!(!is_with_power(text), "{text}");
        }
        for text in ["69E44770D", "E+08", "1.E+08", "1.2E+", "123", ""] {
            assert!(!is_rounded(text), "{text}");
        }
    }
}
