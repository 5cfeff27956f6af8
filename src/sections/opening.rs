//! How to open the locked files: a page for the client, in their language, without client
//! data. What it claims of a device, and how sure that is:
//! `data/policy/what-opens-where.md`, 2 and 3.

use serde::Serialize;

use super::Catalog;
use crate::plan::Handover;
use crate::request::Format;

/// Where a client may open a file.
const DEVICES: [&str; 6] =
    ["windows", "mac", "iphone", "android", "chromebook", "library"];

/// Six words that are no passphrase.
pub const EXAMPLE: &str = "cactus-ladder-mellow-orbit-pebble-violin";

/// What the template of `how-to-open.pdf` sees.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OpeningView {
    /// What it looks like and how to type it.
    passphrase: Vec<String>,
    /// The one that is opened first.
    file: File,
    /// The same record in other files: where the name ends, and what to open it with.
    others: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    title: String,
    lead: String,
    /// Where it is opened, and how: what is done in the same way stands together.
    devices: Vec<(String, String)>,
}

/// The page for the files of a package; a passphrase that is not six small words is typed
/// otherwise.
pub fn opening(
    handover: &Handover,
    catalog: &Catalog,
    is_six_words: bool,
) -> OpeningView {
    let word = |key: String| catalog.get(&key).to_owned();
    // What comes before the ending is the number of the request.
    let title = |format: Format| {
        let name = format!(".{}", format.token());
        catalog.fill("opening-file", &[("file", &name)])
    };
    // The one that reaches the client by e-mail is told in full.
    let first = handover.attach;
    let others = handover.formats.iter().filter(|it| **it != first);
    let other = |it: &Format| (title(*it), word(format!("opening-{}-other", it.token())));
    let passphrase = if is_six_words {
        let first = catalog.fill("opening-passphrase-1", &[("example", EXAMPLE)]);
        vec![first, catalog.get("opening-passphrase-2").to_owned()]
    } else {
        ["opening-given-1", "opening-given-2"].map(|it| catalog.get(it).to_owned()).into()
    };
    OpeningView {
        passphrase,
        file: File {
            title: title(first),
            lead: word(format!("opening-{}-lead", first.token())),
            devices: devices(first, catalog),
        },
        others: others.map(other).collect(),
    }
}

/// Where a file is opened, and how; places with the same words share a line.
fn devices(format: Format, catalog: &Catalog) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for device in DEVICES {
        let name = catalog.get(&format!("device-{device}"));
        let steps = catalog.get(&format!("opening-{}-{device}", format.token()));
        match lines.iter_mut().find(|it| it.1 == steps) {
            Some((names, _)) => names.extend([catalog.get("between-parts"), name]),
            None => lines.push((name.to_owned(), steps.to_owned())),
        }
    }
    lines
}
