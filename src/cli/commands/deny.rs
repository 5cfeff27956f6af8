//! `crr deny`: the letter that tells a client why they get no copy.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::desk::{DeskFlags, desk};
use crate::cli::flags::{ContextFlags, tokens};
use crate::cli::next_steps;
use crate::cli::outcome::{self, Done};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place, Pointer, Report, is_forbidden};
use crate::io::{self, Desk, Standing};
use crate::ledger::{Deed, MadeFrom, Wish};
use crate::model::StaffName;
use crate::pipeline::{Asked, Context, denial_letter, pool};
use crate::plan;
use crate::render::{check_language, check_text};
use crate::request::DenialReason;

#[derive(Debug, ClapArgs)]
pub(crate) struct Deny {
    /// The request (a TOML file).
    request: PathBuf,
    /// Why no copy is given.
    #[arg(long, value_parser = tokens(DenialReason::ALL, DenialReason::token))]
    reason: DenialReason,
    /// The law that the denial is based on, as the letter will name it.
    #[arg(long, value_name = "TEXT", required_if_eq("reason", "required-by-law"))]
    law: Option<String>,
    /// Who approved it, by login or initials; for the ledger.
    #[arg(long, value_name = "NAME", value_parser = staff_name)]
    approved_by: Option<StaffName>,
    #[command(flatten)]
    to: DeskFlags,
    /// Replace an existing package or letter for this ticket.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    context: ContextFlags,
}

/// The longest name of a law that the letter has room for, in characters.
const MAX_LAW: usize = 200;

impl Deny {
    /// Writes the letter and its line of the ledger. No extract is read.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let context = read::context(&self.context, session)?;
        let desk = desk(&self.to, &self.context.site, &context.site)?;
        let standing = read::standing(&desk)?;
        let asked = read::request(&self.request, session.inputs)?;
        read::may(&asked, self.wish(), &standing, &desk)?;
        deny(self, asked, &desk, standing, &context)
    }

    fn wish(&self) -> Wish {
        Wish { replace: self.replace, ..Wish::to(Deed::Deny) }
    }
}

/// Somebody on the staff, as the ledger may name them.
fn staff_name(text: &str) -> Result<StaffName, &'static str> {
    StaffName::new(text).ok_or(StaffName::FORM)
}

fn deny(
    args: &Deny,
    asked: Asked,
    desk: &Desk,
    mut standing: Standing,
    context: &Context,
) -> Result<Done, Failure> {
    let Asked { request, content, mut report, .. } = asked;
    if let Some(law) = &args.law {
        report.append(check_law(law, context));
    }
    let Some(request) = request.filter(|_| !report.is_refused()) else {
        return Err(Failure::refused(report));
    };
    let at = Place::request(Pointer::from("/agency"));
    report.append(check_text(request.agency.as_str(), at, &context.kit));
    report.append(check_language(request.language, &context.kit));
    if request.requested_on > context.at {
        report.push(
            Diagnostic::error("impossible-dates", "this day is in the future")
                .at(Place::request(Pointer::from("/requested_on")))
                .hint("correct the dates of the request"),
        );
    }
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    let ticket = request.ticket.as_str();
    io::probe_folder(&desk.out).map_err(|it| outcome::not_written(&it))?;

    let Context { site, edition, at, .. } = context;
    let denial = plan::deny(&request, args.reason, args.law.clone(), site, edition, *at);
    let package = denial_letter(&denial, context, &pool())?;
    let approved_by = args.approved_by.clone();
    let run = context.circumstances(&desk.operator);
    let made_from =
        MadeFrom::denial(&denial, request.clients().to_vec(), approved_by, content, run);
    let released = io::release(desk, &package, &made_from, args.wish(), &mut standing);
    let folder = outcome::unlocked(released, &mut report)?;
    let letter = folder.join(&package.files()[0].0);
    let folder = folder.display().to_string();
    Ok(Done {
        next: next_steps::after_denial(&denial.handover, &letter),
        data: folder.clone(),
        summary: format!(
            "denied {ticket} for {}, as of {}\n  {}  names nobody and is not locked; the \
             agency writes the client's name on it\n",
            request.agency.as_str(),
            context.at,
            package.files()[0].0
        ),
        result: Some(serde_json::json!({
            "folder": folder,
            "receipt": package.receipt(),
        })),
        report,
        ..Done::default()
    })
}

/// A law is named in a line that the letter can show.
fn check_law(law: &str, context: &Context) -> Report {
    let place = Place::Outside("--law".into());
    let n = law.chars().count();
    if law.trim().is_empty() || n > MAX_LAW || law.chars().any(is_forbidden) {
        return Diagnostic::error("law-not-named", "this is not the name of a law")
            .at(place)
            .hint(format!("write it in one line of at most {MAX_LAW} characters"))
            .hint("for example: `--law \"42 CFR 2.23\"`")
            .into();
    }
    check_text(law, place, &context.kit)
}
