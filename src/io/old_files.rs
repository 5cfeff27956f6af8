//! Requests and extracts that a desk no longer has to keep: only those that say what the ledger
//! says was released.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::IoError;
use super::extract_folder::SEALED;
use super::files::{read_bytes, text_of};
use super::request_folder::requests_in;
use super::standing::Standing;
use crate::diagnostics::Origin;
use crate::extract::{self, Extract};
use crate::ledger::{Action, Compared, Content, State};
use crate::model::ClientId;
use crate::package::digest;
use crate::request::{self, Request, ticket_of};
use crate::seal::{self, DeskKeys, Kind};
use crate::source::Source;

/// A file that would be removed.
#[derive(Debug)]
pub struct OldFile {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of what was compared.
    pub(super) digest: String,
}

/// Why something stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// It is not what the ledger tells of.
    Changed,
    /// This program did not write it.
    NotOurs,
    /// It is a link.
    Link,
    /// It cannot be compared: the key is missing, or an earlier version wrote the line.
    NotComparable,
    /// An open request, or one that cannot be read, may need it.
    Needed,
    /// It could not be removed.
    NotRemoved,
}

/// Files that would be removed, and those that are past their retention and stay.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    pub(super) old: Vec<OldFile>,
    pub(super) left: Vec<(PathBuf, Left)>,
    /// The clients that they name: a file may be called after one.
    pub(super) ids: Vec<String>,
    /// The tickets of those that were only printed.
    pub(super) printed: Vec<String>,
}

/// A request that was read.
struct OneRequest {
    path: PathBuf,
    digest: String,
    ticket: Option<String>,
    content: Content,
    /// None where something is wrong with it.
    clients: Option<Vec<ClientId>>,
}

fn read(path: PathBuf) -> Option<OneRequest> {
    let bytes = read_bytes(&path, request::MAX_BYTES).ok()?;
    let digest = digest(&bytes);
    let text = text_of(bytes, &path).ok()?;
    let source = Source::toml(Origin::Request, String::new(), text);
    let request = Request::parse(&source).value;
    Some(OneRequest {
        path,
        digest,
        ticket: ticket_of(&source),
        content: Content::request(&source.root),
        clients: request.map(|it| it.clients().to_vec()),
    })
}

/// The requests of a folder whose tickets were closed long enough ago.
pub(super) fn requests(
    folder: &Path,
    standing: &Standing,
    is_past: impl Fn(&State) -> bool,
) -> Result<Sorted, IoError> {
    let mut sorted = Sorted::default();
    for it in requests_in(folder)?.into_iter().filter_map(read) {
        sorted.ids.extend(it.clients.iter().flatten().map(small));
        let state = it.ticket.as_ref().and_then(|it| standing.state(it));
        let Some(state) = state.filter(|it| is_past(it)) else { continue };
        let why = match state.sent_from() {
            Some(bound) => match bound.compare(&it.content, None, standing.keys()) {
                Compared::Same => None,
                Compared::Unknown => Some(Left::NotComparable),
                Compared::RequestChanged | Compared::ExtractChanged => {
                    Some(Left::Changed)
                }
            },
            // Of what was withdrawn before anything was built, no line says more.
            None if state.receipt.is_none() && state.printed.is_none() => None,
            None => Some(Left::NotComparable),
        };
        match why {
            None => {
                let printed = state.printed.as_ref().map(|_| state.ticket.clone());
                sorted.printed.extend(printed);
                sorted.old.push(OldFile { path: it.path, digest: it.digest });
            }
            Some(why) => sorted.left.push((it.path, why)),
        }
    }
    Ok(sorted)
}

/// An extract that was read.
struct OneExtract {
    file: OldFile,
    id: ClientId,
    content: Content,
}

/// The extracts of a folder that packages were made from, where no request that is still open
/// may need them.
// Long: what keeps an extract, each for its own reason.
pub(super) fn extracts(
    folder: &Path,
    requests: Option<&Path>,
    standing: &Standing,
) -> Result<Sorted, IoError> {
    let mut sorted = Sorted::default();
    let requests = requests.map(requests_in).transpose()?.unwrap_or_default();
    let n = requests.len();
    let requests: Vec<OneRequest> = requests.into_iter().filter_map(read).collect();
    let state_of =
        |it: &OneRequest| it.ticket.as_ref().and_then(|it| standing.state(it)).cloned();
    let (closed, open): (Vec<_>, Vec<_>) =
        requests.iter().partition(|it| state_of(it).is_some_and(|it| is_closed(&it)));
    let is_unclear = requests.len() < n || open.iter().any(|it| it.clients.is_none());
    let needed: BTreeSet<String> =
        open.iter().flat_map(|it| it.clients.iter().flatten()).map(small).collect();
    let mut released = BTreeSet::new();
    let all = extracts_in(folder, standing.keys());
    for one in &all {
        sorted.ids.push(small(&one.id));
        let is_its = |it: &State| {
            let bound = it.sent_from();
            is_released(it)
                && bound.is_some_and(|it| it.is_of_extract(&one.content, standing.keys()))
        };
        if standing.states().any(is_its) {
            released.insert(one.file.path.clone());
        }
    }
    // The profiles of one person, one extract each.
    for it in &closed {
        let clients = it.clients.as_deref().unwrap_or_default();
        let is_of =
            |one: &&OneExtract| clients.iter().any(|it| small(it) == small(&one.id));
        let its: Vec<&OneExtract> = all.iter().filter(is_of).collect();
        let contents = its.iter().map(|one| (&one.id, one.content.clone())).collect();
        let state = state_of(it).filter(is_released);
        let bound = state.and_then(|it| it.sent_from().cloned());
        let Some((bound, content)) = bound.zip(Content::extracts(contents)) else {
            continue;
        };
        if bound.is_of_extract(&content, standing.keys()) {
            released.extend(its.iter().map(|it| it.file.path.clone()));
        } else {
            let others = its.iter().filter(|it| !released.contains(&it.file.path));
            sorted.left.extend(others.map(|it| (it.file.path.clone(), Left::Changed)));
        }
    }
    for OneExtract { file, id, .. } in all {
        if !released.contains(&file.path) {
            continue;
        }
        if is_unclear || needed.contains(&small(&id)) {
            sorted.left.push((file.path, Left::Needed));
        } else {
            sorted.old.push(file);
        }
    }
    sorted.left.retain(|(path, why)| *why != Left::Changed || !released.contains(path));
    Ok(sorted)
}

fn small(id: &ClientId) -> String {
    id.as_str().to_lowercase()
}

fn is_closed(state: &State) -> bool {
    is_released(state) || matches!(state.action, Action::Deny | Action::Withdraw)
}

fn is_released(state: &State) -> bool {
    state.printed.is_some()
        || matches!(state.action, Action::Release | Action::Replace | Action::Purge)
}

/// The extracts of a folder that can be opened; no link is followed. What is none, is not
/// looked at: nothing says that it was ever released.
fn extracts_in(folder: &Path, keys: &DeskKeys) -> Vec<OneExtract> {
    let is_wanted = |it: &walkdir::DirEntry| {
        let ending = it.path().extension().unwrap_or_default();
        it.file_type().is_file()
            && ["json", SEALED].iter().any(|it| ending.eq_ignore_ascii_case(it))
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    entries.filter(is_wanted).filter_map(|it| one(it.into_path(), keys)).collect()
}

fn one(path: PathBuf, keys: &DeskKeys) -> Option<OneExtract> {
    let bytes = read_bytes(&path, extract::MAX_BYTES).ok()?;
    let digest = digest(&bytes);
    let bytes = if seal::is_sealed(&bytes) {
        seal::open(Kind::Extract, &bytes, keys).ok()?.to_vec()
    } else {
        bytes
    };
    let text = text_of(bytes, &path).ok()?;
    let id = Extract::peek_ids(&text).into_iter().next()?;
    let source = Source::json(Origin::Extract(0), String::new(), text);
    let content = Content::extract(&source.root);
    Some(OneExtract { file: OldFile { path, digest }, id, content })
}
