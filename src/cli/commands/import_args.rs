//! The command line of `crr import`.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(super) command: ImportCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// A HUD HMIS CSV export, FY2024 or FY2026: a folder, or the zip as it comes.
    HmisCsv(HmisCsv),
    /// What Clarity's interfaces give of one client: JSON files.
    ClarityJson(ClarityJson),
}

#[derive(Debug, ClapArgs)]
pub(super) struct HmisCsv {
    /// The folder or the zip.
    pub export: PathBuf,
    /// The HMIS ID of a client; as often as needed.
    #[arg(long, value_name = "ID", required_unless_present = "all")]
    pub client: Vec<String>,
    /// All clients of the export.
    #[arg(long, conflicts_with = "client")]
    pub all: bool,
    /// The folder for the extracts; they are NOT locked.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// A CSV file with the columns PersonalID and UniqueIdentifier; without it the PersonalID
    /// is taken for the HMIS ID.
    #[arg(long, value_name = "FILE")]
    pub ids: Option<PathBuf>,
    /// Releases, documents and contacts from elsewhere: a JSON file, an extract or a list of
    /// them.
    #[arg(long, value_name = "FILE")]
    pub with: Option<PathBuf>,
    /// Go on without the rows that cannot be read, and without the clients they are about; both
    /// are counted. A client named by `--client` is never left out so: the import stops.
    #[arg(long)]
    pub skip_bad_rows: bool,
    /// Put the new extracts in the place of older ones.
    #[arg(long)]
    pub replace: bool,
    /// The site file: its time zone is that of the export's clock.
    #[arg(long, value_name = "FILE")]
    pub site: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ClarityJson {
    /// The client.
    #[arg(long, value_name = "FILE")]
    pub client: PathBuf,
    /// The list of enrollments; as often as it has pages.
    #[arg(long, value_name = "FILE")]
    pub enrollments: Vec<PathBuf>,
    /// The list of files; as often as it has pages.
    #[arg(long, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// A CSV file with the columns ProjectID and OrganizationName: the lists name no agency, and
    /// a request is taken from one that has served the client.
    #[arg(long, value_name = "FILE")]
    pub agencies: Option<PathBuf>,
    /// When they were asked for, as in `2026-11-18T14:05:00-08:00`.
    #[arg(long, value_name = "INSTANT")]
    pub exported_at: DateTime<FixedOffset>,
    /// The folder for the extract; it is NOT locked.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Releases and contacts from elsewhere: a JSON file, an extract or a list of them.
    #[arg(long, value_name = "FILE")]
    pub with: Option<PathBuf>,
    /// Put the new extract in the place of an older one.
    #[arg(long)]
    pub replace: bool,
}
