//! Asked before rendering: can every character be drawn? A name is printed as written or
//! not at all; it is never replaced by boxes.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::Kit;
use crate::diagnostics::{Diagnostic, Place, Pointer, Report};
use crate::plan::Plan;
use crate::request::Language;

/// Reports every text that holds a character which no font of the kit can draw. The place
/// and the character's number are told, never the text.
pub fn check_glyphs(plan: &Plan, kit: &Kit) -> Report {
    let mut report = Report::default();
    let mut known = HashSet::new();
    plan.record().texts(&mut |at, text| {
        if let Some((i, c)) = first_missing(text.as_str(), kit, &mut known) {
            report.push(missing(i, c, Place::extract(at.as_str())));
        }
    });
    if let Some((i, c)) = first_missing(plan.handover().agency.as_str(), kit, &mut known)
    {
        report.push(missing(i, c, Place::request(Pointer::from("/agency"))));
    }
    report
}

/// Reports a language whose letters no font of the kit has: Chinese and Korean in a program
/// that was built without them.
pub fn check_language(language: Language, kit: &Kit) -> Report {
    let catalog = kit.catalog(language);
    let mut known = HashSet::new();
    let mut words = catalog.words().values().chain(catalog.hud_words().values());
    if words.all(|it| first_missing(it, kit, &mut known).is_none()) {
        return Report::default();
    }
    Diagnostic::error("no-fonts-for-language", "no font has the letters of this language")
        .at(Place::request(Pointer::from("/language")))
        .hint("put a font that has them in a folder and name the folder with `--fonts`")
        .hint("or use a program that was built with the feature `fonts-cjk`")
        .into()
}

/// Reports a character of a text of ours that no font of the kit can draw.
pub fn check_text(text: &str, place: Place, kit: &Kit) -> Report {
    let missing =
        first_missing(text, kit, &mut HashSet::new()).map(|(i, c)| missing(i, c, place));
    missing.map_or_else(Report::default, Report::from)
}

/// The first character that cannot be drawn, counted from 0. Letters and their marks are
/// put together first (Unicode NFC), as the shaper does.
fn first_missing(
    text: &str,
    kit: &Kit,
    known: &mut HashSet<char>,
) -> Option<(usize, char)> {
    let mut can_draw = |c: char| {
        c.is_ascii_graphic() || known.contains(&c) || (kit.can_draw(c) && known.insert(c))
    };
    if text.nfc().all(&mut can_draw) {
        return None;
    }
    text.chars().enumerate().find(|(_, c)| !can_draw(*c))
}

fn missing(i: usize, c: char, place: Place) -> Diagnostic {
    Diagnostic::error(
        "missing-glyph",
        format!(
            "character {} of this text, U+{:04X}, is in no font",
            i + 1,
            u32::from(c)
        ),
    )
    .at(place)
    .hint("put a font that has it in a folder and name the folder with `--fonts`")
    .hint("a name is printed as written or not at all; it is never replaced by boxes")
}
