//! Which site file counts, and who said so: `--site`, `CRR_SITE`, the nearest one in this folder
//! or above, or the one that is built in.

use std::path::{Path, PathBuf};

use super::flags::SiteFlag;
use crate::diagnostics::{Diagnostic, Place, Report};
use crate::io::{self, SearchedSite, Untrusted};

/// The site file of a run.
#[derive(Debug, Clone)]
pub(super) struct SiteFile {
    /// Where it is; none for the built-in one.
    pub path: Option<PathBuf>,
    /// Who named it.
    pub named: NamedBy,
    /// The folder that folders without a name of their own are in; empty for the one that the
    /// program runs in.
    home: PathBuf,
    passed_over: Vec<(PathBuf, Untrusted)>,
}

/// Who named a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// The command line.
    Flag,
    /// A variable of the environment.
    Variable(&'static str),
    /// For a site file: it was found. For a folder: the site file.
    Found,
    /// Nobody.
    Nobody,
}

/// The variable that names the site file.
const VARIABLE: &str = "CRR_SITE";

/// The word that names the built-in site, for the flag and the variable.
const BUILT_IN: &str = "built-in";

impl SiteFlag {
    /// The site file of the run.
    pub(super) fn find(&self) -> SiteFile {
        let variable = || std::env::var_os(VARIABLE).filter(|it| !it.is_empty());
        if let Some(path) = &self.site {
            return SiteFile::named(path.clone(), NamedBy::Flag);
        }
        if let Some(path) = variable() {
            return SiteFile::named(path.into(), NamedBy::Variable(VARIABLE));
        }
        let found = io::current_folder().map(|it| io::search_site(&it));
        let SearchedSite { path, home, passed_over } = found.unwrap_or_default();
        let named = if path.is_some() { NamedBy::Found } else { NamedBy::Nobody };
        SiteFile { path, named, home, passed_over }
    }

    /// The built-in site, whatever lies around.
    pub(super) fn built_in() -> Self {
        Self { site: Some(BUILT_IN.into()) }
    }
}

impl SiteFile {
    fn named(path: PathBuf, named: NamedBy) -> Self {
        let path = Some(path).filter(|it| it != Path::new(BUILT_IN));
        Self { path, named, home: PathBuf::new(), passed_over: Vec::new() }
    }

    /// Where it is; none for the built-in one.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What it names, as seen from it.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        let folder = self.path().and_then(Path::parent);
        folder.unwrap_or(Path::new("")).join(name)
    }

    /// A folder that nobody named: beside what was found, else in the current folder.
    pub(super) fn at_home(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// The flag or the variable that a message about it names.
    pub(super) fn place(&self) -> &'static str {
        match self.named {
            NamedBy::Variable(name) => name,
            _ => "--site",
        }
    }

    /// The words for where it comes from.
    pub(super) fn origin(&self) -> String {
        match (&self.path, self.named) {
            (None, NamedBy::Nobody) => "built in: no site file here or above".into(),
            (None, _) => "built in".into(),
            (Some(path), NamedBy::Variable(name)) => {
                format!("{}, from {name}", path.display())
            }
            (Some(path), _) => path.display().to_string(),
        }
    }

    /// Files that were found and do not count.
    pub(super) fn report(&self) -> Report {
        let mut report = Report::default();
        for (path, why) in &self.passed_over {
            let message = match why {
                Untrusted::AnothersFile => {
                    "this site file was passed over: it belongs to another account"
                }
                Untrusted::OpenToAll => {
                    "this site file was passed over: every account may change it"
                }
            };
            let path = path.display().to_string();
            let named =
                format!("pass `--site {path}`, or set CRR_SITE, if it is the desk's own");
            let it = Diagnostic::warning("site-passed-over", message)
                .at(Place::Outside(path.clone()));
            report.push(match why {
                Untrusted::AnothersFile => it.hint(named),
                Untrusted::OpenToAll => it
                    .hint(format!("run `chmod o-w {path}` if nobody else has changed it"))
                    .hint(named),
            });
        }
        report
    }
}
