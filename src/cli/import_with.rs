//! What `--with` names: sections that no export holds, as extracts or as tables.

use std::path::{Path, PathBuf};

use super::extract_file::{not_opened, shown};
use super::outcome;
use super::tables::{map_of, open};
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::import::{
    self, Merge, TableMap, TablesImported, TablesWanted, table_remarks, table_summary,
    tables_left_out,
};
use crate::io::{self, Given};
use crate::model::SectionKind;
use crate::pipeline::Inputs;
use crate::seal::{self, DeskKeys, Kind};

/// The flag.
const FLAG: &str = "--with";

/// The largest file of other sections, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// What the flag says.
pub(super) struct With<'a> {
    /// The paths, in their order.
    pub paths: &'a [PathBuf],
    /// The mapping file for tables.
    pub map: Option<&'a Path>,
    /// The one client that was asked for, where it is one: tables without a row are theirs.
    pub client: Option<&'a str>,
}

/// What was read.
#[derive(Default)]
pub(super) struct Beside {
    pub merge: Merge,
    /// Remarks on tables.
    pub report: Report,
    /// Rows of tables that were left out: what the summary counts, a build notes.
    pub left_out: Report,
    /// What was read of tables, for the summary.
    pub said: String,
}

impl With<'_> {
    /// Reads all that is named.
    pub(super) fn read(
        &self,
        keys: &DeskKeys,
        inputs: &mut Inputs,
    ) -> Result<Beside, Failure> {
        let mut beside = Beside::default();
        let map = map_of(self.map, inputs)?;
        for path in self.paths {
            if let Some(text) = extract_text(path, keys)? {
                add(&mut beside.merge, &text)?;
                continue;
            }
            let imported = self.tables(path, &map)?;
            let client = &imported.client;
            beside.report.append(table_remarks(&imported.counts, FLAG, client));
            beside.left_out.append(tables_left_out(&imported.counts, FLAG, client));
            beside.said += &table_summary(&imported.counts, client);
            let text = String::from_utf8(imported.extract).expect("JSON is UTF-8");
            add(&mut beside.merge, &text)?;
        }
        Ok(beside)
    }

    fn tables(&self, path: &Path, map: &TableMap) -> Result<TablesImported, Failure> {
        let given = Given::at(path).map_err(|err| outcome::reading(&err, FLAG))?;
        let sources = open(&[given], FLAG)?;
        // What an extract says of itself is not merged: the time is the export's.
        let wanted =
            TablesWanted { client: self.client, exported_at: "", map, input: FLAG };
        let imported = import::tables(&sources, &wanted)?;
        let own = imported
            .counts
            .files
            .iter()
            .find(|it| it.section == Some(SectionKind::Enrollments));
        match own {
            None => Ok(imported),
            Some(count) => {
                let message = "a table has enrollments, which come from the export";
                Err(Failure::refused(
                    Diagnostic::error("merge-unreadable", message)
                        .at(Place::Outside(format!("{FLAG}/{}", count.file)))
                        .hint("write its name into `left_out` of a mapping file, and pass that with `--map`"),
                ))
            }
        }
    }
}

fn add(merge: &mut Merge, text: &str) -> Result<(), Failure> {
    merge.add(text).map_err(|err| Failure::refused(Diagnostic::of(&err)))
}

/// The text of an extract or of a list of them, sealed or not; none where these are tables.
fn extract_text(path: &Path, keys: &DeskKeys) -> Result<Option<String>, Failure> {
    let reading = |err| outcome::reading(&err, FLAG);
    if io::kind_of(path).map_err(reading)? == io::PathKind::Folder {
        return Ok(None);
    }
    let bytes = io::read_bytes(path, MAX_BYTES).map_err(reading)?;
    let bytes = if seal::is_sealed(&bytes) {
        let opened = seal::open(Kind::Extract, &bytes, keys);
        opened.map_err(|err| not_opened(&err, &shown(path)))?.to_vec()
    } else {
        bytes
    };
    if !import::may_be_extracts(&bytes) {
        return Ok(None);
    }
    io::text_of(bytes, path).map(Some).map_err(reading)
}
