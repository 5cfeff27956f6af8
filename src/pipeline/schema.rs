//! The formats as JSON Schema, made from the types that read them.

use std::collections::BTreeSet;

use schemars::{JsonSchema, SchemaGenerator};

use crate::extract::Extract;
use crate::request::Request;
use crate::site::Site;

/// The schema of a format.
pub fn schema_of<T: JsonSchema>() -> schemars::Schema {
    SchemaGenerator::default().into_root_schema_for::<T>()
}

/// Every key of the three formats: words that a diagnostic may show.
pub fn keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for schema in [schema_of::<Request>(), schema_of::<Extract>(), schema_of::<Site>()] {
        collect(schema.as_value(), &mut keys);
    }
    keys
}

fn collect(value: &serde_json::Value, keys: &mut BTreeSet<String>) {
    let Some(map) = value.as_object() else { return };
    if let Some(properties) = map.get("properties").and_then(|it| it.as_object()) {
        keys.extend(properties.keys().cloned());
    }
    map.values().for_each(|it| collect(it, keys));
}
