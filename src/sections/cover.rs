//! The cover: what this is, what is in it and what is not, how to have it changed, how to
//! keep it safe, whom to call.

use serde::Serialize;

use super::catalog::Catalog;
use super::shown::{Shown, counts, has_page};
use super::words::{Words, breakable, contact_of};
use super::{enrollments, profile};
use crate::model::SectionKind;
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
    /// The HMIS identifier.
    pub client_id: String,
    /// The agency that hands it over.
    pub agency: String,
    /// How to reach that agency, where the site file knows.
    pub contact: Option<String>,
    /// The day of the export.
    pub exported: String,
    /// The title of the file.
    pub document_title: String,
    /// The title: whose record it is, seen from its reader.
    pub title: String,
    /// The sentence under the title.
    pub lead: String,
    /// What the system is, in a sentence.
    pub what: String,
    /// What each section holds.
    pub contents: Vec<Item>,
    /// What is not in it.
    pub left_out: Vec<String>,
    /// True where something was held back: the appeal is explained.
    pub withheld: bool,
    /// How to read and change each section.
    pub guide: Vec<Guide>,
    /// The guidance page.
    pub guidance: Link,
    /// How to complain: where an agency says no to a request, and of all else.
    pub grievance: [String; 2],
    /// Where to get help, in every language: BCP 47 tag, the language's name, the line.
    pub help: Vec<HelpLine>,
}

/// A section and what it holds.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Item {
    /// The name of the section.
    pub title: String,
    /// What it holds.
    pub count: String,
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

impl Link {
    pub(super) fn to(url: &Url) -> Self {
        Self { url: url.as_str().to_owned(), shown: url.shown().to_owned() }
    }
}

/// Shows the cover.
pub(super) fn cover(words: &Words<'_>, help: &[HelpLine]) -> Cover {
    let Words { handover, profile: record, site, catalog, .. } = *words;
    let name = record.profile.present().and_then(profile::full_name);
    let counts = counts(record);
    let area = site.area_in(handover.language);
    let contents = counts
        .iter()
        .filter(|(_, shown, _)| is_in_it(*shown))
        .map(|(kind, _, n)| Item {
            title: words.title(*kind),
            count: count(words, *kind, *n),
        })
        .collect();
    let guide = counts
        .iter()
        .filter(|(_, shown, _)| is_in_it(*shown))
        .map(|(kind, _, _)| Guide {
            title: words.title(*kind),
            read: words.get(&format!("read-{}", kind.token())),
            change: words.revision(*kind),
        })
        .collect();
    Cover {
        is_named: name.is_some(),
        name: match name {
            Some(name) => breakable(&name),
            None if record.profile.present().is_some() => words.get("name-not-recorded"),
            None => words.get("name-not-shown"),
        },
        client_id: record.client_id.as_str().to_owned(),
        agency: breakable(handover.agency.as_str()),
        contact: contact_of(catalog, site, handover.agency.as_str()),
        exported: words.day(record.exported_on),
        document_title: words.get(titles(words.record.asked_by).0),
        title: words.get(titles(words.record.asked_by).1),
        lead: catalog.fill(lead(words.record.asked_by), &[("area", area)]),
        what: catalog.fill("cover-what", &[("area", area)]),
        contents,
        left_out: left_out(words, &counts),
        withheld: record.tells_of_withholding(),
        guide,
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

/// True for a section that the copy holds, though nothing may be on record.
fn is_in_it(shown: Shown) -> bool {
    matches!(shown, Shown::Present | Shown::Empty)
}

/// What is not in the copy, in sentences.
fn left_out(words: &Words<'_>, counts: &[(SectionKind, Shown, usize)]) -> Vec<String> {
    // That sections are there to be asked for is said in general.
    let listed = |shown: Shown, kind: SectionKind| match shown {
        Shown::NotAsked => !kind.is_offered(),
        _ => has_page(kind, shown),
    };
    let mut left_out = vec![
        words.get("left-out-case-notes"),
        words.get("left-out-files"),
        words.get("left-out-rest"),
    ];
    for (kind, shown, _) in counts {
        if !is_in_it(*shown) && *shown != Shown::Withheld && listed(*shown, *kind) {
            let why = words.empty(*kind, *shown);
            let values = [("section", &*words.title(*kind)), ("why", &*why)];
            left_out.push(words.catalog.fill("left-out-section", &values));
        }
        for it in words.withheld(*kind) {
            let values = [("section", &*words.title(*kind)), ("why", &*it)];
            left_out.push(words.catalog.fill("left-out-section", &values));
        }
    }
    left_out
}

/// How to complain of anything but a denied request: to the agency, then to the HMIS Lead.
pub(super) fn other_complaints(catalog: &Catalog, site: &Site, agency: &str) -> String {
    let values = [("agency", agency), ("lead", site.hmis_lead.as_str())];
    catalog.fill("grievance-other", &values)
}

/// "12 programs, 3 not ended", "2 releases", or that nothing is on record.
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
