//! `crr completions` and `crr man`: what a shell and `man` know of the command line. They are for
//! whoever installs the program, and the first help page leaves them out.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::outcome::{self, Done, counted};
use crate::cli::session::Session;
use crate::diagnostics::Failure;
use crate::io;

#[derive(Debug, ClapArgs)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ManPages {
    /// Folder for the pages, one a command; an existing page is not replaced.
    dir: PathBuf,
}

impl Completions {
    /// Prints the script.
    #[expect(clippy::unnecessary_wraps, reason = "as all commands")]
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut (session.command)(), "crr", &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        Ok(Done {
            result: Some(serde_json::json!({ "script": script })),
            data: script,
            ..Done::default()
        })
    }
}

impl ManPages {
    /// Writes the pages.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let mut pages = Vec::new();
        let mut command = (session.command)();
        command.build();
        add("", command, &mut pages);
        let files = pages.iter().map(|it| (it.0.as_str(), it.1.as_slice()));
        let mut n_written = 0;
        io::export(&self.dir, files, &mut n_written)
            .map_err(|err| outcome::writing(&err, "DIR").having_written(n_written))?;
        Ok(Done {
            data: self.dir.display().to_string(),
            summary: format!("wrote {}\n", counted(n_written, "page")),
            result: Some(serde_json::json!({ "pages": n_written })),
            ..Done::default()
        })
    }
}

/// The page of a command, then those of its own commands.
fn add(before: &str, command: clap::Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let name = format!("{before}{}", command.get_name());
    let own = command.get_subcommands().filter(|it| it.get_name() != "help");
    for it in own.cloned().collect::<Vec<_>>() {
        add(&format!("{name}-"), it, pages);
    }
    let mut page = Vec::new();
    let man = Man::new(command);
    man.render(&mut page).expect("writing to memory cannot fail");
    pages.push((format!("{name}.1"), page));
}
