//! The pages of one profile: at a glance, then its sections. Of several profiles each has its
//! name, "Profile 1 of 2", and its own pages below the one before.

use serde::Serialize;

use super::block::{Block, block};
use super::catalog::Catalog;
use super::shown::{counts, has_page};
use super::words::{Words, ids};
use super::{contacts, cover, documents, enrollments, glance, offered, profile, roi};
use crate::model::SectionKind;
use crate::plan::Record;

/// What the pages of a profile show.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ProfilePages {
    /// "Profile 1 of 2"; none where there is one only.
    pub label: Option<String>,
    /// The HMIS identifiers of the profile.
    pub client_id: String,
    /// The day of the export.
    pub exported: String,
    /// What each section holds; of one profile alone, the cover says it.
    pub contents: Vec<cover::Item>,
    /// The sections that have a page, in the order in which they are printed.
    pub pages: Vec<&'static str>,
    /// At a glance.
    pub glance: Vec<glance::Tile>,
    /// Client Profile.
    pub profile: Block<profile::ProfileView>,
    /// Release of Information.
    pub release_of_information: Block<roi::RoiView>,
    /// Enrollment History.
    pub enrollments: Block<enrollments::EnrollmentsView>,
    /// Client Documentation.
    pub documents: Block<documents::DocumentsView>,
    /// Contact Information.
    pub contact_information: Block<contacts::ContactsView>,
    /// Assessments.
    pub assessments: Block<offered::AssessmentsView>,
    /// Services.
    pub services: Block<offered::TableView>,
    /// Alerts.
    pub alerts: Block<offered::TableView>,
    /// Locations.
    pub locations: Block<offered::TableView>,
}

/// What each profile is called: "Profile 1 of 2"; a profile alone is called nothing.
pub(super) fn labels(record: &Record, catalog: &Catalog) -> Vec<Option<String>> {
    let n = record.profiles().len();
    let label = |i: usize| {
        let values = [("n", &*catalog.number(i)), ("all", &*catalog.number(n))];
        (n > 1).then(|| catalog.fill("profile-of", &values))
    };
    (1..=n).map(label).collect()
}

/// Shows one profile.
pub(super) fn pages(words: &Words<'_>, english: &Catalog) -> ProfilePages {
    let profile = words.profile;
    macro_rules! block {
        ($kind:ident, $section:ident, $show:expr) => {
            block(words, english, SectionKind::$kind, &profile.$section, $show)
        };
    }
    let release_of_information =
        block!(ReleaseOfInformation, release_of_information, roi::view);
    let pages = counts(profile).into_iter().filter(|(kind, it, _)| has_page(*kind, *it));
    ProfilePages {
        label: words.label.map(str::to_owned),
        client_id: ids(profile),
        exported: words.day(profile.exported_on),
        contents: words.label.map(|_| cover::contents(words)).unwrap_or_default(),
        pages: pages.map(|(kind, ..)| kind.token()).collect(),
        profile: block!(Profile, profile, profile::view),
        glance: glance::tiles(words, &release_of_information),
        release_of_information,
        enrollments: block!(Enrollments, enrollments, enrollments::view),
        documents: block!(Documents, documents, documents::view),
        contact_information: block!(
            ContactInformation,
            contact_information,
            contacts::view
        ),
        assessments: block!(Assessments, assessments, offered::assessments),
        services: block!(Services, services, offered::services),
        alerts: block!(Alerts, alerts, offered::alerts),
        locations: block!(Locations, locations, offered::locations),
    }
}
