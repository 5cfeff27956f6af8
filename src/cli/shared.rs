//! What all requests of a run share: the site, its rules, the looks, the day.

use std::path::Path;
use std::sync::OnceLock;

use super::args::KitArgs;
use super::inputs::Inputs;
use super::outcome::Stop;
use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report};
use crate::io;
use crate::model::Day;
use crate::render::{Kit, Overrides, Qr};
use crate::rules::Edition;
use crate::site::{BUILT_IN, Site};
use crate::source::Source;

/// The largest site file, template or font that is read, in bytes.
const MAX_PART: u64 = 32 * 1024 * 1024;

/// What all requests of a run share.
pub(super) struct Shared {
    pub site: Site,
    pub edition: Edition,
    pub kit: Kit,
    /// The day of the build.
    pub at: Day,
    /// True where some templates are the user's own.
    own_templates: bool,
    qr: OnceLock<Qr>,
}

impl Shared {
    /// Reads the site file, the templates and the fonts.
    pub(super) fn of(args: &KitArgs, inputs: &mut Inputs) -> Result<Self, Stop> {
        let site = site(args.site.as_deref(), inputs)?;
        let edition = edition(&site)?;
        let kit = kit(args)?;
        let at = args.at.unwrap_or_else(|| io::today(site.time_zone.0));
        let own_templates = args.templates.is_some();
        Ok(Self { site, edition, kit, at, own_templates, qr: OnceLock::new() })
    }

    /// The code that leads to the guidance; drawing it takes a while.
    pub(super) fn qr(&self) -> &Qr {
        self.qr.get_or_init(|| Qr::of(self.site.guidance_url.as_str()))
    }

    /// The day of an instant (RFC 3339) where the help desk is; as it was written where it is
    /// none.
    pub(super) fn day_of(&self, instant: &str) -> String {
        let parsed = chrono::DateTime::parse_from_rfc3339(instant);
        parsed.map_or_else(
            |_| instant.to_owned(),
            |it| it.with_timezone(&self.site.time_zone.0).date_naive().to_string(),
        )
    }

    /// Why a document could not be set: with templates of the user's own the fault is
    /// probably theirs.
    pub(super) fn template_fault(&self, report: Report) -> Stop {
        if self.own_templates { Stop::refused(report) } else { Stop::fault(report) }
    }
}

/// The site file, or the built-in one.
pub(super) fn site(path: Option<&Path>, inputs: &mut Inputs) -> Result<Site, Stop> {
    let (name, text) = match path {
        None => ("the built-in site file".to_owned(), BUILT_IN.to_owned()),
        Some(path) => (
            path.display().to_string(),
            io::read_limited(path, MAX_PART)
                .map_err(|err| Stop::reading(&err, "--site"))?,
        ),
    };
    let (source, mut report) = Source::toml(Origin::Site, name, text);
    let source = inputs.keep(source);
    if report.is_refused() {
        return Err(Stop::refused(report));
    }
    let (site, more) = Site::parse(source);
    report.append(more);
    match site {
        Some(site) if !report.is_refused() => Ok(site),
        _ => Err(Stop::refused(report)),
    }
}

/// The set of rules that a site file names.
pub(super) fn edition(site: &Site) -> Result<Edition, Stop> {
    Edition::named(site.edition.as_str()).ok_or_else(|| {
        let names: Vec<_> = Edition::names().map(|it| format!("`{it}`")).collect();
        Stop::refused(
            Diagnostic::error("unknown-edition", "there is no set of rules of this name")
                .at(Place::value(Origin::Site, Pointer::from("/edition")))
                .hint(format!("write one of {}", names.join(", "))),
        )
    })
}

fn kit(args: &KitArgs) -> Result<Kit, Stop> {
    let mut overrides = Overrides::default();
    if let Some(folder) = &args.templates {
        overrides.templates = io::read_folder(folder, &["typ", "toml", "svg"], MAX_PART)
            .map_err(|err| Stop::reading(&err, "--templates"))?;
    }
    if let Some(folder) = &args.fonts {
        let fonts = io::read_folder(folder, &["ttf", "otf", "ttc"], MAX_PART)
            .map_err(|err| Stop::reading(&err, "--fonts"))?;
        overrides.fonts = fonts.into_values().collect();
    }
    Kit::new(overrides).map_err(|err| {
        Stop::refused(
            Diagnostic::error("kit-not-usable", err.to_string())
                .at(Place::Outside("--templates, --fonts".into()))
                .hint("compare the file with the built-in one"),
        )
    })
}
