//! Who gets what, in which sections, and why not the rest. The one caller of the rules.
//!
//! A [`Plan`] can only be made here, from a request and an extract that passed every rule;
//! what is withheld or was not asked for is no longer in it, and after it nothing names the
//! request.

mod handover;
mod record;
mod redactor;

pub use handover::{Denial, Handover, check_delivery, check_ids, deny, due_of};
pub use record::{ProfileRecord, Record, Released, Rows, Sections, State, Withheld};

use std::collections::BTreeSet;

use crate::diagnostics::Checked;
use crate::extract::Extract;
use crate::model::{Day, Enrollment, SectionKind};
use crate::request::{Request, SsnShown, Wording};
use crate::rules::{Accepted, Edition, Facts, Found, known_warnings};
use crate::site::Site;
use redactor::Redactor;

/// What is released, and nothing else: the way it goes, and what is on record.
#[derive(Debug)]
pub struct Plan {
    handover: Handover,
    record: Record,
    warnings: BTreeSet<&'static str>,
}

impl Plan {
    /// Who gets it, how, in which formats, in which language.
    pub fn handover(&self) -> &Handover {
        &self.handover
    }

    /// What is on record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The names of the rules that had something to say of what is released, and let the build
    /// go on.
    pub fn warnings(&self) -> &BTreeSet<&'static str> {
        &self.warnings
    }
}

/// What stands around the keys of a request.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Its comments and the name of its file.
    pub wording: &'a Wording,
    /// The lines of its ticket, where they were given.
    pub ticket_lines: &'a [String],
}

/// Puts the rules to the request and the extracts, one for each profile, and takes out what is
/// not released.
pub fn plan(
    request: &Request,
    around: Around<'_>,
    extracts: Vec<Extract>,
    site: &Site,
    edition: &Edition,
    at: Day,
    accepted: &mut Accepted,
) -> Checked<Plan> {
    let Around { wording, ticket_lines } = around;
    let facts = Facts {
        request,
        ticket_lines,
        wording,
        extract: &extracts[0],
        profiles: &extracts,
        nth: 0,
        site,
        parameters: &edition.parameters,
        at,
        found: &Found::default(),
    };
    let report = edition.check(&facts, accepted);
    if report.is_refused() {
        return Checked::refused(report);
    }
    let warnings = known_warnings(&report, &facts);
    let plan = Plan {
        handover: Handover::of(request, site, edition, at, &report),
        record: record(request, extracts, site),
        warnings,
    };
    Checked::new(Some(plan), report)
}

/// What is released of the extracts.
fn record(request: &Request, extracts: Vec<Extract>, site: &Site) -> Record {
    let ssn = request.release.as_ref().map_or(SsnShown::LastFour, |it| it.ssn);
    let profiles = extracts.into_iter().map(|it| profile(request, it, site));
    let asked_by = request.requester.relation;
    Record::new(profiles.collect(), request.clients().to_vec(), ssn, asked_by)
}

/// What is released of one extract.
fn profile(request: &Request, extract: Extract, site: &Site) -> ProfileRecord {
    let mut redactor = Redactor::new(request, &extract, site);
    let exported_at = extract.exported_at.0.with_timezone(&site.time_zone.0);
    let no_id = None;
    let mut sections = Sections {
        profile: redactor.section(SectionKind::Profile, extract.profile),
        release_of_information: redactor.rows(
            SectionKind::ReleaseOfInformation,
            extract.release_of_information,
            |_| no_id,
        ),
        contact_information: redactor.rows(
            SectionKind::ContactInformation,
            extract.contact_information,
            |_| no_id,
        ),
        enrollments: redactor.rows(SectionKind::Enrollments, extract.enrollments, |it| {
            Some(&it.enrollment_id)
        }),
        documents: redactor
            .rows(SectionKind::Documents, extract.documents, |it| Some(&it.document_id)),
        assessments: redactor.rows(SectionKind::Assessments, extract.assessments, |it| {
            it.assessment_id.as_ref()
        }),
        services: redactor
            .rows(SectionKind::Services, extract.services, |it| it.service_id.as_ref()),
        alerts: redactor
            .rows(SectionKind::Alerts, extract.alerts, |it| it.alert_id.as_ref()),
        locations: redactor.rows(SectionKind::Locations, extract.locations, |it| {
            it.location_id.as_ref()
        }),
    };
    let n_not_participating = drop_not_participating(&mut sections.enrollments);
    let withheld = redactor.withheld();
    ProfileRecord {
        client_id: extract.client_id,
        further_ids: extract.further_ids,
        standard: extract.standard,
        exported_at: extract.exported_at,
        exported_on: exported_at.date_naive(),
        sections,
        withheld,
        n_not_participating,
    }
}

fn drop_not_participating(state: &mut State<Vec<Released<Enrollment>>>) -> usize {
    let State::Present(rows) = state else { return 0 };
    let before = rows.len();
    rows.retain(|it| it.participating != Some(false));
    before - rows.len()
}
