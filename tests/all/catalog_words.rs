//! Every word of the catalogs is used: its key stands in a view, a template or the web page,
//! or is put together there from a stem and a token that the code has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use client_record_request::model::{ContactKind, SectionKind};
use client_record_request::request::{DenialReason, Format, NOT_TOLD, Reason};

use super::code::{texts_after, tokens};
use super::support::ROOT;

/// The catalogs of our own words, from which all others are translated.
const CATALOGS: [&str; 4] = ["en/pages", "en/opening", "en/delivery", "staff"];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|_| panic!("{path}"))
}

/// All files below a folder with an ending, in one text.
fn all(folder: &str, ending: &str) -> String {
    let mut text = String::new();
    for entry in walkdir::WalkDir::new(Path::new(ROOT).join(folder)) {
        let path = entry.expect("a readable folder").into_path();
        if path.extension().is_some_and(|it| it == ending) {
            text += &fs::read_to_string(&path).expect("a text");
        }
    }
    assert!(!text.is_empty(), "no .{ending} below {folder}");
    text
}

/// The texts of a constant or a function of a view.
fn list(file: &str, start: &[&str]) -> Vec<String> {
    let found = texts_after(&tokens(&read(&format!("src/sections/{file}.rs"))), start);
    assert!(found.len() > 3, "{file}: {found:?}");
    found
}

/// Where the keys of a stem are put together.
enum In {
    /// In a `format!` of the views: its text, with `{}` for each token.
    Views(&'static str),
    /// In a template: the code that does so.
    Templates(&'static str),
}

/// A way to put keys together, and the keys that it can make.
struct Composed {
    place: In,
    keys: Vec<String>,
}

fn composed() -> Vec<Composed> {
    let sections: Vec<_> = SectionKind::ALL.iter().map(|it| it.token()).collect();
    let offered = SectionKind::ALL.iter().filter(|it| it.is_offered());
    // Assessments have a page of their own kind, which names its words.
    let tables: Vec<_> =
        offered.map(|it| it.token()).filter(|it| *it != "assessments").collect();
    let formats: Vec<_> = Format::ALL.iter().map(|it| it.token()).collect();
    let reasons = Reason::ALL.iter().map(|it| it.token());
    let reasons = reasons.chain(DenialReason::ALL.iter().map(|it| it.token()));
    let reasons: Vec<_> = reasons.chain([NOT_TOLD]).collect();
    let contacts: Vec<_> = ContactKind::ALL.iter().map(|it| it.token()).collect();
    let devices = list("opening", &["const", "DEVICES"]);
    let steps = list("guide", &["const", "STEPS"]);
    let programs = list("message", &["const", "PROGRAMS"]);
    let kinds = list("timeline", &["fn", "kind_key"]);
    let statuses = list("roi", &["fn", "key"]);
    // A field's key stands beside others in its file; which of them is told by the catalog.
    let fields: Vec<_> = tokens(&read("src/sections/profile.rs"))
        .iter()
        .filter_map(|it| it.text().map(str::to_owned))
        .filter(|it| !it.contains('_'))
        .collect();
    let views = |pattern: &'static str, words: &[&str]| Composed {
        place: In::Views(pattern),
        keys: words.iter().map(|it| pattern.replace("{}", it)).collect(),
    };
    let templates = |code: &'static str, before: &str, words: &[&str], after: &str| {
        let keys = words.iter().map(|it| format!("{before}{it}{after}")).collect();
        Composed { place: In::Templates(code), keys }
    };
    let statuses = borrowed(&statuses);
    let (devices, steps) = (borrowed(&devices), borrowed(&steps));
    let opening = formats.iter().flat_map(|format| {
        devices.iter().map(move |device| format!("opening-{format}-{device}"))
    });
    vec![
        views("section-{}", &sections),
        views("empty-{}", &sections),
        views("read-{}", &sections),
        views("reason-{}", &reasons),
        views("contact-{}", &contacts),
        views("field-{}", &borrowed(&fields)),
        views("kind-{}", &borrowed(&kinds)),
        views("kind-about-{}", &borrowed(&kinds)),
        views("roi-{}", &statuses),
        views("roi-status-{}", &statuses),
        views("opening-{}-lead", &formats),
        views("opening-{}-other", &formats),
        Composed { place: In::Views("opening-{}-{}"), keys: opening.collect() },
        views("device-{}", &devices),
        views("say-{}", &steps),
        views("guide-step-{}", &steps),
        views("hand-{}", &borrowed(&programs)),
        views("{}-text", &["ticket-delete", "ticket-private", "ticket-other"]),
        views("mail-open-{}", &formats),
        views("profiles-{}", &["2", "3", "4", "5"]),
        templates("t.at(\"section-\" + name)", "section-", &tables, ""),
        templates("t.at(name + \"-lead\")", "", &tables, "-lead"),
        templates("t.at(\"roi-means-\" + kind)", "roi-means-", &statuses, ""),
        templates("t.at(\"roi-status-\" + kind)", "roi-status-", &statuses, ""),
    ]
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A text of `format!`, with `{}` for each of its values.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.extend([before, "{}"]);
        rest = after.split_once('}').map_or("", |it| it.1);
    }
    out + rest
}

/// True where the text has the word and does not go on as a longer key.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let next = text[at + word.len()..].chars().next();
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}

#[test]
fn every_word_of_the_catalogs_is_used() {
    let templates = all("templates", "typ");
    let page = all("src/package", "html");
    let code = all("src/sections", "rs") + &all("src/render", "rs");
    let code = tokens(&code);
    let texts: BTreeSet<&str> = code.iter().filter_map(|it| it.text()).collect();
    let patterns: BTreeSet<String> = texts.iter().map(|it| pattern(it)).collect();
    let mut reached = BTreeSet::new();
    for Composed { place, keys } in composed() {
        match place {
            In::Views(it) => assert!(patterns.contains(it), "no view makes `{it}`"),
            In::Templates(it) => {
                assert!(templates.contains(it), "no template has `{it}`");
            }
        }
        reached.extend(keys);
    }
    let mut unused = Vec::new();
    for name in CATALOGS {
        let catalog = read(&format!("templates/i18n/{name}.toml"));
        let catalog: toml::Table = toml::from_str(&catalog).expect("TOML");
        for (key, text) in &catalog {
            let counted = key.strip_suffix("-one").or_else(|| key.strip_suffix("-other"));
            let is_used = reached.contains(key)
                || texts.contains(key.as_str())
                || counted.is_some_and(|it| texts.contains(it))
                || templates.contains(&format!("\"{key}\""))
                || has_word(&templates, &format!("t.{key}"))
                || has_word(&templates, &format!("words.{key}"))
                || page.contains(&format!("{{{{{key}}}}}"));
            if !is_used {
                unused.push(key.clone());
            }
            let text = text.as_str().expect("a flat table of texts");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key}");
        }
    }
    assert!(unused.is_empty(), "used nowhere: {unused:?}");
}

/// What the program would look up has a word: a key that is put together, for each token.
#[test]
fn every_key_that_is_put_together_has_a_word() {
    let mut there = BTreeSet::new();
    for name in CATALOGS {
        let catalog = read(&format!("templates/i18n/{name}.toml"));
        let catalog: toml::Table = toml::from_str(&catalog).expect("TOML");
        there.extend(catalog.keys().cloned());
    }
    for Composed { place, keys } in composed() {
        // Not every text beside the fields is the key of one.
        if !matches!(place, In::Views("field-{}")) {
            for key in keys {
                assert!(there.contains(&key), "`{key}` has no words");
            }
        }
    }
}
