//! How days, codes and silences are said.

use std::collections::BTreeSet;

use serde::Serialize;

use super::breaks::breakable;
use super::catalog::Catalog;
use super::gloss::listed;
use super::shown::Shown;
use crate::model::{
    ClientId, ClientText, CustomField, Day, Enrollment, Hud, Kind, SectionKind,
};
use crate::plan::{Handover, ProfileRecord, Record, Released, Withheld};
use crate::site::{Revision, Site};

/// One field.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fact {
    /// "P3": what names this line on the worksheet.
    pub number: String,
    /// What is asked.
    pub label: String,
    /// What is written.
    pub value: String,
    /// Further lines: how sure the value is, what may be asked for.
    pub notes: Vec<String>,
    /// True where the value says that there is none.
    pub silent: bool,
    /// True for what belongs to no language: a name.
    pub personal: bool,
}

/// Everything a view may draw its words from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) hud: &'static Hud,
    pub(super) handover: &'a Handover,
    pub(super) record: &'a Record,
    /// The profile of the record that is shown.
    pub(super) profile: &'a ProfileRecord,
    /// What that profile is called, where there are several.
    pub(super) label: Option<&'a str>,
    pub(super) site: &'a Site,
    /// Keys of sections whose rows may have to go over a page.
    pub(super) long: &'a BTreeSet<String>,
}

/// Characters that surely fit into a row of one page, whatever its column.
const MAX_ROW_TEXT: usize = 160;

/// The keys of sections that hold a text so long that a row may have to go over a page.
pub(super) fn sections_with_long_texts(record: &Record) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    record.texts(&mut |_, at, text| {
        // Bytes are enough to rule most texts out.
        if text.as_str().len() > MAX_ROW_TEXT
            && text.as_str().chars().count() > MAX_ROW_TEXT
        {
            keys.extend(at.steps().next());
        }
    });
    keys
}

/// Why a field may be empty (HUD: 8 doesn't know, 9 prefers not to answer, 99 not collected).
pub(super) const SILENT: [i64; 3] = [8, 9, 99];

impl Words<'_> {
    /// A plain word of the catalog.
    pub(super) fn get(&self, key: &str) -> String {
        self.catalog.get(key).to_owned()
    }

    /// "November 18, 2026".
    pub(super) fn day(&self, day: Day) -> String {
        self.catalog.day(day)
    }

    /// "Nov 18, 2026": for tables.
    pub(super) fn short_day(&self, day: Day) -> String {
        self.catalog.short_day(day)
    }

    /// A year in the digits of the language; one that no calendar has is left as it stands.
    pub(super) fn year(&self, year: i64) -> String {
        i32::try_from(year).map_or_else(|_| year.to_string(), |it| self.catalog.year(it))
    }

    /// A day, or that none is written down.
    pub(super) fn day_or_none(&self, day: Option<Day>) -> String {
        day.map_or_else(|| self.get("nothing-written"), |it| self.short_day(it))
    }

    /// A text, or that none is written down.
    pub(super) fn text_or_none(&self, text: Option<&ClientText>) -> String {
        match text.filter(|it| !it.is_blank()) {
            Some(it) => breakable(it.as_str()),
            None => self.get("nothing-written"),
        }
    }

    /// What the community added: questions in its own words.
    pub(super) fn custom(&self, fields: &[CustomField]) -> Vec<Fact> {
        let fact = |it: &CustomField| Fact {
            number: String::new(),
            label: breakable(it.label.as_str()),
            value: self.text_or_none(it.value.as_ref()),
            notes: Vec::new(),
            silent: it.value.as_ref().is_none_or(ClientText::is_blank),
            personal: false,
        };
        fields.iter().map(fact).collect()
    }

    /// A HUD code in words.
    pub(super) fn code(&self, list: &str, code: Option<i64>) -> String {
        match code {
            Some(code) => self.token(list, &code.to_string()),
            None => self.get("nothing-written"),
        }
    }

    /// A HUD code or column name in words.
    pub(super) fn token(&self, list: &str, token: &str) -> String {
        match self.hud.plain(list, token) {
            Some(plain) => self.catalog.hud(plain).to_owned(),
            None => self.catalog.fill("code-unknown", &[("code", &breakable(token))]),
        }
    }

    /// Why nothing is recorded, by its quality code: did not know, chose not to say, not
    /// collected; else that nothing is written down.
    pub(super) fn silence(&self, list: &str, quality: Option<i64>) -> String {
        self.code(list, quality.filter(|it| SILENT.contains(it)))
    }

    /// What kind of project a stay was in.
    pub(super) fn project_kind(&self, it: &Enrollment) -> Kind {
        self.hud.kind(it.project_type)
    }

    /// The name of a section.
    pub(super) fn title(&self, kind: SectionKind) -> String {
        self.get(&title_key(kind))
    }

    /// What an empty section says.
    pub(super) fn empty(&self, kind: SectionKind, shown: Shown) -> String {
        let n_left_out = self.profile.n_not_participating;
        if (kind, shown) == (SectionKind::Enrollments, Shown::Empty) && n_left_out > 0 {
            return self.catalog.count("not-participating", n_left_out);
        }
        let key = match shown {
            Shown::Empty => return self.get(&format!("empty-{}", kind.token())),
            Shown::NotSupplied => "state-not-supplied",
            Shown::Unavailable => "state-unavailable",
            Shown::NotAsked => "state-not-asked",
            // What was held back, and why, is said by `withheld`.
            Shown::Present | Shown::Withheld => return String::new(),
        };
        self.get(key)
    }

    /// What was held back from a section, and why; or, where the reader is not to know that
    /// something was, whom to ask.
    pub(super) fn withheld(&self, kind: SectionKind) -> Vec<String> {
        let of_kind = self.profile.withheld.iter().filter(|((it, _), _)| *it == kind);
        of_kind
            .map(|((_, reason), what)| {
                let Some(reason) = reason else { return self.get("withheld-ask") };
                let reason = self.catalog.get(&format!("reason-{}", reason.token()));
                let key = match what {
                    Withheld::Section => "withheld-section",
                    Withheld::Rows(_) => "withheld-rows",
                };
                self.catalog.fill(key, &[("reason", reason)])
            })
            .collect()
    }

    /// What a recorded word of a list means in the language of the page; none where that is
    /// English, or where the word is of no list.
    pub(super) fn gloss(&self, recorded: Option<&ClientText>) -> Option<String> {
        let word = listed(recorded?.as_str())?;
        let meant = self.catalog.hud(word);
        (meant != word).then(|| meant.to_owned())
    }

    /// How to have a section changed.
    pub(super) fn revision(&self, kind: SectionKind) -> String {
        let key = match self.site.revision.of(kind) {
            Revision::AnyField => "revision-any-field",
            Revision::InformationOnly => "revision-information-only",
            Revision::AddAndDelete => "revision-add-and-delete",
            Revision::Ask => "revision-ask",
        };
        self.get(key)
    }
}

/// The key of what a section is called.
pub(super) fn title_key(kind: SectionKind) -> String {
    format!("section-{}", kind.token())
}

/// Rows by their days, the newest first.
pub(super) fn newest_first<T, K: Ord>(
    rows: &[Released<T>],
    day: impl Fn(&T) -> K,
) -> Vec<&T> {
    let mut sorted: Vec<&T> = rows.iter().map(|it| &**it).collect();
    sorted.sort_by_key(|it| std::cmp::Reverse(day(it)));
    sorted
}

/// How to reach an agency, where the site file knows.
pub(super) fn contact_of(catalog: &Catalog, site: &Site, agency: &str) -> Option<String> {
    let agency = site.agency(agency)?;
    let ways = [agency.phone.as_ref(), agency.email.as_ref()];
    let ways: Vec<_> = ways.into_iter().flatten().map(|it| it.as_str()).collect();
    (!ways.is_empty()).then(|| ways.join(catalog.get("between-parts")))
}

/// The identifiers of a profile, as they are printed.
pub(super) fn ids(profile: &ProfileRecord) -> String {
    profile.ids().map(ClientId::as_str).collect::<Vec<_>>().join(", ")
}
