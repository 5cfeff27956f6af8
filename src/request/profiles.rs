//! One person, one profile of HMIS or several: which a request names, and which of them each
//! of its entries means.

use super::{Answer, Request, Withhold};
use crate::diagnostics::{Diagnostic, Place, Pointer, Report};
use crate::model::{ClientId, SectionKind};

/// The most profiles of one request: the pages have words for as many.
pub const MAX_PROFILES: usize = 5;

impl Request {
    /// The identifiers of the client, one for each profile, in the order of the pages.
    pub fn clients(&self) -> &[ClientId] {
        self.client_ids.as_deref().unwrap_or(self.client_id.as_slice())
    }

    /// Where one of them stands.
    pub fn client_at(&self, nth: usize) -> Pointer {
        match &self.client_ids {
            Some(_) => Pointer::from("/client_ids").index(nth),
            None => Pointer::from("/client_id"),
        }
    }

    /// One client is named, each profile once, and each entry says which profile it means.
    pub(super) fn check_profiles(&self, report: &mut Report) {
        self.check_clients(report);
        for (i, it) in self.withhold.iter().enumerate() {
            let at = Pointer::from("/withhold").index(i);
            self.check_entry(it.client_id.as_ref(), !it.is_whole(), &at, report);
        }
        for (key, entries) in
            [("reviewed", &self.reviewed), ("not_the_person", &self.not_the_person)]
        {
            for (i, it) in entries.iter().enumerate() {
                let at = Pointer::root().key(key).index(i);
                self.check_entry(it.client_id.as_ref(), it.is_of_record(), &at, report);
            }
        }
    }

    fn check_clients(&self, report: &mut Report) {
        let all = Place::request("/client_ids");
        let Some(ids) = &self.client_ids else {
            if self.client_id.is_none() {
                report.push(
                    Diagnostic::error(
                        "missing-key",
                        "the required key `client_id` is missing",
                    )
                    .at(Place::request(Pointer::root()))
                    .hint("add `client_id`, or `client_ids` for one person with several profiles"),
                );
            }
            return;
        };
        if self.client_id.is_some() {
            report.push(
                Diagnostic::error(
                    "client-id-beside-list",
                    "`client_id` and `client_ids` cannot both be given",
                )
                .at(all.clone())
                .at(Place::request("/client_id"))
                .hint("name all of the client's profiles in `client_ids`, and remove `client_id`"),
            );
        }
        if ids.is_empty() {
            report.push(
                Diagnostic::error("no-profiles", "`client_ids` names no profile")
                    .at(all.clone())
                    .hint("name each of the client's profiles, or write `client_id` for one"),
            );
        }
        for (i, id) in ids.iter().enumerate() {
            if let Some(first) = ids[..i].iter().position(|it| is_same(it, id)) {
                report.push(
                    Diagnostic::error("profile-twice", "this profile is named twice")
                        .at(Place::request(self.client_at(i)))
                        .at(Place::request(self.client_at(first)))
                        .hint("name each profile once; capitals make no difference"),
                );
            }
        }
        if ids.len() > MAX_PROFILES {
            let n = ids.len();
            report.push(
                Diagnostic::error(
                    "too-many-profiles",
                    format!("the request names {n} profiles; the most is {MAX_PROFILES}"),
                )
                .at(all)
                .hint("check that all of them are of one person, and release the rest under a second ticket"),
            );
        }
    }

    /// Of several profiles, an entry about one says which; of one, it can say no other.
    fn check_entry(
        &self,
        client: Option<&ClientId>,
        is_of_one: bool,
        at: &Pointer,
        report: &mut Report,
    ) {
        match client {
            Some(id) if !self.clients().iter().any(|it| is_same(it, id)) => report.push(
                Diagnostic::error(
                    "profile-not-asked",
                    "this entry is about a client whom the request does not name",
                )
                .at(Place::request(at.key("client_id")))
                .hint("write one of the identifiers that the request names"),
            ),
            None if is_of_one && self.clients().len() > 1 => report.push(
                Diagnostic::error(
                    "profile-not-named",
                    "the request names several profiles, and this entry does not say which it means",
                )
                .at(Place::request(at.clone()))
                .hint("add `client_id = \"…\"` to the entry: the identifier of the profile"),
            ),
            _ => {}
        }
    }
}

impl Withhold {
    /// True where the entry is about a profile of these identifiers, or about every profile.
    pub fn is_of(&self, ids: &[&ClientId]) -> bool {
        is_of(self.client_id.as_ref(), ids)
    }
}

impl Answer {
    /// True where the entry may be about a profile of these identifiers.
    pub fn is_of(&self, ids: &[&ClientId]) -> bool {
        is_of(self.client_id.as_ref(), ids)
    }

    /// True where the place is one of a record, which a profile has.
    fn is_of_record(&self) -> bool {
        let section = Pointer::from(self.at.as_str()).steps().next();
        section.is_some_and(|it| SectionKind::ALL.iter().any(|kind| kind.key() == it))
    }
}

/// True where two writings are one identifier: capitals make no difference.
pub fn is_same(a: &ClientId, b: &ClientId) -> bool {
    a.as_str().eq_ignore_ascii_case(b.as_str())
}

fn is_of(client: Option<&ClientId>, ids: &[&ClientId]) -> bool {
    client.is_none_or(|it| ids.iter().any(|id| is_same(it, id)))
}
