//! `crr schema`: the formats as JSON Schema, made from the types that read them.

use std::collections::BTreeSet;

use schemars::{JsonSchema, SchemaGenerator};

use super::Done;
use super::args::{Schema, SchemaOf};
use crate::extract::Extract;
use crate::request::Request;
use crate::site::Site;

/// Prints one schema.
pub(super) fn schema(args: &Schema) -> Done {
    let schema = match args.of {
        SchemaOf::Request => of::<Request>(),
        SchemaOf::Extract => of::<Extract>(),
        SchemaOf::Site => of::<Site>(),
    };
    Done {
        data: serde_json::to_string_pretty(&schema).expect("a schema is JSON"),
        result: Some(schema.to_value()),
        ..Done::default()
    }
}

fn of<T: JsonSchema>() -> schemars::Schema {
    SchemaGenerator::default().into_root_schema_for::<T>()
}

/// Every key of the three formats: words that a diagnostic may show.
pub(super) fn keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for schema in [of::<Request>(), of::<Extract>(), of::<Site>()] {
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
