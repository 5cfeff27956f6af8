//! The whole record: what the cover says first, the sections of each profile, and how to have
//! something changed.

use super::pages;
use super::part::{Flat, Part, Row, Text, Voice};
use super::sheet::{Sheet, fact};
use crate::render::DocumentContext;
use crate::sections::{Reach, View, Way};

/// The record of a view, with the same words as its pages; of paper, it says what the phone
/// edition says, and the drawing of the years is left out.
pub fn flat(view: &View, context: DocumentContext<'_>) -> Flat {
    let words = context.catalog;
    let mut sheet = Sheet::new(words, context.language, context.at);
    opening(&mut sheet, view, context);
    for profile in &view.profiles {
        pages::profile(&mut sheet, profile);
    }
    changing(&mut sheet, view);
    asking(&mut sheet, view, context);
    Flat {
        language: context.language.token(),
        is_rtl: words.is_rtl(),
        after_label: words.get("after-label").to_owned(),
        parts: sheet.parts,
    }
}

/// Whose record it is, what it is, and what is in it.
fn opening(sheet: &mut Sheet<'_>, view: &View, context: DocumentContext<'_>) {
    let (cover, words) = (&view.cover, sheet.words);
    sheet.parts.push(Part::Heading(1, cover.title.as_str().into()));
    sheet.paragraph(sheet.word("footer-private"));
    sheet.paragraph(cover.lead.as_str());
    let name = cover.name.as_str();
    let name = if cover.is_named { sheet.named(name) } else { name.into() };
    let mut facts = vec![
        fact(sheet.word("cover-for"), name, None),
        fact(sheet.word("cover-id"), sheet.named(&cover.client_id), None),
        fact(sheet.word("cover-printed"), view.printed_short.as_str().into(), None),
        fact(sheet.word("cover-agency"), sheet.recorded(&cover.agency), None),
    ];
    sheet.facts(facts.drain(..));
    if let Some(ticket) = context.ticket {
        sheet.paragraph(words.fill("footer-ticket", &[("ticket", ticket)]));
    }
    sheet.heading(0, sheet.word("cover-what-title"));
    let as_of =
        cover.exported.as_ref().map(|it| words.fill("cover-as-of", &[("day", it)]));
    let mut what = vec![cover.what.as_str(), words.get("cover-what-right")];
    what.extend(as_of.as_deref());
    what.extend(cover.several.as_deref());
    what.extend(cover.several.is_some().then(|| words.get("profiles-shown")));
    what.extend(cover.unreviewed.then(|| words.get("cover-unreviewed")));
    sheet.paragraph(sheet.sentences(&what));
    if cover.is_bare() {
        return left_out(sheet, view);
    }
    sheet.terms([
        fact(sheet.word("step-read"), sheet.word("step-read-text"), None),
        fact(sheet.word("step-check"), sheet.word("step-check-text"), None),
        fact(sheet.word("step-fix"), sheet.word("step-fix-phone"), None),
        fact(sheet.word("step-safe"), sheet.word("step-safe-text"), None),
    ]);
    contents(sheet, view);
    left_out(sheet, view);
}

/// What is not in the copy.
fn left_out(sheet: &mut Sheet<'_>, view: &View) {
    sheet.heading(0, sheet.word("left-out-title"));
    sheet.points(view.cover.left_out.iter().map(String::as_str));
}

/// The parts, and what each holds; nothing where all of them were held back.
fn contents(sheet: &mut Sheet<'_>, view: &View) {
    let items = view.cover.contents.iter();
    let items: Vec<_> = items
        .map(|it| {
            let count = it.count.as_str();
            let count = if it.personal { sheet.named(count) } else { count.into() };
            fact(it.title.as_str().into(), count, None)
        })
        .collect();
    if !items.is_empty() {
        sheet.heading(0, sheet.word("contents-title"));
        sheet.parts.push(Part::Contents(items));
    }
}

/// How to read and change each part, and what to do about what was held back.
fn changing(sheet: &mut Sheet<'_>, view: &View) {
    if !view.cover.is_bare() {
        correcting(sheet, view);
    }
    if view.cover.withheld {
        sheet.heading(0, sheet.word("appeal-title"));
        sheet.paragraph(sheet.word("appeal-text"));
    }
}

/// How to have something corrected, and how to read and change each part.
fn correcting(sheet: &mut Sheet<'_>, view: &View) {
    sheet.heading(0, sheet.word("worksheet-title"));
    sheet.paragraph(sheet.word("worksheet-phone"));
    let named = &view.worksheet;
    let values = [
        ("worksheet-request", sheet.named(&named.ticket)),
        ("cover-id", sheet.named(&named.client_id)),
        ("col-agency-name", sheet.recorded(&named.agency)),
    ];
    let facts = values.map(|(key, value)| fact(sheet.word(key), value, None));
    sheet.facts(facts);
    reach(sheet, &view.cover.reach);
    sheet.paragraph(sheet.word("worksheet-how-phone"));
    if let Some(answer) = &view.cover.written_request {
        sheet.paragraph(answer.as_str());
    }
    sheet.heading(0, sheet.word("guide-title"));
    sheet.paragraph(sheet.word("guide-lead"));
    let line = |it: &String| vec![Text::from(it.as_str())];
    let rows = view.cover.guide.iter();
    let rows = rows.map(|it| {
        let cells = [&it.title, &it.read, &it.change].map(line).into();
        Row { number: None, cells }
    });
    let rows = rows.collect();
    let title = sheet.word("guide-title");
    sheet.table(title, &["guide-section", "guide-read", "guide-change"], rows);
}

/// Whom to ask, how to keep the record safe, how to complain, where to get help.
fn asking(sheet: &mut Sheet<'_>, view: &View, context: DocumentContext<'_>) {
    let (cover, words) = (&view.cover, sheet.words);
    sheet.heading(0, words.fill("questions-title", &[("agency", &cover.agency)]));
    sheet.paragraph(sheet.word("questions-ask"));
    reach(sheet, &cover.reach);
    let link = Voice::Link(cover.guidance.url.clone());
    let more = format!("{}\n", words.get("questions-link-phone"));
    let link = Text::of(cover.guidance.shown.as_str(), link);
    sheet.paragraph(Text::from(more).then(link));
    sheet.heading(0, sheet.word("safe-title"));
    let apart = cover.keep_apart.as_deref();
    sheet.points(["safe-1", "safe-2"].map(|it| words.get(it)).into_iter().chain(apart));
    sheet.heading(0, sheet.word("rights-title"));
    let mut rights = vec![words.get("rights-text")];
    rights.extend(cover.written_request.as_deref());
    sheet.paragraph(sheet.sentences(&rights));
    sheet.heading(0, sheet.word("grievance-title"));
    cover.grievance.iter().for_each(|it| sheet.paragraph(it.as_str()));
    // Where to get help, in every other language.
    let own = context.language.token();
    let help = cover.help.iter().filter(|(language, ..)| *language != own);
    sheet.points(help.map(|(language, name, line)| {
        Text::of(format!("{name}: {line}"), Voice::Language(language))
    }));
    sheet.paragraph(context.site.name.as_str());
}

/// How to reach the agency, with links that a telephone follows; what to do where its number is
/// not known.
fn reach(sheet: &mut Sheet<'_>, reach: &Reach) {
    let way = |it: &Way| match &it.url {
        Some(url) => Text::of(it.shown.as_str(), Voice::Link(url.clone())),
        None => sheet.named(&it.shown),
    };
    let ways = [("contact-phone", &reach.phone), ("contact-email", &reach.email)];
    let known = ways.iter().filter_map(|(key, it)| Some((key, it.as_ref()?)));
    let facts: Vec<_> =
        known.map(|(key, it)| fact(sheet.word(key), way(it), None)).collect();
    if !facts.is_empty() {
        sheet.facts(facts);
    }
    if reach.phone.is_none() {
        sheet.paragraph(sheet.word("questions-no-number"));
    }
}
