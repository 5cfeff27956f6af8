//! The check of every rule, by its slug: a rule is a row of `data/rules` and a function here.

use super::answers::Answers;
use super::facts::{Facts, Finding};
use super::{
    accepted, agencies, answers, authority, codes, contradictions, dates, delivery,
    odd_days, ownership, people, privacy, profiles, safety, sections, supplied, ticket,
};

/// A check finds what a rule is about.
pub(super) type Check = fn(&Facts<'_>) -> Vec<Finding>;

/// The check of every slug, in the order of reading.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("client-mismatch", ownership::client_mismatch),
    ("client-id-case", ownership::client_id_case),
    ("another-clients-row", ownership::another_clients_row),
    ("perhaps-two-people", profiles::perhaps_two_people),
    ("another-destination", people::another_destination),
    ("parent-of-an-adult", people::parent_of_an_adult),
    ("age-not-known", people::age_not_known),
    ("age-not-known", profiles::birth_dates_differ),
    ("minor-asking-alone", people::minor_asking_alone),
    ("child-asking-alone", people::child_asking_alone),
    ("agency-never-served", agencies::agency_never_served),
    ("agency-not-participating", agencies::agency_not_participating),
    ("private-record-by-ticket", delivery::private_record_by_ticket),
    ("privacy-not-known", delivery::privacy_not_known),
    ("call-without-date", delivery::call_without_date),
    ("opening-not-confirmed", delivery::opening_not_confirmed),
    ("contact-not-approved", delivery::contact_not_approved),
    ("contact-in-person", delivery::contact_in_person),
    ("encrypted-email-in-person", delivery::encrypted_email_in_person),
    ("contact-for-a-minor", people::contact_for_a_minor),
    ("contact-age-not-known", people::contact_age_not_known),
    ("impossible-dates", dates::impossible_dates),
    ("late-submission", dates::late_submission),
    ("late-copy", dates::late_copy),
    ("export-before-request", dates::export_before_request),
    ("export-too-old", dates::export_too_old),
    ("section-unavailable", sections::section_unavailable),
    ("nothing-to-withhold", sections::nothing_to_withhold),
    ("withheld-may-show", safety::withheld_may_show),
    ("withheld-perhaps-shown", safety::withheld_perhaps_shown),
    ("identifying-ticket", ticket::identifying_ticket),
    ("perhaps-identifying-ticket", ticket::perhaps_identifying_ticket),
    ("household-member-named", privacy::household_member_named),
    ("household-member-perhaps-named", privacy::household_member_perhaps_named),
    ("client-named-in-document", privacy::client_named_in_document),
    ("exit-before-entry", contradictions::exit_before_entry),
    ("release-ends-before-start", contradictions::release_ends_before_start),
    ("born-in-the-future", contradictions::born_in_the_future),
    ("veteran-block-of-a-non-veteran", contradictions::veteran_block_of_a_non_veteran),
    ("duplicate-enrollments", contradictions::duplicate_enrollments),
    ("open-for-many-years", contradictions::open_for_many_years),
    ("day-after-export", odd_days::day_after_export),
    ("move-in-outside-stay", odd_days::move_in_outside_stay),
    ("age-over-maximum", odd_days::age_over_maximum),
    ("unknown-code", codes::unknown_code),
    ("lost-character", privacy::lost_character),
    ("identity-not-verified", authority::identity_not_verified),
    ("authority-not-shown", authority::authority_not_shown),
    ("authority-of-the-client", authority::authority_of_the_client),
    ("youth-not-consented", authority::youth_not_consented),
    ("youth-program-not-known", authority::youth_program_not_known),
    ("danger-told", safety::danger_told),
    ("old-request", dates::old_request),
    ("old-confirmation", dates::old_confirmation),
    ("section-not-supplied", supplied::section_not_supplied),
    ("household-not-known", supplied::household_not_known),
    ("names-hashed", supplied::names_hashed),
    ("supplied-after-all", supplied::supplied_after_all),
    ("language-not-reviewed", delivery::language_not_reviewed),
    ("accepted-on-another-day", accepted::accepted_on_another_day),
];

/// Checks that find something only where they do so in every profile: whom an agency served
/// in one profile, it has served. A parent's child is one by every profile: what one is certain
/// of says nothing of another, which may be somebody else's.
pub(super) const IN_EVERY: &[&str] = &["agency-never-served", "contact-age-not-known"];

/// Checks of which only counts what every profile has: what one does not is not there.
pub(super) const SAME_IN_EVERY: &[&str] = &["supplied-after-all"];

/// A check of what the request answers.
pub(super) type AnswerCheck = fn(&Answers<'_>) -> Vec<Finding>;

/// The checks of what the request answers, after all others.
pub(super) const ANSWER_CHECKS: &[(&str, AnswerCheck)] = &[
    ("nothing-reviewed", answers::nothing_reviewed),
    ("nobody-named", answers::nobody_named),
    ("answer-out-of-date", answers::answer_out_of_date),
];

/// The rule of what the request accepts, after everything else that can warn.
pub(super) const NOTHING_ACCEPTED: &str = "nothing-accepted";
