//! What else in a ticket tells who the client is: where they live and stay, the end of a number,
//! an identifier that is not asked for, somebody of the family.

use super::agencies::is_same_agency;
use super::facts::Facts;
use super::held::{Called, Streets, Word, without_addresses, words};
use super::names::{Certainty, is_kin};
use super::plain::digits;
use super::runs::number_runs;
use crate::model::ContactKind;

/// What tells who the client is, beside names and whole numbers.
pub(super) struct Signs<'a> {
    streets: Streets<()>,
    /// Agencies and projects of the record, but for those of the agency that asks.
    places: Called<()>,
    ids: Vec<&'a str>,
    /// The agency that asks, as the request names it.
    asking: &'a str,
}

impl<'a> Signs<'a> {
    pub(super) fn of(facts: &Facts<'a>) -> Self {
        let asking = facts.request.agency.as_str();
        let mut signs = Self {
            asking,
            streets: Streets::default(),
            places: Called::default(),
            ids: facts.extract.ids().into_iter().map(|it| it.as_str()).collect(),
        };
        signs.ids.extend(facts.request.clients().iter().map(|it| it.as_str()));
        let contacts = facts.extract.contact_information.supplied().into_iter().flatten();
        let addresses = contacts.filter(|it| it.kind == ContactKind::Address);
        for it in addresses.filter_map(|it| it.value.as_ref()) {
            signs.streets.add(&words(it.as_str()), true, ());
        }
        signs.places.own(asking);
        for it in facts.extract.enrollments.supplied().into_iter().flatten() {
            let agency = it.agency.as_ref().map(|it| it.as_str());
            if agency.is_some_and(|it| is_same_agency(it, asking)) {
                continue;
            }
            let project = it.project_name.as_ref().map(|it| it.as_str());
            for name in [agency, project].into_iter().flatten() {
                signs.places.add_name(name, ());
            }
        }
        signs
    }

    /// What certainly tells it.
    pub(super) fn found_in(&self, text: &str) -> Option<&'static str> {
        let street = self.streets.found_in(&words(text));
        street.filter(|it| it.0 == Certainty::Sure).map(|_| "an address of the client")
    }

    /// What may tell it.
    pub(super) fn perhaps_in(&self, text: &str) -> Option<&'static str> {
        // Who asks is another rule's, however the record calls them.
        if text == self.asking {
            return None;
        }
        let these = words(text);
        let rest = without_addresses(&these, false);
        if self.streets.found_in(&these).is_some_and(|it| it.0 == Certainty::Doubtful) {
            Some("a street where the client lives")
        } else if self.places.found_in(&rest, false).is_some() {
            Some("an agency or a project of the record")
        } else if self.other_id(text) {
            Some("the HMIS ID of somebody else")
        } else if names_family(&these) {
            Some("the name of somebody of the family")
        } else {
            None
        }
    }

    /// True for a word of the form of the client's identifier that is none of theirs.
    fn other_id(&self, text: &str) -> bool {
        let form = |it: &str| {
            let is_hex = it.bytes().all(|b| b.is_ascii_hexdigit());
            let has_digit = it.bytes().any(|b| b.is_ascii_digit());
            let has_letter = it.bytes().any(|b| b.is_ascii_alphabetic());
            (it.len(), is_hex, has_digit, has_letter)
        };
        let forms: Vec<_> = self.ids.iter().map(|it| form(it)).collect();
        let is_mixed = |it: &&str| form(it).2 && form(it).3;
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(is_mixed);
        words.any(|word| {
            let is_own = self.ids.iter().any(|it| it.eq_ignore_ascii_case(word));
            !is_own && forms.contains(&form(word))
        })
    }
}

/// True for who somebody is to the client with a name behind it: "mother of Dara".
fn names_family(these: &[Word]) -> bool {
    let links = ["of", "is", "named", "called", "name"];
    let kin = these.iter().enumerate().filter(|(_, it)| is_kin(&it.folded));
    let mut behind = kin.map(|(at, _)| {
        let rest = &these[at + 1..];
        rest.iter().find(|it| !links.contains(&it.folded.as_str()))
    });
    behind.any(|it| it.is_some_and(|it| it.is_capital && it.is_rare() && !it.is_start()))
}

/// True where the end of a Social Security number stands behind what says that it is one:
/// "ssn4410", "SSN 44 10".
pub(super) fn has_end_of_ssn(text: &str, last_four: &str) -> bool {
    let text = text.to_lowercase();
    let labels = ["ssn", "social", "ss#"].into_iter();
    let mut labels = labels.flat_map(|it| text.match_indices(it).map(|it| it.0));
    labels.any(|at| {
        let behind: String = text[at..].chars().take(40).collect();
        let number = number_runs(&behind).next().map(digits);
        number.is_some_and(|it| it == last_four)
    })
}
