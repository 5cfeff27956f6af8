//! The kit: templates and fonts, built into the program, with any that override them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write};

use sha2::{Digest, Sha256};
use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

use super::world::file_id;
use crate::sections::{Catalog, CatalogError};

macro_rules! embed {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../templates/", $folder, $path)))),*]
    };
}

/// The templates and catalogs; a test compares the list with the folder.
const TEMPLATES: &[(&str, &[u8])] = embed!("":
    "components/badge.typ",
    "components/index.typ",
    "components/notice.typ",
    "components/table.typ",
    "components/timeline.typ",
    "cover.typ",
    "denial.typ",
    "i18n/en.toml",
    "page.typ",
    "record.typ",
    "sections/contact-information.typ",
    "sections/cover.typ",
    "sections/documents.typ",
    "sections/enrollments.typ",
    "sections/glance.typ",
    "sections/profile.typ",
    "sections/release-of-information.typ",
    "theme.typ",
);

/// The fonts; `templates/fonts/README.md` tells where they come from.
const FONTS: &[(&str, &[u8])] = embed!("fonts/":
    "SourceSans3_400Regular.ttf",
    "SourceSans3_400Regular_Italic.ttf",
    "SourceSans3_600SemiBold.ttf",
    "SourceSans3_700Bold.ttf",
    "Vazirmatn_400Regular.ttf",
    "Vazirmatn_600SemiBold.ttf",
);

/// Files that replace built-in templates or are added to them, and further fonts.
#[derive(Debug, Default)]
pub struct Overrides {
    /// By path below `templates/`, with `/` between the parts.
    pub templates: BTreeMap<String, Vec<u8>>,
    /// Font files.
    pub fonts: Vec<Vec<u8>>,
}

/// Why a kit cannot be made.
#[derive(Debug, PartialEq, Eq)]
pub enum KitError {
    /// A template has a name that Typst cannot address.
    Path(String),
    /// A template is not UTF-8.
    NotText(String),
    /// A catalog is wrong.
    Catalog(String, CatalogError),
    /// A font file cannot be read; the number counts the files given.
    Font(usize),
}

impl fmt::Display for KitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => {
                write!(f, "the template `{path}` has a name that cannot be used")
            }
            Self::NotText(path) => write!(f, "the template `{path}` is not UTF-8 text"),
            Self::Catalog(path, err) => write!(f, "the catalog `{path}`: {err}"),
            Self::Font(n) => write!(f, "font file number {n} cannot be read"),
        }
    }
}

/// Templates and fonts, ready for Typst.
pub struct Kit {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    catalogs: BTreeMap<String, Catalog>,
    digest: String,
}

impl fmt::Debug for Kit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kit({})", self.digest)
    }
}

impl Kit {
    /// The built-in kit with some files replaced or added.
    pub fn new(overrides: Overrides) -> Result<Self, KitError> {
        let mut templates: BTreeMap<String, Bytes> = TEMPLATES
            .iter()
            .map(|(path, it)| ((*path).to_owned(), Bytes::new(*it)))
            .collect();
        for (path, bytes) in overrides.templates {
            templates.insert(path, Bytes::new(bytes));
        }
        let mut digest = Sha256::new();
        let mut add = |name: &str, bytes: &[u8]| {
            digest.update((name.len() as u64).to_be_bytes());
            digest.update(name);
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        };
        let mut sources = HashMap::new();
        let mut files = HashMap::new();
        let mut catalogs = BTreeMap::new();
        for (path, bytes) in templates {
            add(&path, &bytes);
            let id = file_id(&format!("/{path}"))
                .ok_or_else(|| KitError::Path(path.clone()))?;
            let text = || {
                std::str::from_utf8(&bytes).map_err(|_| KitError::NotText(path.clone()))
            };
            if path.ends_with(".typ") {
                sources.insert(id, Source::new(id, text()?.to_owned()));
            } else if let Some(language) = catalog_language(&path) {
                let catalog = Catalog::parse(text()?)
                    .map_err(|err| KitError::Catalog(path.clone(), err))?;
                catalogs.insert(language.to_owned(), catalog);
            }
            files.insert(id, bytes);
        }
        let mut fonts = Vec::new();
        for (name, bytes) in FONTS {
            add(name, bytes);
            fonts.extend(Font::iter(Bytes::new(*bytes)));
        }
        for (i, bytes) in overrides.fonts.into_iter().enumerate() {
            add("", &bytes);
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(bytes)));
            if fonts.len() == before {
                return Err(KitError::Font(i + 1));
            }
        }
        // Row headers of tables are behind this feature (Typst 0.15, `pdf.header-cell`).
        let features = [Feature::A11yExtras].into_iter().collect();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources,
            files,
            catalogs,
            digest: hex(&digest.finalize()),
        })
    }

    /// The catalog of a language.
    pub fn catalog(&self, language: &str) -> Option<&Catalog> {
        self.catalogs.get(language)
    }

    /// SHA-256 of all templates and fonts, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// True where some font can draw the character, or where nothing is drawn for it.
    pub fn can_draw(&self, c: char) -> bool {
        draws_nothing(c)
            || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }

    pub(super) fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn fonts(&self) -> &[Font] {
        &self.fonts
    }

    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.get(&id)
    }

    pub(super) fn file(&self, id: FileId) -> Option<&Bytes> {
        self.files.get(&id)
    }
}

fn catalog_language(path: &str) -> Option<&str> {
    path.strip_prefix("i18n/")?.strip_suffix(".toml")
}

/// White space, and the default-ignorable characters that shape Arabic and Farsi words
/// (Unicode, DerivedCoreProperties: joiners and marks of direction).
fn draws_nothing(c: char) -> bool {
    (c.is_whitespace() && c != '\u{1680}')
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}')
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{FONTS, Kit, Overrides, TEMPLATES};

    #[test]
    fn every_template_and_font_of_the_folder_is_built_in() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let found: BTreeSet<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .map(|it| it.expect("a readable folder"))
            .filter(|it| it.file_type().is_file())
            .map(|it| it.path().strip_prefix(root).expect("below").display().to_string())
            .filter(|it| [".typ", ".toml", ".ttf"].iter().any(|end| it.ends_with(end)))
            .collect();
        let listed: BTreeSet<String> = TEMPLATES
            .iter()
            .map(|(path, _)| (*path).to_owned())
            .chain(FONTS.iter().map(|(name, _)| format!("fonts/{name}")))
            .collect();
        assert_eq!(found, listed);
    }

    #[test]
    fn the_digest_tells_kits_apart() {
        let built_in = Kit::new(Overrides::default()).expect("the built-in kit");
        let mut overrides = Overrides::default();
        overrides.templates.insert("extra.typ".into(), Vec::new());
        let other = Kit::new(overrides).expect("one more file");
        assert_ne!(built_in.digest(), other.digest());
        assert_eq!(built_in.digest().len(), 64);
    }

    #[test]
    fn the_base_fonts_draw_the_letters_we_promise() {
        let kit = Kit::new(Overrides::default()).expect("the built-in kit");
        for c in "Nguyễn ñ Ж ї ك گ ی \u{200C}✓✗→–…".chars() {
            assert!(kit.can_draw(c), "U+{:04X}", u32::from(c));
        }
        assert!(!kit.can_draw('த'));
    }
}
