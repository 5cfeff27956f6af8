//! Who gets what, in which sections, and why not the rest. The one caller of the rules.
//!
//! A [`Plan`] can only be made here, from a request and an extract that passed every rule;
//! what is withheld or was not asked for is no longer in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::diagnostics::{Pointer, Report};
use crate::extract::{Extract, Section};
use crate::model::{
    Alert, Assessment, ClientId, ClientText, Contact, Day, Document, Enrollment, Hud,
    Location, PlainText, Profile, Roi, SectionKind, Service, Standard, Ticket,
};
use crate::request::{Language, Layout, Reason, Request, SsnShown, Withhold};
use crate::rules::{Edition, Facts};
use crate::site::Site;
use crate::source::{Texts, Visit, VisitLeaf};

/// What is released, and nothing else.
#[derive(Debug)]
pub struct Plan {
    /// Names every output.
    pub ticket: Ticket,
    /// The client.
    pub client_id: ClientId,
    /// The agency that hands it over.
    pub agency: PlainText,
    /// The day of the build.
    pub at: Day,
    /// The day of the export.
    pub exported_on: Day,
    /// The standard of the codes.
    pub standard: Standard,
    /// The language of the pages.
    pub language: Language,
    /// Their edition.
    pub layout: Layout,
    /// How much of the SSN is printed.
    pub ssn: SsnShown,
    /// Client Profile.
    pub profile: State<Profile>,
    /// Release of Information.
    pub release_of_information: State<Vec<Roi>>,
    /// Enrollment History.
    pub enrollments: State<Vec<Kept<Enrollment>>>,
    /// Client Documentation.
    pub documents: State<Vec<Kept<Document>>>,
    /// Contact Information.
    pub contact_information: State<Vec<Contact>>,
    /// Assessments.
    pub assessments: State<Vec<Kept<Assessment>>>,
    /// Services.
    pub services: State<Vec<Kept<Service>>>,
    /// Alerts.
    pub alerts: State<Vec<Kept<Alert>>>,
    /// Locations.
    pub locations: State<Vec<Kept<Location>>>,
    /// What was held back: the client is told that something was, and why. Without a reason
    /// where the reader is not to know it.
    pub withheld: BTreeMap<(SectionKind, Option<Reason>), Withheld>,
    /// Enrollments left out because their project takes no part in HMIS.
    pub n_not_participating: usize,
    /// The rules that were applied.
    pub edition: String,
    /// The names of the rules that had something to say and let the build go on.
    pub warnings: BTreeSet<&'static str>,
}

/// How much was held back for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// The whole section.
    Section,
    /// Some of its rows.
    Rows(usize),
}

/// A row that is released, with its place in the extract.
#[derive(Debug)]
pub struct Kept<T> {
    index: usize,
    row: T,
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.row
    }
}

impl<T: Texts> Texts for State<Vec<Kept<T>>> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        for it in self.present().into_iter().flatten() {
            it.row.leaves(&at.index(it.index), visit);
        }
    }
}

/// What there is to say of a section.
#[derive(Debug)]
pub enum State<T> {
    /// What is on record; an empty list says that nothing is.
    Present(T),
    /// The export did not hold the section.
    NotSupplied,
    /// The section could not be exported.
    Unavailable,
    /// The request does not ask for it.
    NotAsked,
    /// All of it is held back.
    Withheld,
}

impl<T> State<T> {
    /// What is on record.
    pub fn present(&self) -> Option<&T> {
        match self {
            Self::Present(it) => Some(it),
            _ => None,
        }
    }
}

/// Puts the rules to the request and the extract, and takes out what is not released.
pub fn plan(
    request: &Request,
    ticket_lines: &[String],
    extract: Extract,
    site: &Site,
    hud: &Hud,
    edition: &Edition,
    at: Day,
) -> Result<(Plan, Report), Report> {
    let facts = Facts { request, ticket_lines, extract: &extract, site, hud, at };
    let report = edition.check(&facts);
    if report.is_refused() {
        return Err(report);
    }
    let asked = request.release.as_ref().and_then(|it| it.sections.as_ref());
    let mut cut = Cut {
        request,
        asked: asked.unwrap_or(&site.defaults.sections),
        withheld: BTreeMap::new(),
    };
    let exported_at = extract.exported_at.0.with_timezone(&site.time_zone.0);
    let mut enrollments = cut.rows(SectionKind::Enrollments, extract.enrollments, |it| {
        Some(&it.enrollment_id)
    });
    let n_not_participating = drop_not_participating(&mut enrollments);
    let plan = Plan {
        ticket: request.ticket.clone(),
        client_id: request.client_id.clone(),
        agency: request.agency.clone(),
        at,
        exported_on: exported_at.date_naive(),
        standard: extract.standard,
        language: request.language,
        layout: request.layout,
        ssn: request.release.as_ref().map_or(SsnShown::LastFour, |it| it.ssn),
        profile: cut.section(SectionKind::Profile, extract.profile),
        release_of_information: cut
            .section(SectionKind::ReleaseOfInformation, extract.release_of_information),
        enrollments,
        documents: cut
            .rows(SectionKind::Documents, extract.documents, |it| Some(&it.document_id)),
        contact_information: cut
            .section(SectionKind::ContactInformation, extract.contact_information),
        assessments: cut.rows(SectionKind::Assessments, extract.assessments, |it| {
            it.assessment_id.as_ref()
        }),
        services: cut
            .rows(SectionKind::Services, extract.services, |it| it.service_id.as_ref()),
        alerts: cut.rows(SectionKind::Alerts, extract.alerts, |it| it.alert_id.as_ref()),
        locations: cut.rows(SectionKind::Locations, extract.locations, |it| {
            it.location_id.as_ref()
        }),
        withheld: cut.withheld,
        n_not_participating,
        edition: edition.edition.clone(),
        warnings: report.items().iter().map(|it| it.slug).collect(),
    };
    Ok((plan, report))
}

/// Takes out what the request holds back or does not ask for.
struct Cut<'a> {
    request: &'a Request,
    asked: &'a [SectionKind],
    withheld: BTreeMap<(SectionKind, Option<Reason>), Withheld>,
}

impl Cut<'_> {
    fn section<T>(&mut self, kind: SectionKind, section: Section<T>) -> State<T> {
        let is_whole = |it: &&Withhold| it.section == kind && it.ids.is_empty();
        for it in self.request.withhold.iter().filter(is_whole) {
            self.withheld.insert((kind, self.told(it.reason)), Withheld::Section);
        }
        if self.withheld.keys().any(|(it, _)| *it == kind) {
            return State::Withheld;
        }
        if !self.asked.contains(&kind) {
            return State::NotAsked;
        }
        match section {
            Section::NotSupplied => State::NotSupplied,
            Section::Unavailable => State::Unavailable,
            Section::Supplied(it) => State::Present(it),
        }
    }

    fn rows<T>(
        &mut self,
        kind: SectionKind,
        section: Section<Vec<T>>,
        id: impl Fn(&T) -> Option<&ClientText>,
    ) -> State<Vec<Kept<T>>> {
        let rows = match self.section(kind, section) {
            State::Present(rows) => rows,
            State::NotSupplied => return State::NotSupplied,
            State::Unavailable => return State::Unavailable,
            State::NotAsked => return State::NotAsked,
            State::Withheld => return State::Withheld,
        };
        let held: Vec<_> =
            self.request.withhold.iter().filter(|it| it.section == kind).collect();
        let mut kept = Vec::with_capacity(rows.len());
        for (index, row) in rows.into_iter().enumerate() {
            let name = id(&row).map(ClientText::as_str);
            let is_named =
                |it: &&&Withhold| it.ids.iter().any(|held| Some(held.as_str()) == name);
            match held.iter().find(is_named) {
                Some(it) => self.count(kind, it.reason),
                None => kept.push(Kept { index, row }),
            }
        }
        if kept.is_empty() && self.withheld.keys().any(|(it, _)| *it == kind) {
            // Every row was held back: to say that nothing is on record would be untrue.
            for ((it, _), what) in &mut self.withheld {
                if *it == kind {
                    *what = Withheld::Section;
                }
            }
            return State::Withheld;
        }
        State::Present(kept)
    }

    /// A reason as the reader may know it: who could be the danger is not told of it, and
    /// only the client surely is not.
    fn told(&self, reason: Reason) -> Option<Reason> {
        let is_danger = reason == Reason::EndangersLifeOrSafety;
        (!is_danger || self.request.is_read_by_client()).then_some(reason)
    }

    fn count(&mut self, kind: SectionKind, reason: Reason) {
        let key = (kind, self.told(reason));
        let entry = self.withheld.entry(key).or_insert(Withheld::Rows(0));
        if let Withheld::Rows(n) = entry {
            *n += 1;
        }
    }
}

fn drop_not_participating(state: &mut State<Vec<Kept<Enrollment>>>) -> usize {
    let State::Present(rows) = state else { return 0 };
    let before = rows.len();
    rows.retain(|it| it.participating != Some(false));
    before - rows.len()
}

impl Plan {
    /// True where the reader is told that something was held back, and why.
    pub fn tells_of_withholding(&self) -> bool {
        self.withheld.keys().any(|(_, reason)| reason.is_some())
    }

    /// Every text of the client's that will stand on a page, with its place in the extract.
    pub fn texts(&self, visit: Visit<'_>) {
        let at = |kind: SectionKind| Pointer::root().key(kind.key());
        if let Some(it) = self.profile.present() {
            it.texts(&at(SectionKind::Profile), visit);
        }
        if let Some(it) = self.release_of_information.present() {
            it.texts(&at(SectionKind::ReleaseOfInformation), visit);
        }
        self.enrollments.texts(&at(SectionKind::Enrollments), visit);
        self.documents.texts(&at(SectionKind::Documents), visit);
        if let Some(it) = self.contact_information.present() {
            it.texts(&at(SectionKind::ContactInformation), visit);
        }
        self.assessments.texts(&at(SectionKind::Assessments), visit);
        self.services.texts(&at(SectionKind::Services), visit);
        self.alerts.texts(&at(SectionKind::Alerts), visit);
        self.locations.texts(&at(SectionKind::Locations), visit);
    }
}
