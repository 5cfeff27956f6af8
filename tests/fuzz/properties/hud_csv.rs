//! A HUD CSV export: imported or refused, the same each time, for one client and for all; an
//! extract is of one client, its stays are theirs, and nothing of a cell is told.
//!
//! The bytes are several files: each begins with a line `== NAME`; `--ids` is the file of that
//! flag.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

use client_record_request::diagnostics::{Checked, Diagnostic, Origin, Problem, Report};
use client_record_request::extract::Extract;
use client_record_request::import::{
    Counts, Export, ExportError, HeldExport, Mapping, Merge, Wanted, import,
};
use client_record_request::pipeline::Inputs;
use client_record_request::source::Source;

use super::parts::{part, parts, untold};
use super::told::told;

/// The client that is asked for by name.
const CLIENT: &str = "69E44770D";

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let export = Held::of(data);
    let secret = cells(data);
    let ids = part(data, "--ids");
    if let Some(Err(err)) = ids.map(Mapping::ids) {
        told(&report(&err), &secret, &Inputs::default());
    }
    for (is_asked, skip_bad_rows) in
        [(true, false), (true, true), (false, false), (false, true)]
    {
        let run = || extracts(&export, &wanted(ids, is_asked, skip_bad_rows));
        let first = run();
        assert_eq!(first, run(), "another outcome the second time");
        if is_asked && !skip_bad_rows {
            assert_eq!(first, held(&export, ids), "another outcome among others");
        }
        match first {
            Err(err) => told(&report(&err), &secret, &Inputs::default()),
            Ok((counts, extracts)) => {
                told(&remarks(&counts), &secret, &Inputs::default());
                let is_stopped = if is_asked {
                    counts.nobodys > 0 || (counts.left_out > 0 && !skip_bad_rows)
                } else {
                    counts.bad > 0 && !skip_bad_rows
                };
                if !is_stopped {
                    assert_eq!(counts.clients, extracts.len());
                    check(data, is_asked, &extracts);
                }
            }
        }
    }
}

/// The extracts, by the identifier that names each.
type Extracts = BTreeMap<String, Vec<u8>>;

fn extracts(
    export: &Held<'_>,
    wanted: &Wanted,
) -> Result<(Counts, Extracts), ExportError> {
    let mut extracts = Extracts::new();
    let mut names = BTreeSet::new();
    let counts = import(export, wanted, |ids, bytes| {
        assert!(names.insert(ids[0].to_lowercase()), "two clients of one identifier");
        extracts.insert(ids[0].clone(), bytes.to_vec());
        Ok::<(), ExportError>(())
    })?;
    Ok((counts, extracts))
}

/// The client's import from what was read for others too.
fn held(
    export: &Held<'_>,
    ids: Option<&[u8]>,
) -> Result<(Counts, Extracts), ExportError> {
    let wanted = wanted(ids, true, false);
    let all = [CLIENT, "5501AA2C9", "3AF9017C2", "P1", "P2"].map(str::to_owned);
    let held = HeldExport::read(export, &all.into(), wanted.ids.as_deref(), wanted.zone)?;
    let mut extracts = Extracts::new();
    let counts = held.import(&wanted, |ids, bytes| {
        extracts.insert(ids[0].clone(), bytes.to_vec());
        Ok::<(), ExportError>(())
    })?;
    Ok((counts, extracts))
}

fn wanted(ids: Option<&[u8]>, is_asked: bool, skip_bad_rows: bool) -> Wanted {
    Wanted {
        clients: is_asked.then(|| [CLIENT.to_owned()].into()),
        ids: ids.and_then(|it| Mapping::ids(it).ok()).map(Arc::new),
        merge: Merge::default(),
        skip_bad_rows,
        zone: "America/Los_Angeles".parse().expect("a zone"),
    }
}

/// Each extract is one, and says of every row that it is the client's; of each stay some row of
/// the export says so too.
fn check(data: &[u8], is_asked: bool, extracts: &Extracts) {
    assert!(!is_asked || extracts.len() <= 1, "more than was asked for");
    let stays = rows(data, "Enrollment.csv");
    let ids = rows(data, "--ids");
    let has_ids = part(data, "--ids").is_some_and(|it| Mapping::ids(it).is_ok());
    for (id, bytes) in extracts {
        assert!(!is_asked || id == CLIENT, "another client than was asked for");
        let text = String::from_utf8(bytes.clone()).expect("JSON is UTF-8");
        let source = Source::json(Origin::Extract(0), "extract.json".into(), text);
        let Checked { value, report } = Extract::parse(&source);
        // What an extract cannot have, a text that is too long say, is refused there.
        assert_eq!(value.is_none(), report.is_refused());
        let unknown = report.items().iter().any(|it| it.slug == "unknown-key");
        assert!(!unknown, "a key that no extract has");
        let owner = format!("\"client_id\": \"{id}\"");
        let mut owners = source.text.lines().filter(|it| it.contains("\"client_id\":"));
        assert!(owners.all(|it| it.contains(&owner)), "a row of somebody else");
        let Some(extract) = value else { continue };
        for stay in extract.enrollments.supplied().into_iter().flatten() {
            let stay = stay.enrollment_id.as_str();
            if !is_plain(stay) || !is_plain(id) {
                continue;
            }
            let is_theirs = |personal: &String| {
                let names_both =
                    |row: &Vec<String>| row.contains(personal) && row.contains(id);
                if has_ids { ids.iter().any(names_both) } else { personal == id }
            };
            let is_said = |row: &Vec<String>| {
                row.iter().any(|it| it == stay) && row.iter().any(is_theirs)
            };
            assert!(stays.iter().any(is_said), "a stay of somebody else");
        }
    }
}

fn is_plain(id: &str) -> bool {
    id.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// What stands between the commas of each line of a file, without quotation marks.
fn rows(data: &[u8], name: &str) -> Vec<Vec<String>> {
    let held = Held::of(data);
    let bytes = match name {
        "--ids" => part(data, name),
        _ => held.bytes(name),
    };
    let text = text_of(bytes.unwrap_or_default()).replace(['"', '\0'], "");
    let cells = |line: &str| line.split(',').map(|it| it.trim().to_owned()).collect();
    text.split(['\n', '\r']).map(cells).collect()
}

/// Text, or each second byte of it.
fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => of_units(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => of_units(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => {
            String::from_utf8_lossy(rest).into_owned()
        }
    }
}

fn of_units(bytes: &[u8], order: fn([u8; 2]) -> u16) -> String {
    let units: Vec<_> = bytes.chunks_exact(2).map(|it| order([it[0], it[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn report(problem: &impl Problem) -> Report {
    Diagnostic::of(problem).into()
}

/// What the program would tell of an import.
fn remarks(counts: &Counts) -> Report {
    let mut report = Report::default();
    report.extend(counts.told.iter().chain(&counts.told_nobodys).map(Diagnostic::of));
    for (column, n, places) in counts.unknown_days.columns() {
        let mut it =
            Diagnostic::warning("placeholder-day", format!("{n} days in {column}"));
        it.places = places;
        report.push(it);
    }
    let masked = counts.told_left_out.iter().map(|it| &it.id);
    for id in masked.chain(&counts.told_shared_ids) {
        report.push(Diagnostic::warning("client-left-out", id.clone()));
    }
    report
}

/// What stands below the headers, but for Export.csv: its version is told.
fn cells(data: &[u8]) -> String {
    let names = parts(data).map(|it| String::from_utf8_lossy(it.0).into_owned());
    let heads = parts(data).filter_map(|it| {
        let text = text_of(it.1);
        text.split(['\n', '\r']).next().map(str::to_owned)
    });
    let may_be_told: Vec<String> = names.chain(heads).collect();
    let is_told = |name: &[u8]| name.eq_ignore_ascii_case(b"Export.csv");
    let below = parts(data).filter(|it| !is_told(it.0)).filter_map(|it| {
        let text = text_of(it.1);
        text.split_once(['\n', '\r']).map(|it| it.1.to_owned())
    });
    // What Export.csv says may stand elsewhere too.
    let version = parts(data).filter(|it| is_told(it.0)).map(|it| text_of(it.1));
    let may_be_told: Vec<_> = may_be_told.into_iter().chain(version).collect();
    untold(&below.collect::<Vec<_>>().join("\n"), &may_be_told)
}

/// An export in memory.
struct Held<'a>(Vec<(&'a [u8], &'a [u8])>);

impl<'a> Held<'a> {
    fn of(data: &'a [u8]) -> Self {
        Self(parts(data).collect())
    }

    fn bytes(&self, file: &str) -> Option<&'a [u8]> {
        let is_it = |name: &[u8]| name.eq_ignore_ascii_case(file.as_bytes());
        self.0.iter().find(|it| is_it(it.0)).map(|it| it.1)
    }
}

impl Export for Held<'_> {
    fn open(
        &self,
        file: &'static str,
    ) -> Result<Option<Box<dyn Read + '_>>, ExportError> {
        Ok(self.bytes(file).map(|it| Box::new(it) as Box<dyn Read>))
    }

    fn size(&self, file: &'static str) -> u64 {
        self.bytes(file).map_or(0, |it| it.len() as u64)
    }
}
