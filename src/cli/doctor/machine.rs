//! The computer: free disk, and the terminal that words are shown on.

use std::path::Path;

use super::line::Line;
use crate::cli::terminal;
use crate::io;

/// A build needs much less; a day of a desk does not need more. In bytes.
const ENOUGH: u64 = 1 << 30;

/// Messages are written for at least so many columns.
const NARROW: u16 = 60;

/// How the computer is.
pub(crate) fn machine_lines(out: &Path) -> Vec<Line> {
    vec![disk(out), width(), encoding()]
}

fn disk(out: &Path) -> Line {
    match io::free_bytes(out) {
        None => Line::ok("disk", "this system does not say how much is free"),
        Some(free) if free < ENOUGH => {
            Line::warning("disk", format!("{} MB free", free / 1_000_000)).hint(
                "free some space: a build that runs out of it stops, and leaves nothing",
            )
        }
        Some(free) => Line::ok("disk", format!("{} GB free", free / 1_000_000_000)),
    }
}

fn width() -> Line {
    match terminal::width() {
        None => Line::ok("terminal", "messages go to a file or a program"),
        Some(n) if n < NARROW => Line::warning("terminal", format!("{n} columns"))
            .hint(format!("make the window at least {NARROW} columns wide")),
        Some(n) => Line::ok("terminal", format!("{n} columns")),
    }
}

/// Names of agencies may have any letter.
fn encoding() -> Line {
    let said = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|it| std::env::var(it).ok().filter(|it| !it.is_empty()));
    let is_utf8 = said.as_deref().is_some_and(|it| {
        let it = it.to_ascii_lowercase();
        it.ends_with("utf-8") || it.ends_with("utf8")
    });
    if is_utf8 || cfg!(windows) {
        Line::ok("letters", "the terminal takes letters of every language")
    } else {
        Line::warning("letters", "the terminal may not show every letter (no UTF-8)")
            .hint("set LANG, as in `export LANG=C.UTF-8`")
    }
}
