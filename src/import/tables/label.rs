//! Labels and answers as they are compared: only letters and digits count. Looker writes one
//! column as "Clients First Name", "First Name" or `clients.first_name`, and one answer with the
//! dashes, quotation marks and commas of its year.

use std::collections::HashSet;

/// A label or an answer as it is compared: its words in small letters.
pub(super) fn level(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars() {
        if is_nothing(c) {
            continue;
        }
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// A column's label as it is compared: Looker adds " (Yes / No)" to some.
pub(super) fn level_column(text: &str) -> String {
    let label = level(text);
    match label.strip_suffix(" yes no") {
        Some(rest) => rest.to_owned(),
        None => label,
    }
}

/// Apostrophes, and what has no width: "doesn't" is one word however it is typed.
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{B4}' | '\u{200B}'
            ..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// True where a text contains the words of another, one after another.
pub(super) fn has_words(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text} ").contains(&format!(" {words} "))
}

/// A file's name as it is compared: without folder and ending, and without the time and the six
/// characters that a scheduled Look has at its end.
pub(super) fn level_file(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    level(without_stamp(without_ending(name)))
}

/// The endings of the files that Looker writes tables to.
const ENDINGS: [&str; 4] = ["csv", "txt", "tsv", "json"];

fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending))
            if ENDINGS.iter().any(|it| ending.eq_ignore_ascii_case(it)) =>
        {
            stem
        }
        _ => name,
    }
}

/// `Client_Table_2019-09-05T0101_Kky8n7` without its last part.
fn without_stamp(stem: &str) -> &str {
    let Some((rest, mark)) = stem.rsplit_once('_') else { return stem };
    let Some((title, time)) = rest.rsplit_once('_') else { return stem };
    let is_mark = mark.len() == 6 && mark.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_time = time.len() == 15
        && time.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            10 => b == b'T',
            _ => b.is_ascii_digit(),
        });
    if is_mark && is_time { title } else { stem }
}

/// How well a column fits a label: as it is, without its view label, without the timeframe that
/// Looker adds to a date, or without both. The less was taken off, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    AsItIs,
    WithoutView,
    WithoutTime,
    WithoutBoth,
}

/// A column's label in each form in which it may be known.
pub(super) struct Forms {
    label: String,
    /// What is left of it behind each view label that may stand in front.
    fields: Vec<String>,
}

impl Forms {
    /// The forms of a column, by the view labels that are known.
    pub(super) fn of(header: &str, views: &HashSet<String>) -> Self {
        let label = level_column(header);
        // Every space may be the one behind a view label: "Client Custom" begins with "Client".
        let behind =
            label.match_indices(' ').filter(|(at, _)| views.contains(&label[..*at]));
        let fields = behind.map(|(at, _)| label[at + 1..].to_owned()).collect();
        Self { label, fields }
    }

    /// How well the column fits a label that was levelled.
    pub(super) fn fit(&self, label: &str) -> Option<Fit> {
        let is_without_time = |it: &str| without_time(it) == without_time(label);
        if self.label == label {
            Some(Fit::AsItIs)
        } else if self.fields.iter().any(|it| it == label) {
            Some(Fit::WithoutView)
        } else if is_without_time(&self.label) {
            Some(Fit::WithoutTime)
        } else if self.fields.iter().any(|it| is_without_time(it)) {
            Some(Fit::WithoutBoth)
        } else {
            None
        }
    }

    /// True where the column's label, as it is, contains these words.
    pub(super) fn has(&self, words: &str) -> bool {
        has_words(&self.label, words)
    }

    /// True where nothing is written over the column.
    pub(super) fn is_empty(&self) -> bool {
        self.label.is_empty()
    }
}

/// A date's label without its timeframe: "start date date", "date added time".
fn without_time(label: &str) -> &str {
    let without = |it| label.strip_suffix(it);
    without(" date").or_else(|| without(" time")).unwrap_or(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_of_a_column_are_one() {
        let views: HashSet<_> = ["clients".to_owned(), "client custom".to_owned()].into();
        for header in [
            "Clients First Name",
            "clients.first_name",
            "First Name",
            "\u{FEFF}FIRST  name",
        ] {
            assert!(Forms::of(header, &views).fit("first name").is_some(), "{header}");
        }
        let forms = Forms::of("Clients Date of Birth Date", &views);
        assert_eq!(forms.fit("date of birth date"), Some(Fit::WithoutView));
        assert_eq!(forms.fit("date of birth"), Some(Fit::WithoutBoth));
        let forms = Forms::of("clients.date_created_time", &views);
        assert_eq!(forms.fit("date created date"), Some(Fit::WithoutBoth));
        assert_eq!(
            Forms::of("Private (Yes / No)", &views).fit("private"),
            Some(Fit::AsItIs)
        );
        assert_eq!(Forms::of("Clientsfirst name", &views).fit("first name"), None);
    }

    #[test]
    fn answers_of_two_years_are_one() {
        assert_eq!(level("PH – Rapid Re-Housing"), level("PH - Rapid Re-Housing"));
        assert_eq!(level("Client doesn’t know"), level("CLIENT DOESN'T  KNOW"));
        assert_ne!(level("Hispanic/Latina/e/o"), level("Hispanic/Latina/o"));
    }

    #[test]
    fn a_tile_is_known_by_its_title() {
        assert_eq!(level_file("dashboard-x/client_profile.csv"), "client profile");
        assert_eq!(level_file("Client_Table_2019-09-05T0101_Kky8n7.csv"), "client table");
        assert_eq!(level_file("a_2019-09-05_Kky8n7.csv"), "a 2019 09 05 kky8n7");
    }
}
