//! `--from` tables.

use super::opened::named;
use super::{Downloads, Imported};
use crate::cli::from_flags::FLAG;
use crate::cli::tables::{map_of, open};
use crate::diagnostics::{Failure, Report};
use crate::import::{self, TablesWanted, table_remarks, tables_left_out};
use crate::io::Given;
use crate::model::ClientId;
use crate::pipeline::Inputs;

impl Downloads<'_> {
    /// Imports the tables: all of them are of one client; where a request names several
    /// profiles, each download is of one.
    pub(super) fn tables(
        &self,
        clients: &[ClientId],
        inputs: &mut Inputs,
    ) -> Result<Imported, Failure> {
        let at = self.exported_at()?;
        let map = map_of(self.map.as_deref(), inputs)?;
        let all = self.given()?;
        let of_each: Vec<(&[Given], Option<&str>)> = match clients {
            [one] => vec![(all, Some(one.as_str()))],
            _ => all.iter().map(|it| (std::slice::from_ref(it), None)).collect(),
        };
        let mut imported = Imported { texts: Vec::new(), report: Report::default() };
        for (given, client) in of_each {
            let sources = open(given, FLAG)?;
            let wanted =
                TablesWanted { client, exported_at: &at, map: &map, input: FLAG };
            let it = import::tables(&sources, &wanted)?;
            imported.report.append(table_remarks(&it.counts, FLAG, &it.client));
            imported.report.append(tables_left_out(&it.counts, FLAG, &it.client));
            let text = String::from_utf8(it.extract).expect("JSON is UTF-8");
            imported.texts.push((named(given[0].path()), text));
        }
        Ok(imported)
    }
}
