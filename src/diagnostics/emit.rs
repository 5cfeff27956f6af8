//! Diagnostics as a person reads them: message, place, masked line with carets, hints.

use std::fmt::Write;
use std::iter;

use super::mask::comment_start;
use super::{
    Diagnostic, MAX_SHOWN, Origin, Place, Pointer, Report, Span, agreeing, counted,
    hide_ids, in_one_line, mask_line,
};

/// The texts that places point into.
pub trait Sources {
    /// The name the user knows the file by.
    fn name(&self, origin: Origin) -> String;
    /// The text, where it is known.
    fn text(&self, origin: Origin) -> Option<&str>;
    /// The bytes a pointer stands for; for a missing value those of its nearest parent.
    fn locate(&self, origin: Origin, pointer: &Pointer) -> Option<Span>;
    /// The number of the line that holds a byte, from 1, and the byte it starts at.
    fn line_at(&self, origin: Origin, byte: usize) -> Option<(usize, usize)>;
    /// The identifiers of the clients that the texts are about, as far as they are known.
    fn client_ids(&self) -> Vec<String>;
    /// The same, and the words of the names in their records: what no path may show.
    fn to_hide(&self) -> Vec<String>;

    /// True for a key of the formats: such a word may be shown where it stands as a key.
    fn is_key(&self, word: &str) -> bool;
}

/// A place worked out: for the eye and for `--json`.
pub(super) struct Located {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The pointer, where there is one.
    pub pointer: Option<String>,
    span: Option<Span>,
}

/// The bytes of a place.
fn span_of(place: &Place, sources: &dyn Sources) -> Option<Span> {
    match place {
        Place::Input { .. } | Place::Outside(_) => None,
        Place::Range { span, .. } => Some(span.clone()),
        Place::Value { origin, pointer, .. } => sources.locate(*origin, pointer),
    }
}

/// Works out file, line and column of a place.
pub(super) fn located(place: &Place, sources: &dyn Sources) -> Located {
    let span = span_of(place, sources);
    let file = match place {
        Place::Outside(text) => text.clone(),
        Place::Input { file, .. } => file.clone(),
        Place::Range { origin, .. } | Place::Value { origin, .. } => {
            sources.name(*origin)
        }
    };
    let pointer = match place {
        // A plain text has lines and nothing else.
        Place::Value { origin, pointer, .. } if *origin != Origin::Ticket => {
            Some(shown_pointer(pointer, sources))
        }
        Place::Input { part, .. } if part.is_empty() || part.starts_with('/') => {
            Some(part.clone())
        }
        // A row is an object whose keys are the columns.
        Place::Input { part, .. } => Some(format!("/{part}")),
        _ => None,
    };
    let at = place.origin().zip(span.clone()).and_then(|(origin, span)| {
        let text = sources.text(origin)?;
        let start = floor(text, span.start);
        let (line, line_start) = sources.line_at(origin, start)?;
        Some((line, text[line_start..start].chars().count() + 1))
    });
    let (mut line, column) = at.unzip();
    if let Place::Input { row: Some(row), .. } = place {
        line = usize::try_from(*row).ok();
    }
    Located { file, line, column, pointer, span }
}

/// The whole report, sorted by place, at most [`MAX_SHOWN`] of it.
pub fn emit(report: &Report, sources: &dyn Sources) -> String {
    let mut items: Vec<_> = report.items().iter().collect();
    items.sort_by_cached_key(|it| {
        let first = it.places.first();
        let span = first.and_then(|place| span_of(place, sources));
        (it.severity, first.and_then(Place::origin), span.map(|it| it.start))
    });
    let mut out = String::new();
    for it in items.iter().take(MAX_SHOWN) {
        one(&mut out, it, sources);
    }
    if items.len() > MAX_SHOWN {
        let rest = items.len() - MAX_SHOWN;
        let (more, are) = (counted(rest, "more problem"), agreeing(rest, ["is", "are"]));
        writeln!(out, "note: {more} {are} not shown").expect(INFALLIBLE);
    }
    hide_ids(&out, &sources.to_hide())
}

const INFALLIBLE: &str = "writing to a string cannot fail";

fn one(out: &mut String, it: &Diagnostic, sources: &dyn Sources) {
    let message = in_one_line(&it.message);
    writeln!(out, "{}: {message} [{}]", it.severity.word(), it.slug).expect(INFALLIBLE);
    for place in &it.places {
        place_lines(out, place, sources);
    }
    for hint in &it.hints {
        writeln!(out, "hint: {hint}").expect(INFALLIBLE);
    }
}

fn place_lines(out: &mut String, place: &Place, sources: &dyn Sources) {
    let at = located(place, sources);
    match place {
        Place::Outside(text) => {
            return writeln!(out, "   at {}", in_one_line(text)).expect(INFALLIBLE);
        }
        Place::Input { file, row, part } => {
            let input = in_one_line(&input(file, *row, part));
            return writeln!(out, "   at {input}").expect(INFALLIBLE);
        }
        Place::Value { .. } | Place::Range { .. } => {}
    }
    let file = in_one_line(&at.file);
    match (at.line, at.column) {
        (Some(line), Some(column)) if !is_root(place) => {
            writeln!(out, "  --> {file}:{line}:{column}")
        }
        _ => writeln!(out, "  --> {file}"),
    }
    .expect(INFALLIBLE);
    if let Some(pointer) = at.pointer.filter(|it| !it.is_empty()) {
        writeln!(out, "   at {pointer}").expect(INFALLIBLE);
    }
    // Of the whole file no line is worth showing.
    let Some(origin) = place.origin().filter(|_| !is_root(place)) else { return };
    if let (Some(text), Some(span), Some(line)) = (sources.text(origin), at.span, at.line)
    {
        let label = if let Place::Value { label, .. } = place { label } else { "" };
        let keep = kept(place, text, &span);
        let is_key = |word: &str| sources.is_key(word);
        snippet(out, text, &Culprit { span: &span, line, keep: &keep, label }, &is_key);
    }
}

/// "EXPORT/Exit.csv, row 2, column ExitDate"; "--client, /birth_date".
fn input(file: &str, row: Option<u64>, part: &str) -> String {
    let row = row.map(|it| format!(", row {it}")).unwrap_or_default();
    let part = match part {
        "" => String::new(),
        _ if part.starts_with('/') => format!(", {part}"),
        _ => format!(", column {part}"),
    };
    format!("{file}{row}{part}")
}

/// True for the place of a client's identifier, or of one of several.
fn is_id(pointer: &Pointer) -> bool {
    let is_key = |it: &String| !it.bytes().all(|b| b.is_ascii_digit());
    let key = pointer.steps().filter(is_key).last().unwrap_or_default();
    ["client_id", "client_ids", "further_ids"].contains(&key.as_str())
}

fn is_root(place: &Place) -> bool {
    matches!(place, Place::Value { pointer, .. } if pointer.as_str().is_empty())
}

/// Of a client's id the last two characters stay readable, so that two can be told apart.
fn kept(place: &Place, text: &str, span: &Span) -> Vec<Span> {
    let Place::Value { pointer, .. } = place else { return Vec::new() };
    let value = &text[span.clone()];
    let inner = value.trim_matches('"');
    if !is_id(pointer) || value.len() != inner.len() + 2 {
        return Vec::new();
    }
    // What is written where an id belongs, a name say, is masked to its end.
    let is_id = inner.len() > 4
        && inner.bytes().all(|b| b.is_ascii_alphanumeric())
        && inner.bytes().any(|b| b.is_ascii_digit());
    if is_id { iter::once(span.end - 3..span.end - 1).collect() } else { Vec::new() }
}

/// Characters of context shown before and after the culprit on a very long line.
const BEFORE: usize = 48;
const AFTER: usize = 32;

/// Characters beyond those that are masked with them: more than any key has.
const MASKED: usize = 200;

/// What a snippet points at.
struct Culprit<'a> {
    span: &'a Span,
    line: usize,
    keep: &'a [Span],
    label: &'a str,
}

fn snippet(
    out: &mut String,
    text: &str,
    at: &Culprit<'_>,
    is_key: &dyn Fn(&str) -> bool,
) {
    let start = floor(text, at.span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line_end = (line_start + comment_start(&text[line_start..line_end])).max(start);
    let end = floor(text, at.span.end).clamp(start, line_end);
    // A line of several megabytes (a file without line breaks) is cut to its neighbourhood.
    // It is masked as a whole: a word cut in two could pass for a key.
    let from = back(text, line_start, start, BEFORE);
    let shown_end = ahead(text, start, end, 40);
    let to = ahead(text, shown_end, line_end, AFTER);
    let near = back(text, line_start, from, MASKED)..ahead(text, to, line_end, MASKED);
    let local = |it: &Span| it.start - near.start..it.end - near.start;
    let keep: Vec<_> = at
        .keep
        .iter()
        .filter(|it| it.start >= near.start && it.end <= near.end)
        .map(local)
        .collect();
    let masked = mask_line(&text[near.clone()], is_key, &keep);
    let n_before = text[near.start..from].chars().count();
    let n_shown = text[from..to].chars().count();
    let masked: String = masked.chars().skip(n_before).take(n_shown).collect();
    let lead = if from > line_start { "…" } else { "" };
    let tail = if to < line_end { "…" } else { "" };
    let (line, label) = (at.line, at.label);
    let pad = " ".repeat(line.to_string().len());
    let indent = lead.chars().count() + text[from..start].chars().count();
    let carets = "^".repeat(text[start..shown_end].chars().count().max(1));
    let label = if label.is_empty() { String::new() } else { format!(" {label}") };
    writeln!(out, "{pad} |").expect(INFALLIBLE);
    writeln!(out, "{line} | {lead}{}{tail}", masked.trim_end()).expect(INFALLIBLE);
    writeln!(out, "{pad} | {}{carets}{label}", " ".repeat(indent)).expect(INFALLIBLE);
}

/// Up to `n` characters back from `at`, not before `min`.
fn back(text: &str, min: usize, at: usize, n: usize) -> usize {
    text[min..at].char_indices().rev().take(n).last().map_or(at, |(i, _)| min + i)
}

/// Up to `n` characters on from `at`, not after `max`.
fn ahead(text: &str, at: usize, max: usize, n: usize) -> usize {
    text[at..max].char_indices().nth(n).map_or(max, |(i, _)| at + i)
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A pointer may pass through a key that is data, not a field's name: such steps are masked.
fn shown_pointer(pointer: &Pointer, sources: &dyn Sources) -> String {
    pointer.steps().fold(String::new(), |text, step| {
        let plain = sources.is_key(&step) || step.bytes().all(|b| b.is_ascii_digit());
        text + "/" + if plain { &step } else { "··" }
    })
}
