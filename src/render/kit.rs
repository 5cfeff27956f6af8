//! The kit: templates and fonts, built into the program, with any that override them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write};
use std::sync::OnceLock;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

use super::embedded::{FONT_SUMS, TEMPLATES};
use super::looks::{Fonts, Looks};
use super::paths::file_id;
use crate::request::Language;
use crate::sections::{Catalog, CatalogError, FormWords, HUD_PART, HelpLine, PARTS};

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

/// Templates and fonts, ready for Typst. What only pages need is made when the first page is: a
/// check sets none.
pub struct Kit {
    library: OnceLock<LazyHash<Library>>,
    fonts: Fonts,
    own_fonts: Vec<Bytes>,
    /// Everything but fonts, by its path.
    files: BTreeMap<String, Bytes>,
    templates: HashMap<FileId, Template>,
    /// Read when they are first asked for, in the order of [`Language::ALL`].
    catalogs: Vec<OnceLock<Catalog>>,
    staff: OnceLock<Catalog>,
    help: OnceLock<Vec<HelpLine>>,
    has_own_words: bool,
    digest: OnceLock<String>,
}

impl fmt::Debug for Kit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kit({} files)", self.files.len())
    }
}

const STAFF: &str = "i18n/staff.toml";
const LANGUAGES: &str = "i18n/languages.toml";

/// A file that Typst may ask for; one of its language is parsed when it first does.
struct Template {
    path: String,
    source: OnceLock<Source>,
}

/// True for what is read as text.
fn is_text(path: &str) -> bool {
    path.ends_with(".typ") || path.ends_with(".toml")
}

impl Kit {
    /// The built-in kit with some files replaced or added.
    pub fn new(overrides: Overrides) -> Result<Self, KitError> {
        let own_fonts: Vec<Bytes> = overrides.fonts.into_iter().map(Bytes::new).collect();
        let fonts = Fonts::new(&own_fonts).map_err(KitError::Font)?;
        let has_own_words = overrides.templates.keys().any(|it| it.ends_with(".toml"));
        let built_in = TEMPLATES.iter();
        let mut files: BTreeMap<String, Bytes> =
            built_in.map(|(path, it)| ((*path).to_owned(), Bytes::new(*it))).collect();
        let id = |path: &str| {
            let id = file_id(&format!("/{path}"));
            id.ok_or_else(|| KitError::Path(path.to_owned()))
        };
        for (path, bytes) in overrides.templates {
            id(&path)?;
            // Built-in ones are text: a test reads them.
            if is_text(&path) && std::str::from_utf8(&bytes).is_err() {
                return Err(KitError::NotText(path));
            }
            files.insert(path, Bytes::new(bytes));
        }
        let template = |path: &String| {
            let template = Template { path: path.clone(), source: OnceLock::new() };
            Ok((id(path)?, template))
        };
        let kit = Self {
            library: OnceLock::new(),
            fonts,
            own_fonts,
            templates: files.keys().map(template).collect::<Result<_, _>>()?,
            files,
            catalogs: Language::ALL.iter().map(|_| OnceLock::new()).collect(),
            staff: OnceLock::new(),
            help: OnceLock::new(),
            has_own_words,
            digest: OnceLock::new(),
        };
        // A test reads every built-in catalog; others are read before they are needed.
        if has_own_words {
            let wrong = |path: &str| {
                let path = path.to_owned();
                |err| KitError::Catalog(path, err)
            };
            kit.read_staff().map_err(wrong(STAFF))?;
            help_lines(kit.text(LANGUAGES)).map_err(wrong(LANGUAGES))?;
            for language in Language::ALL {
                let folder = format!("i18n/{}", language.token());
                kit.read_catalog(*language).map_err(wrong(&folder))?;
                kit.form_words(*language).transpose()?;
            }
        }
        Ok(kit)
    }

    fn text(&self, path: &str) -> &str {
        std::str::from_utf8(&self.files[path]).expect("what is no text makes no kit")
    }

    /// The catalog of a language.
    pub fn catalog(&self, language: Language) -> &Catalog {
        let i = Language::ALL.iter().position(|it| *it == language);
        self.catalogs[i.expect("all languages are in the list")].get_or_init(|| {
            self.read_catalog(language)
                .expect("catalogs are checked when the kit is made")
        })
    }

    fn read_catalog(&self, language: Language) -> Result<Catalog, CatalogError> {
        let token = language.token();
        let parts = PARTS.iter().chain((language != Language::En).then_some(&HUD_PART));
        let parts: Vec<&str> =
            parts.map(|it| self.text(&format!("i18n/{token}/{it}"))).collect();
        Catalog::parse(language, &parts)
    }

    /// A language's words for the agency's form; English has its own.
    pub fn form_words(&self, language: Language) -> Option<Result<FormWords, KitError>> {
        if language == Language::En {
            return None;
        }
        let path = format!("i18n/{}/form.toml", language.token());
        let words = FormWords::parse(self.text(&path));
        Some(words.map_err(|err| KitError::Catalog(path, err)))
    }

    /// The words that only staff read.
    pub fn staff(&self) -> &Catalog {
        self.staff.get_or_init(|| {
            self.read_staff().expect("catalogs are checked when the kit is made")
        })
    }

    fn read_staff(&self) -> Result<Catalog, CatalogError> {
        Catalog::staff(self.text(STAFF))
    }

    /// Where to get help, in every language that some font can draw.
    pub fn help_lines(&self) -> Vec<HelpLine> {
        let can_draw = |it: &&HelpLine| it.2.chars().all(|c| self.can_draw(c));
        let all = self.help.get_or_init(|| {
            help_lines(self.text(LANGUAGES))
                .expect("catalogs are checked when the kit is made")
        });
        all.iter().filter(can_draw).cloned().collect()
    }

    /// True where some font is known to have every letter of a language's catalog: a test asks
    /// for those of the built-in ones, of Chinese and Korean where their fonts are built in.
    pub(super) fn is_drawable(&self, language: Language) -> bool {
        use Language::{Ko, ZhHans, ZhHant};
        let needs_cjk = matches!(language, Ko | ZhHans | ZhHant);
        !self.has_own_words && (cfg!(feature = "fonts-cjk") || !needs_cjk)
    }

    /// SHA-256 of all templates and fonts, in hexadecimal.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| {
            let mut digest = Sha256::new();
            let mut add = |name: &str, bytes: &[u8]| {
                digest.update((name.len() as u64).to_be_bytes());
                digest.update(name);
                digest.update((bytes.len() as u64).to_be_bytes());
                digest.update(bytes);
            };
            // The built-in fonts by their checksums, which a test keeps true.
            add("fonts", FONT_SUMS.as_bytes());
            self.own_fonts.iter().for_each(|it| add("", it));
            self.files.iter().for_each(|(path, it)| add(path, it));
            hex(&digest.finalize())
        })
    }

    /// True where some font can draw the character, or where nothing is drawn for it.
    pub fn can_draw(&self, c: char) -> bool {
        self.fonts.can_draw(c)
    }

    pub(super) fn library(&self) -> &LazyHash<Library> {
        self.library.get_or_init(|| {
            // Row headers of tables are behind this feature (Typst 0.15, `pdf.header-cell`).
            let features = [Feature::A11yExtras].into_iter().collect();
            LazyHash::new(Library::builder().with_features(features).build())
        })
    }

    pub(super) fn looks_for(&self, texts: &[&str]) -> &Looks {
        self.fonts.for_texts(texts)
    }

    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        let Template { path, source } = self.templates.get(&id)?;
        let is_typst = path.ends_with(".typ");
        is_typst.then(|| source.get_or_init(|| Source::new(id, self.text(path).into())))
    }

    pub(super) fn file(&self, id: FileId) -> Option<&Bytes> {
        let Template { path, .. } = self.templates.get(&id)?;
        self.files.get(path).filter(|_| !is_text(path))
    }
}

/// The languages' own names, by their words in a request: as they are built in.
pub fn language_names() -> Vec<(&'static str, String)> {
    let built_in = TEMPLATES.iter().find(|it| it.0 == LANGUAGES).map(|it| it.1);
    let text = std::str::from_utf8(built_in.unwrap_or_default()).unwrap_or_default();
    let lines = help_lines(text).expect("a test reads the built-in languages");
    lines.into_iter().map(|(token, name, _)| (token, name)).collect()
}

/// The languages' own names and their lines about help, in the order of [`Language::ALL`].
fn help_lines(text: &str) -> Result<Vec<HelpLine>, CatalogError> {
    #[derive(Deserialize)]
    struct Lines {
        name: String,
        help: String,
    }
    let mut table: BTreeMap<String, Lines> =
        toml::from_str(text).map_err(|_| CatalogError::Malformed)?;
    let mut lines = Vec::new();
    for language in Language::ALL {
        let token = language.token();
        match table.remove(token) {
            Some(it) => lines.push((token, it.name, it.help)),
            None => return Err(CatalogError::Missing(vec![token.into()])),
        }
    }
    Ok(lines)
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
    use super::super::embedded::BASE_FONTS;
    use super::{FormWords, Kit, Overrides};
    use crate::request::Language;

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

    #[test]
    fn the_help_lines_need_no_large_font() {
        let kit = Kit::new(Overrides::default()).expect("the built-in kit");
        let lines = kit.help_lines();
        assert_eq!(lines.len(), Language::ALL.len());
        let text: String = lines.iter().map(|it| it.1.clone() + &it.2).collect();
        assert_eq!(kit.looks_for(&[&text]).fonts.len(), BASE_FONTS.len());
    }

    /// Every key, plural form, placeholder and HUD word; and every letter.
    #[test]
    fn every_catalog_is_whole_and_can_be_drawn() {
        let kit = Kit::new(Overrides::default()).expect("the built-in kit");
        for language in Language::ALL {
            let token = language.token();
            let catalog = kit.read_catalog(*language);
            let catalog = catalog.unwrap_or_else(|err| panic!("{token}: {err}"));
            let hud = catalog.hud_words().values().map(String::as_str);
            let form = kit.form_words(*language).transpose();
            let form = form.unwrap_or_else(|err| panic!("{err}"));
            let form = form.iter().flat_map(FormWords::all);
            let words = catalog.words().values().map(String::as_str);
            for text in words.chain(hud).chain(form) {
                let missing: String =
                    text.chars().filter(|c| !kit.can_draw(*c)).collect();
                let is_base = !["ko", "zh-Hans", "zh-Hant"].contains(&token);
                if is_base || cfg!(feature = "fonts-cjk") {
                    assert_eq!(missing, "", "{token}: {text}");
                }
            }
        }
    }
}
