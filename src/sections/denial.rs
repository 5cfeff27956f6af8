//! The letter that tells a client why they get no copy, and what they can do. It reads no
//! extract and names nobody: neither the client nor their HMIS identifier.

use serde::Serialize;

use super::Catalog;
use super::breaks::breakable;
use super::cover::{HelpLine, Link, other_complaints};
use super::reach::{Reach, reach};
use crate::plan::Denial;
use crate::request::{DenialReason, Language, NOT_TOLD, Relation};
use crate::site::Site;

/// What the template of the letter sees.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DenialView {
    /// Who answers: the desk, and whose it is.
    sender: String,
    agency: String,
    reach: Reach,
    /// What to say when calling.
    reference: String,
    title: String,
    lead: String,
    steps: Vec<String>,
    still: Option<String>,
    reason: String,
    basis: String,
    grievance: String,
    /// Where a complaint is sent by mail: what leads to the address, and the address.
    address: Option<(String, String)>,
    form: Option<Link>,
    form_label: String,
    other_complaints: String,
    guidance: Link,
    guidance_label: String,
    signed: String,
    /// Where to get help, in every language: the reader's own too.
    help: Vec<HelpLine>,
}

/// Puts a denial in words.
pub fn denial(
    denial: &Denial,
    site: &Site,
    catalog: &Catalog,
    help: &[HelpLine],
) -> DenialView {
    let Denial { handover, reason, asked_by, .. } = denial;
    let keys = Keys::of(*asked_by, *reason);
    let agency = handover.agency.as_str();
    let asked = catalog.day(handover.requested_on);
    let lead = site.hmis_lead.as_str();
    let sender = [site.help_desk.name.as_str(), lead].join(catalog.get("between-parts"));
    // A site has the form in English at least, and its page for clients in English only.
    let is_foreign = handover.language != Language::En;
    let own_form = site.grievance_url_in(handover.language);
    let form_label = match own_form {
        None if is_foreign => "denial-form-english",
        _ => "denial-form",
    };
    let guidance_label =
        if is_foreign { "denial-guidance-english" } else { "denial-guidance" };
    let address = site.hmis_lead_address.as_ref().map(|it| {
        (catalog.fill("denial-address", &[("lead", lead)]), breakable(it.as_str()))
    });
    DenialView {
        agency: breakable(agency),
        reach: reach(site, agency),
        reference: catalog
            .fill("denial-reference", &[("ticket", handover.ticket.as_str())]),
        title: catalog.get(keys.title).to_owned(),
        lead: catalog.fill(keys.lead, &[("agency", agency), ("day", &asked)]),
        steps: keys.steps.iter().map(|it| catalog.get(it).to_owned()).collect(),
        still: keys.still.map(|it| catalog.get(it).to_owned()),
        reason: catalog
            .get(&format!("reason-{}", reason.map_or(NOT_TOLD, DenialReason::token)))
            .to_owned(),
        basis: basis(denial, site, catalog),
        grievance: catalog.fill("denial-grievance", &[("lead", lead)]),
        address,
        form: own_form.or(site.grievance_url.as_ref()).map(Link::to),
        form_label: catalog.get(form_label).to_owned(),
        other_complaints: other_complaints(catalog, site, agency),
        guidance: Link::to(&site.guidance_url),
        guidance_label: catalog.get(guidance_label).to_owned(),
        signed: catalog.fill("denial-signed", &[("signer", &sender)]),
        sender,
        help: help.to_vec(),
    }
}

/// What the denial rests on. A law and the list of reasons may tell the reason.
fn basis(denial: &Denial, site: &Site, catalog: &Catalog) -> String {
    match (&denial.law, denial.reason) {
        (_, None)
        | (
            None,
            Some(DenialReason::AskedByAnother | DenialReason::IdentityNotVerified),
        ) => catalog.fill("denial-basis-policy", &[("site", site.name.as_str())]),
        (Some(law), _) => catalog.fill("denial-basis-law", &[("law", law)]),
        (None, _) => catalog.get("denial-basis-standards").to_owned(),
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
        let own: &[_] = if is_child {
            &["denial-do-part-child", "denial-do-statement-child"]
        } else {
            &["denial-do-part", "denial-do-statement"]
        };
        let (first, own, last): (&[_], &[_], _) = match reason {
            _ if by_another => (
                &["denial-do-self", "denial-do-allow", "denial-do-parent"],
                &[],
                "denial-do-again",
            ),
            Some(DenialReason::IdentityNotVerified) => {
                (&["denial-do-identity", "denial-do-bring"], &[], "denial-do-again")
            }
            Some(DenialReason::RequiredByLaw) => {
                (&["denial-do-law"], own, "denial-do-again")
            }
            Some(DenialReason::AnticipatedLitigation) => (&[], own, "denial-do-case"),
            _ => (&[], own, "denial-do-again"),
        };
        let still = if is_child { "denial-still-child" } else { "denial-still" };
        Self {
            title: if is_child && !by_another {
                "denial-title-child"
            } else {
                "denial-title"
            },
            lead,
            steps: [&["denial-do-ask"], first, own, &[last]].concat(),
            still: (!by_another).then_some(still),
        }
    }
}
