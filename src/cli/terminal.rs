//! The one place that prints. Data goes to standard output, all else to standard error,
//! where nothing needs color to be understood. Messages start in lower case and end without
//! a period; what could deceive a terminal is escaped.

use std::io::{IsTerminal, Write, stderr, stdout};

use super::args::Color;
use crate::diagnostics::{Outcome, json_safe, sanitise};
use crate::package::Passphrase;

/// Where words go.
#[derive(Debug)]
pub(super) struct Terminal {
    color: bool,
    quiet: bool,
    pub json: bool,
}

impl Terminal {
    pub(super) fn new(color: Color, quiet: bool, json: bool) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let no_color =
                    std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
                !no_color && stderr().is_terminal()
            }
        };
        Self { color, quiet, json }
    }

    /// Data, for a person or a program.
    pub(super) fn data(&self, text: &str) {
        // Who closes the pipe has read enough.
        let _ = writeln!(stdout(), "{}", sanitise(text.trim_end()));
    }

    /// A finished JSON text.
    pub(super) fn json_data(&self, json: &str) {
        let _ = writeln!(stdout(), "{}", json_safe(json));
    }

    /// Problems, always told.
    pub(super) fn problems(&self, text: &str) {
        for line in text.lines() {
            let _ = writeln!(stderr(), "{}", self.colored(&sanitise(line)));
        }
    }

    /// What was done; not told with `--quiet`.
    pub(super) fn summary(&self, text: &str) {
        if !self.quiet {
            self.problems(text);
        }
    }

    /// A passphrase, shown once.
    pub(super) fn show(&self, passphrase: &Passphrase) {
        let _ = writeln!(
            stderr(),
            "passphrase: {}\n  it is shown this once; it goes to the recipient by another \
             way than the file",
            passphrase.expose()
        );
    }

    fn colored(&self, line: &str) -> String {
        let paint = |code: &str, word: &str| {
            let rest = &line[word.len()..];
            format!("\u{1b}[{code}m{word}\u{1b}[0m{rest}")
        };
        match line.split_once(':').map(|(word, _)| word) {
            _ if !self.color => line.to_owned(),
            Some(word @ ("error" | "refused" | "failed" | "fault")) => {
                paint("1;31", word)
            }
            Some(word @ "warning") => paint("1;33", word),
            Some(word @ ("hint" | "note")) => paint("1;36", word),
            _ => line.to_owned(),
        }
    }
}

/// True where a person reads standard error.
pub(super) fn has_reader() -> bool {
    stderr().is_terminal()
}

/// Prints what clap has to say: help to standard output, mistakes to standard error.
pub(super) fn usage(err: &clap::Error) -> u8 {
    // Who closes the pipe has read enough.
    let _ = err.print();
    if err.use_stderr() { Outcome::Usage.code() } else { Outcome::Done.code() }
}
