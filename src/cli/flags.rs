//! Groups of flags that several commands share. None of them imports a command.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, ValueEnum};

use super::from_flags::FromFlags;
use crate::io::Existing;
use crate::model::Day;
use crate::source::typed_day;

/// Flags of every command.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "General")]
pub(super) struct Global {
    /// Print one JSON object on standard output; for many requests, one a line.
    #[arg(long, global = true)]
    pub json: bool,
    /// Print problems only.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// When to use color; `auto`: on a terminal, or where CLICOLOR_FORCE is set, but not where
    /// NO_COLOR is.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// What `build`, `check` and `print` read besides the request.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Input")]
pub(super) struct RecordFlags {
    /// The client's extract (JSON), once for each profile; `-` reads standard input.
    #[arg(short = 'x', long, value_name = "FILE", conflicts_with = "extracts")]
    pub extract: Vec<PathBuf>,
    /// Folder to search for the client's extract; default: CRR_EXTRACTS, else what the site file
    /// says, else `data/extracts`.
    #[arg(long, value_name = "DIR")]
    pub extracts: Option<PathBuf>,
    #[command(flatten)]
    pub from: FromFlags,
    /// Ticket text to scan for identifying information; never printed.
    #[arg(long, value_name = "FILE")]
    pub ticket_text: Option<PathBuf>,
    /// Treat warnings as errors.
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub context: ContextFlags,
}

/// The site, templates and fonts, and the day: what every document needs.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Input")]
pub(super) struct ContextFlags {
    #[command(flatten)]
    pub site: SiteFlag,
    /// Folder of templates that replace built-in ones or add to them.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Folder of additional fonts.
    #[arg(long, value_name = "DIR")]
    pub fonts: Option<PathBuf>,
    /// Day of the build; default: today in the site's time zone.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub at: Option<Day>,
}

/// The site file.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Input")]
pub(super) struct SiteFlag {
    /// Site file; default: CRR_SITE, else `data/site.toml` or `site.toml` in this folder or the
    /// nearest above, else the one built in (`built-in`).
    #[arg(short, long, value_name = "FILE")]
    pub site: Option<PathBuf>,
}

/// A day as people type it.
pub(super) fn day(text: &str) -> Result<Day, String> {
    typed_day(text).map_err(|it| format!("{}: {}", it.message(), it.hint()))
}

/// What `--replace` asks for.
pub(super) fn existing(replace: bool) -> Existing {
    if replace { Existing::Replace } else { Existing::Keep }
}

/// A part of many requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shard {
    /// Which part, from 1.
    pub part: u64,
    /// How many parts there are.
    pub of: u64,
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.split_once('/').and_then(|(part, of)| {
            let it = Self { part: part.parse().ok()?, of: of.parse().ok()? };
            (1..=it.of).contains(&it.part).then_some(it)
        });
        parsed.ok_or("write it as `2/8`: the second of eight parts")
    }
}

/// Where a passphrase goes instead of being shown.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Passphrase")]
pub(super) struct HandOver {
    /// Add the passphrase to a list instead of showing it; the list must be outside the output
    /// folder.
    #[arg(short, long, value_name = "FILE")]
    pub passphrase_out: Option<PathBuf>,
    /// Write the passphrase to a half-page PDF for the recipient instead of showing it; the PDF
    /// must be outside the output folder.
    #[arg(long, value_name = "FILE")]
    pub passphrase_sheet: Option<PathBuf>,
    /// Write a sheet for each package to this folder too, named after its ticket; the folder
    /// must be outside the output folder.
    #[arg(long, value_name = "DIR", conflicts_with = "passphrase_sheet")]
    pub passphrase_sheets: Option<PathBuf>,
    /// Also spell the passphrase letter by letter, to read it aloud.
    #[arg(long)]
    pub spell: bool,
}

/// Where a passphrase comes from.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Passphrase")]
pub(super) struct PassphraseIn {
    /// Read the passphrase from the first line of a file, which must be closed to other
    /// accounts, or from a list or a pipe; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_fd")]
    pub passphrase_file: Option<PathBuf>,
    /// Read the passphrase from an open file descriptor.
    #[arg(long, value_name = "N")]
    pub passphrase_fd: Option<u32>,
}

/// Reads one of the words that a file would give.
pub(super) fn tokens<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    token: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|it| token(*it))).map(move |word| {
        let found = all.iter().find(|it| token(**it) == word);
        *found.expect("only these words are let through")
    })
}
