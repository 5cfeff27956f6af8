//! What all requests of a run share: the site, its rules, the looks, the day.

use std::sync::OnceLock;

use chrono_tz::Tz;

use super::inputs::Inputs;
use crate::diagnostics::{Diagnostic, Failure, Origin, Place, Pointer, Report};
use crate::ledger::Circumstances;
use crate::model::{Day, StaffName};
use crate::package::digest;
use crate::render::{Kit, Overrides, Qr};
use crate::rules::Edition;
use crate::site::{BUILT_IN, Site};
use crate::source::Source;

/// What all requests of a run share.
#[derive(Debug)]
pub struct Context {
    /// Names, addresses and local rules.
    pub site: Site,
    /// The rules that the site names.
    pub edition: Edition,
    /// Templates, fonts and words.
    pub kit: Kit,
    /// The day of the build.
    pub at: Day,
    /// True where that day was given by hand.
    at_given: bool,
    /// SHA-256 of the rules, and of the site file.
    rules_digest: OnceLock<String>,
    site_digest: String,
    /// True where some templates are the user's own.
    own_templates: bool,
    qr: OnceLock<Qr>,
}

/// The files that a context is made from, as they were read.
#[derive(Debug, Default)]
pub struct Files {
    /// Name and text of the site file; none for the built-in one.
    pub site: Option<(String, String)>,
    /// Templates and fonts that replace built-in ones or add to them.
    pub looks: Overrides,
}

impl Context {
    /// Reads the site file, the templates and the fonts. The day of the build is given, or
    /// today in the site's time zone.
    pub fn new(
        files: Files,
        at: Option<Day>,
        today: impl FnOnce(Tz) -> Day,
        inputs: &mut Inputs,
    ) -> Result<Self, Report> {
        let site = site_of(files.site, inputs)?;
        let site_digest = inputs.digest(Origin::Site);
        let edition = edition_of(&site)?;
        let own_templates = !files.looks.templates.is_empty();
        let kit = Kit::new(files.looks).map_err(|err| {
            Diagnostic::error("kit-not-usable", err.to_string())
                .at(Place::Outside("--templates, --fonts".into()))
                .hint("compare the file with the built-in one")
        })?;
        Ok(Self {
            at: at.unwrap_or_else(|| today(site.time_zone.0)),
            at_given: at.is_some(),
            rules_digest: OnceLock::new(),
            site_digest,
            site,
            edition,
            kit,
            own_templates,
            qr: OnceLock::new(),
        })
    }

    /// What the ledger is to know of the run, and of who runs it.
    pub fn circumstances<'a>(&'a self, operator: &'a StaffName) -> Circumstances<'a> {
        Circumstances {
            rules: self.rules_digest.get_or_init(|| {
                digest(&serde_json::to_vec(&self.edition).expect("texts only"))
            }),
            site: &self.site_digest,
            at_given: self.at_given,
            operator,
        }
    }

    /// The code that leads to the guidance; drawing it takes a while.
    pub fn qr(&self) -> &Qr {
        self.qr.get_or_init(|| Qr::of(self.site.guidance_url.as_str()))
    }

    /// Why a document could not be typeset: with templates of the user's own the fault is
    /// probably theirs.
    pub fn template_fault(&self, report: Report) -> Failure {
        if self.own_templates { Failure::refused(report) } else { Failure::fault(report) }
    }
}

/// The site of a file's name and text, or the built-in one.
pub fn site_of(
    file: Option<(String, String)>,
    inputs: &mut Inputs,
) -> Result<Site, Report> {
    let (name, text) =
        file.unwrap_or_else(|| ("the built-in site file".into(), BUILT_IN.into()));
    let source = inputs.keep(Source::toml(Origin::Site, name, text));
    Site::parse(source).into_result().map(|(site, _)| site)
}

/// The set of rules that a site names.
pub fn edition_of(site: &Site) -> Result<Edition, Report> {
    Edition::named(site.edition.as_str()).ok_or_else(|| {
        let names: Vec<_> = Edition::names().map(|it| format!("`{it}`")).collect();
        Diagnostic::error("unknown-edition", "there is no set of rules of this name")
            .at(Place::value(Origin::Site, Pointer::from("/edition")))
            .hint(format!("write one of {}", names.join(", ")))
            .into()
    })
}
