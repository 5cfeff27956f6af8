//! What an export says of the clients that were asked for and no extract shows: rows that it
//! marks as deleted, rows that may be somebody's, agencies and projects without a name, answers
//! that no page has a place for.

use std::collections::BTreeMap;

use super::outcome::{agreeing, counted};
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::import::{Counts, TableFile};

/// All of it.
pub(super) fn not_shown(counts: &Counts) -> Report {
    let mut report = Report::default();
    report.extend(of_projects(counts));
    report.extend(of_unknown(counts));
    report.extend(columns("answer-not-shown", &counts.odd_answers, |n, column| {
        let be = agreeing(n, ["is", "are"]);
        let answers = counted(n, "answer");
        format!("{answers} in `{column}` {be} neither yes nor no, and not shown")
    }));
    let other = &counts.of_other_standard;
    report.extend(columns("column-of-other-standard", other, |n, column| {
        let be = agreeing(n, ["is", "are"]);
        let values = counted(n, "value");
        format!(
            "{values} in `{column}` {be} not shown: the standard of this export does not have \
             the column"
        )
    }));
    report
}

/// Rows that a build leaves out, and says nothing of in a summary.
pub(super) fn left_out(counts: &Counts) -> Report {
    let mut report = Report::default();
    let export = || Place::Outside("EXPORT".into());
    let note =
        |slug, message| Diagnostic::new(Severity::Note, slug, message).at(export());
    let n = counts.own_deleted;
    if n > 0 {
        let be = agreeing(n, ["was", "were"]);
        let rows = counted(n, "row");
        let message = format!(
            "{rows} of this client {be} left out: the export marks them as deleted"
        );
        let message = if n == 1 { message.replace("them", "it") } else { message };
        report.push(note("rows-deleted", message));
    }
    let n: usize = counts.twice.values().sum();
    if n > 0 {
        let rows = counted(n, "row");
        let say = agreeing(n, ["says", "say"]);
        report.push(note(
            "rows-twice",
            format!("{rows} {say} what another row says: both count once"),
        ));
    }
    report
}

/// Stays without the name of their project or agency.
fn of_projects(counts: &Counts) -> impl Iterator<Item = Diagnostic> {
    let deleted = counts.project_deleted;
    let project = format!(
        "{} of Enrollment.csv {} a project that Project.csv marks as deleted",
        counted(deleted, "row"),
        agreeing(deleted, ["names", "name"])
    );
    let nameless = counts.without_agency;
    let agency = format!(
        "{} {} in a project whose agency Organization.csv does not have, or marks as deleted",
        counted(nameless, "enrollment"),
        agreeing(nameless, ["is", "are"])
    );
    let told = |slug, n: usize, message: String, hint: &str| {
        let it = Diagnostic::warning(slug, message).at(Place::Outside("EXPORT".into()));
        (n > 0).then(|| it.hint(hint))
    };
    [
        told(
            "project-deleted",
            deleted,
            project,
            "those stays show no name, kind or agency of the project",
        ),
        told(
            "row-without-agency",
            nameless,
            agency,
            "those stays show no agency: compare OrganizationID in Project.csv and Organization.csv",
        ),
    ]
    .into_iter()
    .flatten()
}

/// Rows that are of nobody whom Client.csv has: one of them may be of whoever was asked for.
fn of_unknown(counts: &Counts) -> Option<Diagnostic> {
    let n = counts.of_unknown;
    let message = format!(
        "{} with a PersonalID that Client.csv does not have {} left out",
        counted(n, "row"),
        agreeing(n, ["was", "were"])
    );
    let it = Diagnostic::new(Severity::Note, "row-without-client-row", message);
    let it = it.at(Place::Outside("EXPORT".into()));
    (n > 0).then(|| {
        it.hint("compare the stays with HMIS: nothing says that none of these rows is of a client asked for")
    })
}

/// A note for each column, with how many clients it is of.
fn columns(
    slug: &'static str,
    found: &BTreeMap<&'static str, usize>,
    words: impl Fn(usize, &str) -> String,
) -> impl Iterator<Item = Diagnostic> {
    found.iter().map(move |(column, n)| {
        let it = Diagnostic::new(Severity::Note, slug, words(*n, column));
        it.at(TableFile::Export("Client.csv").place())
    })
}
