//! From paths to checked values: request, extract, site, rules, kit.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use super::args::Job;
use super::outcome::Stop;
use super::schema;
use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report, Sources, Span};
use crate::extract::{self, Extract};
use crate::io;
use crate::model::{Hud, words_of};
use crate::plan::{Plan, plan};
use crate::render::{Kit, Overrides, check_glyphs};
use crate::request::{self, Request};
use crate::rules::Edition;
use crate::site::{BUILT_IN, Site};
use crate::source::{Source, Texts};

/// The largest site file, template or font that is read, in bytes.
const MAX_PART: u64 = 32 * 1024 * 1024;

/// The texts of a run, for places in diagnostics.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    sources: Vec<Source>,
}

impl Inputs {
    fn keep(&mut self, source: Source) -> &Source {
        self.sources.push(source);
        self.sources.last().expect("one was just pushed")
    }

    fn of(&self, origin: Origin) -> Option<&Source> {
        self.sources.iter().rev().find(|it| it.origin == origin)
    }
}

impl Sources for Inputs {
    fn name(&self, origin: Origin) -> String {
        self.of(origin).map_or_else(String::new, |it| it.name.clone())
    }

    fn text(&self, origin: Origin) -> Option<&str> {
        self.of(origin).map(|it| it.text.as_str())
    }

    fn locate(&self, origin: Origin, pointer: &Pointer) -> Option<Span> {
        self.of(origin).map(|it| it.locate(pointer))
    }

    fn line_at(&self, origin: Origin, byte: usize) -> Option<(usize, usize)> {
        self.of(origin).map(|it| it.line_at(byte))
    }

    fn is_key(&self, word: &str) -> bool {
        static KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(schema::keys);
        KEYS.contains(word)
    }
}

/// All that a build needs, checked.
pub(super) struct Ready {
    pub site: Site,
    pub hud: Hud,
    pub kit: Kit,
    pub request: Request,
    pub plan: Plan,
    /// Words of the whole record, released or not, that no passphrase may hold.
    pub record_words: BTreeSet<String>,
    /// Warnings and notes.
    pub report: Report,
}

/// Reads everything and puts every check to it. All problems of a pass are told at once:
/// those of the request and the extract together, then those of the rules and the fonts.
pub(super) fn load(job: &Job, inputs: &mut Inputs) -> Result<Ready, Stop> {
    let site = site(job.site.as_deref(), inputs)?;
    let edition = edition(&site)?;
    let kit = kit(job)?;
    let (request, mut report) = request(&job.request, inputs)?;
    let (extract, more) = match &request {
        Some(request) => extract(job, request, inputs)?,
        // Without a client id nothing can be looked for, but a given file can be checked.
        None if job.extract.is_some() => read_extract(job.extract.as_deref(), inputs)?,
        None => (None, Report::default()),
    };
    report.append(more);
    if job.strict {
        report.harden();
    }
    let (Some(request), Some(extract), false) = (request, extract, report.is_refused())
    else {
        return Err(Stop::refused(report));
    };
    let at = job.at.unwrap_or_else(|| io::today(site.time_zone.0));
    let hud = Hud::of(extract.standard);
    let record_words = record_words(&extract);
    let planned = plan(&request, extract, &site, &hud, &edition, at);
    let (plan, more) = match planned {
        Ok(it) => it,
        Err(more) => {
            report.append(more);
            return Err(Stop::refused(report));
        }
    };
    report.append(more);
    report.append(check_glyphs(&plan, &kit));
    if job.strict {
        report.harden();
    }
    if report.is_refused() {
        return Err(Stop::refused(report));
    }
    Ok(Ready { site, hud, kit, request, plan, record_words, report })
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

/// The site file, or the built-in one.
pub(super) fn site(path: Option<&Path>, inputs: &mut Inputs) -> Result<Site, Stop> {
    let (name, text) = match path {
        None => ("the built-in site file".to_owned(), BUILT_IN.to_owned()),
        Some(path) => (
            shown(path),
            io::read_limited(path, MAX_PART)
                .map_err(|err| Stop::reading(&err, "--site"))?,
        ),
    };
    let (source, mut report) = Source::toml(Origin::Site, name, text);
    let source = inputs.keep(source);
    if report.is_refused() {
        return Err(Stop::refused(report));
    }
    let (site, more) = Site::parse(source);
    report.append(more);
    match site {
        Some(site) if !report.is_refused() => Ok(site),
        _ => Err(Stop::refused(report)),
    }
}

/// The set of rules that a site file names.
pub(super) fn edition(site: &Site) -> Result<Edition, Stop> {
    Edition::named(site.edition.as_str()).ok_or_else(|| {
        let names: Vec<_> = Edition::names().map(|it| format!("`{it}`")).collect();
        Stop::refused(
            Diagnostic::error("unknown-edition", "there is no set of rules of this name")
                .at(Place::value(Origin::Site, Pointer::from("/edition")))
                .hint(format!("write one of {}", names.join(", "))),
        )
    })
}

fn kit(job: &Job) -> Result<Kit, Stop> {
    let mut overrides = Overrides::default();
    if let Some(folder) = &job.templates {
        overrides.templates = io::read_folder(folder, &["typ", "toml", "svg"], MAX_PART)
            .map_err(|err| Stop::reading(&err, "--templates"))?;
    }
    if let Some(folder) = &job.fonts {
        let fonts = io::read_folder(folder, &["ttf", "otf", "ttc"], MAX_PART)
            .map_err(|err| Stop::reading(&err, "--fonts"))?;
        overrides.fonts = fonts.into_values().collect();
    }
    Kit::new(overrides).map_err(|err| {
        Stop::refused(
            Diagnostic::error("kit-not-usable", err.to_string())
                .at(Place::Outside("--templates, --fonts".into()))
                .hint("compare the file with the built-in one"),
        )
    })
}

type Parsed<T> = Result<(Option<T>, Report), Stop>;

fn request(path: &Path, inputs: &mut Inputs) -> Parsed<Request> {
    let text = io::read_limited(path, request::MAX_BYTES)
        .map_err(|err| Stop::reading(&err, "REQUEST"))?;
    let (source, report) = Source::toml(Origin::Request, shown(path), text);
    let source = inputs.keep(source);
    if report.is_refused() {
        return Ok((None, report));
    }
    let (request, more) = Request::parse(source);
    Ok((request.filter(|_| !more.is_refused()), more))
}

fn extract(job: &Job, request: &Request, inputs: &mut Inputs) -> Parsed<Extract> {
    if job.extract.is_some() {
        return read_extract(job.extract.as_deref(), inputs);
    }
    let found = io::find_extract(&job.extracts, &request.client_id)
        .map_err(|err| Stop::reading(&err, "--extracts"))?;
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
            .at(Place::Outside(shown(&job.extracts)))
            .hint("take them out of the folder, or export those records again"),
        );
    }
    match found.paths.as_slice() {
        [path] => {
            let (extract, more) = read_extract(Some(path), inputs)?;
            report.append(more);
            Ok((extract, report))
        }
        [] => {
            let message =
                format!("no extract of this client is in `{}`", job.extracts.display());
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

fn read_extract(path: Option<&Path>, inputs: &mut Inputs) -> Parsed<Extract> {
    let (name, text) = match path {
        Some(path) if path == Path::new("-") => {
            ("standard input".to_owned(), io::read_stdin(extract::MAX_BYTES))
        }
        Some(path) => (shown(path), io::read_limited(path, extract::MAX_BYTES)),
        None => return Ok((None, Report::default())),
    };
    let text = text.map_err(|err| Stop::reading(&err, "--extract"))?;
    let (source, report) = Source::json(Origin::Extract, name, text);
    let source = inputs.keep(source);
    if report.is_refused() {
        return Ok((None, report));
    }
    Ok(Extract::parse(source))
}
