//! Tables that were downloaded of one client become an extract: a Looker dashboard as a zip,
//! single Looks, any system's tables. A mapping says which columns are which fields and what
//! answers mean ([`TableMap`]); the one for Clarity's Looker is built in.
//!
//! ```text
//! source ─rows─▶ header ─columns─▶ section
//!                cells ─gather─▶ rows of the client, once each ─▶ fields, codes ─▶ Draft
//! ```
//! Nothing is guessed: whatever the mapping does not know is a fault, all faults are reported
//! together, and then there is no extract. Tables are read as streams; what is kept is what is
//! about the client, since a row of anybody else's is a fault.

mod answers;
mod cell;
mod columns;
mod contacts;
mod counts;
mod fault;
mod gather;
mod json;
mod label;
mod listed;
mod map;
mod map_file;
mod profile;
mod remarks;
mod rows;
mod seen;
mod shape;
mod sink;
mod source;
mod told;

pub use counts::{TableCount, TableCounts};
pub use map::{LOOKER, RECIPE, TableMap};
pub use map_file::{MAX_MAP, MapFile};
pub use remarks::{left_out, not_supplied, remarks, summary};
pub use source::{HeldTable, TableSource};

use fault::{Faults, Wrong};
use gather::{Gathered, Table, Whose, gather};
use shape::{SHAPES, Shape};

use crate::diagnostics::{Failure, Outcome};
use crate::extract::{Draft, Head};
use crate::model::{ClientId, SectionKind};

/// What is wanted of a download.
#[derive(Debug, Clone, Copy)]
pub struct TablesWanted<'a> {
    /// The client; none for whoever the download is about.
    pub client: Option<&'a str>,
    /// When the tables were downloaded (RFC 3339).
    pub exported_at: &'a str,
    /// How they are read.
    pub map: &'a TableMap,
    /// The argument or flag that names the download.
    pub input: &'a str,
}

/// What a download became.
#[derive(Debug)]
pub struct TablesImported {
    /// The client's identifier.
    pub client: String,
    /// The extract.
    pub extract: Vec<u8>,
    /// What was read of each file, and what was left out.
    pub counts: TableCounts,
}

/// Reads the tables of one client into an extract, in memory; or says all that is wrong with
/// them.
pub fn tables(
    sources: &[Box<dyn TableSource>],
    wanted: &TablesWanted<'_>,
) -> Result<TablesImported, Failure> {
    let mut sources: Vec<_> = sources.iter().map(AsRef::as_ref).collect();
    sources.sort_by_key(|it| it.name().to_owned());
    let mut faults = Faults::default();
    let mut counts = TableCounts::default();
    let mut whose = match wanted.client {
        Some(id) => Whose::Of(id.to_owned()),
        None => Whose::First(None),
    };
    let sections = read(&sources, wanted.map, &mut whose, &mut counts, &mut faults);
    let client = whose.client().filter(|it| ClientId::new(it).is_some());
    if client.is_none() && faults.is_empty() {
        faults.add(Wrong::Nobody, "", None, None);
    }
    let client = client.unwrap_or_default().to_owned();
    let extract = extract(&sections, &client, wanted, &mut counts, &mut faults);
    if !faults.is_empty() {
        let is_of_machine = faults.only_the_machines();
        let report = told::told(faults, wanted.input, &client);
        let outcome = if is_of_machine { Outcome::Failed } else { Outcome::Refused };
        return Err(Failure::new(outcome, report));
    }
    for (file, n) in faults.take_same() {
        for count in counts.files.iter_mut().filter(|it| it.file == file) {
            count.rows -= n;
            count.same += n;
        }
    }
    counts.unknown_days = faults.take_unknown_days();
    counts.not_kept = faults.take_not_kept();
    Ok(TablesImported { client, extract, counts })
}

/// The tables of each section; none where no table is of it.
type Sections = Vec<(&'static Shape, Option<Vec<Table>>)>;

fn read(
    sources: &[&dyn TableSource],
    map: &TableMap,
    whose: &mut Whose,
    counts: &mut TableCounts,
    faults: &mut Faults,
) -> Sections {
    let mut sections: Sections = SHAPES.iter().map(|it| (it, None)).collect();
    for source in sources {
        let file = source.name();
        let mut count = TableCount { file: file.to_owned(), ..TableCount::default() };
        if map.is_left_out(file) {
            count.is_left_out = true;
            counts.files.push(count);
            continue;
        }
        if map.is_refused(file) {
            faults.add(Wrong::CaseNotes, file, None, None);
            continue;
        }
        let gathered = gather(*source, map, whose, &mut count, faults);
        let mut add = |shape: &'static Shape, table: Option<Table>| {
            let section = sections.iter_mut().find(|it| it.0.section == shape.section);
            let tables = &mut section.expect("every section is there").1;
            tables.get_or_insert_default().extend(table);
        };
        match gathered {
            Gathered::Table(table) => add(table.columns.shape, Some(*table)),
            Gathered::NoRows(shape) => {
                count.section = Some(shape.section);
                add(shape, None);
            }
            Gathered::Empty => count.is_empty = true,
            Gathered::Faulty => {}
        }
        counts.files.push(count);
    }
    if faults.is_empty() && sections.iter().all(|it| it.1.is_none()) {
        faults.add(Wrong::NoTables, "", None, None);
    }
    for (shape, tables) in &sections {
        if tables.is_none() {
            counts.not_supplied.push(shape.section);
        }
        let is_one =
            matches!(shape.section, SectionKind::Profile | SectionKind::Enrollments);
        if let Some([first, second, ..]) = tables.as_deref().filter(|_| is_one) {
            let wrong = Wrong::TwoTables(shape.section);
            faults.disagree(wrong, (&first.file, None), (&second.file, None));
        }
    }
    sections
}

fn extract(
    sections: &Sections,
    client: &str,
    wanted: &TablesWanted<'_>,
    counts: &mut TableCounts,
    faults: &mut Faults,
) -> Vec<u8> {
    let map = wanted.map;
    let of = |section| {
        let found = sections.iter().find(|it| it.0.section == section);
        found.and_then(|it| it.1.as_deref())
    };
    let deleted =
        counts.files.iter().filter(|it| it.section == Some(SectionKind::Profile));
    for count in deleted {
        for row in &count.deleted {
            faults.add(Wrong::DeletedProfile, &count.file, Some(*row), None);
        }
    }
    let is_deleted = |it: &Table| {
        counts
            .files
            .iter()
            .any(|count| count.file == it.file && !count.deleted.is_empty())
    };
    let profile = of(SectionKind::Profile).map(|it| it.first());
    let profiled = match profile {
        // A list without a row.
        Some(None) => {
            faults.add(Wrong::NoProfile, "", None, None);
            None
        }
        Some(Some(table)) if table.rows.is_empty() && is_deleted(table) => None,
        Some(Some(table)) => profile::profile(table, client, map, counts, faults),
        None => None,
    };
    let standard = profiled.as_ref().map_or(map.standard, |it| it.standard);
    let head = Head {
        standard,
        exported_at: wanted.exported_at,
        source: &map.source,
        client_id: client,
    };
    let mut draft = Draft::new(head, profiled.map(|it| it.fields));
    draft.release_of_information = of(SectionKind::ReleaseOfInformation)
        .map(|it| listed::releases(it, client, map, faults));
    draft.enrollments = of(SectionKind::Enrollments)
        .map(|it| listed::enrollments(it, client, map, faults));
    draft.documents =
        of(SectionKind::Documents).map(|it| listed::documents(it, client, map, faults));
    draft.contact_information = of(SectionKind::ContactInformation)
        .map(|it| contacts::contacts(it, client, map, faults));
    draft.to_json()
}
