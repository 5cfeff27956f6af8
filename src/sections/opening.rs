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
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    title: String,
    lead: String,
    devices: Vec<(String, String)>,
}

/// The page for the files of a package; a passphrase that is not six small words is typed
/// otherwise.
pub fn opening(
    handover: &Handover,
    catalog: &Catalog,
    is_six_words: bool,
) -> OpeningView {
    let file = |format: &Format| {
        let format = format.token();
        // What comes before the ending is the number of the request.
        let name = format!(".{format}");
        let word = |key: String| catalog.get(&key).to_owned();
        File {
            title: catalog.fill("opening-file", &[("file", &name)]),
            lead: word(format!("opening-{format}-lead")),
            devices: DEVICES
                .iter()
                .map(|it| {
                    let steps = word(format!("opening-{format}-{it}"));
                    (word(format!("device-{it}")), steps)
                })
                .collect(),
        }
    };
    // The one that reaches the client by e-mail comes first.
    let mut formats = handover.formats.clone();
    formats.sort_by_key(|it| *it != handover.attach);
    let passphrase = if is_six_words {
        let first = catalog.fill("opening-passphrase-1", &[("example", EXAMPLE)]);
        vec![first, catalog.get("opening-passphrase-2").to_owned()]
    } else {
        ["opening-given-1", "opening-given-2"].map(|it| catalog.get(it).to_owned()).into()
    };
    OpeningView { passphrase, files: formats.iter().map(file).collect() }
}
