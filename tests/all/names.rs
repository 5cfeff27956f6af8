//! Names as people write them, in the scripts of the people who live here: a table of
//! writings, `tests/all/names/*.toml`. Most that name somebody are found, and next to no clean
//! record is stopped; and what is said of each is kept in `tests/golden/names.txt`, so that no
//! outcome changes unseen. `CASES=overwrite` writes them again, to be read.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use client_record_request::diagnostics::{Origin, Severity};
use client_record_request::extract::Extract;
use client_record_request::request::{Request, Wording};
use client_record_request::rules::{Accepted, Edition, Facts, Found};
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;
use serde::Deserialize;
use serde_json::{Value, json};

use super::golden::same_lines;
use super::support::ROOT;

#[derive(Deserialize)]
struct Table {
    person: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    script: String,
    /// The client's given and family name.
    #[serde(default = "client")]
    own: String,
    /// Somebody of the household.
    name: String,
    /// What names them: refused, or asked about.
    #[serde(default)]
    named: Vec<String>,
    /// What may name them: asked about.
    #[serde(default)]
    doubtful: Vec<String>,
    /// What names nobody.
    #[serde(default)]
    clean: Vec<String>,
    /// What names them as what a file is called, where nobody writes sentences.
    #[serde(default)]
    titled_named: Vec<String>,
    /// What is called so and names nobody.
    #[serde(default)]
    titled_clean: Vec<String>,
    /// The same, where words come from a list.
    #[serde(default)]
    listed_named: Vec<String>,
    #[serde(default)]
    listed_clean: Vec<String>,
}

fn client() -> String {
    "Odalys|Ferrante".into()
}

fn people() -> Vec<Person> {
    let folder = Path::new(ROOT).join("tests/all/names");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the tables")
        .map(|it| it.expect("an entry").path())
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| -> Table {
        let text = fs::read_to_string(path).expect("a table");
        toml::from_str(&text).unwrap_or_else(|err| panic!("{}: {err}", path.display()))
    };
    paths.iter().flat_map(|it| read(it).person).collect()
}

const REQUEST: &str = "ticket = \"T\"\nclient_id = \"A1B2C3D4E\"\nagency = \"Harbor\"\n\
    requested_on = 2026-11-16\nsubmitted_on = 2026-11-18\nfound_in_hmis_on = 2026-11-16\n\
    [requester]\nrelation = \"client\"\nidentity_verified_on = 2026-11-16\n[delivery]\nmethod = \"in-person\"\n";

/// Where a text stands: a note, the name of a document, its category.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Note,
    Title,
    List,
}

/// What is said of a record in which a text stands there.
fn said_of(person: &Person, text: &str, at: At) -> Option<Severity> {
    let (first, last) = person.own.split_once('|').expect("two names");
    let id = "A1B2C3D4E";
    let here = |it: At| if it == at { text } else { "-" };
    let extract = json!({
        "format": "client-record-extract/1", "standard": "FY2026",
        "exported_at": "2026-11-18T14:05:00-08:00", "client_id": id,
        "household_names": [person.name],
        "profile": { "client_id": id, "first_name": first, "last_name": last },
        "documents": [{ "client_id": id, "document_id": "D-1", "name": here(At::Title),
                        "category": here(At::List) }],
        "contact_information": [{ "client_id": id, "kind": "phone", "note": here(At::Note) }],
    });
    said(&extract, REQUEST, "household-member-")
}

fn said(extract: &Value, request: &str, slug: &str) -> Option<Severity> {
    let source = Source::json(Origin::Extract(0), String::new(), extract.to_string());
    let extract = Extract::parse(&source).value.expect("an extract");
    let source = Source::toml(Origin::Request, String::new(), request.into());
    let request = Request::parse(&source).value.expect("a request");
    let source = Source::toml(Origin::Site, String::new(), BUILT_IN.into());
    let site = Site::parse(&source).value.expect("a site");
    let edition = Edition::named("oc-hmis-2020").expect("an edition");
    let facts = Facts {
        request: &request,
        ticket_lines: &[],
        wording: &Wording::default(),
        extract: &extract,
        profiles: std::slice::from_ref(&extract),
        nth: 0,
        site: &site,
        parameters: &edition.parameters,
        at: "2026-11-20".parse().expect("a day"),
        found: &Found::default(),
    };
    let report = edition.check(&facts, &mut Accepted::default());
    let named = report.items().iter().filter(|it| it.slug.contains(slug));
    named.map(|it| it.severity).min()
}

#[test]
fn nearly_every_writing_of_a_name_is_found_and_clean_records_pass() {
    let (mut n_named, mut missed) = (0, Vec::new());
    let (mut n_clean, mut stopped, mut asked) = (0, Vec::new(), Vec::new());
    let mut undecided = Vec::new();
    let mut scripts = BTreeSet::new();
    for it in people() {
        scripts.insert(it.script.clone());
        let named = [
            (&it.named, At::Note),
            (&it.titled_named, At::Title),
            (&it.listed_named, At::List),
        ];
        for (text, at) in
            named.into_iter().flat_map(|(all, at)| all.iter().map(move |it| (it, at)))
        {
            n_named += 1;
            if said_of(&it, text, at).is_none() {
                missed.push(format!("{} in {text:?}", it.name));
            }
        }
        for text in &it.doubtful {
            n_clean += 1;
            match said_of(&it, text, At::Note) {
                Some(Severity::Error) => stopped.push(format!("{} in {text:?}", it.name)),
                Some(_) => {}
                None => undecided.push(format!("{} in {text:?}", it.name)),
            }
        }
        let clean = [
            (&it.clean, At::Note),
            (&it.titled_clean, At::Title),
            (&it.listed_clean, At::List),
        ];
        for (text, at) in
            clean.into_iter().flat_map(|(all, at)| all.iter().map(move |it| (it, at)))
        {
            n_clean += 1;
            match said_of(&it, text, at) {
                Some(Severity::Error) => stopped.push(format!("{} in {text:?}", it.name)),
                Some(_) => asked.push(format!("{} in {text:?}", it.name)),
                None => {}
            }
        }
    }
    let counts = format!(
        "{n_named} writings of names, {} missed; {n_clean} of others, {} stopped, {} asked \
         about; {} scripts and languages",
        missed.len(),
        stopped.len(),
        asked.len(),
        scripts.len()
    );
    assert!(n_named + n_clean >= 300 && scripts.len() >= 12, "{counts}");
    assert!(missed.len() * 100 <= n_named, "{counts}; missed: {missed:#?}");
    assert!(stopped.len() * 50 <= n_clean, "{counts}; stopped: {stopped:#?}");
    assert!(asked.len() * 20 <= n_clean, "{counts}; asked about: {asked:#?}");
    assert!(undecided.is_empty(), "said nothing of: {undecided:#?}");
}

/// A table of counts lets a rule get worse by a few writings: here each has its outcome.
#[test]
fn what_is_said_of_each_writing_is_what_was_looked_at() {
    let mut found = String::new();
    for it in people() {
        let all = [
            (&it.named, At::Note, ""),
            (&it.doubtful, At::Note, ""),
            (&it.clean, At::Note, ""),
            (&it.titled_named, At::Title, ", as the name of a document"),
            (&it.titled_clean, At::Title, ", as the name of a document"),
            (&it.listed_named, At::List, ", listed"),
            (&it.listed_clean, At::List, ", listed"),
        ];
        let all = all
            .into_iter()
            .flat_map(|(all, at, kind)| all.iter().map(move |it| (it, at, kind)));
        for (text, at, kind) in all {
            let outcome = match said_of(&it, text, at) {
                Some(Severity::Error) => "refused",
                Some(_) => "asked",
                None => "passed",
            };
            writeln!(found, "{outcome} {} in {text:?}{kind}", it.name).expect("a string");
        }
    }
    same_lines("names.txt", &found);
}
