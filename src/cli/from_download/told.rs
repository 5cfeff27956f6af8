//! What an importer reports, in the words of a build: there `--from` names the download, and the
//! request the client.

use crate::cli::from_flags::FLAG;
use crate::diagnostics::{Failure, Place, Report};

/// The arguments and flags of the importers that name a download, or whom it is about.
const NAMES: [&str; 4] = ["EXPORT", "--client", "--enrollments", "--files"];

/// The same report, with the places of a build.
pub(super) fn retold(report: Report) -> Report {
    let mut retold = Report::default();
    for mut it in report.into_items() {
        for place in &mut it.places {
            if let Place::Outside(name) | Place::Input { file: name, .. } = place {
                *name = renamed(name);
            }
        }
        for hint in &mut it.hints {
            *hint = hint.replace("`--client`", "`client_id`");
        }
        retold.push(it);
    }
    retold
}

/// The same failure, with the places of a build.
pub(super) fn retold_failure(failure: Failure) -> Failure {
    Failure { report: retold(failure.report), ..failure }
}

fn renamed(name: &str) -> String {
    let rest = NAMES.iter().find_map(|it| name.strip_prefix(it));
    match rest.filter(|it| it.is_empty() || it.starts_with(['/', ' '])) {
        Some(rest) => format!("{FLAG}{rest}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn only_whole_names_are_renamed() {
        for (name, found) in [
            ("EXPORT", "--from"),
            ("EXPORT/Client.csv", "--from/Client.csv"),
            ("--enrollments (2 of 3)", "--from (2 of 3)"),
            ("EXPORTED", "EXPORTED"),
            ("--client-file", "--client-file"),
            ("--with", "--with"),
        ] {
            assert_eq!(renamed(name), found);
        }
    }
}
