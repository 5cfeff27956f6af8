//! The settings of a run, each with who said so: the site file, the rules, the folders, the days
//! on which offices are closed, the pages.

use chrono::Datelike;

use super::line::{Line, State};
use crate::cli::folders::DeskFolder;
use crate::cli::site_file::{NamedBy, SiteFile};
use crate::cli::version::VERSION;
use crate::diagnostics::counted;
use crate::io::Desk;
use crate::model::{Day, StaffName};
use crate::pipeline::{Context, documents, pool, sample};
use crate::render::{Document, Rendered, render};
use crate::rules::{Edition, federal_holidays};
use crate::site::Site;

/// What is known of a run before anything is looked at.
pub(crate) struct Setup<'a> {
    /// The site file.
    pub file: &'a SiteFile,
    /// What it says.
    pub site: &'a Site,
    /// The rules that it names.
    pub edition: &'a Edition,
    /// Where the desk keeps its things.
    pub desk: &'a Desk,
    /// The folder of packages that the command line names.
    pub out: Option<&'a std::path::Path>,
    /// What the pages are tried with, on the day of the samples.
    pub pages: &'a Context,
    /// Today, where the desk is.
    pub today: Day,
}

/// Where the settings come from.
pub(crate) fn setting_lines(setup: &Setup<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::ok("program", format!("crr {VERSION}")),
        site(setup),
        Line::ok("rules", format!("{}: {}", setup.edition.edition, setup.edition.title)),
    ];
    let folders = DeskFolder::ALL.into_iter().filter(|it| is_used(*it, setup));
    lines.extend(folders.map(|it| folder(it, setup)));
    let Desk { ledger, key, operator, .. } = setup.desk;
    lines.push(Line::ok("ledger file", ledger.display().to_string()));
    lines.push(Line::ok("desk key", key.display().to_string()));
    lines.push(who(operator));
    lines.push(clock(setup));
    lines.extend(
        [setup.today.year(), setup.today.year() + 1].map(|it| holidays(it, setup)),
    );
    lines.push(help(setup.site));
    lines.push(pages(setup.pages));
    lines
}

/// Whose name the ledger will have.
fn who(operator: &StaffName) -> Line {
    let name = operator.as_str().to_owned();
    if operator.is_unknown() {
        return Line::warning("operator", name).hint(
            "set `CRR_OPERATOR` to your login or initials: the ledger names who did what",
        );
    }
    Line::ok("operator", name)
}

fn site(setup: &Setup<'_>) -> Line {
    let name = setup.site.name.as_str();
    let line = Line::ok("site", format!("{name} ({})", setup.file.origin()));
    if setup.file.path().is_some() {
        return line;
    }
    Line { state: State::Warning, ..line }
        .hint("run `crr site --init` to write a site file of your own, then fill it in")
}

/// A site that names no folder of passphrases has none.
fn is_used(folder: DeskFolder, setup: &Setup<'_>) -> bool {
    folder != DeskFolder::Passphrases
        || setup.site.folders.as_ref().is_some_and(|it| it.passphrases.is_some())
}

fn folder(folder: DeskFolder, setup: &Setup<'_>) -> Line {
    let flag = setup.out.filter(|_| folder == DeskFolder::Packages);
    let named = folder.find(flag, setup.file, setup.site);
    let who = match named.named {
        NamedBy::Flag => "from the command line",
        NamedBy::Variable(name) => name,
        NamedBy::Found => "from the site file",
        NamedBy::Nobody => "by default",
    };
    let path = std::path::absolute(&named.path).unwrap_or(named.path);
    Line::ok(folder.key(), format!("{}, {who}", path.display()))
}

fn clock(setup: &Setup<'_>) -> Line {
    let zone = setup.site.time_zone.0.name();
    Line::ok("today", format!("{} in {zone}", setup.today))
}

/// The county's holidays are the site file's: nobody else knows them.
fn holidays(year: i32, setup: &Setup<'_>) -> Line {
    const NAMES: [&str; 2] = ["holidays", "next year"];
    let name = NAMES[usize::from(year != setup.today.year())];
    let n_federal = federal_holidays(year).len();
    let county = setup.site.limits.county_holidays.iter();
    let n_county = county.filter(|it| it.year() == year).count();
    let found = format!("{year}: {n_federal} federal, {n_county} of the county");
    if n_county > 0 {
        return Line::ok(name, found);
    }
    Line::warning(name, found).hint(format!(
        "list the county's own holidays of {year} in `county_holidays`, if it has any: a deadline \
         moves with them"
    ))
}

/// Who reads none of the page's language is helped by a line in their own.
fn help(site: &Site) -> Line {
    const NAME: &str = "help lines";
    if site.prints_help() {
        return Line::ok(NAME, "in every language, on cover and letter");
    }
    Line::ok(NAME, "left out: `help_lines` is false in the site file")
}

/// A sample is typeset whole: templates and fonts are then known to be good.
fn pages(context: &Context) -> Line {
    let typeset = sample("typical-adult", None, None, context)
        .and_then(|it| render(&documents(&it.plan, context), &context.kit, &pool()));
    match typeset {
        Ok(all) => {
            let n_pages = all.get(Document::Record).map_or(0, Rendered::n_pages);
            let found = format!("a sample of {} was typeset", counted(n_pages, "page"));
            Line::ok("pages", found)
        }
        Err(_) => Line::problem("pages", "a sample could not be typeset").hint(
            "run `crr templates check` on the templates, or leave `--templates` out",
        ),
    }
}
