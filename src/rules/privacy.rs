//! Nothing that tells who somebody is, where it does not belong: in the words of a ticket,
//! or about another person in a record.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::people::folded;
use super::{Facts, Finding};
use crate::diagnostics::{Origin, Place, Pointer};
use crate::model::{Day, PlainText, Profile, SectionKind, fold, is_filling};
use crate::source::Texts;

/// The free texts of a request, with their places. The agency is one only where the record
/// does not know it: a client may be called as an agency is.
fn free_texts<'a>(facts: &Facts<'a>) -> Vec<(&'static str, &'a PlainText)> {
    let request = facts.request;
    let exempt = request.exempt.as_ref();
    let mut recorded = facts.extract.enrollments.supplied().into_iter().flatten();
    let is_known = recorded.any(|it| {
        let asking = folded(request.agency.as_str());
        it.agency.as_ref().is_some_and(|it| folded(it.as_str()) == asking)
    });
    [
        ("/ticket_text", request.ticket_text.as_ref()),
        ("/agency", Some(&request.agency).filter(|_| !is_known)),
        ("/delivery/relation", request.delivery.relation.as_ref()),
        ("/exempt/law", exempt.map(|it| &it.law)),
        ("/exempt/note", exempt.and_then(|it| it.note.as_ref())),
    ]
    .into_iter()
    .filter_map(|(at, text)| text.map(|text| (at, text)))
    .collect()
}

/// No free text of the request or of its ticket names the client or gives one of their
/// numbers, and none holds anything of the shape of such a number.
pub(super) fn identifying_ticket(facts: &Facts<'_>) -> Vec<Finding> {
    let own = Own::of(facts);
    let days = own_days(facts);
    let held = |text: &str| {
        let text = plain(text);
        own.found_in(&text).or_else(|| shaped(&text, &days))
    };
    let mut findings: Vec<_> = free_texts(facts)
        .into_iter()
        .filter_map(|(at, text)| {
            let message =
                format!("this text of the request holds {}", held(text.as_str())?);
            Some(Finding::new(message, [Place::request(at)]))
        })
        .collect();
    let line = |i: usize| Place::value(Origin::Ticket, Pointer::root().index(i));
    let of_ticket = |what| format!("the text of the ticket holds {what}");
    let lines = facts.ticket_lines;
    let in_lines: Vec<_> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, it)| Some(Finding::new(of_ticket(held(it)?), [line(i)])))
        .collect();
    // What no line holds may yet be broken over two.
    if in_lines.is_empty() {
        let pairs = lines.windows(2).enumerate();
        findings.extend(pairs.filter_map(|(i, pair)| {
            Some(Finding::new(of_ticket(held(&pair.join(" "))?), [line(i)]))
        }));
    }
    findings.extend(in_lines);
    findings
}

/// A text with one kind of digit, of hyphen and of blank (Unicode NFKC).
fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    text.nfkc().map(sign).collect()
}

/// The request's own days: they tell nothing about the client.
fn own_days(facts: &Facts<'_>) -> Vec<String> {
    let request = facts.request;
    [Some(request.requested_on), Some(request.submitted_on), request.called_on]
        .into_iter()
        .flatten()
        .flat_map(spellings)
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
        if names_in(text, &self.names) {
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
        .filter(|it| !is_filling(it.as_str()))
        .flat_map(|it| name_words(it.as_str()))
        .collect()
}

/// The words of a name, as short as Li and Wu.
fn name_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|it| it.chars().count() >= 2).map(str::to_owned).collect()
}

/// Letters from which a word is taken for a name however it is written. Shorter ones are
/// names only with a capital: may, will, mark.
const PLAIN_NAME: usize = 5;

/// True where a text holds one of some folded names.
fn names_in(text: &str, names: &BTreeSet<String>) -> bool {
    // Letters and their marks put together first: a mark alone would part a word.
    plain(text).split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).any(
        |word| {
            let is_capital = word.chars().next().is_some_and(char::is_uppercase);
            (is_capital || word.chars().count() >= PLAIN_NAME)
                && names.contains(&fold(word))
        },
    )
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The folded words of a text between single blanks, with one at each end; ordinals without
/// their ending, and without "of".
pub(super) fn spaced(text: &str) -> String {
    let folded = fold(text);
    let cardinal = |it: &str| {
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| it.strip_suffix(end));
        number
            // "St" alone is a street.
            .filter(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
            .unwrap_or(it)
            .to_owned()
    };
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty() && *it != "of")
        .map(cardinal);
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

/// How people write a day, folded as [`spaced`] folds.
const DAY_FORMS: [&str; 17] = [
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
    "%Y %-m %-d",
    "%b %-d %y",
    "%d%b%Y",
    "%-d%b%Y",
];

/// A day as people write it, folded as [`spaced`] folds.
fn spellings(day: Day) -> Vec<String> {
    DAY_FORMS.iter().map(|it| day.format(it).to_string().to_lowercase()).collect()
}

/// Every day that can be read in the words of a text.
pub(super) fn days_in(text: &str) -> BTreeSet<Day> {
    let spaced = spaced(text);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let has_digit = |it: &String| it.bytes().any(|b| b.is_ascii_digit());
    let runs = (1..=3).flat_map(|n| words.windows(n).map(|it| it.join(" ")));
    let read = |run: String| {
        let days = DAY_FORMS.iter().map(move |it| Day::parse_from_str(&run, it));
        days.filter_map(Result::ok)
    };
    runs.filter(has_digit).flat_map(read).collect()
}

/// What a plain text holds by its shape alone: whosever it is, it does not belong in a
/// ticket. Days of the request itself are no harm.
fn shaped(text: &str, own_days: &[String]) -> Option<&'static str> {
    let spaced = spaced(text);
    let is_own_day = own_days.iter().any(|it| spaced.contains(&format!(" {it} ")));
    let is_mail = |it: &str| {
        it.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    for run in number_runs(text) {
        let groups: Vec<usize> = run
            .split(|c: char| !c.is_ascii_digit())
            .map(str::len)
            .filter(|n| *n > 0)
            .collect();
        let is_international = run.trim_start().starts_with('+');
        match groups.iter().sum::<usize>() {
            // Nine with a hyphen after five are a postal code.
            9 if groups != [5, 4] => {
                return Some("something of the shape of a Social Security number");
            }
            10 => return Some("something of the shape of a phone number"),
            11 if is_international || digits(run).starts_with('1') => {
                return Some("something of the shape of a phone number");
            }
            7 if groups == [3, 4] => {
                return Some("something of the shape of a phone number");
            }
            _ if is_day(&groups) && !is_own_day => {
                return Some("something of the shape of a date");
            }
            _ => {}
        }
    }
    text.split_whitespace()
        .any(is_mail)
        .then_some("something of the shape of an e-mail address")
}

/// Runs of digits and of the signs that stand between them in numbers and dates.
fn number_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit() && !"-./() +".contains(c))
        .map(|it| it.trim_matches(|c: char| !c.is_ascii_digit() && c != '+'))
        .filter(|it| it.bytes().any(|b| b.is_ascii_digit()))
}

/// Two short groups and a year, or a year and two short groups.
fn is_day(groups: &[usize]) -> bool {
    matches!(groups, [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2])
}

/// No text that is to be printed names somebody else of the household, unless the request
/// holds its row or its section back.
pub(super) fn household_member_named(facts: &Facts<'_>) -> Vec<Finding> {
    let own = facts.extract.profile.supplied().map(names).unwrap_or_default();
    let others: BTreeSet<String> = facts
        .extract
        .household_names
        .iter()
        .flat_map(|it| name_words(it.as_str()))
        // A family shares its name: what is the client's own is no other person's.
        .filter(|it| !own.contains(it))
        .collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    printed(facts, &mut |at, text| {
        if names_in(text, &others) {
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
    rows.filter(|(_, it)| it.name.as_ref().is_some_and(|it| names_in(it.as_str(), &own)))
        .map(|(i, _)| {
            Finding::new(
                "the name of this document holds a name of the client",
                [Place::extract(at.index(i).key("name"))],
            )
        })
        .collect()
}

/// Fields in which somebody wrote freely; the others hold names of agencies, of projects, of
/// categories and of codes, where a family's name is chance.
const PROSE: [&str; 8] = [
    "name",
    "note",
    "location",
    "value",
    "additional_race_ethnicity",
    "title",
    "text",
    "address",
];

/// Every freely written text of the extract that the request does not hold back.
fn printed(facts: &Facts<'_>, visit: &mut dyn FnMut(&Pointer, &str)) {
    facts.extract.texts(&Pointer::root(), &mut |at, text| {
        let steps: Vec<String> = at.steps().collect();
        let (Some(section), Some(last)) = (steps.first(), steps.last()) else { return };
        let kind = SectionKind::ALL.iter().find(|it| section == it.key());
        let is_prose = PROSE.contains(&last.as_str());
        if let Some(kind) = kind.filter(|_| is_prose)
            && !super::sections::is_held_back(facts, *kind, &steps)
        {
            visit(at, text.as_str());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{names_in, plain, shaped, spaced, spellings};

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
            "January 2nd, 1980",
            "the 2nd of January 1980",
            "1980/1/2",
            "02JAN1980",
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
            "123 - 45 - 6789",
            "123\u{2011}45\u{2011}6789",
            "2/3/1990",
            "3/4/71",
            "1990/3/4",
            "call (714) 555-0100 now",
            "714.555.0100",
            "1-714-555-0100",
            "+17145550100",
            "(714) 555 0100",
            "555-0100",
            "write to a@example.org",
        ] {
            assert!(shaped(&plain(text), &[]).is_some(), "{text}");
        }
        for text in [
            "42 CFR 2.23",
            "34 USC 12291(b)(2)",
            "room 12",
            "5 days",
            "69 FR 45888",
            "ticket 2026-0142",
            "Sampletown, CA 90000-1234",
        ] {
            assert_eq!(shaped(&plain(text), &[]), None, "{text}");
        }
        let own = spellings("2026-11-16".parse().expect("a day"));
        assert_eq!(shaped("asked on 11/16/2026", &own), None);
    }

    #[test]
    fn short_names_need_a_capital() {
        let names = ["may", "li", "maria"].map(str::to_owned).into();
        for text in ["May called", "ask Li", "for maria", "MARÍA", "Mari\u{301}a"] {
            assert!(names_in(text, &names), "{text}");
        }
        for text in ["she may want it", "li", "mariachi"] {
            assert!(!names_in(text, &names), "{text}");
        }
    }
}
