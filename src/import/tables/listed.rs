//! The tables of releases, enrollments and documents: a row each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cell::Row;
use super::fault::{Faults, Wrong};
use super::gather::Table;
use super::map::TableMap;
use super::seen::Seen;
use crate::extract::{DraftDocument, DraftEnrollment, DraftRelease};

/// The releases of information of all tables that have some.
pub(super) fn releases<'a>(
    tables: &[Table],
    client: &'a str,
    map: &TableMap,
    faults: &mut Faults,
) -> Vec<DraftRelease<'a>> {
    let mut seen = Seen::default();
    let mut releases: Vec<DraftRelease<'_>> = Vec::new();
    for (table, row) in rows(tables) {
        let mut row = Row::new(table, row, map, faults);
        let permission = row.yes("permission");
        let permission = row.needed("permission", permission);
        let release = DraftRelease {
            client_id: client,
            permission: permission.unwrap_or_default(),
            start_date: row.day("start_date"),
            end_date: row.day("end_date"),
            documentation: row.text("documentation"),
            location: row.text("location"),
            agency: row.text("agency"),
        };
        if seen.is_new(&release) {
            releases.push(release);
        } else {
            faults.says_the_same(&table.file);
        }
    }
    releases
}

/// The enrollments.
pub(super) fn enrollments<'a>(
    tables: &[Table],
    client: &'a str,
    map: &TableMap,
    faults: &mut Faults,
) -> Vec<DraftEnrollment<'a>> {
    let mut stays = Vec::new();
    for (table, row) in rows(tables) {
        let line = row.0;
        let mut row = Row::new(table, row, map, faults);
        let id = row.id("enrollment_id");
        let id = row.needed("enrollment_id", id);
        let entry_date = row.expected_day("entry_date");
        let project_name = row.text("project_name");
        let project_type = row.code("project_type");
        let agency = row.text("agency");
        let relationship_to_hoh = row.code("relationship_to_hoh");
        let move_in_date = row.day("move_in_date");
        let exit_date = row.day("exit_date");
        let destination = row.code("destination");
        let Some(enrollment_id) = id else { continue };
        if row.is_faulty {
            continue;
        }
        let stay = DraftEnrollment {
            client_id: client,
            enrollment_id: enrollment_id.into(),
            project_name: project_name.map(Cow::Owned),
            project_type,
            agency: agency.map(Cow::Owned),
            relationship_to_hoh,
            entry_date,
            move_in_date,
            exit_date,
            destination,
            participating: None,
            funders: Vec::new(),
        };
        stays.push((Where { file: &table.file, line }, stay));
    }
    let id = |it: &DraftEnrollment<'_>| it.enrollment_id.to_string();
    let mut stays = once(stays, id, "enrollment", faults);
    stays.sort_by(|a, b| {
        (a.entry_date, &a.enrollment_id).cmp(&(b.entry_date, &b.enrollment_id))
    });
    stays
}

/// The documents. Those without an identifier are numbered by day and name, so that a second
/// download of the same list agrees.
pub(super) fn documents<'a>(
    tables: &[Table],
    client: &'a str,
    map: &TableMap,
    faults: &mut Faults,
) -> Vec<DraftDocument<'a>> {
    let (mut named, mut nameless) = (Vec::new(), Vec::new());
    let mut seen = Seen::default();
    for (table, row) in rows(tables) {
        let line = row.0;
        let mut row = Row::new(table, row, map, faults);
        let id = row.id("document_id");
        let document = DraftDocument {
            client_id: client,
            document_id: id.clone().unwrap_or_default(),
            category: row.text("category"),
            name: name_of(row.texts("name")),
            added_on: row.day("added_on"),
            agency: row.text("agency"),
            program_eligibility: None,
        };
        match id {
            _ if row.is_faulty => {}
            Some(_) => named.push((Where { file: &table.file, line }, document)),
            None if seen.is_new(&document) => nameless.push(document),
            None => faults.says_the_same(&table.file),
        }
    }
    let id = |it: &DraftDocument<'_>| it.document_id.clone();
    let mut documents = once(named, id, "document", faults);
    nameless.sort_by(|a, b| {
        (a.added_on, &a.name, &a.category, &a.agency).cmp(&(
            b.added_on,
            &b.name,
            &b.category,
            &b.agency,
        ))
    });
    for (i, document) in nameless.into_iter().enumerate() {
        let document_id = format!("file-{}", i + 1);
        documents.push(DraftDocument { document_id, ..document });
    }
    documents
}

/// A document has a name from a list, and may have one that staff typed.
fn name_of(mut texts: Vec<String>) -> Option<String> {
    texts.dedup();
    Some(texts.join(": ")).filter(|it| !it.is_empty())
}

/// Where a row is.
#[derive(Clone, Copy)]
struct Where<'a> {
    file: &'a str,
    line: u64,
}

/// Rows of all tables of a section.
fn rows(tables: &[Table]) -> impl Iterator<Item = (&Table, &(u64, Vec<String>))> {
    tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)))
}

/// Each thing once. Two rows that tell differently of one are a fault.
fn once<T: PartialEq>(
    all: Vec<(Where<'_>, T)>,
    id: impl Fn(&T) -> String,
    what: &'static str,
    faults: &mut Faults,
) -> Vec<T> {
    let mut seen = BTreeMap::new();
    let mut kept: Vec<T> = Vec::new();
    for (here, it) in all {
        match seen.get(&id(&it)) {
            None => {
                seen.insert(id(&it), (here, kept.len()));
                kept.push(it);
            }
            Some((_, at)) if kept[*at] == it => faults.says_the_same(here.file),
            Some((there, _)) => faults.disagree(
                Wrong::Differ(what),
                (there.file, Some(there.line)),
                (here.file, Some(here.line)),
            ),
        }
    }
    kept
}
