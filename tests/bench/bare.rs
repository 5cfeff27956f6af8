//! The least a program can do with the Typst library: one document, no checks, no lock. Its
//! own world, so that nothing of ours is measured.

use std::collections::HashMap;
use std::path::Path;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    files: HashMap<FileId, Bytes>,
    main: FileId,
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a plain path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let bytes = self.file(id)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| FileError::NotSource)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let missing = || FileError::NotFound(id.vpath().get_without_slash().into());
        self.files.get(&id).cloned().ok_or_else(missing)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Compiles `main` of the folder and gives the PDF, tagged, as PDF/UA-1 and PDF/A-2a.
pub(crate) fn compile(folder: &Path, main: &str) -> Vec<u8> {
    let mut files = HashMap::new();
    let mut fonts = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("a readable folder");
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes = Bytes::new(std::fs::read(entry.path()).expect("a readable file"));
        let path =
            entry.path().strip_prefix(folder).expect("below").to_str().expect("UTF-8");
        if path.ends_with(".ttf") {
            fonts.extend(Font::iter(bytes));
        } else {
            files.insert(id(&format!("/{path}")), bytes);
        }
    }
    let features = [Feature::A11yExtras].into_iter().collect();
    let world = Bare {
        library: LazyHash::new(Library::builder().with_features(features).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        files,
        main: id(main),
    };
    let document = typst::compile::<PagedDocument>(&world).output.expect("it compiles");
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options =
        PdfOptions { standards: standards.expect("they agree"), ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).expect("it exports")
}
