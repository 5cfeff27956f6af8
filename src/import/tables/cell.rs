//! A row of a table, read field by field. What cannot be read is noted, and read on.

use super::super::written_day::{Written, day_of_record};
use super::answers::{Answer, YES_NO};
use super::fault::{Faults, Wrong};
use super::gather::Table;
use super::label::level;
use super::map::TableMap;
use super::shape::{Field, Kind};
use crate::model::{Day, is_digest};

/// A row that is about the client.
pub(super) struct Row<'a> {
    table: &'a Table,
    map: &'a TableMap,
    faults: &'a mut Faults,
    line: u64,
    cells: &'a [String],
    /// True where something of it could not be read: nothing else follows from it.
    pub is_faulty: bool,
}

/// What stands in one cell, and the column's name.
#[derive(Clone, Copy)]
struct Said<'a> {
    text: &'a str,
    column: &'a str,
}

/// Several answers: HUD's columns that are set, and why none is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub set: Vec<String>,
    pub none: Option<i64>,
}

impl<'a> Row<'a> {
    /// A row of a table.
    pub(super) fn new(
        table: &'a Table,
        (line, cells): &'a (u64, Vec<String>),
        map: &'a TableMap,
        faults: &'a mut Faults,
    ) -> Self {
        Self { table, map, faults, line: *line, cells, is_faulty: false }
    }

    /// True where the table has a column for a field.
    pub(super) fn has(&self, key: &str) -> bool {
        !self.columns(key).1.is_empty()
    }

    /// A text.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let said = self.first(key)?;
        if is_digest(said.text) {
            self.wrong(Wrong::Hashed, said);
        }
        Some(said.text.to_owned())
    }

    /// Every text of a field that each column gives one of.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        self.all(key).into_iter().map(|it| it.text.to_owned()).collect()
    }

    /// An identifier of a row. Looker may write it as a number, with thousands marks.
    pub(super) fn id(&mut self, key: &str) -> Option<String> {
        let said = self.first(key)?;
        if is_rounded(said.text) {
            self.wrong(Wrong::Rounded, said);
            return None;
        }
        Some(without_thousands(said.text))
    }

    /// What must not be blank.
    pub(super) fn needed<T>(&mut self, key: &str, value: Option<T>) -> Option<T> {
        let column =
            self.columns(key).1.first().map(|at| self.table.header[*at].as_str());
        // What cannot be read is noted as such.
        if value.is_none() && self.first(key).is_none() {
            self.is_faulty = true;
            self.faults.add(Wrong::Blank, &self.table.file, Some(self.line), column);
        }
        value
    }

    /// A day; none where it is blank or stands for "not known", which is noted.
    pub(super) fn day(&mut self, key: &str) -> Option<Day> {
        let said = self.first(key)?;
        match day_of_record(said.text) {
            Some(Written::On(day)) => Some(day),
            Some(Written::NotKnown) => {
                self.not_known(said.column);
                None
            }
            None => {
                self.wrong(Wrong::NotADate, said);
                None
            }
        }
    }

    /// A day that should be there: also that it is blank is noted.
    pub(super) fn expected_day(&mut self, key: &str) -> Option<Day> {
        let (_, columns) = self.columns(key);
        if let (None, Some(at)) = (self.first(key), columns.first()) {
            self.not_known(&self.table.header[*at]);
        }
        self.day(key)
    }

    fn not_known(&mut self, column: &str) {
        self.faults.day_not_known(&self.table.file, self.line, column);
    }

    /// A year.
    pub(super) fn year(&mut self, key: &str) -> Option<i64> {
        let said = self.first(key)?;
        let text = without_thousands(said.text);
        let is_year = text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit());
        let year = text.parse().ok().filter(|_| is_year);
        if year.is_none() {
            self.wrong(Wrong::NotAYear, said);
        }
        year
    }

    /// Yes or no.
    pub(super) fn yes(&mut self, key: &str) -> Option<bool> {
        let said = self.first(key)?;
        let yes = self.map.yes_no(said.text);
        if yes.is_none() {
            self.unknown(YES_NO, said);
        }
        yes
    }

    /// The code of an answer.
    pub(super) fn code(&mut self, key: &str) -> Option<i64> {
        let Kind::Code(list) = self.columns(key).0.kind else { return None };
        let said = self.first(key)?;
        match self.map.answers.one(list, said.text) {
            Some(Answer::Code(code)) => Some(*code),
            Some(Answer::Nothing) => None,
            Some(Answer::Name(_)) | None => {
                self.unknown(list, said);
                None
            }
        }
    }

    /// The answers of every column of a field.
    pub(super) fn names(&mut self, key: &str) -> Names {
        let mut names = Names::default();
        let Kind::Names(list) = self.columns(key).0.kind else { return names };
        for said in self.all(key) {
            let Some(answers) = self.map.answers.several(list, said.text) else {
                self.unknown(list, said);
                continue;
            };
            for answer in answers {
                match answer {
                    Answer::Name(name) if !names.set.contains(name) => {
                        names.set.push(name.clone());
                    }
                    Answer::Code(code) => names.none = names.none.or(Some(*code)),
                    Answer::Name(_) | Answer::Nothing => {}
                }
            }
        }
        // Asked in two columns, one may go unanswered.
        names.none = names.none.filter(|_| names.set.is_empty());
        names
    }

    /// The fields of the community's own: what a page calls each, and what is written.
    pub(super) fn custom(&mut self) -> Vec<(String, Option<String>)> {
        let custom = self.table.columns.custom.iter();
        custom
            .map(|(label, at)| {
                (label.clone(), Some(self.cells[*at].clone()).filter(|it| !it.is_empty()))
            })
            .collect()
    }

    fn columns(&self, key: &str) -> (&'static Field, &'a [usize]) {
        let (i, field) =
            self.table.columns.shape.field(key).expect("a field of this section");
        (field, &self.table.columns.fields[i])
    }

    /// What the columns of a field say, those that say something.
    fn all(&mut self, key: &str) -> Vec<Said<'a>> {
        let (field, columns) = self.columns(key);
        let (cells, header) = (self.cells, &self.table.header);
        let said = |at: &usize| Said { text: &cells[*at], column: &header[*at] };
        let said = columns.iter().map(said).filter(|it| !it.text.is_empty());
        let said: Vec<Said<'a>> = said.collect();
        for it in &said {
            if field.kind != Kind::Lines
                && !matches!(field.kind, Kind::Names(_))
                && it.text.contains('\n')
            {
                self.wrong(Wrong::LineBreak, *it);
            }
        }
        said
    }

    fn first(&mut self, key: &str) -> Option<Said<'a>> {
        self.all(key).into_iter().next()
    }

    fn wrong(&mut self, wrong: Wrong, said: Said<'_>) {
        self.is_faulty = true;
        let column = Some(said.column);
        self.faults.add(wrong, &self.table.file, Some(self.line), column);
    }

    fn unknown(&mut self, list: &'static str, said: Said<'_>) {
        self.is_faulty = true;
        let answer = (said.column, level(said.text));
        self.faults.answer(list, &self.table.file, self.line, answer);
    }
}

/// `48,211` is 48211 where the whole cell has that form.
fn without_thousands(text: &str) -> String {
    let mut groups = text.split(',');
    let is_digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    let is_first =
        groups.next().is_some_and(|it| (1..=3).contains(&it.len()) && is_digits(it));
    let is_marked = is_first && groups.all(|it| it.len() == 3 && is_digits(it));
    if is_marked { text.replace(',', "") } else { text.to_owned() }
}

/// `4.82E+11`: a spreadsheet has dropped digits.
fn is_rounded(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['e', 'E']) else { return false };
    let power = power.strip_prefix('+').unwrap_or(power);
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    number.contains('.') && number.split('.').all(is_digits) && is_digits(power)
}

#[cfg(test)]
mod tests {
    use super::{is_rounded, without_thousands};

    #[test]
    fn thousands_marks_come_off_a_whole_number_only() {
        for (text, id) in [
            ("48,211", "48211"),
            ("9,999,999,999", "9999999999"),
            ("48211", "48211"),
            ("4,8211", "4,8211"),
            (",211", ",211"),
            ("A-48,211", "A-48,211"),
            ("1,2,3", "1,2,3"),
        ] {
            assert_eq!(without_thousands(text), id);
        }
        assert!(is_rounded("4.82E+11") && is_rounded("9.0e12"));
        assert!(!is_rounded("12E45") && !is_rounded("4E8E.1"));
    }
}
