//! Enrollment.csv and Exit.csv: their columns, and a row of each (HMIS CSV Format
//! Specifications, FY2024 and FY2026).

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::bad_row::{BadRow, TableFile};
use super::client::Client;
use super::layout::{DELETED, Layout};
use super::rounded::is_rounded;
use super::spelling::mark;
use super::table::Row;
use crate::model::Day;

pub(super) const ENROLLMENT: Layout = Layout {
    file: TableFile::Export("Enrollment.csv"),
    is_needed: true,
    needed: &["EnrollmentID", "PersonalID", "ProjectID", "EntryDate"],
    optional: &[&["RelationshipToHoH", "MoveInDate", HOUSEHOLD, DELETED]],
};

/// The column that joins the people of a household.
pub(super) const HOUSEHOLD: &str = "HouseholdID";

pub(super) const EXIT: Layout = Layout {
    file: TableFile::Export("Exit.csv"),
    is_needed: true,
    needed: &["EnrollmentID", "PersonalID", "ExitDate"],
    optional: &[&["Destination", DELETED]],
};

/// Clients with their stays, by PersonalID.
pub(super) type Clients = BTreeMap<String, (Client, Stays)>;

/// The stays of a client in the order of the file. One is found by its EnrollmentID at once,
/// however many there are.
#[derive(Default)]
pub(super) struct Stays {
    all: Vec<Stay>,
    /// By the mark of the EnrollmentID, which stands in the stay itself.
    places: HashMap<u64, usize>,
    /// Of those whose mark another has.
    others: HashMap<String, usize>,
}

impl Stays {
    /// All of them.
    pub(super) fn all(&self) -> &[Stay] {
        &self.all
    }

    /// The one of an EnrollmentID.
    pub(super) fn get_mut(&mut self, enrollment: &str) -> Option<&mut Stay> {
        let place = *self.places.get(&mark(enrollment))?;
        if self.all[place].enrollment == enrollment {
            return self.all.get_mut(place);
        }
        let place = *self.others.get(enrollment)?;
        self.all.get_mut(place)
    }

    /// Takes one up whose EnrollmentID none of them has.
    pub(super) fn add(&mut self, stay: Stay) {
        let place = self.all.len();
        let first = *self.places.entry(mark(&stay.enrollment)).or_insert(place);
        if first != place {
            self.others.insert(stay.enrollment.clone(), place);
        }
        self.all.push(stay);
    }
}

/// A row of Enrollment.csv with its exit.
#[derive(PartialEq)]
pub(super) struct Stay {
    pub enrollment: String,
    pub project: String,
    pub household: Option<String>,
    /// None where it is not written down.
    pub entry: Option<Day>,
    pub relationship: Option<i64>,
    pub move_in: Option<Day>,
    pub exit: Option<Exit>,
}

impl Stay {
    pub(super) fn of(row: &Row<'_>) -> Result<Self, BadRow> {
        Ok(Self {
            entry: row.expected_day("EntryDate")?,
            enrollment: row.needed("EnrollmentID")?,
            project: row.needed("ProjectID")?,
            // A number that was rounded is that of several households.
            household: row.kept(HOUSEHOLD)?.filter(|it| !is_rounded(it)),
            relationship: row.code("RelationshipToHoH")?,
            move_in: row.day("MoveInDate")?,
            exit: None,
        })
    }
}

/// A row of Exit.csv: when, and where to.
#[derive(PartialEq)]
pub(super) struct Exit {
    /// None where it means "not known".
    pub date: Option<Day>,
    pub destination: Option<i64>,
}

impl Exit {
    pub(super) fn of(row: &Row<'_>) -> Result<Self, BadRow> {
        let date = row.written_day("ExitDate")?;
        Ok(Self { date, destination: row.code("Destination")? })
    }
}
