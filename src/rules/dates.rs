//! Days that must be in order, and exports that must be fresh.

use super::calendar::business_days_after;
use super::facts::{Facts, Finding};
use crate::diagnostics::Place;
use crate::model::Day;

/// Found, asked, called, handed in, approved, confirmed: none after the day of the build, and the
/// handing in not before the asking.
pub(super) fn impossible_dates(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    let delivery = &request.delivery;
    let mut findings: Vec<_> = [
        ("/found_in_hmis_on", request.found_in_hmis_on),
        ("/requested_on", Some(request.requested_on)),
        ("/submitted_on", Some(request.submitted_on)),
        ("/called_on", request.called_on),
        ("/delivery/can_open_confirmed_on", delivery.can_open_confirmed_on),
        ("/delivery/approved_in_writing_on", delivery.approved_in_writing_on),
    ]
    .into_iter()
    .filter(|(_, day)| day.is_some_and(|it| it > facts.at))
    .map(|(at, _)| Finding::new("this day is in the future", [Place::request(at)]))
    .collect();
    if request.submitted_on < request.requested_on {
        findings.push(Finding::new(
            "the request was handed in before the client made it",
            [Place::request("/submitted_on"), Place::request("/requested_on")],
        ));
    }
    findings
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

/// Business days from the client's asking to the help desk's ticket (article 327, older
/// text).
const MAX_BUSINESS_DAYS: usize = 5;

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

/// The request was handed in within five business days, unless a law lifts the clock.
pub(super) fn late_submission(facts: &Facts<'_>) -> Vec<Finding> {
    let request = facts.request;
    let (from, to) = (request.requested_on, request.submitted_on);
    let n = business_days_after(from, to, &facts.site.limits.county_holidays);
    if n <= MAX_BUSINESS_DAYS || request.exempt.is_some() {
        return Vec::new();
    }
    vec![Finding::new(
        format!("the request was handed in after {n} business days"),
        [Place::request("/submitted_on"), Place::request("/requested_on")],
    )]
}
