//! The extracts of a folder that are about the client of a request, one for each profile, or
//! why none is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::extract_file::{read_extracts, shown};
use super::outcome::{agreeing, counted};
use crate::diagnostics::{Diagnostic, Failure, Place, Report, Severity};
use crate::io::{ExtractIndex, Found, Why};
use crate::pipeline::{Inputs, Supplied};
use crate::request::Request;
use crate::seal::DeskKeys;

/// The extracts of a request's client, one for each profile.
pub(super) fn extracts(
    request: &Request,
    index: &ExtractIndex,
    folder: &Path,
    keys: &DeskKeys,
    inputs: &mut Inputs,
) -> Result<Supplied, Failure> {
    let (mut report, mut taken) = (Report::default(), BTreeSet::new());
    for (nth, client) in request.clients().iter().enumerate() {
        let here = Place::request(request.client_at(nth));
        let found = index.find(client);
        if let [(path, why), ..] = found.damaged.as_slice() {
            return damaged(path, *why, &found, here, keys, inputs);
        }
        if nth == 0 {
            report.append(others(&found, folder));
        }
        report.extend(namesakes(&found));
        match found.paths.as_slice() {
            _ if found.n_clients > 1 => {
                return Ok(Supplied::none(by_capitals(&found, here)));
            }
            [path] => {
                taken.insert(path.clone());
            }
            [] => {
                let message = format!(
                    "there is no extract of this client in `{}`",
                    folder.display()
                );
                report.push(Diagnostic::error("no-extract", message).at(here).hint(
                    "export the record into that folder, or name the file with `--extract`",
                ));
            }
            paths => {
                let message = format!("{} extracts are about this client", paths.len());
                let it = Diagnostic::error("several-extracts", message).at(here);
                let it = named(it, paths.iter());
                let it = it.hint("keep the newest, or name one with `--extract`");
                return Ok(Supplied::none(it));
            }
        }
    }
    if report.is_refused() {
        return Ok(Supplied::none(report));
    }
    let taken: Vec<PathBuf> = taken.into_iter().collect();
    let supplied = read_extracts(&taken, request.clients(), keys, inputs)?;
    report.append(supplied.report);
    Ok(Supplied { report, ..supplied })
}

/// A file that mentions the client and does not tell whom it is about may be the newer extract:
/// an older one beside it must not be used instead.
fn damaged(
    path: &Path,
    why: Why,
    found: &Found,
    here: Place,
    keys: &DeskKeys,
    inputs: &mut Inputs,
) -> Result<Supplied, Failure> {
    let (what, hint) = match why {
        // A sealed file that cannot be opened says why.
        Why::NoKey | Why::SealedNewer | Why::SealedDamaged => {
            return read_extracts(&[path.to_owned()], &[], keys, inputs);
        }
        Why::NotAnExtract => (
            "is not a valid extract",
            "export the record again, or name the right file with `--extract`",
        ),
        Why::NotReadable => (
            "cannot be read",
            "ask its owner for read access, or move it out of the folder",
        ),
        Why::TooLarge => (
            "is larger than any extract",
            "move it out of the folder, or name the right file with `--extract`",
        ),
        Why::LeadsNowhere => (
            "is a link that leads nowhere",
            "remove the link, or put back what it leads to",
        ),
    };
    let message = format!("a file that mentions this client {what}");
    let paths = found.damaged.iter().map(|it| &it.0);
    let it = Diagnostic::error("damaged-extract", message).at(here);
    let it = named(it, paths).hint(hint);
    let mut report = Report::from(it);
    // Two values of one key are refused by name and place: somebody edited the file.
    let read = read_extracts(&[path.to_owned()], &[], keys, inputs);
    if let (Why::NotAnExtract, Ok(read)) = (why, read) {
        let items = read.report.items().iter();
        report.extend(items.filter(|it| it.slug == "duplicate-key").cloned());
    }
    Ok(Supplied::none(report))
}

/// Identifiers that differ in their capitals alone: two people, or one by mistake. Which of
/// them the request is about cannot be guessed.
fn by_capitals(found: &Found, here: Place) -> Diagnostic {
    let message = format!(
        "the folder has extracts of {} HMIS IDs that differ in capitals alone",
        found.n_clients
    );
    let it = Diagnostic::error("ids-differ-in-capitals", message).at(here);
    named(it, found.paths.iter())
        .hint("find out in HMIS which of these clients asks, and write `client_id` as HMIS does")
        .hint("then name that client's file with `--extract`, or move the other one out of the folder")
}

/// Files that are named after the client and are no extracts: one may be the newer record.
fn namesakes(found: &Found) -> Option<Diagnostic> {
    let n = found.namesakes.len();
    let is = agreeing(n, ["is", "are"]);
    let message = format!(
        "{} {is} named after this client, but not an extract",
        counted(n, "file")
    );
    let it = Diagnostic::warning("named-after-client", message);
    let hint = "import what holds a newer record, and move the rest out of the folder";
    (n > 0).then(|| named(it, found.namesakes.iter()).hint(hint))
}

/// What there is to say of files that do not tell whom they are about, and mention somebody
/// else or nobody. Each warning is answered by moving the files away.
fn others(found: &Found, folder: &Path) -> Report {
    let mut report = Report::default();
    let here = || Place::Outside(shown(folder));
    if let Some(message) = listed(&found.others, &UNREADABLE) {
        let it = Diagnostic::warning("unreadable-extracts", message).at(here());
        report.push(it.hint(
            "move what does not belong there out of the folder, or export those records again",
        ));
    }
    if let Some(message) = listed(&found.others, &SEALED) {
        let mut it =
            Diagnostic::warning("sealed-extracts-not-opened", message).at(here());
        if found.others.contains_key(&Why::NoKey) {
            it = it.hint(
                "put the desk's key back from your copy, or name it with `--key FILE`",
            );
        }
        report.push(
            it.hint("move the files out of the folder, or export those records again"),
        );
    }
    if let [first, ..] = found.loops.as_slice() {
        let n = counted(found.loops.len(), "link");
        let verb = agreeing(found.loops.len(), ["leads", "lead"]);
        let message = format!("{n} {verb} back to a folder above and cannot be followed");
        // What is there is read once all the same.
        let it = Diagnostic::new(Severity::Note, "link-loop", message);
        report.push(it.at(Place::Outside(shown(first))).hint("remove the link"));
    }
    report
}

/// Why a file is not judged, what it is, and what is wrong with one and with several.
type Reason = (Why, &'static str, [&'static str; 2]);

const UNREADABLE: [Reason; 4] = [
    (
        Why::NotAnExtract,
        "JSON file",
        ["is not a valid extract", "are not valid extracts"],
    ),
    (Why::NotReadable, "file", ["cannot be read", "cannot be read"]),
    (
        Why::TooLarge,
        "file",
        ["is larger than any extract", "are larger than any extract"],
    ),
    (Why::LeadsNowhere, "link", ["leads nowhere", "lead nowhere"]),
];

const SEALED: [Reason; 3] = [
    (
        Why::NoKey,
        "sealed file",
        [
            "needs a key that this desk does not have",
            "need keys that this desk does not have",
        ],
    ),
    (
        Why::SealedNewer,
        "sealed file",
        ["was sealed by a newer version of crr", "were sealed by a newer version of crr"],
    ),
    (
        Why::SealedDamaged,
        "sealed file",
        ["was changed or is not whole", "were changed or are not whole"],
    ),
];

/// How many files there are of each kind; none where there are none.
fn listed(found: &BTreeMap<Why, usize>, reasons: &[Reason]) -> Option<String> {
    let parts = reasons.iter().filter_map(|(why, what, wrong)| {
        let n = *found.get(why)?;
        Some(format!("{} {}", counted(n, what), agreeing(n, *wrong)))
    });
    Some(parts.collect::<Vec<_>>().join(", ")).filter(|it| !it.is_empty())
}

/// The first few files that are about a client.
fn named<'a>(it: Diagnostic, paths: impl Iterator<Item = &'a PathBuf>) -> Diagnostic {
    paths.take(3).fold(it, |it, path| it.at(Place::Outside(shown(path))))
}
