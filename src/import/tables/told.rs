//! The faults of a download in words: what, where, and what to do.

use super::super::machine::{machine_hint, machine_words};
use super::answers::List;
use super::fault::{Fault, Faults, Wrong};
use crate::diagnostics::{Diagnostic, Place, Report, agreeing, counted, hide_ids};
use crate::model::SectionKind;

/// Faults that are reported one by one; more are counted.
const MAX_TOLD: usize = 15;

/// Why a download was not imported: every fault, at most fifteen of them in words. A file's name
/// is a tile's title, and should name no client; where it does, it is masked.
pub(super) fn told(faults: Faults, input: &str, client: &str) -> Report {
    let (faults, mut more) = faults.sorted();
    let mut report = Report::default();
    let n = faults.len().min(MAX_TOLD);
    more += faults.len() - n;
    for (i, fault) in faults.iter().take(n).enumerate() {
        let mut it = Diagnostic::error(slug(&fault.wrong), message(fault));
        for place in places(fault, input) {
            it = it.at(place);
        }
        let is_last = !faults[i + 1..n].iter().any(|it| has_same_hints(it, fault));
        if is_last {
            for hint in hints(&fault.wrong) {
                it = it.hint(hint);
            }
        }
        it.message = hidden(&it.message, client);
        for place in &mut it.places {
            if let Place::Input { file, .. } = place {
                *file = hidden(file, client);
            }
        }
        report.push(it);
    }
    if more > 0 {
        let message = format!(
            "{} of the download {} not shown",
            counted(more, "more fault"),
            agreeing(more, ["is", "are"])
        );
        report.push(
            Diagnostic::error("more-faults", message).at(Place::Outside(input.into())),
        );
    }
    report
}

/// A text with the client's identifier masked, however short it is.
pub(super) fn hidden(text: &str, client: &str) -> String {
    hide_ids(text, &[client.to_owned()])
}

/// A file as a place names it.
pub(super) fn named(input: &str, file: &str) -> String {
    if file.is_empty() { input.to_owned() } else { format!("{input}/{file}") }
}

fn places(fault: &Fault, input: &str) -> Vec<Place> {
    let file = named(input, &fault.file);
    let column = fault.column.as_deref();
    let mut places: Vec<_> =
        fault.rows.iter().map(|row| Place::row(file.clone(), *row, column)).collect();
    if places.is_empty() {
        places.push(Place::Input {
            file,
            row: None,
            part: column.unwrap_or_default().to_owned(),
        });
    }
    if let Some((other, row)) = &fault.other {
        places.push(Place::Input {
            file: named(input, other),
            row: *row,
            part: String::new(),
        });
    }
    places
}

fn has_same_hints(a: &Fault, b: &Fault) -> bool {
    hints(&a.wrong) == hints(&b.wrong)
}

fn slug(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::AnotherClient => "another-clients-row",
        Wrong::Spelled => "client-spelled",
        Wrong::CaseNotes => "case-notes",
        Wrong::NoIdentifier => "table-without-client",
        Wrong::HeaderBelow => "header-below",
        Wrong::RowOfNobody => "row-without-client",
        Wrong::TwoTables(_) => "table-twice",
        Wrong::Differ(_) => "rows-differ",
        Wrong::CutOff(_) => "table-cut-off",
        Wrong::DeletedProfile => "profile-deleted",
        Wrong::NoProfile | Wrong::Nobody => "no-clients",
        Wrong::NoTables => "no-tables",
        Wrong::NotATable(_) => "not-a-table",
        Wrong::NotKnown(_) => "table-not-known",
        Wrong::Lacks(..) => "table-columns-missing",
        Wrong::TwoColumns(_) => "table-column-twice",
        Wrong::TwoValues(_) => "columns-differ",
        Wrong::UnknownAnswer(_) => "unknown-answer",
        Wrong::Hashed => "export-hashed",
        Wrong::Machine(_) => "not-readable",
        Wrong::NoEnd | Wrong::Unreadable | Wrong::NotJson => "export-unreadable",
        Wrong::Blank
        | Wrong::NotADate
        | Wrong::NotAYear
        | Wrong::Rounded
        | Wrong::LostZero
        | Wrong::LineBreak
        | Wrong::NotFlat
        | Wrong::Fields
        | Wrong::NotText => "bad-row",
    }
}

// Long: a line or two for each kind of fault.
fn message(fault: &Fault) -> String {
    let n = usize::try_from(fault.n_rows).unwrap_or(usize::MAX);
    let rows = |one: &str, many: &str| {
        if n > 1 {
            format!("{} {many}", counted(n, "row"))
        } else {
            format!("a row {one}")
        }
    };
    let cells = |one: &str, many: &str| {
        if n > 1 {
            format!("{} {many}", counted(n, "cell"))
        } else {
            format!("a cell {one}")
        }
    };
    match &fault.wrong {
        Wrong::AnotherClient => {
            rows("is about another client", "are about another client")
        }
        Wrong::Spelled => rows(
            "writes the client's identifier in another way",
            "write the client's identifier in another way",
        ),
        Wrong::CaseNotes => "a table contains case notes".into(),
        Wrong::NoIdentifier => {
            "a table has no column that says whose rows these are".into()
        }
        Wrong::HeaderBelow => "the first row of a table is not its header".into(),
        Wrong::RowOfNobody => {
            rows("does not say whose it is", "do not say whose they are")
        }
        Wrong::TwoTables(section) => format!("two tables are {}", words(*section)),
        Wrong::Differ(what) => format!("two rows say different things about one {what}"),
        Wrong::CutOff(n) => {
            format!("a table has exactly {n} rows, where tiles are cut off")
        }
        Wrong::DeletedProfile => rows(
            "of the profile is marked as deleted",
            "of the profile are marked as deleted",
        ),
        Wrong::NoProfile => "the table of the profile has no row".into(),
        Wrong::Nobody => "no row says whom the download is about".into(),
        Wrong::NoTables => "the download contains no table".into(),
        Wrong::NotATable(what) => format!("this is {what}, not a table that is read"),
        Wrong::NotKnown(None) => "a table fits no section".into(),
        Wrong::NotKnown(Some((section, lacks))) => format!(
            "a table fits no section; the nearest is {}, but it has no column for {}",
            words(*section),
            listed(lacks)
        ),
        Wrong::Lacks(section, lacks) => format!(
            "the table of {} has no column for {}",
            words(*section),
            listed(lacks)
        ),
        Wrong::TwoColumns(key) => format!("two columns are `{key}`"),
        Wrong::TwoValues(key) => {
            format!("two columns are `{key}`, and say different things")
        }
        Wrong::LostZero => cells(
            "lacks digits: Excel drops zeros at the beginning",
            "lack digits: Excel drops zeros at the beginning",
        ),
        Wrong::UnknownAnswer(_) => "the mapping does not know this answer".into(),
        Wrong::Blank => cells("is blank", "are blank"),
        Wrong::NotADate => cells("is not a date", "are not dates"),
        Wrong::NotAYear => cells("is not a year", "are not years"),
        Wrong::Rounded => {
            cells("was rounded by a spreadsheet", "were rounded by a spreadsheet")
        }
        Wrong::LineBreak => cells("contains a line break", "contain a line break"),
        Wrong::NotFlat => {
            rows("contains a list or an object", "contain a list or an object")
        }
        Wrong::Hashed => cells(
            "contains a hash instead of the real value",
            "contain a hash instead of the real value",
        ),
        Wrong::Fields => rows(
            "has more or fewer fields than the header",
            "have more or fewer fields than the header",
        ),
        Wrong::NotText => rows("is not UTF-8 text", "are not UTF-8 text"),
        Wrong::NoEnd => "a record does not end".into(),
        Wrong::Unreadable => "a table cannot be read to its end".into(),
        Wrong::Machine(kind) => {
            format!("cannot read a table: {}", machine_words(*kind))
        }
        Wrong::NotJson => "this is not a JSON list of rows".into(),
    }
}

/// The words for a section.
pub(super) fn words(section: SectionKind) -> &'static str {
    match section {
        SectionKind::Profile => "the profile",
        SectionKind::ReleaseOfInformation => "the releases of information",
        SectionKind::ContactInformation => "the contact information",
        SectionKind::Enrollments => "the enrollments",
        SectionKind::Documents => "the documents",
        SectionKind::Assessments => "the assessments",
        SectionKind::Services => "the services",
        SectionKind::Alerts => "the alerts",
        SectionKind::Locations => "the locations",
    }
}

/// "`a`", "`a` and `b`".
fn listed(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|it| format!("`{it}`")).collect();
    match keys.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// What to write into a mapping file.
const MAP: &str = "in a mapping file, and pass that with `--map`";

// Long: a line or two for each kind of fault.
fn hints(wrong: &Wrong) -> Vec<String> {
    let hints: &[&str] = match wrong {
        Wrong::AnotherClient => &[
            "check `--client`, and the filter that every tile listens to; then download again",
            "a profile with another identifier is a record of its own, with its own request",
        ],
        Wrong::Spelled => &[
            "it differs in capitals, or in zeros or marks that spreadsheets change: give it as HMIS shows it, and download again",
        ],
        Wrong::CaseNotes => &[
            "remove that tile from the dashboard: no copy of a record carries case notes",
        ],
        Wrong::NoIdentifier => &[
            "add `Unique Identifier` to the tile; a pivot has two header rows, so turn it off",
        ],
        Wrong::HeaderBelow => &[
            "download again without a title; or delete the lines above the header, and nothing else",
        ],
        Wrong::RowOfNobody => &["turn totals and subtotals off and download again"],
        Wrong::TwoTables(_) => &["keep one tile of each section"],
        Wrong::Differ("client") => {
            &["the client may have two profiles, or the tile joins what has several rows"]
        }
        Wrong::Differ(_) => &[
            "remove from that tile what has several rows for one of them, such as services",
        ],
        Wrong::CutOff(_) => &[
            "raise the row limit of the tile to 5,000, or filter it further, and download again",
        ],
        Wrong::DeletedProfile => {
            &["check the identifier: the record may have been merged into another"]
        }
        Wrong::NoProfile => {
            &["check `--client`, and that whoever ran the dashboard may see this client"]
        }
        Wrong::NoTables | Wrong::Nobody => {
            &["name the zip of the dashboard, or a folder of its tables"]
        }
        Wrong::NotATable(_) => &[
            "download as CSV; a file that belongs to no record goes into `left_out` of a mapping",
        ],
        Wrong::NotKnown(_) => &[
            "if it is a section, write its name into `files` of that section, and its columns, in a mapping file",
            "if it belongs to no record, write its name into `left_out` there; pass that with `--map`",
        ],
        Wrong::Lacks(..) => &[
            "add it to the tile; or name its column in a mapping file, and pass that with `--map`",
        ],
        Wrong::TwoColumns(_) | Wrong::TwoValues(_) => &[
            "remove one of them from the tile, or write it into `ignored` of a mapping file",
        ],
        Wrong::Machine(kind) => &[machine_hint(*kind)],
        Wrong::UnknownAnswer(list) => return vec![line_to_add(list)],
        Wrong::Blank => &["fill it in in HMIS, and download again"],
        Wrong::NotADate => &["show it as 2026-11-18 or 11/18/2026, and download again"],
        Wrong::Rounded | Wrong::LostZero => {
            &["download again, and open nothing in a spreadsheet"]
        }
        Wrong::NotFlat | Wrong::NotJson => {
            &["download again as CSV, or as JSON with one flat object for each row"]
        }
        Wrong::LineBreak | Wrong::NoEnd => {
            &["look for a quotation mark that is not closed, near that row"]
        }
        Wrong::Hashed => {
            &["download again, not hashed: a copy shows what the client gave"]
        }
        Wrong::NotAYear | Wrong::Fields | Wrong::NotText | Wrong::Unreadable => {
            &["download again; unpack nothing and change nothing by hand"]
        }
    };
    hints.iter().map(|it| (*it).to_owned()).collect()
}

fn line_to_add(list: &str) -> String {
    let code = match List::of(list).map(|it| it.key) {
        Some("yes_no") => "1",
        Some("race_ethnicity" | "gender") => "\"HUD's column\"",
        _ => "HUD's code",
    };
    format!("if it is right, write `\"…\" = {code}` below `[values.{list}]` {MAP}")
}
