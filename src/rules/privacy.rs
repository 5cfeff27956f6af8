//! Nothing that tells who somebody is, where it does not belong: in the words of a ticket,
//! or about another person in a record.

use std::collections::BTreeSet;

use super::{Facts, Finding};
use crate::diagnostics::{Place, Pointer};
use crate::model::{Day, PlainText, Profile, SectionKind, fold, words_of};
use crate::source::Texts;

/// The free texts of a request, with their places.
fn free_texts<'a>(facts: &Facts<'a>) -> Vec<(&'static str, &'a PlainText)> {
    let request = facts.request;
    let exempt = request.exempt.as_ref();
    [
        ("/ticket_text", request.ticket_text.as_ref()),
        ("/agency", Some(&request.agency)),
        ("/delivery/relation", request.delivery.relation.as_ref()),
        ("/exempt/law", exempt.map(|it| &it.law)),
        ("/exempt/note", exempt.and_then(|it| it.note.as_ref())),
    ]
    .into_iter()
    .filter_map(|(at, text)| text.map(|text| (at, text)))
    .collect()
}

/// No free text of the request names the client or gives one of their numbers, and none
/// holds anything of the shape of such a number.
pub(super) fn identifying_ticket(facts: &Facts<'_>) -> Vec<Finding> {
    let own = Own::of(facts);
    free_texts(facts)
        .into_iter()
        .filter_map(|(at, text)| {
            let what = own.found_in(text.as_str()).or_else(|| shaped(text.as_str()))?;
            let message = format!("this text of the request holds {what}");
            Some(Finding::new(message, [Place::request(at)]))
        })
        .collect()
}

/// What a client can be known by, folded.
struct Own {
    names: BTreeSet<String>,
    days: Vec<String>,
    ssn: Option<String>,
    contacts: Vec<String>,
}

impl Own {
    fn of(facts: &Facts<'_>) -> Self {
        let profile = facts.extract.profile.supplied();
        let contacts = facts.extract.contact_information.supplied().into_iter().flatten();
        Self {
            names: profile.map(names).unwrap_or_default(),
            days: profile.and_then(|it| it.dob).map(spellings).unwrap_or_default(),
            ssn: profile
                .and_then(|it| it.ssn.as_ref())
                .map(|it| digits(it.as_str()))
                .filter(|it| it.len() >= 4 && it.bytes().any(|b| b != b'0')),
            contacts: contacts
                .filter_map(|it| it.value.as_ref())
                .map(|it| it.as_str().trim().to_lowercase())
                .filter(|it| it.contains('@') || digits(it).len() >= 7)
                .collect(),
        }
    }

    /// What of the client a text holds, in words that do not repeat it.
    fn found_in(&self, text: &str) -> Option<&'static str> {
        let spaced = spaced(text);
        let numbers = digits(text);
        let last_four = self.ssn.as_ref().map(|it| format!(" {} ", &it[it.len() - 4..]));
        let has_contact = |it: &String| match digits(it) {
            _ if it.contains('@') => text.to_lowercase().contains(it.as_str()),
            number => numbers.contains(&number[number.len() - 7..]),
        };
        if words_of(text).any(|it| self.names.contains(&it)) {
            Some("a name of the client")
        } else if self.days.iter().any(|it| spaced.contains(&format!(" {it} "))) {
            Some("the client's date of birth")
        } else if self
            .ssn
            .as_ref()
            .is_some_and(|it| it.len() == 9 && numbers.contains(it))
            || last_four.is_some_and(|it| spaced.contains(&it))
        {
            Some("the client's Social Security number or its end")
        } else if self.contacts.iter().any(has_contact) {
            Some("a phone number or e-mail address of the client")
        } else {
            None
        }
    }
}

/// The words of all names of a profile.
fn names(profile: &Profile) -> BTreeSet<String> {
    [&profile.first_name, &profile.middle_name, &profile.last_name, &profile.alias]
        .into_iter()
        .flatten()
        .flat_map(|it| words_of(it.as_str()))
        .collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The folded words of a text between single blanks, with one at each end.
fn spaced(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

/// A day as people write it, folded as [`spaced`] folds.
fn spellings(day: Day) -> Vec<String> {
    [
        "%Y %m %d",
        "%Y%m%d",
        "%m %d %Y",
        "%m%d%Y",
        "%-m %-d %Y",
        "%m %d %y",
        "%-m %-d %y",
        "%d %m %Y",
        "%-d %-m %Y",
        "%B %-d %Y",
        "%b %-d %Y",
        "%-d %B %Y",
        "%-d %b %Y",
    ]
    .iter()
    .map(|it| day.format(it).to_string().to_lowercase())
    .collect()
}

/// What a text holds by its shape alone: whosever it is, it does not belong in a ticket.
fn shaped(text: &str) -> Option<&'static str> {
    let shape: String = text
        .chars()
        .map(|c| match c {
            '0'..='9' => '9',
            '.' | '/' | '–' => '-',
            c if c.is_alphanumeric() => 'a',
            c => c,
        })
        .collect();
    // A number stands alone: longer rows of digits are tickets, laws and other things.
    let holds = |pattern: &str| {
        shape.match_indices(pattern).any(|(at, _)| {
            let edge =
                |c: Option<char>| c.is_none_or(|c| c != '9' && c != '-' && c != 'a');
            edge(shape[..at].chars().next_back())
                && edge(shape[at + pattern.len()..].chars().next())
        })
    };
    let is_mail = |it: &str| {
        it.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    if ["999-99-9999", "999 99 9999", "999999999"].iter().any(|it| holds(it)) {
        Some("something of the shape of a Social Security number")
    } else if [
        "99-99-9999",
        "9-99-9999",
        "99-9-9999",
        "9-9-9999",
        "9999-99-99",
        "99-99-99",
    ]
    .iter()
    .any(|it| holds(it))
    {
        Some("something of the shape of a date")
    } else if [
        "999-999-9999",
        "(999) 999-9999",
        "(999)999-9999",
        "999 999 9999",
        "9999999999",
    ]
    .iter()
    .any(|it| holds(it))
    {
        Some("something of the shape of a phone number")
    } else if text.split_whitespace().any(is_mail) {
        Some("something of the shape of an e-mail address")
    } else {
        None
    }
}

/// No text that is to be printed names somebody else of the household, unless the request
/// holds its row or its section back.
pub(super) fn household_member_named(facts: &Facts<'_>) -> Vec<Finding> {
    let own = facts.extract.profile.supplied().map(names).unwrap_or_default();
    let others: BTreeSet<String> = facts
        .extract
        .household_names
        .iter()
        .flat_map(|it| words_of(it.as_str()))
        // A family shares its name: what is the client's own is no other person's.
        .filter(|it| !own.contains(it))
        .collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    printed(facts, &mut |at, text| {
        if words_of(text).any(|it| others.contains(&it)) {
            findings.push(Finding::new(
                "this text names another person of the household",
                [Place::extract(at.as_str())],
            ));
        }
    });
    findings
}

/// A document that is to be deleted is named in a ticket: so its name should not be the
/// client's.
pub(super) fn client_named_in_document(facts: &Facts<'_>) -> Vec<Finding> {
    let own = facts.extract.profile.supplied().map(names).unwrap_or_default();
    let at = Pointer::root().key(SectionKind::Documents.key());
    let rows = facts.extract.documents.supplied().into_iter().flatten().enumerate();
    rows.filter(|(_, it)| {
        it.name
            .as_ref()
            .is_some_and(|it| words_of(it.as_str()).any(|it| own.contains(&it)))
    })
    .map(|(i, _)| {
        Finding::new(
            "the name of this document holds a name of the client",
            [Place::extract(at.index(i).key("name"))],
        )
    })
    .collect()
}

/// Every text of the extract that the request does not hold back, but the client's names.
fn printed(facts: &Facts<'_>, visit: &mut dyn FnMut(&Pointer, &str)) {
    let names = ["first_name", "middle_name", "last_name", "alias", "name_suffix"];
    facts.extract.texts(&Pointer::root(), &mut |at, text| {
        let steps: Vec<String> = at.steps().collect();
        let (section, last) = (steps.first(), steps.last());
        let kind =
            SectionKind::ALL.iter().find(|it| section.is_some_and(|s| s == it.key()));
        let Some(kind) = kind else { return };
        let is_name = *kind == SectionKind::Profile
            && last.is_some_and(|it| names.contains(&it.as_str()));
        if !is_name && !super::sections::is_held_back(facts, *kind, &steps) {
            visit(at, text.as_str());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{shaped, spaced, spellings};

    #[test]
    fn a_day_is_known_in_every_usual_form() {
        let day = "1980-01-02".parse().expect("a day");
        for text in [
            "born 1/2/1980",
            "DOB: 01-02-1980.",
            "1980-01-02",
            "on January 2, 1980",
            "2 Jan 1980",
            "01/02/80",
            "19800102",
        ] {
            let spaced = spaced(text);
            let known =
                spellings(day).iter().any(|it| spaced.contains(&format!(" {it} ")));
            assert!(known, "{text}");
        }
        assert!(
            !spellings(day).iter().any(|it| spaced("in 1980, at 1 or 2").contains(it))
        );
    }

    #[test]
    fn numbers_are_known_by_their_shape() {
        for text in [
            "ssn 123-45-6789",
            "123456789",
            "2/3/1990",
            "call (714) 555-0100 now",
            "714.555.0100",
            "write to a@example.org",
        ] {
            assert!(shaped(text).is_some(), "{text}");
        }
        for text in
            ["42 CFR 2.23", "34 USC 12291(b)(2)", "room 12", "5 days", "69 FR 45888"]
        {
            assert_eq!(shaped(text), None, "{text}");
        }
    }
}
