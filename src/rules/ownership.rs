//! Whose record is this? The guard against releasing another person's data.

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::{ClientId, SectionKind};

/// Request and extract are about one client.
pub(super) fn client_mismatch(facts: &Facts<'_>) -> Vec<Finding> {
    if facts.request.client_id == facts.extract.client_id {
        return Vec::new();
    }
    vec![Finding::new(
        "the request and the extract are about different clients",
        [
            Place::request("/client_id").labelled("asked for"),
            Place::extract("/client_id").labelled("found"),
        ],
    )]
}

/// The profile and every row say that they are about the client of the extract.
pub(super) fn another_clients_row(facts: &Facts<'_>) -> Vec<Finding> {
    let own = &facts.extract.client_id;
    owners(facts)
        .into_iter()
        .filter(|(id, _)| *id != own)
        .map(|(_, at)| {
            Finding::new(
                "this row is about another client than the extract",
                [
                    Place::extract(at.key("client_id")).labelled("another client"),
                    Place::extract("/client_id").labelled("the client of the extract"),
                ],
            )
        })
        .collect()
}

/// Every row's owner with its place.
fn owners<'a>(facts: &Facts<'a>) -> Vec<(&'a ClientId, Pointer)> {
    let extract = facts.extract;
    let mut owners = Vec::new();
    if let Some(it) = extract.profile.supplied() {
        owners.push((&it.client_id, Pointer::from("/profile")));
    }
    macro_rules! rows {
        ($($section:ident: $kind:expr),*) => {$(
            let at = Pointer::root().key($kind.key());
            for (i, it) in extract.$section.supplied().into_iter().flatten().enumerate() {
                owners.push((&it.client_id, at.index(i)));
            }
        )*};
    }
    rows!(
        release_of_information: SectionKind::ReleaseOfInformation,
        enrollments: SectionKind::Enrollments,
        documents: SectionKind::Documents,
        contact_information: SectionKind::ContactInformation,
        assessments: SectionKind::Assessments,
        services: SectionKind::Services,
        alerts: SectionKind::Alerts,
        locations: SectionKind::Locations
    );
    owners
}
