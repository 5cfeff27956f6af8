//! The letter that tells a client why they get no copy, and what they can do. It reads no
//! extract and names nobody: neither the client nor their HMIS identifier.

use serde::Serialize;

use super::Catalog;
use super::breaks::breakable;
use super::cover::{Link, other_complaints};
use super::words::contact_of;
use crate::plan::Denial;
use crate::request::{DenialReason, Language, NOT_TOLD, Relation};
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
    still: Option<String>,
    reason: String,
    basis: String,
    grievance: String,
    form: Option<Link>,
    form_label: String,
    other_complaints: String,
    guidance: Link,
}

/// Puts a denial in words.
pub fn denial(denial: &Denial, site: &Site, catalog: &Catalog) -> DenialView {
    let Denial { handover, reason, law, asked_by, .. } = denial;
    let keys = Keys::of(*asked_by, *reason);
    let agency = handover.agency.as_str();
    let asked = catalog.day(handover.requested_on);
    let site_name = site.name.as_str();
    // A site has the form in English at least.
    let own_form = site.grievance_url_in(handover.language);
    let form_label = match own_form {
        None if handover.language != Language::En => "denial-form-english",
        _ => "denial-form",
    };
    DenialView {
        agency: breakable(agency),
        contact: contact_of(catalog, site, agency),
        title: catalog.get(keys.title).to_owned(),
        lead: catalog.fill(keys.lead, &[("agency", agency), ("day", &asked)]),
        steps: keys.steps.iter().map(|it| catalog.get(it).to_owned()).collect(),
        still: keys.still.map(|it| catalog.get(it).to_owned()),
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
        form: own_form.or(site.grievance_url.as_ref()).map(Link::to),
        form_label: catalog.get(form_label).to_owned(),
        other_complaints: other_complaints(catalog, site, agency),
        guidance: Link::to(&site.guidance_url),
    }
}

/// The keys of what depends on who asked, and why they get no copy.
struct Keys {
    title: &'static str,
    lead: &'static str,
    /// What the reader can do.
    steps: Vec<&'static str>,
    still: Option<&'static str>,
}

impl Keys {
    fn of(asked_by: Relation, reason: Option<DenialReason>) -> Self {
        let by_another =
            asked_by == Relation::Other || reason == Some(DenialReason::AskedByAnother);
        let is_child = matches!(asked_by, Relation::Parent | Relation::Guardian);
        let lead = match asked_by {
            // The letter then tells neither of a record of the reader's nor whether there is
            // one of the other person.
            _ if by_another => "denial-lead-another",
            Relation::Parent => "denial-lead-parent",
            Relation::Guardian => "denial-lead-guardian",
            Relation::Client | Relation::Other => "denial-lead",
        };
        // A part of the record, or a statement in it, helps only whoever it is about.
        let middle: &[_] = match reason {
            _ if by_another => &[],
            Some(DenialReason::IdentityNotVerified) => &["denial-do-identity"],
            _ if is_child => &["denial-do-part-child", "denial-do-statement-child"],
            _ => &["denial-do-part", "denial-do-statement"],
        };
        let still = if is_child { "denial-still-child" } else { "denial-still" };
        Self {
            title: if is_child && !by_another {
                "denial-title-child"
            } else {
                "denial-title"
            },
            lead,
            steps: [&["denial-do-ask"], middle, &["denial-do-again"]].concat(),
            still: (!by_another).then_some(still),
        }
    }
}
