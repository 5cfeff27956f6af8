//! `--from` a HUD HMIS CSV export.

use super::opened::Exports;
use super::{Downloads, Imported};
use crate::cli::import_lost::{bad_rows, lost};
use crate::cli::import_not_shown::left_out;
use crate::cli::import_remarks::{no_clients, not_merged, remarks};
use crate::cli::import_with::{Beside, With};
use crate::diagnostics::{Failure, Report};
use crate::import::{Counts, HeldExport, Wanted};
use crate::model::ClientId;
use crate::pipeline::{Inputs, Named};
use crate::seal::DeskKeys;

impl Downloads<'_> {
    /// Looks for the clients in each of the exports.
    pub(super) fn hmis_csv(
        &self,
        exports: &Exports,
        clients: &[ClientId],
        keys: &DeskKeys,
        inputs: &mut Inputs,
    ) -> Result<Imported, Failure> {
        let (mut texts, mut report) = (Vec::new(), Report::default());
        let mut found = Counts::default();
        for (export, name) in &exports.held {
            let with = self.beside(clients, keys, inputs)?;
            let wanted = Wanted {
                clients: Some(clients.iter().map(|it| it.as_str().to_owned()).collect()),
                ids: exports.ids.clone(),
                merge: with.merge,
                skip_bad_rows: false,
                zone: self.zone,
            };
            let mut counts = import_into(&mut texts, export, name, &wanted)?;
            let mut of_rows = lost(&counts, true);
            of_rows.append(bad_rows(&counts, false));
            if of_rows.is_refused() {
                return Err(Failure::refused(of_rows));
            }
            report.append(of_rows);
            // A profile without an extract is an error of its own.
            counts.not_found = 0;
            report.append(left_out(&counts));
            report.append(remarks(&counts));
            report.append(not_merged(counts.not_merged));
            report.append(with.report);
            report.append(with.left_out);
            found = counts;
        }
        if texts.is_empty() {
            report.push(no_clients(&found));
            return Err(Failure::refused(report));
        }
        Ok(Imported { texts, report })
    }

    /// What `--with` names.
    pub(super) fn beside(
        &self,
        clients: &[ClientId],
        keys: &DeskKeys,
        inputs: &mut Inputs,
    ) -> Result<Beside, Failure> {
        let client = match clients {
            [one] => Some(one.as_str()),
            _ => None,
        };
        let map = self.map.as_deref();
        With { paths: &self.flags.with, map, client }.read(keys, inputs)
    }
}

fn import_into(
    texts: &mut Vec<Named>,
    export: &HeldExport,
    name: &str,
    wanted: &Wanted,
) -> Result<Counts, Failure> {
    export.import(wanted, |_, bytes| {
        let text = String::from_utf8(bytes.to_vec()).expect("JSON is UTF-8");
        texts.push((name.to_owned(), text));
        Ok::<(), Failure>(())
    })
}
