//! One person in several profiles: whose names are the client's own in all of them, and what
//! the profiles say against each other.

use std::collections::BTreeSet;

use chrono::Datelike;
use strsim::levenshtein;

use super::agencies::is_slip;
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

/// The profiles of one person agree in what surely tells a person, and something shows that they
/// are one: a mistyped identifier is somebody else's.
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
    let born = earlier.iter().find(born_else).map(|it| {
        finding("/profile/dob", "two profiles have different dates of birth", it)
    });
    let years = facts.parameters.birth_years_apart;
    let is_far = |it: &&Facts<'_>| {
        dob(facts).zip(dob(it)).is_some_and(|(a, b)| a.year().abs_diff(b.year()) > years)
    };
    let born = born.or_else(|| {
        let message = format!("two profiles have years of birth more than {years} apart");
        Some(finding("/profile/dob", &message, earlier.iter().find(is_far)?))
    });
    let ssn = earlier.iter().find(number_else).map(|it| {
        let message = "two profiles have different Social Security numbers";
        finding("/profile/ssn", message, it)
    });
    let name = not_one_by_name(facts, earlier);
    let name = name.map(|(key, message, it)| finding(key, message, it));
    let lives_with = earlier.iter().find(|it| lists(facts, it) || lists(it, facts));
    let listed = lives_with.map(|it| {
        let message = "one of two profiles is listed in the household of the other";
        // Where the two differ is in what they are called.
        finding("/profile/first_name", message, it)
    });
    // One place is answered once.
    let name = name.filter(|_| listed.is_none());
    [born, ssn, name, listed].into_iter().flatten().collect()
}

/// What the names of a profile have against its being the same person as all before it.
fn not_one_by_name<'a, 'b>(
    facts: &Facts<'_>,
    earlier: &'a [Facts<'b>],
) -> Option<(&'static str, &'static str, &'a Facts<'b>)> {
    let names = known_as(facts.extract);
    let shares_none = |it: &Facts<'_>| {
        let others = known_as(it.extract);
        !names.is_empty() && !others.is_empty() && names.is_disjoint(&others)
    };
    let is_doubtful = |it: &Facts<'_>| {
        !is_confirmed(facts, it) && !is_called_alike(facts.extract, it.extract)
    };
    let first = earlier.first()?;
    if earlier.iter().all(shares_none) {
        let message = "two profiles share no name of the client";
        return Some(("/profile/last_name", message, first));
    }
    let message = "two profiles do not share a first name, and neither date of birth nor \
                   Social Security number shows that they are one person";
    let is_one = earlier.iter().any(|it| !shares_none(it) && !is_doubtful(it));
    (!is_one).then_some(("/profile/first_name", message, first))
}

/// True where a date of birth or the end of a number is surely the same in both.
fn is_confirmed(a: &Facts<'_>, b: &Facts<'_>) -> bool {
    let is_same_day = certain_dob(a).is_some_and(|it| certain_dob(b) == Some(it));
    is_same_day || last_four(a).is_some_and(|it| last_four(b) == Some(it))
}

/// True where both go by a name, beside that of the family, that is written nearly alike.
fn is_called_alike(a: &Extract, b: &Extract) -> bool {
    let (a, b) = (called(a), called(b));
    a.iter().any(|a| b.iter().any(|b| is_alike(a, b)))
}

/// What somebody is called in a profile, beside the name of the family.
fn called(extract: &Extract) -> BTreeSet<String> {
    let Some(profile) = extract.profile.supplied() else { return BTreeSet::new() };
    let names = [&profile.first_name, &profile.middle_name, &profile.alias];
    let mut names = words_of(names.into_iter().flatten());
    let family = words_of(&profile.last_name);
    // An alias may give the family's name too.
    let own = words_of(&profile.first_name);
    names.retain(|it| own.contains(it) || !family.contains(it));
    names
}

/// Letters from which the beginning of a name is a short form of it.
const SHORT_FORM: usize = 3;

/// True for two writings of one name: a slip of the pen, or a short form.
fn is_alike(a: &str, b: &str) -> bool {
    let n = |it: &str| it.chars().count();
    let is_short = |a: &str, b: &str| n(a) >= SHORT_FORM && b.starts_with(a);
    is_short(a, b) || is_short(b, a) || a == b || is_slip(levenshtein(a, b), a)
}

/// True where a profile lists the client of the other as somebody of its household.
fn lists(facts: &Facts<'_>, other: &Facts<'_>) -> bool {
    let Some(profile) = other.extract.profile.supplied() else { return false };
    let all = known_as(other.extract);
    let whole = words_of(profile.first_name.iter().chain(&profile.last_name));
    facts.extract.others().iter().map(|it| words_of([it])).any(|it| {
        let has_whole = whole.len() > 1 && it.is_superset(&whole);
        has_whole || (it.len() > 1 && it.is_subset(&all))
    })
}

fn dob(facts: &Facts<'_>) -> Option<Day> {
    facts.extract.profile.supplied()?.dob
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
