//! `crr preview`: the pages of fictional records as pictures, or as PDFs to show around.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args as ClapArgs;
use clap::builder::PossibleValuesParser;

use crate::cli::flags::{ContextFlags, tokens};
use crate::cli::outcome::{self, Done, closing, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::{Failure, emit};
use crate::io;
use crate::pipeline::{
    Context, documents, pool, sample, sample_day, sample_names, sample_record,
};
use crate::render::{Document, pictures};
use crate::request::{Language, Layout};

#[derive(Debug, ClapArgs)]
pub(crate) struct Preview {
    /// A built-in sample; may be repeated; default: all of them; with `--pdf`: typical-adult.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(sample_names()))]
    sample: Vec<String>,
    /// The language of the pages; default: that of the sample's request; with `--pdf`: every one.
    #[arg(long, value_parser = tokens(Language::ALL, Language::token))]
    language: Option<Language>,
    /// The layout of the pages; default: that of the sample's request.
    #[arg(long, value_parser = tokens(Layout::ALL, Layout::token))]
    layout: Option<Layout>,
    /// Write the record as PDF, marked as a sample on every page, for articles and training.
    #[arg(long, conflicts_with_all = ["ppi", "watch"])]
    pdf: bool,
    /// Folder for the files; existing ones of the same names are replaced.
    #[arg(long, value_name = "DIR", default_value = "preview")]
    to: PathBuf,
    /// Resolution in pixels per inch.
    #[arg(long, value_name = "N", default_value_t = 96, value_parser = clap::value_parser!(u32).range(20..=600))]
    ppi: u32,
    /// Render again whenever a file of `--templates` changes.
    #[arg(long, requires = "templates")]
    watch: bool,
    #[command(flatten)]
    context: ContextFlags,
}

/// The sample that a PDF shows where none is named.
const SHOWN: &str = "typical-adult";

/// How often the folder of templates is checked for changes.
const PAUSE: Duration = Duration::from_millis(300);

impl Preview {
    /// Renders all pages once, or again and again as the templates change.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match self.context.templates.as_deref().filter(|_| self.watch) {
            None if self.pdf => write_pdfs(self, session),
            None => draw(self, session),
            Some(folder) => watch(self, folder, session),
        }
    }
}

fn watch(
    args: &Preview,
    folder: &Path,
    session: &mut Session<'_>,
) -> Result<Done, Failure> {
    loop {
        let seen = state(folder)?;
        match draw(args, session) {
            Ok(done) => session.terminal.summary(&done.summary),
            // A fault in a template that is being written ends nothing.
            Err(failure) => {
                session.terminal.problems(&emit(&failure.report, session.inputs));
                session.terminal.problems(&closing(&failure));
            }
        }
        while state(folder)? == seen {
            std::thread::sleep(PAUSE);
        }
    }
}

fn state(folder: &Path) -> Result<impl PartialEq, Failure> {
    io::state_of(folder).map_err(|err| outcome::reading(&err, "--templates"))
}

fn draw(args: &Preview, session: &mut Session<'_>) -> Result<Done, Failure> {
    let mut n_pages = 0;
    draw_pages(args, session, &mut n_pages).map_err(|it| it.having_written(n_pages))?;
    Ok(Done {
        data: args.to.display().to_string(),
        summary: format!("rendered {} of fictional people\n", counted(n_pages, "page")),
        result: Some(serde_json::json!({ "pages": n_pages })),
        ..Done::default()
    })
}

/// Each page is a file of its own.
fn draw_pages(
    args: &Preview,
    session: &mut Session<'_>,
    n_pages: &mut usize,
) -> Result<(), Failure> {
    let context = context(args, session)?;
    let wanted: Vec<&str> = match args.sample.as_slice() {
        [] => sample_names().collect(),
        some => some.iter().map(String::as_str).collect(),
    };
    for name in wanted {
        let it = sample(name, args.language, args.layout, &context)?;
        for manuscript in documents(&it.plan, &context) {
            // The cover is the beginning of the record.
            if manuscript.document() == Document::Cover {
                continue;
            }
            let pages = pictures(&manuscript, &context.kit, args.ppi)
                .map_err(|report| context.template_fault(report))?;
            let stem = manuscript.document().file_name().trim_end_matches(".pdf");
            let pages = pages.iter().enumerate();
            let files = pages.map(|(i, it)| (format!("{stem}-{:02}.png", i + 1), it));
            io::write_samples(&args.to.join(name), files, n_pages)
                .map_err(|err| outcome::writing(&err, "--to"))?;
        }
    }
    Ok(())
}

/// The samples are in order on a day of their own.
fn context(args: &Preview, session: &mut Session<'_>) -> Result<Context, Failure> {
    let mut context = read::context(&args.context, session)?;
    if args.context.at.is_none() {
        context.at = sample_day();
    }
    Ok(context)
}

fn write_pdfs(args: &Preview, session: &mut Session<'_>) -> Result<Done, Failure> {
    let mut n_files = 0;
    write_each_pdf(args, session, &mut n_files)
        .map_err(|it| it.having_written(n_files))?;
    Ok(Done {
        data: args.to.display().to_string(),
        summary: format!(
            "wrote {}, marked on every page\n",
            counted(n_files, "fictional record")
        ),
        result: Some(serde_json::json!({ "files": n_files })),
        ..Done::default()
    })
}

/// Each record is a file of its own, whose name says what it is.
fn write_each_pdf(
    args: &Preview,
    session: &mut Session<'_>,
    n_files: &mut usize,
) -> Result<(), Failure> {
    let context = context(args, session)?;
    let samples = match args.sample.as_slice() {
        [] => &[SHOWN.to_owned()],
        some => some,
    };
    let one_language = args.language.map(|it| [it]);
    let languages = one_language.as_ref().map_or(Language::ALL, |it| it.as_slice());
    let pool = pool();
    for name in samples {
        for language in languages {
            let record = sample_record(name, *language, args.layout, &context, &pool)?;
            let layout = args.layout.map(|it| format!("-{}", it.token()));
            let layout = layout.unwrap_or_default();
            let file = format!("sample-{name}-{}{layout}.pdf", language.token());
            let bytes = record.bytes().to_vec();
            io::write_samples(&args.to, [(file, &bytes)].into_iter(), n_files)
                .map_err(|err| outcome::writing(&err, "--to"))?;
        }
    }
    Ok(())
}
