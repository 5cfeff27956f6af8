//! What is said of a download that was imported: what was read of each file, what was left out
//! and why, and what to look at.

use std::fmt::Write;

use super::columns::letter;
use super::counts::{SomeRows, TableCount, TableCounts};
use super::told::{hidden, named, words};
use crate::diagnostics::{Diagnostic, Place, Report, Severity, agreeing, counted};

/// What stops nothing.
pub fn remarks(counts: &TableCounts, input: &str, client: &str) -> Report {
    let mut report = Report::default();
    let place =
        |count: &TableCount| Place::Outside(hidden(&named(input, &count.file), client));
    for count in counts.files.iter().filter(|it| it.is_empty) {
        let message = "a file of the download is empty, so its section is not supplied";
        let it = Diagnostic::warning("table-empty", message).at(place(count));
        report.push(it.hint("a section without rows has a header: run that tile again"));
    }
    if counts.has_both_standards {
        let message = "the profile has sex and gender; gender was left out";
        let it = Diagnostic::warning("sex-and-gender", message);
        report.push(
            it.hint("HUD's standard of FY2026 asks for sex, that of FY2024 for gender"),
        );
    }
    for day in &counts.unknown_days {
        report.push(unknown_day(day, input, client));
    }
    for count in counts.files.iter().filter(|it| !it.private.is_empty()) {
        report.push(private(count, input, client));
    }
    for answer in &counts.not_kept {
        report.push(not_kept(answer, input, client));
    }
    for count in counts.files.iter().filter(|it| !it.unused.is_empty()) {
        let n = count.unused.len();
        let columns = counted(n, "column");
        let message =
            format!("{columns} of a table {} not used", agreeing(n, ["is", "are"]));
        let letters: Vec<String> = count.unused.iter().map(|it| letter(*it)).collect();
        let which = format!(
            "{}, {} {}",
            hidden(&named(input, &count.file), client),
            agreeing(n, ["column", "columns"]),
            letters.join(", ")
        );
        let it = Diagnostic::new(Severity::Note, "columns-not-used", message);
        report.push(it.at(Place::Outside(which)).hint(
            "name it in a mapping file if the record has such a field, or below `ignored`",
        ));
    }
    report
}

fn unknown_day(day: &SomeRows, input: &str, client: &str) -> Diagnostic {
    let message = format!(
        "{} of a column {} not known (blank, or a placeholder): read as not written down",
        counted(day.n, "day"),
        agreeing(day.n, ["is", "are"])
    );
    let it = Diagnostic::new(Severity::Note, "placeholder-day", message);
    at_rows(it, day, input, client)
}

/// Rows that HMIS marks as private: a record has that mark as a whole only.
fn private(count: &TableCount, input: &str, client: &str) -> Diagnostic {
    let n = count.private.len();
    let message = format!(
        "{} of a table {} marked as private in HMIS, and {} in the record",
        counted(n, "row"),
        agreeing(n, ["is", "are"]),
        agreeing(n, ["is", "are"]),
    );
    let file = hidden(&named(input, &count.file), client);
    let mut it = Diagnostic::new(Severity::Note, "private-rows", message);
    for row in count.private.iter().take(3) {
        it = it.at(Place::row(file.clone(), *row, None));
    }
    it.hint("look at those rows in HMIS before you hand over the copy")
}

/// Rows that were left out, by file: what an import counts in its summary, a build notes.
pub fn left_out(counts: &TableCounts, input: &str, client: &str) -> Report {
    let mut report = Report::default();
    for count in &counts.files {
        let left_out = left_out_of(count);
        if count.same == 0 && count.deleted.is_empty() {
            continue;
        }
        let message = format!("left out of a table: {}", left_out.join(", "));
        let place = Place::Outside(hidden(&named(input, &count.file), client));
        let mut it = Diagnostic::new(Severity::Note, "rows-left-out", message).at(place);
        if count.same > 0 {
            it = it.hint(
                "two things that look alike are told apart by an identifier: add it to the tile",
            );
        }
        report.push(it);
    }
    report
}

fn not_kept(answer: &SomeRows, input: &str, client: &str) -> Diagnostic {
    let message = format!(
        "{} of a column {} left out: a record has no place for {} beside the other",
        counted(answer.n, "answer"),
        agreeing(answer.n, ["is", "are"]),
        agreeing(answer.n, ["it", "them"]),
    );
    let it = Diagnostic::new(Severity::Note, "answer-left-out", message);
    at_rows(it, answer, input, client)
        .hint("look it up in HMIS if the client asks what was answered")
}

fn at_rows(mut it: Diagnostic, rows: &SomeRows, input: &str, client: &str) -> Diagnostic {
    let file = hidden(&named(input, &rows.file), client);
    for row in &rows.rows {
        it = it.at(Place::row(file.clone(), *row, Some(&rows.column)));
    }
    it
}

const INFALLIBLE: &str = "writing to a string cannot fail";

/// What was read of each file, a line each.
pub fn summary(counts: &TableCounts, client: &str) -> String {
    let mut text = String::new();
    for count in &counts.files {
        let name = hidden(&count.file, client);
        writeln!(text, "  {name}: {}", said(count)).expect(INFALLIBLE);
    }
    text
}

/// The sections that no table was, in a line; nothing where each was one.
pub fn not_supplied(counts: &TableCounts) -> String {
    if counts.not_supplied.is_empty() {
        return String::new();
    }
    let sections: Vec<_> = counts.not_supplied.iter().map(|it| words(*it)).collect();
    format!("not supplied: {}\n", sections.join(", "))
}

fn said(count: &TableCount) -> String {
    if count.is_left_out {
        return "not read, as the mapping says".into();
    }
    let Some(section) = count.section.filter(|_| !count.is_empty) else {
        return "empty".into();
    };
    let mut said = format!("{}, {}", words(section), counted(count.rows, "row"));
    let left_out = left_out_of(count);
    if !left_out.is_empty() {
        write!(said, "; left out {}", left_out.join(", ")).expect(INFALLIBLE);
    }
    said
}

/// How many rows of a file were left out, and why.
fn left_out_of(count: &TableCount) -> Vec<String> {
    let left_out = [
        (count.same, "that says the same as another", "that say the same as others"),
        (count.totals, "of totals", "of totals"),
        (count.deleted.len(), "marked as deleted", "marked as deleted"),
    ];
    left_out
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|(n, one, many)| {
            format!("{} {}", counted(n, "row"), agreeing(n, [one, many]))
        })
        .collect()
}
