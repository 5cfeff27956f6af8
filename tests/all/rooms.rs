//! Which file of the program may name which: the rooms of `src/lib.rs` in one order, no
//! circles of files, and what a room must never name.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Token, code_of};
use super::imports::{Names, names};

/// The rooms. A file names its own room or one further up in this list.
const ROOMS: &[&str] = &[
    "diagnostics",
    "source",
    "model",
    "request",
    "extract",
    "site",
    "rules",
    "plan",
    "sections",
    "render",
    "package",
    "seal",
    "ledger",
    "import",
    "pipeline",
    "io",
    "cli",
];

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().expect("a name")
}

fn rank(room: &str) -> usize {
    let found = ROOMS.iter().position(|it| *it == room);
    found.unwrap_or_else(|| panic!("{room} has no place in the order of rooms"))
}

/// What each file names.
fn all() -> BTreeMap<String, Names> {
    let mut files: BTreeMap<String, Vec<Token>> = code_of("src").into_iter().collect();
    for top in ["lib.rs", "main.rs"] {
        files.remove(top).expect("it is there");
    }
    let all = names(&files);
    let n: usize = all.values().map(BTreeSet::len).sum();
    assert!(n > 400, "{n} names");
    all
}

/// The files that each file names.
fn graph(all: &BTreeMap<String, Names>) -> BTreeMap<&str, BTreeSet<&str>> {
    all.iter()
        .map(|(file, names)| (&**file, names.iter().map(|(to, _)| &**to).collect()))
        .collect()
}

/// Every file that can be reached from the files that this one names.
fn reach<'a>(
    graph: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    from: &str,
) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = graph[from].iter().copied().collect();
    while let Some(file) = next.pop() {
        if found.insert(file) {
            next.extend(&graph[file]);
        }
    }
    found
}

#[test]
fn no_room_names_one_that_comes_later() {
    let all = all();
    let rooms: BTreeSet<&str> = all.keys().map(|it| room(it)).collect();
    assert_eq!(rooms, ROOMS.iter().copied().collect(), "each room has its place");
    let mut upward = BTreeSet::new();
    for (file, named) in graph(&all) {
        let later = named.into_iter().filter(|to| rank(room(to)) > rank(room(file)));
        upward.extend(later.map(|to| (file, to)));
    }
    assert!(upward.is_empty(), "{upward:?}");
}

#[test]
fn no_file_names_one_that_leads_back_to_it() {
    let all = all();
    let open = graph(&all);
    let closed: Vec<_> = open
        .keys()
        .filter(|file| reach(&open, file).contains(**file))
        .map(|file| {
            let back = open[file].iter().filter(|to| reach(&open, to).contains(*file));
            format!("{file} names {}", back.copied().collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert!(closed.is_empty(), "circles:\n{}", closed.join("\n"));
}

#[test]
fn the_pipeline_names_neither_the_disk_nor_the_terminal() {
    for (file, names) in all() {
        for (to, _) in names.iter().filter(|_| room(&file) == "pipeline") {
            assert!(!["io", "cli"].contains(&room(to)), "{file} names {to}");
        }
    }
}

#[test]
fn after_the_plan_nothing_sees_a_request() {
    let all = all();
    let between = ["sections", "render", "package", "ledger"];
    let request = ("request/mod.rs".to_owned(), "Request".to_owned());
    let seen: Vec<_> = all
        .iter()
        .filter(|(file, names)| between.contains(&room(file)) && names.contains(&request))
        .map(|(file, _)| file.as_str())
        .collect();
    assert!(seen.is_empty(), "{seen:?}");
    // Where it is named, this test would see it.
    assert!(all["pipeline/prepare.rs"].contains(&request));
}
