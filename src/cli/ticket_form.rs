//! The agency's form, as it stands in a ticket: read, searched for what identifies the client,
//! and told of what cannot be used.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::Days;

use super::extract_file::shown;
use super::outcome::{self, counted};
use crate::diagnostics::{Diagnostic, Failure, Origin, Place, Pointer, Report};
use crate::io;
use crate::model::Day;
use crate::pipeline::Inputs;
use crate::request::MAX_BYTES;
use crate::request::form::{Ask, Form, form_lines, read_block};
use crate::rules::shape_in_ticket;
use crate::source::Source;

/// The flag that names the text.
pub(super) const FLAG: &str = "--from-ticket";

/// Reads the form of a file, or of standard input for `-`; with what there is to say about it.
pub(super) fn read(path: &Path, inputs: &mut Inputs) -> Result<(Form, Report), Failure> {
    let text = if path == Path::new("-") {
        let bytes = io::read_stdin(MAX_BYTES);
        bytes.and_then(|it| io::text_of(it, Path::new("standard input")))
    } else {
        io::read_limited(path, MAX_BYTES)
    };
    let text = text.map_err(|err| outcome::reading(&err, FLAG))?;
    inputs.keep(Source::lines(Origin::Ticket, shown(path), text.clone()));
    let read = read_block(&text);
    if read.n_lines == 0 {
        return Err(Failure::refused(
            Diagnostic::error("not-a-form", "this text has no line of the form")
                .at(Place::Outside(FLAG.into()))
                .hint("print an empty form for the agency with `crr form --text`"),
        ));
    }
    let faulty: Vec<usize> =
        read.faults.iter().map(|it| line_of(&text, it.line)).collect();
    let mut report = identifying(&text, &read.form, &faulty);
    for (fault, i) in read.faults.into_iter().zip(faulty) {
        let message = format!("{}, at \"{}\"", fault.what, fault.line);
        let it = Diagnostic::error("form-line", message);
        report.push(it.at(line(i)).hint(fault.hint));
    }
    if read.form.danger_told == Some(true) {
        report.push(
            Diagnostic::warning(
                "danger-told",
                "the client said that something in the record could put them in danger",
            )
            .at(Place::Outside(FLAG.into()))
            .hint(
                "ask the agency what it is, before you build, and hold it back with `[[withhold]]`",
            ),
        );
    }
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    Ok((read.form, report))
}

/// The line of a text that has these words, where they stand in one; else its first.
fn line_of(text: &str, words: &str) -> usize {
    let words = words.to_ascii_lowercase();
    let i = text.lines().position(|it| it.to_ascii_lowercase().contains(&words));
    i.unwrap_or(0)
}

fn line(i: usize) -> Place {
    Place::value(Origin::Ticket, Pointer::root().index(i))
}

/// Days that are no harm in a ticket: those of the form, and those around it. A client's birth
/// is further back.
fn days(form: &Form) -> BTreeSet<Day> {
    const BEFORE: u64 = 90;
    const IN_ALL: usize = 210;
    let first = form.requested_on.and_then(|it| it.checked_sub_days(Days::new(BEFORE)));
    let near = first.into_iter().flat_map(|it| it.iter_days().take(IN_ALL));
    near.chain(form.days()).collect()
}

/// What identifies the client by its shape, line by line. The ID itself is no harm, and of a
/// line that cannot be used it has been said that its day is none.
fn identifying(text: &str, form: &Form, faulty: &[usize]) -> Report {
    let (days, inside) = (days(form), form_lines(text));
    let mut report = Report::default();
    for (i, words) in text.lines().enumerate() {
        let without_id = form
            .clients
            .iter()
            .fold(words.to_owned(), |it, id| it.replace(id.as_str(), ""));
        let found = shape_in_ticket(&without_id, &days, inside.contains(&i));
        let found = found.filter(|it| !faulty.contains(&i) || !it.ends_with("date"));
        if let Some(what) = found {
            let message = format!("the text of the ticket holds {what}");
            report.push(
                Diagnostic::error("identifying-ticket", message)
                    .at(line(i))
                    .hint("have the agency send the form again with the HMIS ID alone, and delete this ticket's text"),
            );
        }
    }
    report
}

/// What the form leaves open, all at once, by its lines.
pub(super) fn left_open(missing: &[Ask]) -> Failure {
    let n = counted(missing.len(), "answer");
    let is = if missing.len() == 1 { "is" } else { "are" };
    let it =
        Diagnostic::error("form-incomplete", format!("{n} {is} missing on the form"))
            .at(Place::Outside(FLAG.into()));
    let hints = missing.iter().map(|ask| match ask {
        Ask::Ticket => {
            format!("name the ticket, as in `crr new 2026-0142`: {}", ask.what())
        }
        ask => format!("ask the agency, or pass `--{}`: {}", ask.token(), ask.what()),
    });
    Failure::refused(hints.fold(it, Diagnostic::hint))
}
