//! `crr check`: every check of a build, on one request or many; it never writes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::batch_common::{self, Closed, Requests, is_one};
use crate::cli::beside_requests::beside_requests;
use crate::cli::desk::{DeskFlags, desk};
use crate::cli::flags::RecordFlags;
use crate::cli::outcome::{Done, counted, guard, outcome_of};
use crate::cli::read::{self, Extracts};
use crate::cli::sections_told::{copy_json, sections_line};
use crate::cli::session::Session;
use crate::cli::there;
use crate::diagnostics::{Failure, Outcome, Severity};
use crate::io::{Desk, May, Standing};
use crate::ledger::{Deed, Wish};
use crate::pipeline::{Asked, Context, Inputs, Ready};

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// Requests (TOML files), or folders of them.
    #[arg(required = true, value_name = "REQUEST")]
    requests: Vec<PathBuf>,
    #[command(flatten)]
    record: RecordFlags,
    #[command(flatten)]
    of: DeskFlags,
}

impl Check {
    /// Checks one request, or all requests of the files and folders that were named.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        self.checked(session).map_err(Failure::of_reading)
    }

    fn checked(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let context = read::context(&self.record.context, session)?;
        let desk = desk(&self.of, &self.record.context.site, &context.site)?;
        let standing = read::standing(&desk)?;
        let mut extracts = Extracts::of(&self.record, &context.site, standing.keys());
        let (context, desk) = (&context, &desk);
        match self.requests.as_slice() {
            [path] if is_one(&self.requests) => {
                let extracts = &extracts;
                let run = Run { args: self, context, standing, desk, extracts };
                let asked = read::request(path, session.inputs)?;
                run.one(asked, session.inputs)
            }
            paths => {
                batch_common::check_flags(&self.record)?;
                let requests = Requests::among(batch_common::requests(paths)?);
                extracts.read(&requests.clients())?;
                let extracts = &extracts;
                let run = Run { args: self, context, standing, desk, extracts };
                Ok(run.many(&requests, session))
            }
        }
    }
}

/// What all requests of a run are checked with.
struct Run<'a> {
    args: &'a Check,
    context: &'a Context,
    standing: Standing,
    desk: &'a Desk,
    extracts: &'a Extracts<'a>,
}

fn said(ready: Ready) -> Done {
    let n = ready.report.count(Severity::Warning);
    Done {
        summary: format!(
            "checked {}: it can be {} on {}; {}\n{}",
            ready.plan.handover().ticket.as_str(),
            done_how(ready.plan.handover().is_by_encrypted_email()),
            ready.plan.handover().at,
            warnings(n),
            sections_line(&ready.plan)
        ),
        result: Some(copy_json(&ready.plan)),
        report: ready.report,
        ..Done::default()
    }
}

/// What is to be done for a request.
fn wish_of(asked: &Asked) -> Wish {
    Wish::to(if asked.is_by_encrypted_email() { Deed::Print } else { Deed::Build })
}

fn done_how(is_by_encrypted_email: bool) -> &'static str {
    if is_by_encrypted_email { "printed" } else { "built" }
}

fn warnings(n: usize) -> String {
    if n == 0 { "no warnings".into() } else { counted(n, "warning") }
}

impl Run<'_> {
    /// Checks one request. One that was built already is compared with its package.
    fn one(&self, asked: Asked, inputs: &mut Inputs) -> Result<Done, Failure> {
        let Run { args, context, standing, desk, extracts } = self;
        let wish = wish_of(&asked);
        if read::may(&asked, wish, standing, desk)? != Some(May::Compare) {
            return read::ready(asked, &args.record, extracts, context, inputs).map(said);
        }
        let record = &args.record;
        let there =
            there::compare(&asked, record, extracts, standing, desk, context, inputs)?;
        let ticket = asked.ticket.unwrap_or_default();
        Ok(Done {
            summary: format!(
                "checked {ticket}: its package is there, built from the same request\n"
            ),
            result: Some(serde_json::json!({ "ticket": ticket, "there": true })),
            report: there.report(&ticket),
            ..Done::default()
        })
    }

    /// Checks many requests; one that is refused does not stop the others. With `--json` each
    /// has its line, and the last line is that of the whole run.
    // Long: what is done for each request, then what is told of all.
    fn many(&self, requests: &Requests, session: &mut Session<'_>) -> Done {
        let Run { args, standing, desk, .. } = self;
        let mut worst = Outcome::Done;
        let (mut n_refused, mut n_closed) = (0, BTreeMap::new());
        for path in requests.paths() {
            let mut inputs = session.inputs.clone();
            let (mut closed, mut how) = (None, "built");
            let checked = guard(|| {
                let asked = read::request(path, &mut inputs)?;
                requests.refuse(&asked, path)?;
                closed = batch_common::closed(&asked, wish_of(&asked), standing, desk);
                how = done_how(asked.is_by_encrypted_email());
                if closed.is_some() {
                    return Ok(Done::default());
                }
                self.one(asked, &mut inputs)
            });
            let outcome = outcome_of(&checked);
            n_refused += usize::from(outcome != Outcome::Done);
            if outcome.code() > worst.code() {
                worst = outcome;
            }
            let verdict = match closed {
                Some((closed, words)) => {
                    *n_closed.entry(closed).or_insert(0) += 1;
                    words
                }
                None => verdict(&checked, how),
            };
            batch_common::tell(
                session.terminal,
                "check",
                path,
                &checked,
                &inputs,
                &verdict,
            );
        }
        let n = requests.paths().len();
        let n_of = |it: Closed| n_closed.get(&it).copied().unwrap_or(0);
        let n_good = n - n_refused - n_closed.values().sum::<usize>();
        let words = Closed::ALL.iter().filter(|it| n_of(**it) > 0);
        let words: String =
            words.map(|it| format!(", {} {}", n_of(*it), it.word())).collect();
        let mut result = serde_json::json!({ "requests": n, "refused": n_refused });
        for it in Closed::ALL {
            result[it.key()] = n_of(*it).into();
        }
        let mut report = requests.same();
        report.append(beside_requests(&args.requests));
        Done {
            outcome: worst,
            summary: format!(
                "checked {}: {n_good} can be built, {n_refused} cannot{words}\n",
                counted(n, "request"),
            ),
            result: Some(result),
            report,
            ..Done::default()
        }
    }
}

/// What there is to say of one of many.
fn verdict(done: &Result<Done, Failure>, how: &str) -> String {
    match done {
        Ok(Done { report, .. }) => {
            format!("can be {how}; {}", warnings(report.count(Severity::Warning)))
        }
        Err(Failure { report, .. }) => {
            format!(
                "cannot be {how}; {}",
                counted(report.count(Severity::Error), "error")
            )
        }
    }
}
