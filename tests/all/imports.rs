//! What a file of the program names of others: every path of its code, led through `use`,
//! `super`, `self` and what modules hand on with `pub use` to the file that defines it.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Token, closing, tokens};

/// Pairs of a file and the item of it that is named.
pub(super) type Names = BTreeSet<(String, String)>;

type Parts = Vec<String>;

/// A file as a module.
struct Module<'a> {
    file: &'a str,
    tokens: &'a [Token],
    /// What it defines.
    defined: BTreeSet<&'a str>,
    /// What its `use` lines bind, by the name they bind it to: the path as it is written.
    used: BTreeMap<String, Parts>,
    /// The same of its `pub use` lines: handed on to others.
    handed_on: BTreeMap<String, Parts>,
}

type Modules<'a> = BTreeMap<Parts, Module<'a>>;

/// What each file names of others. Names of crates of other people are left out.
pub(super) fn names(files: &BTreeMap<String, Vec<Token>>) -> BTreeMap<String, Names> {
    let modules: Modules<'_> = files
        .iter()
        .map(|(file, tokens)| (path_of(file), module(file, tokens)))
        .collect();
    modules.iter().map(|(at, it)| (it.file.to_owned(), of_one(&modules, at))).collect()
}

/// `model/text.rs` is `model::text`, and `model/mod.rs` is `model`.
fn path_of(file: &str) -> Parts {
    let path = file.strip_suffix(".rs").expect("a Rust file");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

fn module<'a>(file: &'a str, tokens: &'a [Token]) -> Module<'a> {
    let kinds = [
        "struct",
        "enum",
        "trait",
        "fn",
        "type",
        "const",
        "static",
        "mod",
        "macro_rules",
    ];
    let pairs = tokens.windows(3).filter(|it| kinds.iter().any(|kind| it[0].is(kind)));
    // `macro_rules! name`
    let name = |it: &'a [Token]| it[1].word().or_else(|| it[2].word());
    let defined = pairs.filter_map(name).collect();
    let mut it = Module {
        file,
        tokens,
        defined,
        used: BTreeMap::new(),
        handed_on: BTreeMap::new(),
    };
    for (i, _) in tokens.iter().enumerate().filter(|(_, it)| it.is("use")) {
        let mut found = Vec::new();
        tree(&tokens[i + 1..end_of_use(tokens, i)], &[], &mut found);
        // `pub use`, `pub(crate) use`.
        let is_public =
            i > 0 && (tokens[i - 1].is("pub") || tokens[i - 1] == Token::Sign(')'));
        let to = if is_public { &mut it.handed_on } else { &mut it.used };
        to.extend(found);
    }
    it
}

fn end_of_use(tokens: &[Token], i: usize) -> usize {
    let n = tokens[i..].iter().position(|it| *it == Token::Sign(';'));
    i + n.expect("a use ends")
}

/// Spells a tree of `use` out: each name it binds, with its whole path.
fn tree(tokens: &[Token], before: &[String], found: &mut Vec<(String, Parts)>) {
    let mut parts = before.to_vec();
    let mut i = 0;
    while i < tokens.len() {
        match &tokens[i] {
            Token::Word(it) if it == "as" => {
                let name = tokens[i + 1].word().expect("a name");
                found.push((name.to_owned(), parts));
                return;
            }
            Token::Word(it) => parts.push(it.clone()),
            Token::Sign('{') => {
                let inside = &tokens[i + 1..closing(tokens, i)];
                for branch in branches(inside) {
                    tree(branch, &parts, found);
                }
                return;
            }
            Token::Sign('*') => parts.push("*".into()),
            _ => {}
        }
        i += 1;
    }
    if parts.len() > 1 && parts.last().is_some_and(|it| it == "self") {
        parts.pop();
    }
    if let Some(name) = parts.last().cloned() {
        found.push((name, parts));
    }
}

/// The branches of a tree, between its commas.
fn branches(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut branches, mut start, mut i) = (Vec::new(), 0, 0);
    while i < tokens.len() {
        if tokens[i] == Token::Sign('{') {
            i = closing(tokens, i);
        } else if tokens[i] == Token::Sign(',') {
            branches.push(&tokens[start..i]);
            start = i + 1;
        }
        i += 1;
    }
    branches.push(&tokens[start..]);
    branches.retain(|it| !it.is_empty());
    branches
}

fn of_one(modules: &Modules<'_>, at: &[String]) -> Names {
    let it = &modules[at];
    let mut written: Vec<Parts> = it.used.values().cloned().collect();
    // What a module hands on of its own children is their door, not its need.
    let foreign = it.handed_on.values().filter(|path| {
        absolute(modules, at, path).is_some_and(|path| !path.starts_with(at))
    });
    written.extend(foreign.cloned());
    written.extend(paths(it));
    let mut names = Names::new();
    for path in written {
        let Some(path) = absolute(modules, at, &path) else { continue };
        let found = resolve(modules, &path, 0).filter(|(to, _)| to != at);
        names.extend(found.map(|(to, item)| (modules[&to].file.to_owned(), item)));
    }
    names
}

/// Every path of the code but those of `use` lines, as written; one that begins with a name
/// that a `use` binds, spelled out.
fn paths(module: &Module<'_>) -> Vec<Parts> {
    let tokens = module.tokens;
    let mut paths = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if tokens[i].is("use") {
            i = end_of_use(tokens, i);
        }
        let mut parts: Parts = Vec::new();
        while let Token::Word(word) = &tokens[i] {
            parts.push(word.clone());
            let goes_on = matches!(tokens[i..], [_, Token::Path, Token::Word(_), ..]);
            if !goes_on {
                break;
            }
            i += 2;
        }
        if parts.len() > 1 {
            if let Some(bound) = module.used.get(&parts[0]) {
                parts.splice(..1, bound.iter().cloned());
            }
            paths.push(parts);
        }
        i += 1;
    }
    paths
}

/// A path from the top; `None` for one of another crate or within the file.
fn absolute(modules: &Modules<'_>, at: &[String], path: &[String]) -> Option<Parts> {
    let mut base = at.to_vec();
    let mut rest = path;
    match path[0].as_str() {
        "crate" => return Some(path[1..].to_vec()),
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|it| it == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        child => {
            base.push(child.to_owned());
            if !modules.contains_key(&base) {
                return None;
            }
            rest = &rest[1..];
        }
    }
    base.extend_from_slice(rest);
    Some(base)
}

/// The module that defines what a path from the top means, and its name there.
fn resolve(modules: &Modules<'_>, path: &[String], depth: u8) -> Option<(Parts, String)> {
    let n = (1..=path.len()).rev().find(|n| modules.contains_key(&path[..*n]))?;
    let (at, rest) = path.split_at(n);
    let module = &modules[at];
    let Some(name) = rest.first() else { return Some((at.to_vec(), String::new())) };
    let handed_on = module.handed_on.get(name);
    if let Some(further) =
        handed_on.filter(|_| !module.defined.contains(&**name) && depth < 8)
    {
        let further = absolute(modules, at, further)?;
        return resolve(modules, &further, depth + 1);
    }
    Some((at.to_vec(), name.clone()))
}

#[test]
fn a_name_is_led_to_the_file_that_defines_it() {
    let files = [
        ("a/mod.rs", "mod b;\nmod c;\npub use b::{B, inner::X as Y};\npub struct Own;"),
        ("a/b.rs", "use super::Own;\npub struct B;"),
        (
            "a/c.rs",
            "fn f() -> crate::d::D { use crate::{a::Y, d}; d::g(\"crate::e::E\") }",
        ),
        (
            "d.rs",
            "use std::fs;\nuse crate::a::B as Bee;\npub struct D;\nfn g() { Bee::h() }",
        ),
        (
            "e.rs",
            "// crate::d::D\n#[cfg(test)]\nmod t { use crate::d::D; }\npub use crate::a::Own;",
        ),
    ];
    let files = files.map(|(file, code)| (file.to_owned(), tokens(code)));
    let found = names(&files.into());
    let of = |file: &str| -> Vec<String> {
        found[file].iter().map(|(to, item)| format!("{to} {item}")).collect()
    };
    assert!(of("a/mod.rs").is_empty(), "{:?}", of("a/mod.rs"));
    assert_eq!(of("a/b.rs"), ["a/mod.rs Own"]);
    assert_eq!(of("a/c.rs"), ["a/b.rs inner", "d.rs ", "d.rs D", "d.rs g"]);
    assert_eq!(of("d.rs"), ["a/b.rs B"]);
    assert_eq!(of("e.rs"), ["a/mod.rs Own"]);
}
