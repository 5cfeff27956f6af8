//! From paths to checked values: the one place of the command line that opens requests,
//! extracts, tickets and the files of a context.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::flags::{ContextFlags, RecordFlags};
use super::outcome::{self, agreeing, counted};
use crate::diagnostics::{Checked, Diagnostic, Failure, Origin, Place, Pointer, Report};
use crate::extract::{self, Extract};
use crate::io::{self, ExtractIndex, Standing};
use crate::pipeline::{self, Asked, Context, Files, Inputs, Ready};
use crate::render::Overrides;
use crate::request::{self, Request};
use crate::site::Site;
use crate::source::Source;

/// The largest site file, template or font that is read, in bytes.
const MAX_PART: u64 = 32 * 1024 * 1024;

/// What all requests of a run share.
pub(super) fn context(
    flags: &ContextFlags,
    inputs: &mut Inputs,
) -> Result<Context, Failure> {
    let files = Files { site: site_file(flags.site.as_deref())?, looks: looks(flags)? };
    Ok(Context::new(files, flags.at, io::today, inputs)?)
}

/// The site alone.
pub(super) fn site(path: Option<&Path>, inputs: &mut Inputs) -> Result<Site, Failure> {
    Ok(pipeline::site_of(site_file(path)?, inputs)?)
}

fn site_file(path: Option<&Path>) -> Result<Option<(String, String)>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = io::read_limited(path, MAX_PART)
        .map_err(|err| outcome::reading(&err, "--site"))?;
    Ok(Some((shown(path), text)))
}

fn looks(flags: &ContextFlags) -> Result<Overrides, Failure> {
    let mut looks = Overrides::default();
    if let Some(folder) = &flags.templates {
        looks.templates = io::read_folder(folder, &["typ", "toml", "svg"], MAX_PART)
            .map_err(|err| outcome::reading(&err, "--templates"))?;
    }
    if let Some(folder) = &flags.fonts {
        let fonts = io::read_folder(folder, &["ttf", "otf", "ttc"], MAX_PART)
            .map_err(|err| outcome::reading(&err, "--fonts"))?;
        looks.fonts = fonts.into_values().collect();
    }
    Ok(looks)
}

/// What the ledger of an output folder says.
pub(super) fn standing(out: &Path) -> Result<Standing, Failure> {
    Standing::of(out).map_err(|err| outcome::reading(&err, "--out"))
}

/// A request.
pub(super) fn request(path: &Path, inputs: &mut Inputs) -> Result<Asked, Failure> {
    let text = io::read_limited(path, request::MAX_BYTES)
        .map_err(|err| outcome::reading(&err, "REQUEST"))?;
    Ok(pipeline::ask(shown(path), text, inputs))
}

/// The ticket that a file gives, whatever else is wrong with it.
pub(super) fn ticket_in(path: &Path) -> Option<String> {
    let text = io::read_limited(path, request::MAX_BYTES).ok()?;
    request::ticket_of(&Source::toml(Origin::Request, String::new(), text))
}

/// When the ticket of a request was denied, where the denial still applies.
pub(super) fn denied_since<'a>(asked: &Asked, standing: &'a Standing) -> Option<&'a str> {
    standing.denied_since(asked.request.as_ref()?.ticket.as_str())
}

/// A request whose ticket was not denied, or was reopened since.
pub(super) fn open_request(
    path: &Path,
    standing: &Standing,
    context: &Context,
    inputs: &mut Inputs,
) -> Result<Asked, Failure> {
    let asked = request(path, inputs)?;
    let Some(since) = denied_since(&asked, standing) else { return Ok(asked) };
    let day = context.day_of(since);
    let it = outcome::denied(&format!("this request was denied on {day}"));
    Err(Failure::refused(it.at(Place::request(Pointer::from("/ticket")))))
}

/// A request and its extract, after every check.
pub(super) fn ready(
    asked: Asked,
    flags: &RecordFlags,
    extracts: &Extracts<'_>,
    context: &Context,
    inputs: &mut Inputs,
) -> Result<Ready, Failure> {
    let ticket_lines = ticket_lines(flags, inputs)?;
    let extract = match (&asked.request, extracts) {
        (_, Extracts::File(path)) => read_extract(path, inputs)?,
        (Some(request), Extracts::Folder(folder, once)) => {
            found_extract(request, folder, index(folder, once)?, inputs)?
        }
        // Without a client id there is nothing to search for.
        (None, Extracts::Folder(..)) => Checked::refused(Report::default()),
    };
    let ready = pipeline::prepare(asked, extract, &ticket_lines, context, flags.strict);
    Ok(ready?)
}

/// Where the extracts of a run are.
pub(super) enum Extracts<'a> {
    /// One file, or `-`.
    File(&'a Path),
    /// A folder; it is read once, when the first client is searched for.
    Folder(&'a Path, OnceLock<ExtractIndex>),
}

impl<'a> Extracts<'a> {
    /// What `--extract` or `--extracts` names.
    pub(super) fn of(flags: &'a RecordFlags) -> Self {
        match &flags.extract {
            Some(file) => Self::File(file),
            None => Self::Folder(&flags.extracts, OnceLock::new()),
        }
    }

    /// Reads the folder, where it is one.
    pub(super) fn read(&self) -> Result<(), Failure> {
        match self {
            Self::File(_) => Ok(()),
            Self::Folder(folder, once) => index(folder, once).map(drop),
        }
    }
}

fn index<'a>(
    folder: &Path,
    once: &'a OnceLock<ExtractIndex>,
) -> Result<&'a ExtractIndex, Failure> {
    if let Some(index) = once.get() {
        return Ok(index);
    }
    let read =
        ExtractIndex::of(folder).map_err(|err| outcome::reading(&err, "--extracts"))?;
    // Whoever was faster has read the same.
    Ok(once.get_or_init(|| read))
}

/// The lines of the ticket's own text, where a file gives it.
fn ticket_lines(
    flags: &RecordFlags,
    inputs: &mut Inputs,
) -> Result<Vec<String>, Failure> {
    let Some(path) = &flags.ticket_text else { return Ok(Vec::new()) };
    let text = io::read_limited(path, request::MAX_BYTES)
        .map_err(|err| outcome::reading(&err, "--ticket-text"))?;
    let lines = text.split('\n').map(str::to_owned).collect();
    inputs.keep(Source::lines(Origin::Ticket, shown(path), text));
    Ok(lines)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The one extract of a folder that is about the client of a request.
fn found_extract(
    request: &Request,
    folder: &Path,
    index: &ExtractIndex,
    inputs: &mut Inputs,
) -> Result<Checked<Extract>, Failure> {
    let found = index.find(&request.client_id);
    let here = || Place::request(Pointer::from("/client_id"));
    if !found.damaged.is_empty() {
        return Ok(Checked::refused(damaged(&found.damaged)));
    }
    let mut report = Report::default();
    if found.n_unreadable > 0 {
        let n = found.n_unreadable;
        let are = agreeing(n, ["is not a valid extract", "are not valid extracts"]);
        report.push(
            Diagnostic::warning(
                "unreadable-extracts",
                format!("{} {are}", counted(n, "JSON file")),
            )
            .at(Place::Outside(shown(folder)))
            .hint("move what does not belong there out of the folder, or export those records again"),
        );
    }
    match found.paths.as_slice() {
        [path] => {
            let extract = read_extract(path, inputs)?.noting(&mut report);
            Ok(Checked::new(extract, report))
        }
        [] => {
            let message =
                format!("there is no extract of this client in `{}`", folder.display());
            let it = Diagnostic::error("no-extract", message).at(here()).hint(
                "export the record into that folder, or name the file with `--extract`",
            );
            report.push(it);
            Ok(Checked::refused(report))
        }
        paths => Ok(Checked::refused(several(paths))),
    }
}

/// A damaged file that mentions the client may be the newer one: an older one beside it must
/// not be used instead.
fn damaged(paths: &[PathBuf]) -> Diagnostic {
    let message = "a file that mentions this client is not a valid extract";
    named(Diagnostic::error("damaged-extract", message), paths)
        .hint("export the record again, or name the right file with `--extract`")
}

fn several(paths: &[PathBuf]) -> Diagnostic {
    let message = format!("{} extracts are about this client", paths.len());
    named(Diagnostic::error("several-extracts", message), paths)
        .hint("keep the newest, or name one with `--extract`")
}

/// The request's client, and the first few files that are about them.
fn named(mut it: Diagnostic, paths: &[PathBuf]) -> Diagnostic {
    it = it.at(Place::request(Pointer::from("/client_id")));
    for path in paths.iter().take(3) {
        it = it.at(Place::Outside(shown(path)));
    }
    it
}

fn read_extract(path: &Path, inputs: &mut Inputs) -> Result<Checked<Extract>, Failure> {
    let (name, text) = if path == Path::new("-") {
        ("standard input".to_owned(), io::read_stdin(extract::MAX_BYTES))
    } else {
        (shown(path), io::read_limited(path, extract::MAX_BYTES))
    };
    let text = text.map_err(|err| outcome::reading(&err, "--extract"))?;
    Ok(pipeline::extract_of(name, text, inputs))
}
