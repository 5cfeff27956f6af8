//! Writes what fuzzing starts from: `seeds FOLDER` makes a folder for each target, and a
//! dictionary of the words of our formats.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use client_record_request::ledger::{Action, Because, merge, readable};
use client_record_request::package::{Content, Passphrase, locker};
use client_record_request::pipeline::keys;
use client_record_request::request::{Format, Language};
use client_record_request::seal::{DeskKey, Kind, seal};
use client_record_request::sections::Catalog;
use client_record_request_fuzz::properties::locked::{PASSPHRASE, members};
// What the crates were built for: the coverage that they call.
use libfuzzer_sys as _;
use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary,
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn main() -> io::Result<()> {
    let to = std::env::args_os().nth(1).map(PathBuf::from);
    let to = Seeds(to.ok_or_else(|| io::Error::other("usage: seeds FOLDER"))?);
    for sample in fs::read_dir(Path::new(ROOT).join("data/samples"))? {
        let (path, name) = {
            let it = sample?;
            (it.path(), it.file_name())
        };
        let name = name.to_string_lossy().into_owned();
        to.write("request", &name, &fs::read(path.join("request.toml"))?)?;
        let extract = fs::read(path.join("extract.json"))?;
        to.write("extract", &name, &extract)?;
        let key = DeskKey::generate(&|it: &mut [u8]| it.fill(1));
        let sealed =
            seal(Kind::Extract, "x.sealed", &extract, &key, &|it: &mut [u8]| it.fill(5));
        to.write("sealed", &name, &sealed)?;
        to.write("sealed", "key", key.line().as_bytes())?;
    }
    to.write("site", "built-in", &fs::read(Path::new(ROOT).join("data/site.toml"))?)?;
    let map = Path::new(ROOT).join("data/import/looker.toml");
    to.write("table_map", "built-in", &fs::read(map)?)?;
    // What an import starts from is short, and stays among the regressions.
    for target in ["archive", "clarity_json", "hud_csv", "tables"] {
        for it in fs::read_dir(Path::new(ROOT).join("tests/fuzz/regressions").join(target))? {
            let it = it?;
            to.write(target, &it.file_name().to_string_lossy(), &fs::read(it.path())?)?;
        }
    }
    released(&to)?;
    locked(&to)?;
    let mut words = String::new();
    for key in keys() {
        writeln!(words, "\"{key}\"").map_err(io::Error::other)?;
    }
    fs::write(to.0.join("words"), words)
}

/// Where the seeds go.
struct Seeds(PathBuf);

impl Seeds {
    fn write(&self, target: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = self.0.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)
    }
}

/// Receipts, a ledger and lists as older versions left them, and as this one writes them.
fn released(to: &Seeds) -> io::Result<()> {
    let fixture = Path::new(ROOT).join("tests/fixtures/0.1.0");
    for ticket in ["2026-0142", "2026-0143", "2026-0144"] {
        let receipt = fixture.join("out").join(ticket).join("receipt.json");
        to.write("receipt", ticket, &fs::read(receipt)?)?;
    }
    let ledger = fs::read_to_string(fixture.join("out/ledger.jsonl"))?;
    to.write("ledger", "version-1", ledger.as_bytes())?;
    let mut entries = readable(&ledger);
    for entry in &mut entries {
        entry.format = 2;
        if entry.action == Action::Release {
            entry.action = Action::Reopen;
            entry.because = Some(Because::Appeal);
        }
    }
    to.write("ledger", "version-2", merge(vec![entries], None).as_bytes())?;
    for name in ["list", "single"] {
        to.write("passphrase_list", name, &fs::read(fixture.join(name))?)?;
    }
    let receipt = "0".repeat(64);
    let lines = ["2026-0142", "2026-0143", "2026-0142"]
        .map(|it| format!("{it}\t{PASSPHRASE}\t2026-11-20\t{receipt}\n"));
    to.write("passphrase_list", "this-version", lines.concat().as_bytes())
}

/// The same members in each kind of lock.
fn locked(to: &Seeds) -> io::Result<()> {
    let members = members();
    let words = Catalog::staff("").map_err(|_| io::Error::other("no words"))?;
    let content = Content::new(&members, &words, Language::En);
    let passphrase = Passphrase::to_open(PASSPHRASE);
    for (target, format) in [("locked_zip", Format::Zip), ("locked_html", Format::Html)] {
        let locked =
            locker(format).lock(&content, &passphrase, &|it: &mut [u8]| it.fill(5));
        let locked = locked.map_err(|err| io::Error::other(err.to_string()))?;
        to.write(target, "locked", &locked)?;
    }
    for is_packed in [false, true] {
        let pdf = pdf(is_packed).map_err(io::Error::other)?;
        to.write("locked_pdf", if is_packed { "packed" } else { "plain" }, &pdf)?;
    }
    Ok(())
}

/// A locked PDF of a few objects, by the library that opens ours.
fn pdf(is_packed: bool) -> lopdf::Result<Vec<u8>> {
    let mut document = Document::with_version("1.7");
    let page = document.add_object(Stream::new(dictionary! {}, b"BT ET".to_vec()));
    let pages = document.new_object_id();
    let leaf = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => page,
        "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
    });
    document.objects.insert(
        pages,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Kids" => vec![leaf.into()], "Count" => 1,
        }),
    );
    let root = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Lang" => Object::string_literal("en"),
    });
    document.trailer.set("Root", root);
    let filter: std::sync::Arc<dyn CryptFilter> = std::sync::Arc::new(Aes256CryptFilter);
    let state = EncryptionState::try_from(EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: [(b"StdCF".to_vec(), filter)].into(),
        file_encryption_key: &[9; 32],
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: "an owner nobody knows",
        user_password: PASSPHRASE,
        permissions: Permissions::all(),
    })?;
    document.encrypt(&state)?;
    let mut bytes = Cursor::new(Vec::new());
    if is_packed {
        document.save_modern(&mut bytes)?;
    } else {
        document.save_to(&mut bytes)?;
    }
    Ok(bytes.into_inner())
}
