//! What an import found besides the extracts.

use std::collections::{BTreeMap, BTreeSet};

use super::bad_row::{BadRow, TableFile};
use super::client::Client;
use super::unknown_days::UnknownDays;
use crate::diagnostics::masked_id;
use crate::model::Standard;

/// Bad rows, and clients without an extract, that are reported one by one; more are counted.
pub(super) const MAX_TOLD: usize = 15;

/// What the import found besides the extracts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// When it was exported (RFC 3339).
    pub exported_at: String,
    /// Rows of each section in all extracts that were made, by its key.
    pub sections: BTreeMap<&'static str, usize>,
    /// Extracts that were made.
    pub clients: usize,
    /// Stays in them.
    pub enrollments: usize,
    /// Rows that the export marks as deleted, by file.
    pub deleted: BTreeMap<&'static str, usize>,
    /// Enrollments and exits whose PersonalID no row of Client.csv has.
    pub without_client: usize,
    /// The same, where clients were asked for by name: they may be theirs.
    pub of_unknown: usize,
    /// Rows of clients that were wanted and that the export marks as deleted.
    pub own_deleted: usize,
    /// Clients that were asked for, and whose PersonalID Client.csv writes differently.
    pub nearly_found: usize,
    /// Clients that were asked for, and that Client.csv marks as deleted.
    pub deleted_clients: usize,
    /// Exits of enrollments that no row of Enrollment.csv has.
    pub without_enrollment: usize,
    /// Enrollments whose project no row of Project.csv has.
    pub without_project: usize,
    /// Enrollments whose project the export marks as deleted.
    pub project_deleted: usize,
    /// Enrollments whose project has no name of its agency.
    pub without_agency: usize,
    /// Answers to yes-or-no questions that are neither, by column.
    pub odd_answers: BTreeMap<&'static str, usize>,
    /// Values in columns that the standard of the export does not have, by column.
    pub of_other_standard: BTreeMap<&'static str, usize>,
    /// Clients that have no HMIS identifier.
    pub without_id: usize,
    /// Clients that have several HMIS identifiers: each of them has one extract.
    pub several_ids: usize,
    /// Clients that get no extract, because an identifier of theirs is that of others too.
    pub shared_ids: usize,
    /// The identifiers of the first of them, masked.
    pub told_shared_ids: Vec<String>,
    /// Identifiers of clients with an extract that it does not have, because they are those of
    /// others too, or none at all.
    pub ids_not_taken: usize,
    /// Rows that were read, by file.
    pub rows: BTreeMap<&'static str, usize>,
    /// Rows that say what another one says, by file: they count once.
    pub twice: BTreeMap<&'static str, usize>,
    /// Rows that cannot be read.
    pub bad: usize,
    /// The first of them.
    pub told: Vec<BadRow>,
    /// Clients that get no extract, because a row of theirs cannot be read.
    pub left_out: usize,
    /// The first of them.
    pub told_left_out: Vec<LeftOutClient>,
    /// Rows that cannot be read and are of a client that nobody can tell.
    pub nobodys: usize,
    /// The first of them.
    pub told_nobodys: Vec<BadRow>,
    /// True where Export.csv says that names may be hashed, and none is.
    pub may_be_hashed: bool,
    /// The first row that is hashed.
    pub(super) hashed: Option<BadRow>,
    /// Optional columns that are missing, by file.
    pub missing: BTreeMap<&'static str, Vec<&'static str>>,
    /// In how many extracts the household is told.
    pub households: HouseholdCounts,
    /// Rows that cannot be read, by file.
    pub bad_rows: BTreeMap<&'static str, usize>,
    /// Days that mean "not known", of clients that were wanted.
    pub unknown_days: UnknownDays,
    /// Identifiers that were asked for and that the export does not have: a count.
    pub not_found: usize,
    /// Clients that got sections from elsewhere.
    pub merged: usize,
    /// Clients of such sections that the export does not have, where all were asked for.
    pub not_merged: usize,
    /// Rows that contradict others: two clients may have one of them.
    clashes: BTreeSet<BadRow>,
}

/// In how many extracts the household is told, and in how many not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct HouseholdCounts {
    /// Extracts that name the others of the household, or say that there are none.
    pub known: usize,
    /// Those that do not.
    pub unknown: usize,
    /// Households of more members than any has, which are taken as not known.
    pub too_large: usize,
}

/// A client who gets no extract: rows of theirs were skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutClient {
    /// The HMIS identifier, masked.
    pub id: String,
    /// The first of the rows.
    pub rows: Vec<BadRow>,
}

/// What was found of one client besides their rows.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub without_client: usize,
    pub without_enrollment: usize,
    /// Rows of this PersonalID, which Client.csv does not have: they may be of others who were
    /// asked for by name.
    pub of_unknown: usize,
    /// Rows that the export marks as deleted.
    pub deleted: usize,
    twice: BTreeMap<&'static str, usize>,
    pub unknown_days: UnknownDays,
    /// Rows that contradict others: none of them can be right for sure.
    pub clashes: BTreeSet<BadRow>,
}

impl Own {
    pub(super) fn twice(&mut self, file: TableFile) {
        *self.twice.entry(file.name()).or_default() += 1;
    }
}

impl Counts {
    pub(super) fn twice(&mut self, file: TableFile) {
        *self.twice.entry(file.name()).or_default() += 1;
    }

    /// Adds what was found of one client.
    pub(super) fn add(&mut self, own: &Own) {
        self.without_client += own.without_client;
        self.without_enrollment += own.without_enrollment;
        self.own_deleted += own.deleted;
        for (file, n) in &own.twice {
            *self.twice.entry(file).or_default() += n;
        }
        self.unknown_days.add(&own.unknown_days);
        for row in &own.clashes {
            if self.clashes.insert(row.clone()) {
                self.bad(row.clone());
            }
        }
    }

    /// Counts what a client's row says and no page can show.
    pub(super) fn not_shown(&mut self, client: &Client, standard: Standard) {
        for column in client.odd_answers() {
            *self.odd_answers.entry(column).or_default() += 1;
        }
        for column in client.of_other(standard) {
            *self.of_other_standard.entry(column).or_default() += 1;
        }
    }

    pub(super) fn bad(&mut self, row: BadRow) {
        self.bad += 1;
        *self.bad_rows.entry(row.file.name()).or_default() += 1;
        if row.is_hashed() {
            self.hashed.get_or_insert_with(|| row.clone());
        }
        if self.told.len() < MAX_TOLD {
            self.told.push(row);
        }
    }

    pub(super) fn left_out(&mut self, id: &str, rows: Vec<BadRow>) {
        self.left_out += 1;
        if self.told_left_out.len() < MAX_TOLD {
            self.told_left_out.push(LeftOutClient { id: masked_id(id), rows });
        }
    }

    /// Counts a client with an extract.
    pub(super) fn client(&mut self, ids: &[String]) {
        self.clients += 1;
        self.several_ids += usize::from(ids.len() > 1);
    }

    /// Counts the rows of an extract.
    pub(super) fn add_sections(&mut self, rows: &BTreeMap<&'static str, usize>) {
        for (section, n) in rows {
            *self.sections.entry(section).or_default() += n;
        }
    }

    /// Counts whether the household of a client is told.
    pub(super) fn household(&mut self, is_known: bool) {
        let told = &mut self.households;
        *if is_known { &mut told.known } else { &mut told.unknown } += 1;
    }

    pub(super) fn shared_id(&mut self, id: &str) {
        self.shared_ids += 1;
        if self.told_shared_ids.len() < MAX_TOLD {
            self.told_shared_ids.push(masked_id(id));
        }
    }

    pub(super) fn nobodys(&mut self, rows: Vec<BadRow>) {
        self.nobodys += rows.len();
        let room = MAX_TOLD - self.told_nobodys.len();
        self.told_nobodys.extend(rows.into_iter().take(room));
    }
}
