//! What the fuzz targets share: the properties, which the tests of the program use too.

#[path = "properties/mod.rs"]
pub mod properties;
