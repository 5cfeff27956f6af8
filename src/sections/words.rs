//! How days, codes and silences are said.

use chrono::Datelike;

use super::{Catalog, Shown};
use crate::model::{ClientText, Day, Hud, SectionKind};
use crate::plan::{Plan, Withheld};
use crate::site::{Revision, Site};

/// Everything a view may draw its words from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) hud: &'a Hud,
    pub(super) plan: &'a Plan,
    pub(super) site: &'a Site,
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
        self.date("date-long", "month-long", day)
    }

    /// "Nov 18, 2026": for tables.
    pub(super) fn short_day(&self, day: Day) -> String {
        self.date("date-short", "month-short", day)
    }

    fn date(&self, pattern: &str, month: &str, day: Day) -> String {
        let month = self.catalog.get(&format!("{month}-{}", day.month()));
        self.catalog.fill(
            pattern,
            &[
                ("month", month),
                ("day", &day.day().to_string()),
                ("year", &day.year().to_string()),
            ],
        )
    }

    /// A day, or that none is written down.
    pub(super) fn day_or_none(&self, day: Option<Day>) -> String {
        day.map_or_else(|| self.get("nothing-written"), |it| self.short_day(it))
    }

    /// A text, or that none is written down.
    pub(super) fn text_or_none(&self, text: Option<&ClientText>) -> String {
        match text.filter(|it| !it.is_blank()) {
            Some(it) => it.as_str().to_owned(),
            None => self.get("nothing-written"),
        }
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
            Some(plain) => plain.to_owned(),
            None => self.catalog.fill("code-unknown", &[("code", token)]),
        }
    }

    /// Why nothing is recorded, by its quality code: did not know, chose not to say, not
    /// collected; else that nothing is written down.
    pub(super) fn silence(&self, list: &str, quality: Option<i64>) -> String {
        self.code(list, quality.filter(|it| SILENT.contains(it)))
    }

    /// The name of a section.
    pub(super) fn title(&self, kind: SectionKind) -> String {
        self.get(&format!("section-{}", kind.token()))
    }

    /// What an empty section says.
    pub(super) fn empty(&self, kind: SectionKind, shown: Shown) -> String {
        let n_left_out = self.plan.n_not_participating;
        if (kind, shown) == (SectionKind::Enrollments, Shown::Empty) && n_left_out > 0 {
            return self.catalog.count("not-participating", n_left_out);
        }
        let key = match shown {
            Shown::Present => return String::new(),
            Shown::Empty => return self.get(&format!("empty-{}", kind.token())),
            Shown::NotSupplied => "state-not-supplied",
            Shown::Unavailable => "state-unavailable",
            Shown::NotAsked => "state-not-asked",
            Shown::Withheld => "state-withheld",
        };
        self.get(key)
    }

    /// What was held back from a section, and why.
    pub(super) fn withheld(&self, kind: SectionKind) -> Vec<String> {
        let of_kind = self.plan.withheld.iter().filter(|((it, _), _)| *it == kind);
        of_kind
            .map(|((_, reason), what)| {
                let reason = self.catalog.get(&format!("reason-{}", reason.token()));
                let key = match what {
                    Withheld::Section => "withheld-section",
                    Withheld::Rows(_) => "withheld-rows",
                };
                self.catalog.fill(key, &[("reason", reason)])
            })
            .collect()
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
