//! `crr build` of many requests: a worker a core, each with a pool of one thread; templates,
//! fonts and the list of extracts are shared. A request that fails stops no other. Who
//! interrupts it runs it again: what is built is recognized by its receipt and skipped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Instant;

use super::build_args::Build;
use crate::cli::batch_common::{self, Twice};
use crate::cli::outcome::{self, Done, counted, guard};
use crate::cli::passphrase;
use crate::cli::progress::Progress;
use crate::cli::read::{self, Extracts};
use crate::cli::terminal::Terminal;
use crate::diagnostics::{
    Diagnostic, Failure, Outcome, Place, Pointer, Report, Severity,
};
use crate::io::{self, PassphraseList, Standing};
use crate::ledger::{RequestContent, RequestDigest};
use crate::package::Passphrase;
use crate::pipeline::{Context, Guides, Inputs, Produced, pool_of, produce};
use crate::render::trim_cache;

/// All that the workers share.
struct Batch<'a> {
    args: &'a Build,
    context: &'a Context,
    extracts: &'a Extracts<'a>,
    twice: &'a Twice,
    guides: Guides,
    /// Tickets whose packages exist as they were released, when the run began.
    whole: BTreeSet<String>,
    desk: Mutex<Desk>,
}

/// What one worker at a time writes with.
struct Desk {
    list: PassphraseList,
    standing: Standing,
}

/// What became of a request.
enum BatchItem {
    /// It was built now, and its longest document has so many pages.
    Built(Done, usize),
    /// It was built by an earlier run.
    Skipped(Done),
    /// No copy is given.
    Denied(Done),
}

impl BatchItem {
    fn done(self) -> Done {
        match self {
            Self::Built(done, _) | Self::Skipped(done) | Self::Denied(done) => done,
        }
    }
}

/// Builds many requests.
pub(super) fn batch(
    args: &Build,
    context: &Context,
    common: &Inputs,
    terminal: &Terminal,
) -> Result<Done, Failure> {
    let list = check_flags(args)?;
    let mut paths = batch_common::requests(&args.requests)?;
    // Before a part is chosen: two requests of one ticket may be of two parts.
    let twice = Twice::among(&paths);
    if let Some(shard) = args.shard {
        paths.retain(|it| batch_common::is_of(it, shard));
    }
    let extracts = Extracts::of(&args.record);
    extracts.read()?;
    let name = format!("batch-{}", std::process::id());
    io::probe_folder(&args.to.out, &name).map_err(|it| outcome::not_written(&it))?;
    let mut report = Report::default();
    let settled = outcome::unlocked(io::settle(&args.to.out), &mut report)?;
    // What was completed is reported, also where nothing else is done: each has its warning.
    let list = PassphraseList::open(list).map_err(|err| {
        let failure = outcome::writing(&err, "--passphrase-out");
        failure.having_completed(report.items().len()).after(std::mem::take(&mut report))
    })?;
    let batch = Batch {
        args,
        context,
        extracts: &extracts,
        twice: &twice,
        guides: Guides::default(),
        whole: if args.replace { BTreeSet::new() } else { settled.whole },
        desk: Mutex::new(Desk { list, standing: settled.standing }),
    };
    let start = Instant::now();
    let mut counts = Counts::default();
    let progress = Progress::new(paths.len(), terminal);
    run(&batch, &paths, common, |path, item, inputs| {
        counts.add(&item);
        let done = item.map(BatchItem::done);
        progress.tell(|| {
            batch_common::tell(
                terminal,
                "build",
                path,
                &done,
                inputs,
                &summary_of(&done),
            );
        });
    });
    progress.finish();
    Ok(Done { report, ..counts.done(paths.len(), start.elapsed().as_secs_f64()) })
}

/// The list of passphrases, where the flags go with many requests.
fn check_flags(args: &Build) -> Result<&Path, Failure> {
    batch_common::check_flags(&args.record)?;
    let (hand_over, from) = (&args.hand_over, &args.passphrase);
    if hand_over.spell || hand_over.passphrase_sheet.is_some() {
        return Err(batch_common::one_only(
            "`--spell` and `--passphrase-sheet` can only be used with a single request",
            "pass `--passphrase-out FILE`: each package gets a line there",
        ));
    }
    if from.passphrase_file.is_some() || from.passphrase_fd.is_some() {
        return Err(batch_common::one_only(
            "several packages cannot share a passphrase",
            "leave it out: each package gets its own, in `--passphrase-out FILE`",
        ));
    }
    let Some(list) = hand_over.passphrase_out.as_deref() else {
        return Err(batch_common::one_only(
            "the passphrases of several packages are not shown",
            "pass `--passphrase-out FILE`",
        ));
    };
    passphrase::check_not_below(list, "--passphrase-out", &args.to.out)?;
    Ok(list)
}

/// Runs the workers; each request is reported when it ends.
fn run(
    batch: &Batch<'_>,
    paths: &[PathBuf],
    common: &Inputs,
    mut report_on: impl FnMut(&Path, Result<BatchItem, Failure>, &Inputs),
) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let jobs = batch.args.jobs.map_or(cores, |it| usize::from(it.get())).min(paths.len());
    let next = AtomicUsize::new(0);
    let (tell, heard) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (tell, next) = (tell.clone(), &next);
            scope.spawn(move || {
                let pool = pool_of(1);
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut inputs = common.clone();
                    let item = guard(|| one(batch, path, &mut inputs, &pool));
                    forget(&item, jobs);
                    if tell.send((path, item, inputs)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(tell);
        for (path, item, inputs) in heard {
            report_on(path, item, &inputs);
        }
    });
}

/// Pages up to which a record is worth remembering.
const SHORT: usize = 40;

/// Typst remembers what it laid out, and most words of a page are the same for all: what no
/// worker needed for its last package is forgotten. A long record would fill the memory with
/// what comes back in no other.
fn forget(item: &Result<BatchItem, Failure>, jobs: usize) {
    match item {
        Ok(BatchItem::Skipped(_) | BatchItem::Denied(_)) => {}
        Ok(BatchItem::Built(_, n_pages)) if *n_pages <= SHORT => trim_cache(jobs),
        Ok(BatchItem::Built(..)) | Err(_) => trim_cache(0),
    }
}

fn one(
    batch: &Batch<'_>,
    path: &Path,
    inputs: &mut Inputs,
    pool: &rayon::ThreadPool,
) -> Result<BatchItem, Failure> {
    let Batch { args, context, extracts, .. } = batch;
    let asked = read::request(path, inputs)?;
    batch.twice.refuse(&asked, path)?;
    // Whether it was built or denied is asked first: its extract may be gone since.
    if let Some(request) = &asked.request {
        let ticket = request.ticket.as_str();
        let desk = lock(&batch.desk);
        if let Some(day) = desk.standing.denied_since(ticket) {
            return Ok(BatchItem::Denied(denied(ticket, &context.day_of(day))));
        }
        if batch.whole.contains(ticket) {
            let state = desk.standing.state(ticket);
            let made_from = state.and_then(|it| it.request.as_ref());
            let folder = args.to.out.join(ticket);
            return skipped(&folder, ticket, &asked.content, made_from)
                .map(BatchItem::Skipped);
        }
    }
    let ready = read::ready(asked, &args.record, extracts, context, inputs)?;
    let ticket = ready.plan.handover().ticket.as_str();
    let phrase = Passphrase::generate(&io::random);
    let guides = &batch.guides;
    let Produced { package, .. } =
        produce(&ready, &phrase, false, context, guides, &io::random, pool)?;
    let mut report = ready.report;
    let mut desk = lock(&batch.desk);
    let Desk { list, standing } = &mut *desk;
    let staged = passphrase::stage_line(list, &package, &phrase, context.at)?;
    let existing = args.existing();
    let released =
        io::release(&args.to.out, &package, &ready.content, existing, standing);
    let folder = outcome::unlocked(released, &mut report)?;
    staged.keep();
    drop(desk);
    let folder = folder.display().to_string();
    let n_pages: usize =
        package.receipt().members.iter().map(|it| it.pages).max().unwrap_or(0);
    let done = Done {
        summary: format!("built {ticket}, {}", counted(n_pages, "page")),
        result: Some(
            serde_json::json!({ "folder": folder, "receipt": package.receipt() }),
        ),
        data: folder,
        report,
        ..Done::default()
    };
    Ok(BatchItem::Built(done, n_pages))
}

/// What an earlier run built, where it was made from what the request says now: another request
/// may be about another client, or go to another recipient.
fn skipped(
    folder: &Path,
    ticket: &str,
    content: &RequestContent,
    made_from: Option<&RequestDigest>,
) -> Result<Done, Failure> {
    if made_from.is_none_or(|it| !content.is(it)) {
        let message = if made_from.is_some() {
            "the package was built from a request that says something else"
        } else {
            "the ledger does not say which request the package was built from"
        };
        return Err(Failure::refused(
            Diagnostic::error("request-changed", message)
                .at(Place::request(Pointer::from("/ticket")))
                .at(Place::Outside(folder.display().to_string()))
                .hint("find out which of the two is right; `--replace` rebuilds the package from this request"),
        ));
    }
    Ok(Done {
        data: folder.display().to_string(),
        summary: "skipped (already built)".into(),
        result: Some(serde_json::json!({ "ticket": ticket, "there": true })),
        ..Done::default()
    })
}

/// A request whose ticket was denied.
fn denied(ticket: &str, day: &str) -> Done {
    Done {
        summary: format!("denied on {day}"),
        result: Some(serde_json::json!({ "ticket": ticket, "denied": true })),
        ..Done::default()
    }
}

/// A worker that panicked left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What there is to say of one of many.
fn summary_of(done: &Result<Done, Failure>) -> String {
    match done {
        Ok(done) => done.summary.clone(),
        Err(Failure { outcome, report, .. }) => {
            let word = if *outcome == Outcome::Refused { "refused" } else { "failed" };
            format!("{word}; {}", counted(report.count(Severity::Error), "error"))
        }
    }
}

#[derive(Default)]
struct Counts {
    built: usize,
    there: usize,
    denied: usize,
    refused: usize,
    failed: usize,
    worst: Outcome,
}

impl Counts {
    fn add(&mut self, item: &Result<BatchItem, Failure>) {
        let outcome = match item {
            Ok(BatchItem::Built(done, _)) => {
                self.built += 1;
                done.outcome
            }
            Ok(BatchItem::Skipped(done)) => {
                self.there += 1;
                done.outcome
            }
            Ok(BatchItem::Denied(done)) => {
                self.denied += 1;
                done.outcome
            }
            Err(Failure { outcome: Outcome::Refused, .. }) => {
                self.refused += 1;
                Outcome::Refused
            }
            Err(failure) => {
                self.failed += 1;
                failure.outcome
            }
        };
        if outcome.code() > self.worst.code() {
            self.worst = outcome;
        }
    }

    /// The end of a run over so many requests.
    fn done(&self, n: usize, seconds: f64) -> Done {
        Done {
            outcome: self.worst,
            summary: self.summary(n, seconds),
            result: Some(serde_json::json!({
                "requests": n,
                "built": self.built,
                "there": self.there,
                "denied": self.denied,
                "refused": self.refused,
                "failed": self.failed,
            })),
            ..Done::default()
        }
    }

    fn summary(&self, n: usize, seconds: f64) -> String {
        let rate = f64::from(u32::try_from(self.built).unwrap_or(u32::MAX)) / seconds;
        format!(
            "built {:>23}\nskipped (already built) {:>5}\ndenied {:>22}\nrefused {:>21}\n\
             failed {:>22}\n{} in {seconds:.1} s, {rate:.1} packages per second\n",
            self.built,
            self.there,
            self.denied,
            self.refused,
            self.failed,
            counted(n, "request"),
        )
    }
}
