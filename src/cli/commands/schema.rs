//! `crr schema`: the formats as JSON Schema, or as commented files.

use clap::{Args as ClapArgs, ValueEnum};

use crate::cli::outcome::Done;
use crate::cli::session::Session;
use crate::diagnostics::Failure;
use crate::extract::Extract;
use crate::pipeline::{commented_json, commented_toml, schema_of};
use crate::request::Request;
use crate::site::Site;
use crate::source::Described;

#[derive(Debug, ClapArgs)]
pub(crate) struct Schema {
    /// The file format.
    #[arg(value_name = "FORMAT")]
    format: Format,
    /// Print every key with its meaning and the words it takes, as a commented file.
    #[arg(long)]
    commented: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Request,
    Extract,
    Site,
}

impl Schema {
    /// Prints one schema.
    #[expect(clippy::unnecessary_wraps, reason = "as all commands")]
    pub(super) fn run(&self, _: &mut Session<'_>) -> Result<Done, Failure> {
        let schema = match self.format {
            Format::Request => schema_of::<Request>(),
            Format::Extract => schema_of::<Extract>(),
            Format::Site => schema_of::<Site>(),
        };
        if self.commented {
            let keys = Described::of(&schema.to_value());
            let text = match self.format {
                Format::Request | Format::Site => commented_toml(&keys),
                Format::Extract => commented_json(&keys),
            };
            let result = serde_json::json!({ "text": text });
            return Ok(Done { data: text, result: Some(result), ..Done::default() });
        }
        Ok(Done {
            data: serde_json::to_string_pretty(&schema).expect("a schema is JSON"),
            result: Some(schema.to_value()),
            ..Done::default()
        })
    }
}
