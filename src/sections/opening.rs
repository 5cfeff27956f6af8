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
    passphrase: String,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    title: String,
    lead: String,
    devices: Vec<(String, String)>,
}

/// The page for the files of a package.
pub fn opening(handover: &Handover, catalog: &Catalog) -> OpeningView {
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
    OpeningView {
        passphrase: catalog.fill("opening-passphrase-1", &[("example", EXAMPLE)]),
        files: formats.iter().map(file).collect(),
    }
}
