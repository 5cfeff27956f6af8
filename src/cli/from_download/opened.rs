//! What `--from` names, opened: of one kind, and read as far as it is read once for all.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::kind::{Download, Page, kind_of};
use super::{Downloads, named};
use crate::cli::from_flags::FLAG;
use crate::cli::tables::mapping;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::import::{HeldExport, Mapping};

/// What was named.
pub(super) enum Opened {
    /// HUD CSV exports.
    HmisCsv(Exports),
    /// What Clarity's interfaces returned.
    Clarity(Vec<Page>),
    /// Tables: those of one client, which are read when that one is asked for.
    Tables,
}

/// HUD CSV exports.
pub(super) struct Exports {
    /// What they say of the clients that are wanted, and their names.
    pub held: Vec<(HeldExport, String)>,
    /// The identifiers of clients, where a file gives them.
    pub ids: Option<Arc<Mapping>>,
}

impl Opened {
    /// Looks at each download, and reads what is read once.
    pub(super) fn of(
        downloads: &Downloads<'_>,
        clients: &BTreeSet<String>,
    ) -> Result<Self, Failure> {
        let (mut exports, mut pages, mut n_tables) = (Vec::new(), Vec::new(), 0);
        for given in downloads.given()? {
            match kind_of(given)? {
                Download::HmisCsv(it) => exports.push((it, named(given.path()))),
                Download::Clarity(it) => pages.push(it),
                Download::Tables => n_tables += 1,
            }
        }
        let flags = downloads.flags;
        let of_retrieved = [("--exported-at", flags.exported_at.is_some())];
        let of_csv = [("--ids", flags.ids.is_some())];
        let of_clarity = [("--agencies", flags.agencies.is_some())];
        let beside = [("--with", !flags.with.is_empty())];
        let of_with = [("--map", flags.map.is_some() && flags.with.is_empty())];
        match (exports.is_empty(), pages.is_empty(), n_tables) {
            (false, true, 0) => {
                let others = [of_retrieved, of_clarity, of_with].concat();
                check_used("a HUD CSV export", &others)?;
                let ids = mapping(downloads.ids.as_deref(), "--ids", Mapping::ids)?;
                let ids = ids.map(Arc::new);
                let mut held = Vec::new();
                for (export, name) in exports {
                    let zone = downloads.zone;
                    let it = HeldExport::read(&*export, clients, ids.as_deref(), zone)?;
                    held.push((it, name));
                }
                Ok(Self::HmisCsv(Exports { held, ids }))
            }
            (true, false, 0) => {
                check_used("Clarity's JSON", &[of_csv, of_with].concat())?;
                Ok(Self::Clarity(pages))
            }
            (true, true, _) => {
                check_used(
                    "a download of tables",
                    &[of_csv, of_clarity, beside].concat(),
                )?;
                Ok(Self::Tables)
            }
            _ => Err(mixed()),
        }
    }

    /// True where it was read for all of these clients.
    pub(super) fn is_of(&self, clients: &BTreeSet<String>) -> bool {
        match self {
            Self::HmisCsv(it) => it.held.iter().all(|it| it.0.is_of(clients)),
            Self::Clarity(_) | Self::Tables => true,
        }
    }
}

/// A flag that says nothing about a download is a mistake.
fn check_used(what: &str, flags: &[(&str, bool)]) -> Result<(), Failure> {
    let Some((flag, _)) = flags.iter().find(|it| it.1) else { return Ok(()) };
    let message = match *flag {
        "--map" => format!("{what} takes no `--map` without `--with`"),
        flag => format!("{what} takes no `{flag}`"),
    };
    Err(Failure::usage(
        Diagnostic::error("download-flag", message)
            .at(Place::Outside((*flag).to_owned()))
            .hint("leave that flag out, or check what `--from` names"),
    ))
}

fn mixed() -> Failure {
    Failure::refused(
        Diagnostic::error("download-mixed", "`--from` names downloads of several kinds")
            .at(Place::Outside(FLAG.into()))
            .hint("name those of one kind; what an export lacks goes into `--with`"),
    )
}
