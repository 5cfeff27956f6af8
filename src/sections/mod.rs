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
pub use denial::{Denial, DenialView, denial};
pub use guide::{GuideView, guide};
pub use imprint::Imprint;
pub use message::{Message, message};
pub use opening::{EXAMPLE, OpeningView, opening};
pub use passphrase_sheet::{PassphraseSheet, passphrase_sheet};

use serde::{Deserialize, Serialize};

use crate::model::{Hud, SectionKind};
use crate::plan::{Plan, State};
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
pub fn view(
    plan: &Plan,
    site: &Site,
    hud: &Hud,
    catalog: &Catalog,
    help: &[HelpLine],
) -> View {
    let long = words::sections_with_long_texts(plan);
    let words = Words { catalog, hud, plan, site, long: &long };
    let release_of_information = block(
        &words,
        SectionKind::ReleaseOfInformation,
        &plan.release_of_information,
        Vec::len,
        roi::view,
    );
    View {
        printed_short: words.short_day(plan.at),
        cover: cover::cover(&words, help),
        profile: block(&words, SectionKind::Profile, &plan.profile, |_| 1, profile::view),
        glance: glance::tiles(&words, &release_of_information),
        release_of_information,
        enrollments: block(
            &words,
            SectionKind::Enrollments,
            &plan.enrollments,
            Vec::len,
            enrollments::view,
        ),
        documents: block(
            &words,
            SectionKind::Documents,
            &plan.documents,
            Vec::len,
            documents::view,
        ),
        contact_information: block(
            &words,
            SectionKind::ContactInformation,
            &plan.contact_information,
            Vec::len,
            contacts::view,
        ),
        assessments: block(
            &words,
            SectionKind::Assessments,
            &plan.assessments,
            Vec::len,
            offered::assessments,
        ),
        services: block(
            &words,
            SectionKind::Services,
            &plan.services,
            Vec::len,
            offered::services,
        ),
        alerts: block(
            &words,
            SectionKind::Alerts,
            &plan.alerts,
            Vec::len,
            offered::alerts,
        ),
        locations: block(
            &words,
            SectionKind::Locations,
            &plan.locations,
            Vec::len,
            offered::locations,
        ),
    }
}

fn block<T, V>(
    words: &Words<'_>,
    kind: SectionKind,
    state: &State<T>,
    len: impl Fn(&T) -> usize,
    show: impl Fn(&Words<'_>, &T) -> V,
) -> Block<V> {
    let (shown, _) = state_of(state, len);
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
pub fn counts(plan: &Plan) -> [(SectionKind, Shown, usize); 9] {
    let row = |kind, (shown, n)| (kind, shown, n);
    [
        row(SectionKind::Profile, state_of(&plan.profile, |_| 1)),
        row(
            SectionKind::ReleaseOfInformation,
            state_of(&plan.release_of_information, Vec::len),
        ),
        row(
            SectionKind::ContactInformation,
            state_of(&plan.contact_information, Vec::len),
        ),
        row(SectionKind::Enrollments, state_of(&plan.enrollments, Vec::len)),
        row(SectionKind::Documents, state_of(&plan.documents, Vec::len)),
        row(SectionKind::Assessments, state_of(&plan.assessments, Vec::len)),
        row(SectionKind::Services, state_of(&plan.services, Vec::len)),
        row(SectionKind::Alerts, state_of(&plan.alerts, Vec::len)),
        row(SectionKind::Locations, state_of(&plan.locations, Vec::len)),
    ]
}

fn state_of<T>(state: &State<T>, len: impl Fn(&T) -> usize) -> (Shown, usize) {
    match state {
        State::Present(it) if len(it) == 0 => (Shown::Empty, 0),
        State::Present(it) => (Shown::Present, len(it)),
        State::NotSupplied => (Shown::NotSupplied, 0),
        State::Unavailable => (Shown::Unavailable, 0),
        State::NotAsked => (Shown::NotAsked, 0),
        State::Withheld => (Shown::Withheld, 0),
    }
}
