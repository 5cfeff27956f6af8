//! What every command is run with, and which site and rules it applied.

use serde::Serialize;

use super::site_file::SiteFile;
use super::terminal::Terminal;
use crate::diagnostics::{Report, emit};
use crate::pipeline::Inputs;
use crate::site::Site;

/// What every command is run with.
pub(super) struct Session<'a> {
    /// Where words go.
    pub terminal: &'a Terminal,
    /// The texts of the run, for places in messages.
    pub inputs: &'a mut Inputs,
    /// The command line itself, for what is made of it.
    pub command: fn() -> clap::Command,
    /// Which site and rules count, as soon as they are known.
    pub applied: Option<Applied>,
}

/// Which site and rules a run applied, and where they come from.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Applied {
    /// What the system is called.
    pub site: String,
    /// The site file; none for the built-in one.
    pub site_file: Option<String>,
    /// The edition of the rules.
    pub rules: String,
    /// Site files that were found and do not count.
    #[serde(skip)]
    pub report: Report,
}

impl<'a> Session<'a> {
    /// A run that has read nothing yet.
    pub(super) fn new(
        terminal: &'a Terminal,
        inputs: &'a mut Inputs,
        command: fn() -> clap::Command,
    ) -> Self {
        Self { terminal, inputs, command, applied: None }
    }

    /// Says, once a run, which site and rules count: first of all, so that whoever waits for
    /// the rest can stop it.
    pub(super) fn applies(&mut self, file: &SiteFile, site: &Site) {
        if self.applied.is_some() {
            return;
        }
        let applied = Applied {
            site: site.name.as_str().to_owned(),
            site_file: file.path().map(|it| it.display().to_string()),
            rules: site.edition.as_str().to_owned(),
            report: file.report(),
        };
        if !self.terminal.json {
            self.terminal.problems(&emit(&applied.report, self.inputs));
            let Applied { site, rules, .. } = &applied;
            let line = format!("site: {site} ({}); rules: {rules}\n", file.origin());
            self.terminal.summary(&line);
        }
        self.applied = Some(applied);
    }
}
