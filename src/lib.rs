//! `crr`
pub mod diagnostics;
pub mod extract;
pub mod model;
pub mod plan;
pub mod request;
pub mod rules;
pub mod site;
pub mod source;
