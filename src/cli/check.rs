//! `crr check`: every check, nothing written; one request, or many at once.

use super::args::Check;
use super::inputs::Inputs;
use super::load::{Extracts, Ready, load, request};
use super::many::{self, Twice};
use super::outcome::{Stop, counted};
use super::shared::Shared;
use super::terminal::Terminal;
use super::{Done, guard, outcome_of};
use crate::diagnostics::{Outcome, Severity};
use crate::io::Standing;

/// Checks one request, or all requests of the files and folders that were named.
pub(super) fn check(
    args: &Check,
    terminal: &Terminal,
    inputs: &mut Inputs,
) -> Result<Done, Stop> {
    let shared = Shared::of(&args.job.kit, inputs)?;
    let standing = Standing::of(&args.out).map_err(|err| Stop::reading(&err, "--out"))?;
    match args.requests.as_slice() {
        [path] if many::is_one(&args.requests) => {
            let asked = request(path, inputs)?;
            asked.refuse_denied(&standing, &shared)?;
            let extracts = Extracts::of(&args.job);
            load(asked, &args.job, &extracts, &shared, inputs).map(said)
        }
        _ => check_many(args, &shared, &standing, inputs, terminal),
    }
}

fn said(ready: Ready) -> Done {
    let n = ready.report.count(Severity::Warning);
    Done {
        summary: format!(
            "checked {}: it can be built on {}; {}; nothing was written\n",
            ready.plan.ticket.as_str(),
            ready.plan.at,
            warnings(n)
        ),
        result: Some(serde_json::json!({ "ticket": ready.plan.ticket.as_str() })),
        report: ready.report,
        ..Done::default()
    }
}

fn warnings(n: usize) -> String {
    if n == 0 { "no warnings".into() } else { counted(n, "warning") }
}

/// Checks many requests; one that is refused does not stop the others. With `--json` each
/// has its line, and the last line is that of the whole.
fn check_many(
    args: &Check,
    shared: &Shared,
    standing: &Standing,
    common: &Inputs,
    terminal: &Terminal,
) -> Result<Done, Stop> {
    many::check_flags(&args.job)?;
    let paths = many::requests(&args.requests)?;
    let extracts = Extracts::of(&args.job);
    extracts.read()?;
    let twice = Twice::among(&paths);
    let mut worst = Outcome::Done;
    let (mut n_refused, mut n_denied) = (0, 0);
    for path in &paths {
        let mut inputs = common.clone();
        let mut denied_on = None;
        let checked = guard(|| {
            let asked = request(path, &mut inputs)?;
            twice.refuse(&asked, path)?;
            if let Some(since) = asked.denied_since(standing) {
                denied_on = Some(shared.day_of(since));
                return Ok(Done::default());
            }
            load(asked, &args.job, &extracts, shared, &mut inputs).map(said)
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
        many::tell(terminal, "check", path, &checked, &inputs, &verdict);
    }
    let n_good = paths.len() - n_refused - n_denied;
    let denied =
        if n_denied == 0 { String::new() } else { format!(", {n_denied} denied") };
    Ok(Done {
        outcome: worst,
        summary: format!(
            "checked {}: {n_good} can be built, {n_refused} cannot{denied}; nothing was \
             written\n",
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
fn verdict(done: &Result<Done, Stop>) -> String {
    match done {
        Ok(Done { report, .. }) => {
            format!("can be built; {}", warnings(report.count(Severity::Warning)))
        }
        Err(Stop { report, .. }) => {
            format!(
                "cannot be built; {}",
                counted(report.count(Severity::Error), "error")
            )
        }
    }
}
