//! `crr deny`: the letter that tells a client why they get no copy.

use super::Done;
use super::args::Deny;
use super::inputs::Inputs;
use super::load::request;
use super::outcome::{self, Stop};
use super::shared::Shared;
use super::sheets::pool;
use crate::diagnostics::{Diagnostic, Place, Pointer, Report, is_forbidden};
use crate::io;
use crate::package;
use crate::render::{Setting, Sheet, check_language, check_text, render};
use crate::sections::{self, Denial};

/// The longest name of a law that the letter has room for, in characters.
const MAX_LAW: usize = 200;

/// Writes the letter and its line of the ledger. No extract is read.
pub(super) fn deny(args: &Deny, inputs: &mut Inputs) -> Result<Done, Stop> {
    let shared = Shared::of(&args.kit, inputs)?;
    let (request, mut report) = request(&args.request, inputs)?;
    if let Some(law) = &args.law {
        report.append(check_law(law, &shared));
    }
    let Some(request) = request.filter(|_| !report.is_refused()) else {
        return Err(Stop::refused(report));
    };
    let at = Place::request(Pointer::from("/agency"));
    report.append(check_text(request.agency.as_str(), at, &shared.kit));
    report.append(check_language(request.language, &shared.kit));
    if request.requested_on > shared.at {
        report.push(
            Diagnostic::error("impossible-dates", "this day is still to come")
                .at(Place::request(Pointer::from("/requested_on")))
                .hint("correct the dates of the request"),
        );
    }
    if report.is_refused() {
        return Err(Stop::refused(report));
    }
    let ticket = request.ticket.as_str();
    io::probe(&args.out, ticket, args.replace).map_err(|held| Stop::held(&held))?;

    let denial = Denial {
        request: &request,
        reason: args.reason,
        law: args.law.as_deref(),
        edition: &shared.edition.edition,
        at: shared.at,
    };
    let catalog = shared.kit.catalog(request.language);
    let view = sections::denial(&denial, &shared.site, catalog);
    let entry = ("denial-letter.pdf", "/denial.typ");
    let setting = Setting {
        ticket: Some(ticket),
        at: shared.at,
        site: &shared.site,
        language: request.language,
        layout: request.layout,
        catalog,
        qr: shared.qr(),
    };
    let sheet = Sheet::new(entry, &view, setting);
    let rendered = render(&[sheet], &shared.kit, &pool());
    let rendered = rendered.map_err(|report| shared.template_fault(report))?;
    let package = package::denial(&denial, &rendered[0], shared.kit.digest());
    io::close_if_fresh(&args.out);
    let released = io::release(&args.out, &package, args.replace, io::timestamp())
        .map_err(|held| Stop::held(&held))?;
    for ticket in released.finished {
        report.push(outcome::finished(&ticket));
    }
    Ok(Done {
        data: released.folder.display().to_string(),
        summary: format!(
            "denied {ticket} for {}, as of {}\n  {}  names nobody and is not locked; the \
             agency writes the name on it\n",
            request.agency.as_str(),
            shared.at,
            entry.0
        ),
        result: Some(serde_json::json!({
            "folder": released.folder.display().to_string(),
            "receipt": package.receipt,
        })),
        report,
        ..Done::default()
    })
}

/// A law is named in a line that the letter can show.
fn check_law(law: &str, shared: &Shared) -> Report {
    let place = Place::Outside("--law".into());
    let n = law.chars().count();
    if law.trim().is_empty() || n > MAX_LAW || law.chars().any(is_forbidden) {
        return Diagnostic::error("law-not-named", "this does not name a law")
            .at(place)
            .hint(format!("write it in one line of at most {MAX_LAW} characters"))
            .hint("for example: `--law \"42 CFR 2.23\"`")
            .into();
    }
    check_text(law, place, &shared.kit)
}
