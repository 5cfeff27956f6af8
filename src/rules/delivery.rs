//! How a request may come in and how a copy may go out.

use super::facts::{Facts, Finding};
use crate::diagnostics::Place;
use crate::request::{Intake, Method, Recipient};

/// A private record is asked for by telephone.
pub(super) fn private_record_by_ticket(facts: &Facts<'_>) -> Vec<Finding> {
    let private = facts.extract.profile.supplied().and_then(|it| it.private);
    if private == Some(true) && is_called_before(facts) {
        return vec![Finding::new(
            "the record is private and the agency called before the client asked",
            [Place::request("/called_on"), Place::request("/requested_on")],
        )];
    }
    if private == Some(true) && facts.request.intake != Intake::Phone {
        return vec![Finding::new(
            "the record is private and the request did not come by phone",
            [Place::request("/intake"), Place::extract("/profile/private")],
        )];
    }
    Vec::new()
}

/// A record that does not say whether it is private may be: what is unknown is not "no".
/// That the agency found it in HMIS, once the client had asked, answers it.
pub(super) fn privacy_not_known(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    let private = facts.extract.profile.supplied().and_then(|it| it.private);
    if private.is_none() && is_called_before(facts) {
        return vec![Finding::new(
            "nothing says whether the record is private, and the agency called before the \
             client asked",
            [Place::request("/called_on"), Place::request("/requested_on")],
        )];
    }
    if private.is_some() || request.intake == Intake::Phone {
        return Vec::new();
    }
    let (message, at) = match request.found_in_hmis_on {
        Some(day) if (request.requested_on..=facts.at).contains(&day) => {
            return Vec::new();
        }
        Some(_) => (
            "the day the agency found the record is not between the request and this \
             build, so the record may be private",
            "/found_in_hmis_on",
        ),
        None => (
            "nothing says whether the record is private, and the request did not come by \
             phone",
            "/intake",
        ),
    };
    vec![Finding::new(message, [Place::request(at), Place::extract("/profile/private")])]
}

/// True for a call that was about something else: the client had not asked yet.
fn is_called_before(facts: &Facts<'_>) -> bool {
    let request = facts.request;
    let is_before = request.called_on.is_some_and(|it| it < request.requested_on);
    request.intake == Intake::Phone && is_before
}

/// A call has a day.
pub(super) fn call_without_date(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    if request.intake == Intake::Phone && request.called_on.is_none() {
        return vec![Finding::new(
            "the request came by phone, and the day of the call is not given",
            [Place::request("/intake")],
        )];
    }
    Vec::new()
}

/// The recipient of an e-mail said that they can open the locked file.
pub(super) fn opening_not_confirmed(facts: &Facts<'_>) -> Vec<Finding> {
    let delivery = &facts.request.delivery;
    if delivery.method == Method::Email && delivery.can_open_confirmed_on.is_none() {
        return vec![Finding::new(
            "nobody confirmed that the recipient of the e-mail can open the file",
            [Place::request("/delivery/method")],
        )];
    }
    Vec::new()
}

/// A trusted contact is one whom the client approved in writing, for this request, and what
/// they are is stated.
pub(super) fn contact_not_approved(facts: &Facts<'_>) -> Vec<Finding> {
    let (request, delivery) = (facts.request, &facts.request.delivery);
    if delivery.recipient != Recipient::TrustedContact {
        return Vec::new();
    }
    // Letters say what somebody is; fillers of Hangul are letters that nobody sees.
    let is_letter = |c: char| {
        c.is_alphabetic()
            && !matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
    };
    let stated =
        delivery.relation.as_ref().is_some_and(|it| it.as_str().contains(is_letter));
    let (message, at) = match delivery.approved_in_writing_on {
        Some(day) if !(request.requested_on..=facts.at).contains(&day) => (
            "the day the client approved the trusted contact is not between the request \
             and this build",
            "/delivery/approved_in_writing_on",
        ),
        Some(_) if stated => return Vec::new(),
        _ => (
            "the client's written approval of the trusted contact is not complete",
            "/delivery/recipient",
        ),
    };
    vec![Finding::new(message, [Place::request(at)])]
}

/// A trusted contact gets the copy by e-mail; in person it goes to who asked.
pub(super) fn contact_in_person(facts: &Facts<'_>) -> Vec<Finding> {
    let delivery = &facts.request.delivery;
    if delivery.recipient == Recipient::TrustedContact
        && delivery.method == Method::InPerson
    {
        return vec![Finding::new(
            "the copy is to be handed to a trusted contact in person",
            [Place::request("/delivery/method"), Place::request("/delivery/recipient")],
        )];
    }
    Vec::new()
}

/// An encrypted e-mail service protects what it sends, and nothing else.
pub(super) fn encrypted_email_in_person(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    if request.is_by_encrypted_email() && request.delivery.method == Method::InPerson {
        return vec![Finding::new(
            "the copy is handed over in person, and an encrypted e-mail is to protect it",
            [Place::request("/delivery/method"), Place::request("/delivery/protection")],
        )];
    }
    Vec::new()
}

/// What a client reads was looked at by somebody who speaks its language.
pub(super) fn language_not_reviewed(facts: &Facts<'_>) -> Vec<Finding> {
    if !facts.site.is_unreviewed(facts.request.language) {
        return Vec::new();
    }
    vec![Finding::new(
        "nobody who speaks this language has reviewed the pages in it",
        [Place::request("/language")],
    )]
}
