//! A ticket carries the HMIS ID and nothing else that tells who the client is.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use super::agencies::is_same_agency;
use super::facts::{Facts, Finding, InTicket};
use super::names::{Certainty, Names};
use super::plain::{digits, plain};
use super::profiles;
use super::shapes::{shaped, shaped_as_of_a_client, spaced};
use super::ticket_signs::{Signs, has_end_of_ssn};
use super::written_days::days_in;
use crate::diagnostics::{Origin, Place, Pointer};
use crate::model::{Day, PlainText};
use crate::source::Written;

/// The free texts of a request, with their places. The agency is one only where the record
/// does not know it: a client may be called as an agency is.
fn free_texts<'a>(facts: &Facts<'a>) -> Vec<(&'static str, &'a PlainText)> {
    let request = facts.request;
    let exempt = request.exempt.as_ref();
    let all = facts.profiles.iter().filter_map(|it| it.enrollments.supplied());
    let mut recorded = all.flatten();
    let is_known = recorded.any(|it| {
        let agency = it.agency.as_ref();
        agency.is_some_and(|it| is_same_agency(it.as_str(), request.agency.as_str()))
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

/// No free text of the request or of its ticket names the client or somebody of the household
/// or gives one of the client's numbers, and none holds anything of the shape of such a
/// number.
pub(super) fn identifying_ticket(facts: &Facts<'_>) -> Vec<Finding> {
    facts.in_ticket(look).surely.clone()
}

/// A text of the request may name the client: the name is a word too, or a street's.
pub(super) fn perhaps_identifying_ticket(facts: &Facts<'_>) -> Vec<Finding> {
    facts.in_ticket(look).perhaps.clone()
}

fn look(facts: &Facts<'_>) -> InTicket {
    let own = Own::of(facts);
    let days = own_days(facts);
    let held = |text: &str| own.found_in(text).or_else(|| shaped(&plain(text), &days));
    let may_be_held =
        |text: &str| own.perhaps_named_in(text).or_else(|| own.signs.perhaps_in(text));
    InTicket {
        // What stands in comments is often an example: shapes are none there.
        surely: findings(facts, "holds", &held, &|text| own.found_in(text)),
        perhaps: findings(facts, "may hold", &may_be_held, &|text| {
            own.perhaps_named_in(text)
        }),
    }
}

/// What a line of a ticket holds that does not belong there, by its shape alone, before any
/// record is at hand. `is_form` tells the lines of a form from the mail around it, in which the
/// staff sign with their own phone and address.
pub fn shape_in_ticket(
    line: &str,
    days: &BTreeSet<Day>,
    is_form: bool,
) -> Option<&'static str> {
    let text = plain(line);
    if !is_form {
        return shaped_as_of_a_client(&text, days);
    }
    shaped(&text, days).or_else(|| labelled(&text))
}

/// A label under which somebody writes who the client is.
fn labelled(text: &str) -> Option<&'static str> {
    let spaced = spaced(text);
    let has = |labels: &[&str]| labels.iter().any(|it| spaced.contains(it));
    let names = [" client name ", " first name ", " last name ", " name of the client "];
    let starts_with_name = spaced.trim_start().starts_with("name ") && text.contains(':');
    if has(&names) || starts_with_name {
        Some("a line for a name")
    } else if has(&[" dob ", " d o b ", " date birth ", " birthdate "]) {
        Some("a line for a date of birth")
    } else if has(&[" ssn "]) {
        Some("a line for a Social Security number")
    } else {
        None
    }
}

type Held<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

/// The texts of the request and around it that hold something.
fn findings(
    facts: &Facts<'_>,
    holds: &str,
    held: Held<'_>,
    in_comments: Held<'_>,
) -> Vec<Finding> {
    let of_request = |what| format!("this text of the request {holds} {what}");
    let texts = free_texts(facts).into_iter().filter_map(|(at, text)| {
        Some(Finding::new(of_request(held(text.as_str())?), [Place::request(at)]))
    });
    let comments = facts.wording.comments.iter().filter_map(|(span, text)| {
        let message =
            format!("this comment of the request {holds} {}", in_comments(text)?);
        let at = Place::Range { origin: Origin::Request, span: span.clone() };
        Some(Finding::new(message, [at]))
    });
    let name = in_comments(&facts.wording.file_name).map(|what| {
        let message = format!("the name of the request's file {holds} {what}");
        Finding::new(message, [Place::request(Pointer::root())])
    });
    let mut findings: Vec<Finding> = texts.chain(comments).chain(name).collect();
    findings.extend(in_ticket(facts.ticket_lines, holds, held));
    findings
}

fn in_ticket(lines: &[String], holds: &str, held: Held<'_>) -> Vec<Finding> {
    let line = |i: usize| Place::value(Origin::Ticket, Pointer::root().index(i));
    let of_ticket = |what| format!("the text of the ticket {holds} {what}");
    let in_lines: Vec<_> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, it)| Some(Finding::new(of_ticket(held(it)?), [line(i)])))
        .collect();
    if !in_lines.is_empty() {
        return in_lines;
    }
    // What no line holds may yet be broken over two.
    let pairs = lines.windows(2).enumerate();
    let broken = pairs.filter_map(|(i, pair)| {
        Some(Finding::new(of_ticket(held(&pair.join("\n"))?), [line(i)]))
    });
    broken.collect()
}

/// The request's own days: they tell nothing about the client.
fn own_days(facts: &Facts<'_>) -> BTreeSet<Day> {
    let request = facts.request;
    let (requester, delivery) = (&request.requester, &request.delivery);
    let own = [
        Some(request.requested_on),
        Some(request.submitted_on),
        request.called_on,
        request.found_in_hmis_on,
        requester.identity_verified_on,
        requester.youth_consented_on,
        delivery.can_open_confirmed_on,
        delivery.approved_in_writing_on,
        delivery.pick_up_on,
    ];
    own.into_iter().flatten().collect()
}

/// What a client can be known by.
struct Own<'a> {
    names: Names,
    others: Names,
    dob: Option<Day>,
    ssn: Option<String>,
    contacts: Vec<String>,
    signs: Signs<'a>,
    /// How certainly each text that was read holds one of the names, and one of the others'.
    certain: RefCell<HashMap<String, [Certainty; 2]>>,
}

/// Whose the names of [`Own::certain`] are.
const WHOSE: [&str; 2] = ["a name of the client", "a name of somebody of the household"];

impl<'a> Own<'a> {
    fn of(facts: &Facts<'a>) -> Self {
        let profile = facts.extract.profile.supplied();
        let contacts = facts.extract.contact_information.supplied().into_iter().flatten();
        Self {
            signs: Signs::of(facts),
            names: profiles::own(facts),
            others: profiles::others(facts),
            dob: profile.and_then(|it| it.dob),
            ssn: profile
                .and_then(|it| it.ssn.as_ref())
                .map(|it| digits(it.as_str()))
                .filter(|it| it.len() >= 4 && it.bytes().any(|b| b != b'0')),
            contacts: contacts
                .filter_map(|it| it.value.as_ref())
                .map(|it| it.as_str().trim().to_lowercase())
                .filter(|it| it.contains('@') || digits(it).len() >= 7)
                .collect(),
            certain: RefCell::default(),
        }
    }

    /// Whose name a text holds with that certainty.
    fn named_in(&self, text: &str, certainty: Certainty) -> Option<&'static str> {
        let mut certain = self.certain.borrow_mut();
        let certain = certain.entry(text.to_owned()).or_insert_with(|| {
            [&self.names, &self.others].map(|it| it.found_in(text, Written::Freely))
        });
        let whose = certain.iter().position(|it| *it == certainty)?;
        Some(WHOSE[whose])
    }

    /// Whose name a text perhaps holds.
    fn perhaps_named_in(&self, text: &str) -> Option<&'static str> {
        self.named_in(text, Certainty::Doubtful)
    }

    /// What of the client a text holds, in words that do not repeat it.
    fn found_in(&self, text: &str) -> Option<&'static str> {
        if let Some(whose) = self.named_in(text, Certainty::Sure) {
            return Some(whose);
        }
        let text = plain(text);
        let spaced = spaced(&text);
        let numbers = digits(&text);
        let has_last_four = self.ssn.as_ref().is_some_and(|it| {
            let end = &it[it.len() - 4..];
            spaced.contains(&format!(" {end} ")) || has_end_of_ssn(&text, end)
        });
        let has_contact = |it: &String| match digits(it) {
            _ if it.contains('@') => text.to_lowercase().contains(it.as_str()),
            number => numbers.contains(&number[number.len() - 7..]),
        };
        if self.dob.is_some_and(|it| days_in(&text).contains(&it)) {
            Some("the client's date of birth")
        } else if self
            .ssn
            .as_ref()
            .is_some_and(|it| it.len() == 9 && numbers.contains(it))
            || has_last_four
        {
            Some("the client's Social Security number or its end")
        } else if self.contacts.iter().any(has_contact) {
            Some("a phone number or e-mail address of the client")
        } else {
            self.signs.found_in(&text)
        }
    }
}
