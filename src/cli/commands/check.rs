//! `crr check`: every check of a build, on one request or many; it never writes.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::batch_common::{self, Twice, is_one};
use crate::cli::flags::{OutFlag, RecordFlags};
use crate::cli::outcome::{Done, counted, guard, outcome_of};
use crate::cli::read::{self, Extracts};
use crate::cli::session::Session;
use crate::diagnostics::{Failure, Outcome, Severity};
use crate::io::Standing;
use crate::pipeline::{Context, Ready};

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// Requests (TOML files), or folders of them.
    #[arg(required = true, value_name = "REQUEST")]
    requests: Vec<PathBuf>,
    #[command(flatten)]
    record: RecordFlags,
    #[command(flatten)]
    of: OutFlag,
}

impl Check {
    /// Checks one request, or all requests of the files and folders that were named.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        self.checked(session).map_err(Failure::of_reading)
    }

    fn checked(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let context = read::context(&self.record.context, session.inputs)?;
        let standing = read::standing(&self.of.out)?;
        let [path] = self.requests.as_slice() else {
            return check_many(self, &context, &standing, session);
        };
        if !is_one(&self.requests) {
            return check_many(self, &context, &standing, session);
        }
        let asked = read::open_request(path, &standing, &context, session.inputs)?;
        let extracts = Extracts::of(&self.record);
        read::ready(asked, &self.record, &extracts, &context, session.inputs).map(said)
    }
}

fn said(ready: Ready) -> Done {
    let n = ready.report.count(Severity::Warning);
    Done {
        summary: format!(
            "checked {}: it can be built on {}; {}\n",
            ready.plan.handover().ticket.as_str(),
            ready.plan.handover().at,
            warnings(n)
        ),
        result: Some(
            serde_json::json!({ "ticket": ready.plan.handover().ticket.as_str() }),
        ),
        report: ready.report,
        ..Done::default()
    }
}

fn warnings(n: usize) -> String {
    if n == 0 { "no warnings".into() } else { counted(n, "warning") }
}

/// Checks many requests; one that is refused does not stop the others. With `--json` each
/// has its line, and the last line is that of the whole run.
fn check_many(
    args: &Check,
    context: &Context,
    standing: &Standing,
    session: &mut Session<'_>,
) -> Result<Done, Failure> {
    batch_common::check_flags(&args.record)?;
    let paths = batch_common::requests(&args.requests)?;
    let extracts = Extracts::of(&args.record);
    extracts.read()?;
    let twice = Twice::among(&paths);
    let mut worst = Outcome::Done;
    let (mut n_refused, mut n_denied) = (0, 0);
    for path in &paths {
        let mut inputs = session.inputs.clone();
        let mut denied_on = None;
        let checked = guard(|| {
            let asked = read::request(path, &mut inputs)?;
            twice.refuse(&asked, path)?;
            if let Some(since) = read::denied_since(&asked, standing) {
                denied_on = Some(context.day_of(since));
                return Ok(Done::default());
            }
            read::ready(asked, &args.record, &extracts, context, &mut inputs).map(said)
        });
        let outcome = outcome_of(&checked);
        n_refused += usize::from(outcome != Outcome::Done);
        n_denied += usize::from(denied_on.is_some());
        if outcome.code() > worst.code() {
            worst = outcome;
        }
        let verdict = match denied_on {
            Some(day) => format!("denied on {day}"),
            None => verdict(&checked),
        };
        batch_common::tell(session.terminal, "check", path, &checked, &inputs, &verdict);
    }
    let n_good = paths.len() - n_refused - n_denied;
    let denied =
        if n_denied == 0 { String::new() } else { format!(", {n_denied} denied") };
    Ok(Done {
        outcome: worst,
        summary: format!(
            "checked {}: {n_good} can be built, {n_refused} cannot{denied}\n",
            counted(paths.len(), "request"),
        ),
        result: Some(serde_json::json!({
            "requests": paths.len(),
            "refused": n_refused,
            "denied": n_denied,
        })),
        ..Done::default()
    })
}

/// What there is to say of one of many.
fn verdict(done: &Result<Done, Failure>) -> String {
    match done {
        Ok(Done { report, .. }) => {
            format!("can be built; {}", warnings(report.count(Severity::Warning)))
        }
        Err(Failure { report, .. }) => {
            format!(
                "cannot be built; {}",
                counted(report.count(Severity::Error), "error")
            )
        }
    }
}
