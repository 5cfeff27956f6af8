//! Exports of the vendor's system to extracts (`data/policy/formats.md`, 4).
//!
//! A HUD HMIS CSV export is read as a stream, in as many passes as keep what is held at once
//! small: each pass keeps the clients of one part, hands their extracts on and drops them. So
//! memory grows with the part and the largest client, not with the export. The first pass looks
//! at every row before anything is handed on; that two rows contradict each other shows in the
//! pass that keeps them, so who takes extracts keeps none before the end. What a HUD CSV cannot
//! hold (releases, documents, contacts) stays absent, and the pages say that it was not supplied.
//!
//! A row that cannot be read is skipped on request only, and the client whose row it is with it:
//! no extract lacks a row unreported. Where clients are asked for by name, only their own rows
//! count, and those that may be theirs. A row that says what another one says counts once. What is noted of such rows grows with their number.
//!
//! A download of tables, from Clarity's Looker or any system, is read by a mapping (`tables`).
//!
//! All importers fill a [`crate::extract::Draft`], which alone knows how the format is written.

mod bad_row;
mod cells;
mod clarity;
mod clarity_keys;
mod clarity_left_out;
mod clarity_profile;
mod clarity_value;
mod client;
mod counts;
mod error;
mod export;
mod handing;
mod header;
mod held;
mod hmis_csv;
mod household;
mod ids;
mod layout;
mod lines;
mod lost;
mod machine;
mod mapping;
mod merge;
mod moment;
mod pass;
mod projects;
mod record;
mod rounded;
mod rows;
mod shape;
mod spelling;
mod stay;
mod table;
mod tables;
mod unknown_days;
mod wanted;
mod written_day;

pub use bad_row::{BadRow, TableFile, Wrong};
pub use clarity::{Clarity, clarity};
pub use clarity_keys::Unused;
pub use clarity_left_out::LeftOut;
pub use clarity_value::ClarityError;
pub use counts::{Counts, HouseholdCounts, LeftOutClient};
pub use error::{BadZip, ExportError, NOT_HASHED, columns_named};
pub use export::{Export, MAX_EXPANDED};
pub use held::HeldExport;
pub use hmis_csv::import;
pub use machine::{machine_hint, machine_words};
pub use mapping::Mapping;
pub use merge::{Merge, MergeError, may_be_extracts};
pub use shape::Shape;
pub use tables::{
    HeldTable, LOOKER, MAX_MAP, MapFile, RECIPE, TableCount, TableCounts, TableMap,
    TableSource, TablesImported, TablesWanted, left_out as tables_left_out,
    not_supplied as tables_not_supplied, remarks as table_remarks,
    summary as table_summary, tables,
};
pub use unknown_days::UnknownDays;
pub use wanted::Wanted;
