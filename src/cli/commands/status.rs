//! `crr status`: what is open, due, late and done, ticket by ticket. It reads the requests that
//! are there and the ledger, and writes nothing.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::batch_common::Requests;
use crate::cli::desk::{DeskFlags, desk};
use crate::cli::flags::SiteFlag;
use crate::cli::folders::{DeskFolder, NamedFolder};
use crate::cli::outcome::{self, Done, agreeing, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::site_file::NamedBy;
use crate::cli::status_told::{csv, json, table, totals_line};
use crate::cli::terminal;
use crate::diagnostics::{
    Diagnostic, Failure, Outcome, Place, Report, Sources, hide_in_path,
};
use crate::io;
use crate::ledger::{self, Asking, Clock, Deadline, Row, Stage, Totals};
use crate::model::Day;
use crate::pipeline::{Inputs, edition_of};
use crate::plan;

#[derive(Debug, ClapArgs)]
pub(crate) struct Status {
    /// Folder of requests; default: CRR_REQUESTS, else what the site file says, else
    /// `data/requests`.
    #[arg(value_name = "FOLDER")]
    requests: Option<PathBuf>,
    /// Only tickets of this agency.
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    /// Leave out what was done before this day; what is open is always shown.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Day>,
    /// Print CSV, for a spreadsheet.
    #[arg(long)]
    csv: bool,
    /// Exit with 1 where a ticket is late.
    #[arg(long)]
    fail_overdue: bool,
    /// Day to count from; default: today in the site's time zone.
    #[arg(long, value_name = "YYYY-MM-DD")]
    at: Option<Day>,
    #[command(flatten)]
    of: DeskFlags,
    #[command(flatten)]
    site: SiteFlag,
}

impl Status {
    /// Prints the table.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        self.told(session).map_err(Failure::of_reading)
    }

    fn told(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let site = read::site(&self.site, session)?;
        let edition = edition_of(&site)?;
        let desk = desk(&self.of, &self.site, &site)?;
        // The chain and the head are checked first: what was edited tells nothing.
        read::standing(&desk)?;
        let text = io::read_ledger(&desk.ledger)
            .map_err(|err| outcome::reading(&err, "--out"))?;
        let entries = ledger::readable(&text);
        let mut report = Report::default();
        let file = self.site.find();
        let named = self.requests.as_deref();
        let folder = DeskFolder::Requests.find(named, &file, &site);
        let asked = asked(&folder, session.inputs, &mut report)?;
        let at = self.at.unwrap_or_else(|| io::today(desk.zone));
        let retention = site.retention.as_ref();
        let kept_days = retention.and_then(|it| it.packages_days);
        let requests_kept_days = retention.and_then(|it| it.requests_days);
        let clock = Clock {
            at,
            due: &|day| plan::due_of(day, false, &site, &edition),
            day_of: &|instant| desk.day_of(instant).parse().ok(),
            kept_days: kept_days.map(i64::unsigned_abs),
            requests_kept_days: requests_kept_days.map(i64::unsigned_abs),
        };
        let mut rows = ledger::status(&asked, &entries, &clock);
        rows.retain(|it| self.is_wanted(it));
        let totals = Totals::of(&rows);
        let line = totals_line(&totals);
        let is_overdue = self.fail_overdue && totals.at(Stage::Late) > 0;
        Ok(Done {
            outcome: if is_overdue { Outcome::Refused } else { Outcome::Done },
            data: if self.csv {
                csv(&rows)
            } else {
                table(&rows, terminal::table_width()) + &line
            },
            summary: if self.csv { line } else { String::new() }
                + &without_deadline(&rows, edition.has("late-copy")),
            result: Some(json(&rows, &totals, at)),
            report,
            ..Done::default()
        })
    }

    fn is_wanted(&self, row: &Row) -> bool {
        let plain = |it: &str| it.trim().to_lowercase();
        let agency = self.agency.as_deref().map(plain);
        let is_of = agency.is_none_or(|it| row.agency.as_deref().map(plain) == Some(it));
        let day = row.since.or(row.asked_on);
        let is_recent = self.since.is_none_or(|it| day.is_none_or(|day| day >= it));
        is_of && (is_recent || row.stage.is_open())
    }
}

/// Which key of the site file sets a deadline, where tickets that are open have none.
fn without_deadline(rows: &[Row], has_rule: bool) -> String {
    let unknown = |it: &&Row| it.stage.is_open() && it.deadline == Deadline::Unknown;
    let n = rows.iter().filter(unknown).count();
    if n == 0 {
        return String::new();
    }
    let key = if has_rule { "copy_within" } else { "answer_within" };
    format!(
        "{} without a deadline: write `{key}_business_days` under `[limits]` of the site file\n",
        counted(n, "open ticket")
    )
}

/// What the requests of a folder say. One that cannot be read is told, not left out without a
/// word; a folder that nobody named need not exist.
fn asked(
    folder: &NamedFolder,
    inputs: &Inputs,
    report: &mut Report,
) -> Result<Vec<Asking>, Failure> {
    if folder.named == NamedBy::Nobody && !folder.path.is_dir() {
        return Ok(Vec::new());
    }
    let paths = io::requests_in(&folder.path);
    let paths = paths.map_err(|err| outcome::reading(&err, "FOLDER"))?;
    let requests = Requests::among(paths);
    report.append(requests.same());
    let (mut asked, mut unread) = (Vec::new(), Vec::new());
    for path in requests.paths() {
        let mut inputs = inputs.clone();
        let request = read::request(path, &mut inputs).ok().and_then(|it| it.request);
        match request {
            Some(it) => asked.push(Asking {
                ticket: it.ticket.as_str().into(),
                agency: it.agency.as_str().into(),
                asked_on: it.requested_on,
                is_exempt: it.exempt.is_some(),
                method: it.delivery.method.token().into(),
                protection: it
                    .is_by_encrypted_email()
                    .then(|| it.delivery.protection.token().into()),
            }),
            None => {
                let path = path.display().to_string();
                unread.push(hide_in_path(&path, &inputs.to_hide()));
            }
        }
    }
    if !unread.is_empty() {
        report.push(not_read(&unread));
    }
    Ok(asked)
}

/// The most requests that one warning names.
const MAX_NAMED: usize = 20;

/// Requests that something is wrong with.
fn not_read(paths: &[String]) -> Diagnostic {
    let n = paths.len();
    let are = agreeing(n, ["is", "are"]);
    let message =
        format!("{} cannot be read and {are} not counted", counted(n, "request"));
    let it = Diagnostic::warning("request-not-counted", message);
    let named = paths.iter().take(MAX_NAMED).cloned();
    let it = named.fold(it, |it, path| it.at(Place::Outside(path)));
    it.hint("run `crr check` on each: it says what is wrong")
}
