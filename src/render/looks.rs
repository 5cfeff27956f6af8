//! Fonts, and what they can draw.

use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::embedded::{BASE_FONTS, CJK_FONTS};

/// The fonts of a document.
pub(super) struct Looks {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
}

impl Looks {
    fn of(fonts: Vec<Font>) -> Self {
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    fn can_draw(&self, c: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

/// The fonts that there are: those that every document needs, and all of them. The large
/// ones are read when a text first asks for them.
pub(super) struct Fonts {
    base: Looks,
    all: OnceLock<Looks>,
}

impl Fonts {
    /// The built-in fonts and some files; where one of these cannot be read, its number.
    pub(super) fn new(files: &[Bytes]) -> Result<Self, usize> {
        let mut fonts: Vec<Font> = built_in(BASE_FONTS).collect();
        for (i, bytes) in files.iter().enumerate() {
            let before = fonts.len();
            fonts.extend(Font::iter(bytes.clone()));
            if fonts.len() == before {
                return Err(i + 1);
            }
        }
        Ok(Self { base: Looks::of(fonts), all: OnceLock::new() })
    }

    fn all(&self) -> &Looks {
        self.all.get_or_init(|| {
            let base = self.base.fonts.iter().cloned();
            Looks::of(base.chain(built_in(CJK_FONTS)).collect())
        })
    }

    /// The fonts that some texts need.
    pub(super) fn for_texts(&self, texts: &[&str]) -> &Looks {
        let is_base = |c: char| c.is_ascii() || draws_nothing(c) || self.base.can_draw(c);
        if texts.iter().all(|it| it.chars().all(is_base)) {
            &self.base
        } else {
            self.all()
        }
    }

    /// True where some font can draw the character, or where nothing is drawn for it.
    pub(super) fn can_draw(&self, c: char) -> bool {
        draws_nothing(c) || self.base.can_draw(c) || self.all().can_draw(c)
    }
}

fn built_in(
    files: &'static [(&'static str, &'static [u8])],
) -> impl Iterator<Item = Font> {
    files.iter().flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes)))
}

/// White space, and the default-ignorable characters that shape Arabic and Farsi words
/// (Unicode, DerivedCoreProperties: joiners, marks of direction, isolates).
fn draws_nothing(c: char) -> bool {
    (c.is_whitespace() && c != '\u{1680}')
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{2066}'..='\u{2069}')
}
