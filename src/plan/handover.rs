//! Who gets it, how, in which formats, in which language: all that a request says of the way
//! of a copy. What is not locked is made from this alone, and so cannot tell of a record.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Place, Pointer, Report};
use crate::model::{Day, PlainText, StaffName, Ticket};
use crate::request::{
    DenialReason, Format, Intake, Language, Layout, Method, Protection, Recipient,
    Relation, Request,
};
use crate::rules::{Due, Edition, due_after};
use crate::site::Site;

/// The way of a copy, or of a letter. Only a plan and a denial make one.
#[derive(Debug, Clone)]
pub struct Handover {
    /// Names every output.
    pub ticket: Ticket,
    /// The agency that hands it over.
    pub agency: PlainText,
    /// The day of the build.
    pub at: Day,
    /// The day the client asked the agency.
    pub requested_on: Day,
    /// The day the agency told the help desk.
    pub submitted_on: Day,
    /// The day by which the client is to have an answer; none where no rule says so, or where a
    /// law lifts the deadline.
    pub due_on: Option<Day>,
    /// True where a law lifts the deadline.
    pub is_exempt: bool,
    /// Who approved what is held back.
    pub approved_by: Vec<StaffName>,
    /// The language of everything the client reads.
    pub language: Language,
    /// The layout of the pages.
    pub layout: Layout,
    /// How the request came in.
    pub intake: Intake,
    /// By hand or by e-mail.
    pub method: Method,
    /// Who receives it.
    pub recipient: Recipient,
    /// What protects it on its way.
    pub protection: Protection,
    /// The day the client comes for it, where it is handed over.
    pub pick_up_on: Option<Day>,
    /// The locked forms that are built; none where an encrypted e-mail carries the copy.
    pub formats: Vec<Format>,
    /// The one of them that a message carries.
    pub attach: Format,
    /// The rules that were applied.
    pub edition: String,
    /// The names of the rules that found the request or the copy late.
    pub late: Vec<&'static str>,
    #[expect(dead_code, reason = "it is there so that nobody else can write it")]
    seal: Seal,
}

/// What only this file has: nobody else can make a handover or a denial.
#[derive(Debug, Clone, Copy)]
struct Seal;

/// Rules that tell of the clock alone, and nothing of a record.
const CLOCKS: [&str; 2] = ["late-submission", "late-copy"];

impl Handover {
    /// True where the copy is not locked, because the e-mail that carries it is encrypted.
    pub fn is_by_encrypted_email(&self) -> bool {
        self.protection == Protection::EncryptedEmail
    }

    /// The name of the file that a message carries.
    pub fn attached(&self) -> String {
        let ending = if self.is_by_encrypted_email() { Format::Pdf } else { self.attach };
        format!("{}.{}", self.ticket.as_str(), ending.token())
    }

    /// The name of the record as plain text, where an encrypted e-mail carries it beside.
    pub fn as_text(&self) -> String {
        format!("{}.txt", self.ticket.as_str())
    }

    /// The way that a request asks for, with the site's own where it says nothing.
    pub(super) fn of(
        request: &Request,
        site: &Site,
        edition: &Edition,
        at: Day,
        report: &Report,
    ) -> Self {
        let due = due_of(request.requested_on, request.exempt.is_some(), site, edition);
        let late = |slug: &&str| report.items().iter().any(|it| it.slug == *slug);
        Self {
            ticket: request.ticket.clone(),
            agency: request.agency.clone(),
            at,
            requested_on: request.requested_on,
            submitted_on: request.submitted_on,
            due_on: due.map(|it| it.on),
            is_exempt: request.exempt.is_some(),
            approved_by: approved_by(request),
            language: request.language,
            layout: request.layout,
            intake: request.intake,
            method: request.delivery.method,
            recipient: request.delivery.recipient,
            protection: request.delivery.protection,
            pick_up_on: request.delivery.pick_up_on,
            formats: built(request, site),
            attach: attach(request, site),
            edition: edition.edition.clone(),
            late: CLOCKS.into_iter().filter(late).collect(),
            seal: Seal,
        }
    }
}

/// The day by which a client is to have an answer, and the holidays that moved it.
pub fn due_of(
    requested_on: Day,
    is_exempt: bool,
    site: &Site,
    edition: &Edition,
) -> Option<Due> {
    let n_days = site.limits.answer_within(edition.has("late-copy"));
    let n_days = n_days.filter(|_| !is_exempt)?;
    Some(due_after(requested_on, n_days, &site.limits.county_holidays))
}

/// Each of them once, in the order of the alphabet.
fn approved_by(request: &Request) -> Vec<StaffName> {
    let named = request.withhold.iter().filter_map(|it| it.approved_by.clone());
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The locked forms that are built: none of what goes by an encrypted e-mail.
fn built(request: &Request, site: &Site) -> Vec<Format> {
    if request.is_by_encrypted_email() {
        return Vec::new();
    }
    formats(request, site).to_vec()
}

fn formats<'a>(request: &'a Request, site: &'a Site) -> &'a [Format] {
    request.delivery.formats.as_ref().unwrap_or(&site.defaults.formats)
}

fn attach(request: &Request, site: &Site) -> Format {
    let formats = formats(request, site);
    let asked = request.delivery.attach.unwrap_or(site.defaults.attach);
    // Whoever names other forms than the site and no attachment means the first.
    if formats.contains(&asked) { asked } else { formats[0] }
}

/// What a request asks for that does not fit together at a site.
pub fn check_delivery(request: &Request, site: &Site) -> Report {
    match request.delivery.attach {
        Some(it) if !formats(request, site).contains(&it) => Diagnostic::error(
            "attach-not-built",
            "`attach` names a format that is not built",
        )
        .at(Place::request(Pointer::from("/delivery/attach")))
        .hint("name one of the formats in `formats`")
        .into(),
        _ => Report::default(),
    }
}

/// Each identifier of a request looks as the site's do.
pub fn check_ids(request: &Request, site: &Site) -> Report {
    let mut report = Report::default();
    for (nth, id) in request.clients().iter().enumerate() {
        if let Some(odd) = site.odd_id(id) {
            report.push(
                Diagnostic::error("id-of-another-form", odd)
                    .at(Place::request(request.client_at(nth)))
                    .hint("copy the ID from HMIS again, or correct `hmis_id` in the site file"),
            );
        }
    }
    report
}

/// A denial: who asked whom, and why no copy is given. No extract is read for it.
#[derive(Debug)]
pub struct Denial {
    /// The way of the letter.
    pub handover: Handover,
    /// Why, as the letter may tell it. It goes to whoever asked: to others than the client it
    /// says nothing of a danger, which may come from them; nor where others may read it.
    pub reason: Option<DenialReason>,
    /// Who asked, and so reads the letter.
    pub asked_by: Relation,
    /// The law it rests on, where one was named.
    pub law: Option<String>,
    #[expect(dead_code, reason = "it is there so that nobody else can write it")]
    seal: Seal,
}

/// Makes a denial of a request.
pub fn deny(
    request: &Request,
    reason: DenialReason,
    law: Option<String>,
    site: &Site,
    edition: &Edition,
    at: Day,
) -> Denial {
    let is_danger = reason == DenialReason::EndangersLifeOrSafety;
    let is_told = request.is_answered_to_client() && site.tells_danger();
    Denial {
        handover: Handover::of(request, site, edition, at, &Report::default()),
        reason: (!is_danger || is_told).then_some(reason),
        asked_by: request.requester.relation,
        law,
        seal: Seal,
    }
}
