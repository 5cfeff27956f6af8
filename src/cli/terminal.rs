//! The one place that prints. Data goes to standard output, all else to standard error,
//! where nothing needs color to be understood. Messages start in lower case and end without
//! a period; what could deceive a terminal is escaped.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Write, stderr, stdin, stdout};

use zeroize::Zeroizing;

use super::flags::Color;
use super::wrap::wrapped;
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
                let set = |name| std::env::var_os(name).filter(|it| !it.is_empty());
                let is_forced = set("CLICOLOR_FORCE").is_some_and(|it| it != "0");
                set("NO_COLOR").is_none() && (is_forced || stderr().is_terminal())
            }
        };
        Self { color, quiet, json }
    }

    /// True where only problems are printed.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
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

    /// Problems, always printed.
    pub(super) fn problems(&self, text: &str) {
        let width = width();
        for line in text.lines() {
            for line in wrapped(&sanitise(line), width) {
                let _ = writeln!(stderr(), "{}", self.colored(&line));
            }
        }
    }

    /// What was done; not printed with `--quiet`.
    pub(super) fn summary(&self, text: &str) {
        if !self.quiet {
            self.problems(text);
        }
    }

    /// A passphrase, shown once: its words in groups of three, as it is typed, and where
    /// that is asked for, letter by letter.
    pub(super) fn show(&self, passphrase: &Passphrase, spell: bool) {
        let mut text = Zeroizing::new(String::with_capacity(2048));
        text.push_str("passphrase (shown only once):\n\n");
        let words: Vec<&str> = passphrase.expose().split('-').collect();
        for (i, group) in words.chunks(3).enumerate() {
            for (j, word) in group.iter().enumerate() {
                let n = 3 * i + j + 1;
                write!(text, "    {n} {word:<14}").expect(INFALLIBLE);
            }
            let len = text.trim_end().len();
            text.truncate(len);
            text.push('\n');
        }
        write!(text, "\n  as one line: {}\n", passphrase.expose()).expect(INFALLIBLE);
        if spell {
            text.push('\n');
            for line in passphrase.spelled().lines() {
                writeln!(text, "  {line}").expect(INFALLIBLE);
            }
            text.push('\n');
        }
        text.push_str("  send it separately from the file\n");
        let _ = stderr().write_all(text.as_bytes());
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

const INFALLIBLE: &str = "writing to a string cannot fail";

/// Asks a person something that only `yes` agrees to.
pub(super) fn agrees(question: &str) -> bool {
    let width = width();
    for line in question.lines().flat_map(|it| wrapped(it, width)) {
        let _ = writeln!(stderr(), "{line}");
    }
    let _ = write!(stderr(), "Type `yes` to continue: ");
    let mut answer = String::new();
    stdin().lock().read_line(&mut answer).is_ok() && answer.trim() == "yes"
}

/// How many columns the terminal has that messages go to.
pub(super) fn width() -> Option<u16> {
    has_reader().then(terminal_size::terminal_size).flatten().map(|(width, _)| width.0)
}

/// True where a person can be asked.
pub(super) fn has_asker() -> bool {
    has_reader() && stdin().is_terminal()
}

/// True where a person reads standard error.
pub(super) fn has_reader() -> bool {
    stderr().is_terminal()
}

/// How wide a table may be, in columns: as `COLUMNS` says, or as wide as the terminal.
pub(super) fn table_width() -> u16 {
    let said = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    said.or_else(width).unwrap_or(DEFAULT_WIDTH)
}

/// How wide a table is where nobody knows better, in columns.
const DEFAULT_WIDTH: u16 = 120;

/// Prints what clap has to say: help to standard output, mistakes to standard error.
pub(super) fn usage(err: &clap::Error) -> u8 {
    let width = width().filter(|_| err.use_stderr());
    let plain = err.render().to_string();
    let is_wide = |it: &str| width.is_some_and(|n| it.chars().count() > usize::from(n));
    // Who closes the pipe has read enough.
    if plain.lines().any(is_wide) {
        for line in plain.lines().flat_map(|it| wrapped(it, width)) {
            let _ = writeln!(stderr(), "{line}");
        }
    } else {
        let _ = err.print();
    }
    if err.use_stderr() { Outcome::Usage.code() } else { Outcome::Done.code() }
}
