//! No file holds two ideas, and no function is longer than a screen without saying why.

use std::fs;
use std::path::Path;

use super::support::ROOT;

/// The most lines of a file of the program.
const MAX_SOURCE: usize = 400;

/// The most lines of a file of the tests.
const MAX_TEST: usize = 500;

/// The most lines of a function of the program, from its name to its closing brace.
const MAX_FUNCTION: usize = 60;

/// What opens the comment above a function that is longer.
const EXCUSE: &str = "// Long: ";

/// The Rust files below a folder: path below the project, text.
fn files(folder: &str) -> Vec<(String, String)> {
    let walk = walkdir::WalkDir::new(Path::new(ROOT).join(folder)).sort_by_file_name();
    let paths = walk.into_iter().map(|it| it.expect("a readable folder").into_path());
    let files: Vec<_> = paths
        .filter(|it| it.extension().is_some_and(|it| it == "rs"))
        .map(|path| {
            let below = path.strip_prefix(ROOT).expect("below").display().to_string();
            (below, fs::read_to_string(path).expect("a text"))
        })
        .collect();
    assert!(files.len() > 3, "{folder}");
    files
}

#[test]
fn no_file_holds_two_ideas() {
    let mut long = Vec::new();
    for (folder, max) in
        [("src", MAX_SOURCE), ("tests/all", MAX_TEST), ("tests/bench", MAX_TEST)]
    {
        for (path, text) in files(folder) {
            if text.lines().count() > max {
                long.push(path);
            }
        }
    }
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn no_function_is_longer_than_a_screen_without_a_reason() {
    let mut long = Vec::new();
    let mut n = 0;
    for (path, text) in files("src") {
        for function in functions(&path, &text) {
            n += 1;
            if function.lines > MAX_FUNCTION && !function.is_excused {
                long.push((path.clone(), function.name));
            }
        }
    }
    assert!(n > 500, "{n} functions");
    assert!(long.is_empty(), "{long:?}");
}

struct Function {
    name: String,
    lines: usize,
    is_excused: bool,
}

/// The functions of a file as rustfmt leaves it: one ends at the first brace that stands as
/// far to the right as it begins.
fn functions(path: &str, text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let Some(name) = name_of(line.trim_start()) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let ends = |it: &&str| {
            it.strip_prefix(indent).is_some_and(|it| {
                it == "}" || (it.starts_with([')', '-']) && it.ends_with([';', '}']))
            })
        };
        let is_one_line = line.ends_with([';', '}']);
        let n = if is_one_line { Some(0) } else { lines[i..].iter().position(ends) };
        let n = n.unwrap_or_else(|| panic!("{path}: {name} has no end"));
        let above = lines[..i].iter().rev().map(|it| it.trim_start());
        let mut above =
            above.take_while(|it| it.starts_with("//") || it.starts_with("#["));
        let is_excused =
            above.any(|it| it.strip_prefix(EXCUSE).is_some_and(|it| it.len() > 10));
        functions.push(Function { name: name.to_owned(), lines: n + 1, is_excused });
    }
    functions
}

/// The name of the function that a line opens.
fn name_of(line: &str) -> Option<&str> {
    let words = ["const ", "async ", "unsafe "];
    let mut rest = line.strip_prefix("pub").map_or(line, |it| {
        let it =
            it.strip_prefix('(').and_then(|it| it.split_once(')')).map_or(it, |it| it.1);
        it.trim_start()
    });
    while let Some(it) = words.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = it;
    }
    let name = rest.strip_prefix("fn ")?;
    Some(name.split(['(', '<']).next().unwrap_or(name))
}

#[test]
fn functions_are_measured_from_their_name_to_their_brace() {
    let text = "\
/// Doc.
// Long: it is a table.
#[must_use]
pub(super) fn a<T>(
    x: T,
) -> T {
    match x {
    }
}

trait B {
    fn b(&self) -> u8;
    fn c(
        &self,
    ) -> u8;
    // Long:
    const fn d() {}
}
";
    let found: Vec<_> = functions("x.rs", text)
        .into_iter()
        .map(|it| (it.name, it.lines, it.is_excused))
        .collect();
    let expected = [("a", 6, true), ("b", 1, false), ("c", 3, false), ("d", 1, false)];
    assert_eq!(found, expected.map(|(name, n, is)| (name.to_owned(), n, is)));
}
