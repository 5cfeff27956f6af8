//! The built-in samples: fictional people, for those who change the looks.

use rayon::ThreadPool;

use super::context::Context;
use super::documents;
use super::inputs::Inputs;
use super::prepare::{Ready, ask, extracts_of, prepare};
use super::produce::one;
use crate::diagnostics::{Failure, Report};
use crate::model::Day;
use crate::render::Rendered;
use crate::request::{Language, Layout, Request};

macro_rules! samples {
    ($($name:literal $(with $further:literal)?),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../data/samples/", $name, "/request.toml")),
            &[
                include_str!(concat!("../../data/samples/", $name, "/extract.json")),
                $(include_str!(concat!("../../data/samples/", $name, "/", $further)),)?
            ],
        )),*]
    };
}

/// Name, request and extracts; a test compares the list with the folder.
const SAMPLES: &[(&str, &str, &[&str])] = samples!(
    "almost-empty",
    "anonymised",
    "autofill",
    "guardian-large",
    "many-alphabets",
    "many-enrollments",
    "minor-by-parent",
    "private-record",
    "two-profiles" with "extract-2.json",
    "typical-adult",
    "veteran",
);

/// The names of the samples.
pub fn sample_names() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|(name, ..)| *name)
}

/// The texts of a sample: its request, and the extract of its first profile.
pub fn sample_texts(name: &str) -> (&'static str, &'static str) {
    let found = SAMPLES.iter().find(|(it, ..)| *it == name);
    let (_, request, extracts) = found.expect("the name of a sample");
    (request, extracts[0])
}

/// Checks and plans a sample in a language and a layout, or in those of its request.
pub fn sample(
    name: &str,
    language: Option<Language>,
    layout: Option<Layout>,
    context: &Context,
) -> Result<Ready, Report> {
    let found = SAMPLES.iter().find(|(it, ..)| *it == name);
    let (_, request, extracts) =
        found.expect("only the names of samples are let through");
    let mut inputs = Inputs::default();
    let mut asked = ask(name.to_owned(), (*request).to_owned(), &mut inputs);
    if let Some(request) = &mut asked.request {
        request.language = language.unwrap_or(request.language);
        request.layout = layout.unwrap_or(request.layout);
    }
    let texts = extracts.iter().map(|it| (name.to_owned(), (*it).to_owned())).collect();
    let clients = asked.request.as_ref().map_or(&[][..], Request::clients);
    let supplied = extracts_of(texts, clients, &mut inputs);
    prepare(asked, supplied, &[], context, false)
}

/// Typesets the record of a sample, marked as one on every page.
pub fn sample_record(
    name: &str,
    language: Language,
    layout: Option<Layout>,
    context: &Context,
    pool: &ThreadPool,
) -> Result<Rendered, Failure> {
    let ready = sample(name, Some(language), layout, context)?;
    one(documents::sample_record(&ready.plan, context), context, pool)
}

/// The day on which the samples are in order.
pub fn sample_day() -> Day {
    Day::from_ymd_opt(2026, 11, 20).expect("a day of the calendar")
}

#[cfg(test)]
mod tests {
    use super::sample_names;

    #[test]
    fn every_sample_of_the_folder_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");
        let entries = std::fs::read_dir(folder).expect("the samples");
        let names = entries.map(|it| it.expect("an entry").file_name());
        let mut found: Vec<_> =
            names.map(|it| it.into_string().expect("UTF-8")).collect();
        found.sort();
        assert_eq!(found, sample_names().collect::<Vec<_>>());
    }
}
