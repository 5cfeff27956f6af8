//! The least a program can do with the Typst library: documents, no checks, no lock. Its own
//! world, so that nothing of ours is measured.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// What all documents of a process share.
struct Kit {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

struct Bare<'a> {
    kit: &'a Kit,
    files: HashMap<FileId, Bytes>,
    main: FileId,
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a plain path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Bare<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.kit.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.kit.book
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
        self.kit.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Compiles documents side by side, each of a folder, and gives the PDFs, tagged, as PDF/UA-1
/// and PDF/A-2a. All are set with the fonts of the first folder, without the large ones: the
/// documents that are measured have no letter of those.
pub(crate) fn compile(documents: &[(&Path, &str)]) -> Vec<Vec<u8>> {
    let (folder, _) = documents.first().expect("a document");
    let fonts: Vec<Font> = files_of(folder)
        .filter(|(path, _)| path.ends_with(".ttf"))
        .flat_map(|(_, bytes)| Font::iter(bytes))
        .collect();
    let features = [Feature::A11yExtras].into_iter().collect();
    let kit = Kit {
        library: LazyHash::new(Library::builder().with_features(features).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    };
    documents.par_iter().map(|(folder, main)| one(&kit, folder, main)).collect()
}

fn one(kit: &Kit, folder: &Path, main: &str) -> Vec<u8> {
    let texts = files_of(folder).filter(|it| !it.0.ends_with(".ttf"));
    let files = texts.map(|(path, bytes)| (id(&path), bytes)).collect();
    let world = Bare { kit, files, main: id(main) };
    let document = typst::compile::<PagedDocument>(&world).output.expect("it compiles");
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options =
        PdfOptions { standards: standards.expect("they agree"), ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).expect("it exports")
}

/// The files below a folder, by their paths there; fonts that nobody takes are not read.
fn files_of(folder: &Path) -> impl Iterator<Item = (String, Bytes)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = entries.map(|it| it.expect("a readable folder"));
    let files = files.filter(|it| it.file_type().is_file());
    let folder = folder.to_owned();
    files.filter(|it| !it.path().to_string_lossy().contains("NotoSans")).map(move |it| {
        let path = it.path().strip_prefix(&folder).expect("below");
        let bytes = std::fs::read(it.path()).expect("a readable file");
        (format!("/{}", path.to_str().expect("UTF-8")), Bytes::new(bytes))
    })
}
