//! The record as plain text, `record.txt`: for a screen reader, a Braille display, a slow line,
//! an old telephone.
//!
//! UTF-8 with a byte order mark, lines of at most 80 columns that end in CR LF: so that every
//! Notepad, and viewers that would take UTF-8 for another code, show letters and lines as they
//! are. Headings are numbered rather than underlined, since a line of signs is read aloud sign
//! by sign; a row of a table is a list of labels and values. Words that run from right to left
//! stand in the order in which they are read; what has another direction between them is
//! isolated (Unicode UAX 9), or a telephone number would be shown part by part from its end.

use std::fmt::Write;

use super::part::{Flat, Part, Table, Text, Voice};
use super::wrap::wrapped;

/// The name of the file.
pub const TEXT: &str = "record.txt";

const WIDTH: usize = 80;
const BYTE_ORDER_MARK: char = '\u{FEFF}';
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// Writes a record as text.
pub fn text(flat: &Flat) -> String {
    let mut page =
        Page { flat, numbers: numbers(flat), out: BYTE_ORDER_MARK.into(), at: 0 };
    for (at, part) in flat.parts.iter().enumerate() {
        page.at = at;
        page.part(part);
    }
    page.out
}

/// "6." for a part of the record, "6.1." for a part of that; of what is no heading, and of the
/// title, nothing.
fn numbers(flat: &Flat) -> Vec<String> {
    let mut counts = [0; 3];
    let number = |part: &Part| match part {
        Part::Heading(rank @ 2.., _) => {
            let depth = usize::from(*rank - 2).min(counts.len() - 1);
            counts[depth] += 1;
            counts[depth + 1..].fill(0);
            counts[..=depth].iter().map(|it| format!("{it}.")).collect()
        }
        _ => String::new(),
    };
    flat.parts.iter().map(number).collect()
}

/// The text so far.
struct Page<'a> {
    flat: &'a Flat,
    /// Those of the headings, part by part.
    numbers: Vec<String>,
    out: String,
    /// The part that is written.
    at: usize,
}

impl Page<'_> {
    fn part(&mut self, part: &Part) {
        match part {
            Part::Heading(rank, title) => {
                // A part of the record stands after two empty lines.
                if *rank == 2 {
                    self.end_line();
                }
                let number = self.numbers[self.at].clone();
                self.numbered(&number, &self.said(title));
                self.end_line();
            }
            Part::Paragraph(text) | Part::Notice(text) => {
                self.lines("", &self.said(text), 0, 0);
                self.end_line();
            }
            Part::Points(points) => {
                for it in points {
                    self.lines("- ", &self.said(it), 0, 0);
                }
                self.end_line();
            }
            Part::Contents(items) => {
                for it in items {
                    let value: String = it.lines.iter().map(|it| self.said(it)).collect();
                    let label = self.said(&it.label);
                    let line = format!("{label}{}{value}", self.flat.after_label);
                    self.numbered(&self.number_of(&it.label), &line);
                }
                self.end_line();
            }
            Part::Facts(facts) | Part::Terms(facts) => {
                for it in facts {
                    self.labeled(&self.said(&it.label), &it.lines, 0);
                }
                self.end_line();
            }
            Part::Table(table) => self.table(table),
        }
    }

    /// A line that opens with a number, where it has one.
    fn numbered(&mut self, number: &str, words: &str) {
        let sign = if number.is_empty() { String::new() } else { format!("{number} ") };
        self.lines(&sign, words, 0, 0);
    }

    /// The number of the next heading with this title.
    fn number_of(&self, title: &Text) -> String {
        let after = self.flat.parts.iter().zip(&self.numbers).skip(self.at);
        let mut same = after.filter(|(part, _)| match part {
            Part::Heading(_, it) => it.words() == title.words(),
            _ => false,
        });
        same.next().map_or_else(String::new, |(_, number)| number.clone())
    }

    /// Each row as labels and values, with an empty line after it.
    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let number = row.number.as_ref();
            let number = number.map(|it| self.said(&Text::of(it.as_str(), Voice::Named)));
            for (i, (label, cell)) in table.header.iter().zip(&row.cells).enumerate() {
                match number.as_ref().filter(|_| i == 0) {
                    Some(number) => self.labeled(&format!("{number} {label}"), cell, 0),
                    None => self.labeled(label, cell, if i == 0 { 0 } else { 2 }),
                }
            }
            self.end_line();
        }
    }

    /// "Label: value", and what else there is on lines of their own.
    fn labeled(&mut self, label: &str, lines: &[Text], indent: usize) {
        let (first, rest) =
            lines.split_first().map_or((None, lines), |(a, b)| (Some(a), b));
        let value = first.map(|it| self.said(it)).unwrap_or_default();
        // A question ends by itself.
        let is_question = label.trim_end().ends_with(['?', '؟', '？', ':']);
        let after = if is_question { " " } else { &self.flat.after_label };
        self.lines("", &format!("{label}{after}{value}"), indent, 2);
        for it in rest {
            self.lines("", &self.said(it), indent + 2, 2);
        }
    }

    /// Words as they stand in the file.
    fn said(&self, text: &Text) -> String {
        let mut said = String::new();
        for run in &text.0 {
            let words = match &run.voice {
                // A page is typed in; a number is called as it stands.
                Voice::Link(url) if url.starts_with("http") => url,
                _ => &run.words,
            };
            if self.flat.is_rtl && run.voice != Voice::Page {
                said.extend([FIRST_STRONG_ISOLATE]);
                said.push_str(words);
                said.push(POP_ISOLATE);
            } else {
                said.push_str(words);
            }
        }
        said
    }

    /// Puts words down after a sign, in as many lines as they take; those that follow the first
    /// stand so many columns further in.
    fn lines(&mut self, sign: &str, words: &str, indent: usize, hanging: usize) {
        let mut sign = sign;
        for line in words.lines() {
            let line: String = line.chars().filter(|it| is_written(*it)).collect();
            let width = WIDTH - indent - sign.len();
            for (i, it) in wrapped(line.trim(), width, hanging).iter().enumerate() {
                let more = if i == 0 { 0 } else { hanging };
                let before = if i == 0 { sign } else { "" };
                let blanks = indent + more + sign.len() - before.len();
                write!(self.out, "{:blanks$}{before}", "")
                    .expect("writing to a string cannot fail");
                self.out.extend(it.chars().map(|c| if c == '\u{A0}' { ' ' } else { c }));
                self.end_line();
            }
            sign = "";
        }
    }

    fn end_line(&mut self) {
        self.out.push_str("\r\n");
    }
}

/// True for what stands in the file; a place to break a line does not.
fn is_written(c: char) -> bool {
    c != '\u{200B}' && !c.is_control()
}
