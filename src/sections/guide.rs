//! The agency guide: what the Agency Administrator does with a package. It is in English,
//! with the lines that are said aloud in the client's language too; it holds no client data.

use serde::Serialize;

use super::Catalog;
use super::cover::Link;
use crate::model::SectionKind;
use crate::plan::Handover;
use crate::request::{Format, Intake, Language, Method, Recipient};
use crate::site::{Revision, Site};

/// What the template of `agency-guide.pdf` sees.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GuideView {
    lead: String,
    /// What to know before anything is handed over.
    handing: Vec<String>,
    /// True where the passphrase may go by phone.
    by_phone: bool,
    steps: Vec<Step>,
    /// The language of the lines to say, where it is not English.
    aloud: Option<&'static str>,
    revising: Vec<Revising>,
    not_mailed: Vec<String>,
    /// What to do when a copy went to the wrong person.
    wrong: Vec<String>,
    article: Option<Link>,
    /// The article on adding documents.
    adding: Option<Link>,
}

/// A step of the review.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Step {
    what: String,
    say: String,
    aloud: Option<String>,
}

/// A section, what it holds, and how it is changed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Revising {
    title: String,
    holds: String,
    aloud: Option<String>,
    how: String,
}

/// Of which copies a step of the review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Any,
    /// Locked, and e-mailed.
    Mailed,
    /// In an encrypted e-mail.
    Encrypted,
}

/// The steps of a review with the client, by the ends of their keys.
const STEPS: [(&str, Of); 7] = [
    ("private", Of::Any),
    ("explain", Of::Any),
    ("wrong", Of::Any),
    ("keep", Of::Any),
    ("opening", Of::Mailed),
    ("opening-encrypted", Of::Encrypted),
    ("later", Of::Any),
];

/// What must not be e-mailed, where a passphrase locks the copy, and where the e-mail is
/// encrypted.
const NOT_MAILED: [&[&str]; 2] = [
    &["guide-not-mailed-1", "guide-not-mailed-2", "guide-not-mailed-3"],
    &["guide-not-mailed-encrypted", "guide-not-mailed-3"],
];

/// What to do when a copy went to the wrong person, in the same two cases.
const WRONG: [&[&str]; 2] = [
    &["guide-wrong-1", "guide-wrong-2", "guide-wrong-3"],
    &["guide-wrong-1", "guide-wrong-2-encrypted", "guide-wrong-3-encrypted"],
];

fn of_way(
    keys: &[&'static [&'static str]; 2],
    encrypted: bool,
) -> impl Iterator<Item = &'static str> {
    keys[usize::from(encrypted)].iter().copied()
}

/// The guide that goes with a package.
pub fn guide(
    handover: &Handover,
    site: &Site,
    staff: &Catalog,
    english: &Catalog,
    client: &Catalog,
) -> GuideView {
    let word = |key: &str| staff.get(key).to_owned();
    let guidance = Link::to(&site.guidance_url);
    let with_link = |key: &str| staff.fill(key, &[("guidance", &guidance.shown)]);
    let mailed = handover.method == Method::Email;
    let is_foreign = handover.language != Language::En;
    let encrypted = handover.is_by_encrypted_email();
    let is_its = |of: Of| match of {
        Of::Any => true,
        Of::Mailed => mailed && !encrypted,
        Of::Encrypted => encrypted,
    };
    let steps = STEPS.iter().filter(|(_, of)| is_its(*of)).map(|(step, _)| Step {
        what: with_link(&format!("guide-step-{step}")),
        say: english.get(&format!("say-{step}")).to_owned(),
        aloud: is_foreign.then(|| client.get(&format!("say-{step}")).to_owned()),
    });
    let mut handing = handing(handover, staff);
    if mailed {
        let announce =
            if encrypted { "guide-announce-encrypted" } else { "guide-announce" };
        handing.extend([word(announce), with_link("guide-mail-link")]);
    }
    handing.push(word("guide-print"));
    let foreign = is_foreign.then_some(client);
    GuideView {
        lead: word("guide-lead"),
        handing,
        by_phone: mailed && !encrypted,
        steps: steps.collect(),
        aloud: is_foreign.then(|| handover.language.token()),
        revising: revising(site, staff, english, foreign),
        not_mailed: of_way(&NOT_MAILED, encrypted).map(word).collect(),
        wrong: of_way(&WRONG, encrypted).map(word).collect(),
        article: site.article_url.as_ref().map(Link::to),
        adding: site.documents_article_url.as_ref().map(Link::to),
    }
}

fn handing(handover: &Handover, staff: &Catalog) -> Vec<String> {
    let encrypted = handover.is_by_encrypted_email();
    let way = match (handover.method, handover.recipient) {
        (Method::InPerson, _) => "guide-in-person",
        (Method::Email, Recipient::TrustedContact) if encrypted => {
            "guide-encrypted-contact"
        }
        (Method::Email, _) if encrypted => "guide-encrypted-requester",
        (Method::Email, Recipient::TrustedContact) => "guide-email-contact",
        (Method::Email, _) => "guide-email-requester",
    };
    let mut lines =
        vec![staff.get("guide-identity").to_owned(), staff.get(way).to_owned()];
    let pick_up = handover.pick_up_on.filter(|_| handover.method == Method::InPerson);
    if let Some(day) = pick_up {
        lines.push(staff.fill("guide-pick-up", &[("day", &staff.day(day))]));
    }
    for (format, key) in [
        (Format::Pdf, "guide-use-pdf"),
        (Format::Html, "guide-use-html"),
        (Format::Zip, "guide-use-zip"),
    ] {
        if handover.formats.contains(&format) {
            lines.push(staff.get(key).to_owned());
        }
    }
    // A private record comes by phone; that it is private is the record's to say, not ours.
    if handover.intake == Intake::Phone {
        lines.push(staff.get("guide-private").to_owned());
    }
    for (slug, key) in
        [("late-submission", "guide-late-submission"), ("late-copy", "guide-late-copy")]
    {
        if handover.late.contains(&slug) {
            lines.push(staff.fill("guide-late", &[("what", staff.get(key))]));
        }
    }
    lines
}

/// What each section of a dashboard holds, also in the client's language; what may be changed,
/// and how.
fn revising(
    site: &Site,
    staff: &Catalog,
    english: &Catalog,
    foreign: Option<&Catalog>,
) -> Vec<Revising> {
    let kinds = SectionKind::ALL.iter().filter(|it| !it.is_offered());
    kinds
        .map(|kind| {
            let how = match site.revision.of(*kind) {
                Revision::AnyField => "guide-revision-any-field",
                Revision::InformationOnly => "guide-revision-information-only",
                Revision::AddAndDelete => "guide-revision-add-and-delete",
                Revision::Ask => "guide-revision-ask",
            };
            let mut how = staff.get(how).to_owned();
            if *kind == SectionKind::ReleaseOfInformation {
                how = format!("{how} {}", staff.get("guide-minor"));
            }
            let holds = format!("read-{}", kind.token());
            Revising {
                title: english.get(&format!("section-{}", kind.token())).to_owned(),
                holds: english.get(&holds).to_owned(),
                aloud: foreign.map(|it| it.get(&holds).to_owned()),
                how,
            }
        })
        .collect()
}
