//! A download as a file, zip or not: it is told apart the same each time, unpacks to no more than
//! it may, and what is in it holds what any export or table does.

use std::io::Read;

use client_record_request::diagnostics::Diagnostic;
use client_record_request::import::{
    Export, ExportError, Merge, TableSource, TablesWanted, Wanted, import, tables,
};
use client_record_request::io::{DownloadError, Given, open_download, open_export};
use client_record_request::pipeline::Inputs;

use super::told::told;
use super::{hud_csv, tables as table_files};

/// The client that is asked for.
const CLIENT: &str = "69E44770D";

/// The most that a download may unpack to: 16 MB, or so many times its own size.
const SMALL: u64 = 16 * 1024 * 1024;
const MAX_EXPANDED: u64 = 200;

/// The most of it that is looked at once more by what holds for files.
const MAX_AGAIN: usize = 64 * 1024;

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let given = Given::held("INPUT", data.to_vec());
    let [first, again] =
        [0, 1].map(|_| open_export(&given).expect("no disk is asked for anything"));
    match (first, again) {
        (Ok(export), Ok(again)) => match export.open("Export.csv") {
            Ok(Some(_)) => an_export(&*export, &*again, data),
            Ok(None) => tables_of(&given, data),
            Err(err) => told(&Diagnostic::of(&err).into(), "", &Inputs::default()),
        },
        (Err(err), Err(again)) => {
            assert_eq!(err, again, "another fault the second time");
            told(&Diagnostic::of(&err).into(), "", &Inputs::default());
            tables_of(&given, data);
        }
        _ => panic!("another outcome the second time"),
    }
}

/// The files of an export that are read.
const FILES: [&str; 8] = [
    "Export.csv",
    "Organization.csv",
    "Project.csv",
    "HMISParticipation.csv",
    "Funder.csv",
    "Client.csv",
    "Enrollment.csv",
    "Exit.csv",
];

fn an_export(export: &dyn Export, again: &dyn Export, data: &[u8]) {
    let mut files = Vec::new();
    for name in FILES {
        if let Ok(Some(mut reader)) = export.open(name) {
            let mut bytes = Vec::new();
            let _ = reader.by_ref().take(limit(data) + 1).read_to_end(&mut bytes);
            assert!(bytes.len() as u64 <= limit(data), "it unpacks to too much");
            files.push((name.to_owned(), bytes));
        }
    }
    again_as_files(&files, hud_csv::holds);
    let run = |export: &dyn Export| {
        let mut extracts = Vec::new();
        let wanted = Wanted {
            clients: Some([CLIENT.to_owned()].into()),
            ids: None,
            merge: Merge::default(),
            skip_bad_rows: false,
            zone: "America/Los_Angeles".parse().expect("a zone"),
        };
        let counts = import(export, &wanted, |_, bytes| {
            extracts.push(bytes.to_vec());
            Ok::<(), ExportError>(())
        });
        (counts, extracts)
    };
    assert_eq!(run(export), run(again), "another outcome the second time");
}

fn tables_of(given: &Given, data: &[u8]) {
    let open = || open_download(std::slice::from_ref(given));
    let sources = match open() {
        Ok(sources) => sources,
        Err(DownloadError::Io(err)) => panic!("a disk was asked: {err:?}"),
        Err(err) => {
            let again = open().err().map(|it| format!("{it:?}"));
            assert_eq!(Some(format!("{err:?}")), again, "another fault the second time");
            return;
        }
    };
    let (mut files, mut n) = (Vec::new(), 0);
    for source in &sources {
        let mut bytes = Vec::new();
        if let Ok(mut reader) = source.open() {
            let _ = reader.by_ref().take(limit(data) + 1).read_to_end(&mut bytes);
        }
        n += bytes.len() as u64;
        files.push((source.name().to_owned(), bytes));
    }
    assert!(n <= limit(data), "it unpacks to too much");
    again_as_files(&files, table_files::holds);
    let run = |sources: &[Box<dyn TableSource>]| {
        let wanted = TablesWanted {
            client: Some(CLIENT),
            exported_at: "2026-11-18T14:05:00-08:00",
            map: &table_files::LOOKER,
            input: "INPUT",
        };
        let done = tables(sources, &wanted);
        done.map(|it| it.extract).map_err(|it| (it.outcome, it.report))
    };
    let again = open().unwrap_or_default();
    assert_eq!(run(&sources), run(&again), "another outcome the second time");
}

fn limit(data: &[u8]) -> u64 {
    SMALL.max(data.len() as u64 * MAX_EXPANDED)
}

/// The same files as the fuzzer of their kind gives them.
fn again_as_files(files: &[(String, Vec<u8>)], holds: fn(&[u8])) {
    let mut all = Vec::new();
    for (name, bytes) in files {
        let name = name.replace('\n', " ");
        all.extend([b"== ", name.as_bytes(), b"\n", bytes, b"\n"].concat());
    }
    if all.len() <= MAX_AGAIN {
        holds(&all);
    }
}
