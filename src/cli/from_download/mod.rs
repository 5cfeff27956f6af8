//! `--from`: a download is imported in memory and built at once. What becomes of it is read as
//! any extract is, so that every check stands; and nothing of it touches a disk.

mod clarity;
mod hmis_csv;
mod kind;
mod tables;
mod told;

use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::extract_file::shown;
use super::flags::RecordFlags;
use super::from_flags::{FLAG, FromFlags};
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::model::{ClientId, PlainText};
use crate::pipeline::{self, Inputs, Named, Supplied};
use crate::seal::DeskKeys;
use crate::site::Site;
use kind::{Download, kind_of};
use told::{retold, retold_failure};

/// The downloads of a run, and what reads them.
pub(super) struct Downloads<'a> {
    flags: &'a FromFlags,
    ids: Option<PathBuf>,
    agencies: Option<PathBuf>,
    map: Option<PathBuf>,
    zone: Tz,
}

/// What an import gives: extracts, each with its name, and what there is to say.
struct Imported {
    texts: Vec<Named>,
    report: Report,
}

impl<'a> Downloads<'a> {
    /// What the command line names, and what the site file says of it.
    pub(super) fn of(flags: &'a RecordFlags, site: &Site) -> Self {
        let file = flags.context.site.find();
        let said = |named: Option<&PlainText>| named.map(|it| file.beside(it.as_str()));
        let (defaults, flags) = (site.import.as_ref(), &flags.from);
        let or = |flag: &Option<PathBuf>, named| flag.clone().or_else(|| said(named));
        Self {
            ids: or(&flags.ids, defaults.and_then(|it| it.ids.as_ref())),
            agencies: or(&flags.agencies, defaults.and_then(|it| it.agencies.as_ref())),
            map: or(&flags.map, defaults.and_then(|it| it.map.as_ref())),
            flags,
            zone: site.time_zone.0,
        }
    }

    /// The extracts of clients.
    pub(super) fn supplied(
        &self,
        clients: &[ClientId],
        keys: &DeskKeys,
        inputs: &mut Inputs,
    ) -> Result<Supplied, Failure> {
        let imported = self.import(clients, keys, inputs).map_err(retold_failure)?;
        let mut supplied = pipeline::extracts_of(imported.texts, clients, inputs);
        let mut report = retold(imported.report);
        report.append(supplied.report);
        supplied.report = report;
        Ok(supplied)
    }

    fn import(
        &self,
        clients: &[ClientId],
        keys: &DeskKeys,
        inputs: &mut Inputs,
    ) -> Result<Imported, Failure> {
        let (mut exports, mut pages, mut n_tables) = (Vec::new(), Vec::new(), 0);
        for path in &self.flags.from {
            match kind_of(path)? {
                Download::HmisCsv(it) => exports.push((it, named(path))),
                Download::Clarity(it) => pages.push(it),
                Download::Tables => n_tables += 1,
            }
        }
        let flags = self.flags;
        let of_retrieved = [("--exported-at", flags.exported_at.is_some())];
        let of_csv = [("--ids", flags.ids.is_some())];
        let of_clarity = [("--agencies", flags.agencies.is_some())];
        let beside = [("--with", !flags.with.is_empty())];
        let of_with = [("--map", flags.map.is_some() && flags.with.is_empty())];
        match (exports.is_empty(), pages.is_empty(), n_tables) {
            (false, true, 0) => {
                let others = [of_retrieved, of_clarity, of_with].concat();
                check_used("a HUD CSV export", &others)?;
                self.hmis_csv(exports, clients, keys, inputs)
            }
            (true, false, 0) => {
                check_used("Clarity's JSON", &[of_csv, of_with].concat())?;
                self.clarity(pages, clients, keys, inputs)
            }
            (true, true, _) => {
                check_used(
                    "a download of tables",
                    &[of_csv, of_clarity, beside].concat(),
                )?;
                self.tables(clients, inputs)
            }
            _ => Err(mixed()),
        }
    }

    /// When a download that does not say it was retrieved.
    fn exported_at(&self) -> Result<String, Failure> {
        let at = self.flags.exported_at.map(|it| it.text_in(self.zone));
        at.ok_or_else(|| {
            Failure::usage(
                Diagnostic::error(
                    "exported-at-missing",
                    "this download does not say when it was retrieved",
                )
                .at(Place::Outside(FLAG.into()))
                .hint("pass the day of the download with `--exported-at YYYY-MM-DD`"),
            )
        })
    }
}

/// An extract that stands in no file, as messages name it.
fn named(path: &Path) -> String {
    format!("{}, as imported", shown(path))
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
