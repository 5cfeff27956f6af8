//! `--from`: a download is imported in memory and built at once. What becomes of it is read as
//! any extract is, so that every check stands; and nothing of it touches a disk. Of a folder of
//! requests, all are met from one reading.

mod clarity;
mod hmis_csv;
mod kind;
mod opened;
mod tables;
mod told;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono_tz::Tz;

use super::extract_file::shown;
use super::flags::RecordFlags;
use super::from_flags::{FLAG, FromFlags};
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::io::Given;
use crate::model::{ClientId, PlainText};
use crate::pipeline::{self, Inputs, Named, Supplied};
use crate::seal::DeskKeys;
use crate::site::Site;
use opened::Opened;
use told::{retold, retold_failure};

/// The downloads of a run, and what reads them.
pub(super) struct Downloads<'a> {
    flags: &'a FromFlags,
    ids: Option<PathBuf>,
    agencies: Option<PathBuf>,
    map: Option<PathBuf>,
    zone: Tz,
    /// What `--from` names: a pipe is read once.
    given: OnceLock<Vec<Given>>,
    /// What was read of it, for the clients of the run.
    opened: OnceLock<Opened>,
    /// True where the run is of several requests: others' downloads are no mistake then.
    is_of_many: bool,
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
            given: OnceLock::new(),
            opened: OnceLock::new(),
            is_of_many: false,
        }
    }

    /// Reads the downloads for the clients of many requests, once.
    pub(super) fn read(&mut self, clients: &BTreeSet<String>) -> Result<(), Failure> {
        self.is_of_many = true;
        let opened = Opened::of(self, clients).map_err(retold_failure)?;
        self.opened = opened.into();
        Ok(())
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
        supplied.flag = FLAG;
        Ok(supplied)
    }

    fn import(
        &self,
        clients: &[ClientId],
        keys: &DeskKeys,
        inputs: &mut Inputs,
    ) -> Result<Imported, Failure> {
        let asked = clients.iter().map(|it| it.as_str().to_owned()).collect();
        let mut own = None;
        let opened = match self.opened.get().filter(|it| it.is_of(&asked)) {
            Some(opened) => opened,
            None => own.insert(Opened::of(self, &asked)?),
        };
        let imported = match opened {
            Opened::HmisCsv(exports) => self.hmis_csv(exports, clients, keys, inputs),
            Opened::Clarity(pages) => self.clarity(pages, clients, keys, inputs),
            Opened::Tables => self.tables(clients, inputs),
        };
        // A request may be looked at twice.
        if let (Some(own), None) = (own, self.opened.get()) {
            let _ = self.opened.set(own);
        }
        imported
    }

    /// What `--from` names. A pipe is read to its end here.
    fn given(&self) -> Result<&[Given], Failure> {
        if let Some(given) = self.given.get() {
            return Ok(given);
        }
        let given = super::tables::given(&self.flags.from, FLAG)?;
        Ok(self.given.get_or_init(|| given))
    }

    /// When what is retrieved was: neither tables nor JSON say so themselves.
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
