//! From paths to checked values: a request and its extract.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use super::args::Job;
use super::inputs::Inputs;
use super::outcome::{self, Stop};
use super::shared::Shared;
use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report};
use crate::extract::{self, Extract};
use crate::io::{self, ExtractIndex, Standing};
use crate::ledger::RequestContent;
use crate::model::{Hud, words_of};
use crate::plan::{Plan, plan};
use crate::render::{check_glyphs, check_language};
use crate::request::{self, Request};
use crate::sections::counts;
use crate::source::{Source, Texts};

/// All that a build needs, checked.
pub(super) struct Ready {
    pub hud: Hud,
    pub request: Request,
    /// What the request says, for the ledger.
    pub content: RequestContent,
    pub plan: Plan,
    /// Words of the whole record, released or not, that no passphrase may hold.
    pub record_words: BTreeSet<String>,
    /// Warnings and notes.
    pub report: Report,
}

/// Where the extracts of a run are.
pub(super) enum Extracts<'a> {
    /// One file, or `-`.
    File(&'a Path),
    /// A folder; it is read when the first client is looked for, and once.
    Folder(&'a Path, OnceLock<ExtractIndex>),
}

impl<'a> Extracts<'a> {
    /// What `--extract` or `--extracts` names.
    pub(super) fn of(job: &'a Job) -> Self {
        match &job.extract {
            Some(file) => Self::File(file),
            None => Self::Folder(&job.extracts, OnceLock::new()),
        }
    }

    /// Reads the folder, where it is one.
    pub(super) fn read(&self) -> Result<(), Stop> {
        match self {
            Self::File(_) => Ok(()),
            Self::Folder(folder, once) => index(folder, once).map(drop),
        }
    }
}

fn index<'a>(
    folder: &Path,
    once: &'a OnceLock<ExtractIndex>,
) -> Result<&'a ExtractIndex, Stop> {
    if let Some(index) = once.get() {
        return Ok(index);
    }
    let read =
        ExtractIndex::of(folder).map_err(|err| Stop::reading(&err, "--extracts"))?;
    // Whoever was faster has read the same.
    Ok(once.get_or_init(|| read))
}

/// Puts every check to a request and its extract. All problems of a pass are told at once:
/// those of the request and the extract together, then those of the rules and the fonts.
pub(super) fn load(
    asked: Asked,
    job: &Job,
    extracts: &Extracts<'_>,
    shared: &Shared,
    inputs: &mut Inputs,
) -> Result<Ready, Stop> {
    let Asked { request, content, mut report, .. } = asked;
    if let Some(it) = &request {
        report.append(shared.site.check_request(it));
    }
    let ticket_lines = ticket_lines(job, inputs)?;
    let (extract, more) = match (&request, extracts) {
        (_, Extracts::File(path)) => read_extract(path, inputs)?,
        (Some(request), Extracts::Folder(folder, once)) => {
            found_extract(request, folder, index(folder, once)?, inputs)?
        }
        // Without a client id nothing can be looked for.
        (None, Extracts::Folder(..)) => (None, Report::default()),
    };
    report.append(more);
    if job.strict {
        report.harden();
    }
    let (Some(request), Some(extract), false) = (request, extract, report.is_refused())
    else {
        return Err(Stop::refused(report));
    };
    let hud = Hud::of(extract.standard);
    let record_words = record_words(&extract);
    let Shared { site, edition, kit, at, .. } = shared;
    let planned = plan(&request, &ticket_lines, extract, site, &hud, edition, *at);
    let (plan, more) = match planned {
        Ok(it) => it,
        Err(more) => {
            report.append(more);
            return Err(Stop::refused(report));
        }
    };
    report.append(more);
    report.append(check_size(&plan));
    report.append(check_glyphs(&plan, kit));
    report.append(check_language(plan.language, kit));
    if job.strict {
        report.harden();
    }
    if report.is_refused() {
        return Err(Stop::refused(report));
    }
    Ok(Ready { hud, request, content, plan, record_words, report })
}

/// The most rows that one record shows. Each takes about a hundred kilobytes of memory while
/// it is set: this many two gigabytes, and 1,400 pages.
const MAX_ROWS: usize = 20_000;

fn check_size(plan: &Plan) -> Report {
    let n: usize = counts(plan).iter().map(|(.., n)| n).sum();
    if n <= MAX_ROWS {
        return Report::default();
    }
    Diagnostic::error(
        "too-many-rows",
        format!("the record would show {n} rows; at most {MAX_ROWS} can be set"),
    )
    .at(Place::extract(Pointer::root()))
    .hint("name fewer sections in `release.sections`, and release the rest under a second ticket")
    .into()
}

/// Every word of a record, and its longer numbers with and without their separators.
fn record_words(extract: &Extract) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = words_of(extract.client_id.as_str()).collect();
    extract.texts(&Pointer::root(), &mut |_, text| {
        words.extend(words_of(text.as_str()));
        let digits: String = text.as_str().chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 6 {
            words.insert(digits);
        }
    });
    if let Some(dob) = extract.profile.supplied().and_then(|it| it.dob) {
        words.extend(words_of(&dob.format("%Y %Y%m%d %m%d%Y %d%m%Y").to_string()));
    }
    words
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub(super) type Parsed<T> = Result<(Option<T>, Report), Stop>;

/// A request that was read.
pub(super) struct Asked {
    /// None where something is wrong with it.
    pub request: Option<Request>,
    /// What it says.
    pub content: RequestContent,
    /// Its ticket, also where something else is wrong.
    pub ticket: Option<String>,
    /// What is wrong with it.
    pub report: Report,
}

/// The ticket that a file gives, whatever else is wrong with it.
pub(super) fn ticket_in(path: &Path) -> Option<String> {
    let text = io::read_limited(path, request::MAX_BYTES).ok()?;
    request::ticket_of(&Source::toml(Origin::Request, String::new(), text).0)
}

/// Reads a request.
pub(super) fn request(path: &Path, inputs: &mut Inputs) -> Result<Asked, Stop> {
    let text = io::read_limited(path, request::MAX_BYTES)
        .map_err(|err| Stop::reading(&err, "REQUEST"))?;
    let (source, mut report) = Source::toml(Origin::Request, shown(path), text);
    let source = inputs.keep(source);
    let content = RequestContent::of(&source.root);
    let ticket = request::ticket_of(source);
    let mut request = None;
    if !report.is_refused() {
        let (parsed, more) = Request::parse(source);
        request = parsed.filter(|_| !more.is_refused());
        report = more;
    }
    Ok(Asked { request, content, ticket, report })
}

impl Asked {
    /// When the ticket was denied, where the denial still holds.
    pub(super) fn denied_since<'a>(&self, standing: &'a Standing) -> Option<&'a str> {
        standing.denied_since(self.request.as_ref()?.ticket.as_str())
    }

    /// Refuses a request whose ticket was denied, until it is reopened.
    pub(super) fn refuse_denied(
        &self,
        standing: &Standing,
        shared: &Shared,
    ) -> Result<(), Stop> {
        let Some(since) = self.denied_since(standing) else { return Ok(()) };
        let day = shared.day_of(since);
        let it = outcome::denied(&format!("this request was denied on {day}"));
        Err(Stop::refused(it.at(Place::request(Pointer::from("/ticket")))))
    }
}

/// The lines of the ticket's own text, where a file gives it.
fn ticket_lines(job: &Job, inputs: &mut Inputs) -> Result<Vec<String>, Stop> {
    let Some(path) = &job.ticket_text else { return Ok(Vec::new()) };
    let text = io::read_limited(path, request::MAX_BYTES)
        .map_err(|err| Stop::reading(&err, "--ticket-text"))?;
    let lines = text.split('\n').map(str::to_owned).collect();
    inputs.keep(Source::lines(Origin::Ticket, shown(path), text));
    Ok(lines)
}

/// The one extract of a folder that is about the client of a request.
fn found_extract(
    request: &Request,
    folder: &Path,
    index: &ExtractIndex,
    inputs: &mut Inputs,
) -> Parsed<Extract> {
    let found = index.find(&request.client_id);
    let here = || Place::request(Pointer::from("/client_id"));
    // A damaged file that speaks of the client may be the newer one: an older one beside it
    // must not be taken in its place.
    if !found.damaged.is_empty() {
        let mut it = Diagnostic::error(
            "damaged-extract",
            "a file that cannot be read as an extract speaks of this client",
        )
        .at(here());
        for path in found.damaged.iter().take(3) {
            it = it.at(Place::Outside(shown(path)));
        }
        let it =
            it.hint("export the record again, or name the right file with `--extract`");
        return Ok((None, it.into()));
    }
    let mut report = Report::default();
    if found.n_unreadable > 0 {
        let n = found.n_unreadable;
        let (files, are) =
            if n == 1 { ("file", "is no extract") } else { ("files", "are no extracts") };
        report.push(
            Diagnostic::warning(
                "unreadable-extracts",
                format!("{n} JSON {files} there {are}"),
            )
            .at(Place::Outside(shown(folder)))
            .hint("take them out of the folder, or export those records again"),
        );
    }
    match found.paths.as_slice() {
        [path] => {
            let (extract, more) = read_extract(path, inputs)?;
            report.append(more);
            Ok((extract, report))
        }
        [] => {
            let message =
                format!("no extract of this client is in `{}`", folder.display());
            let it = Diagnostic::error("no-extract", message).at(here()).hint(
                "export the record into that folder, or name the file with `--extract`",
            );
            report.push(it);
            Ok((None, report))
        }
        paths => {
            let mut it = Diagnostic::error(
                "several-extracts",
                format!("{} extracts are about this client", paths.len()),
            )
            .at(here());
            for path in paths.iter().take(3) {
                it = it.at(Place::Outside(shown(path)));
            }
            Ok((None, it.hint("keep the newest, or name one with `--extract`").into()))
        }
    }
}

fn read_extract(path: &Path, inputs: &mut Inputs) -> Parsed<Extract> {
    let (name, text) = if path == Path::new("-") {
        ("standard input".to_owned(), io::read_stdin(extract::MAX_BYTES))
    } else {
        (shown(path), io::read_limited(path, extract::MAX_BYTES))
    };
    let text = text.map_err(|err| Stop::reading(&err, "--extract"))?;
    let (source, report) = Source::json(Origin::Extract, name, text);
    let source = inputs.keep(source);
    if report.is_refused() {
        return Ok((None, report));
    }
    Ok(Extract::parse(source))
}
