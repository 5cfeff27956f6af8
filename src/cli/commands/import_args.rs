//! The command line of `crr import`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use crate::cli::flags::SiteFlag;
use crate::cli::from_flags::ExportedAt;

#[derive(Debug, ClapArgs)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(super) command: ImportCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// Convert a HUD HMIS CSV export of FY2024 or FY2026, a folder or a zip, to extracts.
    HmisCsv(HmisCsv),
    /// Convert what Clarity's interfaces return about one client, JSON files, to an extract.
    ClarityJson(ClarityJson),
    /// Convert one client's tables, such as a Looker dashboard's download, to an extract.
    #[command(visible_alias = "looker")]
    Tables(Tables),
}

#[derive(Debug, ClapArgs)]
pub(super) struct HmisCsv {
    /// The folder or zip of the export; `-` reads a zip from standard input.
    pub export: PathBuf,
    /// HMIS ID of a client to import; may be repeated.
    #[arg(long, value_name = "ID", required_unless_present = "all")]
    pub client: Vec<String>,
    /// Import all clients of the export.
    #[arg(long, conflicts_with = "client")]
    pub all: bool,
    /// Folder for the extracts, default: what `CRR_EXTRACTS` or the site file says, else
    /// `data/extracts`; they are sealed where a key is named, and NOT encrypted otherwise.
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// CSV file with the columns PersonalID and UniqueIdentifier, or as Looker names them, and a
    /// row for each identifier of a client; without it the PersonalID is used as the HMIS ID.
    #[arg(long, value_name = "FILE")]
    pub ids: Option<PathBuf>,
    /// Releases, documents and contacts from elsewhere: JSON with an extract or a list of
    /// extracts, or one client's tables as a zip, a folder or a file; may be repeated.
    #[arg(long, value_name = "PATH")]
    pub with: Vec<PathBuf>,
    /// TOML file with columns and answers, for the tables of `--with`.
    #[arg(long, value_name = "FILE", requires = "with")]
    pub map: Option<PathBuf>,
    /// Leave out rows of the export and of `--ids` that cannot be read, and the clients they are
    /// about; both are counted. With `--client`, other people's bad rows are passed over in any
    /// case; of several clients who are named, one with a bad row gets no extract.
    #[arg(long)]
    pub skip_bad_rows: bool,
    /// Replace existing extracts of the same clients.
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub seal: SealFlags,
}

/// What the extracts are sealed with.
#[derive(Debug, ClapArgs)]
pub(super) struct SealFlags {
    #[command(flatten)]
    pub site: SiteFlag,
    /// File with the desk's key; default: what `--site` says, or `desk.key` beside that file.
    #[arg(long, value_name = "FILE", env = "CRR_KEY", hide_env = true)]
    pub key: Option<PathBuf>,
    /// Write plain JSON, NOT encrypted, for other programs.
    #[arg(long)]
    pub plain: bool,
    /// Skip the confirmation prompt of `--plain`.
    #[arg(long, requires = "plain")]
    pub yes: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ClarityJson {
    /// JSON file of the client.
    #[arg(long, value_name = "FILE")]
    pub client: PathBuf,
    /// JSON file of the list of enrollments; repeat for each page.
    #[arg(long, value_name = "FILE")]
    pub enrollments: Vec<PathBuf>,
    /// JSON file of the list of files; repeat for each page.
    #[arg(long, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// CSV file with the columns ProjectID and OrganizationName: the lists name no agency, and a
    /// request must come from an agency that has served the client.
    #[arg(long, value_name = "FILE")]
    pub agencies: Option<PathBuf>,
    /// When the data was retrieved: a day, or a moment as `2026-11-18T14:05:00-08:00`. A day alone
    /// is its beginning.
    #[arg(long, value_name = "DAY")]
    pub exported_at: ExportedAt,
    /// Folder for the extract, default: what `CRR_EXTRACTS` or the site file says, else
    /// `data/extracts`; it is sealed where a key is named, and NOT encrypted otherwise.
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// Releases and contacts from elsewhere: JSON with an extract or a list of extracts, or the
    /// client's tables as a zip, a folder or a file; may be repeated.
    #[arg(long, value_name = "PATH")]
    pub with: Vec<PathBuf>,
    /// TOML file with columns and answers, for the tables of `--with`.
    #[arg(long, value_name = "FILE", requires = "with")]
    pub map: Option<PathBuf>,
    /// Replace an existing extract of the same client.
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub seal: SealFlags,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Tables {
    /// Zips, folders or single files of one client's tables: CSV, tab-separated text, or JSON
    /// lists of flat objects; `-` reads standard input.
    #[arg(value_name = "INPUT", required_unless_present_any = PRINTED)]
    pub input: Vec<PathBuf>,
    /// HMIS ID of the client whose tables these are.
    #[arg(long, value_name = "ID", required_unless_present_any = PRINTED)]
    pub client: Option<String>,
    /// When the tables were downloaded: a day, or a moment as `2026-11-18T14:05:00-08:00`. A day
    /// alone is its beginning.
    #[arg(long, value_name = "DAY", required_unless_present_any = PRINTED)]
    pub exported_at: Option<ExportedAt>,
    /// Folder for the extract, default: what `CRR_EXTRACTS` or the site file says, else
    /// `data/extracts`; it is sealed where a key is named, and NOT encrypted otherwise.
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// TOML file with columns and answers, laid over the built-in mapping; with
    /// `instead = true` it replaces that.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Print the built-in mapping, for Clarity's Looker, and do nothing else.
    #[arg(long, conflicts_with = "recipe")]
    pub print_map: bool,
    /// Print which dashboard to build, once, and do nothing else.
    #[arg(long)]
    pub recipe: bool,
    /// Replace an existing extract of the same client.
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub seal: SealFlags,
}

/// The flags that print something and need nothing else.
const PRINTED: [&str; 2] = ["print_map", "recipe"];
