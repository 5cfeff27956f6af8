//! One file a section: a view struct and a total function from the plan to it.
//!
//! A view holds words, ready to be set: codes are decoded, days are written out, what was
//! not recorded is said in words. Templates lay out; they decide nothing.

mod axis;
mod block;
mod catalog;
mod contacts;
mod cover;
mod denial;
mod documents;
mod enrollments;
mod glance;
mod guide;
mod imprint;
mod locale;
mod message;
mod offered;
mod opening;
mod passphrase_sheet;
mod profile;
mod roi;
mod shown;
mod timeline;
mod words;

pub use block::Block;
pub use catalog::{Catalog, CatalogError, HUD_PART, PARTS};
pub use cover::HelpLine;
pub use denial::{DenialView, denial};
pub use guide::{GuideView, guide};
pub use imprint::Imprint;
pub use message::{Message, message};
pub use opening::{EXAMPLE, OpeningView, opening};
pub use passphrase_sheet::{PassphraseSheet, passphrase_sheet};
pub use shown::{Shown, counts, has_page};

use serde::Serialize;

use crate::model::{Hud, SectionKind};
use crate::plan::Plan;
use crate::site::Site;
use block::block;
use words::Words;

/// What the templates of cover and record see: `/view.json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct View {
    /// The day of the build, with the month cut short.
    pub printed_short: String,
    /// The sections that have a page, in the order in which they are printed.
    pub pages: Vec<&'static str>,
    /// The cover.
    pub cover: cover::Cover,
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

/// Shows a plan in words.
pub fn view(plan: &Plan, site: &Site, catalog: &Catalog, help: &[HelpLine]) -> View {
    let (handover, record) = (plan.handover(), plan.record());
    let profile = record.first();
    let long = words::sections_with_long_texts(record);
    let hud = Hud::of(profile.standard);
    let words = Words { catalog, hud, handover, record, profile, site, long: &long };
    macro_rules! block {
        ($kind:ident, $section:ident, $show:expr) => {
            block(&words, SectionKind::$kind, &profile.$section, $show)
        };
    }
    let release_of_information =
        block!(ReleaseOfInformation, release_of_information, roi::view);
    let pages = counts(profile).into_iter().filter(|(kind, it, _)| has_page(*kind, *it));
    View {
        pages: pages.map(|(kind, ..)| kind.token()).collect(),
        printed_short: words.short_day(handover.at),
        cover: cover::cover(&words, help),
        profile: block!(Profile, profile, profile::view),
        glance: glance::tiles(&words, &release_of_information),
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
