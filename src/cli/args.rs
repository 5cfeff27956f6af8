//! The command line.

use std::num::NonZeroU8;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::import_args::Import;
use super::samples;
use crate::io::Existing;
use crate::ledger::Because;
use crate::model::{Day, Ticket};
use crate::request::{DenialReason, Language, Layout};

/// Builds the copy of an HMIS record that a client asked for: checked, readable, locked.
#[derive(Debug, Parser)]
#[command(name = "crr", version, propagate_version = true)]
#[command(after_help = "Exit codes: 0 done, 1 refused, 2 usage, 3 machine, 4 our fault.")]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check a request, render the record, lock it, and write the package.
    Build(Build),
    /// Put every check to requests; nothing is written.
    Check(Check),
    /// Write the letter that tells a client why they get no copy, and what they can do.
    Deny(Deny),
    /// Write into the ledger that a denial no longer holds: the ticket may be built.
    Reopen(Reopen),
    /// Make extracts of an export of the vendor's system.
    Import(Import),
    /// Write a record unlocked, for a printer: the one command that does.
    Print(Print),
    /// Open a package with its passphrase and compare it with its receipt.
    Verify(Verify),
    /// Look after the ledger of releases.
    Ledger(Ledger),
    /// Explain a rule: the sentence it rests on, and what to do; without a name, list all.
    Explain(Explain),
    /// Print the JSON Schema of a file format.
    Schema(Schema),
    /// Draw the pages of fictional records as PNG, for authors of templates.
    Preview(Preview),
    /// Copy the built-in templates, or check a changed set.
    Templates(Templates),
}

impl Command {
    /// The flags that every subcommand has.
    pub(super) fn common(&self) -> &Common {
        match self {
            Self::Build(it) => &it.job.kit.common,
            Self::Check(it) => &it.job.kit.common,
            Self::Deny(it) => &it.kit.common,
            Self::Reopen(it) => &it.common,
            Self::Import(it) => it.common(),
            Self::Print(it) => &it.job.kit.common,
            Self::Verify(it) => &it.common,
            Self::Ledger(it) => it.common(),
            Self::Explain(it) => &it.common,
            Self::Schema(it) => &it.common,
            Self::Preview(it) => &it.kit.common,
            Self::Templates(it) => it.common(),
        }
    }

    /// The name, as `--json` tells it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Build(_) => "build",
            Self::Check(_) => "check",
            Self::Deny(_) => "deny",
            Self::Reopen(_) => "reopen",
            Self::Import(_) => "import",
            Self::Print(_) => "print",
            Self::Verify(_) => "verify",
            Self::Ledger(_) => "ledger",
            Self::Explain(_) => "explain",
            Self::Schema(_) => "schema",
            Self::Preview(_) => "preview",
            Self::Templates(_) => "templates",
        }
    }
}

/// Flags of every subcommand.
#[derive(Debug, ClapArgs)]
pub(super) struct Common {
    /// Print one JSON object on standard output instead of words.
    #[arg(long)]
    pub json: bool,
    /// Print problems only.
    #[arg(long)]
    pub quiet: bool,
    /// When to color: problems read the same without.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
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
pub(super) struct Job {
    /// The client's extract, a JSON file; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "extracts")]
    pub extract: Option<PathBuf>,
    /// The folder in which the client's extract is looked for.
    #[arg(long, value_name = "DIR", default_value = "data/extracts")]
    pub extracts: PathBuf,
    /// The text of the ticket, searched for what tells who the client is; never printed.
    #[arg(long, value_name = "FILE")]
    pub ticket_text: Option<PathBuf>,
    /// Refuse on warnings too.
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub kit: KitArgs,
}

/// The site, the looks, and the day: what everything that is printed needs.
#[derive(Debug, ClapArgs)]
pub(super) struct KitArgs {
    /// The site file; without it the built-in one of OC HMIS.
    #[arg(long, value_name = "FILE")]
    pub site: Option<PathBuf>,
    /// Templates that replace built-in ones or add to them.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Further fonts.
    #[arg(long, value_name = "DIR")]
    pub fonts: Option<PathBuf>,
    /// The day of the build; default: today in the site's time zone.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub at: Option<Day>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Build {
    /// Requests, TOML files, or folders of them.
    #[arg(required = true, value_name = "REQUEST")]
    pub requests: Vec<PathBuf>,
    #[command(flatten)]
    pub job: Job,
    /// The folder for packages and the ledger.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Put the new package in the place of an older one of the same ticket.
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub passphrase: PassphraseIn,
    #[command(flatten)]
    pub hand_over: HandOver,
    /// With many requests: the part of them that is built here, of N in all.
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// With many requests: how many are built at once; default: one a core.
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroU8>,
}

impl Build {
    /// What happens to a package that exists.
    pub(super) fn existing(&self) -> Existing {
        existing(self.replace)
    }
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

/// Where a passphrase goes, instead of being shown.
#[derive(Debug, ClapArgs)]
pub(super) struct HandOver {
    /// Add the passphrase to a list outside the output folder, instead of showing it: a line
    /// for each package, its ticket, a tab, the passphrase.
    #[arg(long, value_name = "FILE")]
    pub passphrase_out: Option<PathBuf>,
    /// Write the passphrase on a sheet for the recipient, a new PDF of half a page, outside the
    /// output folder, instead of showing it.
    #[arg(long, value_name = "FILE")]
    pub passphrase_sheet: Option<PathBuf>,
    /// Show the passphrase letter by letter too, to be read aloud.
    #[arg(long)]
    pub spell: bool,
}

/// Where a passphrase comes from.
#[derive(Debug, ClapArgs)]
pub(super) struct PassphraseIn {
    /// Read the passphrase from the first line of a file.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_fd")]
    pub passphrase_file: Option<PathBuf>,
    /// Read the passphrase from an open file descriptor.
    #[arg(long, value_name = "N")]
    pub passphrase_fd: Option<u32>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Print {
    /// The request, a TOML file.
    pub request: PathBuf,
    /// The new file; it is NOT locked, and whoever can read it reads the record.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Do not ask whether that is meant.
    #[arg(long)]
    pub yes: bool,
    /// The folder for packages and the ledger.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    #[command(flatten)]
    pub job: Job,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    /// Requests, TOML files, or folders of them.
    #[arg(required = true, value_name = "REQUEST")]
    pub requests: Vec<PathBuf>,
    #[command(flatten)]
    pub job: Job,
    /// The folder of the ledger, which knows what was denied.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Reopen {
    /// The ticket that was denied.
    #[arg(value_parser = ticket)]
    pub ticket: Ticket,
    /// Why the denial no longer holds.
    #[arg(long, value_parser = tokens(Because::ALL, Because::token))]
    pub because: Because,
    /// The folder for packages and the ledger.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

fn ticket(text: &str) -> Result<Ticket, &'static str> {
    Ticket::new(text)
        .ok_or("write letters, digits and `-`, at most 64, as in `2026-0142`")
}

#[derive(Debug, ClapArgs)]
pub(super) struct Deny {
    /// The request, a TOML file.
    pub request: PathBuf,
    /// Why no copy is given.
    #[arg(long, value_parser = tokens(DenialReason::ALL, DenialReason::token))]
    pub reason: DenialReason,
    /// The law that the denial rests on, as the letter is to name it.
    #[arg(long, value_name = "TEXT", required_if_eq("reason", "required-by-law"))]
    pub law: Option<String>,
    /// The folder for packages and the ledger.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Put the letter in the place of an older package or letter of the same ticket.
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub kit: KitArgs,
}

/// Reads one of the words that a file would give.
fn tokens<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    token: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|it| token(*it))).map(move |word| {
        let found = all.iter().find(|it| token(**it) == word);
        *found.expect("only these words are let through")
    })
}

#[derive(Debug, ClapArgs)]
pub(super) struct Verify {
    /// A package folder or one locked file.
    pub path: PathBuf,
    #[command(flatten)]
    pub passphrase: PassphraseIn,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Ledger {
    #[command(subcommand)]
    pub command: LedgerCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum LedgerCommand {
    /// Find lines that were edited, removed, moved or cut off.
    Verify(LedgerVerify),
    /// Make one ledger of those of several shards.
    Merge(LedgerMerge),
}

impl Ledger {
    fn common(&self) -> &Common {
        match &self.command {
            LedgerCommand::Verify(it) => &it.common,
            LedgerCommand::Merge(it) => &it.common,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct LedgerVerify {
    /// The folder that holds the packages and the ledger.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LedgerMerge {
    /// The ledgers of the shards.
    #[arg(required = true, value_name = "LEDGER")]
    pub ledgers: Vec<PathBuf>,
    /// The new ledger.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// The name of a rule, as it stands in brackets behind a message.
    pub rule: Option<String>,
    /// The site file, which names the edition; without it the built-in one of OC HMIS.
    #[arg(long, value_name = "FILE")]
    pub site: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Schema {
    /// The format.
    pub of: SchemaOf,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SchemaOf {
    Request,
    Extract,
    Site,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Preview {
    /// The built-in sample; default: all of them.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(samples::names()))]
    pub sample: Vec<String>,
    /// The language of the pages; default: that of the sample's request.
    #[arg(long, value_parser = tokens(Language::ALL, Language::token))]
    pub language: Option<Language>,
    /// The edition of the pages; default: that of the sample's request.
    #[arg(long, value_parser = tokens(Layout::ALL, Layout::token))]
    pub layout: Option<Layout>,
    /// The folder for the pictures; older ones of the same names are replaced.
    #[arg(long, value_name = "DIR", default_value = "preview")]
    pub to: PathBuf,
    /// Pixels in an inch.
    #[arg(long, value_name = "N", default_value_t = 96, value_parser = clap::value_parser!(u32).range(20..=600))]
    pub ppi: u32,
    /// Draw again whenever a file of `--templates` changes.
    #[arg(long, requires = "templates")]
    pub watch: bool,
    #[command(flatten)]
    pub kit: KitArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Templates {
    #[command(subcommand)]
    pub command: TemplatesCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum TemplatesCommand {
    /// Copy the built-in templates and catalogs into a folder.
    Export(TemplatesExport),
    /// Set fictional records with a changed set: every section, language and edition.
    Check(TemplatesCheck),
}

impl Templates {
    fn common(&self) -> &Common {
        match &self.command {
            TemplatesCommand::Export(it) => &it.common,
            TemplatesCommand::Check(it) => &it.common,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct TemplatesExport {
    /// The folder; no file in it is replaced.
    pub dir: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, ClapArgs)]
pub(super) struct TemplatesCheck {
    /// The folder of the changed set; a file that it lacks is the built-in one.
    pub dir: PathBuf,
    /// Further fonts.
    #[arg(long, value_name = "DIR")]
    pub fonts: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}
