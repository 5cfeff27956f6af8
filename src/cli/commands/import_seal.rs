//! What an import seals its extracts with.

use std::path::{Path, PathBuf};

use super::import_args::SealFlags;
use crate::cli::desk::{DeskFlags, desk};
use crate::cli::folders::DeskFolder;
use crate::cli::outcome;
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::terminal;
use crate::diagnostics::{Diagnostic, Failure, Place, Report, Severity};
use crate::io::{self, Audience, ExtractFolder};
use crate::seal::{DeskKey, DeskKeys};
use crate::site::Site;

/// The desk's keys, and how the extracts are written.
pub(super) struct Sealing {
    /// The site whose clock is that of the export.
    pub site: Site,
    /// The desk whose key seals; none for plain JSON.
    desk: Option<io::Desk>,
    /// The folder of the extracts.
    pub to: PathBuf,
    /// True where the command line names it: a path that is mistyped makes no folders.
    is_named: bool,
    keys: DeskKeys,
    is_plain_wanted: bool,
    /// The folder on the way to the extracts in which any account could exchange them.
    open_folder: Option<PathBuf>,
}

impl Sealing {
    /// What the command line, the site file and the environment say. Plain JSON is asked for
    /// twice, as an unlocked print is.
    pub(super) fn of(
        flags: &SealFlags,
        to: Option<&Path>,
        session: &mut Session<'_>,
    ) -> Result<Self, Failure> {
        let site = read::site(&flags.site, session)?;
        let is_named = to.is_some();
        let to = DeskFolder::Extracts.find(to, &flags.site.find(), &site).path;
        let to = to.as_path();
        let has_key = flags.key.is_some() || flags.site.find().path.is_some();
        let of = DeskFlags { out: None, key: flags.key.clone() };
        let desk = desk(&of, &flags.site, &site)?;
        check_not_below(to, &desk.out)?;
        let reading = |err| outcome::reading(&err, "--key");
        let mut sealing = Self {
            keys: io::read_keys(&desk.key, desk.audience()).map_err(reading)?,
            site,
            desk: None,
            is_plain_wanted: flags.plain,
            to: to.to_owned(),
            is_named,
            open_folder: io::open_folder(&to.join("extract")),
        };
        if flags.plain {
            confirm(flags, to)?;
        } else if has_key {
            sealing.desk = Some(desk);
        }
        Ok(sealing)
    }

    /// The folder of the extracts, opened, with the key that seals; none for plain JSON. On
    /// first use the key is made: whoever asks has read the input, so that what cannot be
    /// imported leaves no key behind.
    pub(super) fn folder(
        &mut self,
        existing: io::Existing,
    ) -> Result<ExtractFolder, Failure> {
        if let Some(desk) = &self.desk {
            let writing = |err| outcome::writing(&err, "--key");
            self.keys = io::keys_of(desk).map_err(writing)?;
        }
        let key = self.sealing_key().cloned();
        let audience = self.desk.as_ref().map_or(Audience::Owner, io::Desk::audience);
        let writing = |err| outcome::writing(&err, "--to");
        if !self.is_named {
            let above = self.to.parent().unwrap_or(&self.to);
            io::make_folders(above, audience).map_err(writing)?;
        }
        ExtractFolder::open(&self.to, existing, key, audience).map_err(writing)
    }

    fn sealing_key(&self) -> Option<&DeskKey> {
        self.desk.as_ref().and_then(|_| self.keys.current())
    }

    /// A warning where nobody asked for plain JSON.
    pub(super) fn report(&self) -> Report {
        let mut report = Report::default();
        if let Some(folder) = &self.open_folder {
            let folder = folder.display();
            let message = format!("every account can exchange files in `{folder}`");
            report.push(
                Diagnostic::warning("open-folder", message)
                    .at(Place::Outside("--to".into()))
                    .hint("name a folder of your own, or run `chmod o-w` on this one"),
            );
        }
        if self.desk.is_none() && !self.is_plain_wanted {
            report.push(
                Diagnostic::warning("extract-not-sealed", "no key is named to seal the extracts with")
                    .hint("pass `--site FILE` or `--key FILE`: the key is made on first use, and only this desk can open the extracts then")
                    .hint("pass `--plain` if other programs are to read them"),
            );
        }
        report
    }

    /// The last line of the summary.
    pub(super) fn said(&self, n: usize) -> String {
        let extracts = outcome::agreeing(n, ["the extract is", "the extracts are"]);
        let them = outcome::agreeing(n, ["it", "them"]);
        match self.sealing_key() {
            Some(key) => {
                let id = key.id().as_str();
                format!(
                    "{extracts} sealed with the desk's key `{id}`: keep a copy of it\n"
                )
            }
            None => format!("{extracts} NOT encrypted: delete {them} after the build\n"),
        }
    }

    /// The desk's keys: what opens sealed files.
    pub(super) fn keys(&self) -> &DeskKeys {
        &self.keys
    }
}

/// What an interrupted import left in the folder of extracts was removed: it is client data.
pub(super) fn removed(folder: &io::ExtractFolder) -> Report {
    let n = folder.n_removed();
    if n == 0 {
        return Report::default();
    }
    let files = outcome::counted(n, "working file");
    let were = outcome::agreeing(n, ["was", "were"]);
    let message = format!("{files} of an interrupted import {were} removed");
    let it = Diagnostic::new(Severity::Note, "working-files-removed", message);
    it.at(Place::Outside("--to".into())).into()
}

/// What is in the output folder is forwarded; extracts never are.
fn check_not_below(to: &Path, out: &Path) -> Result<(), Failure> {
    if !io::is_below(to, out) {
        return Ok(());
    }
    Err(Failure::refused(
        Diagnostic::error(
            "extracts-beside-packages",
            "the extracts would be in the output folder, beside what is forwarded",
        )
        .at(Place::Outside("--to".into()))
        .hint("name another folder, as `data/extracts`"),
    ))
}

fn confirm(flags: &SealFlags, to: &Path) -> Result<(), Failure> {
    let question = format!(
        "This writes records of clients to `{}`, NOT encrypted.\n\
         Anyone who can open those files can read them. Delete them after the build.",
        to.display()
    );
    if flags.yes || (terminal::has_asker() && terminal::agrees(&question)) {
        return Ok(());
    }
    Err(Failure::refused(
        Diagnostic::error(
            "plain-not-confirmed",
            "writing unencrypted extracts was not confirmed",
        )
        .at(Place::Outside("--plain".into()))
        .hint("answer `yes` at a terminal, or pass `--yes`"),
    ))
}
