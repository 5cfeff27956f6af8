//! `crr import tables`: tables that were downloaded of one client become an extract.

use std::collections::BTreeMap;

use super::import_args::Tables;
use super::import_seal::{Sealing, removed};
use crate::cli::flags::existing;
use crate::cli::from_flags::ExportedAt;
use crate::cli::outcome::{self, Done};
use crate::cli::session::Session;
use crate::cli::tables::{given, map_of, open};
use crate::diagnostics::{Diagnostic, Failure, Place, hide_ids};
use crate::import::{
    self, LOOKER, RECIPE, TableCount, TablesImported, TablesWanted, table_remarks,
    table_summary, tables_not_supplied,
};
use crate::model::{ClientId, SectionKind};

impl Tables {
    /// Imports, or prints what was asked for.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let printed = if self.print_map { Some(LOOKER) } else { None };
        let printed = if self.recipe { Some(RECIPE) } else { printed };
        match (printed, &self.client, &self.exported_at) {
            (Some(text), ..) => Ok(printing(text)),
            (None, Some(client), Some(at)) => self.import(client, *at, session),
            // The command line asks for both.
            _ => Ok(Done::default()),
        }
    }

    fn import(
        &self,
        client: &str,
        exported_at: ExportedAt,
        session: &mut Session<'_>,
    ) -> Result<Done, Failure> {
        let mut sealing = Sealing::of(&self.seal, self.to.as_deref(), session)?;
        let inputs = &mut *session.inputs;
        let zone = sealing.site.time_zone.0;
        let at = exported_at.text_in(zone);
        let client = client.trim();
        if ClientId::new(client).is_none() {
            return Err(not_an_id());
        }
        let map = map_of(self.map.as_deref(), inputs)?;
        let sources = open(&given(&self.input, "INPUT")?, "INPUT")?;
        let wanted = TablesWanted {
            client: Some(client),
            exported_at: &at,
            map: &map,
            input: "INPUT",
        };
        let imported = import::tables(&sources, &wanted)?;
        // From here on the extract is on its way to a disk.
        let writing = |err| outcome::writing(&err, "--to");
        let existing = existing(self.replace);
        let mut folder = sealing.folder(existing)?;
        let ids = std::slice::from_ref(&imported.client);
        folder.add(ids, &imported.extract).map_err(writing)?;
        let mut report = removed(&folder);
        folder.keep().map_err(writing)?;
        report.append(table_remarks(&imported.counts, "INPUT", client));
        report.append(sealing.report());
        Ok(Done {
            data: sealing.to.display().to_string(),
            summary: summary(&imported, &sealing),
            result: Some(numbers(&imported, &at)),
            report,
            ..Done::default()
        })
    }
}

fn printing(text: &str) -> Done {
    Done {
        data: text.trim_end().to_owned(),
        result: Some(serde_json::json!({ "text": text })),
        ..Done::default()
    }
}

fn not_an_id() -> Failure {
    let message = "this is not an HMIS identifier";
    Failure::refused(
        Diagnostic::error("not-an-id", message)
            .at(Place::Outside("--client".into()))
            .hint("write the HMIS ID only: letters, digits and `-`, at most 64"),
    )
}

fn summary(imported: &TablesImported, sealing: &Sealing) -> String {
    let counts = &imported.counts;
    let files = table_summary(counts, &imported.client);
    let mut text = format!(
        "imported 1 client from {}\n{files}{}",
        files_of(&counts.files),
        tables_not_supplied(counts)
    );
    if counts.not_supplied.contains(&SectionKind::Profile) {
        text.push_str(
            "without a profile it can only be used with `crr import hmis-csv --with`\n",
        );
    }
    text + &sealing.said(1)
}

fn files_of(files: &[TableCount]) -> String {
    outcome::counted(files.len(), "file")
}

/// What `--json` gives.
fn numbers(imported: &TablesImported, exported_at: &str) -> serde_json::Value {
    let file = |it: &TableCount| {
        serde_json::json!({
            "file": hide_ids(&it.file, std::slice::from_ref(&imported.client)),
            "section": it.section.map(SectionKind::key),
            "rows": it.rows,
            "same": it.same,
            "totals": it.totals,
            "deleted": it.deleted.len(),
            "columns_not_used": it.unused.len(),
            "empty": it.is_empty,
            "not_read": it.is_left_out,
        })
    };
    let counts = &imported.counts;
    let not_supplied: Vec<_> = counts.not_supplied.iter().map(|it| it.key()).collect();
    let mut sections = BTreeMap::new();
    for it in &counts.files {
        if let Some(kind) = it.section {
            *sections.entry(kind.key()).or_insert(0) += it.rows;
        }
    }
    serde_json::json!({
        "exported_at": exported_at,
        "sections": sections,
        "files": counts.files.iter().map(file).collect::<Vec<_>>(),
        "not_supplied": not_supplied,
    })
}
