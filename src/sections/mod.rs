//! One file a section: a view struct and a total function from the plan to it.
//!
//! A view holds words, ready to be set: codes are decoded, days are written out, what was
//! not recorded is said in words. Templates lay out; they decide nothing.

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
mod timeline;
mod words;

pub use catalog::{Catalog, CatalogError, HUD_PART, PARTS};
pub use cover::HelpLine;
pub use denial::{DenialView, denial};
pub use guide::{GuideView, guide};
pub use imprint::Imprint;
pub use message::{Message, message};
pub use opening::{EXAMPLE, OpeningView, opening};
pub use passphrase_sheet::{PassphraseSheet, passphrase_sheet};

use serde::{Deserialize, Serialize};

use crate::model::{Hud, SectionKind};
use crate::plan::{Plan, ProfileRecord, Rows, State};
use crate::site::Site;
use words::Words;

/// What the templates of cover and record see: `/view.json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct View {
    /// The day of the build, with the month cut short.
    pub printed_short: String,
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

/// A section as a page shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Block<T> {
    /// Which of the states the page tells apart.
    pub state: Shown,
    /// What is on record.
    pub body: Option<T>,
    /// Words for an empty state.
    pub empty: Option<String>,
    /// Words about what was held back from this section.
    pub withheld: Vec<String>,
    /// How to have it changed.
    pub revision: String,
    /// True where a text is so long that a row may have to go over a page.
    pub has_long_texts: bool,
}

/// The states a page tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Something is on record.
    Present,
    /// Nothing is on record.
    Empty,
    /// The export did not hold the section.
    NotSupplied,
    /// The section could not be exported.
    Unavailable,
    /// The request does not ask for it.
    NotAsked,
    /// All of it is held back.
    Withheld,
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
    View {
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

fn block<T: Rows, V>(
    words: &Words<'_>,
    kind: SectionKind,
    state: &State<T>,
    show: impl Fn(&Words<'_>, &T) -> V,
) -> Block<V> {
    let (shown, _) = shown(state.as_ref().map(Rows::n_rows));
    let present = shown == Shown::Present;
    Block {
        state: shown,
        body: state.present().filter(|_| present).map(|it| show(words, it)),
        empty: (!present).then(|| words.empty(kind, shown)),
        withheld: words.withheld(kind),
        revision: words.revision(kind),
        has_long_texts: words.long.contains(kind.key()),
    }
}

/// What is counted for the receipt and the cover: how many rows each section shows.
pub fn counts(profile: &ProfileRecord) -> Vec<(SectionKind, Shown, usize)> {
    let row = |(kind, state)| {
        let (shown, n) = shown(state);
        (kind, shown, n)
    };
    profile.sizes().into_iter().map(row).collect()
}

fn shown(rows: State<usize>) -> (Shown, usize) {
    match rows {
        State::Present(0) => (Shown::Empty, 0),
        State::Present(n) => (Shown::Present, n),
        State::NotSupplied => (Shown::NotSupplied, 0),
        State::Unavailable => (Shown::Unavailable, 0),
        State::NotAsked => (Shown::NotAsked, 0),
        State::Withheld => (Shown::Withheld, 0),
    }
}
