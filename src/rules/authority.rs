//! What only the agency knows of who asks: that it is they, and that a parent or guardian may.

use super::agencies::is_same_agency;
use super::facts::{Facts, Finding};
use super::people::asked_by_parent;
use crate::diagnostics::{Place, Pointer};
use crate::model::{Enrollment, SectionKind};
use crate::request::{Authority, Relation};

/// HUD list 2.06.1: the programs of the Runaway and Homeless Youth Act (Basic Center,
/// Maternity Group Home, Transitional Living, Street Outreach, Demonstration).
const YOUTH_FUNDERS: [i64; 5] = [22, 23, 24, 25, 26];

/// The agency verified who asks. An earlier visit will do: what is too old is another rule's
/// finding.
pub(super) fn identity_not_verified(facts: &Facts<'_>) -> Vec<Finding> {
    if facts.request.requester.identity_verified_on.is_some() {
        return Vec::new();
    }
    vec![Finding::new(
        "nothing says that the agency verified who asks",
        [Place::request("/requester/relation")],
    )]
}

/// A parent or guardian showed a document of it, and one that shows what they say they are.
pub(super) fn authority_not_shown(facts: &Facts<'_>) -> Vec<Finding> {
    let requester = &facts.request.requester;
    if !asked_by_parent(facts) {
        return Vec::new();
    }
    let (message, at) = match (requester.authority_seen, requester.relation) {
        (None, _) => (
            "a parent or guardian asks, and nothing says by which document they may",
            "/requester/relation",
        ),
        (
            Some(Authority::BirthCertificate | Authority::AdoptionDecree),
            Relation::Guardian,
        ) => (
            "a guardian asks, and this document shows who a parent is",
            "/requester/authority_seen",
        ),
        (Some(Authority::LettersOfGuardianship), Relation::Parent) => (
            "a parent asks, and this document shows who a guardian is",
            "/requester/authority_seen",
        ),
        _ => return Vec::new(),
    };
    vec![Finding::new(message, [Place::request(at)])]
}

/// Where the client asks, nobody asks for them.
pub(super) fn authority_of_the_client(facts: &Facts<'_>) -> Vec<Finding> {
    let requester = &facts.request.requester;
    if requester.relation != Relation::Client {
        return Vec::new();
    }
    let given = [
        ("/requester/authority_seen", requester.authority_seen.is_some()),
        ("/requester/youth_consented_on", requester.youth_consented_on.is_some()),
    ];
    let given = given.into_iter().filter(|it| it.1);
    given
        .map(|(at, _)| {
            Finding::new(
                "the client asks, and this is about a parent or guardian who asks",
                [Place::request(at), Place::request("/requester/relation")],
            )
        })
        .collect()
}

/// Where a program for runaway and homeless youth served a minor, the minor consented to what
/// a parent or guardian asks for, for this request.
pub(super) fn youth_not_consented(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    if !asked_by_parent(facts) {
        return Vec::new();
    }
    let enrollments = facts.extract.enrollments.supplied().into_iter().flatten();
    let Some(i) = enrollments.into_iter().position(|it| is_of_youth_program(facts, it))
    else {
        return Vec::new();
    };
    let (message, at) = match request.requester.youth_consented_on {
        Some(day) if (request.requested_on..=facts.at).contains(&day) => {
            return Vec::new();
        }
        Some(_) => (
            "the day the minor consented is not between the request and this build",
            "/requester/youth_consented_on",
        ),
        None => (
            "a youth program served the minor, and nothing says that the minor consented",
            "/requester/relation",
        ),
    };
    let row = Pointer::root().key(SectionKind::Enrollments.key()).index(i);
    vec![Finding::new(message, [Place::request(at), Place::extract(row)])]
}

/// True for a stay that the export or the site file knows to be of such a program.
fn is_of_youth_program(facts: &Facts<'_>, it: &Enrollment) -> bool {
    let names = [it.agency.as_ref(), it.project_name.as_ref()];
    let is_listed = names.into_iter().flatten().any(|name| {
        let mut listed = facts.site.youth_programs.iter();
        listed.any(|it| is_same_agency(it.as_str(), name.as_str()))
    });
    is_listed || it.funders.iter().any(|it| YOUTH_FUNDERS.contains(it))
}
