//! `crr check`: every check, nothing written; one request, or many at once.

use super::args::Check;
use super::inputs::Inputs;
use super::load::{Extracts, Ready, load};
use super::many::{self, Seen, once};
use super::outcome::{Stop, counted};
use super::shared::Shared;
use super::terminal::Terminal;
use super::{Done, guard, outcome_of};
use crate::diagnostics::{Outcome, Severity};

/// Checks one request, or all requests of the files and folders that were named.
pub(super) fn check(
    args: &Check,
    terminal: &Terminal,
    inputs: &mut Inputs,
) -> Result<Done, Stop> {
    let shared = Shared::of(&args.job.kit, inputs)?;
    match args.requests.as_slice() {
        [path] if many::is_one(&args.requests) => {
            let extracts = Extracts::of(&args.job);
            load(path, &args.job, &extracts, &shared, inputs).map(said)
        }
        _ => check_many(args, &shared, inputs, terminal),
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
    common: &Inputs,
    terminal: &Terminal,
) -> Result<Done, Stop> {
    many::check_flags(&args.job)?;
    let paths = many::requests(&args.requests)?;
    let extracts = Extracts::of(&args.job);
    extracts.read()?;
    let mut seen = Seen::new();
    let mut worst = Outcome::Done;
    let mut n_refused = 0;
    for path in &paths {
        let mut inputs = common.clone();
        let checked = guard(|| {
            let ready = load(path, &args.job, &extracts, shared, &mut inputs)?;
            once(&ready.plan.ticket, path, &mut seen)?;
            Ok(said(ready))
        });
        let outcome = outcome_of(&checked);
        n_refused += usize::from(outcome != Outcome::Done);
        if outcome.code() > worst.code() {
            worst = outcome;
        }
        many::tell(terminal, "check", path, &checked, &inputs, &verdict(&checked));
    }
    let n_good = paths.len() - n_refused;
    Ok(Done {
        outcome: worst,
        summary: format!(
            "checked {}: {n_good} can be built, {n_refused} cannot; nothing was written\n",
            counted(paths.len(), "request"),
        ),
        result: Some(serde_json::json!({
            "requests": paths.len(),
            "refused": n_refused,
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
