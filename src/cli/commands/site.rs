//! `crr site`: which site file counts, and a new one to fill in.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::flags::SiteFlag;
use crate::cli::outcome::{self, Done};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::Failure;
use crate::io;
use crate::site::BUILT_IN;

#[derive(Debug, ClapArgs)]
pub(crate) struct SiteCommand {
    /// Write a new site file with every key and what it means, by default `site.toml`.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "site.toml")]
    init: Option<PathBuf>,
    #[command(flatten)]
    site: SiteFlag,
}

impl SiteCommand {
    /// Writes a site file, or prints the one that counts.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match &self.init {
            Some(path) => init(path),
            None => shown(&self.site, session).map_err(Failure::of_reading),
        }
    }
}

fn init(path: &std::path::Path) -> Result<Done, Failure> {
    io::write_new(path, BUILT_IN.as_bytes())
        .map_err(|err| outcome::writing(&err, "--init"))?;
    let name = path.display().to_string();
    Ok(Done {
        summary: format!(
            "wrote `{name}`\nnext: fill in the agencies, the county's holidays and your help desk, \
             then run `crr doctor`\n"
        ),
        result: Some(serde_json::json!({ "file": name })),
        data: name,
        ..Done::default()
    })
}

/// The text of the file that counts.
fn shown(flag: &SiteFlag, session: &mut Session<'_>) -> Result<Done, Failure> {
    let site = read::site(flag, session)?;
    let file = flag.find();
    let text = read::site_text(&file)?;
    Ok(Done {
        data: text,
        result: Some(serde_json::json!({
            "file": file.path().map(|it| it.display().to_string()),
            "name": site.name.as_str(),
        })),
        ..Done::default()
    })
}
