//! Tables of a client: imported or refused, the same each time; what is imported is an extract of
//! that client whose rows are theirs, and what is refused is told without a value.
//!
//! The bytes are several files: each begins with a line `== NAME`.

use std::sync::LazyLock;

use client_record_request::diagnostics::{Checked, Failure, Origin};
use client_record_request::extract::Extract;
use client_record_request::import::{
    HeldTable, TableMap, TableSource, TablesWanted, table_remarks, tables,
};
use client_record_request::pipeline::Inputs;
use client_record_request::source::Source;

use super::parts::{parts, untold};
use super::told::told;

/// Whose tables these are to be.
const CLIENT: &str = "69E44770D";

/// The built-in mapping: reading it takes longer than most tables do.
pub(super) static LOOKER: LazyLock<TableMap> = LazyLock::new(TableMap::looker);

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let wanted = TablesWanted {
        client: Some(CLIENT),
        exported_at: "2026-11-18T14:05:00-08:00",
        map: &LOOKER,
        input: "INPUT",
    };
    let first = tables(&files(data), &wanted);
    let again = tables(&files(data), &wanted);
    match (first, again) {
        (Err(Failure { report, .. }), Err(again)) => {
            assert!(report.is_refused());
            assert_eq!(report, again.report, "another report the second time");
            // Names of files are told, and headers that the mapping knows.
            told(&report, &cells(data), &Inputs::default());
        }
        (Ok(it), Ok(again)) => {
            assert_eq!(it.extract, again.extract, "another extract the second time");
            assert_eq!(it.client, CLIENT);
            let report = table_remarks(&it.counts, "INPUT", CLIENT);
            told(&report, &cells(data), &Inputs::default());
            let text = String::from_utf8(it.extract).expect("JSON is UTF-8");
            let source = Source::json(Origin::Extract(0), "extract.json".into(), text);
            let Checked { value: extract, report } = Extract::parse(&source);
            // What an extract cannot have, a text that is too long say, is refused there.
            assert_eq!(extract.is_none(), report.is_refused());
            let unknown = report.items().iter().any(|it| it.slug == "unknown-key");
            assert!(!unknown, "a key that no extract has");
            owned(&source.text);
        }
        _ => panic!("another outcome the second time"),
    }
}

/// Every row says that it is the client's.
fn owned(text: &str) {
    let rows = text.lines().filter(|it| it.trim_start().starts_with("\"client_id\": "));
    for row in rows {
        assert!(row.contains(CLIENT), "a row of somebody else was imported");
    }
}

fn files(data: &[u8]) -> Vec<Box<dyn TableSource>> {
    parts(data)
        .map(|(name, bytes)| {
            let name = String::from_utf8_lossy(name).into_owned();
            Box::new(HeldTable { name, bytes: bytes.to_vec() }) as Box<dyn TableSource>
        })
        .collect()
}

/// What stands below the headers of comma-separated files.
fn cells(data: &[u8]) -> String {
    let below = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let is_list = text.trim_start().starts_with(['[', '{', '\u{FEFF}']);
        let rows = text.split_once(['\n', '\r']).map(|it| it.1.to_owned());
        rows.filter(|_| {
            !is_list && !text.lines().next().unwrap_or_default().contains('"')
        })
    };
    // A word that is a file's name too, or a header, may be told.
    let names: Vec<String> =
        parts(data).map(|it| String::from_utf8_lossy(it.0).into_owned()).collect();
    let heads: Vec<String> = parts(data)
        .filter_map(|it| {
            let text = String::from_utf8_lossy(it.1).into_owned();
            text.split(['\n', '\r']).next().map(str::to_owned)
        })
        .collect();
    let rows = parts(data).filter_map(|it| below(it.1)).collect::<Vec<_>>().join("\n");
    untold(&rows, &[names, heads].concat())
}
