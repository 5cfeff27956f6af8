//! A row of a table, read field by field. What cannot be read is noted, and read on.

use super::super::rounded::is_with_power;
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
        let all = self.all(key);
        for said in all.iter().filter(|it| is_digest(it.text)) {
            self.wrong(Wrong::Hashed, *said);
        }
        all.into_iter().map(|it| it.text.to_owned()).collect()
    }

    /// A text of digits that a spreadsheet may have taken for a number.
    pub(super) fn digits(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        let said = self.first(key)?;
        if is_with_power(&text) {
            self.wrong(Wrong::Rounded, said);
            return None;
        }
        Some(without_decimals(&without_thousands(&text)))
    }

    /// A Social Security number, with the zeros that it begins with: a spreadsheet drops them.
    pub(super) fn ssn(&mut self) -> Option<String> {
        let text = self.digits("ssn")?;
        let said = self.first("ssn")?;
        let is_number = text.bytes().all(|it| it.is_ascii_digit());
        // A part of a number that the client gave may have any length.
        let is_part = || self.map.one_code("ssn_data_quality", self.quality()) == Some(2);
        let is_last_four = || {
            let column = level(said.column);
            ["last 4", "last four", "ssn3"].iter().any(|it| column.ends_with(it))
        };
        let is_cut = match text.len() {
            1..=3 => is_number && is_last_four(),
            7..=8 => is_number && !is_part(),
            _ => false,
        };
        if is_cut {
            self.wrong(Wrong::LostZero, said);
            return None;
        }
        Some(text)
    }

    /// What is said of how well the Social Security number is known.
    fn quality(&self) -> &str {
        let columns = self.columns("ssn_data_quality").1;
        columns.first().map_or("", |at| self.cells[*at].as_str())
    }

    /// An identifier of a row. Looker may write it as a number, with thousands marks.
    pub(super) fn id(&mut self, key: &str) -> Option<String> {
        let said = self.first(key)?;
        if is_with_power(said.text) {
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
        let mut nones = Vec::new();
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
                    Answer::Code(code) => nones.push((*code, said.column)),
                    Answer::Name(_) | Answer::Nothing => {}
                }
            }
        }
        // Asked in two columns, one may go unanswered. What the client said to that question is
        // told: a record has a place for one such answer, and none beside a race or a gender.
        nones.sort_by_key(|it| it.0 == NOT_COLLECTED);
        names.none = nones.first().map(|it| it.0).filter(|_| names.set.is_empty());
        for (code, column) in nones {
            if Some(code) != names.none {
                self.not_kept(code, column);
            }
        }
        names
    }

    /// Whether the client was in this theater of war. Another answer than yes or no has no place
    /// in a record, and is told.
    pub(super) fn was_in(&mut self, key: &str) -> bool {
        let code = self.code(key);
        if let (Some(code), Some(said)) = (code.filter(|it| *it > 1), self.first(key)) {
            self.not_kept(code, said.column);
        }
        code == Some(1)
    }

    fn not_kept(&mut self, code: i64, column: &str) {
        if code != NOT_COLLECTED {
            self.faults.answer_not_kept(&self.table.file, self.line, column);
        }
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

    /// What a field says. Two columns that say different things of it are a fault.
    fn first(&mut self, key: &str) -> Option<Said<'a>> {
        let (field, _) = self.columns(key);
        let all = self.all(key);
        let first = *all.first()?;
        let is_same = |it: &&Said<'_>| same(field, self.map, first.text, it.text);
        if let Some(other) = all.iter().find(|it| !is_same(it)) {
            self.wrong(Wrong::TwoValues(field.key), *other);
        }
        Some(first)
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

/// HUD's code for a question that was not asked.
const NOT_COLLECTED: i64 = 99;

/// True where two columns say the same of a field, each in its way.
fn same(field: &Field, map: &TableMap, a: &str, b: &str) -> bool {
    if level(a) == level(b) {
        return true;
    }
    let digits =
        |it: &str| -> String { it.chars().filter(char::is_ascii_digit).collect() };
    match field.kind {
        Kind::Day => day_of_record(a).is_some_and(|it| day_of_record(b) == Some(it)),
        Kind::YesNo => map.yes_no(a).is_some_and(|it| map.yes_no(b) == Some(it)),
        Kind::Code(list) => {
            let one = |it| map.answers.one(list, it);
            one(a).is_some_and(|it| one(b) == Some(it))
        }
        Kind::Id | Kind::Year => without_thousands(a) == without_thousands(b),
        // The last four of a number beside the whole.
        Kind::Text if field.key == "ssn" => {
            digits(b).len() >= 4 && digits(a).ends_with(&digits(b))
        }
        Kind::Text | Kind::Lines | Kind::Names(_) => false,
    }
}

/// `92801.0` is 92801 where the whole cell has that form.
fn without_decimals(text: &str) -> String {
    match text.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|b| b.is_ascii_digit()) => whole.to_owned(),
        _ => text.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::without_thousands;

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
    }
}
