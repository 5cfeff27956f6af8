//! What is said of Clarity's JSON that was imported: what was left out, and what no standard told.

use super::import_remarks::{not_merged, unknown_day};
use crate::diagnostics::{Diagnostic, Place, Report, Severity, agreeing, counted};
use crate::import::{LeftOut, Unused};

/// The most places that are named of one thing.
const MAX_PLACES: usize = 3;

/// What stops nothing.
pub(super) fn clarity_remarks(left_out: &LeftOut) -> Report {
    let mut report = not_merged(left_out.not_merged);
    report.extend(left_out.unknown_days.iter().cloned().map(unknown_day));
    let client = || Place::Outside("--client".into());
    if left_out.has_both_standards {
        let message = "the profile has sex and gender; gender was left out";
        report.push(
            Diagnostic::warning("sex-and-gender", message)
                .at(client())
                .hint("HUD's standard of FY2026 asks for sex, that of FY2024 for gender"),
        );
    }
    if left_out.has_no_standard {
        let message =
            "the profile has neither sex nor gender: its codes are read as of FY2026";
        let it =
            Diagnostic::new(Severity::Note, "standard-not-told", message).at(client());
        report.push(it.hint("ask the system for one of them too"));
    }
    for place in &left_out.not_kept {
        let message =
            "an answer is left out: a record has no place for it beside the other";
        let it = Diagnostic::new(Severity::Note, "answer-left-out", message);
        let hint = "look it up in HMIS if the client asks what was answered";
        report.push(it.at(place.clone()).hint(hint));
    }
    if let Some(n) = n_of(&left_out.without_agency) {
        let message = format!(
            "{} {} in a project that the file of `--agencies` does not have",
            counted(n, "enrollment"),
            agreeing(n, ["is", "are"])
        );
        let it = Diagnostic::warning("row-without-agency", message);
        let it = at_first(it, &left_out.without_agency);
        report.push(it.hint("those stays show no agency: add the project to that file"));
    }
    if let Some(n) = n_of(&left_out.private_files) {
        let be = agreeing(n, ["is", "are"]);
        let files = counted(n, "file");
        let message =
            format!("{files} {be} marked as private in HMIS, and {be} in the record");
        let it = Diagnostic::new(Severity::Note, "private-rows", message);
        let it = at_first(it, &left_out.private_files);
        report.push(it.hint("look at those files in HMIS before you hand over the copy"));
    }
    report.extend(left_out.unused.iter().map(not_used));
    report
}

/// How many places there are, where there are any.
fn n_of(places: &[Place]) -> Option<usize> {
    (!places.is_empty()).then_some(places.len())
}

/// The same, at the first of these places.
fn at_first(it: Diagnostic, places: &[Place]) -> Diagnostic {
    places.iter().take(MAX_PLACES).cloned().fold(it, Diagnostic::at)
}

/// What an import counts in its summary, a build notes.
pub(super) fn clarity_left_out(left_out: &LeftOut) -> Report {
    let found = [
        ("--enrollments", left_out.deleted_stays, "enrollment"),
        ("--files", left_out.deleted, "file"),
    ];
    let mut report = Report::default();
    for (input, n, what) in found.into_iter().filter(|it| it.1 > 0) {
        let message = format!("left out {} marked as deleted", counted(n, what));
        let it = Diagnostic::new(Severity::Note, "rows-left-out", message);
        report.push(it.at(Place::Outside(input.into())));
    }
    report
}

fn not_used(unused: &Unused) -> Diagnostic {
    let n = unused.keys.len() + unused.more;
    let mut message = format!(
        "{} of Clarity's JSON {} not used",
        counted(n, "key"),
        agreeing(n, ["is", "are"])
    );
    if !unused.keys.is_empty() {
        let keys: Vec<String> = unused.keys.iter().map(|it| format!("`{it}`")).collect();
        let more = match unused.more {
            0 => String::new(),
            n => format!(", and {}", counted(n, "other")),
        };
        message = format!("{message}: {}{more}", keys.join(", "));
    }
    let it = Diagnostic::new(Severity::Note, "keys-not-used", message);
    it.at(Place::Outside(unused.input.clone()))
        .hint("if the record has such a field, write it into the file of `--with`")
}
