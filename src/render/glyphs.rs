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
    plan.record().texts(&mut |nth, at, text| {
        if let Some((i, c)) = first_missing(text.as_str(), kit, &mut known) {
            report.push(missing(i, c, Place::extract(at.as_str()).of_profile(nth)));
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
    if kit.is_drawable(language) {
        return Report::default();
    }
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
    // Every font has these, and most texts no others.
    if text.bytes().all(|it| it.is_ascii_graphic() || it == b' ') {
        return None;
    }
    let mut can_draw = |c: char| {
        c.is_ascii_graphic() || known.contains(&c) || (kit.can_draw(c) && known.insert(c))
    };
    if text.nfc().all(&mut can_draw) {
        return None;
    }
    text.chars().enumerate().find(|(_, c)| !can_draw(*c))
}

/// What a character is that cannot be drawn, and what helps.
enum Missing {
    /// An emoji or another picture: fonts of pictures have it.
    Picture,
    /// One that Unicode leaves to whoever uses it: no font of others has it.
    Private,
    /// A letter or a sign of a script.
    Letter,
}

impl Missing {
    fn of(c: char) -> Self {
        match u32::from(c) {
            // Unicode 17: symbols and pictures of planes 0 and 1, tags of flags.
            0x2190..=0x2BFF
            | 0x3030
            | 0x303D
            | 0x3297
            | 0x3299
            | 0x1F000..=0x1FBFF
            | 0xE0020..=0xE007F => Self::Picture,
            0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF => Self::Private,
            _ => Self::Letter,
        }
    }

    fn words(&self) -> [&'static str; 3] {
        match self {
            Self::Picture => [
                "a picture that no font here has",
                "put a font of pictures, such as Noto Color Emoji, in a folder and name the folder with `--fonts`",
                "or write in the extract what the picture means, and tell the agency",
            ],
            Self::Private => [
                "a sign that only the program it was written with knows",
                "find out in HMIS what it stands for, and have it written there as a word or a common sign",
                "then export the record again",
            ],
            Self::Letter => [
                "in no font",
                "put a font that has it in a folder and name the folder with `--fonts`",
                "a name is printed as written or not at all; it is never replaced by boxes",
            ],
        }
    }
}

fn missing(i: usize, c: char, place: Place) -> Diagnostic {
    let [what, first, second] = Missing::of(c).words();
    let code = u32::from(c);
    let message = format!("character {} of this text, U+{code:04X}, is {what}", i + 1);
    Diagnostic::error("missing-glyph", message).at(place).hint(first).hint(second)
}
