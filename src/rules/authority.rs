//! What only the agency knows of who asks: that it is they, and that a parent or guardian may.

use super::agencies::{contains_name, has_words};
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
    if !asked_by_parent(facts) || has_consented(facts) {
        return Vec::new();
    }
    let Some(row) = first_stay(facts, is_of_youth_program) else { return Vec::new() };
    let (message, at) = match facts.request.requester.youth_consented_on {
        Some(_) => (
            "the day the minor consented is not between the request and this build",
            "/requester/youth_consented_on",
        ),
        None => (
            "a youth program served the minor, and nothing says that the minor consented",
            "/requester/relation",
        ),
    };
    vec![Finding::new(message, [Place::request(at), Place::extract(row)])]
}

/// Where a parent or guardian asks, it is known of every stay whether such a program served the
/// minor: by who paid for it, by the list of the site file, or by the minor's consent.
pub(super) fn youth_program_not_known(facts: &Facts<'_>) -> Vec<Finding> {
    let is_listed = !facts.site.youth_programs.is_empty();
    if !asked_by_parent(facts) || has_consented(facts) || is_listed {
        return Vec::new();
    }
    if first_stay(facts, is_of_youth_program).is_some() {
        return Vec::new();
    }
    let is_unknown = |_: &Facts<'_>, it: &Enrollment| it.funders.is_empty();
    if first_stay(facts, is_unknown).is_none() {
        return Vec::new();
    }
    vec![Finding::new(
        "a parent or guardian asks, and the record does not say for every program who pays \
         for it: one may be for runaway and homeless youth",
        [Place::request("/requester/relation")],
    )]
}

/// True where the minor consented for this request.
fn has_consented(facts: &Facts<'_>) -> bool {
    let days = facts.request.requested_on..=facts.at;
    facts.request.requester.youth_consented_on.is_some_and(|it| days.contains(&it))
}

fn first_stay(
    facts: &Facts<'_>,
    is_one: impl Fn(&Facts<'_>, &Enrollment) -> bool,
) -> Option<Pointer> {
    let mut stays = facts.extract.enrollments.supplied().into_iter().flatten();
    let i = stays.position(|it| is_one(facts, it))?;
    Some(Pointer::root().key(SectionKind::Enrollments.key()).index(i))
}

/// Words of the names of such programs: of the law, and the short ones of its kinds (Basic
/// Center Program, Maternity Group Home).
const YOUTH_NAMES: [&str; 5] =
    ["runaway", "rhy", "basic center program", "bcp", "maternity group home"];

/// True for a stay that the export or the site file knows to be of such a program, or whose
/// name says so where nothing tells who pays.
fn is_of_youth_program(facts: &Facts<'_>, it: &Enrollment) -> bool {
    let names = || [it.agency.as_ref(), it.project_name.as_ref()].into_iter().flatten();
    let is_listed = |listed: &str| names().any(|it| contains_name(it.as_str(), listed));
    let is_called = |words: &str| names().any(|it| has_words(it.as_str(), words));
    facts.site.youth_programs.iter().any(|it| is_listed(it.as_str()))
        || it.funders.iter().any(|it| YOUTH_FUNDERS.contains(it))
        || (it.funders.is_empty() && YOUTH_NAMES.into_iter().any(is_called))
}
