//! `crr schema`: the formats as JSON Schema, made from the types that read them.

use schemars::{JsonSchema, SchemaGenerator};

use super::Done;
use super::args::{Schema, SchemaOf};
use crate::diagnostics::Report;
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
        report: Report::default(),
        summary: String::new(),
        secret: None,
    }
}

fn of<T: JsonSchema>() -> schemars::Schema {
    SchemaGenerator::default().into_root_schema_for::<T>()
}
