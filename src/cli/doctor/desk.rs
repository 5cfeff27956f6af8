//! The desk's own files: the ledger, the folders, who can get at them, what was left behind.

use std::path::Path;

use super::line::Line;
use crate::diagnostics::{agreeing, counted};
use crate::io::{self, Desk, Locking};
use crate::ledger::readable;
use crate::seal;

/// The beginning of a file that tells a sealed extract from a plain one, in bytes.
const BEGINNING: u64 = 64;

/// How the desk's files are.
pub(crate) fn desk_lines(desk: &Desk, extracts: &Path, requests: &Path) -> Vec<Line> {
    let mut lines = vec![ledger(desk), writing(desk), locks(desk), leftovers(desk)];
    lines.extend([
        closed("packages", &desk.out, desk),
        closed("extracts", extracts, desk),
        closed("requests", requests, desk),
        closed("desk key", &desk.key, desk),
        sealed(extracts),
    ]);
    lines
}

/// The chain, and the clock against its last line.
fn ledger(desk: &Desk) -> Line {
    let text = match io::read_ledger(&desk.ledger) {
        Ok(text) => text,
        Err(io::IoError::NotFound(_)) => return Line::ok("ledger", "there is none yet"),
        Err(_) => {
            return Line::problem("ledger", "it cannot be read")
                .hint("run `crr ledger verify`, which says why");
        }
    };
    if crate::ledger::verify(&text).is_err() || io::Standing::of(desk).is_err() {
        return Line::problem("ledger", "it was changed, or it ends too soon")
            .hint("run `crr ledger verify`, which says where, and build nothing before");
    }
    let entries = readable(&text);
    let last = entries.last().map(|it| it.recorded_at.as_str()).unwrap_or_default();
    let now = io::timestamp();
    let lines = counted(entries.len(), "line");
    // Both are RFC 3339 in UTC, to the second: they sort as texts.
    if last > now.as_str() {
        return Line::problem(
            "ledger",
            format!("{lines}; the last one is of a later day than today"),
        )
        .hint("set the clock of this computer, and build nothing before");
    }
    Line::ok("ledger", format!("{lines}, none changed"))
}

fn writing(desk: &Desk) -> Line {
    match io::probe_folder(&desk.out) {
        Ok(()) => Line::ok("writing", "packages can be written"),
        Err(_) => Line::problem("writing", "no package can be written").hint(format!(
            "make the folder `{}`, or ask for access to it",
            desk.out.display()
        )),
    }
}

/// Two runs at once keep out of each other's way by locks; on another computer's disk those may
/// be worth nothing.
fn locks(desk: &Desk) -> Line {
    let folder = desk.ledger.parent().filter(|it| *it != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    match (io::locking_in(folder), io::is_on_network(folder)) {
        (Locking::Holds, false) => {
            Line::ok("locks", "two runs keep out of each other's way")
        }
        (Locking::Holds, true) => Line::warning(
            "locks",
            "they hold here, but this is a disk on the network",
        )
        .hint(
            "run `crr doctor` on both computers at once, or let one desk work at a time",
        ),
        (Locking::Fails, _) => Line::problem("locks", "they do not hold on this disk")
            .hint(
                "keep the ledger on another disk, or let only one person work at a time",
            ),
        (Locking::Unknown, _) => Line::warning("locks", "they could not be tried").hint(
            format!("make sure that `{}` is there and can be written", folder.display()),
        ),
    }
}

fn leftovers(desk: &Desk) -> Line {
    let names = io::names_in(&desk.out).unwrap_or_default();
    let n = names.iter().filter(|it| it.starts_with('.')).count();
    match n {
        0 => Line::ok("leftovers", "no interrupted build has left anything"),
        n => Line::warning(
            "leftovers",
            format!("interrupted builds left {}", counted(n, "file or folder")),
        )
        .hint("build, deny or withdraw anything: that cleans up first"),
    }
}

fn closed(name: &'static str, path: &Path, desk: &Desk) -> Line {
    let shown = path.display();
    match io::is_closed(path, desk.is_shared) {
        Some(true) => Line::ok(name, "closed to other accounts"),
        None if path.exists() => {
            Line::warning(name, "this system does not say who can read it")
                .hint("keep it in a folder that only the desk can open")
        }
        None => Line::ok(name, "not there yet"),
        Some(false) if cfg!(windows) => Line::warning(
            name,
            format!("`{shown}` is not below your profile: other accounts may get at it"),
        )
        .hint("move it below your profile, or to a folder that only the desk may open"),
        Some(false) => {
            let mode = if desk.is_shared { "o-rwx" } else { "go-rwx" };
            Line::warning(name, format!("other accounts can get at `{shown}`"))
                .hint(format!("run `chmod {mode} {shown}`"))
        }
    }
}

/// Extracts that anybody with the disk can read.
fn sealed(folder: &Path) -> Line {
    let names = io::names_in(folder).unwrap_or_default();
    let files = names.iter().map(|it| folder.join(it));
    let plain = files.filter(|it| it.extension().is_some_and(|it| it == "json"));
    let n = plain
        .filter_map(|it| io::read_start(&it, BEGINNING).ok())
        .filter(|it| !seal::is_sealed(it))
        .count();
    match n {
        0 => Line::ok("sealing", "no extract lies there unencrypted"),
        n => Line::warning(
            "sealing",
            format!(
                "{} {} not encrypted",
                counted(n, "extract"),
                agreeing(n, ["is", "are"])
            ),
        )
        .hint("import them again with the site file, or delete them after the build"),
    }
}
