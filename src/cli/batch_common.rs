//! What `build` and `check` of many requests have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ending::print_json;
use super::flags::{RecordFlags, Shard};
use super::outcome::{self, Done, report_of};
use super::read::ticket_in;
use super::terminal::Terminal;
use crate::diagnostics::{Diagnostic, Failure, Place, Pointer, emit};
use crate::io;
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
            let found =
                io::requests_in(path).map_err(|err| outcome::reading(&err, "REQUEST"))?;
            if found.is_empty() {
                return Err(Failure::refused(
                    Diagnostic::error("no-requests", "this folder contains no requests")
                        .at(Place::Outside(path.display().to_string()))
                        .hint("check the folder; requests are files whose names end in `.toml`"),
                ));
            }
            paths.extend(found);
        } else {
            paths.push(path.clone());
        }
    }
    // Who names a file and its folder means it once.
    let mut seen = BTreeSet::new();
    paths.retain(|it| seen.insert(it.clone()));
    Ok(paths)
}

/// True where a request is of a part: by the digest of its file's name alone, so that every
/// machine decides the same, whatever other requests it sees.
pub(super) fn is_of(path: &Path, shard: Shard) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let digest = Sha256::digest(name);
    let number = digest[..8].iter().fold(0, |all, it| all << 8 | u64::from(*it));
    number % shard.of == shard.part - 1
}

/// Refuses flags that can only be used with a single request.
pub(super) fn check_flags(flags: &RecordFlags) -> Result<(), Failure> {
    if flags.extract.is_none() && flags.ticket_text.is_none() {
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

/// The tickets that more than one file of a run has, in small letters, each with its files.
pub(super) struct Twice(BTreeMap<String, Vec<PathBuf>>);

impl Twice {
    /// Reads every request that was named, before anything is done for one of them. A file
    /// that cannot be read as a request may yet have a ticket.
    pub(super) fn among(paths: &[PathBuf]) -> Self {
        let mut seen: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for path in paths {
            if let Some(ticket) = ticket_in(path) {
                seen.entry(ticket.to_lowercase()).or_default().push(path.clone());
            }
        }
        seen.retain(|_, paths| paths.len() > 1);
        Self(seen)
    }

    /// Refuses a request whose ticket another one has too: which of them is right cannot be
    /// guessed, and both would get the same name.
    pub(super) fn refuse(&self, asked: &Asked, path: &Path) -> Result<(), Failure> {
        let Some(ticket) = &asked.ticket else { return Ok(()) };
        let Some(paths) = self.0.get(&ticket.to_lowercase()) else { return Ok(()) };
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
        print_json(terminal, command, Some(path), done, inputs);
        return;
    }
    let line = format!("{}: {said}\n", path.display());
    let problems = emit(report_of(done), inputs);
    if problems.is_empty() {
        terminal.summary(&line);
    } else {
        terminal.problems(&line);
        terminal.problems(&problems);
    }
}
