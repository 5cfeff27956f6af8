//! A mapping file of tables: read or refused, the same each time, and told without its values.
//! Whatever it says, a table can be read with it.

use client_record_request::diagnostics::{Checked, Origin};
use client_record_request::import::{
    HeldTable, MapFile, TableMap, TableSource, TablesWanted, tables,
};
use client_record_request::pipeline::Inputs;
use client_record_request::source::Source;

use super::told::told;

/// A table that the built-in mapping knows.
const TABLE: &str = "Unique Identifier,Permission,Start Date\n69E44770D,Yes,2026-01-01\n";

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut inputs = Inputs::default();
    let source = Source::toml(Origin::Map, "map.toml".into(), text.to_owned());
    let Checked { value: file, report } = MapFile::parse(inputs.keep(source));
    assert_eq!(file.is_none(), report.is_refused());
    told(&report, text, &inputs);
    let Some(file) = file else { return };
    let map = TableMap::over(&file);
    let table = HeldTable { name: "roi.csv".into(), bytes: TABLE.into() };
    let tables_of = [Box::new(table) as Box<dyn TableSource>];
    let wanted = TablesWanted {
        client: Some("69E44770D"),
        exported_at: "2026-11-18T14:05:00-08:00",
        map: &map,
        input: "INPUT",
    };
    if let Err(failure) = tables(&tables_of, &wanted) {
        assert!(failure.report.is_refused());
    }
}
