//! What holds for any bytes we are given, one file a door. The fuzz targets call these
//! functions, and so do the tests of the program, with what fuzzing once found.

pub mod archive;
pub mod clarity_json;
pub mod extract;
pub mod hud_csv;
pub mod ledger;
pub mod locked;
pub mod parts;
pub mod passphrase_list;
pub mod receipt;
pub mod request;
pub mod sealed;
pub mod site;
pub mod table_map;
pub mod tables;
pub mod told;

/// A door: its name, and what must hold there.
pub type Property = (&'static str, fn(&[u8]));

/// Every door. The name is that of the target and of its folder of regressions.
pub const ALL: &[Property] = &[
    ("archive", archive::holds),
    ("clarity_json", clarity_json::holds),
    ("extract", extract::holds),
    ("hud_csv", hud_csv::holds),
    ("ledger", ledger::holds),
    ("locked_html", locked::html),
    ("locked_pdf", locked::pdf),
    ("locked_zip", locked::zip),
    ("passphrase_list", passphrase_list::holds),
    ("receipt", receipt::holds),
    ("request", request::holds),
    ("sealed", sealed::holds),
    ("site", site::holds),
    ("table_map", table_map::holds),
    ("tables", tables::holds),
];
