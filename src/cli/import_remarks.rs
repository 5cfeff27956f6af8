//! What `crr import` reports of an export that stops nothing, and why no client is imported.

use super::import_lost::EXPORT_AGAIN;
use super::import_not_shown::not_shown;
use super::outcome::{agreeing, counted};
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::import::{Counts, TableFile, columns_named};

/// What to check where a client was not found.
const CHECK_IDS: &str = "check the identifiers; with `--ids` they are those of HMIS";

/// What to check where Client.csv has an identifier that differs in what spreadsheets change.
const NEARLY_FOUND: &str = "Client.csv has a PersonalID that differs only in zeros at the beginning, \
     `.0`, marks or capitals: export again, and do not open the files in Excel";

/// What to check where Client.csv marks a client as deleted.
const DELETED: &str = "the export marks this client as deleted: look in HMIS whether the record was \
     merged into another";

/// What to do about an identifier of two clients.
const WHOSE_ID: &str =
    "look up in HMIS whose it is, and remove the other row from the file of `--ids`";

/// What is odd about an export, and stops nothing.
pub(super) fn remarks(counts: &Counts) -> Report {
    let mut report = Report::default();
    report.extend(odd_rows(counts));
    report.append(not_shown(counts));
    for (column, n, places) in counts.unknown_days.columns() {
        report.push(unknown_days(column, n, places));
    }
    if counts.not_found > 0 {
        let clients = counted(counts.not_found, "client");
        let message =
            format!("{clients} asked for {} not in the export", is(counts.not_found));
        report.push(
            Diagnostic::warning("client-not-in-export", message)
                .at(Place::Outside("--client".into()))
                .hint(not_found(counts)),
        );
    }
    report.extend(shared_ids(counts));
    let n = counts.households.too_large;
    if n > 0 {
        let join = agreeing(n, ["joins", "join"]);
        let message = format!("{} {join} more than 50 people", counted(n, "HouseholdID"));
        report.push(
            Diagnostic::warning("household-too-large", message)
                .at(TableFile::Export("Enrollment.csv").place())
                .hint("those households are taken as not known: name the people of a household in the file of `--with`"),
        );
    }
    if counts.may_be_hashed {
        report.push(
            Diagnostic::warning(
                "export-may-be-hashed",
                "Export.csv says that names are hashed (HashStatus 3), but none looks hashed",
            )
            .at(TableFile::Export("Export.csv").place())
            .hint("compare a name and a Social Security number with HMIS before you use an extract"),
        );
    }
    for (file, columns) in &counts.missing {
        let message = format!("{file} has no {}", columns_named(columns));
        report.push(
            Diagnostic::warning("columns-missing", message)
                .at(TableFile::Export(file).place())
                .hint("what they would contain is shown as not recorded"),
        );
    }
    report
}

/// Identifiers that the file of `--ids` gives to two clients: whose they are, nothing tells.
fn shared_ids(counts: &Counts) -> impl Iterator<Item = Diagnostic> {
    let n = counts.shared_ids;
    let whose = if n == 1 { "this client" } else { "each of these clients" };
    let message = format!(
        "{} got no extract: an HMIS identifier of {whose} is that of another PersonalID too",
        counted(n, "client")
    );
    let mut left_out = Diagnostic::warning("id-of-two-clients", message);
    for id in &counts.told_shared_ids {
        left_out = left_out.at(Place::Outside(format!("--ids, identifier `{id}`")));
    }
    let more = n - counts.told_shared_ids.len();
    if more > 0 {
        left_out = left_out.at(Place::Outside(counted(more, "more client")));
    }
    let n_ids = counts.ids_not_taken;
    let be = if n_ids == 1 {
        ["was", "it is", "is not one"]
    } else {
        ["were", "they are", "are none"]
    };
    let message = format!(
        "{} of the clients imported {} left out: {} that of another PersonalID too, or {}",
        counted(n_ids, "HMIS identifier"),
        be[0],
        be[1],
        be[2],
    );
    let not_taken =
        Diagnostic::warning("id-left-out", message).at(Place::Outside("--ids".into()));
    let found = [(n, left_out), (n_ids, not_taken)];
    found.into_iter().filter(|it| it.0 > 0).map(|it| it.1.hint(WHOSE_ID))
}

/// A day that means "not known".
pub(super) fn unknown_day(place: Place) -> Diagnostic {
    let message =
        "this day is not known (absent, or a placeholder): read as not written down";
    Diagnostic::new(Severity::Note, "placeholder-day", message).at(place)
}

/// Days of a column that mean "not known": the places of the first, and how many there are.
fn unknown_days(column: &str, n: usize, places: Vec<Place>) -> Diagnostic {
    let (days, are) = (counted(n, "day"), is(n));
    let message = format!(
        "{days} in `{column}` {are} not known (blank, or a placeholder): read as not written \
         down"
    );
    let more = n - places.len();
    let mut it = Diagnostic::new(Severity::Note, "placeholder-day", message);
    it.places = places;
    if more > 0 {
        it = it.at(Place::Outside(counted(more, "more row")));
    }
    it
}

/// Rows that do not fit with other files.
fn odd_rows(counts: &Counts) -> impl Iterator<Item = Diagnostic> {
    let odd = |slug: &'static str, n: usize, (one, many): (&str, &str), hint: &str| {
        let what = if n == 1 { one } else { many };
        let message = format!("{} {what}", counted(n, "row"));
        let it = Diagnostic::warning(slug, message);
        (n > 0).then(|| it.at(Place::Outside("EXPORT".into())).hint(hint))
    };
    let found = [
        odd(
            "row-without-client-row",
            counts.without_client,
            (
                "with a PersonalID that Client.csv does not have was left out",
                "with a PersonalID that Client.csv does not have were left out",
            ),
            "the export may have been cut by date or project",
        ),
        odd(
            "exit-without-enrollment",
            counts.without_enrollment,
            (
                "of Exit.csv was left out: Enrollment.csv does not have its enrollment",
                "of Exit.csv were left out: Enrollment.csv does not have their enrollments",
            ),
            "the enrollment may have been deleted",
        ),
        odd(
            "row-without-project",
            counts.without_project,
            (
                "of Enrollment.csv names a project that Project.csv does not have",
                "of Enrollment.csv name a project that Project.csv does not have",
            ),
            "those stays show no name, kind or agency: compare ProjectID in Enrollment.csv and Project.csv",
        ),
        odd(
            "row-without-id",
            counts.without_id,
            (
                "of Client.csv was left out: it has no HMIS identifier",
                "of Client.csv were left out: they have no HMIS identifier",
            ),
            "give each PersonalID a row in the file of `--ids`",
        ),
    ];
    found.into_iter().flatten()
}

/// Sections from elsewhere that found no client.
pub(super) fn not_merged(n: usize) -> Report {
    if n == 0 {
        return Report::default();
    }
    let message = format!(
        "`--with` names {} whom the export does not have; {} sections were not used",
        counted(n, "client"),
        if n == 1 { "this client's" } else { "their" }
    );
    Diagnostic::warning("sections-not-merged", message)
        .at(Place::Outside("--with".into()))
        .hint("check each `client_id` in that file: it must be the client's HMIS ID")
        .into()
}

/// Why there is nothing to import.
pub(super) fn no_clients(counts: &Counts) -> Diagnostic {
    let place = Place::Outside("EXPORT".into());
    if counts.left_out > 0 {
        let message = "every client of the export was left out";
        return Diagnostic::error("no-clients", message).at(place).hint(EXPORT_AGAIN);
    }
    if counts.shared_ids > 0 {
        let message = "every client of the export was left out";
        return Diagnostic::error("no-clients", message).at(place).hint(WHOSE_ID);
    }
    Diagnostic::error("no-clients", "the export has no client that was asked for")
        .at(place)
        .hint(not_found(counts))
}

/// What to check where a client was not found.
fn not_found(counts: &Counts) -> &'static str {
    match (counts.deleted_clients, counts.nearly_found) {
        (0, 0) => CHECK_IDS,
        (0, _) => NEARLY_FOUND,
        _ => DELETED,
    }
}

fn is(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}
