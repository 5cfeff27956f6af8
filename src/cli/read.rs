//! From paths to checked values: the one place of the command line that opens requests,
//! extracts, tickets and the files of a context.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::extract_file::{read_extracts, shown};
use super::flags::{ContextFlags, RecordFlags, SiteFlag};
use super::folders::DeskFolder;
use super::found;
use super::from_download::Downloads;
use super::outcome;
use super::session::Session;
use super::site_file::SiteFile;
use super::stopped;
use crate::diagnostics::{Diagnostic, Failure, Origin, Place, Pointer, Report, Sources};
use crate::io::{self, Desk, ExtractIndex, IoError, May, OutputError, Standing};
use crate::ledger::{Compared, Content, Deed, State, Stop, Wish};
use crate::model::ClientId;
use crate::pipeline::{self, Asked, Context, Files, Inputs, Ready, Supplied};
use crate::render::Overrides;
use crate::request::{self, Request};
use crate::seal::DeskKeys;
use crate::site::{BUILT_IN, Site};
use crate::source::Source;

/// The largest site file, template or font that is read, in bytes.
const MAX_PART: u64 = 32 * 1024 * 1024;

/// What all requests of a run share.
pub(super) fn context(
    flags: &ContextFlags,
    session: &mut Session<'_>,
) -> Result<Context, Failure> {
    let file = flags.site.find();
    let files = Files { site: site_file(&file)?, looks: looks(flags)? };
    let context = Context::new(files, flags.at, io::today, session.inputs)?;
    session.applies(&file, &context.site);
    Ok(context)
}

/// The site alone.
pub(super) fn site(flag: &SiteFlag, session: &mut Session<'_>) -> Result<Site, Failure> {
    let file = flag.find();
    let site = site_unsaid(&file, session.inputs)?;
    session.applies(&file, &site);
    Ok(site)
}

/// The same, where it is not known yet whether it is the one that counts.
pub(super) fn site_unsaid(file: &SiteFile, inputs: &mut Inputs) -> Result<Site, Failure> {
    Ok(pipeline::site_of(site_file(file)?, inputs)?)
}

/// Its text as it stands.
pub(super) fn site_text(file: &SiteFile) -> Result<String, Failure> {
    Ok(site_file(file)?.map_or_else(|| BUILT_IN.to_owned(), |it| it.1))
}

fn site_file(file: &SiteFile) -> Result<Option<(String, String)>, Failure> {
    let Some(path) = file.path() else { return Ok(None) };
    let text = io::read_limited(path, MAX_PART)
        .map_err(|err| outcome::reading(&err, file.place()))?;
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

/// What the ledger of a desk says.
pub(super) fn standing(desk: &Desk) -> Result<Standing, Failure> {
    Standing::of(desk).map_err(|err| match err {
        OutputError::Io(err) => outcome::reading(&err, "--out"),
        err => outcome::not_written(&err),
    })
}

/// A request.
pub(super) fn request(path: &Path, inputs: &mut Inputs) -> Result<Asked, Failure> {
    let text = io::read_limited(path, request::MAX_BYTES).map_err(|err| {
        if is_download(path) {
            return Failure::refused(
                Diagnostic::error("not-a-request", "this is a download, not a request")
                    .at(Place::Outside(path.display().to_string()))
                    .hint(
                        "name the request first, and the download with `--from`; `crr new` \
                         writes a request",
                    ),
            );
        }
        outcome::reading(&err, "REQUEST")
    })?;
    Ok(pipeline::ask(shown(path), text, inputs))
}

/// True for what a vendor's system gives as a zip or a workbook, by its first bytes.
fn is_download(path: &Path) -> bool {
    io::read_start(path, 4).is_ok_and(|it| it.starts_with(b"PK\x03\x04"))
}

/// A request as far as it can be read, for a first look at many.
pub(super) fn glance(path: &Path) -> Option<Glance> {
    let text = io::read_limited(path, request::MAX_BYTES).ok()?;
    let mut inputs = Inputs::default();
    let source = inputs.keep(Source::toml(Origin::Request, String::new(), text));
    let ticket = request::ticket_of(source)?;
    let content = Content::request(&source.root);
    let ids = inputs.client_ids();
    let clients = ids.iter().filter_map(|it| ClientId::new(it.trim()));
    Some(Glance { ticket, content, clients: clients.collect() })
}

/// What a first look at a request finds.
pub(super) struct Glance {
    /// The ticket that it gives, whatever else is wrong with it.
    pub ticket: String,
    /// What it says.
    pub content: Content,
    /// The clients that it names.
    pub clients: Vec<ClientId>,
}

/// What the ledger and the output folder say to a deed for a request. One that cannot be read
/// is refused later, with all that is wrong with it.
pub(super) fn may(
    asked: &Asked,
    wish: Wish,
    standing: &Standing,
    desk: &Desk,
) -> Result<Option<May>, Failure> {
    let Some(request) = &asked.request else { return Ok(None) };
    same_client(asked, wish, standing, desk)?;
    standing.may(desk, request.ticket.as_str(), wish).map(Some).map_err(|it| {
        let here = Place::request(Pointer::from("/ticket"));
        let refusal = stopped::stopped(&it, here);
        let is_printed = wish.deed == Deed::Print && request.is_by_encrypted_email();
        Failure::refused(if is_printed && it.stop == Stop::ReleasedBefore {
            stopped::sent_another_way(refusal)
        } else {
            refusal
        })
    })
}

/// A ticket stays with its client, whatever was done to it: two people with one ticket are
/// told apart, unless somebody says why the package is built again. A copy for the printer is
/// of the request that was released.
fn same_client(
    asked: &Asked,
    wish: Wish,
    standing: &Standing,
    desk: &Desk,
) -> Result<(), Failure> {
    let Some(request) = &asked.request else { return Ok(()) };
    let ticket = request.ticket.as_str();
    let state = standing.state(ticket);
    let Some(bound) = state.and_then(|it| it.binding.as_ref()) else { return Ok(()) };
    let is_wanted = (wish.replace || wish.again) && wish.because.is_some();
    let sent = state.and_then(State::sent_from).unwrap_or(bound);
    let message = if bound.is_of_another_client(request.clients(), standing.keys()) {
        "this ticket was used for a request about another client"
    } else if wish.deed == Deed::Print
        && wish.because.is_none()
        && sent.compare(&asked.content, None, standing.keys()) == Compared::RequestChanged
    {
        let it = stopped::request_changed(
            "the package was built from a request that says something else",
            &desk.out.join(ticket),
        );
        return Err(Failure::refused(if request.is_by_encrypted_email() {
            stopped::sent_another_way(it.hint("find out which of the two is right"))
        } else {
            it.hint(OWN_TICKET)
        }));
    } else {
        return Ok(());
    };
    if is_wanted {
        return Ok(());
    }
    let it = stopped::request_changed(message, &desk.out.join(ticket));
    Err(Failure::refused(it.hint(OWN_TICKET)))
}

const OWN_TICKET: &str =
    "find out which of the two is right; another client's request needs its own ticket";

/// A request and its extract, after every check.
pub(super) fn ready(
    asked: Asked,
    flags: &RecordFlags,
    extracts: &Extracts<'_>,
    context: &Context,
    inputs: &mut Inputs,
) -> Result<Ready, Failure> {
    let ticket_lines = ticket_lines(flags, inputs)?;
    let supplied = supplied(&asked, extracts, inputs)?;
    let ready = pipeline::prepare(asked, supplied, &ticket_lines, context, flags.strict);
    Ok(ready?)
}

/// The extracts of a request.
pub(super) fn supplied(
    asked: &Asked,
    extracts: &Extracts<'_>,
    inputs: &mut Inputs,
) -> Result<Supplied, Failure> {
    match (&asked.request, &extracts.from) {
        (request, From::Files(paths)) => {
            let clients = request.as_ref().map_or(&[][..], Request::clients);
            read_extracts(paths, clients, &extracts.keys, inputs)
        }
        (Some(request), From::Downloads(downloads)) => {
            downloads.supplied(request.clients(), &extracts.keys, inputs)
        }
        (Some(request), From::Folder(folder, _)) => {
            let Some(index) = extracts.index()? else {
                return Ok(Supplied::none(Report::default()));
            };
            found::extracts(request, index, folder, &extracts.keys, inputs)
        }
        // Without a client id there is nothing to search for.
        (None, From::Folder(..) | From::Downloads(_)) => {
            Ok(Supplied::none(Report::default()))
        }
    }
}

/// Where the extracts of a run are, and what opens those that are sealed.
pub(super) struct Extracts<'a> {
    from: From<'a>,
    /// True where the command line names the folder.
    is_named: bool,
    keys: DeskKeys,
}

enum From<'a> {
    /// Files, one for each profile, or `-`.
    Files(&'a [PathBuf]),
    /// Downloads, imported for each request.
    Downloads(Downloads<'a>),
    /// A folder; it is read once, when the first client is searched for.
    Folder(PathBuf, OnceLock<ExtractIndex>),
}

impl<'a> Extracts<'a> {
    /// What `--extract`, `--from` or `--extracts` names.
    pub(super) fn of(flags: &'a RecordFlags, site: &Site, keys: &DeskKeys) -> Self {
        let from = match flags.extract.as_slice() {
            [] if !flags.from.from.is_empty() => {
                From::Downloads(Downloads::of(flags, site))
            }
            [] => {
                let file = flags.context.site.find();
                let named = flags.extracts.as_deref();
                let folder = DeskFolder::Extracts.find(named, &file, site);
                From::Folder(folder.path, OnceLock::new())
            }
            files => From::Files(files),
        };
        Self { from, is_named: flags.extracts.is_some(), keys: keys.clone() }
    }

    /// Reads the folder, where it is one, and a download for all clients of a run: once for
    /// all requests.
    pub(super) fn read(&mut self, clients: &BTreeSet<String>) -> Result<(), Failure> {
        match &mut self.from {
            From::Downloads(downloads) => downloads.read(clients),
            From::Files(_) | From::Folder(..) => self.index().map(drop),
        }
    }

    fn index(&self) -> Result<Option<&ExtractIndex>, Failure> {
        let From::Folder(folder, once) = &self.from else { return Ok(None) };
        if let Some(index) = once.get() {
            return Ok(Some(index));
        }
        let read = ExtractIndex::of(folder, &self.keys).map_err(|err| match err {
            IoError::NotFound(path) if !self.is_named => no_folder(&path),
            err => outcome::reading(&err, "--extracts"),
        })?;
        // Whoever was faster has read the same.
        Ok(Some(once.get_or_init(|| read)))
    }
}

/// The folder of a desk that has imported nothing yet: nobody has mistyped it.
fn no_folder(path: &Path) -> Failure {
    let message = format!("there are no extracts yet: `{}` is not there", path.display());
    Failure::refused(
        Diagnostic::error("no-extracts-yet", message)
            .at(Place::Outside("--extracts".into()))
            .hint("export the client's record from HMIS; then `crr import` makes an extract of it, or name the download with `--from`"),
    )
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
