//! Each profile that a request names has an extract, and one only.

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::extract::Extract;
use crate::model::ClientId;
use crate::request::{Request, is_same};

/// Compares the identifiers of a request with the extracts. Where one of these is about nobody
/// who was asked for, a rule says so.
pub(super) fn check_profiles(
    request: &Request,
    extracts: &[Extract],
    flag: &str,
) -> Report {
    let mut report = Report::default();
    let clients = request.clients();
    let is_of = |extract: &Extract, id: &ClientId| {
        extract.ids().into_iter().any(|it| is_same(it, id))
    };
    let is_strange = |it: &Extract| !clients.iter().any(|id| is_of(it, id));
    if extracts.iter().any(is_strange) {
        return report;
    }
    for (i, id) in clients.iter().enumerate() {
        let of = extracts.iter().enumerate().filter(|(_, it)| is_of(it, id));
        let of: Vec<usize> = of.map(|(nth, _)| nth).collect();
        let here = Place::request(request.client_at(i));
        match of.as_slice() {
            [] => report.push(
                Diagnostic::error(
                    "profile-not-supplied",
                    "no extract is of this profile",
                )
                .at(here)
                .hint(format!("export it too, and name the file with `{flag}` as well")),
            ),
            [_] => {}
            several => {
                let n = several.len();
                let mut it = Diagnostic::error(
                    "several-extracts",
                    format!("{n} extracts are about this client"),
                )
                .at(here);
                for nth in several {
                    it = it.at(Place::extract("/client_id").of_profile(*nth));
                }
                report
                    .push(it.hint(format!("keep the newest, or name one with `{flag}`")));
            }
        }
    }
    report
}
