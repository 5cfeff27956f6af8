//! `crr`
pub mod cli;
pub mod diagnostics;
pub mod extract;
pub mod io;
pub mod ledger;
pub mod model;
pub mod package;
pub mod plan;
pub mod render;
pub mod request;
pub mod rules;
pub mod sections;
pub mod site;
pub mod source;
