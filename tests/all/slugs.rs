//! Every slug is expected by a test, by name, and was seen in a run of the program. The
//! first is looked at here. The second needs all tests to have ended: each run leaves the
//! slugs that it showed in `target/slugs`, and the last step of `tests/run` compares them
//! with the list that this test leaves there.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::Value;

use super::code::{Token, closing, code_of};
use super::support::{ROOT, Ran};

/// Faults of ours, which no input is known to cause.
const UNREACHABLE: &[&str] = &["pdf-not-packed", "not-locked", "fault"];

/// Where slugs are left for `tests/run`.
fn folder() -> PathBuf {
    let folder = Path::new(ROOT).join("target/slugs");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Keeps the slugs that a run showed.
pub(super) fn record(ran: &Ran) {
    static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut seen = SEEN.lock().expect("nobody fails while keeping one");
    let new: Vec<_> = shown(ran).into_iter().filter(|it| !seen.contains(it)).collect();
    if !new.is_empty() {
        let path = folder().join(format!("seen.{}", std::process::id()));
        let file = fs::File::options().create(true).append(true).open(path);
        let lines = new.join("\n") + "\n";
        file.expect("a file").write_all(lines.as_bytes()).expect("written");
        seen.extend(new);
    }
}

/// The slugs in what a run printed: a line that ends in one, or JSON that has one.
fn shown(ran: &Ran) -> BTreeSet<String> {
    let mut slugs = BTreeSet::new();
    // On a terminal all goes to one stream, in color.
    for line in ran.stderr.lines().chain(ran.stdout.lines()) {
        let line = without_color(line);
        let opens = ["error: ", "warning: ", "note: "];
        if opens.iter().any(|it| line.starts_with(it)) {
            let last = line.trim_end().strip_suffix(']');
            slugs.extend(last.and_then(|it| it.rsplit_once(" [")).map(|it| it.1.into()));
        }
    }
    if ran.stdout.starts_with('{') {
        let all = serde_json::Deserializer::from_str(&ran.stdout).into_iter::<Value>();
        for envelope in all.map_while(Result::ok) {
            let findings = envelope["diagnostics"].as_array().into_iter().flatten();
            slugs.extend(findings.filter_map(|it| Some(it["slug"].as_str()?.to_owned())));
        }
    }
    slugs.retain(|it| it.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
    slugs
}

/// A line without the sequences that color it (ECMA-48, SGR).
fn without_color(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, it| text + it.split_once('m').map_or(it, |it| it.1))
}

/// Every name that the program may show in brackets.
pub(super) fn all() -> BTreeSet<String> {
    let mut slugs: BTreeSet<String> =
        client_record_request::rules::slugs().map(str::to_owned).collect();
    assert!(slugs.len() >= 29 && slugs.contains("client-mismatch"));
    for (path, tokens) in code_of("src") {
        slugs.extend(slugs_of(&path, &tokens));
    }
    assert!(slugs.len() > 100, "{slugs:?}");
    slugs
}

#[test]
fn every_slug_is_expected_by_name() {
    let mut slugs = all();
    for slug in UNREACHABLE {
        assert!(slugs.remove(*slug), "`{slug}` is given nowhere");
    }
    let expected = expected();
    let is_expected = |slug: &str| {
        let shown = format!("[{slug}]");
        expected.iter().any(|it| it == slug || it.contains(&shown))
    };
    let missing: Vec<_> = slugs.iter().filter(|it| !is_expected(it)).collect();
    assert!(missing.is_empty(), "no test expects {missing:?}");
    let all = slugs.into_iter().collect::<Vec<_>>().join("\n") + "\n";
    fs::write(folder().join("all"), all).expect("a list");
}

/// What the tests say between quotes, and the words of the refusals.
fn expected() -> Vec<String> {
    let mut texts = Vec::new();
    for (path, tokens) in code_of("tests/all") {
        if path != "slugs.rs" {
            texts.extend(tokens.iter().filter_map(Token::text).map(str::to_owned));
        }
    }
    for entry in fs::read_dir(Path::new(ROOT).join("tests/refusals")).expect("a folder") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a text");
        let refusal: toml::Table = toml::from_str(&text).expect("TOML");
        texts.push(refusal["stderr"].as_str().expect("the words").to_owned());
    }
    texts
}

/// The slugs that a file gives: in the place of one in a call that makes a diagnostic, in a
/// function `slug`, in an enum with a `slug` of its own.
/// A call that cannot be read fails the test: then it is taught here.
fn slugs_of(path: &str, tokens: &[Token]) -> Vec<String> {
    let makers = makers(tokens);
    let mut slugs = Vec::new();
    for i in 0..tokens.len() {
        let rest = &tokens[i..];
        let argument = match rest {
            [it, Token::Path, how, Token::Sign('('), ..] if it.is("Diagnostic") => {
                match how.word() {
                    Some("error" | "warning") => i + 4,
                    Some("new") => i + 4 + comma(&rest[4..]) + 1,
                    _ => continue,
                }
            }
            [it, Token::Sign('('), ..]
                if it.word().is_some_and(|it| makers.contains(&it))
                    && !(i > 0
                        && (tokens[i - 1].is("fn")
                            || tokens[i - 1] == Token::Sign('.'))) =>
            {
                i + 2
            }
            [a, b, Token::Sign('('), ..] if a.is("fn") && b.is("slug") => {
                let open = i + position(rest, '{');
                slugs.extend(values(&tokens[open..closing(tokens, open)]));
                continue;
            }
            [it, Token::Text(text), ..] if it.is("slug") => {
                slugs.push(text.clone());
                continue;
            }
            _ => continue,
        };
        slugs.extend(given(path, &tokens[argument..], !makers.is_empty()));
    }
    slugs
}

/// The texts that a function gives: at the end of an arm or the beginning of a block, and
/// not those of its patterns.
fn values(body: &[Token]) -> impl Iterator<Item = String> {
    let pairs = body.windows(2).filter(|it| matches!(it[0], Token::Sign('>' | '{')));
    pairs.filter_map(|it| it[1].text()).map(str::to_owned)
}

fn position(tokens: &[Token], sign: char) -> usize {
    tokens.iter().position(|it| *it == Token::Sign(sign)).expect("it is there")
}

/// The slugs that an argument may be.
fn given(path: &str, argument: &[Token], has_makers: bool) -> Vec<String> {
    if let [Token::Text(text), ..] = argument {
        return vec![text.clone()];
    }
    // One of several: in the macro of the enums.
    if argument[0] == Token::Sign('[') {
        let inside = &argument[..closing(argument, 0)];
        return inside.iter().filter_map(Token::text).map(str::to_owned).collect();
    }
    let argument = &argument[..comma(argument)];
    let by_method =
        argument.contains(&Token::Sign('.')) && argument.iter().any(|it| it.is("slug"));
    let is_rules_own = path == "rules/mod.rs";
    let passed_on = argument.len() == 1 && argument[0].is("slug");
    assert!(
        by_method || (passed_on && (has_makers || is_rules_own)),
        "{path}: cannot tell which slug is given by {argument:?}"
    );
    Vec::new()
}

/// Functions and closures whose first parameter is `slug`.
fn makers(tokens: &[Token]) -> Vec<&str> {
    let mut makers = Vec::new();
    for it in tokens.windows(4) {
        let is_function = it[0].is("fn") && it[2] == Token::Sign('(') && it[3].is("slug");
        let is_closure =
            it[1] == Token::Sign('=') && it[2] == Token::Sign('|') && it[3].is("slug");
        if is_function {
            makers.extend(it[1].word());
        } else if is_closure {
            makers.extend(it[0].word());
        }
    }
    // Those of `Diagnostic` itself are known by its name.
    makers.retain(|it| !["error", "warning", "new"].contains(it));
    makers
}

/// Where the comma is that ends an argument.
fn comma(tokens: &[Token]) -> usize {
    let mut i = 0;
    while !matches!(tokens[i], Token::Sign(',' | ')')) {
        i = if matches!(tokens[i], Token::Sign('(' | '[' | '{')) {
            closing(tokens, i)
        } else {
            i
        } + 1;
    }
    i
}

#[test]
fn a_slug_is_seen_where_the_program_shows_one() {
    let of = |stdout: &str, stderr: &str| {
        let ran =
            Ran { code: 1, stdout: stdout.into(), stderr: stderr.into(), applied: None };
        shown(&ran).into_iter().collect::<Vec<_>>()
    };
    assert_eq!(of("", "error: a `b` [not-found]\nhint: c [not-this]\n"), ["not-found"]);
    assert_eq!(of("warning: a [no-ledger]\r\nx [nor-this]\n", ""), ["no-ledger"]);
    let json = "{\"diagnostics\":[{\"slug\":\"usage\"}]}\n{\"diagnostics\":[]}\n";
    assert_eq!(of(json, ""), ["usage"]);
    assert!(of("{}", "error: nothing\n[usage]\n").is_empty());
}
