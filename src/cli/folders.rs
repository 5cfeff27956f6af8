//! Where the desk keeps its things, and who said so: a flag, a variable, the site file, or
//! nobody.

use std::path::{Path, PathBuf};

use super::site_file::{NamedBy, SiteFile};
use crate::model::PlainText;
use crate::site::{Folders, Site};

/// A folder of the desk's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeskFolder {
    /// Requests.
    Requests,
    /// Imported extracts.
    Extracts,
    /// Packages.
    Packages,
    /// Lists of passphrases; a site that names none has none.
    Passphrases,
}

/// A folder and who named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedFolder {
    /// Where it is.
    pub path: PathBuf,
    /// Who said so.
    pub named: NamedBy,
}

impl DeskFolder {
    /// All of them.
    pub(super) const ALL: [Self; 4] =
        [Self::Requests, Self::Extracts, Self::Packages, Self::Passphrases];

    /// Its key in the site file.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Extracts => "extracts",
            Self::Packages => "packages",
            Self::Passphrases => "passphrases",
        }
    }

    /// Where it is: a flag before a variable, a variable before the site file. What nobody
    /// names lies in the folder that the site file speaks for.
    pub(super) fn find(
        self,
        flag: Option<&Path>,
        file: &SiteFile,
        site: &Site,
    ) -> NamedFolder {
        let (path, named) = if let Some(path) = flag {
            (path.to_owned(), NamedBy::Flag)
        } else if let Some((path, name)) = self.variable() {
            (path, NamedBy::Variable(name))
        } else if let Some(name) = site.folders.as_ref().and_then(|it| self.named_in(it))
        {
            (file.beside(name.as_str()), NamedBy::Found)
        } else {
            (file.at_home(self.default_name()), NamedBy::Nobody)
        };
        NamedFolder { path, named }
    }

    fn variable(self) -> Option<(PathBuf, &'static str)> {
        let name = match self {
            Self::Requests => "CRR_REQUESTS",
            Self::Extracts => "CRR_EXTRACTS",
            Self::Packages => "CRR_OUT",
            Self::Passphrases => return None,
        };
        let path = std::env::var_os(name).filter(|it| !it.is_empty())?;
        Some((path.into(), name))
    }

    fn named_in(self, folders: &Folders) -> Option<&PlainText> {
        match self {
            Self::Requests => folders.requests.as_ref(),
            Self::Extracts => folders.extracts.as_ref(),
            Self::Packages => folders.packages.as_ref(),
            Self::Passphrases => folders.passphrases.as_ref(),
        }
    }

    fn default_name(self) -> &'static str {
        match self {
            Self::Requests => "data/requests",
            Self::Extracts => "data/extracts",
            Self::Packages => "out",
            Self::Passphrases => "data/passphrases",
        }
    }
}
