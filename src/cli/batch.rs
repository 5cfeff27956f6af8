//! `crr build` of many requests: a worker a core, each with a pool of one thread; templates,
//! fonts and the list of extracts are shared. A request that fails stops no other. Who
//! interrupts it runs it again: what is there is recognised by its receipt and skipped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Instant;

use super::args::Build;
use super::build::package;
use super::inputs::Inputs;
use super::load::{Extracts, load, request};
use super::many::{self, Seen, once};
use super::outcome::{self, Stop, counted};
use super::progress::Progress;
use super::shared::Shared;
use super::sheets::{Guides, pool_of};
use super::terminal::Terminal;
use super::{Done, guard};
use crate::diagnostics::{Diagnostic, Outcome, Place, Report, Severity};
use crate::io::{self, PassphraseList};
use crate::package::{Passphrase, RECEIPT};

/// All that the workers share.
struct Batch<'a> {
    args: &'a Build,
    shared: &'a Shared,
    extracts: &'a Extracts<'a>,
    /// Tickets that are there already, as they were released.
    released: BTreeSet<String>,
    seen: Mutex<Seen>,
    guides: Guides,
    list: Mutex<PassphraseList>,
}

/// What became of a request.
enum Became {
    /// It was built now, and its longest document has so many pages.
    Built(Done, usize),
    /// It was built by an earlier run.
    There(Done),
}

/// Builds many requests.
pub(super) fn batch(
    args: &Build,
    shared: &Shared,
    common: &Inputs,
    terminal: &Terminal,
) -> Result<Done, Stop> {
    let list = check_flags(args)?;
    let mut paths = many::requests(&args.requests)?;
    if let Some(shard) = args.shard {
        paths.retain(|it| many::is_of(it, shard));
    }
    let extracts = Extracts::of(&args.job);
    extracts.read()?;
    let held = |it| Stop::held(&it);
    let name = format!("batch-{}", std::process::id());
    io::probe_folder(&args.out, &name).map_err(held)?;
    let settled = io::settle(&args.out).map_err(held)?;
    let list = PassphraseList::open(list)
        .map_err(|err| Stop::writing_new(&err, "--passphrase-out"))?;
    let batch = Batch {
        args,
        shared,
        extracts: &extracts,
        released: if args.replace { BTreeSet::new() } else { settled.released },
        seen: Mutex::default(),
        guides: Guides::default(),
        list: Mutex::new(list),
    };
    let start = Instant::now();
    let mut counts = Counts::default();
    let progress = Progress::new(paths.len(), terminal);
    run(&batch, &paths, common, |path, became, inputs| {
        counts.add(&became);
        let done = became.map(|it| match it {
            Became::Built(done, _) | Became::There(done) => done,
        });
        progress
            .tell(|| many::tell(terminal, "build", path, &done, inputs, &said(&done)));
    });
    progress.finish();
    let mut report = Report::default();
    for ticket in &settled.finished {
        report.push(outcome::finished(ticket));
    }
    let seconds = start.elapsed().as_secs_f64();
    Ok(Done {
        outcome: counts.worst,
        summary: counts.summary(paths.len(), seconds),
        result: Some(serde_json::json!({
            "requests": paths.len(),
            "built": counts.built,
            "there": counts.there,
            "refused": counts.refused,
            "failed": counts.failed,
        })),
        report,
        ..Done::default()
    })
}

/// The list of passphrases, where the flags go with many requests.
fn check_flags(args: &Build) -> Result<&Path, Stop> {
    many::check_flags(&args.job)?;
    let (hand_over, from) = (&args.hand_over, &args.passphrase);
    if hand_over.spell || hand_over.passphrase_sheet.is_some() {
        return Err(many::one_only(
            "`--spell` and `--passphrase-sheet` go with one request",
            "the passphrases of many go to `--passphrase-out FILE`",
        ));
    }
    if from.passphrase_file.is_some() || from.passphrase_fd.is_some() {
        return Err(many::one_only(
            "many packages do not share a passphrase",
            "leave it out: each gets one of its own, in `--passphrase-out FILE`",
        ));
    }
    let Some(list) = hand_over.passphrase_out.as_deref() else {
        return Err(many::one_only(
            "the passphrases of many packages are not shown",
            "pass `--passphrase-out FILE`",
        ));
    };
    super::secret::check_not_below(list, "--passphrase-out", &args.out)?;
    Ok(list)
}

/// Runs the workers; what became of each request is told in the order in which they end.
fn run(
    batch: &Batch<'_>,
    paths: &[PathBuf],
    common: &Inputs,
    mut told: impl FnMut(&Path, Result<Became, Stop>, &Inputs),
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
                    let became = guard(|| one(batch, path, &mut inputs, &pool));
                    forget(&became, jobs);
                    if tell.send((path, became, inputs)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(tell);
        for (path, became, inputs) in heard {
            told(path, became, &inputs);
        }
    });
}

/// Pages up to which a record is worth remembering.
const SHORT: usize = 40;

/// Typst remembers what it laid out, and most words of a page are the same for all: what no
/// worker needed for its last package is forgotten. A long record would fill the memory with
/// what comes back in no other.
fn forget(became: &Result<Became, Stop>, jobs: usize) {
    match became {
        Ok(Became::There(_)) => {}
        Ok(Became::Built(_, n_pages)) if *n_pages <= SHORT => comemo::evict(jobs),
        Ok(Became::Built(..)) | Err(_) => comemo::evict(0),
    }
}

fn one(
    batch: &Batch<'_>,
    path: &Path,
    inputs: &mut Inputs,
    pool: &rayon::ThreadPool,
) -> Result<Became, Stop> {
    let Batch { args, shared, extracts, .. } = batch;
    // Whether it is there already is asked first: its extract may be gone since.
    if let (Some(request), _) = request(path, inputs)? {
        once(&request.ticket, path, &mut lock(&batch.seen))?;
        let ticket = request.ticket.as_str();
        if batch.released.contains(ticket) {
            return there(&args.out.join(ticket), ticket, path).map(Became::There);
        }
    }
    let ready = load(path, &args.job, extracts, shared, inputs)?;
    let ticket = ready.plan.ticket.as_str();
    let passphrase = Passphrase::generate(&io::random);
    let (package, _) = package(&ready, shared, &passphrase, false, &batch.guides, pool)?;
    let mut list = lock(&batch.list);
    let mut line = None;
    let add = || {
        line = Some(list.add(ticket, passphrase.expose())?);
        Ok(())
    };
    let now = io::timestamp();
    let folder = io::release_next(&args.out, &package, args.replace, now, add);
    let folder = folder.map_err(|held| {
        // Only its own: without one, the last line is another package's.
        if let Some(line) = line {
            list.take_back(line);
        }
        Stop::held(&held)
    })?;
    drop(list);
    let folder = folder.display().to_string();
    let n_pages: usize =
        package.receipt.members.iter().map(|it| it.pages).max().unwrap_or(0);
    let done = Done {
        summary: format!("built {ticket}, {}", counted(n_pages, "page")),
        result: Some(serde_json::json!({ "folder": folder, "receipt": package.receipt })),
        data: folder,
        report: ready.report,
        ..Done::default()
    };
    Ok(Became::Built(done, n_pages))
}

/// What an earlier run built, unless its request was changed since: then it may be about
/// another client, or go to another recipient.
fn there(folder: &Path, ticket: &str, request: &Path) -> Result<Done, Stop> {
    if io::is_newer(request, &folder.join(RECEIPT)) {
        return Err(Stop::refused(
            Diagnostic::error(
                "request-changed",
                "the request was changed after its package was built",
            )
            .at(Place::Outside(folder.display().to_string()))
            .hint("see which of the two is right; pass `--replace` to build it anew"),
        ));
    }
    Ok(Done {
        data: folder.display().to_string(),
        summary: "is there already".into(),
        result: Some(serde_json::json!({ "ticket": ticket, "there": true })),
        ..Done::default()
    })
}

/// A worker that panicked left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What there is to say of one of many.
fn said(done: &Result<Done, Stop>) -> String {
    match done {
        Ok(done) => done.summary.clone(),
        Err(Stop { outcome, report }) => {
            let word = if *outcome == Outcome::Refused { "refused" } else { "failed" };
            format!("{word}; {}", counted(report.count(Severity::Error), "error"))
        }
    }
}

#[derive(Default)]
struct Counts {
    built: usize,
    there: usize,
    refused: usize,
    failed: usize,
    worst: Outcome,
}

impl Counts {
    fn add(&mut self, became: &Result<Became, Stop>) {
        let outcome = match became {
            Ok(Became::Built(done, _)) => {
                self.built += 1;
                done.outcome
            }
            Ok(Became::There(done)) => {
                self.there += 1;
                done.outcome
            }
            Err(Stop { outcome: Outcome::Refused, .. }) => {
                self.refused += 1;
                Outcome::Refused
            }
            Err(stop) => {
                self.failed += 1;
                stop.outcome
            }
        };
        if outcome.code() > self.worst.code() {
            self.worst = outcome;
        }
    }

    fn summary(&self, n: usize, seconds: f64) -> String {
        let rate = f64::from(u32::try_from(self.built).unwrap_or(u32::MAX)) / seconds;
        format!(
            "built {:>13}\nthere already {:>5}\nrefused {:>11}\nfailed {:>12}\n\
             {} in {seconds:.1} s, {rate:.1} packages a second\n",
            self.built,
            self.there,
            self.refused,
            self.failed,
            counted(n, "request"),
        )
    }
}
