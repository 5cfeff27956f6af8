//! The straight line as code: from two texts to a package in memory. It is pure. Texts, the day
//! and randomness come in; commands, samples, benchmark and tests all call the same functions.

mod commented;
mod context;
mod documents;
mod inputs;
mod prepare;
mod produce;
mod profiles;
mod samples;
mod schema;

pub use commented::{commented_json, commented_toml};
pub use context::{Context, Files, edition_of, site_of};
pub use documents::{Guides, documents, plain_record, pool, pool_of};
pub use inputs::Inputs;
pub use prepare::{Asked, Named, Ready, Supplied, ask, extract_of, extracts_of, prepare};
pub use produce::{
    Produced, Unlocked, denial_letter, passphrase_sheet, print, produce, request_form,
    unlocked,
};
pub use samples::{sample, sample_day, sample_names, sample_record, sample_texts};
pub use schema::{keys, schema_of};
