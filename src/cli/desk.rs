//! Where the desk of a run keeps its things: what the command line, the site file and the
//! environment say of it.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::flags::SiteFlag;
use super::folders::DeskFolder;
use super::read;
use super::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::io::{self, Audience, Desk, KEY};
use crate::ledger::LEDGER;
use crate::model::StaffName;
use crate::site::Site;

/// Where the packages, the ledger and the key are.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(super) struct DeskFlags {
    /// Folder of packages; without a site file, also of the ledger and the key. Default: CRR_OUT,
    /// else what the site file says, else `out`.
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// File with the desk's key; default: what the site file says, or `desk.key` beside it.
    #[arg(long, value_name = "FILE", env = "CRR_KEY", hide_env = true)]
    pub key: Option<PathBuf>,
}

/// The same, for commands that need nothing else of a site.
#[derive(Debug, ClapArgs)]
pub(super) struct DeskOfSite {
    #[command(flatten)]
    pub flags: DeskFlags,
    #[command(flatten)]
    pub site: SiteFlag,
}

impl DeskOfSite {
    /// The desk.
    pub(super) fn desk(&self, session: &mut Session<'_>) -> Result<Desk, Failure> {
        let site = read::site(&self.site, session)?;
        desk(&self.flags, &self.site, &site)
    }
}

/// The desk of a run.
pub(super) fn desk(
    flags: &DeskFlags,
    site_flag: &SiteFlag,
    site: &Site,
) -> Result<Desk, Failure> {
    let file = site_flag.find();
    let out = DeskFolder::Packages.find(flags.out.as_deref(), &file, site).path;
    let named = |key: Option<&str>, name: &str| match file.path() {
        Some(_) => file.beside(key.unwrap_or(name)),
        None => out.join(name),
    };
    let ledger = named(site.ledger.as_ref().map(|it| it.as_str()), LEDGER);
    let key = named(site.key.as_ref().map(|it| it.as_str()), KEY);
    let key = flags.key.clone().unwrap_or(key);
    check_key(&key, &out)?;
    Ok(Desk {
        out,
        ledger,
        key,
        is_shared: audience(site) == Audience::Group,
        zone: site.time_zone.0,
        operator: operator(site)?,
    })
}

/// Who may use what a desk keeps.
pub(super) fn audience(site: &Site) -> Audience {
    if site.shared_with_group == Some(true) { Audience::Group } else { Audience::Owner }
}

/// The key is never in a package, nor in the place of one: there it would be forwarded, or
/// replaced. Beside the packages, its name is none that a ticket could have.
fn check_key(key: &Path, out: &Path) -> Result<(), Failure> {
    let name = key.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    let is_beside =
        key.parent().is_some_and(|it| io::is_same_folder(it, out)) && name.contains('.');
    if name.ends_with(".head") || (io::is_below(key, out) && !is_beside) {
        return Err(Failure::refused(
            Diagnostic::error("key-in-package", "the desk's key may not be there")
                .at(Place::Outside(key.display().to_string()))
                .hint("name a file outside the packages, as in `desk.key`"),
        ));
    }
    Ok(())
}

/// Who runs the program: `CRR_OPERATOR`, the site file, the login name.
fn operator(site: &Site) -> Result<StaffName, Failure> {
    let of = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
    if let Some(text) = of(OPERATOR) {
        return StaffName::new(&text).ok_or_else(|| {
            Failure::usage(
                Diagnostic::error(
                    "not-a-staff-name",
                    "this cannot name somebody on the staff",
                )
                .at(Place::Outside(OPERATOR.into()))
                .hint(StaffName::FORM),
            )
        });
    }
    let login = ["LOGNAME", "USER", "USERNAME"].into_iter().find_map(of);
    let login = || StaffName::of_login(&login.unwrap_or_default());
    Ok(site.operator.clone().unwrap_or_else(login))
}

/// The variable that names who runs the program.
const OPERATOR: &str = "CRR_OPERATOR";
