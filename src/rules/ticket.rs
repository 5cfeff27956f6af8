//! A ticket carries the HMIS ID and nothing else that tells who the client is.

use super::facts::{Facts, Finding};
use super::names::Names;
use super::people::folded;
use super::shapes::{digits, plain, shaped, spaced, spellings};
use crate::diagnostics::{Origin, Place, Pointer};
use crate::model::PlainText;

/// The free texts of a request, with their places. The agency is one only where the record
/// does not know it: a client may be called as an agency is.
fn free_texts<'a>(facts: &Facts<'a>) -> Vec<(&'static str, &'a PlainText)> {
    let request = facts.request;
    let exempt = request.exempt.as_ref();
    let mut recorded = facts.extract.enrollments.supplied().into_iter().flatten();
    let is_known = recorded.any(|it| {
        let asking = folded(request.agency.as_str());
        it.agency.as_ref().is_some_and(|it| folded(it.as_str()) == asking)
    });
    [
        ("/ticket_text", request.ticket_text.as_ref()),
        ("/agency", Some(&request.agency).filter(|_| !is_known)),
        ("/delivery/relation", request.delivery.relation.as_ref()),
        ("/exempt/law", exempt.map(|it| &it.law)),
        ("/exempt/note", exempt.and_then(|it| it.note.as_ref())),
    ]
    .into_iter()
    .filter_map(|(at, text)| text.map(|text| (at, text)))
    .collect()
}

/// No free text of the request or of its ticket names the client or gives one of their
/// numbers, and none holds anything of the shape of such a number.
pub(super) fn identifying_ticket(facts: &Facts<'_>) -> Vec<Finding> {
    let own = Own::of(facts);
    let days = own_days(facts);
    let held = |text: &str| own.found_in(text).or_else(|| shaped(&plain(text), &days));
    let mut findings: Vec<_> = free_texts(facts)
        .into_iter()
        .filter_map(|(at, text)| {
            let message =
                format!("this text of the request holds {}", held(text.as_str())?);
            Some(Finding::new(message, [Place::request(at)]))
        })
        .collect();
    let line = |i: usize| Place::value(Origin::Ticket, Pointer::root().index(i));
    let of_ticket = |what| format!("the text of the ticket holds {what}");
    let lines = facts.ticket_lines;
    let in_lines: Vec<_> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, it)| Some(Finding::new(of_ticket(held(it)?), [line(i)])))
        .collect();
    // What no line holds may yet be broken over two.
    if in_lines.is_empty() {
        let pairs = lines.windows(2).enumerate();
        findings.extend(pairs.filter_map(|(i, pair)| {
            Some(Finding::new(of_ticket(held(&pair.join("\n"))?), [line(i)]))
        }));
    }
    findings.extend(in_lines);
    findings
}

/// The request's own days: they tell nothing about the client.
fn own_days(facts: &Facts<'_>) -> Vec<String> {
    let request = facts.request;
    let (asked, submitted) = (Some(request.requested_on), Some(request.submitted_on));
    [asked, submitted, request.called_on, request.found_in_hmis_on]
        .into_iter()
        .flatten()
        .flat_map(spellings)
        .collect()
}

/// What a client can be known by.
struct Own {
    names: Names,
    days: Vec<String>,
    ssn: Option<String>,
    contacts: Vec<String>,
}

impl Own {
    fn of(facts: &Facts<'_>) -> Self {
        let profile = facts.extract.profile.supplied();
        let contacts = facts.extract.contact_information.supplied().into_iter().flatten();
        Self {
            names: Names::of_client(profile),
            days: profile.and_then(|it| it.dob).map(spellings).unwrap_or_default(),
            ssn: profile
                .and_then(|it| it.ssn.as_ref())
                .map(|it| digits(it.as_str()))
                .filter(|it| it.len() >= 4 && it.bytes().any(|b| b != b'0')),
            contacts: contacts
                .filter_map(|it| it.value.as_ref())
                .map(|it| it.as_str().trim().to_lowercase())
                .filter(|it| it.contains('@') || digits(it).len() >= 7)
                .collect(),
        }
    }

    /// What of the client a text holds, in words that do not repeat it.
    fn found_in(&self, text: &str) -> Option<&'static str> {
        if self.names.are_in(text) {
            return Some("a name of the client");
        }
        let text = plain(text);
        let spaced = spaced(&text);
        let numbers = digits(&text);
        let last_four = self.ssn.as_ref().map(|it| format!(" {} ", &it[it.len() - 4..]));
        let has_contact = |it: &String| match digits(it) {
            _ if it.contains('@') => text.to_lowercase().contains(it.as_str()),
            number => numbers.contains(&number[number.len() - 7..]),
        };
        if self.days.iter().any(|it| spaced.contains(&format!(" {it} "))) {
            Some("the client's date of birth")
        } else if self
            .ssn
            .as_ref()
            .is_some_and(|it| it.len() == 9 && numbers.contains(it))
            || last_four.is_some_and(|it| spaced.contains(&it))
        {
            Some("the client's Social Security number or its end")
        } else if self.contacts.iter().any(has_contact) {
            Some("a phone number or e-mail address of the client")
        } else {
            None
        }
    }
}
