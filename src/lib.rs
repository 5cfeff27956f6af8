//! `crr`
pub mod diagnostics;
pub mod extract;
pub mod model;
pub mod plan;
pub mod render;
pub mod request;
pub mod rules;
pub mod sections;
pub mod site;
pub mod source;
