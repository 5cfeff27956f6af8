//! Which agency may ask, however its name is written.

use strsim::levenshtein;

use super::facts::{Facts, Finding};
use super::names::folded;
use crate::diagnostics::{Place, Pointer, sanitise};
use crate::model::{Enrollment, SectionKind};

/// True where two writings name one agency: apostrophes, hyphens, dots, "&" or "and", case,
/// blanks and the form of the company do not count. A blank name is no agency's.
pub(super) fn is_same_agency(a: &str, b: &str) -> bool {
    let (a, b) = (key(a), key(b));
    !a.is_empty() && a == b
}

/// How the law calls a company; it is often left out.
const COMPANIES: [&str; 7] =
    ["inc", "incorporated", "llc", "corp", "corporation", "ltd", "co"];

/// True where a name is the other, or has its words, two or more, one behind the other:
/// "Second Porch - TLP" is of Second Porch.
pub(super) fn contains_name(name: &str, other: &str) -> bool {
    let (a, b) = (singulars(name).concat(), singulars(other));
    (!b.is_empty() && a == b.concat()) || (b.len() > 1 && has_words(name, other))
}

/// True where a name has all words of a phrase one behind the other, in singular or plural.
pub(super) fn has_words(name: &str, phrase: &str) -> bool {
    let (name, phrase) = (singulars(name), singulars(phrase));
    !phrase.is_empty() && name.windows(phrase.len()).any(|it| it == phrase)
}

fn singulars(name: &str) -> Vec<String> {
    let singular = |it: String| match it.strip_suffix('s') {
        Some(one) if one.len() > 2 => one.to_owned(),
        _ => it,
    };
    words(name).into_iter().map(singular).collect()
}

/// The words of a name that count, run together.
fn key(name: &str) -> String {
    words(name).concat()
}

/// The words of a name that count.
fn words(name: &str) -> Vec<String> {
    let name = folded(name).replace(['&', '+'], " and ");
    let is_inside =
        |c: char| c == '.' || c == '\'' || (!c.is_alphanumeric() && !c.is_ascii());
    let is_filler = |c: char| matches!(c, '\u{115F}' | '\u{1160}');
    let kept: String = name
        .chars()
        .filter(|c| !is_inside(*c) || c.is_whitespace())
        .filter(|c| !is_filler(*c))
        .collect();
    let words = kept.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    let mut words: Vec<&str> = words.collect();
    while words.len() > 1 && words.last().is_some_and(|it| COMPANIES.contains(it)) {
        words.pop();
    }
    words.into_iter().map(str::to_owned).collect()
}

/// The agency that asks has served the client in HMIS: one of the enrollments is its own, in
/// a project that is not known to take no part in HMIS.
pub(super) fn agency_never_served(facts: &Facts<'_>) -> Vec<Finding> {
    let asking = facts.request.agency.as_str();
    let is_own = |it: &Enrollment| {
        it.agency.as_ref().is_some_and(|it| is_same_agency(it.as_str(), asking))
    };
    let enrollments = facts.extract.enrollments.supplied().into_iter().flatten();
    let own: Vec<_> =
        enrollments.clone().enumerate().filter(|(_, it)| is_own(it)).collect();
    if own.iter().any(|(_, it)| it.participating != Some(false)) {
        return Vec::new();
    }
    let asks = Place::request("/agency");
    let is_named = |it: &Enrollment| it.agency.as_ref().is_some_and(|it| !it.is_blank());
    if !enrollments.clone().any(is_named) {
        let message = "the record has no enrollment that names an agency";
        return vec![Finding::new(message, [asks]).hint(
            "look the client up in HMIS: if there are enrollments, export them too; if there \
             are none, ask the HMIS Lead which agency may submit the request"
                .to_owned(),
        )];
    }
    let Some((i, _)) = own.first() else {
        let served =
            enrollments.filter_map(|it| it.agency.as_ref()).map(|it| it.as_str());
        // A name that is nearly the one of the request tells nothing new.
        let near = nearest(asking, served).filter(|(n, it)| is_slip(*n, it));
        let message = "no enrollment of the record is of the agency that asks";
        return vec![spelled(message, asking, near.map(|it| it.1), asks)];
    };
    let at = Pointer::root().key(SectionKind::Enrollments.key()).index(*i);
    vec![Finding::new(
        "the only enrollments with the agency that asks are in projects that take no part in \
         HMIS",
        [asks, Place::extract(at.key("participating"))],
    )]
}

/// The agency that asks is on the site's list of participating agencies.
pub(super) fn agency_not_participating(facts: &Facts<'_>) -> Vec<Finding> {
    let asking = facts.request.agency.as_str();
    let listed = facts.site.participating_agencies.iter().map(|it| it.as_str());
    if listed.clone().any(|it| is_same_agency(it, asking)) {
        return Vec::new();
    }
    let message =
        "the agency that asks is not on the site's list of participating agencies";
    let near = nearest(asking, listed).map(|it| it.1);
    vec![spelled(message, asking, near, Place::request("/agency"))]
}

/// The name of a list that somebody probably meant: the nearest in spelling, where a slip of the
/// pen lies between. None where the list has the agency itself.
pub fn nearest_agency<'a>(asking: &str, names: &[&'a str]) -> Option<&'a str> {
    if names.iter().any(|it| is_same_agency(it, asking)) {
        return None;
    }
    let (n, near) = nearest(asking, names.iter().copied())?;
    is_slip(n, near).then_some(near)
}

/// What is said of an agency, with both spellings where they are near.
fn spelled(message: &str, asking: &str, near: Option<&str>, at: Place) -> Finding {
    let finding = Finding::new(message, [at]);
    let Some(near) = near else { return finding };
    let hint = format!(
        "the request says `{}`; the nearest name is `{}`",
        sanitise(asking),
        sanitise(near)
    );
    finding.hint(hint)
}

/// True for as few differences as a slip of the pen makes.
pub(super) fn is_slip(n: usize, name: &str) -> bool {
    n * 6 <= name.chars().count()
}

/// The name that is nearest in spelling, with how many characters differ.
fn nearest<'a>(
    name: &str,
    names: impl Iterator<Item = &'a str>,
) -> Option<(usize, &'a str)> {
    let asked = key(name);
    let near = names.filter(|it| !it.trim().is_empty());
    near.map(|it| (levenshtein(&asked, &key(it)), it)).min()
}

#[cfg(test)]
mod tests {
    use super::{contains_name, is_same_agency, is_slip, nearest};

    #[test]
    fn a_program_is_of_the_agency_that_its_name_begins_with() {
        let listed = "Second Porch Youth Services";
        for name in [
            "Second Porch Youth Services",
            "Second Porch Youth Service",
            "Second Porch Youth Services, Inc.",
            "Second Porch Youth Services - TLP",
            "TLP (Second Porch Youth Services)",
            "SecondPorch Youth Services",
        ] {
            assert!(contains_name(name, listed), "{name}");
        }
        for name in ["Second Porch", "Youth Services", "Second Porch Adult Services", ""]
        {
            assert!(!contains_name(name, listed), "{name}");
        }
        assert!(!contains_name("Harbor", "") && !contains_name("", ""));
    }

    #[test]
    fn an_agency_is_one_however_it_is_written() {
        for (a, b) in [
            ("St. Brendan's House", "St Brendan\u{2019}s  house"),
            ("St. Brendan's House", "St. Brendans House"),
            ("Harbor Bridge \u{2013} Outreach", "Harbor Bridge - Outreach"),
            ("Harbor-Bridge Outreach", "Harbor Bridge Outreach"),
            ("Home & Hearth", "Home and Hearth, Inc."),
            ("Casa Alameda", "CASA ALAMEDA L.L.C."),
            ("Nguyễn Center", "Nguyen Cen\u{AD}ter"),
            ("Hearth,Inc.", "Hearth"),
            ("花园收容所", "花园收容所 Inc."),
            ("Inc", "inc."),
        ] {
            assert!(is_same_agency(a, b) && is_same_agency(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("", ""),
            (" ", "\u{A0}"),
            ("\u{200B}", "\u{2060}"),
            ("\u{3164}", "\u{3164}"),
            ("\u{FFA0}", "\u{115F}"),
            ("\u{FE0F}", "\u{301}"),
            ("\u{2800}", " - "),
            ("Home", "Home and Hearth"),
            ("Inc", "LLC"),
            ("花园收容所", "平安之家"),
        ] {
            assert!(!is_same_agency(a, b), "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_name_is_shown_where_it_is_a_slip() {
        let names = ["Casa Alameda", "Harbor Bridge Outreach"];
        let near = |it: &str| nearest(it, names.into_iter()).expect("a name");
        assert_eq!(near("Harbour Bridge Outreach"), (1, names[1]));
        assert!(is_slip(1, names[1]) && !is_slip(5, names[1]));
    }
}
