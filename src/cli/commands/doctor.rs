//! `crr doctor`: whether all that a desk needs is in order, and where each setting comes from.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::desk::{DeskFlags, desk};
use crate::cli::doctor::{Line, Setup, State, desk_lines, machine_lines, setting_lines};
use crate::cli::flags::{ContextFlags, SiteFlag};
use crate::cli::folders::DeskFolder;
use crate::cli::outcome::{self, Done, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::terminal;
use crate::cli::wrap::wrapped;
use crate::diagnostics::{Failure, Outcome};
use crate::io;
use crate::pipeline::sample_day;

#[derive(Debug, ClapArgs)]
pub(crate) struct Doctor {
    #[command(flatten)]
    to: DeskFlags,
    #[command(flatten)]
    site: SiteFlag,
    /// Folder of templates that replace built-in ones or add to them.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Folder of additional fonts.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
    /// Also write what was found to a new file, to send to somebody who helps; it has no client
    /// data.
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

impl Doctor {
    /// Looks at everything and tells of it.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        if let Some(path) = &self.bundle {
            io::check_new(path).map_err(|err| outcome::writing(&err, "--bundle"))?;
        }
        let lines = self.look(session).map_err(Failure::of_reading)?;
        let result = serde_json::json!({ "lines": lines });
        if let Some(path) = &self.bundle {
            let text = serde_json::to_string_pretty(&result).expect("texts only");
            io::write_new(path, (text + "\n").as_bytes())
                .map_err(|err| outcome::writing(&err, "--bundle"))?;
        }
        let n = |state| lines.iter().filter(|it| it.state == state).count();
        let (n_problems, n_warnings) = (n(State::Problem), n(State::Warning));
        Ok(Done {
            outcome: if n_problems > 0 { Outcome::Refused } else { Outcome::Done },
            data: table(&lines),
            summary: format!(
                "looked at {}: {}, {}\n",
                counted(lines.len(), "thing"),
                counted(n_problems, "problem"),
                counted(n_warnings, "warning"),
            ),
            result: Some(result),
            ..Done::default()
        })
    }

    fn look(&self, session: &mut Session<'_>) -> Result<Vec<Line>, Failure> {
        let file = self.site.find();
        // The samples are in order on one day only.
        let pages = read::context(&self.context_flags(), session)?;
        let site = &pages.site;
        let desk = desk(&self.to, &self.site, site)?;
        let setup = Setup {
            file: &file,
            site,
            edition: &pages.edition,
            desk: &desk,
            out: self.to.out.as_deref(),
            pages: &pages,
            today: io::today(site.time_zone.0),
        };
        let folder = |it: DeskFolder| it.find(None, &file, site).path;
        let (extracts, requests) =
            (folder(DeskFolder::Extracts), folder(DeskFolder::Requests));
        let mut lines = setting_lines(&setup);
        lines.extend(desk_lines(&desk, &extracts, &requests));
        lines.extend(machine_lines(&desk.out));
        Ok(lines)
    }

    fn context_flags(&self) -> ContextFlags {
        ContextFlags {
            site: self.site.clone(),
            templates: self.templates.clone(),
            fonts: self.fonts.clone(),
            at: Some(sample_day()),
        }
    }
}

/// One line a thing, its hints below it.
fn table(lines: &[Line]) -> String {
    let width = lines.iter().map(|it| it.name.len()).max().unwrap_or(0);
    let shown = lines.iter().flat_map(|it| {
        let first = format!("{:7}  {:width$}  {}", it.state.word(), it.name, it.found);
        let hints = it.hints.iter().map(|hint| format!("hint: {hint}"));
        std::iter::once(first).chain(hints)
    });
    let shown = shown.flat_map(|it| wrapped(&it, terminal::width()));
    shown.collect::<Vec<_>>().join("\n")
}
