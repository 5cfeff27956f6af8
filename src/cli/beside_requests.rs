//! What a folder of requests has besides requests: told, so that none is missed for its name.

use std::path::{Path, PathBuf};

use super::outcome::counted;
use crate::diagnostics::{Diagnostic, Place, Report, Severity, in_one_line};
use crate::io::RequestFolder;

/// How many names are shown.
const MAX_NAMES: usize = 3;

/// What is passed over in the folders that were named.
pub(super) fn beside_requests(named: &[PathBuf]) -> Report {
    let mut report = Report::default();
    for path in named.iter().filter(|it| it.is_dir()) {
        // One that cannot be read has been told by now.
        if let Ok(folder) = RequestFolder::of(path) {
            report.extend(others(path, &folder));
            report.extend(done(path, &folder));
        }
    }
    report
}

fn others(path: &Path, folder: &RequestFolder) -> Option<Diagnostic> {
    let n = folder.others.len();
    if n == 0 {
        return None;
    }
    let is = if n == 1 { "is not a request" } else { "are not requests" };
    let message =
        format!("{} of this folder {is}: {}", counted(n, "file"), names(folder));
    let it = Diagnostic::warning("not-requests", message);
    Some(it.at(Place::Outside(path.display().to_string())).hint(
        "rename a request so that its name ends in `.toml`, and move other files out of the \
         folder",
    ))
}

fn done(path: &Path, folder: &RequestFolder) -> Option<Diagnostic> {
    if folder.n_done == 0 {
        return None;
    }
    let n = counted(folder.n_done, "request");
    let message = format!("{n} in folders named `done` passed over");
    let it = Diagnostic::new(Severity::Note, "done-passed-over", message);
    Some(it.at(Place::Outside(path.display().to_string())))
}

/// The names of the files that are no requests, as far as there is room.
pub(super) fn names(folder: &RequestFolder) -> String {
    let name = |it: &PathBuf| {
        let name = it.file_name().unwrap_or_default().to_string_lossy();
        format!("`{}`", in_one_line(&name))
    };
    let shown: Vec<String> = folder.others.iter().take(MAX_NAMES).map(name).collect();
    let more = folder.others.len().saturating_sub(MAX_NAMES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", shown.join(", "))
}
