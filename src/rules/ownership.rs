//! Whose record is this? The guard against releasing another person's data.

use super::facts::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::source::{Leaf, Texts};

/// Request and extract are about one client.
pub(super) fn client_mismatch(facts: &Facts<'_>) -> Vec<Finding> {
    let (asked, found) = (&facts.request.client_id, &facts.extract.client_id);
    if asked.as_str().eq_ignore_ascii_case(found.as_str()) {
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

/// An HMIS ID that differs in its capitals alone is taken, and said.
pub(super) fn client_id_case(facts: &Facts<'_>) -> Vec<Finding> {
    let (asked, found) = (&facts.request.client_id, &facts.extract.client_id);
    if asked == found || !asked.as_str().eq_ignore_ascii_case(found.as_str()) {
        return Vec::new();
    }
    vec![Finding::new(
        "the request writes the HMIS ID with other capitals than the extract",
        [
            Place::request("/client_id").labelled("asked for"),
            Place::extract("/client_id").labelled("found"),
        ],
    )]
}

/// The profile and every row say that they are about the client of the extract. Whatever an
/// extract holds hands out its owners by itself: a section added tomorrow, too.
pub(super) fn another_clients_row(facts: &Facts<'_>) -> Vec<Finding> {
    let own = &facts.extract.client_id;
    let mut findings = Vec::new();
    facts.extract.leaves(&Pointer::root(), &mut |at, leaf| {
        if let Leaf::Client(owner) = leaf
            && owner != own
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
