//! One file a section: a view struct and a total function from the plan to it.
//!
//! A view holds words, ready to be set: codes are decoded, days are written out, what was
//! not recorded is said in words. Templates lay out; they decide nothing.

mod axis;
mod block;
mod breaks;
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
mod numbers;
mod offered;
mod opening;
mod passphrase_sheet;
mod profile;
mod profile_pages;
mod reach;
mod request_form;
mod roi;
mod shown;
mod timeline;
mod to_agency;
mod words;
mod worksheet;

pub use block::Block;
pub use catalog::{Catalog, CatalogError, HUD_PART, PARTS};
pub use contacts::ContactsView;
pub use cover::HelpLine;
pub use denial::{DenialView, denial};
pub use documents::DocumentsView;
pub use enrollments::{EnrollmentsView, Stage};
pub use guide::{GuideView, guide};
pub use imprint::Imprint;
pub use message::{Message, message};
pub use offered::{AssessmentsView, Cell, TableView};
pub use opening::{EXAMPLE, OpeningView, opening};
pub use passphrase_sheet::{PassphraseSheet, passphrase_sheet};
pub use profile::ProfileView;
pub use profile_pages::ProfilePages;
pub use request_form::{FormWords, RequestFormView, request_form};
pub use roi::{RoiView, Status as ReleaseStatus};
pub use shown::{Shown, counts, has_page};
pub use to_agency::{ToAgency, to_agency};
pub use words::Fact;

use serde::Serialize;

use crate::model::Hud;
use crate::plan::Plan;
use crate::site::Site;
use words::Words;

/// What the templates of cover and record see: `/view.json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct View {
    /// The day of the build, with the month cut short.
    pub printed_short: String,
    /// The cover, one for all profiles.
    pub cover: cover::Cover,
    /// What to tear off, or to say on the telephone.
    pub worksheet: worksheet::Worksheet,
    /// The profiles, one below the other.
    pub profiles: Vec<profile_pages::ProfilePages>,
}

/// Shows a plan in words: those of the client's language, and a few English ones for staff.
pub fn view(
    plan: &Plan,
    site: &Site,
    (catalog, english): (&Catalog, &Catalog),
    help: &[HelpLine],
) -> View {
    let (handover, record) = (plan.handover(), plan.record());
    let long = words::sections_with_long_texts(record);
    let labels = profile_pages::labels(record, catalog);
    let profiles = record.profiles().iter().zip(&labels);
    let words = profiles.map(|(profile, label)| {
        let hud = Hud::of(profile.standard);
        let label = label.as_deref();
        Words { catalog, hud, handover, record, profile, label, site, long: &long }
    });
    let words: Vec<Words<'_>> = words.collect();
    let mut profiles: Vec<_> = words.iter().map(profile_pages::pages).collect();
    numbers::number(&mut profiles);
    View {
        printed_short: words[0].short_day(handover.at),
        worksheet: worksheet::worksheet(&words, english),
        cover: cover::cover(&words, help),
        profiles,
    }
}
