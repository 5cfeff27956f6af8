//! Days that must be in order, and exports that must be fresh.

use super::calendar::business_days_after;
use super::facts::{Facts, Finding};
use crate::diagnostics::Place;
use crate::model::Day;
use crate::request::Request;

/// The days on which the agency learned something that the request is based on.
fn confirmed(request: &Request) -> Vec<(&'static str, Day)> {
    let (requester, delivery) = (&request.requester, &request.delivery);
    [
        ("/found_in_hmis_on", request.found_in_hmis_on),
        ("/called_on", request.called_on),
        ("/requester/identity_verified_on", requester.identity_verified_on),
        ("/requester/youth_consented_on", requester.youth_consented_on),
        ("/delivery/can_open_confirmed_on", delivery.can_open_confirmed_on),
        ("/delivery/approved_in_writing_on", delivery.approved_in_writing_on),
    ]
    .into_iter()
    .filter_map(|(at, day)| day.map(|it| (at, it)))
    .collect()
}

/// Asked, handed in, found, called, verified, approved, confirmed: none after the day of the
/// build, and neither the handing in nor the picking up before the asking.
pub(super) fn impossible_dates(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    let own = [
        ("/requested_on", request.requested_on),
        ("/submitted_on", request.submitted_on),
    ];
    let mut findings: Vec<_> = own
        .into_iter()
        .chain(confirmed(request))
        .filter(|(_, day)| *day > facts.at)
        .map(|(at, _)| Finding::new("this day is in the future", [Place::request(at)]))
        .collect();
    if request.submitted_on < request.requested_on {
        findings.push(Finding::new(
            "the request was handed in before the client made it",
            [Place::request("/submitted_on"), Place::request("/requested_on")],
        ));
    }
    if request.delivery.pick_up_on.is_some_and(|it| it < request.requested_on) {
        findings.push(Finding::new(
            "the copy is picked up before the client asked for it",
            [Place::request("/delivery/pick_up_on"), Place::request("/requested_on")],
        ));
    }
    findings
}

/// How many days a day lies back, where that is more than a limit.
fn older_than(facts: &Facts<'_>, day: Day, most: i64) -> Option<i64> {
    Some((facts.at - day).num_days()).filter(|n| *n > most)
}

/// A request that waited for long may no longer be what the client wants.
pub(super) fn old_request(facts: &Facts<'_>) -> Vec<Finding> {
    let asked = facts.request.requested_on;
    let most = facts.parameters.request_old_after_days;
    let finding = |n| {
        Finding::new(
            format!("the client asked {n} days ago, more than {most}"),
            [Place::request("/requested_on")],
        )
    };
    older_than(facts, asked, most).map(finding).into_iter().collect()
}

/// What the agency confirmed long ago may no longer hold. That it found the record, and what the
/// client or a minor agreed to, is of the time of the request in any case. Of a request that is
/// itself old, what was confirmed since it was made is not told beside it.
pub(super) fn old_confirmation(facts: &Facts<'_>) -> Vec<Finding> {
    let (request, parameters) = (facts.request, facts.parameters);
    let asked = request.requested_on;
    let is_old = older_than(facts, asked, parameters.request_old_after_days).is_some();
    let most = parameters.confirmation_old_after_days;
    let own = [
        ("/called_on", request.called_on),
        ("/requester/identity_verified_on", request.requester.identity_verified_on),
        ("/delivery/can_open_confirmed_on", request.delivery.can_open_confirmed_on),
    ];
    let own = own.into_iter().filter_map(|(at, day)| Some((at, day?)));
    let own = own.filter(|(_, day)| !is_old || *day < asked);
    let old = own.filter_map(|(at, day)| Some((at, older_than(facts, day, most)?)));
    old.map(|(at, n)| {
        Finding::new(
            format!("this was confirmed {n} days ago, more than {most}"),
            [Place::request(at)],
        )
    })
    .collect()
}

/// The day of the export where the help desk is.
pub(super) fn exported_on(facts: &Facts<'_>) -> Day {
    facts.extract.exported_at.0.with_timezone(&facts.site.time_zone.0).date_naive()
}

/// The record was exported after the client asked for it, and not in the future.
pub(super) fn export_before_request(facts: &Facts<'_>) -> Vec<Finding> {
    let exported = exported_on(facts);
    let here = Place::extract("/exported_at");
    if exported < facts.request.requested_on {
        vec![Finding::new(
            "the record was exported before the client asked for it",
            [here, Place::request("/requested_on")],
        )]
    } else if exported > facts.at {
        vec![Finding::new("the record was exported after the day of this build", [here])]
    } else {
        Vec::new()
    }
}

/// The export is no older than the site file allows.
pub(super) fn export_too_old(facts: &Facts<'_>) -> Vec<Finding> {
    let age = (facts.at - exported_on(facts)).num_days();
    let most = facts.site.limits.max_export_age_days;
    if age <= most {
        return Vec::new();
    }
    vec![Finding::new(
        format!("the record was exported {age} days ago, and {most} is the most"),
        [Place::extract("/exported_at")],
    )]
}

/// The copy is made within the business days that the site file sets, counted from the
/// client's asking; where it sets none, the clock is off.
pub(super) fn late_copy(facts: &Facts<'_>) -> Vec<Finding> {
    let limits = &facts.site.limits;
    let Some(most) = limits.copy_within_business_days else { return Vec::new() };
    let n = business_days_after(
        facts.request.requested_on,
        facts.at,
        &limits.county_holidays,
    );
    if i64::try_from(n).is_ok_and(|n| n <= most) || facts.request.exempt.is_some() {
        return Vec::new();
    }
    vec![Finding::new(
        format!("the copy is made {n} business days after the client asked for it"),
        [Place::request("/requested_on")],
    )]
}

/// The request was handed in within so many business days, unless a law lifts the clock.
pub(super) fn late_submission(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    let (from, to) = (request.requested_on, request.submitted_on);
    let n = business_days_after(from, to, &facts.site.limits.county_holidays);
    if n <= facts.parameters.submit_within_business_days || request.exempt.is_some() {
        return Vec::new();
    }
    vec![Finding::new(
        format!("the request was handed in after {n} business days"),
        [Place::request("/submitted_on"), Place::request("/requested_on")],
    )]
}
