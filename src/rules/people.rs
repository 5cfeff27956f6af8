//! Who may have the copy.

use chrono::Datelike;

use super::facts::{Facts, Finding};
use crate::diagnostics::Place;
use crate::model::{Day, Profile};
use crate::request::{Recipient, Relation};

/// HUD list 3.03.2: "Full DOB reported".
const FULL_DOB: i64 = 1;

/// True while the person has not lived that many years on that day. Who is born on 29 February
/// comes of age on 1 March of a common year.
fn is_minor(dob: Day, on: Day, adult_years: i32) -> bool {
    let year = dob.year() + adult_years;
    let of_age = dob.with_year(year).or_else(|| Day::from_ymd_opt(year, 3, 1));
    of_age.is_none_or(|day| on < day)
}

fn profile<'a>(facts: &Facts<'a>) -> Option<&'a Profile> {
    facts.extract.profile.supplied()
}

/// A parent or guardian asks, not the client.
pub(super) fn asked_by_parent(facts: &Facts<'_>) -> bool {
    matches!(facts.request.requester.relation, Relation::Parent | Relation::Guardian)
}

/// A date of birth that is certain enough to tell a minor by.
pub(super) fn certain_dob(facts: &Facts<'_>) -> Option<Day> {
    profile(facts)
        .filter(|it| it.dob_data_quality == Some(FULL_DOB))
        .and_then(|it| it.dob)
}

/// A copy is asked for by the client or for a minor client, and goes to them or to a contact
/// they trust.
pub(super) fn another_destination(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    let mut findings = Vec::new();
    if request.requester.relation == Relation::Other {
        findings.push(Finding::new(
            "neither the client asks, nor a parent or guardian",
            [Place::request("/requester/relation")],
        ));
    }
    let is_theirs = matches!(
        request.delivery.recipient,
        Recipient::Requester | Recipient::TrustedContact
    );
    if !is_theirs {
        findings.push(Finding::new(
            "the copy is meant for somebody whom this process does not serve",
            [Place::request("/delivery/recipient")],
        ));
    }
    findings
}

/// A parent or guardian asks while the client is a minor, and gets the copy while they
/// still are: who comes of age in between asks for themselves.
pub(super) fn parent_of_an_adult(facts: &Facts<'_>) -> Vec<Finding> {
    let days = [facts.request.requested_on, facts.at];
    let years = facts.parameters.adult_years;
    let is_adult = |dob, on| !is_minor(dob, on, years);
    match certain_dob(facts) {
        Some(dob)
            if asked_by_parent(facts) && days.iter().any(|on| is_adult(dob, *on)) =>
        {
            vec![Finding::new(
                "a parent or guardian asks for the record of an adult",
                [Place::request("/requester/relation"), Place::extract("/profile/dob")],
            )]
        }
        _ => Vec::new(),
    }
}

/// Where a parent or guardian asks, the date of birth is recorded in full.
pub(super) fn age_not_known(facts: &Facts<'_>) -> Vec<Finding> {
    if !asked_by_parent(facts) || certain_dob(facts).is_some() {
        return Vec::new();
    }
    let finding = Finding::new(
        "a parent or guardian asks, and the client's full date of birth is not on record",
        [
            Place::request("/requester/relation"),
            Place::extract("/profile/dob_data_quality"),
        ],
    );
    if facts.profiles.len() == 1 {
        return vec![finding];
    }
    let hint =
        "if it cannot, take this profile out of `client_ids`: it may be an adult's";
    vec![finding.hint(hint.to_owned())]
}

/// The day of birth of a client who asks alone and is under age on the day of the request.
fn minor_alone(facts: &Facts<'_>) -> Option<Day> {
    let alone = facts.request.requester.relation == Relation::Client;
    let years = facts.parameters.adult_years;
    let is_minor = |dob: &Day| is_minor(*dob, facts.request.requested_on, years);
    // Who is not born yet is another rule's finding.
    certain_dob(facts).filter(|dob| alone && *dob <= facts.at && is_minor(dob))
}

/// True for a minor who is old enough to ask.
fn can_ask(facts: &Facts<'_>, dob: Day) -> bool {
    !is_minor(dob, facts.request.requested_on, facts.parameters.asks_alone_from_years)
}

/// A minor who asks without a parent or guardian gets the copy; what else a minor may not
/// sign, the agency is told.
pub(super) fn minor_asking_alone(facts: &Facts<'_>) -> Vec<Finding> {
    let years = facts.parameters.adult_years;
    let dob = minor_alone(facts).filter(|it| can_ask(facts, *it));
    let finding = |_| {
        Finding::new(
            format!("the client is under {years} and asks without a parent or guardian"),
            [Place::request("/requester/relation"), Place::extract("/profile/dob")],
        )
    };
    dob.map(finding).into_iter().collect()
}

/// A young child asks for nothing: somebody else does, or it is another client's record.
pub(super) fn child_asking_alone(facts: &Facts<'_>) -> Vec<Finding> {
    let years = facts.parameters.asks_alone_from_years;
    let dob = minor_alone(facts).filter(|it| !can_ask(facts, *it));
    let finding = |_| {
        Finding::new(
            format!("the client is under {years}, and nobody asks for them"),
            [Place::extract("/profile/dob"), Place::request("/requester/relation")],
        )
    };
    dob.map(finding).into_iter().collect()
}

/// The client asks, and the copy is to go to somebody whom the client trusts.
fn is_for_contact(facts: &Facts<'_>) -> bool {
    facts.request.requester.relation == Relation::Client
        && facts.request.delivery.recipient == Recipient::TrustedContact
}

/// A trusted contact is the client's own: who asks for a minor names none, and a minor who asks
/// alone can consent to none, on the day of that writing.
pub(super) fn contact_for_a_minor(facts: &Facts<'_>) -> Vec<Finding> {
    let recipient = facts.request.delivery.recipient;
    let places =
        [Place::request("/requester/relation"), Place::request("/delivery/recipient")];
    if recipient == Recipient::TrustedContact && asked_by_parent(facts) {
        return vec![Finding::new(
            "a parent or guardian asks, and the copy is to go to a trusted contact",
            places,
        )];
    }
    let years = facts.parameters.adult_years;
    let approved = facts.request.delivery.approved_in_writing_on;
    let approved = approved.unwrap_or(facts.request.requested_on);
    let is_minor = |dob| is_minor(dob, approved, years);
    if is_for_contact(facts) && certain_dob(facts).is_some_and(is_minor) {
        let at = [Place::extract("/profile/dob"), Place::request("/delivery/recipient")];
        return vec![Finding::new(
            format!(
                "the client is under {years}, and the copy is to go to a trusted contact"
            ),
            at,
        )];
    }
    Vec::new()
}

/// Who names a trusted contact is known to be of age: what is unknown is not "yes".
pub(super) fn contact_age_not_known(facts: &Facts<'_>) -> Vec<Finding> {
    if !is_for_contact(facts) || certain_dob(facts).is_some() {
        return Vec::new();
    }
    vec![Finding::new(
        "the copy is to go to a trusted contact, and the client's full date of birth is not \
         on record",
        [
            Place::extract("/profile/dob_data_quality"),
            Place::request("/delivery/recipient"),
        ],
    )]
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Days};
    use proptest::prelude::*;

    use super::is_minor;
    use crate::model::Day;

    #[track_caller]
    fn check(dob: &str, on: &str, expected: bool) {
        let day = |text: &str| text.parse().expect("a day");
        assert_eq!(is_minor(day(dob), day(on), 18), expected, "{dob} on {on}");
    }

    #[test]
    fn a_person_comes_of_age_on_the_birthday() {
        check("2008-11-16", "2026-11-15", true);
        check("2008-11-16", "2026-11-16", false);
        check("2008-11-16", "2026-11-17", false);
    }

    #[test]
    fn born_on_a_leap_day_comes_of_age_on_the_first_of_march() {
        check("2008-02-29", "2026-02-28", true);
        check("2008-02-29", "2026-03-01", false);
    }

    proptest! {
        /// Against the count of whole years, month and day compared.
        #[test]
        fn a_minor_has_lived_fewer_than_eighteen_whole_years(
            born in 0_u64..20_000,
            lived in 6_500_u64..6_650,
            leap_year in 0_i32..12,
        ) {
            let first = Day::from_ymd_opt(1980, 1, 1).expect("a day");
            let leap_day = Day::from_ymd_opt(1980 + 4 * leap_year, 2, 29).expect("a day");
            for dob in [first + Days::new(born), leap_day] {
                let on = dob + Days::new(lived);
                let is_before = (on.month(), on.day()) < (dob.month(), dob.day());
                let years = on.year() - dob.year() - i32::from(is_before);
                prop_assert_eq!(is_minor(dob, on, 18), years < 18, "{} on {}", dob, on);
            }
        }
    }

    #[test]
    fn born_in_the_future_is_a_minor() {
        check("2030-01-01", "2026-01-01", true);
    }
}
