//! What is released, and what the export does not have.

use super::choices::check_list;
use crate::diagnostics::{Place, Report};
use crate::model::SectionKind;
use crate::source::{record, tokens};

tokens! {
    /// How much of the Social Security number is printed.
    pub enum SsnShown default LastFour {
        /// The last four digits.
        LastFour = "last-four",
        /// All nine.
        Full = "full",
    }
}

record! {
    /// What is released.
    #[derive(Debug, Clone)]
    pub struct Release {
        /// The sections; default: the site file.
        pub sections: Option<Vec<SectionKind>>,
        /// The Social Security number; default: the last four digits.
        pub ssn: SsnShown,
        /// What the export does not have, and need not, besides what the site file names.
        pub not_in_export: Vec<Part>,
    }
}

tokens! {
    /// A part of an extract that an export may not have.
    pub enum Part {
        /// Basic demographic data.
        Profile = "profile",
        /// Permission to share, with its dates.
        ReleaseOfInformation = "release-of-information",
        /// Phone numbers, addresses.
        ContactInformation = "contact-information",
        /// Every stay in a project.
        Enrollments = "enrollments",
        /// The list of uploaded documents.
        Documents = "documents",
        /// Questions that staff asked, with the answers.
        Assessments = "assessments",
        /// Help that was given.
        Services = "services",
        /// Notes for other staff.
        Alerts = "alerts",
        /// Places.
        Locations = "locations",
        /// The names of others in the household.
        Household = "household",
    }
}

impl Part {
    /// The section it is; none for the household.
    pub fn section(self) -> Option<SectionKind> {
        SectionKind::ALL.iter().copied().find(|it| it.token() == self.token())
    }
}

/// A list of parts that an export does not have may be empty.
pub(crate) fn check_parts(parts: &[Part], at: Place, report: &mut Report) {
    if !parts.is_empty() {
        check_list(parts, at, "name each part once", report);
    }
}
