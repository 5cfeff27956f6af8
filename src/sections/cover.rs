//! The cover: what this is, what is in it and what is not, how to have it changed, how to
//! keep it safe, whom to call.

use serde::Serialize;

use super::breaks::breakable;
use super::catalog::Catalog;
use super::reach::{Reach, reach};
use super::shown::{Shown, counts, has_page};
use super::words::{Words, ids};
use super::{enrollments, profile};
use crate::model::SectionKind;
use crate::plan::ProfileRecord;
use crate::request::Relation;
use crate::site::{Site, Url};

/// What the cover shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cover {
    /// The client's name, or that none is on record.
    pub name: String,
    /// True where that is a name.
    pub is_named: bool,
    /// The HMIS identifiers, of one profile or of several.
    pub client_id: String,
    /// That there are several profiles, and how many.
    pub several: Option<String>,
    /// The agency that hands it over.
    pub agency: String,
    /// How to reach that agency, as far as the site file knows.
    pub reach: Reach,
    /// The day of the export; none where the profiles were exported on several.
    pub exported: Option<String>,
    /// The title of the file.
    pub document_title: String,
    /// The title: whose record it is, seen from its reader.
    pub title: String,
    /// The sentence under the title.
    pub lead: String,
    /// What the system is, in a sentence.
    pub what: String,
    /// How to keep its passphrase, where one locks it.
    pub keep_apart: Option<String>,
    /// True where nobody who speaks the language has reviewed these words.
    pub unreviewed: bool,
    /// What each section holds; of several profiles, which there are.
    pub contents: Vec<Item>,
    /// What is not in it.
    pub left_out: Vec<String>,
    /// True where something was held back: the appeal is explained.
    pub withheld: bool,
    /// How to read and change each section.
    pub guide: Vec<Guide>,
    /// By when a written request is answered, where the site says so.
    pub written_request: Option<String>,
    /// The guidance page.
    pub guidance: Link,
    /// How to complain: where an agency says no to a request, and of all else.
    pub grievance: [String; 2],
    /// Where to get help, in every language: BCP 47 tag, the language's name, the line.
    pub help: Vec<HelpLine>,
}

/// A section and what it holds, or a profile and its identifier.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Item {
    /// The section that it leads to.
    pub section: Option<&'static str>,
    /// The name of the section.
    pub title: String,
    /// What it holds.
    pub count: String,
    /// True for what belongs to no language: an identifier.
    pub personal: bool,
}

/// A section, how to read it, how to have it changed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Guide {
    /// The name of the section.
    pub title: String,
    /// How to read it.
    pub read: String,
    /// How to have it changed.
    pub change: String,
}

/// A link, with its text as it is printed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Link {
    /// Where it leads.
    pub url: String,
    /// What is printed.
    pub shown: String,
}

/// Where to get help, said in a language: its BCP 47 tag, its own name, the sentence.
pub type HelpLine = (&'static str, String, String);

impl Cover {
    /// True where there is nothing to read or to change: all of it was held back, or did not
    /// come out of the system.
    pub fn is_bare(&self) -> bool {
        self.guide.is_empty()
    }
}

impl Link {
    pub(super) fn to(url: &Url) -> Self {
        Self { url: url.as_str().to_owned(), shown: url.shown().to_owned() }
    }
}

/// Shows the cover of all profiles, which have the same words but for what is on record.
pub(super) fn cover(all: &[Words<'_>], help: &[HelpLine]) -> Cover {
    let words = &all[0];
    let Words { handover, site, catalog, record, .. } = *words;
    let name = names(all);
    let is_shown = all.iter().any(|it| it.profile.profile.present().is_some());
    let area = site.area_in(handover.language);
    let mut days: Vec<_> = record.profiles().iter().map(|it| it.exported_on).collect();
    days.dedup();
    Cover {
        is_named: name.is_some(),
        name: match name {
            Some(name) => breakable(&name),
            None if is_shown => words.get("name-not-recorded"),
            None => words.get("name-not-shown"),
        },
        client_id: record.profiles().iter().map(ids).collect::<Vec<_>>().join(", "),
        several: (all.len() > 1).then(|| words.get(&format!("profiles-{}", all.len()))),
        agency: breakable(handover.agency.as_str()),
        reach: reach(site, handover.agency.as_str()),
        exported: (days.len() == 1).then(|| words.day(days[0])),
        document_title: words.get(titles(record.asked_by).0),
        title: words.get(titles(record.asked_by).1),
        lead: catalog.fill(lead(record.asked_by), &[("area", area)]),
        what: catalog.fill("cover-what", &[("area", area)]),
        keep_apart: (!handover.is_by_encrypted_email()).then(|| words.get("safe-3")),
        unreviewed: site.is_unreviewed(handover.language),
        contents: match all {
            [one] => contents(one),
            several => several.iter().map(which).collect(),
        },
        left_out: left_out(all),
        withheld: record.profiles().iter().any(ProfileRecord::tells_of_withholding),
        guide: guide(all),
        written_request: written_request(catalog, site),
        guidance: Link::to(&site.guidance_url),
        grievance: [
            catalog.fill("cover-grievance", &[("lead", site.hmis_lead.as_str())]),
            other_complaints(catalog, site, handover.agency.as_str()),
        ],
        help: help.to_vec(),
    }
}

/// The keys of the title of the file and of the cover.
fn titles(asked_by: Relation) -> (&'static str, &'static str) {
    match asked_by {
        Relation::Parent | Relation::Guardian => {
            ("document-title-child", "cover-title-child")
        }
        Relation::Client | Relation::Other => ("document-title", "cover-title"),
    }
}

/// The key of the sentence under the title: a parent or guardian is told whom "you" means.
fn lead(asked_by: Relation) -> &'static str {
    match asked_by {
        Relation::Parent => "cover-lead-parent",
        Relation::Guardian => "cover-lead-guardian",
        Relation::Client | Relation::Other => "cover-lead",
    }
}

/// The client's names, each once.
fn names(all: &[Words<'_>]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for it in all.iter().filter_map(|it| it.profile.profile.present()) {
        names.extend(profile::full_name(it).filter(|it| !names.contains(it)));
    }
    (!names.is_empty()).then(|| names.join("; "))
}

/// What the sections of a profile hold.
pub(super) fn contents(words: &Words<'_>) -> Vec<Item> {
    let counts = counts(words.profile).into_iter();
    let item = |(kind, _, n): (SectionKind, Shown, usize)| Item {
        section: Some(kind.token()),
        title: words.title(kind),
        count: count(words, kind, n),
        personal: false,
    };
    counts.filter(|(_, shown, _)| is_in_it(*shown)).map(item).collect()
}

/// Which of several profiles this is.
fn which(words: &Words<'_>) -> Item {
    let title = words.label.unwrap_or_default().to_owned();
    Item { section: None, title, count: ids(words.profile), personal: true }
}

/// How to read and change each section that is in a profile.
fn guide(all: &[Words<'_>]) -> Vec<Guide> {
    let words = &all[0];
    let is_in_one = |kind: &SectionKind| {
        let mut counts = all.iter().flat_map(|it| counts(it.profile));
        counts.any(|(it, shown, _)| it == *kind && is_in_it(shown))
    };
    let kinds = counts(words.profile).into_iter().map(|(kind, ..)| kind);
    kinds
        .filter(is_in_one)
        .map(|kind| Guide {
            title: words.title(kind),
            read: words.get(&format!("read-{}", kind.token())),
            change: words.revision(kind),
        })
        .collect()
}

/// By when an agency answers what is asked in writing (Privacy Notice; see
/// `data/policy/client-record-requests.md`, 6), where the site says so.
fn written_request(catalog: &Catalog, site: &Site) -> Option<String> {
    let n = site.limits.written_request_within_business_days?;
    Some(catalog.count("written-request", usize::try_from(n).ok()?))
}

/// True for a section that the copy holds, though nothing may be on record.
fn is_in_it(shown: Shown) -> bool {
    matches!(shown, Shown::Present | Shown::Empty)
}

/// What is not in the copy, in sentences. What is left out of one profile only says of which.
fn left_out(all: &[Words<'_>]) -> Vec<String> {
    let words = &all[0];
    let mut left_out = vec![
        words.get("left-out-case-notes"),
        words.get("left-out-files"),
        words.get("left-out-rest"),
    ];
    let each: Vec<_> = all.iter().map(left_out_of).collect();
    for (words, its) in all.iter().zip(&each) {
        for (kind, why) in its {
            let title = words.title(*kind);
            let is_of_all = each.iter().all(|it| it.contains(&(*kind, why.clone())));
            let section = match words.label.filter(|_| !is_of_all) {
                Some(label) => format!("{label} · {title}"),
                None => title,
            };
            let values = [("section", &*section), ("why", why)];
            let text = words.catalog.fill("left-out-section", &values);
            if !left_out.contains(&text) {
                left_out.push(text);
            }
        }
    }
    left_out
}

/// The sections that are left out of a profile, or of which something is, and why.
fn left_out_of(words: &Words<'_>) -> Vec<(SectionKind, String)> {
    // That sections are there to be asked for is said in general.
    let listed = |shown: Shown, kind: SectionKind| match shown {
        Shown::NotAsked => !kind.is_offered(),
        _ => has_page(kind, shown),
    };
    let mut left_out = Vec::new();
    for (kind, shown, _) in counts(words.profile) {
        if !is_in_it(shown) && shown != Shown::Withheld && listed(shown, kind) {
            left_out.push((kind, words.empty(kind, shown)));
        }
        left_out.extend(words.withheld(kind).into_iter().map(|it| (kind, it)));
    }
    left_out
}

/// How to complain of anything but a denied request: to the agency, then to the HMIS Lead.
pub(super) fn other_complaints(catalog: &Catalog, site: &Site, agency: &str) -> String {
    let values = [("agency", agency), ("lead", site.hmis_lead.as_str())];
    catalog.fill("grievance-other", &values)
}

/// "12 programs, 3 with no last day", "2 releases", or that nothing is on record.
fn count(words: &Words<'_>, kind: SectionKind, n: usize) -> String {
    if n == 0 {
        return match kind {
            SectionKind::Enrollments => words.empty(kind, Shown::Empty),
            _ => words.get("count-none"),
        };
    }
    match kind {
        SectionKind::Profile => words.get("count-profile"),
        SectionKind::ReleaseOfInformation => words.catalog.count("n-releases", n),
        SectionKind::Enrollments => {
            let rows = words.profile.enrollments.present();
            rows.map_or_else(String::new, |it| enrollments::count(words, it))
        }
        SectionKind::Documents => words.catalog.count("n-documents", n),
        SectionKind::ContactInformation => words.catalog.count("n-contacts", n),
        SectionKind::Assessments => words.catalog.count("n-assessments", n),
        SectionKind::Services => words.catalog.count("n-services", n),
        SectionKind::Alerts => words.catalog.count("n-alerts", n),
        SectionKind::Locations => words.catalog.count("n-locations", n),
    }
}
