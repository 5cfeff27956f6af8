//! Whose record is this? The guard against releasing another person's data.

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::ClientId;
use crate::request::is_same;
use crate::source::{Leaf, Texts};

/// Request and extract are about one client.
pub(super) fn client_mismatch(facts: &Facts<'_>) -> Vec<Finding> {
    if !facts.asked().is_empty() {
        return Vec::new();
    }
    vec![Finding::new(
        "the request and the extract are about different clients",
        [
            Place::request(facts.request.client_at(not_found(facts)))
                .labelled("asked for"),
            Place::extract("/client_id").labelled("found"),
        ],
    )]
}

/// The first identifier of the request that is of no extract.
fn not_found(facts: &Facts<'_>) -> usize {
    let each = facts.each();
    let found: Vec<usize> = each.iter().flat_map(Facts::asked).collect();
    let mut all = 0..facts.request.clients().len();
    all.find(|i| !found.contains(i)).unwrap_or(0)
}

/// An HMIS ID that differs in its capitals alone is taken, and said.
pub(super) fn client_id_case(facts: &Facts<'_>) -> Vec<Finding> {
    let own = facts.extract.ids();
    let clients = facts.request.clients();
    let other = facts.asked().into_iter().filter(|i| !own.contains(&&clients[*i]));
    let finding = |i: usize| {
        Finding::new(
            "the request writes the HMIS ID with other capitals than the extract",
            [
                Place::request(facts.request.client_at(i)).labelled("asked for"),
                Place::extract(place_of(facts, &clients[i])).labelled("found"),
            ],
        )
    };
    other.map(finding).collect()
}

/// Where the extract has an identifier.
fn place_of(facts: &Facts<'_>, id: &ClientId) -> Pointer {
    let further = facts.extract.further_ids.iter().position(|it| is_same(it, id));
    match further {
        Some(i) if !is_same(&facts.extract.client_id, id) => {
            Pointer::from("/further_ids").index(i)
        }
        _ => Pointer::from("/client_id"),
    }
}

/// The profile and every row say that they are about the client of the extract. Whatever an
/// extract holds hands out its owners by itself: a section added tomorrow, too.
pub(super) fn another_clients_row(facts: &Facts<'_>) -> Vec<Finding> {
    let own = facts.extract.ids();
    let mut findings = Vec::new();
    facts.extract.leaves(&Pointer::root(), &mut |at, leaf| {
        if let Leaf::Client(owner) = leaf
            && !own.contains(&owner)
        {
            findings.push(Finding::new(
                "this row is about another client than the extract",
                [
                    Place::extract(at.as_str()).labelled("another client"),
                    Place::extract("/client_id").labelled("the client of the extract"),
                ],
            ));
        }
    });
    findings
}
