//! The record without a PDF: text and page show every value that the pages show.

use std::collections::BTreeSet;

use client_record_request::package::{Passphrase, locker_of};
use client_record_request::pipeline::{
    Context, Files, Inputs, documents, plain_record, pool, sample, sample_day,
};
use client_record_request::render::{Document, render};
use client_record_request::request::{Language, Layout};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::judges::judge;
use super::support::{Case, ROOT, has, samples, skip, tool};

/// Keys of a view whose values are no words of the record: how it is typeset, and what only a
/// drawing or the properties of a file show.
const NOT_SAID: [&str; 9] = [
    "document-title",
    "english",
    "pages",
    "section",
    "stage",
    "state",
    "status",
    "timeline",
    "url",
];

/// A record of a sample: what its view says, its text, its page.
struct Flat {
    values: BTreeSet<String>,
    /// Labels with the values that follow them.
    pairs: BTreeSet<(String, String)>,
    text: String,
    page: String,
}

fn context() -> Context {
    let mut inputs = Inputs::default();
    let files = Files::default();
    Context::new(files, Some(sample_day()), |_| sample_day(), &mut inputs).expect("one")
}

fn flat(name: &str, language: Language, layout: Layout, context: &Context) -> Flat {
    let ready = sample(name, Some(language), Some(layout), context).expect("a sample");
    let manuscripts = documents(&ready.plan, context);
    let record = manuscripts.iter().find(|it| it.document() == Document::Record);
    let given = record.expect("a record").given();
    let (_, view) = given.iter().find(|it| it.0 == "/view.json").expect("a view");
    let view: Value = serde_json::from_slice(view).expect("JSON");
    let (mut values, mut pairs) = (BTreeSet::new(), BTreeSet::new());
    let mut cover = view["cover"].clone();
    // Help in the language of the record itself is not offered.
    let help = cover["help"].as_array_mut().expect("lines");
    help.retain(|it| it[0] != language.token());
    said(&cover, &mut values, &mut pairs);
    said(&view["worksheet"], &mut values, &mut pairs);
    values.insert(view["printed-short"].as_str().expect("a day").to_owned());
    for profile in view["profiles"].as_array().expect("profiles") {
        for key in ["label", "client-id", "contents", "glance"] {
            said(&profile[key], &mut values, &mut pairs);
        }
        for page in profile["pages"].as_array().expect("pages") {
            let mut block = profile[page.as_str().expect("a name")].clone();
            // What cannot be seen is not to be changed.
            if !["present", "empty"].contains(&block["state"].as_str().expect("a state"))
            {
                block["revision"].take();
            }
            said(&block, &mut values, &mut pairs);
        }
    }
    let [text, page]: [String; 2] = plain_record(&ready.plan, context)
        .into_iter()
        .map(|(_, it)| String::from_utf8(it.to_vec()).expect("UTF-8"))
        .collect::<Vec<_>>()
        .try_into()
        .expect("two");
    Flat { values, pairs, text, page }
}

/// Collects what a part of a view says.
fn said(
    value: &Value,
    values: &mut BTreeSet<String>,
    pairs: &mut BTreeSet<(String, String)>,
) {
    match value {
        Value::String(text) if !text.is_empty() => {
            values.insert(text.clone());
        }
        // Where to get help: a tag, a name, a line.
        Value::Array(items) if items.len() == 3 && items.iter().all(Value::is_string) => {
            items[1..].iter().for_each(|it| said(it, values, pairs));
        }
        Value::Array(items) => items.iter().for_each(|it| said(it, values, pairs)),
        Value::Object(map) => {
            for (key, it) in map {
                // A place in the household that is said once; the fill of a drawing.
                let is_usual = key == "relationship" && map["is-head"] == true
                    || key == "kind" && map.contains_key("about");
                if !NOT_SAID.contains(&&**key) && !is_usual {
                    said(it, values, pairs);
                }
            }
            for (label, value) in [("label", "value"), ("title", "count")] {
                let both = [label, value].map(|it| map.get(it).and_then(Value::as_str));
                if let [Some(label), Some(value)] = both {
                    pairs.insert((label.to_owned(), value.to_owned()));
                }
            }
        }
        _ => {}
    }
}

/// Words without what lies between them: blanks, ends of lines, marks of direction.
fn folded(text: &str) -> String {
    let kept = |c: &char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{200B}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
    };
    text.nfkc().filter(kept).collect()
}

/// The words of a page, without its markup.
fn without_markup(page: &str) -> String {
    let mut words = String::new();
    for part in page.split('<') {
        words += part.split_once('>').map_or(part, |(_, words)| words);
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    signs.into_iter().fold(words, |words, (from, to)| words.replace(from, to))
}

#[test]
fn every_value_of_every_sample_is_said_in_every_language() {
    let context = context();
    let mut n = 0;
    for name in samples() {
        for language in Language::ALL {
            let layout = if n % 2 == 0 { Layout::Letter } else { Layout::Phone };
            let it = flat(&name, *language, layout, &context);
            let (text, page) = (folded(&it.text), folded(&without_markup(&it.page)));
            let at = format!("{name} {}", language.token());
            assert!(it.values.len() > 60, "{at}: {}", it.values.len());
            for value in &it.values {
                let value = folded(value);
                assert!(text.contains(&value), "{at}: {value} in {}", it.text);
                assert!(page.contains(&value), "{at}: {value} in {}", it.page);
            }
            for (label, value) in &it.pairs {
                let pair = [label, value].map(|it| folded(it));
                let is_said = |between: &str| text.contains(&pair.join(between));
                assert!(
                    is_said(":")
                        || is_said("\u{FF1A}")
                        || pair[0].ends_with(['?', '؟']) && is_said(""),
                    "{at}: {pair:?} in {}",
                    it.text
                );
            }
            n += 1;
        }
    }
    assert!(n >= 88, "{n}");
}

/// What the text says of the record, its pages say, and the other way round.
/// How to read each section, which the cover leaves to the sections where its second side has
/// no room for it.
fn said_by_sections_alone(language: Language, pages: &str) -> Vec<String> {
    let path = format!("{ROOT}/templates/i18n/{}/pages.toml", language.token());
    let words: toml::Table =
        toml::from_str(&std::fs::read_to_string(path).expect("a catalog")).expect("TOML");
    let said = words.iter().filter(|(key, _)| key.starts_with("read-"));
    let said: Vec<String> =
        said.map(|(_, it)| it.as_str().expect("a text").to_owned()).collect();
    let is_on_cover = said.iter().any(|it| pages.contains(&letters(it)));
    if is_on_cover { Vec::new() } else { said }
}

#[test]
fn the_pages_say_the_same() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let (context, pool, case) = (context(), pool(), Case::empty());
    for name in samples() {
        for language in Language::ALL {
            let it = flat(&name, *language, Layout::Letter, &context);
            let ready = sample(&name, Some(*language), Some(Layout::Letter), &context);
            let mut all = documents(&ready.expect("a sample").plan, &context);
            all.retain(|it| it.document() == Document::Record);
            let rendered = render(&all, &context.kit, &pool).expect("typeset");
            let record = rendered.get(Document::Record).expect("the record");
            case.write("record.pdf", record.bytes());
            let path = case.dir.join("record.pdf");
            let ran = tool("pdftotext", ["-raw", path.to_str().expect("UTF-8"), "-"]);
            let mut pages = letters(&ran.stdout);
            if ["ar", "fa"].contains(&language.token()) {
                let ran = judge("pdf_text.py", &[&path]);
                let Some(ran) = ran else { return skip("the judges' Python") };
                pages += &letters(&ran.stdout);
            }
            let at = format!("{name} {}", language.token());
            let brief = said_by_sections_alone(*language, &pages);
            for value in it.values.iter().filter(|it| !brief.contains(*it)) {
                // A cell may go over a page, and a line that runs from right to left is put
                // together from parts, by each reader in its own way: then every word is there.
                let missing: Vec<_> = value
                    .split(|c: char| c.is_whitespace() || c == '\u{200B}')
                    .filter(|word| !word.contains('\u{200C}'))
                    .map(letters)
                    .filter(|word| {
                        !pages.contains(word.as_str()) && !goes_over(word, &pages)
                    })
                    .collect();
                let is_whole = pages.contains(&letters(value));
                assert!(is_whole || missing.is_empty(), "{at}: {missing:?} of {value}");
            }
        }
    }
}

/// True for words of Chinese or Korean that a page ends within: both parts are there.
fn goes_over(word: &str, pages: &str) -> bool {
    let mut ends = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    word.chars().any(|it| it >= '\u{2E80}')
        && ends.any(|(one, two)| pages.contains(one) && pages.contains(two))
}

/// Letters and digits alone, with each run of lam and alef in one order: readers give their
/// ligature the wrong way round.
fn letters(text: &str) -> String {
    let is_lam = |c: &char| "لاأإآ".contains(*c);
    let of_word = |word: &str| -> Vec<char> {
        let word = folded(word);
        let mut letters: Vec<char> =
            word.chars().filter(|it| it.is_alphanumeric()).collect();
        let runs = letters.chunk_by_mut(|a, b| is_lam(a) && is_lam(b));
        runs.for_each(<[char]>::sort_unstable);
        letters
    };
    text.split_whitespace().flat_map(of_word).collect()
}

/// 80 columns, ends of lines as an old Notepad reads them, no sign of ours.
#[test]
fn the_text_is_plain() {
    let context = context();
    for name in samples() {
        for language in Language::ALL {
            let it = flat(&name, *language, Layout::Letter, &context);
            let at = format!("{name} {}", language.token());
            let text = it.text.strip_prefix('\u{FEFF}').expect("a byte order mark");
            let (body, end) = text.split_at(text.len() - 2);
            assert_eq!(end, "\r\n", "{at}");
            for line in body.split("\r\n") {
                assert!(textwrap::core::display_width(line) <= 80, "{at}: {line}");
                assert_eq!(line, line.trim_end(), "{at}");
                let is_plain = |c: char| {
                    let is_isolate = matches!(c, '\u{2068}' | '\u{2069}');
                    !c.is_control()
                        && !matches!(c, '\u{200B}' | '\u{A0}' | '\u{FEFF}' | '\u{AD}')
                        && (!is_isolate || ["ar", "fa"].contains(&language.token()))
                };
                assert!(line.chars().all(is_plain), "{at}: {line:?}");
            }
            assert!(!text.contains("\r\n\r\n\r\n\r\n"), "{at}: empty lines");
        }
    }
}

/// The titles of its parts are numbered, each found in the list of what is in it.
#[test]
fn the_text_of_a_record_is_as_it_was_read() {
    let context = context();
    let it = flat("typical-adult", Language::En, Layout::Letter, &context);
    let found = it.text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    let expected = super::golden::kept("text/record.txt", &found);
    assert!(
        found == expected,
        "read it, then write it again with CASES=overwrite:\n{found}"
    );
}

/// One title, no rank left out, no two parts of one name in a page, nothing but our own marks.
#[test]
fn the_page_is_well_formed() {
    let context = context();
    let known = [
        "a", "article", "bdi", "br", "caption", "dd", "div", "dl", "dt", "h1", "h2",
        "h3", "h4", "li", "p", "small", "table", "tbody", "td", "th", "thead", "tr",
        "ul", "wbr",
    ];
    for name in samples() {
        for language in Language::ALL {
            let it = flat(&name, *language, Layout::Letter, &context);
            let at = format!("{name} {}", language.token());
            let (mut open, mut ranks, mut ids) = (Vec::new(), vec![0], BTreeSet::new());
            for part in it.page.split('<').skip(1) {
                let (tag, _) = part.split_once('>').expect("its end");
                let word = tag.split(' ').next().expect("a name").trim_start_matches('/');
                assert!(known.contains(&word), "{at}: {tag}");
                if let Some(id) = tag.split_once(" id=\"").map(|it| it.1) {
                    assert!(ids.insert(id.to_owned()), "{at}: {id}");
                }
                if tag.starts_with('/') {
                    assert_eq!(open.pop(), Some(word), "{at}");
                } else if !["br", "wbr"].contains(&word) {
                    open.push(word);
                    let rank =
                        word.strip_prefix('h').and_then(|it| it.parse::<u8>().ok());
                    ranks.extend(rank);
                }
            }
            assert!(open.is_empty(), "{at}: {open:?}");
            assert!(ranks.windows(2).all(|it| it[1] <= it[0] + 1), "{at}: {ranks:?}");
            assert_eq!(it.page.matches("<h1 ").count(), 1, "{at}");
            let direction =
                if ["ar", "fa"].contains(&language.token()) { "rtl" } else { "ltr" };
            let start = format!(
                "<article lang=\"{}\" dir=\"{direction}\">\n<h1",
                language.token()
            );
            assert!(it.page.starts_with(&start), "{at}: {}", &it.page[..80]);
            for link in it.page.split("href=\"#").skip(1) {
                let (id, _) = link.split_once('"').expect("its end");
                assert!(
                    ids.iter().any(|it| it.starts_with(&format!("{id}\""))),
                    "{at}: {id}"
                );
            }
            assert!(it.page.matches("href=\"#").count() >= 2, "{at}");
        }
    }
}

/// What the page of a case opens to, and the text in its zip.
fn opened(case: &Case) -> [String; 2] {
    let text = case.members().pop().expect("the text");
    let page = case.bytes("out/2026-0142/2026-0142.html");
    let locker = locker_of("x.html").expect("a locker");
    let members = locker.open(&page, &Passphrase::to_open(&case.passphrase()));
    let page = members.expect("it opens").pop().expect("the page");
    assert_eq!([&*text.0, &*page.0], ["record.txt", "record.html"]);
    [text.1, page.1.to_vec()].map(|it| String::from_utf8(it).expect("UTF-8"))
}

fn with_formats(formats: &str) -> Case {
    let case = Case::of("typical-adult");
    case.edit("request.toml", "# formats = [\"zip\", \"pdf\"]", formats);
    case
}

#[test]
fn what_looks_like_markup_is_words_and_what_is_long_is_broken() {
    let case = with_formats("formats = [\"zip\", \"html\"]");
    let hostile =
        "</bdi></article><script>alert(1)</script><img src=x onerror=alert(2)>&lt;";
    let long = format!("{}.pdf", "scan-of-a-paper-".repeat(12));
    let mut extract: Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    extract["documents"][0]["name"] = hostile.into();
    extract["documents"][1]["name"] = long.as_str().into();
    extract["documents"][2]["name"] = "هوية أحمد (714) 555-0120".into();
    case.write("extract.json", extract.to_string());
    let [text, page] = opened(&case);
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    assert_eq!(page.matches("</article>").count(), 1);
    let words = page.replace("<wbr>", "");
    assert!(words.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{words}");
    let (words, shown) = (folded(&text), folded(&without_markup(&page)));
    for name in [hostile, &long, "هوية أحمد (714) 555-0120"] {
        assert!(words.contains(&folded(name)) && shown.contains(&folded(name)), "{name}");
    }
    assert!(text.lines().all(|it| textwrap::core::display_width(it) <= 80), "{text}");
}

/// Each form is compared with its own members; a size that differs is noticed.
#[test]
fn the_receipt_lists_what_was_locked() {
    let members = |formats: &str| -> Vec<String> {
        let case = with_formats(formats);
        let ran = case.build(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let text = case.read("out/2026-0142/receipt.json");
        let receipt: Value = serde_json::from_str(&text).expect("JSON");
        let listed = receipt["members"].as_array().expect("members").iter();
        let verify = ["verify", "out/2026-0142", "--passphrase-file", "passphrase"];
        assert_eq!(case.crr(verify).code, 0, "{formats}");
        for it in listed.clone().filter(|it| it["name"] != "cover.pdf") {
            let size = format!("\"bytes\": {},", it["bytes"]);
            let size = if text.contains(&size) { size } else { size.replace(',', "\n") };
            let other = size.replacen("\"bytes\": ", "\"bytes\": 1", 1);
            case.write("out/2026-0142/receipt.json", text.replace(&size, &other));
            let ran = case.crr(verify.iter().chain(&["--without-ledger"]));
            let is_seen = ran.stderr.contains("[other-members]");
            assert!(is_seen || formats.contains("pdf\"]"), "{it}: {}", ran.stderr);
        }
        listed.map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
    };
    let pages = ["cover.pdf", "record.pdf"];
    assert_eq!(members("formats = [\"pdf\"]"), pages);
    assert_eq!(members("formats = [\"zip\"]"), [&pages[..], &["record.txt"]].concat());
    assert_eq!(members("formats = [\"html\"]"), [&pages[..], &["record.html"]].concat());
    assert_eq!(
        members("formats = [\"zip\", \"html\"]"),
        [&pages[..], &["record.txt", "record.html"]].concat()
    );
}
