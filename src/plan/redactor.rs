//! Takes out what a request holds back or does not ask for.

use std::collections::BTreeMap;

use super::record::{Released, State, Withheld};
use crate::extract::{Extract, Section};
use crate::model::{ClientText, SectionKind};
use crate::request::{Reason, Request, Withhold};
use crate::site::Site;

/// Takes out what the request holds back or does not ask for, and keeps count.
pub(super) struct Redactor<'a> {
    /// What the request holds back of this profile.
    held: Vec<&'a Withhold>,
    asked: &'a [SectionKind],
    /// True where the reader may know that somebody could be in danger.
    tells_danger: bool,
    withheld: BTreeMap<(SectionKind, Option<Reason>), Withheld>,
}

impl<'a> Redactor<'a> {
    pub(super) fn new(request: &'a Request, extract: &Extract, site: &'a Site) -> Self {
        let ids = extract.ids();
        let asked = request.release.as_ref().and_then(|it| it.sections.as_ref());
        Self {
            held: request.withhold.iter().filter(|it| it.is_of(&ids)).collect(),
            asked: asked.unwrap_or(&site.defaults.sections),
            tells_danger: request.is_read_by_client() && site.tells_danger(),
            withheld: BTreeMap::new(),
        }
    }

    /// What was held back.
    pub(super) fn withheld(self) -> BTreeMap<(SectionKind, Option<Reason>), Withheld> {
        self.withheld
    }

    /// A section as a whole: all of it, or none.
    pub(super) fn section<T>(
        &mut self,
        kind: SectionKind,
        section: Section<T>,
    ) -> State<T> {
        let is_whole = |it: &&&Withhold| it.section == kind && it.is_whole();
        for it in self.held.iter().filter(is_whole) {
            self.withheld.insert((kind, self.told(it.reason)), Withheld::Section);
        }
        if self.withheld.keys().any(|(it, _)| *it == kind) {
            State::Withheld
        } else if self.asked.contains(&kind) {
            section.into()
        } else {
            State::NotAsked
        }
    }

    /// A section row by row; `id` is the name by which a request can hold a row back.
    pub(super) fn rows<T>(
        &mut self,
        kind: SectionKind,
        section: Section<Vec<T>>,
        id: impl Fn(&T) -> Option<&ClientText>,
    ) -> State<Vec<Released<T>>> {
        let rows = match self.section(kind, section) {
            State::Present(rows) => rows,
            other => return other.map(|_| Vec::new()),
        };
        let held: Vec<_> =
            self.held.iter().copied().filter(|it| it.section == kind).collect();
        let mut released = Vec::with_capacity(rows.len());
        for (index, row) in rows.into_iter().enumerate() {
            let name = id(&row).map(ClientText::as_str);
            let is_named = |it: &&&Withhold| it.holds(index, name);
            match held.iter().find(is_named) {
                Some(it) => self.count(kind, it.reason),
                None => released.push(Released::new(index, row)),
            }
        }
        if released.is_empty() && self.withheld.keys().any(|(it, _)| *it == kind) {
            // Every row was held back: to say that nothing is on record would be untrue.
            for ((it, _), what) in &mut self.withheld {
                if *it == kind {
                    *what = Withheld::Section;
                }
            }
            return State::Withheld;
        }
        State::Present(released)
    }

    /// A reason as the reader may know it: who could be the danger is not told of it, and
    /// only the client surely is not.
    fn told(&self, reason: Reason) -> Option<Reason> {
        let is_danger = reason == Reason::EndangersLifeOrSafety;
        (!is_danger || self.tells_danger).then_some(reason)
    }

    fn count(&mut self, kind: SectionKind, reason: Reason) {
        let key = (kind, self.told(reason));
        let entry = self.withheld.entry(key).or_insert(Withheld::Rows(0));
        if let Withheld::Rows(n) = entry {
            *n += 1;
        }
    }
}
