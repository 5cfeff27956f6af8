//! What an import of Clarity's JSON left out, and what it found besides.

use std::collections::BTreeMap;

use super::clarity_keys::Unused;
use crate::diagnostics::Place;

/// What was left out, and how much was not.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct LeftOut {
    /// Rows of each section in the extract, by its key.
    pub sections: BTreeMap<&'static str, usize>,
    /// Other people of the household.
    pub members: usize,
    /// Files that the system marks as deleted.
    pub deleted: usize,
    /// Enrollments that the system marks as deleted.
    pub deleted_stays: usize,
    /// Clients of sections from elsewhere, where this one is none of them.
    pub not_merged: usize,
    /// Days that mean "not known".
    pub unknown_days: Vec<Place>,
    /// Answers that a record has no place for, beside the one that it has.
    pub not_kept: Vec<Place>,
    /// Files that are marked as private: a record has no such mark for one file.
    pub private_files: Vec<Place>,
    /// Enrollments in a project of which the list of agencies has no row.
    pub without_agency: Vec<Place>,
    /// Keys that were not used, by input.
    pub unused: Vec<Unused>,
    /// True where the profile has sex and gender: gender is left out then.
    pub has_both_standards: bool,
    /// True where it has neither: no standard is told.
    pub has_no_standard: bool,
    /// Whether the record is private, where the system says so.
    pub private: Option<bool>,
}
