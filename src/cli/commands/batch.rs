//! `crr build` of many requests: a worker a core, each with a pool of one thread; templates,
//! fonts and the list of extracts are shared. A request that fails stops no other. Who
//! interrupts it runs it again: what is built is recognized by its content and skipped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Instant;

use super::batch_counts::{BatchItem, Counts};
use super::build_args::Build;
use crate::cli::batch_common::{self, Closed, Requests};
use crate::cli::beside_requests::beside_requests;
use crate::cli::next_steps;
use crate::cli::outcome::{self, Done, counted, guard};
use crate::cli::passphrase;
use crate::cli::progress::Progress;
use crate::cli::read::{self, Extracts};
use crate::cli::sections_told::package_json;
use crate::cli::terminal::Terminal;
use crate::cli::there;
use crate::diagnostics::{Failure, Outcome, Severity};
use crate::io::{self, Desk, May, PassphraseList, Standing};
use crate::package::Passphrase;
use crate::pipeline::{Asked, Context, Guides, Inputs, Produced, pool_of, produce};
use crate::render::{Rendered, trim_cache};

/// All that the workers share.
struct Batch<'a> {
    args: &'a Build,
    desk: &'a Desk,
    context: &'a Context,
    extracts: &'a Extracts<'a>,
    requests: &'a Requests,
    guides: Guides,
    hand: Mutex<Hand>,
    /// Set by Ctrl-C: what was begun is ended, and nothing more is begun.
    is_stopped: Arc<AtomicBool>,
}

/// What one worker at a time writes with.
struct Hand {
    list: PassphraseList,
    standing: Standing,
}

/// Builds many requests: new tickets first, then what is there is compared.
// Long: what a batch does before, while and after it builds, in its order.
pub(super) fn batch(
    args: &Build,
    desk: &Desk,
    context: &Context,
    common: &Inputs,
    terminal: &Terminal,
) -> Result<Done, Failure> {
    let list = check_flags(args, desk)?;
    // Before a part is chosen: two requests of one ticket may be of two parts.
    let mut requests = Requests::among(batch_common::requests(&args.requests)?);
    check_tickets(args, &requests)?;
    if let Some(shard) = args.shard {
        requests.keep(shard);
    }
    io::probe_folder(&desk.out).map_err(|it| outcome::not_written(&it))?;
    let mut report = passphrase::open_folders(&args.passphrase, &args.hand_over);
    let n_warnings = report.items().len();
    let standing = outcome::unlocked(io::settle(desk), &mut report)?;
    // What was completed is reported, also where nothing else is done: each has its warning.
    let n_completed = report.items().len() - n_warnings;
    let path = list;
    let mut list = PassphraseList::open(path).map_err(|err| {
        let failure = outcome::writing(&err, "--passphrase-out");
        failure.having_completed(n_completed).after(std::mem::take(&mut report))
    })?;
    list.note(&standing);
    let mut extracts = Extracts::of(&args.record, &context.site, standing.keys());
    extracts.read(&requests.clients())?;
    report.append(requests.same());
    report.append(beside_requests(&args.requests));
    let [new, there] = by_state(&requests, args, &standing, desk);
    let batch = Batch {
        args,
        desk,
        context,
        extracts: &extracts,
        requests: &requests,
        guides: Guides::default(),
        hand: Mutex::new(Hand { list, standing }),
        is_stopped: io::interrupts(),
    };
    let start = Instant::now();
    let mut counts = Counts::default();
    let n = requests.paths().len();
    let progress = Progress::new(n, terminal);
    for paths in [new, there] {
        run(&batch, &paths, common, |path, item, inputs| {
            counts.add(&item);
            let done = item.map(BatchItem::done);
            progress.tell(|| {
                let said = summary_of(&done);
                batch_common::tell(terminal, "build", path, &done, inputs, &said);
            });
        });
    }
    progress.finish();
    report.append(counts.told());
    let next = if counts.n_built() > 0 { next_steps::after_batch(path) } else { vec![] };
    let done = counts.done(n, start.elapsed().as_secs_f64());
    let done = if counts.n_ended() < n { counts.interrupted(done) } else { done };
    Ok(Done { report, next, ..done })
}

/// The requests that may have to be built, and those whose packages are there.
fn by_state<'a>(
    requests: &'a Requests,
    args: &Build,
    standing: &Standing,
    desk: &Desk,
) -> [Vec<&'a Path>; 2] {
    let is_there = |ticket: &str| {
        let wish = args.wish(ticket);
        !wish.replace && standing.is_released(desk, ticket)
    };
    let there: BTreeSet<&Path> = requests
        .tickets()
        .filter(|(ticket, _)| is_there(ticket))
        .map(|(_, path)| path.as_path())
        .collect();
    let all = requests.paths().iter().map(PathBuf::as_path);
    let (there, new) = all.partition(|it| there.contains(it));
    [new, there]
}

/// The list of passphrases, where the flags go with many requests.
fn check_flags<'a>(args: &'a Build, desk: &Desk) -> Result<&'a Path, Failure> {
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
    passphrase::check_not_below(list, "--passphrase-out", &desk.out)?;
    if let Some(folder) = &hand_over.passphrase_sheets {
        passphrase::check_not_below(folder, "--passphrase-sheets", &desk.out)?;
    }
    Ok(list)
}

/// Of a folder, only what is named is built again.
fn check_tickets(args: &Build, requests: &Requests) -> Result<(), Failure> {
    if (args.replace || args.again) && args.ticket.is_empty() {
        return Err(batch_common::one_only(
            "`--replace` and `--again` would build everything again",
            "name each ticket that is meant with `--ticket`",
        ));
    }
    let known: BTreeSet<&str> = requests.tickets().map(|it| it.0).collect();
    args.check_tickets(|it| known.contains(&*it.to_lowercase()))
}

/// Runs the workers; each request is reported when it ends.
fn run(
    batch: &Batch<'_>,
    paths: &[&Path],
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
                while !batch.is_stopped.load(Ordering::Relaxed)
                    && let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed))
                {
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
        Ok(BatchItem::Skipped(..) | BatchItem::Closed(..)) => {}
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
    let Batch { args, desk, context, extracts, .. } = batch;
    let asked = read::request(path, inputs)?;
    batch.requests.refuse(&asked, path)?;
    let wish = args.wish(asked.ticket.as_deref().unwrap_or_default());
    // What the ledger says is asked first: the extract may be gone since.
    let standing = lock(&batch.hand).standing.of_ticket(asked.ticket.as_deref());
    if let Some((closed, words)) = batch_common::closed(&asked, wish, &standing, desk) {
        return Ok(BatchItem::Closed(passed_over(&asked, closed, words), closed));
    }
    if read::may(&asked, wish, &standing, desk)? == Some(May::Compare) {
        let record = &args.record;
        let there =
            there::compare(&asked, record, extracts, &standing, desk, context, inputs)?;
        return Ok(BatchItem::Skipped(skipped(&asked, desk), there));
    }
    drop(standing);
    let ready = read::ready(asked, &args.record, extracts, context, inputs)?;
    let ticket = ready.plan.handover().ticket.as_str();
    let phrase = Passphrase::generate(&io::random);
    let guides = &batch.guides;
    let with_sheet = passphrase::wants_sheet(&args.hand_over);
    let Produced { mut package, sheet } =
        produce(&ready, &phrase, with_sheet, context, guides, &io::random, pool)?;
    let made_from = ready.made_from(context, &desk.operator);
    let mut report = ready.report;
    let mut hand = lock(&batch.hand);
    let Hand { list, standing } = &mut *hand;
    package.note_head(standing.head().map(ToString::to_string).as_deref());
    let staged = passphrase::stage_line(list, &package, &phrase, context.at)?;
    let sheet = sheet.as_ref().map(Rendered::bytes);
    let sheet = passphrase::stage_sheet(&args.hand_over, package.ticket(), sheet)?;
    let released = io::release(desk, &package, &made_from, wish, standing);
    let folder = outcome::unlocked(released, &mut report)?;
    staged.keep();
    passphrase::keep_sheet(sheet)?;
    drop(hand);
    let which = next_steps::which(&args.passphrase, &args.hand_over);
    let next =
        next_steps::after_build(ready.plan.handover(), &context.site, &folder, &which);
    let n_pages = package.pages().iter().map(|(_, n)| *n).max().unwrap_or(0);
    let done = Done {
        summary: format!("built {ticket}, {}", counted(n_pages, "page")),
        result: Some(package_json(&ready.plan, &folder, &package)),
        data: folder.display().to_string(),
        next,
        report,
        ..Done::default()
    };
    Ok(BatchItem::Built(done, n_pages))
}

/// What an earlier run built.
fn skipped(asked: &Asked, desk: &Desk) -> Done {
    let ticket = asked.ticket.as_deref().unwrap_or_default();
    Done {
        data: desk.out.join(ticket).display().to_string(),
        summary: "skipped (already built)".into(),
        result: Some(serde_json::json!({ "ticket": ticket, "there": true })),
        ..Done::default()
    }
}

/// A request that is passed over.
fn passed_over(asked: &Asked, closed: Closed, summary: String) -> Done {
    let mut result = serde_json::json!({ "ticket": asked.ticket });
    result[closed.key()] = true.into();
    Done { summary, result: Some(result), ..Done::default() }
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
