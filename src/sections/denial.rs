//! The letter that tells a client why they get no copy, and what they can do. It reads no
//! extract and names nobody: neither the client nor their HMIS identifier.

use serde::Serialize;

use super::Catalog;
use super::cover::{Link, other_complaints};
use super::words::{breakable, contact_of};
use crate::plan::Denial;
use crate::request::{DenialReason, NOT_TOLD, Relation};
use crate::site::Site;

/// What the template of the letter sees.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DenialView {
    agency: String,
    contact: Option<String>,
    title: String,
    lead: String,
    steps: Vec<String>,
    still: String,
    reason: String,
    basis: String,
    grievance: String,
    form: Option<Link>,
    other_complaints: String,
    guidance: Link,
}

/// Puts a denial in words.
pub fn denial(denial: &Denial, site: &Site, catalog: &Catalog) -> DenialView {
    let Denial { handover, reason, law, asked_by, .. } = denial;
    let keys = Keys::of(*asked_by);
    let agency = handover.agency.as_str();
    let asked = catalog.day(handover.requested_on);
    let site_name = site.name.as_str();
    DenialView {
        agency: breakable(agency),
        contact: contact_of(catalog, site, agency),
        title: catalog.get(keys.title).to_owned(),
        lead: catalog.fill(keys.lead, &[("agency", agency), ("day", &asked)]),
        steps: keys.steps.iter().map(|it| catalog.get(it).to_owned()).collect(),
        still: catalog.get(keys.still).to_owned(),
        reason: catalog
            .get(&format!("reason-{}", reason.map_or(NOT_TOLD, DenialReason::token)))
            .to_owned(),
        basis: match (law, reason) {
            // A law and the list of reasons may tell the reason.
            (_, None)
            | (
                None,
                Some(DenialReason::AskedByAnother | DenialReason::IdentityNotVerified),
            ) => catalog.fill("denial-basis-policy", &[("site", site_name)]),
            (Some(law), _) => catalog.fill("denial-basis-law", &[("law", law)]),
            (None, _) => catalog.get("denial-basis-standards").to_owned(),
        },
        grievance: catalog.fill("denial-grievance", &[("lead", site.hmis_lead.as_str())]),
        form: site.grievance_url.as_ref().map(Link::to),
        other_complaints: other_complaints(catalog, site, agency),
        guidance: Link::to(&site.guidance_url),
    }
}

/// The keys of what is said in other words to a parent or guardian: the record is not theirs.
struct Keys {
    title: &'static str,
    lead: &'static str,
    /// What the reader can do.
    steps: [&'static str; 4],
    still: &'static str,
}

impl Keys {
    fn of(asked_by: Relation) -> Self {
        let child = Self {
            title: "denial-title-child",
            lead: "denial-lead-parent",
            steps: [
                "denial-do-ask",
                "denial-do-part-child",
                "denial-do-statement-child",
                "denial-do-again",
            ],
            still: "denial-still-child",
        };
        match asked_by {
            Relation::Parent => child,
            Relation::Guardian => Self { lead: "denial-lead-guardian", ..child },
            Relation::Client | Relation::Other => Self {
                title: "denial-title",
                lead: "denial-lead",
                steps: [
                    "denial-do-ask",
                    "denial-do-part",
                    "denial-do-statement",
                    "denial-do-again",
                ],
                still: "denial-still",
            },
        }
    }
}
