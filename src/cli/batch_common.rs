//! What `build` and `check` of many requests have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::beside_requests::names;
use super::ending::print_json;
use super::flags::{RecordFlags, Shard};
use super::outcome::{self, Done, report_of};
use super::read::{self, Glance};
use super::terminal::Terminal;
use crate::diagnostics::{
    Diagnostic, Failure, Place, Pointer, Report, Severity, Sources, emit, hide_in_path,
    in_one_line,
};
use crate::io::{self, Desk, RequestFolder, Standing};
use crate::ledger::{Content, Deed, Stop, Wish};
use crate::model::ClientId;
use crate::pipeline::{Asked, Inputs};

/// True where one request was named, and it is a file.
pub(super) fn is_one(named: &[PathBuf]) -> bool {
    matches!(named, [path] if !is_folder(path))
}

fn is_folder(path: &Path) -> bool {
    matches!(io::kind_of(path), Ok(io::PathKind::Folder))
}

/// The requests that were named, folders opened.
pub(super) fn requests(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in named {
        if is_folder(path) {
            let found = RequestFolder::of(path);
            let found = found.map_err(|err| outcome::reading(&err, "REQUEST"))?;
            if found.requests.is_empty() {
                return Err(Failure::refused(no_requests(path, &found)));
            }
            paths.extend(found.requests);
        } else {
            paths.push(path.clone());
        }
    }
    // Who names a file and its folder means it once.
    let mut seen = BTreeSet::new();
    paths.retain(|it| seen.insert(it.clone()));
    Ok(paths)
}

fn no_requests(path: &Path, found: &RequestFolder) -> Diagnostic {
    let it = Diagnostic::error("no-requests", "this folder contains no requests")
        .at(Place::Outside(path.display().to_string()))
        .hint("check the folder; requests are files whose names end in `.toml`");
    if found.others.is_empty() {
        return it;
    }
    it.hint(format!("rename what is a request, or move it away: {}", names(found)))
}

/// True where a request is of a part: by the digest of its file's name alone, so that every
/// machine decides the same, whatever other requests it sees.
fn is_of(path: &Path, shard: Shard) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let digest = Sha256::digest(name);
    let number = digest[..8].iter().fold(0, |all, it| all << 8 | u64::from(*it));
    number % shard.of == shard.part - 1
}

/// Refuses flags that can only be used with a single request.
pub(super) fn check_flags(flags: &RecordFlags) -> Result<(), Failure> {
    if flags.extract.is_empty() && flags.ticket_text.is_none() {
        return Ok(());
    }
    Err(one_only(
        "`--extract` and `--ticket-text` can only be used with a single request",
        "name a folder with `--extracts`, or run one request at a time",
    ))
}

/// A flag that can only be used with a single request.
pub(super) fn one_only(message: &str, hint: &str) -> Failure {
    Failure::usage(Diagnostic::error("one-request-only", message).hint(hint))
}

/// The requests of a run, read before anything is done for one of them.
pub(super) struct Requests {
    paths: Vec<PathBuf>,
    /// By ticket, in small letters.
    by_ticket: BTreeMap<String, Vec<PathBuf>>,
    /// The clients that each of them names.
    clients: BTreeMap<PathBuf, Vec<ClientId>>,
    /// Files that say what another one says, and that one.
    same: Vec<[PathBuf; 2]>,
}

impl Requests {
    /// Reads every request that was named. A file that cannot be read as a request may yet have
    /// a ticket. Files that say the same are one request.
    pub(super) fn among(named: Vec<PathBuf>) -> Self {
        let mut read: BTreeMap<String, Vec<(PathBuf, Content)>> = BTreeMap::new();
        let (mut paths, mut same) = (Vec::new(), Vec::new());
        let mut named_clients = BTreeMap::new();
        for path in named {
            if let Some(Glance { ticket, content, clients }) = read::glance(&path) {
                let others = read.entry(ticket.to_lowercase()).or_default();
                if let Some((first, _)) = others.iter().find(|it| it.1 == content) {
                    same.push([path, first.clone()]);
                    continue;
                }
                others.push((path.clone(), content));
                named_clients.insert(path.clone(), clients);
            }
            paths.push(path);
        }
        let only_paths =
            |all: Vec<(PathBuf, Content)>| all.into_iter().map(|it| it.0).collect();
        let by_ticket = read.into_iter().map(|(ticket, all)| (ticket, only_paths(all)));
        Self { paths, by_ticket: by_ticket.collect(), clients: named_clients, same }
    }

    /// Each request once.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The identifiers of all clients that these requests name.
    pub(super) fn clients(&self) -> BTreeSet<String> {
        let named = self.paths.iter().filter_map(|it| self.clients.get(it)).flatten();
        named.map(|it| it.as_str().to_owned()).collect()
    }

    /// Those of a part.
    pub(super) fn keep(&mut self, shard: Shard) {
        self.paths.retain(|it| is_of(it, shard));
    }

    /// The tickets of these requests, in small letters, each with its file.
    pub(super) fn tickets(&self) -> impl Iterator<Item = (&str, &PathBuf)> {
        let all = self.by_ticket.iter();
        all.flat_map(|(ticket, paths)| paths.iter().map(|it| (ticket.as_str(), it)))
    }

    /// Tells which files were taken for one request.
    pub(super) fn same(&self) -> Report {
        let mut report = Report::default();
        for [path, first] in &self.same {
            report.push(
                Diagnostic::new(
                    Severity::Note,
                    "same-request",
                    format!("this file says the same as `{}`", first.display()),
                )
                .at(Place::Outside(path.display().to_string()))
                .hint("it is one request; remove one of the two files"),
            );
        }
        report
    }

    /// Refuses a request whose ticket another one has too: which of them is right cannot be
    /// guessed, and both would get the same name.
    pub(super) fn refuse(&self, asked: &Asked, path: &Path) -> Result<(), Failure> {
        let Some(ticket) = &asked.ticket else { return Ok(()) };
        let paths = self.by_ticket.get(&ticket.to_lowercase());
        let Some(paths) = paths.filter(|it| it.len() > 1) else { return Ok(()) };
        let mut it = Diagnostic::error(
            "ticket-twice",
            "another request in this run has the same ticket",
        )
        .at(Place::request(Pointer::from("/ticket")));
        for other in paths.iter().filter(|it| *it != path).take(3) {
            it = it.at(Place::Outside(other.display().to_string()));
        }
        Err(Failure::refused(it.hint(
            "give each request its own ticket, or remove all but one; none of them is built",
        )))
    }
}

/// Why a batch passes over a request without a fault of anybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closed {
    /// No copy is given.
    Denied,
    /// Nobody asks for it any more.
    Withdrawn,
    /// It was released, and is gone.
    ReleasedBefore,
    /// It is not locked, and `crr print` makes it.
    EncryptedEmail,
}

impl Closed {
    pub(super) const ALL: &'static [Self] =
        &[Self::Denied, Self::Withdrawn, Self::ReleasedBefore, Self::EncryptedEmail];

    /// What stands before the number.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Withdrawn => "withdrawn",
            Self::ReleasedBefore => "released before",
            Self::EncryptedEmail => "by encrypted e-mail",
        }
    }

    /// The key in `--json`.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Withdrawn => "withdrawn",
            Self::ReleasedBefore => "released_before",
            Self::EncryptedEmail => "encrypted_email",
        }
    }
}

/// Whether a request is passed over, and in which words.
pub(super) fn closed(
    asked: &Asked,
    wish: Wish,
    standing: &Standing,
    desk: &Desk,
) -> Option<(Closed, String)> {
    let request = asked.request.as_ref()?;
    let ticket = request.ticket.as_str();
    let bound = standing.state(ticket).and_then(|it| it.binding.as_ref());
    // Somebody else's request is not passed over.
    if bound.is_some_and(|it| it.is_of_another_client(request.clients(), standing.keys()))
    {
        return None;
    }
    let Err(stopped) = standing.may(desk, ticket, wish) else {
        let is_to_print = wish.deed == Deed::Build && request.is_by_encrypted_email();
        let words = "goes by encrypted e-mail: `crr print` makes it";
        return is_to_print.then(|| (Closed::EncryptedEmail, words.into()));
    };
    let closed = match stopped.stop {
        Stop::Denied => Closed::Denied,
        Stop::Withdrawn => Closed::Withdrawn,
        Stop::ReleasedBefore => Closed::ReleasedBefore,
        _ => return None,
    };
    let since = stopped.since.unwrap_or_default();
    let words = match closed {
        Closed::ReleasedBefore => format!("released on {since}, and the package is gone"),
        _ => format!("{} on {since}", closed.word()),
    };
    Some((closed, words))
}

/// Reports on one of many: its line of JSON, or its summary above its problems.
pub(super) fn tell(
    terminal: &Terminal,
    command: &'static str,
    path: &Path,
    done: &Result<Done, Failure>,
    inputs: &Inputs,
    said: &str,
) {
    if terminal.json {
        print_json(terminal, command, Some(path), done, None, inputs);
        return;
    }
    let name = in_one_line(&path.display().to_string());
    let name = hide_in_path(&name, &inputs.to_hide());
    let line = format!("{name}: {said}\n");
    let problems = emit(report_of(done), inputs);
    if problems.is_empty() {
        terminal.summary(&line);
    } else {
        terminal.problems(&line);
        terminal.problems(&problems);
    }
}
