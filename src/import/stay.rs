//! Enrollment.csv and Exit.csv: their columns, and a row of each (HMIS CSV Format
//! Specifications, FY2024 and FY2026).

use std::collections::BTreeMap;

use super::bad_row::{BadRow, TableFile};
use super::client::Client;
use super::layout::{DELETED, Layout};
use super::rounded::is_rounded;
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

/// Clients with their stays, by PersonalID and EnrollmentID.
pub(super) type Clients = BTreeMap<String, (Client, BTreeMap<String, Stay>)>;

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
