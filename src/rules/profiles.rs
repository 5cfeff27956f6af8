//! One person in several profiles: whose names are the client's own in all of them, and what
//! the profiles say against each other.

use std::collections::BTreeSet;

use super::facts::{Facts, Finding};
use super::names::{Names, folded};
use super::people::{asked_by_parent, certain_dob};
use crate::diagnostics::Place;
use crate::extract::Extract;
use crate::model::{ClientText, Day, Profile, Ssn, is_filling};

/// The client's own names: those of every profile.
pub(super) fn own(facts: &Facts<'_>) -> Names {
    Names::of_client(facts.profiles.iter().filter_map(|it| it.profile.supplied()))
}

/// The names of others of the household, as every profile knows them: who is the client by
/// another profile is nobody else.
pub(super) fn others(facts: &Facts<'_>) -> Names {
    let named: Vec<BTreeSet<String>> = facts.profiles.iter().map(whole_name).collect();
    let is_client = |nth: usize, name: &ClientText| {
        let words = words_of([name]);
        let others = named.iter().enumerate().filter(|(it, _)| *it != nth);
        words.len() > 1 && others.clone().any(|(_, it)| *it == words)
    };
    let listed = facts.profiles.iter().enumerate().flat_map(|(nth, it)| {
        it.others().iter().filter(move |name| !is_client(nth, name))
    });
    Names::of_others(listed, own(facts))
}

/// The words of a client's whole name in one profile.
fn whole_name(extract: &Extract) -> BTreeSet<String> {
    extract.profile.supplied().map(|it| words_of(fields(it))).unwrap_or_default()
}

fn fields(profile: &Profile) -> impl Iterator<Item = &ClientText> {
    let fields = [&profile.first_name, &profile.middle_name, &profile.last_name];
    fields.into_iter().flatten()
}

fn words_of<'a>(texts: impl IntoIterator<Item = &'a ClientText>) -> BTreeSet<String> {
    let texts = texts.into_iter().map(ClientText::as_str).filter(|it| !is_filling(it));
    let words = |text: &str| -> Vec<String> {
        let folded = folded(text);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        words.filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    texts.flat_map(words).collect()
}

/// Where a parent or guardian asks, every certain date of birth is the same one.
pub(super) fn birth_dates_differ(facts: &Facts<'_>) -> Vec<Finding> {
    if !asked_by_parent(facts) {
        return Vec::new();
    }
    let certain: Vec<(usize, Day)> = certain(facts, certain_dob);
    let other = certain.first().and_then(|(first, dob)| {
        let (nth, _) = certain.iter().find(|(_, it)| it != dob)?;
        Some([*first, *nth])
    });
    let finding = |pair: [usize; 2]| {
        let places = pair.map(|nth| Place::extract("/profile/dob").of_profile(nth));
        Finding::of_several(
            "a parent or guardian asks, and the profiles have different dates of birth",
            std::iter::once(Place::request("/requester/relation")).chain(places),
        )
    };
    other.map(finding).into_iter().collect()
}

/// What a profile surely says, where it says it.
fn certain<T>(
    facts: &Facts<'_>,
    of: impl Fn(&Facts<'_>) -> Option<T>,
) -> Vec<(usize, T)> {
    let each = facts.each();
    each.iter().filter_map(|it| Some((it.nth, of(it)?))).collect()
}

/// The profiles of one person agree in what surely tells a person: a mistyped identifier is
/// somebody else's.
pub(super) fn perhaps_two_people(facts: &Facts<'_>) -> Vec<Finding> {
    let each = facts.each();
    let earlier = &each[..facts.nth];
    let finding = |key: &str, message: &str, other: &Facts<'_>| {
        let places = [facts.nth, other.nth];
        let places = places.map(|nth| Place::extract(key).of_profile(nth));
        Finding::of_several(message, places)
    };
    let born_else = |it: &&Facts<'_>| is_other(certain_dob(facts), certain_dob(it));
    let number_else = |it: &&Facts<'_>| is_other(last_four(facts), last_four(it));
    let dob = earlier.iter().find(born_else).map(|it| {
        finding("/profile/dob", "two profiles have different dates of birth", it)
    });
    let ssn = earlier.iter().find(number_else).map(|it| {
        let message = "two profiles have different Social Security numbers";
        finding("/profile/ssn", message, it)
    });
    let names = known_as(facts.extract);
    let others = earlier.iter().map(|it| (it, known_as(it.extract)));
    let others: Vec<_> = others.filter(|(_, it)| !it.is_empty()).collect();
    let shares_none =
        !names.is_empty() && others.iter().all(|it| names.is_disjoint(&it.1));
    let name = others.first().filter(|_| shares_none).map(|(it, _)| {
        finding("/profile/last_name", "two profiles share no name of the client", it)
    });
    [dob, ssn, name].into_iter().flatten().collect()
}

/// True where both are known and are not the same.
fn is_other<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

/// The end of a Social Security number.
fn last_four(facts: &Facts<'_>) -> Option<String> {
    match Ssn::of(facts.extract.profile.supplied()?.ssn.as_ref()) {
        Ssn::Full(digits) => Some(digits[5..].to_owned()),
        Ssn::LastFour(digits) => Some(digits),
        Ssn::Partial | Ssn::None => None,
    }
}

/// Every name that somebody goes by in a profile.
fn known_as(extract: &Extract) -> BTreeSet<String> {
    let Some(profile) = extract.profile.supplied() else { return BTreeSet::new() };
    words_of(fields(profile).chain(&profile.alias))
}
