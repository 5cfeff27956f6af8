//! `crr purge`: removes what the desk no longer has to keep. It shows what it would remove and
//! asks; where nobody can be asked, it only shows.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::desk::{DeskFlags, desk};
use crate::cli::flags::SiteFlag;
use crate::cli::folders::DeskFolder;
use crate::cli::outcome::{self, Done, agreeing, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::terminal;
use crate::diagnostics::{Diagnostic, Failure, Place, Report, hide_in_path};
use crate::io::{self, Desk, Keeping, Left, PurgePlan, Purged, Stores};
use crate::model::Day;
use crate::site::{ExtractsAfterRelease, Site};

#[derive(Debug, ClapArgs)]
pub(crate) struct Purge {
    /// Days that packages and requests are kept, whatever the site file says.
    #[arg(long, value_name = "DAYS", value_parser = days)]
    older_than: Option<u32>,
    /// Remove without asking.
    #[arg(long)]
    yes: bool,
    /// Folder of requests; default: CRR_REQUESTS, else what the site file says, else
    /// `data/requests`.
    #[arg(long, value_name = "DIR")]
    requests: Option<PathBuf>,
    /// Folder of extracts; default: CRR_EXTRACTS, else what the site file says, else
    /// `data/extracts`.
    #[arg(long, value_name = "DIR")]
    extracts: Option<PathBuf>,
    /// List of passphrases, or a folder of lists; may be repeated. Default: what the site file
    /// says, else `data/passphrases`.
    #[arg(long, value_name = "PATH")]
    passphrases: Vec<PathBuf>,
    /// Day to count from; default: today in the site's time zone.
    #[arg(long, value_name = "YYYY-MM-DD")]
    at: Option<Day>,
    #[command(flatten)]
    of: DeskFlags,
    #[command(flatten)]
    site: SiteFlag,
}

fn days(text: &str) -> Result<u32, &'static str> {
    text.trim().parse().map_err(|_| "write a number of days, as in `90`")
}

impl Purge {
    /// Removes what is past its retention, after asking.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let site = read::site(&self.site, session)?;
        let desk = desk(&self.of, &self.site, &site)?;
        let keeping = self.keeping(&site);
        if is_all(keeping) {
            return Ok(Done {
                summary:
                    "nothing was removed: no retention is set; write `[retention]` in \
                          the site file, or pass `--older-than DAYS`\n"
                        .into(),
                result: Some(result(&PurgePlan::default(), &Purged::default())),
                ..Done::default()
            });
        }
        let mut standing = read::standing(&desk)?;
        let at = self.at.unwrap_or_else(|| io::today(desk.zone));
        let stores = self.stores(&site);
        let plan = PurgePlan::of(&desk, &standing, keeping, &stores, at)
            .map_err(|err| outcome::reading(&err, "crr purge"))?;
        let mut report = left_behind(&plan.left, &plan.ids);
        let mut shown = shown(&plan);
        if !plan.packages.is_empty() && stores.passphrases.is_empty() {
            shown += NO_LIST;
        }
        let answer = self.answer(&plan, &shown, session);
        if answer != Answer::Remove {
            let summary = match answer {
                Answer::Keep => "nothing was removed\n".to_owned(),
                _ if plan.is_empty() => shown,
                _ => format!(
                    "{shown}nothing was removed: run it again with `--yes` to remove it\n"
                ),
            };
            return Ok(Done {
                summary,
                result: Some(result(&plan, &Purged::default())),
                report,
                ..Done::default()
            });
        }
        let purged = remove(&desk, &plan, &mut standing, &mut report)?;
        report.append(left_behind(&purged.left, &plan.ids));
        Ok(Done {
            summary: format!("removed {}\n{HONEST}", said(&purged)),
            result: Some(result(&plan, &purged)),
            report,
            ..Done::default()
        })
    }

    /// What somebody says to what would be removed.
    fn answer(&self, plan: &PurgePlan, shown: &str, session: &Session<'_>) -> Answer {
        let can_ask = terminal::has_asker() && !session.terminal.json;
        match self.yes {
            _ if plan.is_empty() => Answer::Unasked,
            true => Answer::Remove,
            false if !can_ask => Answer::Unasked,
            false if terminal::agrees(&format!("{shown}{HONEST}")) => Answer::Remove,
            false => Answer::Keep,
        }
    }

    /// What the site file says, or the command line.
    fn keeping(&self, site: &Site) -> Keeping {
        let days = self.older_than.map(u64::from);
        let said = site.retention.as_ref();
        let of = |it: Option<i64>| days.or(it.map(i64::unsigned_abs));
        Keeping {
            packages_days: of(said.and_then(|it| it.packages_days)),
            requests_days: of(said.and_then(|it| it.requests_days)),
            deletes_extracts: said.is_some_and(|it| {
                it.extracts_after_release == ExtractsAfterRelease::Delete
            }),
        }
    }

    fn stores(&self, site: &Site) -> Stores {
        let file = self.site.find();
        let find = |folder: DeskFolder, flag: Option<&PathBuf>| {
            let path = folder.find(flag.map(PathBuf::as_path), &file, site).path;
            path.is_dir().then_some(path)
        };
        let passphrases = match self.passphrases.as_slice() {
            [] => find(DeskFolder::Passphrases, None).into_iter().collect(),
            named => named.to_vec(),
        };
        Stores {
            requests: find(DeskFolder::Requests, self.requests.as_ref()),
            extracts: find(DeskFolder::Extracts, self.extracts.as_ref()),
            passphrases,
        }
    }
}

/// What somebody says to what would be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Remove,
    Keep,
    Unasked,
}

/// True where a desk keeps all it has.
fn is_all(keeping: Keeping) -> bool {
    keeping.packages_days.is_none()
        && keeping.requests_days.is_none()
        && !keeping.deletes_extracts
}

fn remove(
    desk: &Desk,
    plan: &PurgePlan,
    standing: &mut io::Standing,
    report: &mut Report,
) -> Result<Purged, Failure> {
    // Where it fails in the middle, something may be gone: the next run goes on.
    outcome::unlocked(io::purge(desk, plan, standing), report)
        .map_err(Failure::of_reading)
}

/// A list in another folder keeps the passphrases of what is gone.
const NO_LIST: &str = "  no passphrases: no folder of lists is known here; name your list with `--passphrases`\n";

const NOTHING: &str = "nothing is past its retention\n";

/// What deleting means.
const HONEST: &str = "\
a deleted file is not wiped: an SSD, a snapshot, a backup or the trash of a network folder
  may keep a copy for a while; only encryption of the whole disk protects that
receipts and the ledger stay
";

/// What would be removed, a line for each package, and how many of the rest.
fn shown(plan: &PurgePlan) -> String {
    if plan.is_empty() {
        return NOTHING.into();
    }
    let mut text = "past its retention:\n".to_owned();
    for it in &plan.packages {
        let folder = it.folder.display();
        writeln!(text, "  package `{folder}`, but for its receipt").expect(INFALLIBLE);
    }
    for (path, n) in &plan.lists {
        let lines = counted(*n, "line");
        writeln!(text, "  {lines} of `{}`", path.display()).expect(INFALLIBLE);
    }
    for ticket in &plan.printed {
        let line =
            "was only printed: where that print is, crr does not know; delete it too";
        writeln!(text, "  request {ticket} {line}").expect(INFALLIBLE);
    }
    for (files, noun) in [(&plan.requests, "request"), (&plan.extracts, "extract")] {
        if !files.is_empty() {
            writeln!(text, "  {}", counted(files.len(), noun)).expect(INFALLIBLE);
        }
    }
    text
}

const INFALLIBLE: &str = "writing to a string cannot fail";

fn said(purged: &Purged) -> String {
    format!(
        "{}, {} of passphrases, {}, {}",
        counted(purged.n_packages, "package"),
        counted(purged.n_lines, "line"),
        counted(purged.n_requests, "request"),
        counted(purged.n_extracts, "extract"),
    )
}

fn result(plan: &PurgePlan, purged: &Purged) -> serde_json::Value {
    let tickets: Vec<&str> = plan.packages.iter().map(|it| it.ticket.as_str()).collect();
    let n_lines: usize = plan.lists.iter().map(|it| it.1).sum();
    serde_json::json!({
        "past": {
            "tickets": tickets,
            "passphrase_lines": n_lines,
            "requests": plan.requests.len(),
            "printed": plan.printed,
            "extracts": plan.extracts.len(),
        },
        "removed": {
            "packages": purged.n_packages,
            "passphrase_lines": purged.n_lines,
            "requests": purged.n_requests,
            "extracts": purged.n_extracts,
        },
    })
}

/// The most files that one warning names.
const MAX_NAMED: usize = 20;

/// What is past its retention and stays: one warning for all, a line for each.
fn left_behind(left: &[(PathBuf, Left)], ids: &[String]) -> Report {
    if left.is_empty() {
        return Report::default();
    }
    let n = left.len();
    let stay = agreeing(n, ["stays", "stay"]);
    let message = format!("{} past the retention {stay}", counted(n, "item"));
    let mut it = Diagnostic::warning("not-purged", message);
    for (path, why) in left.iter().take(MAX_NAMED) {
        let path = hide_in_path(&path.display().to_string(), ids);
        it = it.at(Place::Outside(format!("{path}: {}", reason(*why))));
    }
    if n > MAX_NAMED {
        it = it.at(Place::Outside(format!("and {} more", n - MAX_NAMED)));
    }
    it.hint("look at each, and delete it yourself if nobody needs it").into()
}

fn reason(why: Left) -> &'static str {
    match why {
        Left::Changed => "it is not what the ledger has",
        Left::NotOurs => "crr did not write it",
        Left::Link => "it is a link",
        Left::NotComparable => "it cannot be compared with the ledger",
        Left::Needed => "an open request may need it",
        Left::NotRemoved => "it could not be removed",
    }
}
