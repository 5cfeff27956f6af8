//! The built-in samples: fictional people, for those who change the looks.

use super::outcome::Stop;
use super::shared::Shared;
use crate::diagnostics::Origin;
use crate::extract::Extract;
use crate::model::{Day, Hud};
use crate::plan::{Plan, plan};
use crate::request::{Language, Layout, Request};
use crate::source::Source;

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../data/samples/", $name, "/request.toml")),
            include_str!(concat!("../../data/samples/", $name, "/extract.json")),
        )),*]
    };
}

/// Name, request and extract; a test compares the list with the folder.
const SAMPLES: &[(&str, &str, &str)] = samples!(
    "almost-empty",
    "anonymised",
    "autofill",
    "guardian-large",
    "many-alphabets",
    "many-enrollments",
    "minor-by-parent",
    "private-record",
    "typical-adult",
    "veteran",
);

const READ: &str = "a test reads every sample";

/// The names of the samples.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|(name, ..)| *name)
}

/// A sample, planned.
pub(super) struct Sample {
    pub request: Request,
    pub plan: Plan,
    pub hud: Hud,
}

/// Plans a sample in a language and an edition, or in those of its request.
pub(super) fn sample(
    name: &str,
    language: Option<Language>,
    layout: Option<Layout>,
    shared: &Shared,
) -> Result<Sample, Stop> {
    let found = SAMPLES.iter().find(|(it, ..)| *it == name);
    let (_, request, extract) = found.expect("only the names of samples are let through");
    let (source, _) = Source::toml(Origin::Request, String::new(), (*request).to_owned());
    let (request, _) = Request::parse(&source);
    let (source, _) = Source::json(Origin::Extract, String::new(), (*extract).to_owned());
    let (extract, _) = Extract::parse(&source);
    let mut request = request.expect(READ);
    let extract = extract.expect(READ);
    request.language = language.unwrap_or(request.language);
    request.layout = layout.unwrap_or(request.layout);
    let hud = Hud::of(extract.standard);
    let Shared { site, edition, .. } = shared;
    let planned = plan(&request, &[], extract, site, &hud, edition, sample_day());
    let (plan, _) = planned.map_err(Stop::refused)?;
    Ok(Sample { request, plan, hud })
}

/// The day on which the samples are in order.
pub(super) fn sample_day() -> Day {
    Day::from_ymd_opt(2026, 11, 20).expect("a day of the calendar")
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn every_sample_of_the_folder_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");
        let found = crate::io::names_in(std::path::Path::new(folder));
        assert_eq!(found.expect("the samples"), names().collect::<Vec<_>>());
    }
}
