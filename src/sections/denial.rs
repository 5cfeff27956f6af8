//! The letter that tells a client why they get no copy, and what they can do. It reads no
//! extract and names nobody: neither the client nor their HMIS identifier.

use serde::Serialize;

use super::Catalog;
use super::cover::{Link, other_complaints};
use super::words::{breakable, contact_of};
use crate::model::Day;
use crate::request::{DenialReason, NOT_TOLD, Relation, Request};
use crate::site::Site;

/// A denial: who asked whom, and why no copy is given.
#[derive(Debug, Clone, Copy)]
pub struct Denial<'a> {
    /// What was asked.
    pub request: &'a Request,
    /// Why no copy is given.
    pub reason: DenialReason,
    /// The law it rests on, where one was named.
    pub law: Option<&'a str>,
    /// The set of rules.
    pub edition: &'a str,
    /// The day of the letter.
    pub at: Day,
}

impl Denial<'_> {
    /// The reason as the letter may tell it. The letter goes to whoever asked: to others
    /// than the client it says nothing of a danger, which may come from them.
    pub fn told(&self) -> Option<DenialReason> {
        let is_danger = self.reason == DenialReason::EndangersLifeOrSafety;
        let is_client = self.request.requester.relation == Relation::Client;
        (!is_danger || is_client).then_some(self.reason)
    }
}

/// What the template of the letter sees.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DenialView {
    agency: String,
    contact: Option<String>,
    lead: String,
    reason: String,
    basis: String,
    grievance: String,
    form: Option<Link>,
    other_complaints: String,
    guidance: Link,
}

/// Puts a denial in words.
pub fn denial(denial: &Denial<'_>, site: &Site, catalog: &Catalog) -> DenialView {
    let Denial { request, law, .. } = *denial;
    let reason = denial.told();
    let agency = request.agency.as_str();
    let asked = catalog.day(request.requested_on);
    let site_name = site.name.as_str();
    DenialView {
        agency: breakable(agency),
        contact: contact_of(site, agency),
        lead: catalog.fill("denial-lead", &[("agency", agency), ("day", &asked)]),
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
